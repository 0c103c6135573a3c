//! From facts to tables. Deterministic: the same facts in the order (lamport, desk, epoch, seq) give
//! the same rows, whichever desk folds them and in which order they arrived.

use ed25519_dalek::VerifyingKey;
use rusqlite::{Connection, OptionalExtension, named_params};
use wire::{CancelKind, Envelope, Fact, FigureStands};

use crate::{StoreError, fold_text};

mod ward;

/// The folded tables. The first two columns of each order its rows.
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
        Fact::Cancelled(c) => cancelled(db, head, c, &at),
        Fact::CheckedIn(c) => checked_in(db, head, c, &at),
        Fact::CheckedOut(c) => put(
            db,
            "UPDATE uses SET left_at = :at WHERE use_id = :id",
            &[(":at", &c.left_at.to_rfc3339()), (":id", &c.use_id.as_bytes())],
        ),
        Fact::UseChanged(u) => {
            ward::superseded(db, u.use_id, u.record_id)?;
            put(
                db,
                "UPDATE uses SET days = :days, units = :units, covered_units = :covered,
                     over_quota_units = :over, moved_out_units = :moved, copay = :copay,
                     full_price = :full, correction_id = COALESCE(:record, correction_id), changed_at = :at
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
            ward::reported(db, head, u.record_id)
        }
        Fact::TakenBack(t) => {
            ward::superseded(db, t.use_id, t.record_id)?;
            put(
                db,
                "UPDATE uses SET taken_back = 1, correction_id = COALESCE(:record, correction_id) WHERE use_id = :id",
                &[(":record", &t.record_id.map(|r| *r.as_bytes())), (":id", &t.use_id.as_bytes())],
            )?;
            put(
                db,
                "UPDATE reservations SET state = 'open'
                 WHERE reservation_id = (SELECT reservation_id FROM uses WHERE use_id = :id)",
                &[(":id", &t.use_id.as_bytes())],
            )?;
            ward::reported(db, head, t.record_id)?;
            ward::withdraw(db, t.use_id)
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

fn checked_in(db: &Connection, head: &Envelope, c: &wire::CheckedIn, at: &str) -> Result<(), StoreError> {
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
    ward::reported(db, head, c.record_id)
}

fn cancelled(db: &Connection, head: &Envelope, c: &wire::Cancelled, at: &str) -> Result<(), StoreError> {
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
    ward::reported(db, head, c.record_id)
}

/// Whether a body may be gone.
pub(crate) fn is_erased(db: &Connection, event_id: &[u8]) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM erased WHERE event_id = :id";
    let found = db.prepare_cached(sql)?.query_row(named_params! {":id": event_id}, |_| Ok(())).optional()?;
    Ok(found.is_some())
}
