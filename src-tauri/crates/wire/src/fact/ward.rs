//! What passed between the desk and the ward.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Allowance, EachService, Waiver};

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
