//! What may happen to a use after it was planned: longer, shorter, not at all.

use chrono::NaiveTime;

use crate::{Date, Edition, Moment, Units, japan};

/// A change of a running stay that the rules allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StayChange {
    /// One longer stay.
    Longer,
    /// The days really used count; the rest is the manager's, with a reason.
    Shorter,
}

/// Checks a new length of a running stay; none where it is no change or shorter than a stay can be.
pub fn check_stay_change(edition: &Edition, days: i64, new_days: i64) -> Option<StayChange> {
    let lengths = &edition.terms(crate::Service::Stay).lengths;
    match new_days.cmp(&days) {
        _ if !lengths.contains(&new_days) => None,
        std::cmp::Ordering::Greater => Some(StayChange::Longer),
        std::cmp::Ordering::Less => Some(StayChange::Shorter),
        std::cmp::Ordering::Equal => None,
    }
}

/// A no-show (連絡なし) is declared by a person after closing time of its first day, never by a timer.
pub fn is_after_closing(first_day: Date, closes_at: NaiveTime, now: Moment) -> bool {
    let closing = first_day.and_time(closes_at).and_local_timezone(japan()).single();
    closing.is_some_and(|closing| now >= closing)
}

/// Whether a manager confirms before the money of a late cancellation is asked for.
pub fn manager_confirms(edition: &Edition, units: Units) -> bool {
    units > edition.manager_confirms_above
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::test_programme;

    #[test]
    fn a_shortened_stay_keeps_at_least_two_days() {
        let programme = test_programme();
        let edition = programme.edition_on("2026-07-01".parse().unwrap());
        assert_eq!(check_stay_change(edition, 3, 4), Some(StayChange::Longer));
        assert_eq!(check_stay_change(edition, 3, 2), Some(StayChange::Shorter));
        assert_eq!(check_stay_change(edition, 3, 1), None);
        assert_eq!(check_stay_change(edition, 3, 3), None);
    }

    #[test]
    fn a_no_show_is_not_declared_before_closing_time() {
        let day = "2026-07-14".parse().unwrap();
        let closes = NaiveTime::from_hms_opt(17, 0, 0).unwrap();
        assert!(!is_after_closing(day, closes, "2026-07-14T16:59:59+09:00".parse().unwrap()));
        assert!(is_after_closing(day, closes, "2026-07-14T17:00:00+09:00".parse().unwrap()));
    }
}
