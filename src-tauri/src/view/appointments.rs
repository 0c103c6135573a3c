//! Appointments that are no uses: 見学 and オリエンテーション.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// What is agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(rename_all = "kebab-case")]
pub enum AppointmentKindId {
    /// 見学.
    Tour,
    /// オリエンテーション.
    Orientation,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(rename_all = "kebab-case")]
pub enum AppointmentStands {
    /// Agreed.
    Planned,
    /// It took place.
    Held,
    /// It does not take place.
    Cancelled,
}

/// Agrees an appointment, or changes one.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct AppointmentRequest {
    /// The appointment that changes, none for a new one.
    #[serde(default)]
    pub appointment_id: Option<Uuid>,
    /// What it is.
    pub kind: AppointmentKindId,
    /// 利用者番号; empty for somebody who is not registered.
    #[serde(default)]
    pub user_number: String,
    /// Name of somebody who is not registered.
    #[serde(default)]
    pub name: String,
    /// Her telephone.
    #[serde(default)]
    pub phone: String,
    /// The day.
    pub date: chrono::NaiveDate,
    /// The time, `HH:MM`.
    pub starts_at: String,
    /// Anything else; may be empty.
    #[serde(default)]
    pub note: String,
}

/// An appointment took place, does not take place, or is agreed again.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct AppointmentStandsRequest {
    /// The appointment.
    pub appointment_id: Uuid,
    /// Where it stands now.
    pub stands: AppointmentStands,
}

/// An appointment.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct AppointmentView {
    /// It.
    pub appointment_id: Uuid,
    /// What it is.
    pub kind: AppointmentKindId,
    /// 利用者番号; empty for somebody who is not registered.
    pub user_number: String,
    /// Surname; empty for an unlisted mother.
    pub surname: String,
    /// Not to be named.
    pub unlisted: bool,
    /// Name of somebody who is not registered; empty for who is.
    pub name: String,
    /// Her telephone.
    pub phone: String,
    /// The day.
    pub date: chrono::NaiveDate,
    /// The time, `HH:MM`.
    pub starts_at: String,
    /// Anything else; may be empty.
    pub note: String,
    /// Where it stands.
    pub stands: AppointmentStands,
}

/// An appointment of today as the public counter shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct AppointmentRow {
    /// It.
    pub appointment_id: Uuid,
    /// What it is.
    pub kind: AppointmentKindId,
    /// Surname; empty for an unlisted mother.
    pub surname: String,
    /// Not to be named.
    pub unlisted: bool,
    /// The time, `HH:MM`.
    pub starts_at: String,
    /// Where it stands.
    pub stands: AppointmentStands,
}
