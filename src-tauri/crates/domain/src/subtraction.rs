//! 減算依頼: the uses the ward must subtract itself.

use crate::{CountedAs, Credential, Presented, Units};

/// Why the ward must act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubtractionReason {
    /// 未提示.
    NotShown,
    /// 期限後キャンセル.
    LateCancellation,
    /// 連絡なし.
    NoShow,
    /// 減算取消: what was reported before is taken back.
    TakenBack,
}

impl SubtractionReason {
    /// The ward's word.
    pub fn word(self) -> &'static str {
        match self {
            SubtractionReason::NotShown => "未提示",
            SubtractionReason::LateCancellation => "期限後キャンセル",
            SubtractionReason::NoShow => "連絡なし",
            SubtractionReason::TakenBack => "減算取消",
        }
    }
}

/// What the ward is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subtraction {
    /// Why.
    pub reason: SubtractionReason,
    /// How many units.
    pub units: Units,
}

/// A use as the facility knows it now, beside what was first recorded of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// How it came to count.
    pub how: CountedAs,
    /// What she holds.
    pub credential: Credential,
    /// Units as first recorded.
    pub first_units: Units,
    /// Units by the newest word.
    pub units: Units,
    /// It was taken back as a mistake, whole.
    pub taken_back: bool,
}

/// What the ward is asked for, if anything. A card holder writes the day into her card herself, and
/// strikes it out herself: the ward never subtracted it.
pub fn subtraction(recorded: &Recorded) -> Option<Subtraction> {
    let Recorded { how, credential, first_units, units, taken_back } = *recorded;
    let ask = |reason, units| Some(Subtraction { reason, units });
    match how {
        _ if credential == Credential::Card => None,
        CountedAs::Used(Presented::CardShown) => None,
        _ if taken_back => ask(SubtractionReason::TakenBack, units.max(first_units)),
        CountedAs::Used(Presented::NotShown) => ask(SubtractionReason::NotShown, units),
        // Her phone subtracted all of it as she showed it.
        CountedAs::Used(_) if units < first_units => ask(SubtractionReason::TakenBack, Units(first_units.0 - units.0)),
        CountedAs::Used(_) => None,
        CountedAs::LateCancellation => ask(SubtractionReason::LateCancellation, units),
        CountedAs::NoShow => ask(SubtractionReason::NoShow, units),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: CountedAs = CountedAs::Used(Presented::CouponRead);
    const NOT_SHOWN: CountedAs = CountedAs::Used(Presented::NotShown);

    fn recorded(how: CountedAs, credential: Credential, first_units: u64, units: u64) -> Recorded {
        Recorded { how, credential, first_units: Units(first_units), units: Units(units), taken_back: false }
    }

    fn asked(recorded: &Recorded) -> Option<(SubtractionReason, u64)> {
        subtraction(recorded).map(|s| (s.reason, s.units.0))
    }

    #[test]
    fn what_the_ward_never_subtracted_it_is_never_asked_to_give_back() {
        for how in [CountedAs::Used(Presented::CardShown), NOT_SHOWN, CountedAs::NoShow] {
            assert_eq!(asked(&Recorded { taken_back: true, ..recorded(how, Credential::Card, 2, 2) }), None);
        }
    }

    #[test]
    fn days_of_a_shown_coupon_that_were_not_used_are_given_back() {
        let taken_back = Some((SubtractionReason::TakenBack, 1));
        assert_eq!(asked(&recorded(READ, Credential::Coupon, 3, 2)), taken_back);
        let whole = Recorded { taken_back: true, ..recorded(READ, Credential::Coupon, 3, 2) };
        assert_eq!(asked(&whole), Some((SubtractionReason::TakenBack, 3)));
        assert_eq!(asked(&recorded(READ, Credential::Coupon, 2, 3)), None);
    }

    #[test]
    fn what_nobody_showed_is_the_wards_to_subtract() {
        let not_shown = |n| Some((SubtractionReason::NotShown, n));
        assert_eq!(asked(&recorded(NOT_SHOWN, Credential::Coupon, 3, 2)), not_shown(2));
        assert_eq!(asked(&recorded(NOT_SHOWN, Credential::None, 1, 1)), not_shown(1));
        let late = asked(&recorded(CountedAs::LateCancellation, Credential::Coupon, 1, 1));
        assert_eq!(late, Some((SubtractionReason::LateCancellation, 1)));
    }
}
