//! Rooms (部屋): one stay at a time; day-care rooms are shared.

use chrono::NaiveDate;
use store::{Store, UseRow};
use uuid::Uuid;
use wire::{Booked, Service};

use super::DeskError;

/// Days in a room.
pub(super) struct Span<'a> {
    pub(super) room: &'a str,
    pub(super) from: NaiveDate,
    pub(super) until: NaiveDate,
}

impl Span<'_> {
    /// So many days from a first day on.
    pub(super) fn of(room: &str, from: NaiveDate, days: u32) -> Span<'_> {
        let more = chrono::Days::new(u64::from(days.max(1)) - 1);
        Span { room: room.trim(), from, until: from.checked_add_days(more).unwrap_or(from) }
    }
}

/// A stay may be booked into the room.
///
/// # Errors
/// [`DeskError::DoubleBooking`].
pub(super) fn may_be_booked(store: &Store, span: &Span<'_>, today: NaiveDate) -> Result<(), DeskError> {
    is_free(store, span, today, |_| false, |_| false)
}

/// A stay of this mother may begin in the room; what she reserved herself is hers.
///
/// # Errors
/// [`DeskError::DoubleBooking`].
pub(super) fn may_be_entered(store: &Store, span: &Span<'_>, user_number: &str) -> Result<(), DeskError> {
    is_free(store, span, span.from, |b| b.user_number == user_number, |_| false)
}

/// A running stay may last for these further days.
///
/// # Errors
/// [`DeskError::DoubleBooking`].
pub(super) fn may_be_kept(store: &Store, span: &Span<'_>, use_id: Uuid, today: NaiveDate) -> Result<(), DeskError> {
    is_free(store, span, today, |_| false, |u| u.use_id == use_id)
}

/// Who did not come on an earlier day holds no room; who has not left yet does.
fn is_free(
    store: &Store,
    span: &Span<'_>,
    today: NaiveDate,
    her_booking: impl Fn(&Booked) -> bool,
    her_use: impl Fn(&UseRow) -> bool,
) -> Result<(), DeskError> {
    if span.room.is_empty() {
        return Ok(());
    }
    let reserved = store.open_reservations(span.from, span.until)?.into_iter().map(|r| r.booked);
    let reserved = reserved
        .filter(|b| b.room == span.room && b.service == Service::Stay && b.starts_on >= today)
        .any(|b| !her_booking(&b));
    let occupied = store
        .in_house()?
        .into_iter()
        .filter(|u| u.room == span.room && u.service == Service::Stay)
        .filter(|u| u.first_day <= span.until && u.last_day().max(today) >= span.from)
        .any(|u| !her_use(&u));
    if reserved || occupied { Err(DeskError::DoubleBooking) } else { Ok(()) }
}
