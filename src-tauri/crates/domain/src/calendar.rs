//! The facility's calendar, and the cancellation deadline that follows from it.

use chrono::{Datelike, NaiveTime, TimeDelta, Weekday};

use crate::{Date, Edition, Moment, japan, public_holiday};

/// When a facility is open (休業日).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Closed every week on these days.
    pub closed_weekdays: Vec<Weekday>,
    /// Its own closed dates.
    pub closed_on: Vec<Date>,
    /// Extra opening dates; they beat everything else.
    pub open_on: Vec<Date>,
    /// Closed on public holidays, with 振替休日 and 国民の休日.
    pub closed_on_public_holidays: bool,
}

/// No open day lies within the year before the first day of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no open day in the 366 days before the first day")]
pub struct NoOpenDay;

/// How many days a deadline may roll back.
const FARTHEST: i64 = 366;

impl Calendar {
    /// Whether somebody answers the telephone on this day.
    pub fn is_open(&self, date: Date) -> bool {
        let closed = self.closed_weekdays.contains(&date.weekday())
            || self.closed_on.contains(&date)
            || (self.closed_on_public_holidays && public_holiday(date).is_some());
        !closed || self.open_on.contains(&date)
    }
}

/// キャンセルの期限: the edition's hour on the last open day before the first day of use.
///
/// # Errors
/// [`NoOpenDay`] when the facility is closed on all 366 days before.
pub fn deadline(calendar: &Calendar, edition: &Edition, first_day: Date) -> Result<Moment, NoOpenDay> {
    let days_before = (1..=FARTHEST).filter_map(|n| first_day.checked_sub_signed(TimeDelta::days(n)));
    let day = days_before.into_iter().find(|d| calendar.is_open(*d)).ok_or(NoOpenDay)?;
    let hour = NaiveTime::from_hms_opt(edition.deadline_hour, 0, 0).unwrap_or_default();
    day.and_time(hour).and_local_timezone(japan()).single().ok_or(NoOpenDay)
}

/// Late from one minute past the deadline on: the whole minute of the deadline is still in time.
pub fn is_late(received: Moment, deadline: Moment) -> bool {
    received.signed_duration_since(deadline) >= TimeDelta::minutes(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::test_programme;

    fn d(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    fn deadline_of(calendar: &Calendar, first_day: &str) -> Moment {
        let programme = test_programme();
        deadline(calendar, programme.edition_on(d(first_day)), d(first_day)).unwrap()
    }

    #[test]
    fn the_deadline_is_ten_o_clock_on_the_day_before() {
        let open = Calendar::default();
        assert_eq!(deadline_of(&open, "2026-07-14"), at("2026-07-13T10:00:00+09:00"));
    }

    #[test]
    fn it_rolls_back_over_any_number_of_closed_days() {
        let golden_week =
            Calendar { closed_weekdays: vec![Weekday::Sun], closed_on_public_holidays: true, ..Calendar::default() };
        // 3, 4 and 5 May are holidays in 2026 and the 6th is the substitute for Sunday the 3rd.
        assert_eq!(deadline_of(&golden_week, "2026-05-07"), at("2026-05-02T10:00:00+09:00"));
    }

    #[test]
    fn an_extra_opening_date_beats_weekday_holiday_and_own_closing() {
        let day = d("2026-05-03");
        let calendar = Calendar {
            closed_weekdays: vec![Weekday::Sun],
            closed_on: vec![day],
            open_on: vec![day],
            closed_on_public_holidays: true,
        };
        assert!(calendar.is_open(day));
    }

    #[test]
    fn ten_o_clock_itself_is_still_in_time_and_one_minute_later_is_late() {
        let deadline = at("2026-07-13T10:00:00+09:00");
        assert!(!is_late(at("2026-07-13T10:00:00+09:00"), deadline));
        assert!(!is_late(at("2026-07-13T10:00:59+09:00"), deadline));
        assert!(is_late(at("2026-07-13T10:01:00+09:00"), deadline));
        assert!(is_late(at("2026-07-13T01:01:00+00:00"), deadline));
    }

    #[test]
    fn a_house_that_never_opens_has_no_deadline() {
        let closed = Calendar {
            closed_weekdays: (0..7).map(|n| Weekday::try_from(n).unwrap()).collect(),
            ..Calendar::default()
        };
        let programme = test_programme();
        let day = d("2026-07-14");
        assert_eq!(deadline(&closed, programme.edition_on(day), day), Err(NoOpenDay));
    }
}
