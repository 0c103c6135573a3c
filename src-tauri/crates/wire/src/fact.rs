//! What can happen at a facility: the body of each fact, version 1, as JSON.
//!
//! A body is written once and never edited; a correction is a new fact that names the old one.
//! Adding an optional field keeps the version, anything else adds one.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Credential, FigureStands, PresentedAs, Service, Source, Waiver, WireError};

/// The version of every body in this file.
pub const SCHEMA_V: u64 = 1;

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident = $kind:literal),* $(,)?) => {
        /// One thing that happened.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Fact { $($(#[$doc])* $name($name)),* }

        impl Fact {
            /// Every kind, in the order of this file.
            pub const KINDS: &[&str] = &[$($kind),*];

            /// The kind written in the envelope.
            pub fn kind(&self) -> &'static str {
                match self { $(Fact::$name(_) => $kind),* }
            }

            /// The body's bytes.
            ///
            /// # Errors
            /// [`WireError::Body`] when a value cannot be JSON, which no fact here causes.
            pub fn body(&self) -> Result<Vec<u8>, WireError> {
                let bytes = match self { $(Fact::$name(body) => serde_json::to_vec(body)),* };
                bytes.map_err(|source| WireError::Body { kind: self.kind().to_owned(), source })
            }

            /// Reads a body of a kind.
            ///
            /// # Errors
            /// [`WireError::UnknownKind`], [`WireError::Version`] or [`WireError::Body`].
            pub fn read(kind: &str, schema_v: u64, body: &[u8]) -> Result<Fact, WireError> {
                if schema_v != SCHEMA_V {
                    return Err(WireError::Version { what: "fact body", found: schema_v });
                }
                let unreadable = |source| WireError::Body { kind: kind.to_owned(), source };
                match kind {
                    $($kind => serde_json::from_slice(body).map(Fact::$name).map_err(unreadable),)*
                    _ => Err(WireError::UnknownKind(kind.to_owned())),
                }
            }
        }

        $(impl From<$name> for Fact {
            fn from(body: $name) -> Fact { Fact::$name(body) }
        })*
    };
}

facts! {
    /// The facility's settings, whole.
    FacilitySet = "facility-set",
    /// A member of staff, whole.
    StaffSet = "staff-set",
    /// A mother's entry (利用者), whole: registered or edited.
    MotherSet = "mother-set",
    /// A coupon was read and its signature held.
    CouponRead = "coupon-read",
    /// A remaining count was told or read off a card.
    RemainingTold = "remaining-told",
    /// A reservation was made (予約).
    Booked = "booked",
    /// A reservation ended without use.
    Cancelled = "cancelled",
    /// A mother was received (受付).
    CheckedIn = "checked-in",
    /// She left (退所).
    CheckedOut = "checked-out",
    /// A running or finished use was made longer or shorter.
    UseChanged = "use-changed",
    /// A use or a late cancellation was taken back as a clerk's mistake.
    TakenBack = "taken-back",
    /// Money came in or went back.
    Paid = "paid",
    /// The house is closed for a day (災害).
    DayClosed = "day-closed",
    /// The desk was enrolled at the ward.
    Enrolled = "enrolled",
    /// The ward answered records.
    WardAnswered = "ward-answered",
    /// The ward sent changes.
    WardChanged = "ward-changed",
    /// The ward's signed key list arrived.
    KeysReceived = "keys-received",
    /// A month was compared with the ward's ledger.
    Reconciled = "reconciled",
    /// A held record was put back among the waiting ones by a person.
    ReportResent = "report-resent",
    /// A held record was replaced by a corrected one.
    ReportReplaced = "report-replaced",
    /// A body's retention is over.
    BodyErased = "body-erased",
    /// A manager confirmed that the money of a late cancellation or no-show is asked for.
    ChargeConfirmed = "charge-confirmed",
}

/// One value for each service, as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EachService<T> {
    /// 母子ショートステイ.
    pub stay: T,
    /// 母子デイケア.
    pub day_care: T,
    /// 産後ケア訪問.
    pub visit: T,
}

/// A full price per unit with the span in which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The service.
    pub service: Service,
    /// First day it holds.
    pub from: NaiveDate,
    /// Last day it holds, none while open.
    pub until: Option<NaiveDate>,
    /// Yen per unit.
    pub yen: u64,
}

/// [`Fact::FacilitySet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacilitySet {
    /// The facility's name.
    pub name: String,
    /// The programme file's id, e.g. `nerima`.
    pub programme: String,
    /// Practice facility: invented people, played time, nothing reaches a real ward.
    pub practice: bool,
    /// Weekly closed days, ISO numbers 1 = Monday … 7 = Sunday.
    pub closed_weekdays: Vec<u8>,
    /// Own closed dates.
    pub closed_on: Vec<NaiveDate>,
    /// Extra opening dates: beat everything else.
    pub open_on: Vec<NaiveDate>,
    /// Closed on public holidays.
    pub closed_on_public_holidays: bool,
    /// Closing time, `HH:MM`: a no-show is declared after it.
    pub closes_at: String,
    /// 全額 per unit with periods; no default.
    pub full_prices: Vec<Price>,
    /// What the ward pays per covered unit in all, for the claim; with periods; no default.
    pub unit_prices: Vec<Price>,
    /// Oldest completed month of age received, none = the ward's limit only.
    pub oldest_months: EachService<Option<u32>>,
    /// Orientation must have been held before the first use.
    pub needs_orientation: bool,
    /// Names of rooms, in the order shown.
    pub rooms: Vec<String>,
}

/// What a person at the desk may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 受付.
    Reception,
    /// 助産師.
    Midwife,
    /// 管理者.
    Manager,
}

/// [`Fact::StaffSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffSet {
    /// Short id, unique in the facility.
    pub staff_id: String,
    /// Name on the screen.
    pub name: String,
    /// What this person may do.
    pub roles: Vec<Role>,
    /// Argon2id, PHC string.
    pub pin_hash: String,
    /// No longer signs in when false.
    pub active: bool,
}

/// Corrected age as approved by the ward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedAge {
    /// Days added to the birth date.
    pub days: u32,
    /// When the ward said so.
    pub approved_on: NaiveDate,
    /// Who at the ward said so.
    pub approved_by: String,
    /// A last day named by the ward; it wins.
    pub last_day: Option<NaiveDate>,
}

/// [`Fact::MotherSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MotherSet {
    /// 利用者番号.
    pub user_number: String,
    /// Name.
    pub name: String,
    /// Name in kana.
    pub kana: String,
    /// Telephone, may be empty.
    pub phone: String,
    /// The child's birth date, none before the birth.
    pub born: Option<NaiveDate>,
    /// Expected date, where there is no birth date yet.
    pub expected_on: Option<NaiveDate>,
    /// Number of children of this birth.
    pub babies: u32,
    /// What she holds.
    pub credential: Credential,
    /// Day of the pregnancy interview (妊婦面談).
    pub interview_on: Option<NaiveDate>,
    /// Corrected age, once approved.
    pub corrected: Option<CorrectedAge>,
    /// 転出日.
    pub moved_out_on: Option<NaiveDate>,
    /// Exempt periods.
    pub waived: Vec<Waiver>,
    /// Day of the orientation at this facility.
    pub oriented_on: Option<NaiveDate>,
    /// Not to be named to callers or on public screens.
    pub unlisted: bool,
}

/// Limit and used of one service, as a coupon or the ward says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Allowance {
    /// Units in all.
    pub limit: u64,
    /// Units used.
    pub used: u64,
}

/// [`Fact::CouponRead`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponRead {
    /// Hex of the coupon's id.
    pub coupon_id: String,
    /// 利用者番号.
    pub user_number: String,
    /// The child's birth date.
    pub born: NaiveDate,
    /// Number of children.
    pub babies: u32,
    /// Exempt by the coupon.
    pub exempt: bool,
    /// Until when the fee class holds.
    pub fee_class_until: NaiveDate,
    /// Limits and uses.
    pub quota: EachService<Allowance>,
    /// As of when the uses are counted.
    pub used_as_of: DateTime<FixedOffset>,
    /// Issued.
    pub issued_at: DateTime<FixedOffset>,
    /// Issue counter; may not go back.
    pub counter: u64,
}

/// [`Fact::RemainingTold`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemainingTold {
    /// 利用者番号.
    pub user_number: String,
    /// The service.
    pub service: Service,
    /// Units left.
    pub count: u64,
    /// Where it was read.
    pub source: Source,
    /// As of when.
    pub as_of: DateTime<FixedOffset>,
}

/// [`Fact::Booked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// Names the reservation.
    pub reservation_id: Uuid,
    /// 利用者番号.
    pub user_number: String,
    /// The service.
    pub service: Service,
    /// First day.
    pub starts_on: NaiveDate,
    /// Days (1 for day-care and visit).
    pub days: u32,
    /// Arrival, `HH:MM`.
    pub arrives_at: String,
    /// Room, may be empty.
    pub room: String,
    /// The deadline told at booking; never moves to her disadvantage.
    pub cancel_deadline: DateTime<FixedOffset>,
}

/// Why a reservation ended without use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CancelKind {
    /// Told in time: nothing counted.
    InTime,
    /// 期限後キャンセル.
    Late,
    /// 連絡なし.
    NoShow,
    /// The facility could not take her.
    FacilityRefused,
    /// 災害.
    Disaster,
}

/// [`Fact::Cancelled`]. Units and money are 0 unless late or no-show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// The reservation.
    pub reservation_id: Uuid,
    /// Names what it counts as, for taking it back.
    pub use_id: Uuid,
    /// Why.
    pub kind: CancelKind,
    /// When the facility received the contact; for a no-show, when it was declared.
    pub received_at: DateTime<FixedOffset>,
    /// Reason given, may be empty.
    pub reason: String,
    /// Units that count as used.
    pub units: u64,
    /// User share due.
    pub copay: u64,
    /// Her household is exempt.
    pub exempt: bool,
    /// Money waived by a manager, with the reason.
    pub waived_because: Option<String>,
    /// The record to the ward written in the same transaction, none where nothing is reported.
    pub record_id: Option<Uuid>,
    /// Of the units, those on or after the move-out date: they take no quota.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub moved_out_units: u64,
    /// The share is due but not asked for until a manager's [`ChargeConfirmed`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub awaits_manager: bool,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}

fn is_false(b: &bool) -> bool {
    !b
}

/// [`Fact::ChargeConfirmed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeConfirmed {
    /// What the late cancellation or no-show counted as.
    pub use_id: Uuid,
}

/// A remaining count with its ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remaining {
    /// Units left before this use.
    pub count: u64,
    /// Where it was read.
    pub source: Source,
    /// As of when.
    pub as_of: DateTime<FixedOffset>,
    /// Whether the figure as it was read contained this use.
    pub stands: FigureStands,
}

/// How money changed hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// 現金.
    Cash,
    /// カード.
    Card,
    /// あとで: nothing changed hands yet.
    Later,
}

/// [`Fact::CheckedIn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedIn {
    /// Names the use.
    pub use_id: Uuid,
    /// The reservation it fulfils, none for a walk-in.
    pub reservation_id: Option<Uuid>,
    /// 利用者番号.
    pub user_number: String,
    /// The service.
    pub service: Service,
    /// First day.
    pub starts_on: NaiveDate,
    /// Days planned.
    pub days: u32,
    /// Units, all.
    pub units: u64,
    /// Units within quota and residence.
    pub covered_units: u64,
    /// Units beyond the quota.
    pub over_quota_units: u64,
    /// Units on or after the move-out date.
    pub moved_out_units: u64,
    /// User share due.
    pub copay: u64,
    /// Full price due.
    pub full_price: u64,
    /// Exempt on the first day.
    pub exempt: bool,
    /// Number of children.
    pub babies: u32,
    /// Codes of the verdict's reasons.
    pub reasons: Vec<String>,
    /// Codes ticked by staff.
    pub ticks: Vec<String>,
    /// Words entered where a reason was asked for.
    pub note: String,
    /// How the credential was shown.
    pub presented: PresentedAs,
    /// Remaining before this use, none = 残数未確認.
    pub remaining: Option<Remaining>,
    /// Paid at the desk.
    pub paid: u64,
    /// By which means.
    pub means: Means,
    /// Room, may be empty.
    pub room: String,
    /// The record to the ward written in the same transaction, none where nothing is reported.
    pub record_id: Option<Uuid>,
}

/// [`Fact::CheckedOut`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedOut {
    /// The use.
    pub use_id: Uuid,
    /// When she left.
    pub left_at: DateTime<FixedOffset>,
}

/// [`Fact::UseChanged`]: the use's new figures, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseChanged {
    /// The use.
    pub use_id: Uuid,
    /// Days now.
    pub days: u32,
    /// Units now.
    pub units: u64,
    /// Covered units now.
    pub covered_units: u64,
    /// Over-quota units now.
    pub over_quota_units: u64,
    /// Moved-out units now.
    pub moved_out_units: u64,
    /// User share now due.
    pub copay: u64,
    /// Full price now due.
    pub full_price: u64,
    /// Why.
    pub reason: String,
    /// The record to the ward written in the same transaction, none where nothing is reported.
    pub record_id: Option<Uuid>,
}

/// [`Fact::TakenBack`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// The use, or what a late cancellation or no-show counted as.
    pub use_id: Uuid,
    /// Why.
    pub reason: String,
    /// The record to the ward written in the same transaction, none where nothing is reported.
    pub record_id: Option<Uuid>,
}

/// [`Fact::Paid`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The use.
    pub use_id: Uuid,
    /// Yen; negative is a refund.
    pub yen: i64,
    /// By which means.
    pub means: Means,
}

/// [`Fact::DayClosed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayClosed {
    /// The day.
    pub date: NaiveDate,
    /// Why.
    pub reason: String,
}

/// [`Fact::Enrolled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// The ward's address.
    pub ward_url: String,
    /// The facility's id at the ward.
    pub facility_id: String,
    /// The desk's id at the ward.
    pub desk_id: String,
    /// The ward's Ed25519 public key that signs its key list, base64url.
    pub ward_key: String,
}

/// The ward's word on one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Verdict {
    /// Counted.
    Accepted,
    /// Counted, with something to know.
    AcceptedWarn,
    /// Was counted before.
    Duplicate,
    /// Not counted: quarantine until a person acts.
    Held,
}

/// One answered record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answer {
    /// The record's event id.
    pub event_id: Uuid,
    /// The ward's word.
    pub verdict: Verdict,
    /// Why, for a warning or a hold.
    pub code: Option<String>,
    /// The ward's receipt, for a counted record.
    pub receipt: Option<String>,
}

/// [`Fact::WardAnswered`]: one per batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WardAnswered {
    /// The answers.
    pub answers: Vec<Answer>,
}

/// [`Fact::WardChanged`]: one per page of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WardChanged {
    /// The cursor after these changes.
    pub cursor: String,
    /// The changes, in the ward's order.
    pub changes: Vec<Change>,
}

/// One change at the ward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Change {
    /// A balance over all facilities.
    Balance {
        /// 利用者番号.
        user_number: String,
        /// Limits and uses.
        quota: EachService<Allowance>,
        /// As of when.
        as_of: DateTime<FixedOffset>,
    },
    /// Exempt periods as granted, whole.
    Exemption {
        /// 利用者番号.
        user_number: String,
        /// The periods.
        waived: Vec<Waiver>,
        /// When the ward decided: the newer word wins, a coupon's or this one.
        as_of: DateTime<FixedOffset>,
    },
    /// She moved out.
    MovedOut {
        /// 利用者番号.
        user_number: String,
        /// 転出日.
        on: NaiveDate,
    },
    /// A coupon is no longer valid.
    Revoked {
        /// Hex of the coupon's id.
        coupon_id: String,
    },
    /// The ward subtracted a use that was not shown.
    Processed {
        /// The record.
        event_id: Uuid,
        /// 処理日.
        on: NaiveDate,
    },
    /// A message to all facilities.
    Notice {
        /// The text.
        text: String,
    },
}

/// [`Fact::KeysReceived`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysReceived {
    /// The JWK Set as the ward signed it.
    pub jwks: String,
    /// When the ward made the list.
    pub made_at: DateTime<FixedOffset>,
}

/// [`Fact::Reconciled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciled {
    /// `YYYY-MM`.
    pub month: String,
    /// Counted records here.
    pub count: u64,
    /// Digest here, hex.
    pub digest: String,
    /// Counted records at the ward.
    pub ward_count: u64,
    /// Digest at the ward, hex.
    pub ward_digest: String,
}

/// [`Fact::ReportResent`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportResent {
    /// The record.
    pub event_id: Uuid,
}

/// [`Fact::ReportReplaced`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportReplaced {
    /// The held record; it stays readable.
    pub event_id: Uuid,
    /// The record sent in its place.
    pub by: Uuid,
    /// 利用者番号 it is sent under: the use is hers from now on.
    pub user_number: String,
    /// The birth date it is sent with.
    pub born: NaiveDate,
}

/// [`Fact::BodyErased`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyErased {
    /// The fact whose body is gone.
    pub event_id: Uuid,
}
