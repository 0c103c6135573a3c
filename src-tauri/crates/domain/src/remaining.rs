//! What is left (残数): a figure with its source and time, less the own uses it cannot contain yet.

use crate::{Date, Moment, Presented, RemainingSource, Units, japan};

/// A count of units left, as somebody showed or told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Units left by that figure.
    pub left: Units,
    /// Where it was read.
    pub source: RemainingSource,
    /// As of when it was counted.
    pub as_of: Moment,
}

/// An own use of the same service and birth that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedUse {
    /// First day of use: figures are matched by it, never by the ward's processing date.
    pub first_day: Date,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Units that take quota.
    pub units: Units,
    /// How it was counted.
    pub how: CountedAs,
    /// The ward has subtracted it, on this day.
    pub processed_on: Option<Date>,
    /// The figure of this time, read as she was received, contained the use already.
    pub contained_in: Option<Moment>,
}

/// How a use came to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedAs {
    /// She was received.
    Used(Presented),
    /// 期限後キャンセル.
    LateCancellation,
    /// 連絡なし.
    NoShow,
}

/// Why an own use is taken off a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyTakenOff {
    /// 未提示, and the ward has not subtracted it yet.
    NotShown,
    /// 期限後キャンセル, not subtracted yet.
    LateCancellation,
    /// 連絡なし, not subtracted yet.
    NoShow,
    /// Recorded after the figure was counted.
    LaterThanFigure,
}

/// An own use taken off a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenOff {
    /// First day.
    pub first_day: Date,
    /// Units.
    pub units: Units,
    /// Why.
    pub why: WhyTakenOff,
}

/// What is left, on what ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remaining {
    /// Units left now.
    pub left: Units,
    /// The figure it rests on.
    pub figure: Figure,
    /// What was taken off it.
    pub taken_off: Vec<TakenOff>,
}

/// Units left = the figure − own uses it cannot contain yet. No use is taken off twice.
pub fn remaining(figure: Figure, own: &[CountedUse]) -> Remaining {
    let off = |u: &CountedUse| why(figure, u).map(|why| TakenOff { first_day: u.first_day, units: u.units, why });
    let taken_off: Vec<TakenOff> = own.iter().filter_map(off).collect();
    let units = taken_off.iter().fold(0u64, |sum, t| sum.saturating_add(t.units.0));
    Remaining { left: Units(figure.left.0.saturating_sub(units)), figure, taken_off }
}

fn why(figure: Figure, own: &CountedUse) -> Option<WhyTakenOff> {
    let figure_day = figure.as_of.with_timezone(&japan()).date_naive();
    // Once the ward has subtracted a use, every figure counted since then contains it; the ward's own of
    // that very day, too: it tells the two together.
    let of_that_day = figure.source == RemainingSource::Ward;
    if own.processed_on.is_some_and(|on| on < figure_day || (on == figure_day && of_that_day)) {
        return None;
    }
    if own.contained_in == Some(figure.as_of) {
        return None;
    }
    let later = own.recorded_at > figure.as_of;
    let by_ward = matches!(figure.source, RemainingSource::Coupon | RemainingSource::Ward);
    match own.how {
        CountedAs::Used(Presented::NotShown) if by_ward || later => Some(WhyTakenOff::NotShown),
        CountedAs::LateCancellation if by_ward || later => Some(WhyTakenOff::LateCancellation),
        CountedAs::NoShow if by_ward || later => Some(WhyTakenOff::NoShow),
        // Her phone subtracts a coupon as it is shown: a figure counted since then contains the use.
        CountedAs::Used(_) if later => Some(WhyTakenOff::LaterThanFigure),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn figure(left: u64, source: RemainingSource, as_of: &str) -> Figure {
        Figure { left: Units(left), source, as_of: as_of.parse().unwrap() }
    }

    fn own(day: &str, how: CountedAs) -> CountedUse {
        let recorded_at = format!("{day}T10:00:00+09:00").parse().unwrap();
        CountedUse {
            first_day: day.parse().unwrap(),
            recorded_at,
            units: Units(2),
            how,
            processed_on: None,
            contained_in: None,
        }
    }

    #[test]
    fn a_use_that_was_not_shown_is_taken_off_the_wards_figure_until_it_is_processed() {
        let ward = figure(6, RemainingSource::Ward, "2026-07-12T00:00:00+09:00");
        let mut not_shown = own("2026-07-10", CountedAs::Used(Presented::NotShown));
        assert_eq!(remaining(ward, &[not_shown]).left, Units(4));
        for processed in ["2026-07-11", "2026-07-12"] {
            not_shown.processed_on = processed.parse().ok();
            assert_eq!(remaining(ward, &[not_shown]).left, Units(6));
        }
    }

    #[test]
    fn a_shown_coupon_is_never_taken_off_a_later_figure_of_the_coupon() {
        let coupon = figure(6, RemainingSource::Coupon, "2026-07-14T09:00:00+09:00");
        let shown = own("2026-07-10", CountedAs::Used(Presented::CouponRead));
        assert_eq!(remaining(coupon, &[shown]).left, Units(6));
    }

    #[test]
    fn the_figure_read_at_the_check_in_loses_that_use_unless_it_was_in_it_already() {
        let coupon = figure(7, RemainingSource::Coupon, "2026-07-10T09:58:00+09:00");
        let mut shown = own("2026-07-10", CountedAs::Used(Presented::CouponRead));
        assert_eq!(remaining(coupon, &[shown]).left, Units(5), "read before it was subtracted");
        shown.contained_in = Some(coupon.as_of);
        assert_eq!(remaining(coupon, &[shown]).left, Units(7), "it was subtracted as she showed it");
    }

    #[test]
    fn a_use_later_than_the_figure_is_taken_off() {
        let ward = figure(6, RemainingSource::Ward, "2026-07-01T00:00:00+09:00");
        let shown = own("2026-07-10", CountedAs::Used(Presented::CouponRead));
        let after = remaining(ward, &[shown]);
        assert_eq!((after.left, after.taken_off[0].why), (Units(4), WhyTakenOff::LaterThanFigure));
    }

    #[test]
    fn more_own_uses_than_the_figure_leave_nothing_and_never_less() {
        let word = figure(1, RemainingSource::HerWord, "2026-07-01T00:00:00+09:00");
        assert_eq!(remaining(word, &[own("2026-07-10", CountedAs::NoShow)]).left, Units(0));
    }
}
