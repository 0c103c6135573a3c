//! Reservations (予約): book, cancel, no-show, refusal, a closed day.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{OutcomeKind, ReasonView, ServiceId};

/// Books.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct BookRequest {
    /// 利用者番号.
    pub user_number: String,
    /// The service.
    pub service: ServiceId,
    /// First day.
    pub starts_on: chrono::NaiveDate,
    /// Days.
    pub days: u32,
    /// Arrival, `HH:MM`.
    pub arrives_at: String,
    /// Room, may be empty.
    #[serde(default)]
    pub room: String,
}

/// A booking, or what it would be.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct BookedView {
    /// The reservation.
    pub reservation_id: Uuid,
    /// `accept` or `look`; a refusal is a problem.
    pub outcome: OutcomeKind,
    /// Grounds.
    pub reasons: Vec<ReasonView>,
    /// User share as of now, yen.
    #[ts(type = "number")]
    pub copay: u64,
    /// Full price as of now, yen.
    #[ts(type = "number")]
    pub full_price: u64,
    /// キャンセルの期限, RFC 3339.
    pub cancel_deadline: String,
    /// It is already past.
    pub deadline_passed: bool,
}

/// Cancels.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CancelRequest {
    /// The reservation.
    pub reservation_id: Uuid,
    /// When the facility received the contact, RFC 3339; none = now.
    pub received_at: Option<String>,
    /// Reason given, may be empty.
    #[serde(default)]
    pub reason: String,
    /// A manager waives the money, with the reason.
    #[serde(default)]
    pub waived_because: Option<String>,
}

/// What a cancellation brought.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct CancelledView {
    /// Names what it counts as, for taking it back.
    pub use_id: Uuid,
    /// After the deadline.
    pub late: bool,
    /// Units that count as used.
    #[ts(type = "number")]
    pub units: u64,
    /// User share due, yen.
    #[ts(type = "number")]
    pub copay: u64,
    /// The deadline, RFC 3339.
    pub cancel_deadline: String,
    /// More than two days' money: it is due, and asked for when a manager has confirmed it.
    pub manager_confirms: bool,
    /// The report to the ward, none where nothing counts.
    pub report_id: Option<Uuid>,
}

/// Which open reservations: all of one mother, or all that touch a span of days.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(untagged, deny_unknown_fields)]
pub enum ReservationsRequest {
    /// All of one mother.
    OfMother {
        /// 利用者番号.
        user_number: String,
    },
    /// All that touch these days, both ends in; a year at most.
    OfDays {
        /// First day.
        from: chrono::NaiveDate,
        /// Last day.
        until: chrono::NaiveDate,
    },
}

/// Open reservations, by first day.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ReservationsView {
    /// They.
    pub reservations: Vec<ReservationView>,
}

/// An open reservation.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ReservationView {
    /// The reservation.
    pub reservation_id: Uuid,
    /// 利用者番号.
    pub user_number: String,
    /// Surname; empty for an unlisted mother (非表示).
    pub surname: String,
    /// Not to be named.
    pub unlisted: bool,
    /// The service.
    pub service: ServiceId,
    /// First day.
    pub starts_on: chrono::NaiveDate,
    /// Days planned.
    pub days: u32,
    /// `HH:MM`.
    pub arrives_at: String,
    /// Room, may be empty.
    pub room: String,
    /// キャンセルの期限, RFC 3339.
    pub cancel_deadline: String,
    /// It is past.
    pub deadline_passed: bool,
}

/// Names a reservation.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ReservationRequest {
    /// The reservation.
    pub reservation_id: Uuid,
}

/// The facility cannot take her: no use, no charge.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RefuseRequest {
    /// The reservation.
    pub reservation_id: Uuid,
    /// Why; required.
    pub reason: String,
}

/// Closes a whole day.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CloseDayRequest {
    /// The day.
    pub date: chrono::NaiveDate,
    /// Why; required.
    pub reason: String,
}

/// Whom to phone after a day was closed.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ClosedDayView {
    /// Whom the closing touches.
    pub to_phone: Vec<ToPhone>,
}

/// One mother to phone.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ToPhone {
    /// 利用者番号.
    pub user_number: String,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// What to phone about.
    pub about: PhoneAbout,
}

/// What a closed day means for a mother.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(rename_all = "kebab-case")]
pub enum PhoneAbout {
    /// Her reservation began on that day and has ended.
    ReservationEnded,
    /// Her reservation goes over that day and still stands.
    ReservationIncludesDay,
    /// She is in the house over that day.
    InHouse,
}
