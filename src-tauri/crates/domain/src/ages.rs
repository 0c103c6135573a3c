//! Ages by the Civil Code (民法143条): how long "within one year" and "until about four months" last.

use chrono::{Datelike, Days, Months};

use crate::Date;

/// The last day of a period of whole months that begins with the birth day.
///
/// The birth day counts; the period ends on the day before the anniversary. Where the month has no
/// such day (29 February, 31 October + 4 months) it ends on the last day of that month.
pub fn last_day_of_months(from: Date, months: u32) -> Date {
    let Some(anniversary) = from.checked_add_months(Months::new(months)) else {
        return Date::MAX;
    };
    if anniversary.day() == from.day() { anniversary.pred_opt().unwrap_or(anniversary) } else { anniversary }
}

/// Completed months of age on a day (月齢); none before the birth.
pub fn months_old(born: Date, on: Date) -> Option<u32> {
    let months = (on.year() - born.year()) * 12 + on.month() as i32 - born.month() as i32;
    let guess = u32::try_from(months).ok()?;
    // A period that ends today or later is not completed yet.
    if last_day_of_months(born, guess) < on || guess == 0 {
        (on >= born).then_some(guess)
    } else {
        guess.checked_sub(1)
    }
}

/// The day from which ages count once the ward approved a correction (修正月齢).
pub fn corrected_birth(born: Date, days: u64) -> Date {
    born.checked_add_days(Days::new(days)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn d(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn one_year_ends_on_the_day_before_the_birthday() {
        assert_eq!(last_day_of_months(d("2026-05-01"), 12), d("2027-04-30"));
    }

    #[test]
    fn a_child_of_29_february_has_its_last_day_on_28_february() {
        assert_eq!(last_day_of_months(d("2024-02-29"), 12), d("2025-02-28"));
    }

    #[test]
    fn four_months_from_31_october_end_with_february() {
        assert_eq!(last_day_of_months(d("2026-10-31"), 4), d("2027-02-28"));
        assert_eq!(last_day_of_months(d("2027-10-31"), 4), d("2028-02-29"));
    }

    #[test]
    fn a_month_is_completed_on_its_anniversary_and_not_the_day_before() {
        assert_eq!(months_old(d("2026-03-03"), d("2026-03-03")), Some(0));
        assert_eq!(months_old(d("2026-03-03"), d("2026-07-02")), Some(3));
        assert_eq!(months_old(d("2026-03-03"), d("2026-07-03")), Some(4));
        assert_eq!(months_old(d("2026-03-03"), d("2026-03-02")), None);
    }
}
