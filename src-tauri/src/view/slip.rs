//! Slips (予約票): what is handed to her on paper.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::LanguageKind;

/// The slip of a reservation.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct SlipRequest {
    /// The reservation.
    pub reservation_id: Uuid,
    /// The language, none = hers.
    #[serde(default)]
    pub language: Option<LanguageKind>,
}

/// The slip for a card (利用者カード) after a late cancellation or a no-show: what she writes into it.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CardSlipRequest {
    /// What the late cancellation or no-show counted as.
    pub use_id: Uuid,
    /// The language, none = hers.
    #[serde(default)]
    pub language: Option<LanguageKind>,
}

/// A slip as it stands on the paper.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct SlipView {
    /// Its language.
    pub language: LanguageKind,
    /// Its heading.
    pub title: String,
    /// To whom, as the paper addresses her.
    pub to: String,
    /// Its parts, in order.
    pub parts: Vec<SlipPart>,
    /// Facility, and the ward's office.
    pub from: Vec<String>,
}

/// One part of a slip.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct SlipPart {
    /// Its heading.
    pub head: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// It is what she must not miss.
    pub weighty: bool,
}
