//! The manager's month (月次): figures and export.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ServiceId;

/// Names a month.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct MonthRequest {
    /// `YYYY-MM`.
    pub month: String,
}

/// The screen 月次.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct MonthView {
    /// `YYYY-MM`.
    pub month: String,
    /// 実人数.
    pub persons: u32,
    /// The month before.
    pub persons_before: u32,
    /// User share due, yen.
    #[ts(type = "number")]
    pub copay: u64,
    /// Full price due, yen.
    #[ts(type = "number")]
    pub full_price: u64,
    /// May be asked for and is not paid, yen.
    #[ts(type = "number")]
    pub unpaid: u64,
    /// Uses with something unpaid.
    pub unpaid_uses: u32,
    /// Paid beyond what is due now, uses that were taken back among it: it goes back, yen.
    #[ts(type = "number")]
    pub refund_due: u64,
    /// Uses with something to go back.
    pub refund_uses: u32,
    /// Due, but not asked for until a manager confirms, yen.
    #[ts(type = "number")]
    pub unconfirmed: u64,
    /// Late cancellations and no-shows that wait for it.
    pub unconfirmed_uses: u32,
    /// Per service, in the ward's order.
    pub services: Vec<ServiceMonth>,
    /// Units per week of the month.
    pub weeks: Vec<WeekView>,
    /// Uses the ward must subtract (減算依頼).
    pub subtractions: u32,
    /// Records of this month that still wait or are held: the figures may not tie yet.
    pub not_counted_yet: u32,
    /// The last comparison with the ward's ledger.
    pub reconciled: Option<ReconciledView>,
}

/// One service's month.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ServiceMonth {
    /// The service.
    pub service: ServiceId,
    /// Uses.
    pub uses: u32,
    /// Units used (late cancellations and no-shows not among them).
    #[ts(type = "number")]
    pub units: u64,
    /// Of these, of exempt households.
    #[ts(type = "number")]
    pub exempt_units: u64,
    /// Over quota.
    #[ts(type = "number")]
    pub over_quota_units: u64,
    /// Moved out.
    #[ts(type = "number")]
    pub moved_out_units: u64,
    /// Late cancellations.
    pub late_cancellations: u32,
    /// No-shows.
    pub no_shows: u32,
    /// User share due, yen.
    #[ts(type = "number")]
    pub copay: u64,
    /// Full price due, yen.
    #[ts(type = "number")]
    pub full_price: u64,
}

/// Units of one week.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct WeekView {
    /// First day of the month in it.
    pub from_day: u32,
    /// Last day of the month in it.
    pub until_day: u32,
    /// Units of stays.
    #[ts(type = "number")]
    pub stay: u64,
    /// Units of day-care.
    #[ts(type = "number")]
    pub day_care: u64,
    /// Visits.
    #[ts(type = "number")]
    pub visit: u64,
}

/// A comparison with the ward's ledger.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ReconciledView {
    /// RFC 3339.
    pub at: String,
    /// Counted here.
    #[ts(type = "number")]
    pub count: u64,
    /// Counted at the ward.
    #[ts(type = "number")]
    pub ward_count: u64,
    /// Count and digest agree (照合済).
    pub agrees: bool,
    /// Short form of our digest (照合番号).
    pub number: String,
}

/// Writes the month's files.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ExportRequest {
    /// `YYYY-MM`.
    pub month: String,
    /// Where the PDF goes; none: the facility's export folder.
    #[serde(default)]
    pub pdf: Option<String>,
    /// Where the CSV goes; none: the facility's export folder.
    #[serde(default)]
    pub csv: Option<String>,
}

/// Written files.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ExportedView {
    /// Path of the PDF.
    pub pdf: String,
    /// Path of the CSV.
    pub csv: String,
    /// Pages of the PDF.
    pub pages: u32,
    /// Characters the typeface lacks; those names are printed in kana.
    pub missing_characters: Vec<String>,
}
