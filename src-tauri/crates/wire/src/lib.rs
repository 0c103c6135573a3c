//! The protocol with the ward and between the desks of one facility: plain data, versioned.
//!
//! Two signed streams share one shape. **Facts** (everything that happens at the facility) stay
//! inside it; **usage records** (what the ward needs to count) go to the ward. Both are
//! COSE_Sign1 with Ed25519 over deterministic CBOR, chained by SHA-256. Golden files freeze the
//! bytes: a change adds a version and never edits one.
//!
//! Must not know: the rules, SQL, HTTP.

mod cose;
mod envelope;
mod error;
mod fact;
mod fields;
mod protocol;
mod record;
mod values;

pub use cose::{hash, key_id, open, payload_unchecked, sign};
pub use envelope::{ClockState, Envelope, body_hash};
pub use error::WireError;
pub use fact::*;
pub use protocol::*;
pub use record::{PresentedAs, RecordKind, SeenRemaining, UsageRecord};
pub use values::*;
