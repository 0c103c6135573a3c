//! Questions to the store, one function each.

mod appointments;
mod desk;
mod history;
mod money;
mod mothers;
mod reports;
mod reservations;
mod uses;
mod wishes;

pub(crate) use desk::enrolment_in;
pub use history::HistoryRow;
pub use money::{CashCountRow, PaymentRow, ReceiptRow};
pub use mothers::{KanaHead, KnownMother, MotherPage, MotherRow, WardMother};
pub use reports::{QueueCounts, ReportLine, ReportState, Waiting};
pub(crate) use reservations::KeptReservation;
pub use reservations::{Before, ReservationRow, ReservationState};
pub use uses::{UseKind, UseReport, UseRow};

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::Row;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::StoreError;

type Read<T> = rusqlite::Result<T>;

fn damaged(what: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, what.into())
}

fn body<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Read<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| damaged("body"))
}

fn date(row: &Row<'_>, column: &str) -> Read<NaiveDate> {
    row.get::<_, String>(column)?.parse().map_err(|_| damaged("date"))
}

fn moment(row: &Row<'_>, column: &str) -> Read<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(&row.get::<_, String>(column)?).map_err(|_| damaged("moment"))
}

fn maybe_moment(row: &Row<'_>, column: &str) -> Read<Option<DateTime<FixedOffset>>> {
    let text: Option<String> = row.get(column)?;
    text.map(|t| DateTime::parse_from_rfc3339(&t).map_err(|_| damaged("moment"))).transpose()
}

fn id(row: &Row<'_>, column: &str) -> Read<Uuid> {
    Ok(Uuid::from_bytes(row.get::<_, [u8; 16]>(column)?))
}

fn maybe_id(row: &Row<'_>, column: &str) -> Read<Option<Uuid>> {
    Ok(row.get::<_, Option<[u8; 16]>>(column)?.map(Uuid::from_bytes))
}

fn service(row: &Row<'_>, column: &str) -> Read<wire::Service> {
    wire::Service::from_id(&row.get::<_, String>(column)?).ok_or_else(|| damaged("service"))
}

fn parsed<T: DeserializeOwned>(text: &str, table: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Table(table))
}
