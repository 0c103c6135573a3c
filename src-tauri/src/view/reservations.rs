//! Reservations (予約): book, cancel, no-show, refusal, a closed day.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{CredentialKind, OutcomeKind, ReasonView, ServiceId, WishView};

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
    /// The wish on the waiting list that this booking fulfils.
    #[serde(default)]
    pub wish_id: Option<Uuid>,
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
    /// Her food allergies; may be empty.
    pub allergies: String,
    /// Her diet; may be empty.
    pub diet: String,
}

/// Moves a reservation: its day, length, time and room, whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct MoveRequest {
    /// The reservation.
    pub reservation_id: Uuid,
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

/// A moved reservation, or what moving would bring.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct MovedView {
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
    /// キャンセルの期限 that holds then, RFC 3339.
    pub cancel_deadline: String,
    /// It is already past.
    pub deadline_passed: bool,
    /// Who waits for what becomes free.
    pub waiting: Vec<WishView>,
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
    /// What is cancelled.
    pub service: ServiceId,
    /// Its first day.
    pub starts_on: chrono::NaiveDate,
    /// What she holds: a card is written by herself, from a coupon the ward subtracts.
    pub credential: CredentialKind,
    /// Her household is exempt.
    pub exempt: bool,
    /// After the deadline, or nobody said a word.
    pub late: bool,
    /// The rule by which it counts, none where nothing counts.
    pub rule: Option<ReasonView>,
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
    /// Who waits for what becomes free.
    pub waiting: Vec<WishView>,
}

/// One reservation with what is asked about it on the telephone.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ReservationDetail {
    /// It.
    pub reservation: ReservationView,
    /// Her name; empty for a mother who is not to be named.
    pub name: String,
    /// Her telephone.
    pub phone: String,
    /// Her food allergies; may be empty.
    pub allergies: String,
    /// Her diet; may be empty.
    pub diet: String,
    /// It may be moved to another day: its deadline has not passed.
    pub another_day: bool,
    /// It was moved today and can be moved back.
    pub moved_today: bool,
    /// A slip may be handed to her.
    pub slip: bool,
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

/// Names a day that was closed as a whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ClosedDayRequest {
    /// The day.
    pub date: chrono::NaiveDate,
}

/// Whom to phone after a day was closed.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ClosedDayView {
    /// The day.
    pub date: chrono::NaiveDate,
    /// Why.
    pub reason: String,
    /// How many reservations ended without count or charge.
    pub ended: u32,
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
    /// Her name is not said where others hear it.
    pub unlisted: bool,
    /// Telephone.
    pub phone: String,
    /// What to phone about.
    pub about: PhoneAbout,
    /// Her service; none for an appointment that is no use.
    pub service: Option<ServiceId>,
    /// The time she was expected, `HH:MM`; empty for who is in the house.
    pub at: String,
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
    /// An appointment (見学, オリエンテーション) of that day, cancelled.
    AppointmentCancelled,
}
