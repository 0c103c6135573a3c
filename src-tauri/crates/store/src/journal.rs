//! Writing: facts and records, signed, chained and folded in one transaction.

use std::cell::Cell;

use chrono::{DateTime, FixedOffset, NaiveDate};
use ed25519_dalek::VerifyingKey;
use rusqlite::{OptionalExtension, Transaction, named_params};
use uuid::Uuid;
use wire::{ClockState, Envelope, Fact, PresentedAs, RecordKind, SeenRemaining, Service, UsageRecord};

use crate::open::Identity;
use crate::{Store, StoreError, fold, open};

/// Who did something, and when.
#[derive(Debug, Clone)]
pub struct Author {
    /// Staff id.
    pub staff: String,
    /// When it happened.
    pub occurred_at: DateTime<FixedOffset>,
    /// When it is written down.
    pub recorded_at: DateTime<FixedOffset>,
    /// Which kind of time that is.
    pub time: Time,
}

/// Kind of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// The machine's clock.
    Real,
    /// Played time of a practice facility.
    Played,
}

/// What the desk says to the ward; the store adds ids, numbers and the chain.
#[derive(Debug, Clone)]
pub struct RecordDraft {
    /// When it is written down.
    pub recorded_at: DateTime<FixedOffset>,
    /// 利用者番号.
    pub user_number: String,
    /// The child's birth date.
    pub born: NaiveDate,
    /// The service.
    pub service: Service,
    /// First day.
    pub first_day: NaiveDate,
    /// Units.
    pub units: u64,
    /// How the credential was shown.
    pub presented: PresentedAs,
    /// The kind of count.
    pub kind: RecordKind,
    /// User share due, yen.
    pub share_due: u64,
    /// Units beyond the quota.
    pub over_quota_units: u64,
    /// Units after the move.
    pub moved_out_units: u64,
    /// Remaining as seen.
    pub remaining: Option<SeenRemaining>,
    /// For a correction the counted record it gives new figures; for any other kind the held one that it is
    /// sent in place of.
    pub corrects: Option<Uuid>,
}

/// One write transaction.
#[derive(Debug)]
pub struct Tx<'a> {
    pub(crate) db: Transaction<'a>,
    identity: &'a Identity,
    last: Cell<Option<Uuid>>,
}

/// The end of a stream.
struct Tip {
    seq: u64,
    hash: [u8; 32],
    recorded_at: String,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(db: Transaction<'a>, identity: &'a Identity) -> Tx<'a> {
        Tx { db, identity, last: Cell::new(None) }
    }

    /// The desk and the epoch that write.
    pub(crate) fn place(&self) -> (&str, u64) {
        (&self.identity.desk, self.identity.epoch)
    }

    /// Commits, and names the last fact for the case that nobody knows whether it went through.
    pub(crate) fn commit(self) -> (rusqlite::Result<()>, Option<Uuid>) {
        let last = self.last.get();
        (self.db.commit(), last)
    }

    /// Appends a fact: signs, chains, stores and folds it. Gives its event id.
    ///
    /// # Errors
    /// What SQLite says; the transaction is then given up whole.
    pub fn append(&self, by: &Author, fact: impl Into<Fact>) -> Result<Uuid, StoreError> {
        let fact = fact.into();
        let me = self.identity;
        let tip = self.tip("journal")?;
        let lamport: u64 = self
            .db
            .prepare_cached("SELECT COALESCE(MAX(lamport), 0) + 1 FROM tips WHERE stream = 'journal'")?
            .query_row([], |r| r.get(0))?;
        let row = || format!("journal {}/{}/{}", me.desk, me.epoch, tip.seq + 1);
        let unreadable = |source| StoreError::Unreadable { row: row(), source };
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|_| StoreError::NoRandomness)?;
        let body = fact.body().map_err(unreadable)?;
        let recorded_at = by.recorded_at.to_rfc3339();
        let head = Envelope {
            event_id: Uuid::now_v7(),
            facility: me.facility.clone(),
            desk: me.desk.clone(),
            epoch: me.epoch,
            seq: tip.seq + 1,
            lamport,
            prev_hash: tip.hash,
            schema_v: wire::SCHEMA_V,
            kind: fact.kind().to_owned(),
            occurred_at: by.occurred_at,
            recorded_at: by.recorded_at,
            clock: clock_state(by, &tip.recorded_at),
            staff: by.staff.clone(),
            body_hash: wire::body_hash(&salt, &body),
        };
        let message = head.to_cbor().and_then(|c| wire::sign(c, &me.key)).map_err(unreadable)?;
        let stored = SignedFact { message, salt, body: Some(body) };
        insert(&self.db, &head, &stored)?;
        let hash = wire::hash(&stored.message);
        self.set_tip("journal", head.seq, hash, lamport, &recorded_at)?;
        fold::apply(&self.db, &head, &fact)?;
        self.last.set(Some(head.event_id));
        Ok(head.event_id)
    }

    /// Appends a record to the stream to the ward. Gives its event id; the fact that caused it names it.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn report(&self, draft: RecordDraft) -> Result<Uuid, StoreError> {
        let me = self.identity;
        let tip = self.tip("records")?;
        let at_ward = self.enrolment()?;
        let occurrence = match draft.kind {
            RecordKind::Correction => 1,
            _ => self.next_occurrence(&draft)?,
        };
        let (facility, desk) = match at_ward {
            Some(e) => (e.facility_id, e.desk_id),
            None => (me.facility.clone(), me.desk.clone()),
        };
        let recorded_at = draft.recorded_at.to_rfc3339();
        let record = UsageRecord {
            event_id: Uuid::now_v7(),
            facility,
            desk,
            epoch: me.epoch,
            seq: tip.seq + 1,
            prev_hash: tip.hash,
            recorded_at: draft.recorded_at,
            user_number: draft.user_number,
            born: draft.born,
            service: draft.service,
            first_day: draft.first_day,
            units: draft.units,
            presented: draft.presented,
            kind: draft.kind,
            share_due: draft.share_due,
            over_quota_units: draft.over_quota_units,
            moved_out_units: draft.moved_out_units,
            remaining: draft.remaining,
            occurrence,
            corrects: draft.corrects,
        };
        let row = || format!("records {}/{}/{}", me.desk, me.epoch, tip.seq + 1);
        let message = record.to_cbor().and_then(|c| wire::sign(c, &me.key));
        let message = message.map_err(|source| StoreError::Unreadable { row: row(), source })?;
        let hash = wire::hash(&message);
        self.db
            .prepare_cached(
                "INSERT INTO records (desk, epoch, seq, event_id, hash, first_day, message)
                 VALUES (:desk, :epoch, :seq, :event_id, :hash, :first_day, :message)",
            )?
            .execute(named_params! {
                ":desk": me.desk, ":epoch": me.epoch, ":seq": record.seq,
                ":event_id": record.event_id.as_bytes(), ":hash": hash,
                ":first_day": record.first_day.to_string(), ":message": message,
            })?;
        self.set_tip("records", record.seq, hash, 0, &recorded_at)?;
        Ok(record.event_id)
    }

    /// Tells this use apart from others of the same mother, service and day. What was reported under a number
    /// once is not used again, also where the use has since gone to another number.
    fn next_occurrence(&self, draft: &RecordDraft) -> Result<u64, StoreError> {
        let day = draft.first_day.to_string();
        let sql = "SELECT EXISTS (SELECT 1 FROM uses WHERE user_number = :number AND service = :service
                       AND first_day = :day AND record_id IS NOT :replaced)";
        let others: bool = self.db.prepare_cached(sql)?.query_row(
            named_params! {
                ":number": draft.user_number, ":service": draft.service.id(), ":day": day,
                ":replaced": draft.corrects.map(|c| *c.as_bytes()),
            },
            |r| r.get(0),
        )?;
        if !others {
            return Ok(1);
        }
        let mut statement = self.db.prepare_cached("SELECT message FROM records WHERE first_day = :day")?;
        let mut rows = statement.query(named_params! {":day": day})?;
        let mut highest = 0;
        while let Some(row) = rows.next()? {
            let message = row.get_ref("message")?.as_blob().map_err(rusqlite::Error::from)?;
            let record = wire::payload_unchecked(message).and_then(|p| UsageRecord::from_cbor(&p));
            let same = |r: &UsageRecord| {
                r.user_number == draft.user_number && r.service == draft.service && r.kind != RecordKind::Correction
            };
            if let Some(record) = record.ok().filter(same) {
                highest = record.occurrence.max(highest);
            }
        }
        Ok(highest + 1)
    }

    fn enrolment(&self) -> Result<Option<wire::Enrolled>, StoreError> {
        crate::queries::enrolment_in(&self.db, &self.identity.desk)
    }

    fn tip(&self, stream: &str) -> Result<Tip, StoreError> {
        let sql = "SELECT seq, hash, recorded_at FROM tips
                   WHERE stream = :stream AND desk = :desk AND epoch = :epoch";
        let me = self.identity;
        let read = |r: &rusqlite::Row<'_>| {
            Ok(Tip { seq: r.get("seq")?, hash: r.get("hash")?, recorded_at: r.get("recorded_at")? })
        };
        let tip = self
            .db
            .prepare_cached(sql)?
            .query_row(named_params! {":stream": stream, ":desk": me.desk, ":epoch": me.epoch}, read)
            .optional()?;
        Ok(tip.unwrap_or(Tip { seq: 0, hash: [0; 32], recorded_at: String::new() }))
    }

    fn set_tip(
        &self,
        stream: &str,
        seq: u64,
        hash: [u8; 32],
        lamport: u64,
        recorded_at: &str,
    ) -> Result<(), StoreError> {
        let me = self.identity;
        let signature = wire::sign(tip_bytes(stream, &me.desk, me.epoch, seq, &hash), &me.key);
        let signature =
            signature.map_err(|source| StoreError::Unreadable { row: format!("tip of {stream}"), source })?;
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO tips (stream, desk, epoch, seq, hash, lamport, recorded_at, signature)
                 VALUES (:stream, :desk, :epoch, :seq, :hash, :lamport, :recorded_at, :signature)",
            )?
            .execute(named_params! {
                ":stream": stream, ":desk": me.desk, ":epoch": me.epoch, ":seq": seq, ":hash": hash,
                ":lamport": lamport, ":recorded_at": recorded_at, ":signature": signature,
            })?;
        Ok(())
    }
}

/// What is signed as the end of a stream.
pub(crate) fn tip_bytes(stream: &str, desk: &str, epoch: u64, seq: u64, hash: &[u8; 32]) -> Vec<u8> {
    let mut bytes = format!("{stream}|{desk}|{epoch}|{seq}|").into_bytes();
    bytes.extend_from_slice(hash);
    bytes
}

fn clock_state(by: &Author, before: &str) -> ClockState {
    match by.time {
        Time::Played => ClockState::Practice,
        Time::Real => match DateTime::parse_from_rfc3339(before) {
            Ok(before) if by.recorded_at < before => ClockState::JumpedBack,
            _ => ClockState::Steady,
        },
    }
}

/// A fact as it lies in a journal, and as it travels between the desks of one facility.
#[derive(Debug, Clone)]
pub struct SignedFact {
    /// The signed head.
    pub message: Vec<u8>,
    /// Salt of the body's hash.
    pub salt: [u8; 16],
    /// The body, none once erased.
    pub body: Option<Vec<u8>>,
}

pub(crate) fn insert(db: &rusqlite::Connection, head: &Envelope, fact: &SignedFact) -> Result<(), StoreError> {
    let body = fact.body.as_ref().map(|b| String::from_utf8_lossy(b));
    db.prepare_cached(
        "INSERT INTO journal (desk, epoch, seq, lamport, event_id, kind, hash, head, salt, body)
         VALUES (:desk, :epoch, :seq, :lamport, :event_id, :kind, :hash, :head, :salt, :body)",
    )?
    .execute(named_params! {
        ":desk": head.desk, ":epoch": head.epoch, ":seq": head.seq, ":lamport": head.lamport,
        ":event_id": head.event_id.as_bytes(), ":kind": head.kind,
        ":hash": wire::hash(&fact.message), ":head": fact.message, ":salt": fact.salt, ":body": body,
    })?;
    Ok(())
}

impl Store {
    /// All facts of one desk and epoch after a number, in order: what another desk would be handed.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn log(&self, after: u64) -> Result<Vec<SignedFact>, StoreError> {
        let sql = "SELECT head, salt, body FROM journal
                   WHERE desk = :desk AND epoch = :epoch AND seq > :after ORDER BY seq";
        let me = &self.identity;
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(named_params! {":desk": me.desk, ":epoch": me.epoch, ":after": after}, |r| {
            Ok(SignedFact {
                message: r.get("head")?,
                salt: r.get("salt")?,
                body: r.get::<_, Option<String>>("body")?.map(String::into_bytes),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes in another desk's log, checks it, and folds everything anew in the one order.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] for a fact that does not hold, [`StoreError::Gap`] where it does
    /// not follow; nothing of it is kept then.
    pub fn merge(&mut self, key: &VerifyingKey, facts: &[SignedFact]) -> Result<(), StoreError> {
        let db = self.db.transaction()?;
        for fact in facts {
            let opened = wire::open(&fact.message, key).and_then(|p| Envelope::from_cbor(&p));
            let row = || "of another desk".to_owned();
            let head = opened.map_err(|source| StoreError::Unreadable { row: row(), source })?;
            db.execute(
                "INSERT OR IGNORE INTO desks (desk, public_key) VALUES (:desk, :key)",
                named_params! {":desk": head.desk, ":key": key.to_bytes()},
            )?;
            let sql = "SELECT public_key FROM desks WHERE desk = :desk";
            let known: [u8; 32] = db.query_row(sql, named_params! {":desk": head.desk}, |r| r.get(0))?;
            if known != key.to_bytes() {
                return Err(StoreError::Unreadable { row: row(), source: wire::WireError::BadSignature });
            }
            let (after, hash) = db
                .query_row(
                    "SELECT seq, hash FROM journal WHERE desk = :desk AND epoch = :epoch
                     ORDER BY seq DESC LIMIT 1",
                    named_params! {":desk": head.desk, ":epoch": head.epoch},
                    |r| Ok((r.get("seq")?, r.get("hash")?)),
                )
                .optional()?
                .unwrap_or((0u64, [0u8; 32]));
            if head.seq <= after {
                continue;
            }
            let body_holds = fact.body.as_ref().is_none_or(|b| wire::body_hash(&fact.salt, b) == head.body_hash);
            if head.seq != after + 1 || head.prev_hash != hash || !body_holds {
                return Err(StoreError::Gap { after });
            }
            insert(&db, &head, fact)?;
            db.execute(
                "INSERT OR REPLACE INTO tips (stream, desk, epoch, seq, hash, lamport, recorded_at, signature)
                 VALUES ('journal', :desk, :epoch, :seq, :hash, :lamport, :at, x'')",
                named_params! {
                    ":desk": head.desk, ":epoch": head.epoch, ":seq": head.seq,
                    ":hash": wire::hash(&fact.message), ":lamport": head.lamport,
                    ":at": head.recorded_at.to_rfc3339(),
                },
            )?;
        }
        open::empty_tables(&db)?;
        fold::all(&db, &db)?;
        Ok(db.commit()?)
    }
}
