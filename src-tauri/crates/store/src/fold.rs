//! From facts to tables. Deterministic: the same facts in the order (lamport, desk, epoch, seq) give
//! the same rows, whichever desk folds them and in which order they arrived.

use ed25519_dalek::VerifyingKey;
use rusqlite::{Connection, OptionalExtension, named_params};
use wire::{Envelope, Fact};

use crate::{StoreError, fold_text};

mod money;
mod reservations;
mod uses;
mod ward;
mod whose;

/// The folded tables. The first two columns of each order its rows.
pub(crate) const TABLES: [&str; 22] = [
    "facility",
    "staff",
    "mothers",
    "mother_entries",
    "coupons",
    "remaining_told",
    "reservations",
    "wishes",
    "appointments",
    "turned_away",
    "uses",
    "payments",
    "receipts",
    "cash_counts",
    "closed_days",
    "reports",
    "ward_mothers",
    "revoked",
    "notices",
    "ward_state",
    "reconciliations",
    "erased",
];

/// Folds every fact of `journal` into the tables of `into`.
pub(crate) fn all(journal: &Connection, into: &Connection) -> Result<(), StoreError> {
    let sql = "SELECT desk, epoch, seq, kind, head, body FROM journal ORDER BY lamport, desk, epoch, seq";
    let mut statement = journal.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut whose = whose::Gathered::default();
    while let Some(row) = rows.next()? {
        let Some(body) = row.get_ref("body")?.as_bytes_or_null().map_err(rusqlite::Error::from)? else {
            continue;
        };
        let message: &[u8] = row.get_ref("head")?.as_blob().map_err(rusqlite::Error::from)?;
        let place = || -> String {
            let part = |n: &str| row.get::<_, rusqlite::types::Value>(n).map(|v| format!("{v:?}"));
            format!("journal {:?}", [part("desk"), part("epoch"), part("seq")])
        };
        let head = head_unchecked(message).and_then(|head| Ok((Fact::read(&head.kind, head.schema_v, body)?, head)));
        let (fact, head) = head.map_err(|source| StoreError::Unreadable { row: place(), source })?;
        whose.add(into, head.event_id, &fact)?;
        tables(into, &head, &fact)?;
    }
    whose.write(into)
}

/// The head without its signature checked: `verify` checks signatures, the fold need not again.
pub(crate) fn head_unchecked(message: &[u8]) -> Result<Envelope, wire::WireError> {
    Envelope::from_cbor(&wire::payload_unchecked(message)?)
}

/// Opens a fact with its desk's key.
pub(crate) fn open(message: &[u8], key: &VerifyingKey) -> Result<Envelope, wire::WireError> {
    Envelope::from_cbor(&wire::open(message, key)?)
}

fn json<T: serde::Serialize>(value: &T, table: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Table(table))
}

/// Folds one fact.
pub(crate) fn apply(db: &Connection, head: &Envelope, fact: &Fact) -> Result<(), StoreError> {
    whose::keep(db, head.event_id, fact)?;
    tables(db, head, fact)
}

fn tables(db: &Connection, head: &Envelope, fact: &Fact) -> Result<(), StoreError> {
    let at = head.recorded_at.to_rfc3339();
    match fact {
        Fact::FacilitySet(f) => {
            put(db, "INSERT OR REPLACE INTO facility (id, body) VALUES (1, :body)", &[(":body", &json(f, "facility")?)])
        }
        Fact::StaffSet(s) => put(
            db,
            "INSERT OR REPLACE INTO staff (staff_id, body) VALUES (:id, :body)",
            &[(":id", &s.staff_id), (":body", &json(s, "staff")?)],
        ),
        Fact::MotherSet(m) => mother(db, m),
        Fact::CouponRead(c) => put(
            db,
            "INSERT INTO coupons (user_number, counter, body) VALUES (:number, :counter, :body)
             ON CONFLICT (user_number) DO UPDATE SET counter = excluded.counter, body = excluded.body
             WHERE excluded.counter >= counter",
            &[(":number", &c.user_number), (":counter", &c.counter), (":body", &json(c, "coupons")?)],
        ),
        Fact::RemainingTold(r) => put(
            db,
            "INSERT INTO remaining_told (user_number, service, body) VALUES (:number, :service, :body)
             ON CONFLICT (user_number, service) DO UPDATE SET body = excluded.body
             WHERE julianday(json_extract(excluded.body, '$.as_of')) >=
                   julianday(json_extract(remaining_told.body, '$.as_of'))",
            &[(":number", &r.user_number), (":service", &r.service.id()), (":body", &json(r, "remaining_told")?)],
        ),
        Fact::Booked(b) => reservations::booked(db, b),
        Fact::Moved(m) => reservations::moved(db, head, m),
        Fact::Cancelled(c) => reservations::cancelled(db, head, c),
        Fact::WishSet(w) => reservations::wish(db, w),
        Fact::AppointmentSet(a) => reservations::appointment(db, a),
        Fact::TurnedAway(t) => reservations::turned_away(db, head, t),
        Fact::DayClosed(d) => put(
            db,
            "INSERT OR REPLACE INTO closed_days (date, reason) VALUES (:date, :reason)",
            &[(":date", &d.date.to_string()), (":reason", &d.reason)],
        ),
        Fact::CheckedIn(c) => uses::checked_in(db, head, c),
        Fact::CheckedOut(c) => uses::checked_out(db, c),
        Fact::CheckOutTakenBack(c) => put(
            db,
            "UPDATE uses SET left_at = NULL, meals = NULL, questionnaire = 0 WHERE use_id = :id",
            &[(":id", &c.use_id.as_bytes())],
        ),
        Fact::UseChanged(u) => uses::changed(db, head, u),
        Fact::TakenBack(t) => uses::taken_back(db, head, t),
        Fact::Paid(p) => money::paid(db, head, p),
        Fact::ChargeConfirmed(c) => {
            put(db, "UPDATE uses SET awaits_manager = 0 WHERE use_id = :id", &[(":id", &c.use_id.as_bytes())])
        }
        Fact::Reminded(r) => put(
            db,
            "UPDATE uses SET reminded_at = :at WHERE use_id = :id",
            &[(":at", &at), (":id", &r.use_id.as_bytes())],
        ),
        Fact::ReceiptIssued(r) => money::receipt(db, head, r),
        Fact::ReceiptPrinted(r) => put(
            db,
            "UPDATE receipts SET printed = printed + 1 WHERE receipt_id = :id",
            &[(":id", &r.receipt_id.as_bytes())],
        ),
        Fact::CashCounted(c) => money::counted(db, head, c),
        Fact::Enrolled(e) => ward::enrolled(db, head, e),
        Fact::KeysReceived(k) => ward::keys(db, head, k),
        Fact::WardAnswered(w) => ward::answered(db, head, w),
        Fact::WardChanged(w) => ward::changed(db, head, w),
        Fact::Reconciled(r) => put(
            db,
            "INSERT OR REPLACE INTO reconciliations (month, at, body) VALUES (:month, :at, :body)",
            &[(":month", &r.month), (":at", &at), (":body", &json(r, "reconciliations")?)],
        ),
        Fact::ReportResent(r) => ward::resent(db, r),
        Fact::ReportReplaced(r) => ward::replaced(db, head, r),
        Fact::BodyErased(b) => {
            put(db, "INSERT OR IGNORE INTO erased (event_id) VALUES (:id)", &[(":id", &b.event_id.as_bytes())])
        }
    }
}

type Named<'a> = (&'a str, &'a dyn rusqlite::ToSql);

fn put(db: &Connection, sql: &str, values: &[Named<'_>]) -> Result<(), StoreError> {
    db.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn mother(db: &Connection, m: &wire::MotherSet) -> Result<(), StoreError> {
    let kana = fold_text(&m.kana);
    let search = format!("{}\n{}\n{}\n{}", kana, fold_text(&m.name), fold_text(&m.user_number), fold_text(&m.phone));
    put(
        db,
        "INSERT OR REPLACE INTO mothers (user_number, kana, search, body) VALUES (:number, :kana, :search, :body)",
        &[(":number", &m.user_number), (":kana", &kana), (":search", &search), (":body", &json(m, "mothers")?)],
    )
}

/// Whether a body may be gone.
pub(crate) fn is_erased(db: &Connection, event_id: &[u8]) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM erased WHERE event_id = :id";
    let found = db.prepare_cached(sql)?.query_row(named_params! {":id": event_id}, |_| Ok(())).optional()?;
    Ok(found.is_some())
}
