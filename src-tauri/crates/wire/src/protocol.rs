//! The messages of the HTTP protocol with the ward, version 1 (`/v1/…`), as JSON.
//!
//! Every request of an enrolled desk carries `Authorization: Bearer <JWT>`: EdDSA by the desk's key,
//! header `kid` = desk id, claims [`RequestClaims`]. Errors are RFC 9457 [`Problem`]s.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Answer, Change, Service};

/// Most records in one batch.
pub const MAX_RECORDS: usize = 200;
/// Largest body of one batch, in bytes.
pub const MAX_BATCH_BYTES: usize = 256 * 1024;

/// What a request's token says. It is good for this one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestClaims {
    /// The desk id.
    pub sub: String,
    /// HTTP method, upper case.
    pub method: String,
    /// Path with query.
    pub path: String,
    /// SHA-256 of the body, hex.
    pub body: String,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// Random; a token seen before is refused.
    pub jti: String,
}

/// `POST /v1/desks/enrol` (no token: the code is the proof).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolRequest {
    /// The one-time code.
    pub code: String,
    /// The desk's Ed25519 public key, base64url without padding.
    pub public_key: String,
}

/// Answer to [`EnrolRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolResponse {
    /// The facility's id at the ward.
    pub facility_id: String,
    /// The facility's name at the ward.
    pub facility_name: String,
    /// The desk's id at the ward.
    pub desk_id: String,
    /// The ward's Ed25519 key that signs its key list, base64url.
    pub ward_key: String,
}

/// `POST /v1/reports`: signed records, base64url without padding, in order of seq.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportsRequest {
    /// At most [`MAX_RECORDS`].
    pub records: Vec<String>,
}

/// Answer to [`ReportsRequest`]. A record without a verdict is still waiting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportsResponse {
    /// One per record the ward could name, each with what names it.
    pub verdicts: Vec<RecordVerdict>,
}

/// The ward's word on one record of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordVerdict {
    /// SHA-256 of the signed bytes, hex: names the record even where its content cannot be read.
    pub hash: String,
    /// The word itself. Its `event_id` is nil where the content cannot be read.
    #[serde(flatten)]
    pub answer: Answer,
}

/// `GET /v1/changes?cursor=`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangesResponse {
    /// At most 500, in order.
    pub changes: Vec<Change>,
    /// Give this back next time.
    pub cursor: String,
    /// There is more behind it.
    pub more: bool,
}

/// `GET /v1/ledger?month=YYYY-MM`: this facility's counted records whose first day lies in the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerResponse {
    /// The month.
    pub month: String,
    /// Number of lines.
    pub count: u64,
    /// [`ledger_digest`] of the lines.
    pub digest: String,
    /// The lines, ordered by event id.
    pub lines: Vec<LedgerLine>,
}

/// One use as the ward counts it: a corrected record shows its corrected figures, one taken back is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerLine {
    /// The first record's event id.
    pub event_id: uuid::Uuid,
    /// 利用者番号.
    pub user_number: String,
    /// The service.
    pub service: Service,
    /// First day.
    pub first_day: NaiveDate,
    /// Units counted.
    pub units: u64,
    /// The record's kind.
    pub kind: String,
    /// User share due.
    pub share_due: u64,
    /// Units beyond the quota, as the facility said.
    pub over_quota_units: u64,
}

/// SHA-256, hex, over one text line for each ledger line, ordered by event id:
/// `event_id|user_number|service|first_day|units|kind|share_due|over_quota_units\n`.
pub fn ledger_digest(lines: &[LedgerLine]) -> String {
    let mut ordered: Vec<&LedgerLine> = lines.iter().collect();
    ordered.sort_by_key(|l| l.event_id);
    let mut digest = Sha256::new();
    for l in ordered {
        digest.update(format!(
            "{}|{}|{}|{}|{}|{}|{}|{}\n",
            l.event_id,
            l.user_number,
            l.service.id(),
            l.first_day,
            l.units,
            l.kind,
            l.share_due,
            l.over_quota_units
        ));
    }
    hex::encode(digest.finalize())
}

/// `GET /v1/keys`: the ward's coupon keys. `signed` is COSE_Sign1 by the ward's key over the JSON of [`KeyList`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeysResponse {
    /// base64url of the signed message.
    pub signed: String,
}

/// What is signed in [`KeysResponse`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyList {
    /// When the list was made.
    pub made_at: DateTime<FixedOffset>,
    /// A JWK Set (RFC 7517), as JSON text.
    pub jwks: String,
}

/// RFC 9457 problem+json, with our two members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// URI reference of the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short English title.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What to do next, in English.
    pub detail: String,
    /// Stable code, kebab-case.
    pub code: String,
    /// The same request may succeed later.
    pub retryable: bool,
}

/// Codes a record can be held for.
pub mod held {
    /// The number's birth date is another one.
    pub const BIRTH_MISMATCH: &str = "birth-mismatch";
    /// The ward does not know the number.
    pub const UNKNOWN_NUMBER: &str = "unknown-number";
    /// The same mother, service, first day and occurrence counts already, with other content or as another
    /// record than the one replaced.
    pub const SAME_KEY_OTHER_CONTENT: &str = "same-key-other-content";
    /// The same (desk, epoch, seq) or event id came with other bytes.
    pub const SAME_ID_OTHER_CONTENT: &str = "same-id-other-content";
    /// The record cannot be read, or its units cannot be: none, more than a year's, more of a kind than in all.
    pub const SCHEMA: &str = "schema";
    /// The signature does not hold, or the record is written in the name of another desk of this ward. Names
    /// from before the enrolment are no fault: whose a record is, its signature says.
    pub const SIGNATURE: &str = "signature";
    /// The record corrects none that the ward counts for this facility, mother, service and day.
    pub const CORRECTS_UNKNOWN: &str = "corrects-unknown";
    /// The first day lies before the birth.
    pub const BEFORE_BIRTH: &str = "before-birth";
    /// A use is reported whose first day lies more than a day after it was written down.
    pub const IN_FUTURE: &str = "in-future";
}

/// Codes a counted record can carry.
pub mod warn {
    /// By the ward's count the quota is exceeded.
    pub const OVER_QUOTA: &str = "over-quota";
    /// She had moved out.
    pub const MOVED_OUT: &str = "moved-out";
    /// The same day is reported by another facility.
    pub const SAME_DAY_ELSEWHERE: &str = "same-day-elsewhere";
    /// A record is missing before this one in its stream.
    pub const GAP: &str = "gap";
}
