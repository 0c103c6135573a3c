//! Reservations (予約): book, find them again, close a day.

use chrono::{NaiveDate, NaiveTime};
use domain::Ask;
use store::{ReservationRow, Store};
use uuid::Uuid;
use wire::{Booked, CancelKind, DayClosed, MotherSet};

use super::cancel::without_charge;
use super::judging::{About, Known, calendar, must_go};
use super::mothers::surname;
use super::reasons::{look_view, reason_view};
use super::rooms::{Span, may_be_booked};
use super::words::{service_in, service_out};
use super::written::written;
use super::{Acting, Desk, DeskError, Manager, Reception};
use crate::view::{
    BookRequest, BookedView, CloseDayRequest, ClosedDayView, OutcomeKind, PhoneAbout, ReservationView,
    ReservationsRequest, ReservationsView, ToPhone,
};

/// The longest span looked through at once, days.
const LONGEST: i64 = 366;

/// What booking would be. Saves nothing.
///
/// # Errors
/// [`DeskError::PastDay`], [`DeskError::Refused`], [`DeskError::NotBornYet`], [`DeskError::DoubleBooking`] …
pub fn preview(desk: &Desk, _by: &Acting<Reception>, request: BookRequest) -> Result<BookedView, DeskError> {
    let store = desk.store();
    Ok(plan(desk, &store, &request, Uuid::nil())?.1)
}

/// Books.
///
/// # Errors
/// As [`preview`].
pub fn book(desk: &Desk, by: &Acting<Reception>, request: BookRequest) -> Result<BookedView, DeskError> {
    let mut store = desk.store();
    let (booked, view) = plan(desk, &store, &request, Uuid::now_v7())?;
    store.write(|tx| tx.append(&desk.author(by), booked).map_err(DeskError::from))?;
    Ok(view)
}

fn plan(desk: &Desk, store: &Store, request: &BookRequest, id: Uuid) -> Result<(Booked, BookedView), DeskError> {
    let service = service_in(request.service);
    let arrives = NaiveTime::parse_from_str(&request.arrives_at, "%H:%M");
    let arrives = arrives.map_err(|_| DeskError::Unreadable { field: "arrives_at", expected: "HH:MM" })?;
    if request.starts_on < desk.today() {
        return Err(DeskError::PastDay);
    }
    let known = About::of(&request.user_number, service).known(store)?;
    // Who did not come on an earlier day is cancelled or a no-show, and counted by that.
    let reserved: u64 = store
        .open_reservations_of(&request.user_number)?
        .iter()
        .filter(|r| r.booked.service == service)
        .filter(|r| (desk.today()..=request.starts_on).contains(&r.booked.starts_on))
        .map(|r| u64::from(r.booked.days))
        .sum();
    let case = known.case(desk, Ask::Book, request.starts_on, request.days, desk.now(), reserved);
    let verdict = must_go(&case, desk)?;
    if service == wire::Service::Stay {
        may_be_booked(store, &Span::of(&request.room, request.starts_on, request.days), desk.today())?;
    }
    let programme = desk.programme();
    let mut reasons: Vec<_> = verdict.reasons.iter().map(|r| reason_view(programme, r, false)).collect();
    if !is_open_on(store, &known, request.starts_on)? {
        reasons.push(look_view(programme, "house-closed"));
    }
    let booked = Booked {
        reservation_id: id,
        user_number: request.user_number.clone(),
        service,
        starts_on: request.starts_on,
        days: request.days,
        arrives_at: arrives.format("%H:%M").to_string(),
        room: request.room.trim().to_owned(),
        cancel_deadline: verdict.cancel_deadline,
    };
    let view = BookedView {
        reservation_id: id,
        outcome: if reasons.is_empty() { OutcomeKind::Accept } else { OutcomeKind::Look },
        reasons,
        copay: verdict.copay.0,
        full_price: verdict.full_price.0,
        cancel_deadline: verdict.cancel_deadline.to_rfc3339(),
        deadline_passed: domain::is_late(desk.now(), verdict.cancel_deadline),
    };
    Ok((booked, view))
}

/// Whether the house is open: by its calendar, and not closed for a day (災害).
fn is_open_on(store: &Store, known: &Known, day: NaiveDate) -> Result<bool, DeskError> {
    Ok(calendar(&known.facility).is_open(day) && !store.is_closed_day(day)?)
}

/// Open reservations: all of one mother, or all that touch a span of days.
///
/// # Errors
/// [`DeskError::UnknownNumber`]; [`DeskError::Unreadable`] for a span that ends before it begins or is
/// longer than a year.
pub fn reservations(
    desk: &Desk,
    _by: &Acting<Reception>,
    request: ReservationsRequest,
) -> Result<ReservationsView, DeskError> {
    let store = desk.store();
    let found = match request {
        ReservationsRequest::OfMother { user_number } => {
            store.mother(&user_number)?.ok_or(DeskError::UnknownNumber)?;
            store.open_reservations_of(&user_number)?
        }
        ReservationsRequest::OfDays { from, until } => {
            if !(0..LONGEST).contains(&until.signed_duration_since(from).num_days()) {
                return Err(DeskError::Unreadable { field: "until", expected: "a day within a year from the first" });
            }
            store.open_reservations(from, until)?
        }
    };
    Ok(ReservationsView { reservations: views(desk, &store, found)? })
}

/// Reservations as lists show them. Who is not registered any more is left out.
pub(super) fn views(desk: &Desk, store: &Store, rows: Vec<ReservationRow>) -> Result<Vec<ReservationView>, DeskError> {
    let mut views = vec![];
    for row in rows {
        if let Some(mother) = store.mother(&row.booked.user_number)? {
            views.push(view(desk, &mother, row.booked));
        }
    }
    Ok(views)
}

fn view(desk: &Desk, mother: &MotherSet, b: Booked) -> ReservationView {
    ReservationView {
        reservation_id: b.reservation_id,
        user_number: b.user_number,
        surname: surname(mother),
        unlisted: mother.unlisted,
        service: service_out(b.service),
        starts_on: b.starts_on,
        days: b.days,
        arrives_at: b.arrives_at,
        room: b.room,
        cancel_deadline: b.cancel_deadline.to_rfc3339(),
        deadline_passed: domain::is_late(desk.now(), b.cancel_deadline),
    }
}

/// Closes a whole day (災害): every reservation that begins on it ends without charge. Those that merely include it and
/// the stays that run over it are for a person to settle: they are named, to be phoned.
///
/// # Errors
/// [`DeskError::Empty`] without a reason.
pub fn close_day(desk: &Desk, by: &Acting<Manager>, request: CloseDayRequest) -> Result<ClosedDayView, DeskError> {
    let reason = written(&request.reason, "reason")?;
    let mut store = desk.store();
    let touched = store.open_reservations(request.date, request.date)?;
    let (ended, included): (Vec<_>, Vec<_>) = touched.into_iter().partition(|r| r.booked.starts_on == request.date);
    let running = store.in_house()?.into_iter().filter(|u| u.first_day <= request.date && u.last_day() >= request.date);
    let numbers = ended
        .iter()
        .map(|r| (r.booked.user_number.clone(), PhoneAbout::ReservationEnded))
        .chain(included.iter().map(|r| (r.booked.user_number.clone(), PhoneAbout::ReservationIncludesDay)))
        .chain(running.map(|u| (u.user_number, PhoneAbout::InHouse)));
    let mut to_phone = vec![];
    for (number, about) in numbers {
        if let Some(m) = store.mother(&number)? {
            to_phone.push(ToPhone { user_number: m.user_number, name: m.name, phone: m.phone, about });
        }
    }
    let author = desk.author(by);
    store.write(|tx| {
        tx.append(&author, DayClosed { date: request.date, reason: reason.clone() })?;
        for r in &ended {
            tx.append(&author, without_charge(desk, r, CancelKind::Disaster, &reason))?;
        }
        Ok::<_, DeskError>(())
    })?;
    Ok(ClosedDayView { to_phone })
}
