//! Money that changed hands, receipts, the drawer.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension, Row, named_params};
use uuid::Uuid;
use wire::{CashCounted, Means, ReceiptIssued};

use super::{Read, body, damaged, id, maybe_id, moment};
use crate::journal::Tx;
use crate::{Store, StoreError};

/// Money that changed hands once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRow {
    /// The fact.
    pub event_id: Uuid,
    /// The use.
    pub use_id: Uuid,
    /// When it changed hands.
    pub at: DateTime<FixedOffset>,
    /// Who took it or gave it back.
    pub staff: String,
    /// Yen; negative went back.
    pub yen: i64,
    /// By which means.
    pub means: Means,
}

/// A receipt (領収書), or the counter-receipt that cancels one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// As issued.
    pub issued: ReceiptIssued,
    /// Epoch of the desk that issued it.
    pub epoch: u64,
    /// When the money changed hands.
    pub at: DateTime<FixedOffset>,
    /// Who issued it.
    pub staff: String,
    /// The counter-receipt that cancels it.
    pub cancelled_by: Option<Uuid>,
    /// How often it came out on paper.
    pub printed: u64,
}

/// A count of the drawer (レジ締め).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashCountRow {
    /// As counted.
    pub counted: CashCounted,
    /// By whom.
    pub staff: String,
    /// When.
    pub at: DateTime<FixedOffset>,
}

fn payment(row: &Row<'_>) -> Read<PaymentRow> {
    let means = match row.get::<_, String>("means")?.as_str() {
        "cash" => Means::Cash,
        "card" => Means::Card,
        "later" => Means::Later,
        _ => return Err(damaged("means")),
    };
    Ok(PaymentRow {
        event_id: id(row, "event_id")?,
        use_id: id(row, "use_id")?,
        at: moment(row, "at")?,
        staff: row.get("staff")?,
        yen: row.get("yen")?,
        means,
    })
}

fn receipt(row: &Row<'_>) -> Read<ReceiptRow> {
    Ok(ReceiptRow {
        issued: body(row, "body")?,
        epoch: row.get("epoch")?,
        at: moment(row, "at")?,
        staff: row.get("staff")?,
        cancelled_by: maybe_id(row, "cancelled_by")?,
        printed: row.get("printed")?,
    })
}

impl Store {
    /// Money that changed hands on a day, by time.
    pub fn payments_on(&self, day: NaiveDate) -> Result<Vec<PaymentRow>, StoreError> {
        let sql = "SELECT * FROM payments WHERE day = :day ORDER BY at, event_id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map(named_params! {":day": day.to_string()}, payment)?.collect::<Result<_, _>>()?)
    }

    /// Money of a use, by time.
    pub fn payments_of(&self, use_id: Uuid) -> Result<Vec<PaymentRow>, StoreError> {
        let sql = "SELECT * FROM payments WHERE use_id = :id ORDER BY at, event_id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map(named_params! {":id": use_id.as_bytes()}, payment)?.collect::<Result<_, _>>()?)
    }

    /// One receipt.
    pub fn receipt(&self, receipt_id: Uuid) -> Result<Option<ReceiptRow>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT * FROM receipts WHERE receipt_id = :id")?;
        Ok(statement.query_row(named_params! {":id": receipt_id.as_bytes()}, receipt).optional()?)
    }

    /// The receipts of a use, in the order of their numbers.
    pub fn receipts_of(&self, use_id: Uuid) -> Result<Vec<ReceiptRow>, StoreError> {
        let sql = "SELECT * FROM receipts WHERE use_id = :id ORDER BY epoch, serial, receipt_id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map(named_params! {":id": use_id.as_bytes()}, receipt)?.collect::<Result<_, _>>()?)
    }

    /// Receipts for money of a span of moments, by number.
    pub fn receipts_between(
        &self,
        from: DateTime<FixedOffset>,
        until: DateTime<FixedOffset>,
    ) -> Result<Vec<ReceiptRow>, StoreError> {
        let sql = "SELECT * FROM receipts WHERE at >= :from AND at < :until ORDER BY epoch, serial, receipt_id";
        let mut statement = self.db.prepare_cached(sql)?;
        let params = named_params! {":from": from.to_rfc3339(), ":until": until.to_rfc3339()};
        Ok(statement.query_map(params, receipt)?.collect::<Result<_, _>>()?)
    }

    /// Receipts that never came out on paper (未印刷), the oldest first.
    pub fn unprinted_receipts(&self) -> Result<Vec<ReceiptRow>, StoreError> {
        let sql = "SELECT * FROM receipts INDEXED BY receipts_unprinted WHERE printed = 0 ORDER BY at, serial";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map([], receipt)?.collect::<Result<_, _>>()?)
    }

    /// Counts of the drawer of a day, the newest last.
    pub fn cash_counts_on(&self, day: NaiveDate) -> Result<Vec<CashCountRow>, StoreError> {
        let sql = "SELECT body, staff, at FROM cash_counts WHERE date = :day ORDER BY at, event_id";
        let mut statement = self.db.prepare_cached(sql)?;
        let read = |row: &Row<'_>| {
            Ok(CashCountRow { counted: body(row, "body")?, staff: row.get("staff")?, at: moment(row, "at")? })
        };
        Ok(statement.query_map(named_params! {":day": day.to_string()}, read)?.collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    /// The number of this desk's next receipt, from 1 in each epoch: a number is given away with its transaction, so
    /// that none is left out.
    pub fn next_receipt(&self) -> Result<u64, StoreError> {
        let (desk, epoch) = self.place();
        let sql = "SELECT COALESCE(MAX(serial), 0) + 1 FROM receipts WHERE desk = :desk AND epoch = :epoch";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row(named_params! {":desk": desk, ":epoch": epoch}, |r| r.get(0))?)
    }

    /// The receipts of a use as this transaction sees them, in the order of their numbers.
    pub fn receipts_of(&self, use_id: Uuid) -> Result<Vec<ReceiptRow>, StoreError> {
        let sql = "SELECT * FROM receipts WHERE use_id = :id ORDER BY epoch, serial, receipt_id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map(named_params! {":id": use_id.as_bytes()}, receipt)?.collect::<Result<_, _>>()?)
    }
}
