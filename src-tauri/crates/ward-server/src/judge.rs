//! One verdict a record: counted, counted with a word, counted before, or held.
//!
//! Idempotent three times over: by event id and hash, by the number in the desk's stream, and by
//! the use itself (facility, user number, service, first day, occurrence).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{NaiveDate, TimeDelta};
use ed25519_dalek::VerifyingKey;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, named_params};
use uuid::Uuid;
use wire::{Answer, PresentedAs, RecordKind, RecordVerdict, UsageRecord, Verdict, held, warn};

use crate::tokens::Desk;
use crate::{Ward, WardError, ledger};

struct Known {
    hash: [u8; 32],
    state: String,
    receipt: String,
}

/// Most units one use can have: a use is at most a year long.
const MOST_UNITS: u64 = 366;

impl Ward {
    /// Judges a batch; everything is committed before any verdict is given. A record whose own row in the
    /// register is damaged gets no verdict: it is still waiting, and nothing behind it waits for it.
    pub(crate) fn take_in(&self, desk: &Desk, records: &[String]) -> Result<Vec<RecordVerdict>, WardError> {
        let key = VerifyingKey::from_bytes(&desk.public_key).map_err(|_| WardError::Key)?;
        let mut db = self.db();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut verdicts = Vec::with_capacity(records.len());
        for text in records {
            let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
            if let Some(answer) = self.judge_alone(&tx, desk, &key, &bytes)? {
                verdicts.push(RecordVerdict { hash: hex::encode(wire::hash(&bytes)), answer });
            }
        }
        tx.commit()?;
        Ok(verdicts)
    }

    /// Judges one record within its own savepoint: what it breaks, it breaks for itself.
    fn judge_alone(
        &self,
        db: &Connection,
        desk: &Desk,
        key: &VerifyingKey,
        bytes: &[u8],
    ) -> Result<Option<Answer>, WardError> {
        let Ok(payload) = wire::open(bytes, key) else {
            return Ok(Some(no(Uuid::nil(), held::SIGNATURE)));
        };
        let Ok(record) = UsageRecord::from_cbor(&payload) else {
            return Ok(Some(no(Uuid::nil(), held::SCHEMA)));
        };
        db.execute_batch("SAVEPOINT record")?;
        let judged = self.judge(db, desk, &record, bytes);
        if judged.is_err() {
            db.execute_batch("ROLLBACK TO record")?;
        }
        db.execute_batch("RELEASE record")?;
        match judged {
            Ok(answer) => Ok(Some(answer)),
            Err(WardError::Sqlite(e)) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
                Ok(Some(no(record.event_id, held::SAME_KEY_OTHER_CONTENT)))
            }
            Err(WardError::Damaged(what)) => {
                tracing::error!(what, "a record could not be judged");
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }

    fn judge(&self, db: &Connection, desk: &Desk, record: &UsageRecord, bytes: &[u8]) -> Result<Answer, WardError> {
        let (id, hash) = (record.event_id, wire::hash(bytes));
        match known(db, id)? {
            Some(known) if known.hash != hash => return Ok(no(id, held::SAME_ID_OTHER_CONTENT)),
            Some(known) if known.state != "held" => return Ok(again(id, known.receipt)),
            _ => {}
        }
        // What cannot be this desk's next record is not kept: its place stays free for the one that is.
        if names_another_desk(db, desk, record)? {
            return Ok(no(id, held::SIGNATURE));
        }
        if number_taken(db, desk, record)? {
            return Ok(no(id, held::SAME_ID_OTHER_CONTENT));
        }
        match self.place(db, desk, record)? {
            Place::Held(code) => {
                keep(db, desk, record, hash, bytes, &Kept::Held)?;
                Ok(no(id, code))
            }
            Place::CountedBefore { receipt } => Ok(again(id, receipt)),
            Place::First => self.count(db, desk, record, hash, bytes, None),
            Place::Corrects { root } => self.count(db, desk, record, hash, bytes, Some(root)),
        }
    }

    /// Where a record belongs in the ledger.
    fn place(&self, db: &Connection, desk: &Desk, record: &UsageRecord) -> Result<Place, WardError> {
        if let Some(code) = not_countable(db, record)? {
            return Ok(Place::Held(code));
        }
        match (record.kind, record.corrects) {
            (RecordKind::Correction, None) => Ok(Place::Held(held::SCHEMA)),
            (RecordKind::Correction, Some(root)) => Ok(match is_root(db, desk, record, root)? {
                true => Place::Corrects { root },
                false => Place::Held(held::CORRECTS_UNKNOWN),
            }),
            // It stands in for one that was held: what counts already is not told again under another name.
            (_, Some(replaced)) => Ok(match (known(db, replaced)?, same_use(db, desk, record)?) {
                (Some(known), _) if known.state == "counted" => Place::Held(held::SAME_KEY_OTHER_CONTENT),
                (_, Some(_)) => Place::Held(held::SAME_KEY_OTHER_CONTENT),
                _ => Place::First,
            }),
            (_, None) => Ok(match same_use(db, desk, record)? {
                Some(SameUse { says_the_same: true, receipt }) => Place::CountedBefore { receipt },
                Some(_) => Place::Held(held::SAME_KEY_OTHER_CONTENT),
                None => Place::First,
            }),
        }
    }

    fn count(
        &self,
        db: &Connection,
        desk: &Desk,
        record: &UsageRecord,
        hash: [u8; 32],
        bytes: &[u8],
        root: Option<Uuid>,
    ) -> Result<Answer, WardError> {
        let id = record.event_id;
        let receipt = format!("W-{}", hex::encode(&hash[..6]));
        let gap = has_gap(db, desk, record)?;
        // A later correction may have overtaken this one: the newest word stays.
        let overtaken = match root {
            Some(root) => is_overtaken(db, desk, record, root)?,
            None => false,
        };
        keep(db, desk, record, hash, bytes, &Kept::Counted { root, receipt: &receipt })?;
        match root {
            Some(root) if !overtaken => {
                db.prepare_cached(
                    "UPDATE records SET now_units = :units, now_share = :share, now_over = :over,
                         moved_out_units = :moved WHERE event_id = :root",
                )?
                .execute(named_params! {
                    ":units": record.units, ":share": record.share_due, ":over": record.over_quota_units,
                    ":moved": record.moved_out_units, ":root": root.as_bytes(),
                })?;
            }
            Some(_) => {}
            None => {
                if let Some(replaced) = record.corrects {
                    db.prepare_cached(
                        "UPDATE records SET state = 'replaced'
                         WHERE event_id = :id AND facility_id = :facility AND state = 'held'",
                    )?
                    .execute(named_params! {":id": replaced.as_bytes(), ":facility": desk.facility_id})?;
                }
                ledger::tell_what_stands(db, &desk.facility_id, &record.user_number)?;
            }
        }
        ledger::announce_balance(self, db, &record.user_number)?;
        let code = match ledger::worth_knowing(self, db, desk, record)? {
            None if gap => Some(warn::GAP),
            found => found,
        };
        let verdict = if code.is_some() { Verdict::AcceptedWarn } else { Verdict::Accepted };
        Ok(Answer { event_id: id, verdict, code: code.map(str::to_owned), receipt: Some(receipt) })
    }
}

/// Where a record belongs in the ledger.
enum Place {
    /// A use of its own.
    First,
    /// A counted use gets new figures.
    Corrects { root: Uuid },
    /// The same use, told once more.
    CountedBefore { receipt: String },
    /// Quarantine.
    Held(&'static str),
}

/// As which a record is kept.
enum Kept<'a> {
    Counted { root: Option<Uuid>, receipt: &'a str },
    Held,
}

struct SameUse {
    receipt: String,
    says_the_same: bool,
}

fn no(event_id: Uuid, code: &str) -> Answer {
    Answer { event_id, verdict: Verdict::Held, code: Some(code.to_owned()), receipt: None }
}

fn again(event_id: Uuid, receipt: String) -> Answer {
    Answer { event_id, verdict: Verdict::Duplicate, code: None, receipt: Some(receipt) }
}

fn known(db: &Connection, event_id: Uuid) -> Result<Option<Known>, WardError> {
    let sql = "SELECT hash, state, receipt FROM records WHERE event_id = :id";
    let read =
        |r: &rusqlite::Row<'_>| Ok(Known { hash: r.get("hash")?, state: r.get("state")?, receipt: r.get("receipt")? });
    let mut statement = db.prepare_cached(sql)?;
    Ok(statement.query_row(named_params! {":id": event_id.as_bytes()}, read).optional()?)
}

/// Whether the place in the desk's stream holds another counted record.
fn number_taken(db: &Connection, desk: &Desk, record: &UsageRecord) -> Result<bool, WardError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM records WHERE desk_id = :desk AND epoch = :epoch AND seq = :seq
                   AND state = 'counted' AND event_id <> :id)";
    Ok(db.prepare_cached(sql)?.query_row(
        named_params! {
            ":desk": desk.desk_id, ":epoch": record.epoch, ":seq": record.seq, ":id": record.event_id.as_bytes(),
        },
        |r| r.get(0),
    )?)
}

/// Why the register does not let this record count.
fn not_countable(db: &Connection, record: &UsageRecord) -> Result<Option<&'static str>, WardError> {
    let correction = record.kind == RecordKind::Correction;
    let lowest = u64::from(!correction);
    let whole = record.over_quota_units.checked_add(record.moved_out_units).is_some_and(|n| n <= record.units);
    if !(lowest..=MOST_UNITS).contains(&record.units) || !whole {
        return Ok(Some(held::SCHEMA));
    }
    let sql = "SELECT born FROM births WHERE user_number = :number";
    let mut statement = db.prepare_cached(sql)?;
    let born: Option<String> =
        statement.query_row(named_params! {":number": record.user_number}, |r| r.get(0)).optional()?;
    let Some(born) = born else { return Ok(Some(held::UNKNOWN_NUMBER)) };
    let born: NaiveDate = born.parse().map_err(|_| WardError::Damaged("a birth date"))?;
    if born != record.born {
        return Ok(Some(held::BIRTH_MISMATCH));
    }
    if record.first_day < born {
        return Ok(Some(held::BEFORE_BIRTH));
    }
    let written = record.recorded_at.with_timezone(&domain::japan()).date_naive();
    // A late cancellation speaks of a day to come; a use does not.
    let in_future = record.first_day.signed_duration_since(written) > TimeDelta::days(1);
    let is_use = record.kind == RecordKind::Used;
    Ok((is_use && in_future).then_some(held::IN_FUTURE))
}

/// The counted record of the same use, and whether it says the same.
fn same_use(db: &Connection, desk: &Desk, record: &UsageRecord) -> Result<Option<SameUse>, WardError> {
    let sql = "SELECT receipt, kind = :kind AND units = :units AND share_due = :share AS same FROM records
               WHERE facility_id = :facility AND user_number = :number AND service = :service
                   AND first_day = :day AND occurrence = :occurrence AND state = 'counted' AND corrects IS NULL";
    let mut statement = db.prepare_cached(sql)?;
    let params = named_params! {
        ":kind": record.kind.word(), ":units": record.units, ":share": record.share_due,
        ":facility": desk.facility_id, ":number": record.user_number, ":service": record.service.id(),
        ":day": record.first_day.to_string(), ":occurrence": record.occurrence,
    };
    let read = |r: &rusqlite::Row<'_>| Ok(SameUse { receipt: r.get("receipt")?, says_the_same: r.get("same")? });
    Ok(statement.query_row(params, read).optional()?)
}

/// Whether this record may correct that one: a counted use of the same facility, mother, service and day.
fn is_root(db: &Connection, desk: &Desk, record: &UsageRecord, root: Uuid) -> Result<bool, WardError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM records WHERE event_id = :root AND state = 'counted' AND corrects IS NULL
                   AND facility_id = :facility AND user_number = :number AND service = :service
                   AND first_day = :day)";
    Ok(db.prepare_cached(sql)?.query_row(
        named_params! {
            ":root": root.as_bytes(), ":facility": desk.facility_id, ":number": record.user_number,
            ":service": record.service.id(), ":day": record.first_day.to_string(),
        },
        |r| r.get(0),
    )?)
}

/// Whether a correction written after this one has been counted already.
fn is_overtaken(db: &Connection, desk: &Desk, record: &UsageRecord, root: Uuid) -> Result<bool, WardError> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM records INDEXED BY corrections_of WHERE corrects = :root AND state = 'counted'
                   AND desk_id = :desk AND (epoch, seq) > (:epoch, :seq))";
    Ok(db.prepare_cached(sql)?.query_row(
        named_params! {
            ":root": root.as_bytes(), ":desk": desk.desk_id, ":epoch": record.epoch, ":seq": record.seq,
        },
        |r| r.get(0),
    )?)
}

/// Whether the record was written in the name of a desk of this ward whose key is another one. What was
/// written before the enrolment names neither: the signature says whose it is.
fn names_another_desk(db: &Connection, desk: &Desk, record: &UsageRecord) -> Result<bool, WardError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM desks WHERE desk_id = :named AND public_key <> :key)";
    let params = named_params! {":named": record.desk, ":key": desk.public_key};
    Ok(db.prepare_cached(sql)?.query_row(params, |r| r.get(0))?)
}

fn has_gap(db: &Connection, desk: &Desk, record: &UsageRecord) -> Result<bool, WardError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM records WHERE desk_id = :desk AND epoch = :epoch AND seq = :before)";
    let there: bool = db.prepare_cached(sql)?.query_row(
        named_params! {":desk": desk.desk_id, ":epoch": record.epoch, ":before": record.seq.saturating_sub(1)},
        |r| r.get(0),
    )?;
    Ok(record.seq > 1 && !there)
}

fn keep(
    db: &Connection,
    desk: &Desk,
    r: &UsageRecord,
    hash: [u8; 32],
    bytes: &[u8],
    kept: &Kept<'_>,
) -> Result<(), WardError> {
    // A held record keeps what it said; a counted one has its place in the ledger.
    let (state, corrects, receipt) = match kept {
        Kept::Counted { root, receipt } => ("counted", *root, *receipt),
        Kept::Held => ("held", r.corrects, ""),
    };
    let shown = r.presented != PresentedAs::NotShown && r.kind == RecordKind::Used;
    db.prepare_cached(
        "INSERT INTO records (event_id, facility_id, desk_id, epoch, seq, hash, state, user_number,
             service, first_day, occurrence, corrects, kind, units, share_due, over_quota_units,
             moved_out_units, shown, now_units, now_share, now_over, receipt, message)
         VALUES (:id, :facility, :desk, :epoch, :seq, :hash, :state, :number,
             :service, :day, :occurrence, :corrects, :kind, :units, :share, :over,
             :moved, :shown, :units, :share, :over, :receipt, :message)
         -- The same bytes again, held until now.
         ON CONFLICT (event_id) DO UPDATE SET state = excluded.state, corrects = excluded.corrects,
             receipt = excluded.receipt, facility_id = excluded.facility_id, desk_id = excluded.desk_id",
    )?
    .execute(named_params! {
        ":id": r.event_id.as_bytes(), ":facility": desk.facility_id, ":desk": desk.desk_id,
        ":epoch": r.epoch, ":seq": r.seq, ":hash": hash, ":state": state, ":number": r.user_number,
        ":service": r.service.id(), ":day": r.first_day.to_string(), ":occurrence": r.occurrence,
        ":corrects": corrects.map(|c| *c.as_bytes()), ":kind": r.kind.word(), ":units": r.units,
        ":share": r.share_due, ":over": r.over_quota_units, ":moved": r.moved_out_units,
        ":shown": shown, ":receipt": receipt, ":message": bytes,
    })?;
    Ok(())
}

#[cfg(test)]
mod tests;
