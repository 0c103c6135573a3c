//! Facts about money: received, given back, receipts, the drawer.

use chrono::FixedOffset;
use rusqlite::Connection;
use uuid::Uuid;
use wire::{CashCounted, Envelope, Means, Paid, ReceiptIssued};

use super::{json, put};
use crate::StoreError;

pub(super) fn paid(db: &Connection, head: &Envelope, p: &Paid) -> Result<(), StoreError> {
    received(db, head, p.use_id, p.yen, p.means)
}

/// Money changed hands on the day it happened in Japan, which is not always the day it was written down.
pub(super) fn received(
    db: &Connection,
    head: &Envelope,
    use_id: Uuid,
    yen: i64,
    means: Means,
) -> Result<(), StoreError> {
    let word = match means {
        Means::Cash => "cash",
        Means::Card => "card",
        Means::Later => "later",
    };
    let day = FixedOffset::east_opt(9 * 3600).map(|japan| head.occurred_at.with_timezone(&japan));
    let day = day.unwrap_or(head.occurred_at).date_naive();
    put(
        db,
        "INSERT OR REPLACE INTO payments (event_id, use_id, day, at, staff, yen, means)
         VALUES (:id, :use_id, :day, :at, :staff, :yen, :means)",
        &[
            (":id", &head.event_id.as_bytes()),
            (":use_id", &use_id.as_bytes()),
            (":day", &day.to_string()),
            (":at", &head.occurred_at.to_rfc3339()),
            (":staff", &head.staff),
            (":yen", &yen),
            (":means", &word),
        ],
    )?;
    put(db, "UPDATE uses SET paid = paid + :yen WHERE use_id = :id", &[(":yen", &yen), (":id", &use_id.as_bytes())])
}

pub(super) fn receipt(db: &Connection, head: &Envelope, r: &ReceiptIssued) -> Result<(), StoreError> {
    put(
        db,
        "INSERT OR REPLACE INTO receipts (receipt_id, desk, epoch, serial, use_id, at, staff, body)
         VALUES (:id, :desk, :epoch, :serial, :use_id, :at, :staff, :body)",
        &[
            (":id", &r.receipt_id.as_bytes()),
            (":desk", &head.desk),
            (":epoch", &head.epoch),
            (":serial", &r.serial),
            (":use_id", &r.use_id.as_bytes()),
            (":at", &head.occurred_at.to_rfc3339()),
            (":staff", &head.staff),
            (":body", &json(r, "receipts")?),
        ],
    )?;
    let Some(cancels) = r.cancels else { return Ok(()) };
    put(
        db,
        "UPDATE receipts SET cancelled_by = :by WHERE receipt_id = :id",
        &[(":by", &r.receipt_id.as_bytes()), (":id", &cancels.as_bytes())],
    )
}

pub(super) fn counted(db: &Connection, head: &Envelope, c: &CashCounted) -> Result<(), StoreError> {
    put(
        db,
        "INSERT OR REPLACE INTO cash_counts (event_id, date, staff, at, body) VALUES (:id, :date, :staff, :at, :body)",
        &[
            (":id", &head.event_id.as_bytes()),
            (":date", &c.date.to_string()),
            (":staff", &head.staff),
            (":at", &head.recorded_at.to_rfc3339()),
            (":body", &json(c, "cash_counts")?),
        ],
    )
}
