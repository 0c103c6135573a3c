//! COSE_Sign1 with Ed25519: how both streams are signed.

use coset::{CborSerializable, CoseSign1, CoseSign1Builder, HeaderBuilder, iana};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::WireError;

/// SHA-256 of some bytes: what the next message in a stream names as `prev_hash`.
pub fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The first 8 bytes of SHA-256 of a desk's public key.
pub fn key_id(key: &VerifyingKey) -> [u8; 8] {
    let mut id = [0; 8];
    id.copy_from_slice(&hash(key.as_bytes())[..8]);
    id
}

/// Signs a payload; the result is what is stored and sent, and is never re-serialised.
///
/// # Errors
/// [`WireError::NotCose`] when the message cannot be serialised, which no payload causes.
pub fn sign(payload: Vec<u8>, key: &SigningKey) -> Result<Vec<u8>, WireError> {
    let protected =
        HeaderBuilder::new().algorithm(iana::Algorithm::EdDSA).key_id(key_id(&key.verifying_key()).to_vec()).build();
    CoseSign1Builder::new()
        .protected(protected)
        .payload(payload)
        .create_signature(&[], |bytes| key.sign(bytes).to_bytes().to_vec())
        .build()
        .to_vec()
        .map_err(|_| WireError::NotCose)
}

/// Checks a signed message and gives its payload.
///
/// # Errors
/// [`WireError::NotCose`], [`WireError::Algorithm`] or [`WireError::BadSignature`].
pub fn open(message: &[u8], key: &VerifyingKey) -> Result<Vec<u8>, WireError> {
    let message = CoseSign1::from_slice(message).map_err(|_| WireError::NotCose)?;
    let eddsa = coset::RegisteredLabelWithPrivate::Assigned(iana::Algorithm::EdDSA);
    if message.protected.header.alg.as_ref() != Some(&eddsa) {
        return Err(WireError::Algorithm);
    }
    message.verify_signature(&[], |signature, bytes| {
        let signature = Signature::from_slice(signature).map_err(|_| WireError::BadSignature)?;
        key.verify_strict(bytes, &signature).map_err(|_| WireError::BadSignature)
    })?;
    message.payload.ok_or(WireError::NotCose)
}

/// The payload without its signature checked, for bytes that were checked when they were stored.
///
/// # Errors
/// [`WireError::NotCose`].
pub fn payload_unchecked(message: &[u8]) -> Result<Vec<u8>, WireError> {
    let message = CoseSign1::from_slice(message).map_err(|_| WireError::NotCose)?;
    message.payload.ok_or(WireError::NotCose)
}
