//! From coupon to text: what the ward does.

use std::io::Write;

use ciborium::value::Value;
use domain::Service;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use p256::ecdsa::Signature;
use p256::ecdsa::signature::Signer;

use crate::claims::{COUPON, CTI, Coupon, EXP, FeeClass, IAT, ISS, VERSION};
use crate::verify::signed_bytes;
use crate::{IssuingKey, PREFIX};

/// Why a coupon could not be written.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// CBOR or zlib failed, which no coupon causes.
    #[error("the coupon could not be written")]
    NotWritten,
}

/// Signs a coupon and writes it as the text of a QR code.
///
/// # Errors
/// [`IssueError::NotWritten`].
pub fn issue(coupon: &Coupon, key: &IssuingKey) -> Result<String, IssueError> {
    let header = vec![(int(1), int(-7)), (int(4), Value::Bytes(key.kid().to_vec()))];
    let protected = bytes_of(&Value::Map(header))?;
    let payload = payload(coupon)?;
    let signature: Signature = key.signing().sign(&signed_bytes(&protected, &payload));
    let parts = Value::Array(vec![
        Value::Bytes(protected),
        Value::Map(vec![]),
        Value::Bytes(payload),
        Value::Bytes(signature.to_bytes().to_vec()),
    ]);
    let message = bytes_of(&Value::Tag(18, Box::new(parts)))?;
    let mut zlib = ZlibEncoder::new(vec![], Compression::best());
    zlib.write_all(&message).map_err(|_| IssueError::NotWritten)?;
    let packed = zlib.finish().map_err(|_| IssueError::NotWritten)?;
    Ok(format!("{PREFIX}{}", base45::encode(&packed)))
}

/// The claims in CBOR, keys ascending.
pub(crate) fn payload(c: &Coupon) -> Result<Vec<u8>, IssueError> {
    let days = |d: domain::Date| d.signed_duration_since(chrono::NaiveDate::default()).num_days();
    let quota = (0..).zip(Service::ALL).map(|(key, service)| {
        let a = c.quota.get(service);
        (int(key), Value::Array(vec![int(a.limit.into()), int(a.used.into())]))
    });
    let own = vec![
        (int(0), int(VERSION as i64)),
        (int(1), Value::Text(c.user_number.clone())),
        (int(2), int(days(c.born))),
        (int(3), Value::Integer(c.children.into())),
        (int(4), int(i64::from(c.fee_class == FeeClass::Exempt))),
        (int(5), int(days(c.fee_class_until))),
        (int(6), Value::Map(quota.collect())),
        (int(7), int(c.used_as_of.timestamp())),
        (int(8), Value::Integer(c.counter.into())),
    ];
    bytes_of(&Value::Map(vec![
        (int(ISS as i64), Value::Text(c.issuer.clone())),
        (int(EXP as i64), int(c.expires_at.timestamp())),
        (int(IAT as i64), int(c.issued_at.timestamp())),
        (int(CTI as i64), Value::Bytes(c.id.to_vec())),
        (int(COUPON as i64), Value::Map(own)),
    ]))
}

fn int(n: i64) -> Value {
    Value::Integer(n.into())
}

fn bytes_of(value: &Value) -> Result<Vec<u8>, IssueError> {
    let mut bytes = vec![];
    ciborium::into_writer(value, &mut bytes).map_err(|_| IssueError::NotWritten)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Allowance, Rejection, verify};
    use domain::PerService;
    use proptest::prelude::*;

    fn key() -> IssuingKey {
        IssuingKey::from_random([7; 32]).unwrap()
    }

    fn keys() -> crate::KeySet {
        let jwk = serde_json::to_string(&key().jwk()).unwrap();
        crate::KeySet::from_jwks(&format!("{{\"keys\":[{jwk}]}}")).unwrap()
    }

    fn at(text: &str) -> chrono::DateTime<chrono::Utc> {
        text.parse().unwrap()
    }

    fn coupon() -> Coupon {
        Coupon {
            issuer: "13120".into(),
            user_number: "40731958".into(),
            born: "2026-03-03".parse().unwrap(),
            children: 1,
            fee_class: FeeClass::Taxed,
            fee_class_until: "2027-06-30".parse().unwrap(),
            quota: PerService {
                stay: Allowance { limit: 7, used: 2 },
                day_care: Allowance { limit: 12, used: 5 },
                visit: Allowance { limit: 6, used: 0 },
            },
            used_as_of: at("2026-07-14T01:23:00Z"),
            issued_at: at("2026-07-01T00:00:00Z"),
            expires_at: at("2026-10-01T00:00:00Z"),
            counter: 3,
            id: [1, 2, 3, 4, 5, 6, 7, 8],
        }
    }

    #[test]
    fn what_the_ward_writes_the_desk_reads() {
        let text = issue(&coupon(), &key()).unwrap();
        assert_eq!(verify(&text, &keys(), at("2026-07-14T01:23:00Z")), Ok(coupon()));
        assert!(text.len() < 300, "fits a QR code of version 10: {}", text.len());
    }

    #[test]
    fn the_claims_bytes_are_frozen() {
        let hex: String = payload(&coupon()).unwrap().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, include_str!("../tests/data/payload-v1.hex").trim());
    }

    #[test]
    fn the_second_of_expiry_is_expired_and_ten_minutes_ahead_are_tolerated() {
        let text = issue(&coupon(), &key()).unwrap();
        let verdict = |moment| verify(&text, &keys(), at(moment)).map(|_| ());
        assert_eq!(verdict("2026-10-01T00:00:00Z"), Err(Rejection::Expired));
        assert_eq!(verdict("2026-09-30T23:59:59Z"), Ok(()));
        assert_eq!(verdict("2026-06-30T23:50:00Z"), Ok(()));
        assert_eq!(verdict("2026-06-30T23:49:59Z"), Err(Rejection::NotYetValid));
    }

    #[test]
    fn another_wards_key_is_unknown() {
        let other = IssuingKey::from_random([9; 32]).unwrap();
        let text = issue(&coupon(), &other).unwrap();
        assert_eq!(verify(&text, &keys(), at("2026-07-14T00:00:00Z")), Err(Rejection::UnknownKey));
    }

    #[test]
    fn lower_case_a_long_text_and_a_foreign_code_have_their_own_codes() {
        let text = issue(&coupon(), &key()).unwrap();
        let verdict = |t: &str| verify(t, &keys(), at("2026-07-14T00:00:00Z"));
        assert_eq!(verdict(&text.to_lowercase()), Err(Rejection::NotACoupon));
        assert_eq!(verdict(&text.replace("PPC1:N", "PPC1:n")), Err(Rejection::Malformed));
        assert_eq!(verdict(&format!("PPC1:{}", "0".repeat(1100))), Err(Rejection::Malformed));
        assert_eq!(verdict("https://example.jp/"), Err(Rejection::NotACoupon));
        assert_eq!(verdict("PPC1:"), Err(Rejection::Malformed));
    }

    proptest! {
        #[test]
        fn a_spoilt_coupon_never_verifies(at_char in 5usize..280, to in "[0-9A-Z $%*+./:-]") {
            let text = issue(&coupon(), &key()).unwrap();
            let mut spoilt: Vec<char> = text.chars().collect();
            let place = at_char.min(spoilt.len() - 1);
            let new = to.chars().next().unwrap();
            prop_assume!(spoilt[place] != new);
            spoilt[place] = new;
            let spoilt: String = spoilt.into_iter().collect();
            let moment = at("2026-07-14T00:00:00Z");
            if let Ok(read) = verify(&spoilt, &keys(), moment) {
                // zlib has bits that change nothing; what is read must still be what was signed.
                prop_assert_eq!(read, coupon());
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "(PPC1:)?[ -~]{0,400}") {
            let _ = verify(&text, &keys(), at("2026-07-14T00:00:00Z"));
        }

        #[test]
        fn no_signed_payload_makes_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = crate::claims::read(&bytes);
        }
    }
}
