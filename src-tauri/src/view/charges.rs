//! Charges that are not settled: unpaid, to go back, or waiting for a manager's word.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{MeansKind, ServiceId};

/// Money that came later, or went back.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PayRequest {
    /// The use.
    pub use_id: Uuid,
    /// Yen; negative is a refund.
    #[ts(type = "number")]
    pub yen: i64,
    /// By which means.
    pub means: MeansKind,
    /// When, RFC 3339, where it is entered afterwards; at most 7 days ago.
    #[serde(default)]
    #[ts(optional)]
    pub at: Option<String>,
    /// 宛名 of the receipt; none = her name.
    #[serde(default)]
    #[ts(optional)]
    pub addressee: Option<String>,
    /// 但し書き; none = by service and days.
    #[serde(default)]
    #[ts(optional)]
    pub wording: Option<String>,
}

/// A manager waives a charge that waits for her word.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct WaiveChargeRequest {
    /// What the late cancellation or no-show counted as.
    pub use_id: Uuid,
    /// Why; required.
    pub reason: String,
}

/// Charges that are not settled.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ChargesView {
    /// Those that wait for a manager's word, of any month, then this month's by first day.
    pub charges: Vec<ChargeRow>,
}

/// Where a charge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeStands {
    /// A manager confirms or waives it before it is asked for.
    AwaitsManager,
    /// 未収金.
    Unpaid,
    /// More was paid than is due now: it goes back.
    RefundDue,
}

/// How a use came to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(rename_all = "kebab-case")]
pub enum CountsAs {
    /// 利用.
    Used,
    /// 期限後キャンセル.
    LateCancellation,
    /// 連絡なし.
    NoShow,
}

/// One charge.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ChargeRow {
    /// The use.
    pub use_id: Uuid,
    /// 利用者番号.
    pub user_number: String,
    /// Her name.
    pub name: String,
    /// The service.
    pub service: ServiceId,
    /// How it came to count.
    pub counts_as: CountsAs,
    /// First day.
    pub first_day: chrono::NaiveDate,
    /// Units.
    #[ts(type = "number")]
    pub units: u64,
    /// Taken back as a mistake.
    pub taken_back: bool,
    /// Where it stands.
    pub stands: ChargeStands,
    /// Yen it is about.
    #[ts(type = "number")]
    pub yen: u64,
}
