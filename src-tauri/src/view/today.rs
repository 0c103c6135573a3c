//! Today: who comes, who is here, who leaves. The counter is public: surnames, times and rooms only.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AppointmentRow, CredentialKind, Facts, ReservationView, ServiceId};

/// The screen 今日.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct TodayView {
    /// Today, `YYYY-MM-DD`.
    pub date: chrono::NaiveDate,
    /// What to look at first.
    pub first: Vec<FirstLook>,
    /// 来所予定, by time.
    pub arrivals: Vec<ArrivalRow>,
    /// Reservations of earlier days on which nobody came and nobody said why (前の日の未着), by day.
    pub not_arrived: Vec<ReservationView>,
    /// 利用中.
    pub in_house: Vec<InHouseRow>,
    /// 退所予定: those of `in_house` whose last day is today.
    pub departures: Vec<InHouseRow>,
    /// Rooms with who is in.
    pub rooms: Vec<RoomTile>,
    /// 見学 and オリエンテーション of today, by time.
    pub appointments: Vec<AppointmentRow>,
}

/// One thing to look at first.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct FirstLook {
    /// Code, e.g. `over-quota`, `orientation-missing`, `late`, `held`.
    pub code: String,
    /// Her surname, empty where it is about no one.
    pub surname: String,
    /// Her number, empty where it is about no one.
    pub user_number: String,
    /// The facts of the sentence.
    pub facts: Facts,
}

/// A reservation of today that has not come yet.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ArrivalRow {
    /// The reservation.
    pub reservation_id: uuid::Uuid,
    /// 利用者番号.
    pub user_number: String,
    /// Surname; empty for an unlisted mother (非表示).
    pub surname: String,
    /// Not to be named.
    pub unlisted: bool,
    /// The service.
    pub service: ServiceId,
    /// What she holds: the check-in asks for it first.
    pub credential: CredentialKind,
    /// Days planned.
    pub days: u32,
    /// `HH:MM`.
    pub arrives_at: String,
    /// Room, may be empty.
    pub room: String,
    /// Minutes past the arrival time, none while not due.
    pub minutes_late: Option<u32>,
    /// Her first use here.
    pub first_time: bool,
}

/// Someone in the house.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct InHouseRow {
    /// The use.
    pub use_id: uuid::Uuid,
    /// 利用者番号.
    pub user_number: String,
    /// Surname; empty for an unlisted mother.
    pub surname: String,
    /// Not to be named.
    pub unlisted: bool,
    /// The service.
    pub service: ServiceId,
    /// Room, may be empty.
    pub room: String,
    /// Last day of this use.
    pub last_day: chrono::NaiveDate,
    /// Number of children.
    pub babies: u32,
    /// Checked in at, RFC 3339.
    pub since: String,
}

/// A room.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct RoomTile {
    /// Name.
    pub room: String,
    /// Who is in.
    pub guests: Vec<InHouseRow>,
    /// Who is expected today.
    pub expected: Vec<ArrivalRow>,
}
