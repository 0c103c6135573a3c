//! Reservations (予約): book, find them again, move, close a day, hand a slip out.

mod book;
mod close_day;
mod list;
mod move_to;
mod slip;

pub use book::{book, preview};
pub use close_day::{close_day, closed_day};
pub use list::{bookings, reservation, reservations};
pub use move_to::{move_reservation, preview_move, undo_move};
pub use slip::{card_slip, print_card_slip, print_phone_list, print_slip, slip};

pub(super) use book::reserved;
pub(super) use list::{open, views};

use chrono::NaiveTime;

use super::DeskError;

/// A time of day as slips and lists write it, `HH:MM`.
///
/// # Errors
/// [`DeskError::Unreadable`] for what is none.
pub(super) fn time_of_day(text: &str, field: &'static str) -> Result<String, DeskError> {
    let time = NaiveTime::parse_from_str(text.trim(), "%H:%M");
    let time = time.map_err(|_| DeskError::Unreadable { field, expected: "HH:MM" })?;
    Ok(time.format("%H:%M").to_string())
}
