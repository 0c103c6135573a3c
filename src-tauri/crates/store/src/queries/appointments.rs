//! Appointments that are no uses: 見学 and オリエンテーション.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, named_params};
use uuid::Uuid;
use wire::AppointmentSet;

use super::body;
use crate::{Store, StoreError};

impl Store {
    /// One appointment, whatever became of it.
    pub fn appointment(&self, appointment_id: Uuid) -> Result<Option<AppointmentSet>, StoreError> {
        let sql = "SELECT body FROM appointments WHERE appointment_id = :id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row(named_params! {":id": appointment_id.as_bytes()}, |r| body(r, "body")).optional()?)
    }

    /// Appointments of a span of days that were not cancelled, by time.
    pub fn appointments(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<AppointmentSet>, StoreError> {
        let sql = "SELECT body FROM appointments
                   WHERE date BETWEEN :from AND :until AND state <> 'cancelled'
                   ORDER BY date, starts_at, appointment_id";
        let mut statement = self.db.prepare_cached(sql)?;
        let params = named_params! {":from": from.to_string(), ":until": until.to_string()};
        Ok(statement.query_map(params, |r| body(r, "body"))?.collect::<Result<_, _>>()?)
    }

    /// Appointments of a day that were cancelled, by time.
    pub fn cancelled_appointments(&self, date: NaiveDate) -> Result<Vec<AppointmentSet>, StoreError> {
        let sql = "SELECT body FROM appointments WHERE date = :date AND state = 'cancelled'
                   ORDER BY starts_at, appointment_id";
        let mut statement = self.db.prepare_cached(sql)?;
        let params = named_params! {":date": date.to_string()};
        Ok(statement.query_map(params, |r| body(r, "body"))?.collect::<Result<_, _>>()?)
    }
}
