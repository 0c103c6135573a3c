//! The usage record: all the ward learns of one use, and nothing more. No name, no notes, no care.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use ciborium::value::Value;
use uuid::Uuid;

use crate::fields::{Reader, Writer};
use crate::{FigureStands, Service, Source, WireError};

/// What kind of count the record asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordKind {
    /// 利用.
    Used,
    /// 期限後キャンセル.
    LateCancellation,
    /// 連絡なし.
    NoShow,
    /// Counted, money waived by a manager.
    Waived,
    /// Replaces the record it names; with 0 units it takes it back (減算取消).
    Correction,
}

impl RecordKind {
    /// The word in messages and tables.
    pub fn word(self) -> &'static str {
        match self {
            RecordKind::Used => "used",
            RecordKind::LateCancellation => "late-cancellation",
            RecordKind::NoShow => "no-show",
            RecordKind::Waived => "waived",
            RecordKind::Correction => "correction",
        }
    }

    /// The kind with this word.
    pub fn from_word(word: &str) -> Option<RecordKind> {
        use RecordKind::*;
        [Used, LateCancellation, NoShow, Waived, Correction].into_iter().find(|k| k.word() == word)
    }
}

/// How the credential was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PresentedAs {
    /// The coupon was read, its signature held.
    CouponRead,
    /// The coupon was seen, its number typed.
    CouponSeen,
    /// The paper card was shown.
    CardShown,
    /// 未提示.
    NotShown,
}

impl PresentedAs {
    /// The word in messages and tables.
    pub fn word(self) -> &'static str {
        match self {
            PresentedAs::CouponRead => "coupon-read",
            PresentedAs::CouponSeen => "coupon-seen",
            PresentedAs::CardShown => "card-shown",
            PresentedAs::NotShown => "not-shown",
        }
    }

    /// The way of showing with this word.
    pub fn from_word(word: &str) -> Option<PresentedAs> {
        use PresentedAs::*;
        [CouponRead, CouponSeen, CardShown, NotShown].into_iter().find(|k| k.word() == word)
    }
}

/// A remaining count as the desk saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRemaining {
    /// Units left before this use.
    pub count: u64,
    /// Where it was read.
    pub source: Source,
    /// As of when.
    pub as_of: DateTime<FixedOffset>,
    /// Whether the figure as it was read contained this use.
    pub stands: FigureStands,
}

/// One record of the stream to the ward, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRecord {
    /// UUIDv7.
    pub event_id: Uuid,
    /// The facility's id at the ward.
    pub facility: String,
    /// The desk's id at the ward.
    pub desk: String,
    /// Counts up when a backup is restored.
    pub epoch: u64,
    /// Gap-free from 1 within (desk, epoch).
    pub seq: u64,
    /// SHA-256 of the previous signed record; zeros for the first.
    pub prev_hash: [u8; 32],
    /// When it was recorded.
    pub recorded_at: DateTime<FixedOffset>,
    /// 利用者番号.
    pub user_number: String,
    /// The child's birth date: a mistyped number must not take another mother's days.
    pub born: NaiveDate,
    /// The service.
    pub service: Service,
    /// First day of use.
    pub first_day: NaiveDate,
    /// Units counted; 0 only in a correction that takes back.
    pub units: u64,
    /// How the credential was shown.
    pub presented: PresentedAs,
    /// The kind of count.
    pub kind: RecordKind,
    /// 利用者負担額 due, in yen.
    pub share_due: u64,
    /// Units beyond the quota.
    pub over_quota_units: u64,
    /// Units on or after the move-out date.
    pub moved_out_units: u64,
    /// Remaining as seen, none = 残数未確認.
    pub remaining: Option<SeenRemaining>,
    /// Tells two uses of one mother, service and first day apart; 1 for the first.
    pub occurrence: u64,
    /// The record this one corrects.
    pub corrects: Option<Uuid>,
}

const VERSION: u64 = 1;
const SOURCES: [Source; 4] = [Source::Coupon, Source::Card, Source::Ward, Source::HerWord];

impl UsageRecord {
    /// The deterministic CBOR that is signed.
    ///
    /// # Errors
    /// [`WireError::NotCbor`] when memory runs out; no value causes it.
    pub fn to_cbor(&self) -> Result<Vec<u8>, WireError> {
        let remaining = self.remaining.as_ref().map(|r| {
            let source = SOURCES.iter().position(|s| *s == r.source).unwrap_or(0) as u64;
            Writer::default()
                .put(0, r.count)
                .put(1, source)
                .put(2, r.as_of.to_rfc3339())
                .put(3, u64::from(r.stands == FigureStands::AfterUse))
                .value()
        });
        Writer::default()
            .put(0, VERSION)
            .put(1, self.event_id.as_bytes().as_slice())
            .put(2, self.facility.as_str())
            .put(3, self.desk.as_str())
            .put(4, self.epoch)
            .put(5, self.seq)
            .put(6, self.prev_hash.as_slice())
            .put(7, self.recorded_at.to_rfc3339())
            .put(8, self.user_number.as_str())
            .put(9, days(self.born))
            .put(10, self.service.id())
            .put(11, days(self.first_day))
            .put(12, self.units)
            .put(13, self.presented.word())
            .put(14, self.kind.word())
            .put(15, self.share_due)
            .put(16, self.over_quota_units)
            .put(17, self.moved_out_units)
            .put_some(18, remaining)
            .put(19, self.occurrence)
            .put_some(20, self.corrects.map(|id| Value::Bytes(id.as_bytes().to_vec())))
            .bytes()
    }

    /// Reads a signed record's payload.
    ///
    /// # Errors
    /// Names the field that is missing or wrong, or the version that is too new.
    pub fn from_cbor(bytes: &[u8]) -> Result<UsageRecord, WireError> {
        let f = Reader::parse(bytes)?;
        let found = f.uint(0, "version")?;
        if found != VERSION {
            return Err(WireError::Version { what: "usage record", found });
        }
        let corrects = match f.find(20) {
            Some(_) => Some(Uuid::from_bytes(f.array(20, "corrects")?)),
            None => None,
        };
        Ok(UsageRecord {
            event_id: Uuid::from_bytes(f.array(1, "event_id")?),
            facility: f.text(2, "facility")?,
            desk: f.text(3, "desk")?,
            epoch: f.uint(4, "epoch")?,
            seq: f.uint(5, "seq")?,
            prev_hash: f.array(6, "prev_hash")?,
            recorded_at: moment(&f, 7, "recorded_at")?,
            user_number: f.text(8, "user_number")?,
            born: date(&f, 9, "born")?,
            service: Service::from_id(&f.text(10, "service")?).ok_or(WireError::Field("service"))?,
            first_day: date(&f, 11, "first_day")?,
            units: f.uint(12, "units")?,
            presented: PresentedAs::from_word(&f.text(13, "presented")?).ok_or(WireError::Field("presented"))?,
            kind: RecordKind::from_word(&f.text(14, "kind")?).ok_or(WireError::Field("kind"))?,
            share_due: f.uint(15, "share_due")?,
            over_quota_units: f.uint(16, "over_quota_units")?,
            moved_out_units: f.uint(17, "moved_out_units")?,
            remaining: f.find(18).cloned().map(seen_remaining).transpose()?,
            occurrence: f.uint(19, "occurrence")?,
            corrects,
        })
    }
}

fn seen_remaining(value: Value) -> Result<SeenRemaining, WireError> {
    let f = Reader::of(value, "remaining")?;
    let source = usize::try_from(f.uint(1, "source")?).ok().and_then(|i| SOURCES.get(i));
    Ok(SeenRemaining {
        count: f.uint(0, "count")?,
        source: *source.ok_or(WireError::Field("source"))?,
        as_of: moment(&f, 2, "as_of")?,
        stands: match f.uint(3, "stands")? {
            0 => FigureStands::BeforeUse,
            1 => FigureStands::AfterUse,
            _ => return Err(WireError::Field("stands")),
        },
    })
}

/// Days since 1970-01-01, as in the coupon.
fn days(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_days()
}

fn date(f: &Reader, key: u64, name: &'static str) -> Result<NaiveDate, WireError> {
    TimeDelta::try_days(f.int(key, name)?)
        .and_then(|d| NaiveDate::default().checked_add_signed(d))
        .ok_or(WireError::Field(name))
}

fn moment(f: &Reader, key: u64, name: &'static str) -> Result<DateTime<FixedOffset>, WireError> {
    DateTime::parse_from_rfc3339(&f.text(key, name)?).map_err(|_| WireError::Field(name))
}
