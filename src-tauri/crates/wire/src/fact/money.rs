//! Money that changed hands.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
