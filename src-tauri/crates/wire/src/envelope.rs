//! The signed head of a fact. The body lies beside it, so that it can be erased when its time is over.

use chrono::{DateTime, FixedOffset};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::WireError;
use crate::fields::{Reader, Writer};

/// What the desk knew of its clock when it recorded a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// Ran on since the last fact.
    Steady,
    /// Stands before the last fact: it was set back.
    JumpedBack,
    /// Played time of a practice facility.
    Practice,
}

impl ClockState {
    /// The word in the envelope and in the table.
    pub fn word(self) -> &'static str {
        match self {
            ClockState::Steady => "steady",
            ClockState::JumpedBack => "jumped-back",
            ClockState::Practice => "practice",
        }
    }

    fn from_word(word: &str) -> Option<ClockState> {
        [ClockState::Steady, ClockState::JumpedBack, ClockState::Practice].into_iter().find(|c| c.word() == word)
    }
}

/// The head of one fact, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// UUIDv7, the fact's name for ever.
    pub event_id: Uuid,
    /// The facility.
    pub facility: String,
    /// The desk that wrote it.
    pub desk: String,
    /// Counts up when a backup is restored.
    pub epoch: u64,
    /// Gap-free from 1 within (desk, epoch).
    pub seq: u64,
    /// Lamport time: order across desks.
    pub lamport: u64,
    /// SHA-256 of the previous signed head of this (desk, epoch); zeros for the first.
    pub prev_hash: [u8; 32],
    /// Version of the body's shape.
    pub schema_v: u64,
    /// The body's kind.
    pub kind: String,
    /// When it happened.
    pub occurred_at: DateTime<FixedOffset>,
    /// When it was written down.
    pub recorded_at: DateTime<FixedOffset>,
    /// What was known of the clock.
    pub clock: ClockState,
    /// Who did it.
    pub staff: String,
    /// [`body_hash`] of salt and body.
    pub body_hash: [u8; 32],
}

/// SHA-256 over salt and body: the head says which body it had, and an erased body cannot be guessed.
pub fn body_hash(salt: &[u8; 16], body: &[u8]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(salt);
    digest.update(body);
    digest.finalize().into()
}

const VERSION: u64 = 1;

impl Envelope {
    /// The deterministic CBOR that is signed.
    ///
    /// # Errors
    /// [`WireError::NotCbor`] when memory runs out; no value causes it.
    pub fn to_cbor(&self) -> Result<Vec<u8>, WireError> {
        Writer::default()
            .put(0, VERSION)
            .put(1, self.event_id.as_bytes().as_slice())
            .put(2, self.facility.as_str())
            .put(3, self.desk.as_str())
            .put(4, self.epoch)
            .put(5, self.seq)
            .put(6, self.lamport)
            .put(7, self.prev_hash.as_slice())
            .put(8, self.schema_v)
            .put(9, self.kind.as_str())
            .put(10, self.occurred_at.to_rfc3339())
            .put(11, self.recorded_at.to_rfc3339())
            .put(12, self.clock.word())
            .put(13, self.staff.as_str())
            .put(14, self.body_hash.as_slice())
            .bytes()
    }

    /// Reads a signed head's payload.
    ///
    /// # Errors
    /// Names the field that is missing or wrong, or the version that is too new.
    pub fn from_cbor(bytes: &[u8]) -> Result<Envelope, WireError> {
        let f = Reader::parse(bytes)?;
        let found = f.uint(0, "version")?;
        if found != VERSION {
            return Err(WireError::Version { what: "fact", found });
        }
        let moment = |key, name| DateTime::parse_from_rfc3339(&f.text(key, name)?).map_err(|_| WireError::Field(name));
        Ok(Envelope {
            event_id: Uuid::from_bytes(f.array(1, "event_id")?),
            facility: f.text(2, "facility")?,
            desk: f.text(3, "desk")?,
            epoch: f.uint(4, "epoch")?,
            seq: f.uint(5, "seq")?,
            lamport: f.uint(6, "lamport")?,
            prev_hash: f.array(7, "prev_hash")?,
            schema_v: f.uint(8, "schema_v")?,
            kind: f.text(9, "kind")?,
            occurred_at: moment(10, "occurred_at")?,
            recorded_at: moment(11, "recorded_at")?,
            clock: ClockState::from_word(&f.text(12, "clock")?).ok_or(WireError::Field("clock"))?,
            staff: f.text(13, "staff")?,
            body_hash: f.array(14, "body_hash")?,
        })
    }
}
