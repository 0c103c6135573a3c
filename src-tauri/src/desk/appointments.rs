//! Appointments that are no uses: 見学 and オリエンテーション. Allowed before the birth, also for somebody who is not
//! registered.

use chrono::NaiveDate;
use store::Store;
use uuid::Uuid;
use wire::{AppointmentKind, AppointmentSet, AppointmentState, MotherSet};

use super::mothers::surname;
use super::reservations::time_of_day;
use super::words::{appointment_in, appointment_out, stands_appointment_in, stands_appointment_out};
use super::written::{may_be_one_line, may_be_written, one_line};
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{AppointmentRequest, AppointmentRow, AppointmentStandsRequest, AppointmentView, Done};

/// As far ahead as one is agreed, days.
const FARTHEST: i64 = 366;

/// Agrees an appointment, or changes one that is agreed.
///
/// # Errors
/// [`DeskError::UnknownNumber`], [`DeskError::Empty`] where neither number nor name is given, [`DeskError::PastDay`],
/// [`DeskError::Gone`] for one that is over, [`DeskError::Unreadable`].
pub fn set_appointment(
    desk: &Desk,
    by: &Acting<Reception>,
    request: AppointmentRequest,
) -> Result<AppointmentView, DeskError> {
    let mut store = desk.store();
    let ahead = request.date.signed_duration_since(desk.today()).num_days();
    if ahead < 0 {
        return Err(DeskError::PastDay);
    }
    if ahead > FARTHEST {
        return Err(DeskError::Unreadable { field: "date", expected: "a day within a year" });
    }
    let appointment_id = match request.appointment_id {
        None => Uuid::now_v7(),
        Some(id) => {
            let found = store.appointment(id)?.filter(|a| a.state == AppointmentState::Planned);
            found.ok_or(DeskError::Gone)?.appointment_id
        }
    };
    let registered = match request.user_number.trim() {
        "" => None,
        number => Some(store.mother(number)?.ok_or(DeskError::UnknownNumber)?),
    };
    let (user_number, name, phone) = match &registered {
        Some(m) => (m.user_number.clone(), String::new(), String::new()),
        None => (String::new(), one_line(&request.name, "name")?, may_be_one_line(&request.phone, "phone")?),
    };
    let appointment = AppointmentSet {
        appointment_id,
        kind: appointment_in(request.kind),
        user_number,
        name,
        phone,
        date: request.date,
        starts_at: time_of_day(&request.starts_at, "starts_at")?,
        note: may_be_written(&request.note, "note")?,
        state: AppointmentState::Planned,
    };
    let shown = view(registered.as_ref(), appointment.clone());
    store.write(|tx| tx.append(&desk.author(by), appointment).map_err(DeskError::from))?;
    Ok(shown)
}

/// It took place, does not take place, or is agreed again after a mistake. An orientation that took place is written
/// into a registered mother's entry in the same transaction.
///
/// # Errors
/// [`DeskError::Gone`], [`DeskError::NotYet`] for one that lies ahead and cannot have taken place.
pub fn set_appointment_stands(
    desk: &Desk,
    by: &Acting<Reception>,
    request: AppointmentStandsRequest,
) -> Result<Done, DeskError> {
    let mut store = desk.store();
    let before = store.appointment(request.appointment_id)?.ok_or(DeskError::Gone)?;
    let state = stands_appointment_in(request.stands);
    if state == before.state {
        return Ok(Done { done: true });
    }
    if state == AppointmentState::Held && before.date > desk.today() {
        return Err(DeskError::NotYet);
    }
    let entry = oriented(&store, &before, state)?;
    let author = desk.author(by);
    store.write(|tx| {
        tx.append(&author, AppointmentSet { state, ..before })?;
        entry.map(|m| tx.append(&author, m)).transpose()?;
        Ok::<_, DeskError>(())
    })?;
    Ok(Done { done: true })
}

/// Her entry with the day of the orientation, or without the day that was written by mistake.
fn oriented(
    store: &Store,
    appointment: &AppointmentSet,
    state: AppointmentState,
) -> Result<Option<MotherSet>, DeskError> {
    let a = appointment;
    if a.kind != AppointmentKind::Orientation || a.user_number.is_empty() {
        return Ok(None);
    }
    let Some(mother) = store.mother(&a.user_number)? else { return Ok(None) };
    let day: Option<NaiveDate> = match (state, a.state) {
        (AppointmentState::Held, _) if mother.oriented_on.is_none() => Some(a.date),
        (_, AppointmentState::Held) if mother.oriented_on == Some(a.date) => None,
        _ => return Ok(None),
    };
    Ok(Some(MotherSet { oriented_on: day, ..mother }))
}

/// Appointments of a day as the public counter shows them; those that were cancelled are not there.
pub(super) fn of_day(store: &Store, day: NaiveDate) -> Result<Vec<AppointmentRow>, DeskError> {
    let views = views(store, store.appointments(day, day)?)?;
    let row = |a: AppointmentView| AppointmentRow {
        appointment_id: a.appointment_id,
        kind: a.kind,
        surname: a.surname,
        unlisted: a.unlisted,
        starts_at: a.starts_at,
        stands: a.stands,
    };
    Ok(views.into_iter().map(row).collect())
}

/// Appointments as the calendar shows them.
pub(super) fn views(store: &Store, found: Vec<AppointmentSet>) -> Result<Vec<AppointmentView>, DeskError> {
    let mut views = vec![];
    for a in found {
        let mother = if a.user_number.is_empty() { None } else { store.mother(&a.user_number)? };
        views.push(view(mother.as_ref(), a));
    }
    Ok(views)
}

fn view(mother: Option<&MotherSet>, a: AppointmentSet) -> AppointmentView {
    let family_name = || a.name.split([' ', '　']).next().unwrap_or_default().to_owned();
    AppointmentView {
        appointment_id: a.appointment_id,
        kind: appointment_out(a.kind),
        surname: mother.map_or_else(family_name, surname),
        unlisted: mother.is_some_and(|m| m.unlisted),
        phone: mother.map_or(a.phone, |m| m.phone.clone()),
        user_number: a.user_number,
        name: a.name,
        date: a.date,
        starts_at: a.starts_at,
        note: a.note,
        stands: stands_appointment_out(a.state),
    }
}
