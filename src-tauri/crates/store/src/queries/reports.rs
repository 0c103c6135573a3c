//! Records to the ward and where they stand.

use chrono::NaiveDate;
use rusqlite::{Row, named_params};
use uuid::Uuid;
use wire::UsageRecord;

use super::{Read, damaged, id, maybe_id};
use crate::{Store, StoreError};

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportState {
    /// Not answered yet.
    Waiting,
    /// Counted. A duplicate was counted before.
    Accepted {
        /// When.
        at: String,
        /// The ward's receipt.
        receipt: String,
        /// The ward subtracted it on this day.
        processed_on: Option<NaiveDate>,
    },
    /// Counted, with something to know.
    Warned {
        /// When.
        at: String,
        /// The ward's receipt.
        receipt: String,
        /// Why.
        code: String,
    },
    /// Quarantine.
    Held {
        /// When.
        at: String,
        /// Why.
        code: String,
    },
    /// Another record was sent in its place.
    Replaced {
        /// That one.
        by: Uuid,
    },
    /// Its use was taken back before the ward had counted it, or a newer correction took its place.
    Withdrawn {
        /// When the ward had held it.
        at: String,
        /// For what.
        code: String,
    },
}

/// A record with its state and the use it reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// The record as signed.
    pub record: UsageRecord,
    /// Its state.
    pub state: ReportState,
    /// The use.
    pub use_id: Option<Uuid>,
}

/// How many records stand where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// Waiting.
    pub waiting: u32,
    /// Held.
    pub held: u32,
    /// Counted with something to know.
    pub warned: u32,
    /// Since when the oldest waits, RFC 3339.
    pub waiting_since: Option<String>,
}

/// A record to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its name.
    pub event_id: Uuid,
    /// SHA-256 of the bytes.
    pub hash: [u8; 32],
    /// As signed.
    pub bytes: Vec<u8>,
}

const SELECT: &str = "SELECT x.event_id, x.message, r.state, r.code, r.receipt, r.answered_at,
        r.processed_on, r.replaced_by, u.use_id
    FROM reports r JOIN records x ON x.event_id = r.event_id
    LEFT JOIN uses u ON u.record_id = x.event_id OR u.correction_id = x.event_id";

fn read(row: &Row<'_>) -> Read<ReportLine> {
    let message: Vec<u8> = row.get("message")?;
    let record = wire::payload_unchecked(&message).and_then(|p| UsageRecord::from_cbor(&p));
    let at = || row.get::<_, Option<String>>("answered_at").map(Option::unwrap_or_default);
    let receipt = || row.get::<_, Option<String>>("receipt").map(Option::unwrap_or_default);
    let code = || row.get::<_, Option<String>>("code").map(Option::unwrap_or_default);
    let processed = row.get::<_, Option<String>>("processed_on")?.and_then(|t| t.parse().ok());
    let state = match row.get::<_, String>("state")?.as_str() {
        "waiting" => ReportState::Waiting,
        "accepted" | "duplicate" => ReportState::Accepted { at: at()?, receipt: receipt()?, processed_on: processed },
        "accepted_warn" => ReportState::Warned { at: at()?, receipt: receipt()?, code: code()? },
        "held" => ReportState::Held { at: at()?, code: code()? },
        "withdrawn" => ReportState::Withdrawn { at: at()?, code: code()? },
        "replaced" => {
            ReportState::Replaced { by: maybe_id(row, "replaced_by")?.ok_or_else(|| damaged("replaced_by"))? }
        }
        _ => return Err(damaged("state")),
    };
    Ok(ReportLine { record: record.map_err(|_| damaged("message"))?, state, use_id: maybe_id(row, "use_id")? })
}

impl Store {
    /// How many of this desk's records stand where.
    pub fn queue_counts(&self) -> Result<QueueCounts, StoreError> {
        let mut counts = QueueCounts::default();
        let sql = "SELECT state, COUNT(*) AS n FROM reports INDEXED BY reports_open
                   WHERE state IN ('waiting', 'held', 'accepted_warn') AND desk = :desk GROUP BY state";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(named_params! {":desk": self.identity.desk})?;
        while let Some(row) = rows.next()? {
            let n = row.get("n")?;
            match row.get::<_, String>("state")?.as_str() {
                "waiting" => counts.waiting = n,
                "held" => counts.held = n,
                _ => counts.warned = n,
            }
        }
        let oldest = self.waiting(1, usize::MAX)?;
        if let Some(first) = oldest.first() {
            let record = wire::payload_unchecked(&first.bytes).and_then(|p| UsageRecord::from_cbor(&p));
            counts.waiting_since = record.ok().map(|r| r.recorded_at.to_rfc3339());
        }
        Ok(counts)
    }

    /// The next records to send, in the order written, within a count and a size. The first condition
    /// is that of the partial index, word for word: SQLite uses it only then, and it gives the order, too.
    pub fn waiting(&self, most: usize, most_bytes: usize) -> Result<Vec<Waiting>, StoreError> {
        let sql = "SELECT x.event_id, x.hash, x.message
                   FROM reports r INDEXED BY reports_open JOIN records x ON x.event_id = r.event_id
                   WHERE r.state IN ('waiting', 'held', 'accepted_warn') AND r.state = 'waiting' AND r.desk = :desk
                   ORDER BY r.lamport LIMIT :most";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement
            .query(named_params! {":desk": self.identity.desk, ":most": i64::try_from(most).unwrap_or(i64::MAX)})?;
        let (mut found, mut bytes) = (vec![], 0usize);
        while let Some(row) = rows.next()? {
            let next = Waiting { event_id: id(row, "event_id")?, hash: row.get("hash")?, bytes: row.get("message")? };
            bytes = bytes.saturating_add(next.bytes.len());
            if bytes > most_bytes && !found.is_empty() {
                break;
            }
            found.push(next);
        }
        Ok(found)
    }

    /// One record.
    pub fn report(&self, event_id: Uuid) -> Result<Option<ReportLine>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!("{SELECT} WHERE x.event_id = :id"))?;
        let mut rows = statement.query_map(named_params! {":id": event_id.as_bytes()}, read)?;
        Ok(rows.next().transpose()?)
    }

    /// Records whose first day lies in a span, and all that wait or are held: held first, then
    /// waiting, then the newest.
    pub fn report_queue(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<ReportLine>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE x.event_id IN (
                 SELECT event_id FROM reports INDEXED BY reports_open
                 WHERE state IN ('waiting', 'held', 'accepted_warn') AND state <> 'accepted_warn'
                 UNION SELECT event_id FROM records WHERE first_day BETWEEN :from AND :until)
             GROUP BY x.event_id
             ORDER BY r.state <> 'held', r.state <> 'waiting', r.state <> 'accepted_warn', x.epoch DESC, x.seq DESC"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let params = named_params! {":from": from.to_string(), ":until": until.to_string()};
        Ok(statement.query_map(params, read)?.collect::<Result<_, _>>()?)
    }
}
