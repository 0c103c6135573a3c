//! She leaves (退所): meals, questionnaire; what the kitchen cooks; what is entered afterwards.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{ArrivalRow, CodeView, ServiceId};

/// Meals of one use, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct MealsView {
    /// 朝食.
    pub breakfast: u32,
    /// 昼食.
    pub lunch: u32,
    /// 夕食.
    pub dinner: u32,
}

/// She leaves. Only the use is needed.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CheckOutRequest {
    /// The use.
    pub use_id: Uuid,
    /// When, RFC 3339; none = now.
    #[serde(default)]
    #[ts(optional)]
    pub left_at: Option<String>,
    /// Meals she was given, none where nobody said.
    #[serde(default)]
    #[ts(optional)]
    pub meals: Option<MealsView>,
    /// The ward's questionnaire was handed to her.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub questionnaire: bool,
}

/// What is asked as she leaves.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct CheckOutPlan {
    /// The service.
    pub service: ServiceId,
    /// When she came, RFC 3339.
    pub began_at: String,
    /// Now, RFC 3339.
    pub now: String,
    /// Meals as planned up to now; none where the service has none.
    pub meals: Option<MealsView>,
    /// Something is unpaid.
    pub unpaid: bool,
    /// The ward's questionnaire, where it has one and she is to be asked.
    pub questionnaire: Option<QuestionnaireView>,
}

/// The ward's questionnaire (アンケート).
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct QuestionnaireView {
    /// Its address.
    pub url: String,
    /// The same as a code for her telephone.
    pub code: CodeView,
}

/// The kitchen's day (食数表).
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct KitchenView {
    /// The day.
    pub date: chrono::NaiveDate,
    /// In all.
    pub sums: MealsView,
    /// Who eats, by room.
    pub lines: Vec<KitchenRow>,
}

/// One mother's meals.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct KitchenRow {
    /// Her name.
    pub name: String,
    /// Room, may be empty.
    pub room: String,
    /// The service.
    pub service: ServiceId,
    /// She is in the house; else she is expected.
    pub in_house: bool,
    /// Arrival, `HH:MM`.
    pub arrives_at: String,
    /// First day.
    pub first_day: chrono::NaiveDate,
    /// Last day.
    pub last_day: chrono::NaiveDate,
    /// Meals of this day.
    pub meals: MealsView,
    /// 食物アレルギー, may be empty.
    pub allergies: String,
    /// 食事の決まり, may be empty.
    pub diet: String,
}

/// A day that is entered afterwards (あとから入力).
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct LateDayView {
    /// The day.
    pub date: chrono::NaiveDate,
    /// The earliest day that can still be entered.
    pub earliest: chrono::NaiveDate,
    /// Who was expected that day and of whom nothing is said yet, by time.
    pub expected: Vec<ArrivalRow>,
    /// Who had come by the end of that day and has not left, by arrival.
    pub inside: Vec<LateInside>,
    /// Check-ins of that day that were entered afterwards.
    pub entered: u32,
}

/// Somebody who had come.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct LateInside {
    /// The use.
    pub use_id: Uuid,
    /// 利用者番号.
    pub user_number: String,
    /// Surname; empty for an unlisted mother.
    pub surname: String,
    /// The service.
    pub service: ServiceId,
    /// Room, may be empty.
    pub room: String,
    /// When she came, RFC 3339.
    pub began_at: String,
    /// Last day of the use.
    pub last_day: chrono::NaiveDate,
    /// Something is unpaid.
    #[ts(type = "number")]
    pub unpaid: u64,
}

/// Somebody without a reservation could not be received.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct TurnAwayRequest {
    /// 利用者番号.
    pub user_number: String,
    /// The service she came for.
    pub service: ServiceId,
    /// Why; required.
    pub reason: String,
}
