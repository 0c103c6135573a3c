//! The waiting list (キャンセル待ち).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::ServiceId;

/// Puts a wish on the list, or changes one that waits.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct WishRequest {
    /// The wish that changes, none for a new one.
    #[serde(default)]
    pub wish_id: Option<Uuid>,
    /// 利用者番号.
    pub user_number: String,
    /// The service.
    pub service: ServiceId,
    /// First day she could come.
    pub from: chrono::NaiveDate,
    /// Last day she could come.
    pub until: chrono::NaiveDate,
    /// Days she wishes.
    pub days: u32,
    /// What she said; may be empty.
    #[serde(default)]
    pub note: String,
}

/// Names a wish.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct WishIdRequest {
    /// The wish.
    pub wish_id: Uuid,
}

/// A wish that waits.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct WishView {
    /// The wish.
    pub wish_id: Uuid,
    /// 利用者番号.
    pub user_number: String,
    /// Surname; empty for an unlisted mother.
    pub surname: String,
    /// Not to be named.
    pub unlisted: bool,
    /// Her telephone.
    pub phone: String,
    /// The service.
    pub service: ServiceId,
    /// First day she could come.
    pub from: chrono::NaiveDate,
    /// Last day she could come.
    pub until: chrono::NaiveDate,
    /// Days she wishes.
    pub days: u32,
    /// What she said; may be empty.
    pub note: String,
}
