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

impl Ward {
    /// Judges a batch; everything is committed before any verdict is given.
    pub(crate) fn take_in(&self, desk: &Desk, records: &[String]) -> Result<Vec<RecordVerdict>, WardError> {
        let mut db = self.db();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let verdicts = records.iter().map(|text| self.judge(&tx, desk, text)).collect::<Result<_, _>>()?;
        tx.commit()?;
        Ok(verdicts)
    }

    fn judge(&self, db: &Connection, desk: &Desk, text: &str) -> Result<RecordVerdict, WardError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        let hash = wire::hash(&bytes);
        let verdict = |answer| RecordVerdict { hash: hex::encode(hash), answer };
        let key = VerifyingKey::from_bytes(&desk.public_key).map_err(|_| WardError::Key)?;
        let Ok(payload) = wire::open(&bytes, &key) else {
            return Ok(verdict(no(Uuid::nil(), held::SIGNATURE)));
        };
        let Ok(record) = UsageRecord::from_cbor(&payload) else {
            return Ok(verdict(no(Uuid::nil(), held::SCHEMA)));
        };
        let answer = match known(db, record.event_id)? {
            Some(known) if known.hash != hash => no(record.event_id, held::SAME_ID_OTHER_CONTENT),
            Some(known) if known.state != "held" => again(record.event_id, known.receipt),
            _ => self.judge_new(db, desk, &record, hash, &bytes)?,
        };
        Ok(verdict(answer))
    }

    fn judge_new(
        &self,
        db: &Connection,
        desk: &Desk,
        record: &UsageRecord,
        hash: [u8; 32],
        bytes: &[u8],
    ) -> Result<Answer, WardError> {
        let id = record.event_id;
        let taken = number_taken(db, desk, record)?;
        if let Some(code) = if taken { Some(held::SAME_ID_OTHER_CONTENT) } else { not_countable(db, record)? } {
            // The number in the stream stays free for the record that is right.
            if !taken {
                keep(db, desk, record, hash, bytes, "held", "")?;
            }
            return Ok(no(id, code));
        }
        let mut root = None;
        if let Some(corrected) = record.corrects {
            match known(db, corrected)? {
                None => {
                    keep(db, desk, record, hash, bytes, "held", "")?;
                    return Ok(no(id, held::CORRECTS_UNKNOWN));
                }
                Some(k) if k.state == "counted" => root = Some(corrected),
                // It replaces one that was never counted: it counts as a first one.
                Some(_) => {
                    db.execute(
                        "UPDATE records SET state = 'replaced' WHERE event_id = :id",
                        named_params! {":id": corrected.as_bytes()},
                    )?;
                }
            }
        } else if let Some((other, same)) = same_use(db, desk, record)? {
            if same {
                return Ok(again(id, other));
            }
            keep(db, desk, record, hash, bytes, "held", "")?;
            return Ok(no(id, held::SAME_KEY_OTHER_CONTENT));
        }
        let receipt = format!("W-{}", hex::encode(&hash[..6]));
        let gap = has_gap(db, desk, record)?;
        keep(db, desk, record, hash, bytes, "counted", &receipt)?;
        match root {
            Some(root) => {
                db.execute(
                    "UPDATE records SET now_units = :units, now_share = :share, now_over = :over,
                         moved_out_units = :moved WHERE event_id = :root",
                    named_params! {
                        ":units": record.units, ":share": record.share_due, ":over": record.over_quota_units,
                        ":moved": record.moved_out_units, ":root": root.as_bytes(),
                    },
                )?;
            }
            None => {
                // A replacement of a held record is a root of its own.
                db.execute(
                    "UPDATE records SET corrects = NULL WHERE event_id = :id",
                    named_params! {":id": id.as_bytes()},
                )?;
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
    let is_use = matches!(record.kind, RecordKind::Used);
    Ok((is_use && in_future).then_some(held::IN_FUTURE))
}

/// The receipt of the counted record of the same use, and whether it says the same.
fn same_use(db: &Connection, desk: &Desk, record: &UsageRecord) -> Result<Option<(String, bool)>, WardError> {
    let sql = "SELECT receipt, kind = :kind AND units = :units AND share_due = :share AS same FROM records
               WHERE facility_id = :facility AND user_number = :number AND service = :service
                   AND first_day = :day AND occurrence = :occurrence AND state = 'counted' AND corrects IS NULL";
    let mut statement = db.prepare_cached(sql)?;
    let params = named_params! {
        ":kind": record.kind.word(), ":units": record.units, ":share": record.share_due,
        ":facility": desk.facility_id, ":number": record.user_number, ":service": record.service.id(),
        ":day": record.first_day.to_string(), ":occurrence": record.occurrence,
    };
    Ok(statement.query_row(params, |r| Ok((r.get("receipt")?, r.get("same")?))).optional()?)
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
    state: &str,
    receipt: &str,
) -> Result<(), WardError> {
    let shown = r.presented != PresentedAs::NotShown && r.kind == RecordKind::Used;
    db.prepare_cached(
        "INSERT OR REPLACE INTO records (event_id, facility_id, desk_id, epoch, seq, hash, state, user_number,
             service, first_day, occurrence, corrects, kind, units, share_due, over_quota_units,
             moved_out_units, shown, now_units, now_share, now_over, receipt, message)
         VALUES (:id, :facility, :desk, :epoch, :seq, :hash, :state, :number,
             :service, :day, :occurrence, :corrects, :kind, :units, :share, :over,
             :moved, :shown, :units, :share, :over, :receipt, :message)",
    )?
    .execute(named_params! {
        ":id": r.event_id.as_bytes(), ":facility": desk.facility_id, ":desk": desk.desk_id,
        ":epoch": r.epoch, ":seq": r.seq, ":hash": hash, ":state": state, ":number": r.user_number,
        ":service": r.service.id(), ":day": r.first_day.to_string(), ":occurrence": r.occurrence,
        ":corrects": r.corrects.map(|c| *c.as_bytes()), ":kind": r.kind.word(), ":units": r.units,
        ":share": r.share_due, ":over": r.over_quota_units, ":moved": r.moved_out_units,
        ":shown": shown, ":receipt": receipt, ":message": bytes,
    })?;
    Ok(())
}
