//! Rooms (部屋) and places: a room holds one stay at a time; day-care rooms are shared, and every service may have a
//! most for one day.

use chrono::{Days, NaiveDate};
use store::{Store, UseKind, UseRow};
use uuid::Uuid;
use wire::{EachService, FacilitySet, Service};

use super::judging::calendar;
use super::words::service_rule;
use super::{Desk, DeskError};

/// How far a free day is looked for, days.
const FARTHEST: u64 = 60;

/// Days in a room.
pub(super) struct Span<'a> {
    pub(super) room: &'a str,
    pub(super) from: NaiveDate,
    pub(super) until: NaiveDate,
}

impl Span<'_> {
    /// So many days from a first day on.
    pub(super) fn of(room: &str, from: NaiveDate, days: u32) -> Span<'_> {
        let more = Days::new(u64::from(days.max(1)) - 1);
        Span { room: room.trim(), from, until: from.checked_add_days(more).unwrap_or(from) }
    }
}

/// What takes a room and a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Reservation(Uuid),
    Use(Uuid),
}

#[derive(Debug)]
struct Taken {
    by: By,
    user_number: String,
    service: Service,
    room: String,
    from: NaiveDate,
    until: NaiveDate,
    /// She has left: the room is free again, her place of the day is not.
    left: bool,
}

impl Taken {
    fn touches(&self, from: NaiveDate, until: NaiveDate) -> bool {
        self.from <= until && self.until >= from
    }
}

/// Who is expected and who is there in a span of days.
#[derive(Debug)]
pub(super) struct Occupancy {
    taken: Vec<Taken>,
    places: EachService<Option<u32>>,
}

impl Occupancy {
    /// Looks it up. Who did not come on an earlier day holds nothing; who has not left a stay yet holds her room.
    pub(super) fn of(
        store: &Store,
        facility: &FacilitySet,
        (from, until): (NaiveDate, NaiveDate),
        today: NaiveDate,
    ) -> Result<Occupancy, DeskError> {
        let reservations = store.open_reservations(from, until)?.into_iter().map(|r| r.booked);
        let mut taken: Vec<Taken> = reservations
            .filter(|b| b.starts_on >= today)
            .map(|b| Taken {
                by: By::Reservation(b.reservation_id),
                until: Span::of("", b.starts_on, b.days).until,
                user_number: b.user_number,
                service: b.service,
                room: b.room,
                from: b.starts_on,
                left: false,
            })
            .collect();
        let used = |u: UseRow, left: bool| Taken {
            by: By::Use(u.use_id),
            from: u.first_day,
            until: if u.service == Service::Stay && !left { u.last_day().max(today) } else { u.last_day() },
            user_number: u.user_number,
            service: u.service,
            room: u.room,
            left,
        };
        let in_house = store.in_house()?.into_iter().map(|u| used(u, false));
        let gone = store.uses_between(from, until)?.into_iter();
        let gone = gone.filter(|u| u.kind == UseKind::Used && !u.taken_back && u.left_at.is_some());
        taken.extend(in_house.chain(gone.map(|u| used(u, true))).filter(|t| t.touches(from, until)));
        Ok(Occupancy { taken, places: facility.places })
    }

    /// Mothers of a service on one day.
    pub(super) fn taken(&self, service: Service, day: NaiveDate) -> u32 {
        self.count(service, day, None)
    }

    /// The most there may be of a service on one day, none where the rooms alone decide.
    pub(super) fn places(&self, service: Service) -> Option<u32> {
        match service {
            Service::Stay => self.places.stay,
            Service::DayCare => self.places.day_care,
            Service::Visit => self.places.visit,
        }
    }

    fn count(&self, service: Service, day: NaiveDate, but: Option<Uuid>) -> u32 {
        let counts = |t: &&Taken| t.service == service && t.touches(day, day) && !is(t, but);
        u32::try_from(self.taken.iter().filter(counts).count()).unwrap_or(u32::MAX)
    }

    fn is_full(&self, service: Service, span: &Span<'_>, but: Option<Uuid>) -> bool {
        let Some(places) = self.places(service) else { return false };
        let days = span.from.iter_days().take_while(|d| *d <= span.until);
        days.into_iter().any(|day| self.count(service, day, but) >= places)
    }

    fn holds_room(&self, span: &Span<'_>, hers: impl Fn(&Taken) -> bool) -> bool {
        let holds = |t: &&Taken| t.service == Service::Stay && t.room == span.room && !t.left && !hers(t);
        !span.room.is_empty() && self.taken.iter().filter(holds).any(|t| t.touches(span.from, span.until))
    }
}

fn is(t: &Taken, this: Option<Uuid>) -> bool {
    this.is_some_and(|id| t.by == By::Reservation(id) || t.by == By::Use(id))
}

/// A place for a use of a service, as somebody wishes to book it.
pub(super) struct Place<'a> {
    pub(super) service: Service,
    pub(super) room: &'a str,
    pub(super) from: NaiveDate,
    pub(super) days: u32,
    /// The reservation that is being moved, or the use that is taken back: it stands in nobody's way.
    pub(super) but: Option<Uuid>,
}

/// The place may be booked.
///
/// # Errors
/// [`DeskError::DoubleBooking`], [`DeskError::Full`], each with the next day that is free.
pub(super) fn may_be_booked(
    desk: &Desk,
    store: &Store,
    facility: &FacilitySet,
    place: &Place<'_>,
) -> Result<(), DeskError> {
    let Place { service, room, from, days, but } = *place;
    let room = if service == Service::Stay { room.trim() } else { "" };
    let span = Span::of(room, from, days);
    let now = Occupancy::of(store, facility, (span.from, span.until), desk.today())?;
    let room_taken = now.holds_room(&span, |t| is(t, but));
    if !room_taken && !now.is_full(service, &span, but) {
        return Ok(());
    }
    let last = span.until.checked_add_days(Days::new(FARTHEST)).unwrap_or(span.until);
    let later = Occupancy::of(store, facility, (span.from, last), desk.today())?;
    let calendar = calendar(facility);
    let mut next_free = None;
    for day in span.from.iter_days().skip(1).take(FARTHEST as usize) {
        let span = Span::of(room, day, days);
        let free =
            calendar.is_open(day) && !later.holds_room(&span, |t| is(t, but)) && !later.is_full(service, &span, but);
        if free && !store.is_closed_day(day)? {
            next_free = Some(day);
            break;
        }
    }
    Err(if room_taken {
        DeskError::DoubleBooking { next_free }
    } else {
        DeskError::Full { service: service_rule(service), next_free }
    })
}

/// A stay of this mother may begin in the room; what she reserved herself is hers.
///
/// # Errors
/// [`DeskError::DoubleBooking`].
pub(super) fn may_be_entered(store: &Store, span: &Span<'_>, user_number: &str) -> Result<(), DeskError> {
    let hers = |t: &Taken| matches!(t.by, By::Reservation(_)) && t.user_number == user_number;
    is_free(store, span, span.from, hers)
}

/// A running stay may last for these further days.
///
/// # Errors
/// [`DeskError::DoubleBooking`].
pub(super) fn may_be_kept(store: &Store, span: &Span<'_>, use_id: Uuid, today: NaiveDate) -> Result<(), DeskError> {
    is_free(store, span, today, |t| t.by == By::Use(use_id))
}

fn is_free(store: &Store, span: &Span<'_>, today: NaiveDate, hers: impl Fn(&Taken) -> bool) -> Result<(), DeskError> {
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let now = Occupancy::of(store, &facility, (span.from, span.until), today)?;
    if now.holds_room(span, hers) { Err(DeskError::DoubleBooking { next_free: None }) } else { Ok(()) }
}
