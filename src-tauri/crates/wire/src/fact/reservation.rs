//! A reservation, and how it ends without use.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Service;

/// [`Fact::Booked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// Names the reservation.
    pub reservation_id: Uuid,
    /// 利用者番号.
    pub user_number: String,
    /// The service.
    pub service: Service,
    /// First day.
    pub starts_on: NaiveDate,
    /// Days (1 for day-care and visit).
    pub days: u32,
    /// Arrival, `HH:MM`.
    pub arrives_at: String,
    /// Room, may be empty.
    pub room: String,
    /// The deadline told at booking; never moves to her disadvantage.
    pub cancel_deadline: DateTime<FixedOffset>,
}

/// Why a reservation ended without use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CancelKind {
    /// Told in time: nothing counted.
    InTime,
    /// 期限後キャンセル.
    Late,
    /// 連絡なし.
    NoShow,
    /// The facility could not take her.
    FacilityRefused,
    /// 災害.
    Disaster,
}

/// [`Fact::Cancelled`]. Units and money are 0 unless late or no-show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// The reservation.
    pub reservation_id: Uuid,
    /// Names what it counts as, for taking it back.
    pub use_id: Uuid,
    /// Why.
    pub kind: CancelKind,
    /// When the facility received the contact; for a no-show, when it was declared.
    pub received_at: DateTime<FixedOffset>,
    /// Reason given, may be empty.
    pub reason: String,
    /// Units that count as used.
    pub units: u64,
    /// User share due.
    pub copay: u64,
    /// Her household is exempt.
    pub exempt: bool,
    /// Money waived by a manager, with the reason.
    pub waived_because: Option<String>,
    /// The record to the ward written in the same transaction, none where nothing is reported.
    pub record_id: Option<Uuid>,
    /// Of the units, those on or after the move-out date: they take no quota.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub moved_out_units: u64,
    /// The share is due but not asked for until a manager's [`ChargeConfirmed`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub awaits_manager: bool,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}

fn is_false(b: &bool) -> bool {
    !b
}

/// [`Fact::ChargeConfirmed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeConfirmed {
    /// What the late cancellation or no-show counted as.
    pub use_id: Uuid,
}

/// [`Fact::Moved`]: a reservation's new day, length, time and room, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The reservation.
    pub reservation_id: Uuid,
    /// First day now.
    pub starts_on: NaiveDate,
    /// Days now.
    pub days: u32,
    /// Arrival now, `HH:MM`.
    pub arrives_at: String,
    /// Room now, may be empty.
    pub room: String,
    /// The deadline told now; where the day stays, not earlier than the one told before.
    pub cancel_deadline: DateTime<FixedOffset>,
}

/// Where a wish on the waiting list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WishState {
    /// She waits.
    Waiting,
    /// A reservation was made of it.
    Booked,
    /// She does not wait any more.
    Withdrawn,
}

/// [`Fact::WishSet`]: a wish on the waiting list (キャンセル待ち), whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WishSet {
    /// Names the wish.
    pub wish_id: Uuid,
    /// 利用者番号.
    pub user_number: String,
    /// The service.
    pub service: Service,
    /// First day she could come.
    pub from: NaiveDate,
    /// Last day she could come.
    pub until: NaiveDate,
    /// Days she wishes.
    pub days: u32,
    /// What she said; may be empty.
    pub note: String,
    /// Where it stands.
    pub state: WishState,
}

/// What is agreed that is no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppointmentKind {
    /// 見学.
    Tour,
    /// オリエンテーション.
    Orientation,
}

/// Where an appointment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppointmentState {
    /// Agreed.
    Planned,
    /// It took place.
    Held,
    /// It does not take place.
    Cancelled,
}

/// [`Fact::AppointmentSet`]: 見学 or オリエンテーション, whole. Allowed before the birth; never a use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentSet {
    /// Names the appointment.
    pub appointment_id: Uuid,
    /// What it is.
    pub kind: AppointmentKind,
    /// 利用者番号, empty for somebody who is not registered.
    pub user_number: String,
    /// Name of somebody who is not registered.
    pub name: String,
    /// Her telephone.
    pub phone: String,
    /// The day.
    pub date: NaiveDate,
    /// The time, `HH:MM`.
    pub starts_at: String,
    /// Anything else; may be empty.
    pub note: String,
    /// Where it stands.
    pub state: AppointmentState,
}

/// [`Fact::TurnedAway`]: somebody without a reservation could not be received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnedAway {
    /// 利用者番号.
    pub user_number: String,
    /// The service.
    pub service: Service,
    /// The day.
    pub date: NaiveDate,
    /// Why.
    pub reason: String,
}
