//! Facts about the way to the ward: what was reported, what the ward said, what changed there.

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension, named_params};
use uuid::Uuid;
use wire::{
    Change, Enrolled, Envelope, KeysReceived, ReportReplaced, ReportResent, Verdict, WardAnswered, WardChanged,
};

use super::{json, put};
use crate::StoreError;

/// A record to the ward waits from now on.
pub(super) fn reported(db: &Connection, head: &Envelope, record: Option<Uuid>) -> Result<(), StoreError> {
    let Some(record) = record else { return Ok(()) };
    put(
        db,
        "INSERT OR IGNORE INTO reports (event_id, desk, lamport, state) VALUES (:id, :desk, :lamport, 'waiting')",
        &[(":id", &record.as_bytes()), (":desk", &head.desk), (":lamport", &head.lamport)],
    )
}

/// A use is corrected anew: an older correction that is held has nothing to say any more.
pub(super) fn superseded(db: &Connection, use_id: Uuid, by: Option<Uuid>) -> Result<(), StoreError> {
    let Some(by) = by else { return Ok(()) };
    put(
        db,
        "UPDATE reports SET state = 'replaced', replaced_by = :by
         WHERE state = 'held' AND event_id = (SELECT correction_id FROM uses WHERE use_id = :id)",
        &[(":by", &by.as_bytes()), (":id", &use_id.as_bytes())],
    )
}

/// What the ward holds of a use that was taken back before it ever counted is closed: nobody may send it
/// by mistake, and the use count after all.
pub(super) fn withdraw(db: &Connection, use_id: Uuid) -> Result<(), StoreError> {
    put(
        db,
        "UPDATE reports SET state = 'withdrawn'
         WHERE state = 'held'
             AND event_id IN (SELECT record_id FROM uses WHERE use_id = :id
                              UNION SELECT correction_id FROM uses WHERE use_id = :id)
             AND EXISTS (SELECT 1 FROM uses u JOIN reports f ON f.event_id = u.record_id
                         WHERE u.use_id = :id AND u.taken_back = 1 AND f.state IN ('held', 'withdrawn'))",
        &[(":id", &use_id.as_bytes())],
    )
}

/// The ward's words on records.
pub(super) fn answered(db: &Connection, head: &Envelope, w: &WardAnswered) -> Result<(), StoreError> {
    let at = head.recorded_at.to_rfc3339();
    let mut statement = db.prepare_cached(
        "INSERT INTO reports (event_id, desk, lamport, state, code, receipt, answered_at)
         VALUES (:id, :desk, :lamport, :state, :code, :receipt, :at)
         ON CONFLICT (event_id) DO UPDATE SET state = excluded.state, code = excluded.code,
             receipt = COALESCE(excluded.receipt, receipt), answered_at = excluded.answered_at
         WHERE state IN ('waiting', 'held')",
    )?;
    for answer in &w.answers {
        let word = match answer.verdict {
            Verdict::Accepted => "accepted",
            Verdict::AcceptedWarn => "accepted_warn",
            Verdict::Duplicate => "duplicate",
            Verdict::Held => "held",
        };
        statement.execute(named_params! {
            ":id": answer.event_id.as_bytes(), ":desk": head.desk, ":lamport": head.lamport, ":state": word,
            ":code": answer.code, ":receipt": answer.receipt, ":at": at,
        })?;
        if answer.verdict == Verdict::Held {
            held(db, answer.event_id)?;
        }
    }
    state(db, head, "contact", &at)
}

/// A held record that no use stands behind any more (a newer correction took its place), or whose use was
/// taken back meanwhile, asks nothing of anybody.
fn held(db: &Connection, record: Uuid) -> Result<(), StoreError> {
    let sql = "SELECT use_id FROM uses WHERE record_id = :id OR correction_id = :id";
    let params = named_params! {":id": record.as_bytes()};
    let behind: Option<[u8; 16]> = db.prepare_cached(sql)?.query_row(params, |r| r.get(0)).optional()?;
    match behind {
        Some(use_id) => withdraw(db, Uuid::from_bytes(use_id)),
        None => put(
            db,
            "UPDATE reports SET state = 'withdrawn' WHERE event_id = :id AND state = 'held'",
            &[(":id", &record.as_bytes())],
        ),
    }
}

/// A person puts a held record back among the waiting ones.
pub(super) fn resent(db: &Connection, r: &ReportResent) -> Result<(), StoreError> {
    put(
        db,
        "UPDATE reports SET state = 'waiting', code = NULL, receipt = NULL, answered_at = NULL
         WHERE event_id = :id AND state = 'held'",
        &[(":id", &r.event_id.as_bytes())],
    )
}

/// Another record is sent in a held one's place; the use goes with the number it is sent under. Where one
/// new record stands in for the first one and its correction, there is no correction any more.
pub(super) fn replaced(db: &Connection, head: &Envelope, r: &ReportReplaced) -> Result<(), StoreError> {
    put(
        db,
        "UPDATE reports SET state = 'replaced', replaced_by = :by
         WHERE event_id = :id AND state IN ('held', 'waiting')",
        &[(":by", &r.by.as_bytes()), (":id", &r.event_id.as_bytes())],
    )?;
    put(
        db,
        "UPDATE uses SET user_number = :number, born = :born WHERE record_id = :id OR correction_id = :id",
        &[(":number", &r.user_number), (":born", &r.born.to_string()), (":id", &r.event_id.as_bytes())],
    )?;
    put(
        db,
        "UPDATE uses SET record_id = :by WHERE record_id = :id",
        &[(":by", &r.by.as_bytes()), (":id", &r.event_id.as_bytes())],
    )?;
    put(
        db,
        "UPDATE uses SET correction_id = NULLIF(:by, record_id) WHERE correction_id = :id",
        &[(":by", &r.by.as_bytes()), (":id", &r.event_id.as_bytes())],
    )?;
    reported(db, head, Some(r.by))
}

/// The desk is enrolled. At another ward, or as another facility, changes are read from the beginning.
pub(super) fn enrolled(db: &Connection, head: &Envelope, e: &Enrolled) -> Result<(), StoreError> {
    let sql = "SELECT value FROM ward_state WHERE desk = :desk AND key = 'enrolment'";
    let params = named_params! {":desk": head.desk};
    let before: Option<String> = db.prepare_cached(sql)?.query_row(params, |r| r.get(0)).optional()?;
    let before: Option<Enrolled> = before.and_then(|t| serde_json::from_str(&t).ok());
    if before.is_none_or(|b| b.ward_key != e.ward_key || b.facility_id != e.facility_id) {
        put(db, "DELETE FROM ward_state WHERE desk = :desk AND key = 'cursor'", &[(":desk", &head.desk)])?;
    }
    state(db, head, "enrolment", &json(e, "ward_state")?)
}

/// The ward's key list.
pub(super) fn keys(db: &Connection, head: &Envelope, k: &KeysReceived) -> Result<(), StoreError> {
    state(db, head, "contact", &head.recorded_at.to_rfc3339())?;
    state(db, head, "keys", &json(k, "ward_state")?)
}

/// A page of changes at the ward.
pub(super) fn changed(db: &Connection, head: &Envelope, w: &WardChanged) -> Result<(), StoreError> {
    for (n, one) in (0i64..).zip(&w.changes) {
        change(db, head, n, one)?;
    }
    state(db, head, "contact", &head.recorded_at.to_rfc3339())?;
    state(db, head, "cursor", &w.cursor)
}

fn change(db: &Connection, head: &Envelope, n: i64, change: &Change) -> Result<(), StoreError> {
    match change {
        Change::Balance { user_number, as_of, .. } if is_news(db, user_number, "balance", as_of)? => {
            of_mother(db, user_number, "balance", &json(change, "ward_mothers")?)
        }
        Change::Exemption { user_number, as_of, .. } if is_news(db, user_number, "exemption", as_of)? => {
            of_mother(db, user_number, "exemption", &json(change, "ward_mothers")?)
        }
        // A page that comes late does not undo what was said since.
        Change::Balance { .. } | Change::Exemption { .. } => Ok(()),
        Change::MovedOut { user_number, on } => of_mother(db, user_number, "moved_out_on", &on.to_string()),
        Change::Revoked { coupon_id } => {
            put(db, "INSERT OR IGNORE INTO revoked (coupon_id) VALUES (:id)", &[(":id", coupon_id)])
        }
        Change::Processed { event_id, on } => put(
            db,
            "UPDATE reports SET processed_on = :on WHERE event_id = :id",
            &[(":on", &on.to_string()), (":id", &event_id.as_bytes())],
        ),
        Change::Notice { text } => put(
            db,
            "INSERT OR REPLACE INTO notices (event_id, n, at, text) VALUES (:id, :n, :at, :text)",
            &[(":id", &head.event_id.as_bytes()), (":n", &n), (":at", &head.recorded_at.to_rfc3339()), (":text", text)],
        ),
    }
}

/// Whether what is kept was not said later. The column is a word of this file, never input.
fn is_news(db: &Connection, number: &str, column: &str, as_of: &DateTime<FixedOffset>) -> Result<bool, StoreError> {
    let sql = format!("SELECT json_extract({column}, '$.as_of') FROM ward_mothers WHERE user_number = :number");
    let params = named_params! {":number": number};
    let kept: Option<Option<String>> = db.prepare_cached(&sql)?.query_row(params, |r| r.get(0)).optional()?;
    let kept = kept.flatten().and_then(|t| DateTime::parse_from_rfc3339(&t).ok());
    Ok(kept.is_none_or(|k| k <= *as_of))
}

/// Keeps one thing the ward says of a mother. The column is a word of this file, never input.
fn of_mother(db: &Connection, number: &str, column: &str, value: &str) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO ward_mothers (user_number, {column}) VALUES (:number, :value)
         ON CONFLICT (user_number) DO UPDATE SET {column} = excluded.{column}"
    );
    put(db, &sql, &[(":number", &number), (":value", &value)])
}

fn state(db: &Connection, head: &Envelope, key: &str, value: &str) -> Result<(), StoreError> {
    put(
        db,
        "INSERT OR REPLACE INTO ward_state (desk, key, value) VALUES (:desk, :key, :value)",
        &[(":desk", &head.desk), (":key", &key), (":value", &value)],
    )
}
