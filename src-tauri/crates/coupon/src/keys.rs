//! The ward's keys: public ones as a JWK Set (RFC 7517), the issuing one as PKCS #8.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::EncodedPoint;
use p256::ecdsa::{SigningKey, VerifyingKey};
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A coupon key's name: the first 8 bytes of SHA-256 over its SubjectPublicKeyInfo.
pub(crate) type Kid = [u8; 8];

/// Public keys by name.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    keys: Vec<(Kid, VerifyingKey)>,
}

/// What is wrong with a JWK Set.
#[derive(Debug, thiserror::Error)]
pub enum KeySetError {
    /// Not the JSON of a JWK Set.
    #[error("not a JWK Set")]
    NotJson(#[from] serde_json::Error),
    /// Keys are there, and none can check a coupon.
    #[error("none of the set's keys is a P-256 signing key with a kid of 8 bytes")]
    NoUsableKey,
}

/// What is wrong with an issuing key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The PEM cannot be read or written.
    #[error("the issuing key is not a PKCS #8 P-256 key")]
    NotPkcs8,
    /// No randomness.
    #[error("these random bytes make no key")]
    NoKey,
}

#[derive(Deserialize)]
struct JwkSet {
    keys: Vec<serde_json::Value>,
}

/// One public key (RFC 7517).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Jwk {
    kty: String,
    crv: String,
    x: String,
    y: String,
    kid: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    alg: String,
    #[serde(rename = "use", default, skip_serializing_if = "String::is_empty")]
    usage: String,
}

impl KeySet {
    /// Reads the P-256 signing keys of a JWK Set, `kid` in base64url. Keys of other kinds, and keys that
    /// cannot be read, are passed over as RFC 7517 §5 asks: one of them stops no coupon.
    ///
    /// # Errors
    /// [`KeySetError`].
    pub fn from_jwks(json: &str) -> Result<KeySet, KeySetError> {
        let set: JwkSet = serde_json::from_str(json)?;
        let some = !set.keys.is_empty();
        let read = |value| serde_json::from_value::<Jwk>(value).ok().and_then(|jwk| jwk.read());
        let keys: Vec<_> = set.keys.into_iter().filter_map(read).collect();
        if keys.is_empty() && some { Err(KeySetError::NoUsableKey) } else { Ok(KeySet { keys }) }
    }

    /// Every key of this name: two may share one.
    pub(crate) fn named(&self, kid: &Kid) -> impl Iterator<Item = &VerifyingKey> {
        self.keys.iter().filter(move |(name, _)| name == kid).map(|(_, key)| key)
    }
}

impl Jwk {
    fn read(&self) -> Option<(Kid, VerifyingKey)> {
        let signs = self.usage.is_empty() || self.usage == "sig";
        let es256 = self.alg.is_empty() || self.alg == "ES256";
        if self.kty != "EC" || self.crv != "P-256" || !signs || !es256 {
            return None;
        }
        let field = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
        let (x, y): ([u8; 32], [u8; 32]) = (field(&self.x)?.try_into().ok()?, field(&self.y)?.try_into().ok()?);
        let point = EncodedPoint::from_affine_coordinates(&x.into(), &y.into(), false);
        let key = VerifyingKey::from_encoded_point(&point).ok()?;
        Some((field(&self.kid)?.try_into().ok()?, key))
    }
}

/// The key with which a ward signs coupons.
#[derive(Clone)]
pub struct IssuingKey(SigningKey);

impl std::fmt::Debug for IssuingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IssuingKey")
    }
}

impl IssuingKey {
    /// A key from 32 random bytes.
    ///
    /// # Errors
    /// [`KeyError::NoKey`] for the one in 2^32 byte strings that is no scalar: draw again.
    pub fn from_random(bytes: [u8; 32]) -> Result<IssuingKey, KeyError> {
        SigningKey::from_bytes(&bytes.into()).map(IssuingKey).map_err(|_| KeyError::NoKey)
    }

    /// Reads a PKCS #8 PEM.
    ///
    /// # Errors
    /// [`KeyError::NotPkcs8`].
    pub fn from_pem(pem: &str) -> Result<IssuingKey, KeyError> {
        SigningKey::from_pkcs8_pem(pem).map(IssuingKey).map_err(|_| KeyError::NotPkcs8)
    }

    /// The key as PKCS #8 PEM. A secret.
    ///
    /// # Errors
    /// [`KeyError::NotPkcs8`], which no key of ours causes.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        let pem = self.0.to_pkcs8_pem(LineEnding::LF).map_err(|_| KeyError::NotPkcs8)?;
        Ok(pem.to_string())
    }

    pub(crate) fn signing(&self) -> &SigningKey {
        &self.0
    }

    pub(crate) fn kid(&self) -> Kid {
        let mut kid = Kid::default();
        if let Ok(der) = self.0.verifying_key().to_public_key_der() {
            kid.copy_from_slice(&Sha256::digest(der.as_bytes())[..8]);
        }
        kid
    }

    /// The public half as a JWK.
    pub fn jwk(&self) -> Jwk {
        let point = self.0.verifying_key().to_encoded_point(false);
        let field = |bytes: Option<&[u8]>| URL_SAFE_NO_PAD.encode(bytes.unwrap_or_default());
        Jwk {
            kty: "EC".to_owned(),
            crv: "P-256".to_owned(),
            x: field(point.x().map(|x| &x[..])),
            y: field(point.y().map(|y| &y[..])),
            kid: URL_SAFE_NO_PAD.encode(self.kid()),
            alg: "ES256".to_owned(),
            usage: "sig".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn jwk(seed: u8) -> serde_json::Value {
        serde_json::to_value(IssuingKey::from_random([seed; 32]).unwrap().jwk()).unwrap()
    }

    fn named(keys: &[serde_json::Value], kid: &Kid) -> Result<usize, KeySetError> {
        let set = serde_json::json!({"keys": keys}).to_string();
        KeySet::from_jwks(&set).map(|set| set.named(kid).count())
    }

    #[test]
    fn a_key_of_another_kind_in_the_set_stops_no_coupon() {
        let kid = IssuingKey::from_random([7; 32]).unwrap().kid();
        let rsa = serde_json::json!({"kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "x"});
        let other_curve = serde_json::json!({"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA", "kid": "AAAAAAAAAAA"});
        let mut to_encrypt = jwk(7);
        to_encrypt["use"] = "enc".into();
        assert_eq!(named(&[rsa.clone(), other_curve.clone(), to_encrypt, jwk(7)], &kid).unwrap(), 1);
        assert!(matches!(named(&[rsa, other_curve], &kid), Err(KeySetError::NoUsableKey)));
        assert_eq!(named(&[], &kid).unwrap(), 0);
    }

    #[test]
    fn two_keys_may_share_a_name() {
        let mut second = jwk(8);
        second["kid"] = jwk(7)["kid"].clone();
        let kid = IssuingKey::from_random([7; 32]).unwrap().kid();
        assert_eq!(named(&[jwk(7), second], &kid).unwrap(), 2);
    }
}
