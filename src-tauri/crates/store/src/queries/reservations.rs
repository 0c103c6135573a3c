//! Reservations.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, named_params};
use uuid::Uuid;
use wire::Booked;

use super::{Read, body, damaged};
use crate::{Store, StoreError};

/// Where a reservation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReservationState {
    /// She is expected.
    Open,
    /// She came.
    Arrived,
    /// It ended without use.
    Ended,
}

/// A reservation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservationRow {
    /// As booked.
    pub booked: Booked,
    /// Where it stands.
    pub state: ReservationState,
}

fn read(row: &Row<'_>) -> Read<ReservationRow> {
    let state = match row.get::<_, String>("state")?.as_str() {
        "open" => ReservationState::Open,
        "arrived" => ReservationState::Arrived,
        "in-time" | "late" | "no-show" | "facility-refused" | "disaster" => ReservationState::Ended,
        _ => return Err(damaged("state")),
    };
    Ok(ReservationRow { booked: body(row, "body")?, state })
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

    /// Her open reservations.
    pub fn open_reservations_of(&self, user_number: &str) -> Result<Vec<ReservationRow>, StoreError> {
        let sql = "SELECT state, body FROM reservations
                   WHERE user_number = :number AND state = 'open' ORDER BY starts_on, reservation_id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map(named_params! {":number": user_number}, read)?.collect::<Result<_, _>>()?)
    }
}
