//! 減算依頼: the uses the ward must subtract itself.

use crate::{CountedAs, Presented};

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

/// Why a use is on the ward's list, if it is. A card holder writes the day into her card herself.
pub fn subtraction(how: CountedAs, holds_card: bool, taken_back: bool) -> Option<SubtractionReason> {
    if taken_back {
        return Some(SubtractionReason::TakenBack);
    }
    match how {
        _ if holds_card => None,
        CountedAs::Used(Presented::NotShown) => Some(SubtractionReason::NotShown),
        CountedAs::Used(_) => None,
        CountedAs::LateCancellation => Some(SubtractionReason::LateCancellation),
        CountedAs::NoShow => Some(SubtractionReason::NoShow),
    }
}
