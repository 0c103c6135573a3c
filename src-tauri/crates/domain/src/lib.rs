//! The ward's rules and words, as pure functions of facts.
//!
//! Knows no clock, no file, no network and no serialisation: today is an argument. Dates are
//! [`chrono::NaiveDate`] in Japan's calendar, moments are [`chrono::DateTime<chrono::FixedOffset>`].

mod ages;
mod attention;
mod calendar;
mod holidays;
mod programme;
mod remaining;
mod stay;
mod subtraction;
mod verdict;
mod words;

pub use ages::{corrected_birth, last_day_of_months, months_old};
pub use attention::{Attention, Situation, attention, recheck_due};
pub use calendar::{Calendar, NoOpenDay, deadline, is_late};
pub use holidays::public_holiday;
pub use programme::{Contact, Edition, LateCharge, Programme, ProgrammeError, RuleText, Terms, nerima};
pub use remaining::{
    AtWard, CountedAs, CountedUse, Figure, Part, Remaining, TakenOff, WhyTakenOff, remaining, used_so_far,
};
pub use stay::{StayChange, check_stay_change, is_after_closing, manager_confirms};
pub use subtraction::{Recorded, Subtraction, SubtractionReason, subtraction};
pub use verdict::*;
pub use words::*;

#[cfg(test)]
pub(crate) use programme::test_programme;

/// Japan Standard Time, +09:00 all year.
pub fn japan() -> chrono::FixedOffset {
    use chrono::Offset;
    const SECONDS_EAST: i32 = 9 * 3600;
    chrono::FixedOffset::east_opt(SECONDS_EAST).unwrap_or_else(|| chrono::Utc.fix())
}
