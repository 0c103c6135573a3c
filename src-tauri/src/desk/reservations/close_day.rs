//! Closing a whole day (災害) in one step, and whom to phone about it.

use chrono::NaiveDate;
use store::Store;
use wire::{AppointmentSet, AppointmentState, CancelKind, DayClosed, MotherSet};

use crate::desk::cancel::without_charge;
use crate::desk::words::service_out;
use crate::desk::written::written;
use crate::desk::{Acting, Desk, DeskError, Manager, Reception};
use crate::view::{CloseDayRequest, ClosedDayRequest, ClosedDayView, PhoneAbout, ServiceId, ToPhone};

/// A day is closed so long after it, or before it, days.
const LATEST: i64 = 7;
const FARTHEST: i64 = 366;

/// Closes a whole day (災害): every reservation that begins on it ends without charge, and so do its appointments. Those
/// that merely include it and the stays that run over it are for a person to settle: they are named, to be phoned.
///
/// # Errors
/// [`DeskError::Empty`] without a reason, [`DeskError::Unreadable`] for a day far from today.
pub fn close_day(desk: &Desk, by: &Acting<Manager>, request: CloseDayRequest) -> Result<ClosedDayView, DeskError> {
    let reason = written(&request.reason, "reason")?;
    let ahead = request.date.signed_duration_since(desk.today()).num_days();
    if !(-LATEST..=FARTHEST).contains(&ahead) {
        return Err(DeskError::Unreadable { field: "date", expected: "a day within a week ago and a year ahead" });
    }
    let mut store = desk.store();
    let touched = store.open_reservations(request.date, request.date)?;
    let ended: Vec<_> = touched.into_iter().filter(|r| r.booked.starts_on == request.date).collect();
    let appointments = store.appointments(request.date, request.date)?;
    let planned = appointments.into_iter().filter(|a| a.state == AppointmentState::Planned);
    let author = desk.author(by);
    store.write(|tx| {
        tx.append(&author, DayClosed { date: request.date, reason: reason.clone() })?;
        for r in &ended {
            tx.append(&author, without_charge(desk, r, CancelKind::Disaster, &reason))?;
        }
        for a in planned {
            tx.append(&author, AppointmentSet { state: AppointmentState::Cancelled, ..a })?;
        }
        Ok::<_, DeskError>(())
    })?;
    whom_to_phone(&store, request.date, reason)
}

/// A day that was closed as a whole, and whom to phone about it.
///
/// # Errors
/// [`DeskError::Gone`] for a day that was not.
pub fn closed_day(desk: &Desk, _by: &Acting<Reception>, request: ClosedDayRequest) -> Result<ClosedDayView, DeskError> {
    of_day(&desk.store(), request.date)
}

pub(super) fn of_day(store: &Store, date: NaiveDate) -> Result<ClosedDayView, DeskError> {
    let closed = store.closed_days(date, date)?.pop().ok_or(DeskError::Gone)?;
    whom_to_phone(store, date, closed.1)
}

fn whom_to_phone(store: &Store, date: NaiveDate, reason: String) -> Result<ClosedDayView, DeskError> {
    let ended = store.ended_by_disaster(date)?;
    let included = store.open_reservations(date, date)?;
    let included =
        included.iter().filter(|r| r.booked.starts_on < date).map(|r| (r, PhoneAbout::ReservationIncludesDay));
    let mut to_phone = vec![];
    for (r, about) in ended.iter().map(|r| (r, PhoneAbout::ReservationEnded)).chain(included) {
        let b = &r.booked;
        let mother = store.mother(&b.user_number)?;
        to_phone.extend(mother.map(|m| phone(m, about, Some(service_out(b.service)), &b.arrives_at)));
    }
    for u in store.in_house()?.iter().filter(|u| u.first_day <= date && u.last_day() >= date) {
        let mother = store.mother(&u.user_number)?;
        to_phone.extend(mother.map(|m| phone(m, PhoneAbout::InHouse, Some(service_out(u.service)), "")));
    }
    for a in store.cancelled_appointments(date)? {
        let about = PhoneAbout::AppointmentCancelled;
        let registered = if a.user_number.is_empty() { None } else { store.mother(&a.user_number)? };
        to_phone.push(match registered {
            Some(m) => phone(m, about, None, &a.starts_at),
            None => {
                let (user_number, at) = (String::new(), a.starts_at);
                ToPhone { user_number, unlisted: false, name: a.name, phone: a.phone, about, service: None, at }
            }
        });
    }
    let ended = u32::try_from(ended.len()).unwrap_or(u32::MAX);
    Ok(ClosedDayView { date, reason, ended, to_phone })
}

fn phone(m: MotherSet, about: PhoneAbout, service: Option<ServiceId>, at: &str) -> ToPhone {
    ToPhone {
        user_number: m.user_number,
        unlisted: m.unlisted,
        name: m.name,
        phone: m.phone,
        about,
        service,
        at: at.to_owned(),
    }
}
