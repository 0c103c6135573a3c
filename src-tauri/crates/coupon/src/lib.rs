//! QR text ⇄ signed coupon (電子クーポン).
//!
//! A coupon is a set of claims in CBOR, signed as COSE_Sign1 with ES256, compressed with zlib,
//! written in Base45 behind `PPC1:`: the pipeline of the EU/WHO health certificate. Pure: the time
//! is an argument, the keys are handed in, nothing is read or stored.

mod base45text;
mod cbor;
mod claims;
mod issue;
mod keys;
pub mod reader;
mod verify;

pub use claims::{Allowance, Coupon, CouponLine, FeeClass};
pub use issue::{IssueError, issue};
pub use keys::{IssuingKey, Jwk, KeyError, KeySet, KeySetError};
pub use verify::{Rejection, verify};

/// What every coupon's text begins with.
pub const PREFIX: &str = "PPC1:";
