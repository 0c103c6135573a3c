//! The way to the ward (区への送信状況): each report, its state, its next step.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{LineView, PresentedKind, ServiceId};

/// The screen.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct QueueView {
    /// The line in one sentence.
    pub line: LineView,
    /// Counted by the ward this month.
    pub accepted: u32,
    /// Held and waiting ones of all time, and the rest of this month; held first, then waiting, then by time.
    pub reports: Vec<ReportRow>,
}

/// One report.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ReportRow {
    /// The record.
    pub report_id: Uuid,
    /// The use it reports.
    pub use_id: Option<Uuid>,
    /// 利用者番号 as reported.
    pub user_number: String,
    /// The birth date as reported.
    pub born: chrono::NaiveDate,
    /// Surname here.
    pub surname: String,
    /// Not to be named.
    pub unlisted: bool,
    /// The service.
    pub service: ServiceId,
    /// First day.
    pub first_day: chrono::NaiveDate,
    /// Units.
    #[ts(type = "number")]
    pub units: u64,
    /// `used`, `late-cancellation`, `no-show`, `waived` or `correction`.
    pub kind: String,
    /// How the credential was shown.
    pub presented: PresentedKind,
    /// Written down at, RFC 3339.
    pub recorded_at: String,
    /// Where it stands.
    pub state: ReportState,
}

/// Where a report stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "state", rename_all = "kebab-case")]
#[ts(export)]
pub enum ReportState {
    /// 送信待ち.
    Waiting {},
    /// 受領.
    Accepted {
        /// RFC 3339.
        at: String,
        /// The ward's receipt.
        receipt: String,
        /// The ward subtracted a use that was not shown on this day.
        processed_on: Option<chrono::NaiveDate>,
    },
    /// 受領, with something to know (区から注意).
    Warned {
        /// RFC 3339.
        at: String,
        /// The ward's receipt.
        receipt: String,
        /// Code.
        code: String,
    },
    /// 要確認: a person acts, then resends.
    Held {
        /// RFC 3339.
        at: String,
        /// Code.
        code: String,
    },
    /// Replaced by a corrected report.
    Replaced {
        /// The new one.
        by: Uuid,
    },
    /// 取り下げ済み: taken back before the ward had counted it, or overtaken by a newer correction.
    Withdrawn {
        /// RFC 3339.
        at: String,
        /// What it had been held for.
        code: String,
    },
}

/// Names a report.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ReportRequest {
    /// The record.
    pub report_id: Uuid,
}

/// Sends a corrected report in place of a held one; the old one stays.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CorrectReportRequest {
    /// The held record.
    pub report_id: Uuid,
    /// The right number.
    pub user_number: String,
    /// The right birth date.
    pub born: chrono::NaiveDate,
}

/// What one drain did.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct SentView {
    /// Records sent.
    pub sent: u32,
    /// Each answer.
    pub answers: Vec<AnswerView>,
    /// Still waiting.
    pub waiting: u32,
    /// Why it ended early.
    pub trouble: Option<String>,
}

/// One answer of the ward.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct AnswerView {
    /// The record.
    pub report_id: Uuid,
    /// `accepted`, `accepted_warn`, `duplicate` or `held`.
    pub verdict: String,
    /// Code, for a warning or a hold.
    pub code: Option<String>,
}
