//! From facts to tables. Deterministic: the same facts in the order (lamport, desk, epoch, seq) give
//! the same rows, whichever desk folds them and in which order they arrived.

use chrono::{DateTime, FixedOffset};
use ed25519_dalek::VerifyingKey;
use rusqlite::{Connection, OptionalExtension, named_params};
use wire::{CancelKind, Change, Envelope, Fact, FigureStands, Verdict};

use crate::{StoreError, fold_text};

/// The folded tables with the key that orders them.
pub(crate) const TABLES: [&str; 15] = [
    "facility",
    "staff",
    "mothers",
    "coupons",
    "remaining_told",
    "reservations",
    "uses",
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
        apply(into, &head, &fact)?;
    }
    Ok(())
}

/// The head without its signature checked: `verify` checks signatures, the fold need not again.
fn head_unchecked(message: &[u8]) -> Result<Envelope, wire::WireError> {
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
        Fact::MotherSet(m) => {
            let kana = fold_text(&m.kana);
            let search =
                format!("{}\n{}\n{}\n{}", kana, fold_text(&m.name), fold_text(&m.user_number), fold_text(&m.phone));
            put(
                db,
                "INSERT OR REPLACE INTO mothers (user_number, kana, search, body)
                 VALUES (:number, :kana, :search, :body)",
                &[(":number", &m.user_number), (":kana", &kana), (":search", &search), (":body", &json(m, "mothers")?)],
            )
        }
        Fact::CouponRead(c) => put(
            db,
            "INSERT INTO coupons (user_number, counter, body) VALUES (:number, :counter, :body)
             ON CONFLICT (user_number) DO UPDATE SET counter = excluded.counter, body = excluded.body
             WHERE excluded.counter >= counter",
            &[(":number", &c.user_number), (":counter", &c.counter), (":body", &json(c, "coupons")?)],
        ),
        Fact::RemainingTold(r) => put(
            db,
            "INSERT OR REPLACE INTO remaining_told (user_number, service, body) VALUES (:number, :service, :body)",
            &[(":number", &r.user_number), (":service", &r.service.id()), (":body", &json(r, "remaining_told")?)],
        ),
        Fact::Booked(b) => {
            let last = b.starts_on.checked_add_days(chrono::Days::new(u64::from(b.days.max(1)) - 1));
            let ends_on = last.unwrap_or(b.starts_on).to_string();
            put(
                db,
                "INSERT OR REPLACE INTO reservations (reservation_id, user_number, service, starts_on, ends_on, state, body)
                 VALUES (:id, :number, :service, :starts_on, :ends_on, 'open', :body)",
                &[
                    (":id", &b.reservation_id.as_bytes()),
                    (":number", &b.user_number),
                    (":service", &b.service.id()),
                    (":starts_on", &b.starts_on.to_string()),
                    (":ends_on", &ends_on),
                    (":body", &json(b, "reservations")?),
                ],
            )
        }
        Fact::Cancelled(c) => cancelled(db, c, &at),
        Fact::CheckedIn(c) => checked_in(db, c, &at),
        Fact::CheckedOut(c) => put(
            db,
            "UPDATE uses SET left_at = :at WHERE use_id = :id",
            &[(":at", &c.left_at.to_rfc3339()), (":id", &c.use_id.as_bytes())],
        ),
        Fact::UseChanged(u) => {
            put(
                db,
                "UPDATE uses SET days = :days, units = :units, covered_units = :covered,
                     over_quota_units = :over, moved_out_units = :moved, copay = :copay,
                     full_price = :full, correction_id = :record, changed_at = :at
                 WHERE use_id = :id",
                &[
                    (":days", &u.days),
                    (":units", &u.units),
                    (":covered", &u.covered_units),
                    (":over", &u.over_quota_units),
                    (":moved", &u.moved_out_units),
                    (":copay", &u.copay),
                    (":full", &u.full_price),
                    (":record", &u.record_id.map(|r| *r.as_bytes())),
                    (":at", &at),
                    (":id", &u.use_id.as_bytes()),
                ],
            )?;
            waiting(db, u.record_id)
        }
        Fact::TakenBack(t) => {
            put(
                db,
                "UPDATE uses SET taken_back = 1, correction_id = :record WHERE use_id = :id",
                &[(":record", &t.record_id.map(|r| *r.as_bytes())), (":id", &t.use_id.as_bytes())],
            )?;
            put(
                db,
                "UPDATE reservations SET state = 'open'
                 WHERE reservation_id = (SELECT reservation_id FROM uses WHERE use_id = :id)",
                &[(":id", &t.use_id.as_bytes())],
            )?;
            waiting(db, t.record_id)
        }
        Fact::Paid(p) => put(
            db,
            "UPDATE uses SET paid = paid + :yen WHERE use_id = :id",
            &[(":yen", &p.yen), (":id", &p.use_id.as_bytes())],
        ),
        Fact::ChargeConfirmed(c) => {
            put(db, "UPDATE uses SET awaits_manager = 0 WHERE use_id = :id", &[(":id", &c.use_id.as_bytes())])
        }
        Fact::DayClosed(d) => put(
            db,
            "INSERT OR REPLACE INTO closed_days (date, reason) VALUES (:date, :reason)",
            &[(":date", &d.date.to_string()), (":reason", &d.reason)],
        ),
        Fact::Enrolled(e) => state(db, "enrolment", &json(e, "ward_state")?),
        Fact::KeysReceived(k) => {
            state(db, "contact", &at)?;
            state(db, "keys", &json(k, "ward_state")?)
        }
        Fact::WardAnswered(w) => answered(db, w, &at),
        Fact::WardChanged(w) => {
            for (n, change) in (0i64..).zip(&w.changes) {
                changed(db, change, &at, n)?;
            }
            state(db, "contact", &at)?;
            state(db, "cursor", &w.cursor)
        }
        Fact::Reconciled(r) => put(
            db,
            "INSERT OR REPLACE INTO reconciliations (month, at, body) VALUES (:month, :at, :body)",
            &[(":month", &r.month), (":at", &at), (":body", &json(r, "reconciliations")?)],
        ),
        Fact::ReportResent(r) => put(
            db,
            "UPDATE reports SET state = 'waiting', code = NULL, receipt = NULL, answered_at = NULL
             WHERE event_id = :id AND state = 'held'",
            &[(":id", &r.event_id.as_bytes())],
        ),
        Fact::ReportReplaced(r) => {
            put(
                db,
                "UPDATE reports SET state = 'replaced', replaced_by = :by WHERE event_id = :id AND state = 'held'",
                &[(":by", &r.by.as_bytes()), (":id", &r.event_id.as_bytes())],
            )?;
            put(
                db,
                "UPDATE uses SET record_id = :by WHERE record_id = :id",
                &[(":by", &r.by.as_bytes()), (":id", &r.event_id.as_bytes())],
            )?;
            put(
                db,
                "UPDATE uses SET correction_id = :by WHERE correction_id = :id",
                &[(":by", &r.by.as_bytes()), (":id", &r.event_id.as_bytes())],
            )?;
            waiting(db, Some(r.by))
        }
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

fn state(db: &Connection, key: &str, value: &str) -> Result<(), StoreError> {
    put(
        db,
        "INSERT OR REPLACE INTO ward_state (key, value) VALUES (:key, :value)",
        &[(":key", &key), (":value", &value)],
    )
}

fn waiting(db: &Connection, record: Option<uuid::Uuid>) -> Result<(), StoreError> {
    let Some(record) = record else { return Ok(()) };
    put(db, "INSERT OR IGNORE INTO reports (event_id, state) VALUES (:id, 'waiting')", &[(":id", &record.as_bytes())])
}

fn checked_in(db: &Connection, c: &wire::CheckedIn, at: &str) -> Result<(), StoreError> {
    let after = c.remaining.as_ref().filter(|r| r.stands == FigureStands::AfterUse);
    let contained_in = after.map(|r| r.as_of.to_rfc3339());
    db.prepare_cached(
        "INSERT OR REPLACE INTO uses (use_id, kind, reservation_id, user_number, service, first_day, days,
             units, covered_units, over_quota_units, moved_out_units, copay, full_price, exempt, babies,
             presented, room, remark, paid, record_id, recorded_at, contained_in, first_units)
         VALUES (:id, 'used', :reservation, :number, :service, :first_day, :days,
             :units, :covered, :over, :moved, :copay, :full, :exempt, :babies,
             :presented, :room, :remark, :paid, :record, :at, :contained_in, :units)",
    )?
    .execute(named_params! {
        ":id": c.use_id.as_bytes(), ":reservation": c.reservation_id.map(|r| *r.as_bytes()),
        ":number": c.user_number, ":service": c.service.id(), ":first_day": c.starts_on.to_string(),
        ":days": c.days, ":units": c.units, ":covered": c.covered_units, ":over": c.over_quota_units,
        ":moved": c.moved_out_units, ":copay": c.copay, ":full": c.full_price, ":exempt": c.exempt,
        ":babies": c.babies, ":presented": c.presented.word(), ":room": c.room, ":remark": c.note,
        ":paid": c.paid, ":record": c.record_id.map(|r| *r.as_bytes()), ":at": at, ":contained_in": contained_in,
    })?;
    if let Some(reservation) = c.reservation_id {
        put(
            db,
            "UPDATE reservations SET state = 'arrived' WHERE reservation_id = :id",
            &[(":id", &reservation.as_bytes())],
        )?;
    }
    waiting(db, c.record_id)
}

fn cancelled(db: &Connection, c: &wire::Cancelled, at: &str) -> Result<(), StoreError> {
    let (state, kind) = match c.kind {
        CancelKind::InTime => ("in-time", None),
        CancelKind::Late => ("late", Some("late-cancellation")),
        CancelKind::NoShow => ("no-show", Some("no-show")),
        CancelKind::FacilityRefused => ("facility-refused", None),
        CancelKind::Disaster => ("disaster", None),
    };
    put(
        db,
        "UPDATE reservations SET state = :state WHERE reservation_id = :id",
        &[(":state", &state), (":id", &c.reservation_id.as_bytes())],
    )?;
    let Some(kind) = kind else { return Ok(()) };
    db.prepare_cached(
        "INSERT OR REPLACE INTO uses (use_id, kind, reservation_id, user_number, service, first_day, days,
             units, covered_units, over_quota_units, moved_out_units, copay, full_price, exempt, babies,
             presented, room, remark, paid, record_id, recorded_at, left_at, first_units, awaits_manager)
         SELECT :use_id, :kind, reservation_id, user_number, service, starts_on, :units, :units, 0, 0, :moved,
             :copay, 0, :exempt, 1, 'not-shown', '', :remark, 0, :record, :at, :at, :units, :awaits
         FROM reservations WHERE reservation_id = :id",
    )?
    .execute(named_params! {
        ":use_id": c.use_id.as_bytes(), ":kind": kind, ":units": c.units, ":copay": c.copay,
        ":exempt": c.exempt, ":remark": c.waived_because.as_deref().unwrap_or(&c.reason),
        ":record": c.record_id.map(|r| *r.as_bytes()), ":at": at,
        ":moved": c.moved_out_units, ":awaits": c.awaits_manager,
        ":id": c.reservation_id.as_bytes(),
    })?;
    waiting(db, c.record_id)
}

fn answered(db: &Connection, w: &wire::WardAnswered, at: &str) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(
        "INSERT INTO reports (event_id, state, code, receipt, answered_at)
         VALUES (:id, :state, :code, :receipt, :at)
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
            ":id": answer.event_id.as_bytes(), ":state": word, ":code": answer.code,
            ":receipt": answer.receipt, ":at": at,
        })?;
    }
    state(db, "contact", at)
}

fn changed(db: &Connection, change: &Change, at: &str, n: i64) -> Result<(), StoreError> {
    let set = |number: &str, column: &str, value: &str| {
        // The column is one of three words of this file, never input.
        let sql = format!(
            "INSERT INTO ward_mothers (user_number, {column}) VALUES (:number, :value)
             ON CONFLICT (user_number) DO UPDATE SET {column} = excluded.{column}"
        );
        put(db, &sql, &[(":number", &number), (":value", &value)])
    };
    let newest = |number: &str, column: &str, as_of: &DateTime<FixedOffset>| {
        let sql = format!("SELECT json_extract({column}, '$.as_of') FROM ward_mothers WHERE user_number = :number");
        let kept = db.prepare_cached(&sql)?.query_row(named_params! {":number": number}, |r| r.get(0)).optional()?;
        let kept: Option<String> = kept.flatten();
        let kept = kept.and_then(|t| DateTime::parse_from_rfc3339(&t).ok());
        if kept.is_none_or(|k| k <= *as_of) { set(number, column, &json(change, "ward_mothers")?) } else { Ok(()) }
    };
    match change {
        Change::Balance { user_number, as_of, .. } => newest(user_number, "balance", as_of),
        Change::Exemption { user_number, as_of, .. } => newest(user_number, "exemption", as_of),
        Change::MovedOut { user_number, on } => set(user_number, "moved_out_on", &on.to_string()),
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
            "INSERT OR REPLACE INTO notices (at, n, text) VALUES (:at, :n, :text)",
            &[(":at", &at), (":n", &n), (":text", text)],
        ),
    }
}

/// Whether a body may be gone.
pub(crate) fn is_erased(db: &Connection, event_id: &[u8]) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM erased WHERE event_id = :id";
    let found = db.prepare_cached(sql)?.query_row(named_params! {":id": event_id}, |_| Ok(())).optional()?;
    Ok(found.is_some())
}
