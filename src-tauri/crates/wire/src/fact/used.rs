//! A use: received, left, changed, taken back.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{FigureStands, Means, PresentedAs, Service, Source};

/// A remaining count with its ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remaining {
    /// Units left before this use.
    pub count: u64,
    /// Where it was read.
    pub source: Source,
    /// As of when.
    pub as_of: DateTime<FixedOffset>,
    /// Whether the figure as it was read contained this use.
    pub stands: FigureStands,
}

/// [`Fact::CheckedIn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedIn {
    /// Names the use.
    pub use_id: Uuid,
    /// The reservation it fulfils, none for a walk-in.
    pub reservation_id: Option<Uuid>,
    /// 利用者番号.
    pub user_number: String,
    /// The service.
    pub service: Service,
    /// First day.
    pub starts_on: NaiveDate,
    /// Days planned.
    pub days: u32,
    /// Units, all.
    pub units: u64,
    /// Units within quota and residence.
    pub covered_units: u64,
    /// Units beyond the quota.
    pub over_quota_units: u64,
    /// Units on or after the move-out date.
    pub moved_out_units: u64,
    /// User share due.
    pub copay: u64,
    /// Full price due.
    pub full_price: u64,
    /// Exempt on the first day.
    pub exempt: bool,
    /// Number of children.
    pub babies: u32,
    /// Codes of the verdict's reasons.
    pub reasons: Vec<String>,
    /// Codes ticked by staff.
    pub ticks: Vec<String>,
    /// Words entered where a reason was asked for.
    pub note: String,
    /// How the credential was shown.
    pub presented: PresentedAs,
    /// Remaining before this use, none = 残数未確認.
    pub remaining: Option<Remaining>,
    /// Paid at the desk.
    pub paid: u64,
    /// By which means.
    pub means: Means,
    /// Room, may be empty.
    pub room: String,
    /// The record to the ward written in the same transaction, none where nothing is reported.
    pub record_id: Option<Uuid>,
}

/// [`Fact::CheckedOut`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedOut {
    /// The use.
    pub use_id: Uuid,
    /// When she left.
    pub left_at: DateTime<FixedOffset>,
    /// Meals she was given, none where nobody said.
    #[serde(default)]
    pub meals: Option<Meals>,
    /// The ward's questionnaire (アンケート) was handed to her.
    #[serde(default)]
    pub questionnaire: bool,
}

/// Meals of one use, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Meals {
    /// 朝食.
    pub breakfast: u32,
    /// 昼食.
    pub lunch: u32,
    /// 夕食.
    pub dinner: u32,
}

/// [`Fact::UseChanged`]: the use's new figures, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseChanged {
    /// The use.
    pub use_id: Uuid,
    /// Days now.
    pub days: u32,
    /// Units now.
    pub units: u64,
    /// Covered units now.
    pub covered_units: u64,
    /// Over-quota units now.
    pub over_quota_units: u64,
    /// Moved-out units now.
    pub moved_out_units: u64,
    /// User share now due.
    pub copay: u64,
    /// Full price now due.
    pub full_price: u64,
    /// Why.
    pub reason: String,
    /// The record to the ward written in the same transaction, none where nothing is reported.
    pub record_id: Option<Uuid>,
}

/// [`Fact::TakenBack`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// The use, or what a late cancellation or no-show counted as.
    pub use_id: Uuid,
    /// Why.
    pub reason: String,
    /// The record to the ward written in the same transaction, none where nothing is reported.
    pub record_id: Option<Uuid>,
    /// Her reservation stands again; false where somebody else has its place by now.
    pub reopens: bool,
}

/// [`Fact::CheckOutTakenBack`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckOutTakenBack {
    /// The use.
    pub use_id: Uuid,
    /// Why.
    pub reason: String,
}
