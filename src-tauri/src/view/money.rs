//! Money at the desk: receipts, what is open, the day's cash, the drawer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{ChargeRow, CredentialKind, IssuerView, MeansKind, ServiceId};

/// What a receipt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ReceiptKindId {
    /// 領収書.
    Received,
    /// 返金書.
    GivenBack,
    /// The counter-receipt that cancels one.
    Cancels,
    /// No receipt: a note of what is owed, or of a use that costs nothing.
    Nothing,
}

/// A receipt as issued, or where nothing was received a note of what is owed.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ReceiptView {
    /// Names the receipt; none where none was issued.
    pub receipt_id: Option<Uuid>,
    /// The use it is for.
    pub use_id: Uuid,
    /// What it is.
    pub kind: ReceiptKindId,
    /// Its number, empty where none was issued.
    pub number: String,
    /// The number of the receipt that this one cancels.
    pub cancels: Option<String>,
    /// It was cancelled by another.
    pub cancelled: bool,
    /// How often it came out on paper.
    pub printed: u32,
    /// Practice mark.
    pub practice: bool,
    /// When the money changed hands, RFC 3339.
    pub at: String,
    /// 宛名.
    pub name: String,
    /// 但し書き.
    pub wording: String,
    /// The service.
    pub service: ServiceId,
    /// Yen due in all.
    #[ts(type = "number")]
    pub total: u64,
    /// Yen received; negative where it went back.
    #[ts(type = "number")]
    pub received: i64,
    /// Of that, what is free of consumption tax (非課税).
    #[ts(type = "number")]
    pub tax_free: i64,
    /// How.
    pub means: MeansKind,
    /// Who received it.
    pub staff: String,
    /// Who issues it.
    pub issuer: IssuerView,
    /// It bears a revenue stamp (収入印紙).
    pub stamp: bool,
    /// What she holds.
    pub credential: CredentialKind,
}

/// Names a receipt.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRequest {
    /// The receipt.
    pub receipt_id: Uuid,
}

/// Issues a receipt for what was received and is on none yet; for ¥0 where she asks for one.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct IssueReceiptRequest {
    /// The use.
    pub use_id: Uuid,
    /// 宛名; none = her name.
    #[serde(default)]
    #[ts(optional)]
    pub addressee: Option<String>,
    /// 但し書き; none = by service and days.
    #[serde(default)]
    #[ts(optional)]
    pub wording: Option<String>,
}

/// A file that was written, and whether the system's viewer was asked to show it.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct OpenedFile {
    /// Where it lies.
    pub file: String,
    /// The viewer was started.
    pub opened: bool,
}

/// Money was received or given back.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct PaidView {
    /// The receipt for it.
    pub receipt: ReceiptView,
}

/// What is open over all months.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct UnsettledView {
    /// 未収金, 返金 and what waits for a manager's word, by first day.
    pub rows: Vec<UnsettledRow>,
    /// Yen unpaid.
    #[ts(type = "number")]
    pub unpaid: u64,
    /// Yen to go back.
    #[ts(type = "number")]
    pub refund_due: u64,
}

/// An open charge with what is needed to settle it.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct UnsettledRow {
    /// The charge.
    pub charge: ChargeRow,
    /// Her telephone, empty where it is not known.
    pub phone: String,
    /// When she was last reminded, RFC 3339.
    pub reminded_at: Option<String>,
    /// She is not reminded (お子さまのご逝去・入院中).
    pub apart: bool,
}

/// She was reminded of what is unpaid.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RemindRequest {
    /// The use.
    pub use_id: Uuid,
    /// How, and what she said.
    pub note: String,
}

/// A day.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct DayRequest {
    /// The day.
    pub date: chrono::NaiveDate,
}

/// The money of a day.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct DayMoneyView {
    /// The day.
    pub date: chrono::NaiveDate,
    /// Money that changed hands, by time.
    pub payments: Vec<PaymentView>,
    /// Yen in cash, what went back taken off.
    #[ts(type = "number")]
    pub cash: i64,
    /// Yen by card.
    #[ts(type = "number")]
    pub card: i64,
    /// One for each person who took money or counted, by name.
    pub drawers: Vec<DrawerView>,
    /// Receipts of the day, by number.
    pub receipts: Vec<ReceiptView>,
}

/// Money that changed hands once.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct PaymentView {
    /// RFC 3339.
    pub at: String,
    /// Who took it or gave it back.
    pub staff: String,
    /// 利用者番号.
    pub user_number: String,
    /// Her name.
    pub name: String,
    /// The service.
    pub service: ServiceId,
    /// Yen; negative went back.
    #[ts(type = "number")]
    pub yen: i64,
    /// By which means.
    pub means: MeansKind,
}

/// The drawer of one person (レジ締め).
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct DrawerView {
    /// Whose.
    pub staff_id: String,
    /// Her name.
    pub staff: String,
    /// Cash she should have by what she took and gave back.
    #[ts(type = "number")]
    pub expected: i64,
    /// By card, for comparison with the terminal's slip.
    #[ts(type = "number")]
    pub card: i64,
    /// Her newest count.
    pub counted: Option<CountView>,
}

/// A count of a drawer.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct CountView {
    /// When, RFC 3339.
    pub at: String,
    /// Cash that should have been there.
    #[ts(type = "number")]
    pub expected: i64,
    /// Cash that was there.
    #[ts(type = "number")]
    pub counted: i64,
    /// Why they differ.
    pub note: String,
}

/// Closes one's own drawer of a day.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CountCashRequest {
    /// The day.
    pub date: chrono::NaiveDate,
    /// What should be there as it was shown; another figure now is refused.
    #[ts(type = "number")]
    pub expected: i64,
    /// What is there.
    #[ts(type = "number")]
    pub counted: i64,
    /// Why they differ; needed where they do.
    #[serde(default)]
    pub note: String,
}

/// Receipts that never came out on paper (未印刷).
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct UnprintedReceipts {
    /// The oldest first.
    pub receipts: Vec<ReceiptView>,
}
