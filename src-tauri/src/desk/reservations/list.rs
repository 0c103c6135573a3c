//! Reservations found again: of one mother, of some days, and the calendar of everything that lies on them.

use chrono::{Days, NaiveDate};
use domain::public_holiday;
use store::{ReservationRow, ReservationState, Store, UseKind, UseRow};
use uuid::Uuid;
use wire::{Booked, FacilitySet, MotherSet, Service};

use super::move_to::moved_today;
use crate::desk::appointments;
use crate::desk::judging::calendar;
use crate::desk::mothers::surname;
use crate::desk::rooms::Occupancy;
use crate::desk::wishes;
use crate::desk::words::service_out;
use crate::desk::{Acting, Desk, DeskError, Reception};
use crate::view::{
    BookingDay, BookingsRequest, BookingsView, OccupiedView, PlacesView, ReservationDetail, ReservationRequest,
    ReservationView, ReservationsRequest, ReservationsView, WhyClosed,
};

/// The longest span looked through at once, days.
const LONGEST: i64 = 366;
/// The longest span of a calendar: a month with the weeks around it.
const LONGEST_CALENDAR: i64 = 62;
/// Stays are looked for this long before a span begins.
const LONGEST_STAY: u64 = 31;

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
            is_span(from, until, LONGEST)?;
            store.open_reservations(from, until)?
        }
    };
    Ok(ReservationsView { reservations: views(desk, &store, found)? })
}

fn is_span(from: NaiveDate, until: NaiveDate, longest: i64) -> Result<(), DeskError> {
    let expected = "a day not before the first, and not too far from it";
    if (0..longest).contains(&until.signed_duration_since(from).num_days()) {
        Ok(())
    } else {
        Err(DeskError::Unreadable { field: "until", expected })
    }
}

/// One open reservation.
///
/// # Errors
/// [`DeskError::ReservationEnded`].
pub fn reservation(
    desk: &Desk,
    _by: &Acting<Reception>,
    request: ReservationRequest,
) -> Result<ReservationDetail, DeskError> {
    let store = desk.store();
    let row = open(&store, request.reservation_id)?;
    let mother = store.mother(&row.booked.user_number)?.ok_or(DeskError::UnknownNumber)?;
    let deadline = row.booked.cancel_deadline;
    Ok(ReservationDetail {
        another_day: !domain::is_late(desk.now(), deadline),
        moved_today: moved_today(desk, &row).is_some(),
        name: if mother.unlisted { String::new() } else { mother.name.clone() },
        phone: mother.phone.clone(),
        allergies: mother.allergies.clone(),
        diet: mother.diet.clone(),
        slip: mother.apart.is_none(),
        reservation: view(desk, &mother, row.booked),
    })
}

/// The reservation, while it is open.
///
/// # Errors
/// [`DeskError::ReservationEnded`].
pub(in crate::desk) fn open(store: &Store, id: Uuid) -> Result<ReservationRow, DeskError> {
    let found = store.reservation(id)?.filter(|r| r.state == ReservationState::Open);
    found.ok_or(DeskError::ReservationEnded)
}

/// The calendar (予約表): each day with what is open and full, and everything that lies on it.
///
/// # Errors
/// [`DeskError::Unreadable`] for a span that ends before it begins or is longer than two months.
pub fn bookings(desk: &Desk, _by: &Acting<Reception>, request: BookingsRequest) -> Result<BookingsView, DeskError> {
    let BookingsRequest { from, until } = request;
    is_span(from, until, LONGEST_CALENDAR)?;
    let store = desk.store();
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let today = desk.today();
    Ok(BookingsView {
        days: days(&store, &facility, (from, until), today)?,
        reservations: views(desk, &store, store.open_reservations(from, until)?)?,
        not_arrived: views(desk, &store, store.not_arrived(today)?)?,
        uses: uses(&store, from, until)?,
        appointments: appointments::views(&store, store.appointments(from, until)?)?,
        waiting: wishes::views(&store, store.waiting_wishes(from, until)?)?,
        rooms: facility.rooms,
        opens_at: facility.opens_at,
        closes_at: facility.closes_at,
    })
}

fn days(
    store: &Store,
    facility: &FacilitySet,
    span: (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<Vec<BookingDay>, DeskError> {
    let occupancy = Occupancy::of(store, facility, span, today)?;
    let closed = store.closed_days(span.0, span.1)?;
    let calendar = calendar(facility);
    let day = |date: NaiveDate| {
        let holiday = public_holiday(date).unwrap_or_default();
        let reason = closed.iter().find(|(d, _)| *d == date).map(|(_, reason)| reason.clone());
        let why = match &reason {
            Some(_) => Some(WhyClosed::Disaster),
            None if calendar.is_open(date) => None,
            None if facility.closed_on.contains(&date) => Some(WhyClosed::OwnDate),
            None if facility.closed_on_public_holidays && !holiday.is_empty() => Some(WhyClosed::Holiday),
            None => Some(WhyClosed::Weekly),
        };
        let places = [Service::Stay, Service::DayCare, Service::Visit].map(|service| PlacesView {
            service: service_out(service),
            taken: occupancy.taken(service, date),
            places: occupancy.places(service),
        });
        BookingDay {
            date,
            closed: why,
            holiday: holiday.to_owned(),
            reason: reason.unwrap_or_default(),
            places: places.to_vec(),
        }
    };
    Ok(span.0.iter_days().take_while(|d| *d <= span.1).map(day).collect())
}

fn uses(store: &Store, from: NaiveDate, until: NaiveDate) -> Result<Vec<OccupiedView>, DeskError> {
    let earlier = from.checked_sub_days(Days::new(LONGEST_STAY)).unwrap_or(from);
    let mut found: Vec<UseRow> = store.in_house()?;
    let gone = store.uses_between(earlier, until)?.into_iter();
    found.extend(gone.filter(|u| u.kind == UseKind::Used && !u.taken_back && u.left_at.is_some()));
    let mut views = vec![];
    for u in found.into_iter().filter(|u| u.first_day <= until && u.last_day() >= from) {
        let Some(mother) = store.mother(&u.user_number)? else { continue };
        views.push(OccupiedView {
            use_id: u.use_id,
            surname: surname(&mother),
            unlisted: mother.unlisted,
            service: service_out(u.service),
            from: u.first_day,
            until: u.last_day(),
            came_at: u.began_at.format("%H:%M").to_string(),
            left: u.left_at.is_some(),
            room: u.room,
        });
    }
    Ok(views)
}

/// Reservations as lists show them. Who is not registered any more is left out.
pub(in crate::desk) fn views(
    desk: &Desk,
    store: &Store,
    rows: Vec<ReservationRow>,
) -> Result<Vec<ReservationView>, DeskError> {
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
