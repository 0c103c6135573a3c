//! The calendar (予約表): days with what is open and full, and everything that lies on them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AppointmentView, ReservationView, ServiceId, WishView};

/// Which days, both ends in; two months at most.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct BookingsRequest {
    /// First day.
    pub from: chrono::NaiveDate,
    /// Last day.
    pub until: chrono::NaiveDate,
}

/// The days and what lies on them.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct BookingsView {
    /// Each day of the span.
    pub days: Vec<BookingDay>,
    /// Rooms in the order shown.
    pub rooms: Vec<String>,
    /// Opening time, `HH:MM`; may be empty.
    pub opens_at: String,
    /// Closing time, `HH:MM`.
    pub closes_at: String,
    /// Open reservations that touch the span, by day and time.
    pub reservations: Vec<ReservationView>,
    /// Open reservations of days that are over: nobody has said what became of them.
    pub not_arrived: Vec<ReservationView>,
    /// Uses that touch the span.
    pub uses: Vec<OccupiedView>,
    /// Appointments that are no uses.
    pub appointments: Vec<AppointmentView>,
    /// Who waits for a place in the span; who asked first comes first.
    pub waiting: Vec<WishView>,
}

/// One day.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct BookingDay {
    /// The day.
    pub date: chrono::NaiveDate,
    /// Why the house is closed, none where it is open.
    pub closed: Option<WhyClosed>,
    /// Name of the public holiday in Japanese; empty where it is none.
    pub holiday: String,
    /// Why the whole day was closed (災害); empty otherwise.
    pub reason: String,
    /// Places by service.
    pub places: Vec<PlacesView>,
}

/// Why the house is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(rename_all = "kebab-case")]
pub enum WhyClosed {
    /// 定休日.
    Weekly,
    /// The facility's own date.
    OwnDate,
    /// 祝日.
    Holiday,
    /// 災害: closed as a whole.
    Disaster,
}

/// Places of one service on one day.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct PlacesView {
    /// The service.
    pub service: ServiceId,
    /// Mothers who come or are there.
    pub taken: u32,
    /// The most there may be, none where the rooms alone decide.
    pub places: Option<u32>,
}

/// A use as the calendar shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct OccupiedView {
    /// The use.
    pub use_id: uuid::Uuid,
    /// Surname; empty for an unlisted mother.
    pub surname: String,
    /// Not to be named.
    pub unlisted: bool,
    /// The service.
    pub service: ServiceId,
    /// First day.
    pub from: chrono::NaiveDate,
    /// Last day.
    pub until: chrono::NaiveDate,
    /// When she came, `HH:MM`.
    pub came_at: String,
    /// She has left.
    pub left: bool,
    /// Room, may be empty.
    pub room: String,
}
