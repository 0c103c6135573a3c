//! Money that changed hands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Issuer;

/// How money changed hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// 現金.
    Cash,
    /// カード.
    Card,
    /// あとで: nothing changed hands yet.
    Later,
}

/// [`Fact::Paid`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The use.
    pub use_id: Uuid,
    /// Yen; negative is a refund.
    pub yen: i64,
    /// By which means.
    pub means: Means,
}

/// [`Fact::Reminded`]: she was reminded of what is unpaid (未収金).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    /// The use.
    pub use_id: Uuid,
    /// How, and what she said.
    pub note: String,
}

/// [`Fact::ReceiptIssued`]: a receipt (領収書), or the counter-receipt that cancels one. Written once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptIssued {
    /// Names the receipt.
    pub receipt_id: Uuid,
    /// Serial number of this desk, from 1, without gap.
    pub serial: u64,
    /// The use.
    pub use_id: Uuid,
    /// Yen received; negative on a counter-receipt; 0 where she asks for one.
    pub yen: i64,
    /// By which means.
    pub means: Means,
    /// 宛名.
    pub addressee: String,
    /// 但し書き.
    pub wording: String,
    /// The receipt that this one cancels.
    pub cancels: Option<Uuid>,
    /// Of the yen, what is user share and so free of consumption tax (非課税); the rest is full price.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub tax_free: i64,
    /// Who issued it, as the settings stood then; a later change prints on later receipts only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Issuer>,
}

fn is_zero(yen: &i64) -> bool {
    *yen == 0
}

/// [`Fact::ReceiptPrinted`]: it came out on paper; a second time it says 再発行.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPrinted {
    /// The receipt.
    pub receipt_id: Uuid,
}

/// [`Fact::CashCounted`]: a person counted the drawer (レジ締め).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashCounted {
    /// The day.
    pub date: NaiveDate,
    /// Cash that should be there by what was received and given back, yen.
    pub expected: i64,
    /// Cash that was there, yen.
    pub counted: i64,
    /// Why they differ; may be empty.
    pub note: String,
}
