//! Reservations.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wire::{Booked, CancelKind, Moved};

use super::{Read, body, damaged, date};
use crate::{Store, StoreError};

/// Where a reservation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReservationState {
    /// She is expected.
    Open,
    /// She came.
    Arrived,
    /// It ended without use.
    Ended(CancelKind),
}

/// Where a reservation stood before it was moved last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Day, length, time, room and deadline as they were.
    pub stood: Moved,
    /// When it was moved.
    pub until: DateTime<FixedOffset>,
}

/// A reservation as its row keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeptReservation {
    #[serde(flatten)]
    pub(crate) booked: Booked,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<Before>,
}

/// A reservation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservationRow {
    /// As booked, or as it was moved last.
    pub booked: Booked,
    /// Where it stood before that.
    pub before: Option<Before>,
    /// Where it stands.
    pub state: ReservationState,
}

fn read(row: &Row<'_>) -> Read<ReservationRow> {
    let state = match row.get::<_, String>("state")?.as_str() {
        "open" => ReservationState::Open,
        "arrived" => ReservationState::Arrived,
        "in-time" => ReservationState::Ended(CancelKind::InTime),
        "late" => ReservationState::Ended(CancelKind::Late),
        "no-show" => ReservationState::Ended(CancelKind::NoShow),
        "facility-refused" => ReservationState::Ended(CancelKind::FacilityRefused),
        "disaster" => ReservationState::Ended(CancelKind::Disaster),
        _ => return Err(damaged("state")),
    };
    let KeptReservation { booked, before } = body(row, "body")?;
    Ok(ReservationRow { booked, before, state })
}

impl Store {
    /// One reservation.
    pub fn reservation(&self, reservation_id: Uuid) -> Result<Option<ReservationRow>, StoreError> {
        let sql = "SELECT state, body FROM reservations WHERE reservation_id = :id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row(named_params! {":id": reservation_id.as_bytes()}, read).optional()?)
    }

    /// Open reservations that touch a span of days.
    pub fn open_reservations(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<ReservationRow>, StoreError> {
        let sql = "SELECT state, body FROM reservations INDEXED BY reservations_open
                   WHERE state = 'open' AND starts_on <= :until AND ends_on >= :from
                   ORDER BY starts_on, json_extract(body, '$.arrives_at'), reservation_id";
        let mut statement = self.db.prepare_cached(sql)?;
        let params = named_params! {":from": from.to_string(), ":until": until.to_string()};
        Ok(statement.query_map(params, read)?.collect::<Result<_, _>>()?)
    }

    /// Open reservations whose first day is past: nobody came, and nobody has said what became of them.
    pub fn not_arrived(&self, today: NaiveDate) -> Result<Vec<ReservationRow>, StoreError> {
        let sql = "SELECT state, body FROM reservations INDEXED BY reservations_open
                   WHERE state = 'open' AND starts_on < :today
                   ORDER BY starts_on, json_extract(body, '$.arrives_at'), reservation_id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map(named_params! {":today": today.to_string()}, read)?.collect::<Result<_, _>>()?)
    }

    /// Whether the house was closed for a day (災害).
    pub fn is_closed_day(&self, date: NaiveDate) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM closed_days WHERE date = :date)";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row(named_params! {":date": date.to_string()}, |r| r.get(0))?)
    }

    /// Days of a span on which the house was closed as a whole (災害), each with its reason.
    pub fn closed_days(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<(NaiveDate, String)>, StoreError> {
        let sql = "SELECT date, reason FROM closed_days WHERE date BETWEEN :from AND :until ORDER BY date";
        let mut statement = self.db.prepare_cached(sql)?;
        let params = named_params! {":from": from.to_string(), ":until": until.to_string()};
        let rows = statement.query_map(params, |r| Ok((date(r, "date")?, r.get("reason")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Reservations of a day that ended because the whole day was closed, by time.
    pub fn ended_by_disaster(&self, date: NaiveDate) -> Result<Vec<ReservationRow>, StoreError> {
        let sql = "SELECT state, body FROM reservations WHERE state = 'disaster' AND starts_on = :date
                   ORDER BY json_extract(body, '$.arrives_at'), reservation_id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map(named_params! {":date": date.to_string()}, read)?.collect::<Result<_, _>>()?)
    }

    /// Her open reservations.
    pub fn open_reservations_of(&self, user_number: &str) -> Result<Vec<ReservationRow>, StoreError> {
        let sql = "SELECT state, body FROM reservations
                   WHERE user_number = :number AND state = 'open' ORDER BY starts_on, reservation_id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map(named_params! {":number": user_number}, read)?.collect::<Result<_, _>>()?)
    }
}
