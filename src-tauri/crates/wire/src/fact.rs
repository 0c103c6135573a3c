//! What can happen at a facility: the body of each fact, version 1, as JSON.
//!
//! A body is written once and never edited; a correction is a new fact that names the old one.
//! Adding an optional field keeps the version, anything else adds one.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::WireError;

mod facility;
mod money;
mod mother;
mod reservation;
mod used;
mod ward;

pub use facility::*;
pub use money::*;
pub use mother::*;
pub use reservation::*;
pub use used::*;
pub use ward::*;

/// The version of every body.
pub const SCHEMA_V: u64 = 1;

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident = $kind:literal),* $(,)?) => {
        /// One thing that happened.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(clippy::large_enum_variant, reason = "facts are written and read one at a time")]
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
    /// A reservation was moved to another day, time or room.
    Moved = "moved",
    /// A wish on the waiting list.
    WishSet = "wish-set",
    /// 見学 or オリエンテーション.
    AppointmentSet = "appointment-set",
    /// Somebody without a reservation could not be received.
    TurnedAway = "turned-away",
    /// She was reminded of what is unpaid.
    Reminded = "reminded",
    /// A receipt was issued (領収書).
    ReceiptIssued = "receipt-issued",
    /// A receipt was printed.
    ReceiptPrinted = "receipt-printed",
    /// The drawer was counted (レジ締め).
    CashCounted = "cash-counted",
    /// A check-out was taken back as a clerk's mistake: she is in the house still.
    CheckOutTakenBack = "check-out-taken-back",
}

/// [`Fact::BodyErased`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyErased {
    /// The fact whose body is gone.
    pub event_id: Uuid,
}
