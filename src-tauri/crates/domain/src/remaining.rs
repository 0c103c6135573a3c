//! What is left (残数): a figure with its source and time, less the own uses it cannot contain yet.
//!
//! Each own use stands in exactly one relation to the figure: it is contained, or it is taken off once.

use chrono::TimeDelta;

use crate::{Date, Moment, Presented, RemainingSource, Units, japan};

/// How far the desk's clock may be from the ward's: a desk further off is turned away by the ward.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(5);

/// A count of units left, as somebody showed or told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Units left by that figure.
    pub left: Units,
    /// Of how many in all, where the figure says so.
    pub limit: Option<Units>,
    /// Where it was read.
    pub source: RemainingSource,
    /// As of when it was counted.
    pub as_of: Moment,
    /// Units of the use that is just beginning which it contains already: it was read after her phone
    /// had subtracted them.
    pub of_this_use: Units,
}

/// An own use of the same service and birth that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedUse {
    /// First day of use: figures are matched by it, never by the ward's processing date.
    pub first_day: Date,
    /// When it happened: when she showed her coupon, or when the facility was told. Earlier than it was recorded where
    /// it was entered afterwards.
    pub happened_at: Moment,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Units that take quota.
    pub units: Units,
    /// How it was counted.
    pub how: CountedAs,
    /// What the ward has done with it.
    pub at_ward: AtWard,
    /// The figure of this time, read as she was received, contained the use already.
    pub contained_in: Option<Moment>,
    /// Whether it is the one that is just being changed.
    pub part: Part,
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

/// What the ward has done with the report of a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtWard {
    /// No receipt: waiting, held, or never reported.
    NotCounted,
    /// It has given a receipt.
    Counted,
    /// It has subtracted on this day what nobody showed.
    Processed {
        /// The day.
        on: Date,
    },
}

/// A use's part in the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Another use: taken off where the figure cannot contain it.
    Other,
    /// The one being changed: given back where the figure contains it, for it is judged anew.
    AtHand,
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
    /// The ward has not counted its report yet, and the figure is the ward's.
    NotCountedYet,
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
    /// Units left before the use at hand.
    pub left: Units,
    /// Of how many in all; none where no figure says so: the programme's quota.
    pub limit: Option<Units>,
    /// The figure it rests on.
    pub figure: Figure,
    /// Units of the use at hand that the figure contained and that were given back.
    pub given_back: Units,
    /// What was taken off it.
    pub taken_off: Vec<TakenOff>,
}

impl Remaining {
    /// Whether the full price may rest on it: a count of the ward's own, shown or told by it. Her word
    /// is no such count.
    pub fn is_a_ground(&self) -> bool {
        self.figure.source != RemainingSource::HerWord
    }
}

/// Units left = the figure + the use at hand as far as it is in it − own uses it cannot contain yet.
/// The newest figure decides, her word only where there is no other; none is 不明.
pub fn remaining(figures: &[Figure], own: &[CountedUse]) -> Option<Remaining> {
    let figure = *figures.iter().max_by_key(|f| (weight(f.source) > 0, f.as_of, weight(f.source)))?;
    let limit = figures.iter().filter(|f| f.limit.is_some()).max_by_key(|f| (f.as_of, weight(f.source)));
    let limit = limit.and_then(|f| f.limit);
    let (mut given_back, mut taken_off) = (figure.of_this_use.0, vec![]);
    // Days after the move take no quota, and are no units here.
    for used in own.iter().filter(|u| u.units > Units(0)) {
        match (cannot_contain(&figure, used), used.part) {
            (None, Part::AtHand) => given_back = given_back.saturating_add(used.units.0),
            (Some(why), Part::Other) => {
                taken_off.push(TakenOff { first_day: used.first_day, units: used.units, why });
            }
            (None, Part::Other) | (Some(_), Part::AtHand) => {}
        }
    }
    let most = limit.map_or(u64::MAX, |l| l.0.max(figure.left.0));
    let before = figure.left.0.saturating_add(given_back).min(most);
    let off = taken_off.iter().fold(0u64, |sum, t| sum.saturating_add(t.units.0));
    let given_back = Units(before - figure.left.0);
    Some(Remaining { left: Units(before.saturating_sub(off)), limit, figure, given_back, taken_off })
}

/// Units counted so far before the use at hand, of `quota` in all: by what is left, where that is a
/// ground, else by what the facility itself has counted.
pub fn used_so_far(remaining: Option<&Remaining>, own: &[CountedUse], quota: Units) -> Units {
    match remaining.filter(|r| r.is_a_ground()) {
        Some(r) => Units(quota.0.saturating_sub(r.left.0)),
        None => {
            let others = own.iter().filter(|u| u.part == Part::Other);
            Units(others.fold(0, |sum, u| sum.saturating_add(u.units.0)))
        }
    }
}

/// Of two figures of one moment the ward's own says more; her word counts where there is no other.
fn weight(source: RemainingSource) -> u8 {
    match source {
        RemainingSource::Ward => 3,
        RemainingSource::Coupon => 2,
        RemainingSource::Card => 1,
        RemainingSource::HerWord => 0,
    }
}

/// Why the figure cannot contain the use yet; none where it does.
fn cannot_contain(figure: &Figure, own: &CountedUse) -> Option<WhyTakenOff> {
    if own.contained_in == Some(figure.as_of) {
        return None;
    }
    let nobody_showed_it = match own.how {
        CountedAs::Used(Presented::NotShown) => Some(WhyTakenOff::NotShown),
        CountedAs::Used(_) => None,
        CountedAs::LateCancellation => Some(WhyTakenOff::LateCancellation),
        CountedAs::NoShow => Some(WhyTakenOff::NoShow),
    };
    let figure_day = figure.as_of.with_timezone(&japan()).date_naive();
    // A figure read on the spot stands before what is recorded in that moment; by the ward's clock that
    // moment may be a little earlier.
    let later = own.happened_at >= figure.as_of;
    let later_by_both_clocks = own.recorded_at.signed_duration_since(figure.as_of) > CLOCKS_DIFFER;
    let (contains, else_why) = match (figure.source, nobody_showed_it) {
        // The ward's figure contains what the ward has counted, and of what nobody showed only what it
        // has processed, of that very day too: it tells the two together.
        (RemainingSource::Ward, None) if own.at_ward == AtWard::NotCounted => (false, WhyTakenOff::NotCountedYet),
        (RemainingSource::Ward, None) => (!later_by_both_clocks, WhyTakenOff::LaterThanFigure),
        (RemainingSource::Ward, Some(why)) => (!later_by_both_clocks && processed_by(own, figure_day), why),
        // Her phone subtracts a coupon as it is shown; the rest it learns from the ward a day later.
        (RemainingSource::Coupon, None) => (!later, WhyTakenOff::LaterThanFigure),
        (RemainingSource::Coupon, Some(why)) => {
            (!later && figure_day.pred_opt().is_some_and(|before| processed_by(own, before)), why)
        }
        // Every use is written on a card, by staff or by herself; and she knows what she used.
        (RemainingSource::Card | RemainingSource::HerWord, why) => {
            (!later, why.unwrap_or(WhyTakenOff::LaterThanFigure))
        }
    };
    (!contains).then_some(else_why)
}

fn processed_by(own: &CountedUse, day: Date) -> bool {
    matches!(own.at_ward, AtWard::Processed { on } if on <= day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn figure(left: u64, source: RemainingSource, as_of: &str) -> Figure {
        Figure { left: Units(left), limit: None, source, as_of: as_of.parse().unwrap(), of_this_use: Units(0) }
    }

    fn own(day: &str, how: CountedAs) -> CountedUse {
        CountedUse {
            first_day: day.parse().unwrap(),
            happened_at: format!("{day}T10:00:00+09:00").parse().unwrap(),
            recorded_at: format!("{day}T10:00:00+09:00").parse().unwrap(),
            units: Units(2),
            how,
            at_ward: AtWard::Counted,
            contained_in: None,
            part: Part::Other,
        }
    }

    fn left(figure: Figure, own: &[CountedUse]) -> u64 {
        remaining(&[figure], own).unwrap().left.0
    }

    const SHOWN: CountedAs = CountedAs::Used(Presented::CouponRead);

    #[test]
    fn a_use_that_was_not_shown_is_taken_off_the_wards_figure_until_it_is_processed() {
        let ward = figure(6, RemainingSource::Ward, "2026-07-12T00:00:00+09:00");
        let mut not_shown = own("2026-07-10", CountedAs::Used(Presented::NotShown));
        assert_eq!(left(ward, &[not_shown]), 4);
        for (day, after) in [("2026-07-11", 6), ("2026-07-12", 6), ("2026-07-13", 4)] {
            not_shown.at_ward = AtWard::Processed { on: day.parse().unwrap() };
            assert_eq!(left(ward, &[not_shown]), after, "{day}");
        }
    }

    #[test]
    fn a_shown_coupon_is_never_taken_off_a_later_figure_of_the_coupon() {
        let coupon = figure(6, RemainingSource::Coupon, "2026-07-14T09:00:00+09:00");
        for at_ward in [AtWard::NotCounted, AtWard::Counted] {
            assert_eq!(left(coupon, &[CountedUse { at_ward, ..own("2026-07-10", SHOWN) }]), 6);
        }
    }

    #[test]
    fn a_use_entered_afterwards_is_in_a_coupon_that_was_shown_after_it_and_in_no_count_the_ward_made_before() {
        let late = CountedUse { recorded_at: "2026-07-12T09:00:00+09:00".parse().unwrap(), ..own("2026-07-10", SHOWN) };
        assert_eq!(left(figure(6, RemainingSource::Coupon, "2026-07-11T10:00:00+09:00"), &[late]), 6);
        assert_eq!(left(figure(6, RemainingSource::Coupon, "2026-07-10T09:00:00+09:00"), &[late]), 4);
        assert_eq!(left(figure(6, RemainingSource::Ward, "2026-07-11T10:00:00+09:00"), &[late]), 4);
    }

    #[test]
    fn the_wards_figure_contains_no_use_it_has_not_counted_however_new_it_is() {
        let ward = figure(6, RemainingSource::Ward, "2026-07-14T09:00:00+09:00");
        let held = CountedUse { at_ward: AtWard::NotCounted, ..own("2026-07-10", SHOWN) };
        let after = remaining(&[ward], &[held]).unwrap();
        assert_eq!((after.left, after.taken_off[0].why), (Units(4), WhyTakenOff::NotCountedYet));
    }

    #[test]
    fn a_clock_a_little_ahead_of_the_wards_takes_no_use_off_twice() {
        let ward = figure(6, RemainingSource::Ward, "2026-07-10T09:56:00+09:00");
        assert_eq!(left(ward, &[own("2026-07-10", SHOWN)]), 6);
        let older = figure(6, RemainingSource::Ward, "2026-07-10T09:54:00+09:00");
        assert_eq!(left(older, &[own("2026-07-10", SHOWN)]), 4);
    }

    #[test]
    fn the_figure_read_at_the_check_in_loses_that_use_unless_it_was_in_it_already() {
        for as_of in ["2026-07-10T09:58:00+09:00", "2026-07-10T10:00:00+09:00"] {
            let coupon = figure(7, RemainingSource::Coupon, as_of);
            let mut shown = own("2026-07-10", SHOWN);
            assert_eq!(left(coupon, &[shown]), 5, "read before it was subtracted");
            shown.contained_in = Some(coupon.as_of);
            assert_eq!(left(coupon, &[shown]), 7, "it was subtracted as she showed it");
        }
    }

    #[test]
    fn a_figure_that_ran_out_with_the_use_at_hand_pays_for_one_own_use_with_what_is_given_back() {
        let after_use =
            Figure { of_this_use: Units(1), ..figure(0, RemainingSource::Coupon, "2026-07-14T10:00:00+09:00") };
        let missed = CountedUse { units: Units(1), ..own("2026-07-10", CountedAs::NoShow) };
        assert_eq!((left(after_use, &[]), left(after_use, &[missed])), (1, 0));
    }

    #[test]
    fn the_use_being_changed_is_given_back_where_the_figure_contains_it_and_taken_off_nowhere() {
        let at_hand = CountedUse { part: Part::AtHand, ..own("2026-07-10", SHOWN) };
        let ward = |as_of| figure(4, RemainingSource::Ward, as_of);
        assert_eq!(left(ward("2026-07-12T00:00:00+09:00"), &[at_hand]), 6);
        assert_eq!(left(ward("2026-07-08T00:00:00+09:00"), &[at_hand]), 4);
    }

    #[test]
    fn a_use_later_than_the_figure_is_taken_off() {
        let ward = figure(6, RemainingSource::Ward, "2026-07-01T00:00:00+09:00");
        let after = remaining(&[ward], &[own("2026-07-10", SHOWN)]).unwrap();
        assert_eq!((after.left, after.taken_off[0].why), (Units(4), WhyTakenOff::LaterThanFigure));
    }

    #[test]
    fn the_newest_figure_decides_and_her_word_only_where_there_is_no_other() {
        let coupon =
            Figure { limit: Some(Units(10)), ..figure(9, RemainingSource::Coupon, "2026-07-01T09:00:00+09:00") };
        let phone = figure(3, RemainingSource::Coupon, "2026-07-10T09:00:00+09:00");
        let word = figure(5, RemainingSource::HerWord, "2026-07-11T09:00:00+09:00");
        let found = remaining(&[coupon, phone, word], &[]).unwrap();
        assert_eq!((found.left, found.limit), (Units(3), Some(Units(10))));
        let told = remaining(&[word], &[]).unwrap();
        assert_eq!((told.left, told.is_a_ground(), remaining(&[], &[])), (Units(5), false, None));
        assert_eq!(used_so_far(Some(&told), &[own("2026-07-10", SHOWN)], Units(12)), Units(2));
        assert_eq!(used_so_far(Some(&found), &[], Units(10)), Units(7));
    }

    #[test]
    fn more_own_uses_than_the_figure_leave_nothing_and_never_less() {
        let word = figure(1, RemainingSource::HerWord, "2026-07-01T00:00:00+09:00");
        assert_eq!(left(word, &[own("2026-07-10", CountedAs::NoShow)]), 0);
    }
}
