//! From text to coupon. The first failure wins, in the order of the checks below.

use chrono::{DateTime, TimeDelta, Utc};
use ciborium::value::Value;
use flate2::{Decompress, FlushDecompress, Status};
use p256::ecdsa::Signature;
use p256::ecdsa::signature::Verifier;

use crate::cbor::Item;
use crate::claims::{self, Coupon};
use crate::{KeySet, PREFIX, base45text};

const LONGEST_TEXT: usize = 1024;
const LARGEST_CONTENT: usize = 4096;
const COSE_SIGN1: u64 = 18;
const ALG: i128 = 1;
const KID: i128 = 4;
const ES256: i128 = -7;
/// How far ahead of the desk's clock a ward's clock may be.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(10);

/// Why a text is no coupon for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Another code altogether.
    #[error("this code is not a coupon")]
    NotACoupon,
    /// A coupon that is broken.
    #[error("the coupon cannot be read")]
    Malformed,
    /// An algorithm or version this program does not know.
    #[error("the coupon is of a kind this program does not know")]
    Unsupported,
    /// The key is not in the ward's list.
    #[error("the coupon's key is not in the ward's list")]
    UnknownKey,
    /// The signature does not hold.
    #[error("the coupon's signature does not hold")]
    BadSignature,
    /// Its time is over.
    #[error("the coupon has expired")]
    Expired,
    /// Issued in the future.
    #[error("the coupon is dated in the future")]
    NotYetValid,
}

impl Rejection {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Rejection::NotACoupon => "not-a-coupon",
            Rejection::Malformed => "malformed",
            Rejection::Unsupported => "unsupported",
            Rejection::UnknownKey => "unknown-key",
            Rejection::BadSignature => "bad-signature",
            Rejection::Expired => "expired",
            Rejection::NotYetValid => "not-yet-valid",
        }
    }
}

/// Verifies a coupon's text against the ward's keys at a moment.
///
/// # Errors
/// The first [`Rejection`] in the order of its variants' checks.
pub fn verify(text: &str, keys: &KeySet, at: DateTime<Utc>) -> Result<Coupon, Rejection> {
    let body = text.strip_prefix(PREFIX).ok_or(Rejection::NotACoupon)?;
    let message = message(text, body).ok_or(Rejection::Malformed)?;
    if message.alg != Item::Int(ES256) {
        return Err(Rejection::Unsupported);
    }
    if keys.named(&message.kid).next().is_none() {
        return Err(Rejection::UnknownKey);
    }
    let signature = Signature::from_slice(&message.signature);
    let signature = signature.map_err(|_| Rejection::BadSignature)?;
    let signed = signed_bytes(&message.protected, &message.payload);
    if !keys.named(&message.kid).any(|key| key.verify(&signed, &signature).is_ok()) {
        return Err(Rejection::BadSignature);
    }

    let coupon = claims::read(&message.payload)?;
    if at >= coupon.expires_at {
        return Err(Rejection::Expired);
    }
    let latest = at.checked_add_signed(CLOCK_TOLERANCE).unwrap_or(at);
    if coupon.issued_at > latest {
        return Err(Rejection::NotYetValid);
    }
    Ok(coupon)
}

struct Message {
    protected: Vec<u8>,
    alg: Item,
    kid: [u8; 8],
    payload: Vec<u8>,
    signature: [u8; 64],
}

fn message(text: &str, body: &str) -> Option<Message> {
    if text.len() > LONGEST_TEXT {
        return None;
    }
    let content = inflate(&base45text::decode(body)?)?;
    let Item::Tag(COSE_SIGN1, parts) = Item::read(&content)? else { return None };
    let [protected, unprotected, payload, signature] = parts.array()? else { return None };
    let protected = protected.bytes()?;
    let header = Item::read(protected)?;
    if !unprotected.is_empty_map() {
        return None;
    }
    Some(Message {
        alg: header.at(ALG)?.clone(),
        kid: header.at(KID)?.bytes()?.try_into().ok()?,
        protected: protected.to_vec(),
        payload: payload.bytes()?.to_vec(),
        signature: signature.bytes()?.try_into().ok()?,
    })
}

/// Exactly one whole zlib stream of bounded size.
fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(LARGEST_CONTENT + 1);
    let mut zlib = Decompress::new(true);
    let status = zlib.decompress_vec(bytes, &mut out, FlushDecompress::Finish).ok()?;
    let whole = status == Status::StreamEnd && zlib.total_in() == bytes.len() as u64;
    (whole && out.len() <= LARGEST_CONTENT).then_some(out)
}

/// The Sig_structure of RFC 9052.
pub(crate) fn signed_bytes(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let structure = Value::Array(vec![
        Value::Text("Signature1".to_owned()),
        Value::Bytes(protected.to_vec()),
        Value::Bytes(vec![]),
        Value::Bytes(payload.to_vec()),
    ]);
    let mut bytes = vec![];
    // Writing to memory does not fail; an empty result would verify nothing.
    if ciborium::into_writer(&structure, &mut bytes).is_err() {
        bytes.clear();
    }
    bytes
}
