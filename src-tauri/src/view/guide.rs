//! The first-run guide, the practice day, and the facility's own code.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A step from nothing to the first check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum GuideStepId {
    /// Somebody besides the first manager can sign in.
    Staff,
    /// Hours and closed days.
    Calendar,
    /// Full prices.
    Prices,
    /// Rooms.
    Rooms,
    /// Enrolment at the ward.
    Ward,
    /// A printer is chosen.
    Printer,
    /// The first mother is registered.
    Mother,
    /// The first check-in.
    CheckIn,
}

/// A step and whether it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct GuideStep {
    /// Which.
    pub step: GuideStepId,
    /// Done.
    pub done: bool,
}

/// The guide.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct GuideView {
    /// In the order in which they are taken.
    pub steps: Vec<GuideStep>,
}

/// A two-dimensional code as its modules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct CodeView {
    /// One row after the other, `#` where it is dark. Without a quiet zone.
    pub rows: Vec<String>,
}

/// The facility's own code.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct OwnCodeView {
    /// As text.
    pub text: String,
    /// As a code.
    pub code: CodeView,
}
