//! Coupons' texts, and content and claims that are packed and signed so that they reach the parts behind.

use std::io::Write;

use chrono::{DateTime, Utc};
use ciborium::value::Value;
use coupon::{Allowance, Coupon, FeeClass, IssuingKey, KeySet, PREFIX, issue};
use domain::PerService;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

/// Of an invented ward; no coupon outside of here bears its signature.
const KEY: [u8; 32] = [7; 32];

/// The keys the invented ward has told.
pub fn keys() -> KeySet {
    let jwk = serde_json::to_string(&issuing().jwk()).expect("a key is JSON");
    KeySet::from_jwks(&format!("{{\"keys\":[{jwk}]}}")).expect("a key set")
}

/// A moment at which the seeds hold.
pub fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_784_000_000, 0).expect("a moment of 2026")
}

/// The text that bytes stand for: by their first one a text as it is, a content to be packed, claims to be signed.
pub fn text(bytes: &[u8]) -> String {
    match bytes.split_first() {
        Some((1, content)) => packed(content),
        Some((2, claims)) => signed(claims),
        Some((_, text)) => String::from_utf8_lossy(text).into_owned(),
        None => String::new(),
    }
}

/// Claims that were signed here whatever they say.
pub fn is_signed_here(bytes: &[u8]) -> bool {
    bytes.first() == Some(&2)
}

/// The only coupons that the other ways can hold.
pub fn issued() -> Vec<Coupon> {
    seeds().iter().filter_map(|seed| coupon::verify(&text(seed), &keys(), moment()).ok()).collect()
}

/// One seed of each way.
pub fn seeds() -> Vec<Vec<u8>> {
    let text = issue(&coupon(), &issuing()).expect("a coupon can be written");
    let way = |way: u8, bytes: &[u8]| [&[way], bytes].concat();
    let hex = include_str!("../../../src-tauri/crates/coupon/tests/data/payload-v1.hex").trim().as_bytes();
    let digit = |digit: u8| (digit as char).to_digit(16).unwrap_or_default() as u8;
    let claims: Vec<u8> = hex.chunks(2).map(|pair| digit(pair[0]) * 16 + digit(pair[1])).collect();
    vec![
        way(0, text.as_bytes()),
        way(0, b"https://ward.example/c?x=1&riyosha=40731958#top"),
        way(0, "４０７３　１９５８".as_bytes()),
        way(1, &content(&claims)),
        way(2, &claims),
    ]
}

fn issuing() -> IssuingKey {
    IssuingKey::from_random(KEY).expect("a key")
}

fn packed(content: &[u8]) -> String {
    let mut zlib = ZlibEncoder::new(vec![], Compression::fast());
    zlib.write_all(content).expect("memory can be written");
    format!("{PREFIX}{}", base45::encode(&zlib.finish().expect("memory can be written")))
}

fn signed(claims: &[u8]) -> String {
    packed(&content(claims))
}

/// COSE_Sign1 over any claims (RFC 9052).
fn content(claims: &[u8]) -> Vec<u8> {
    let jwk = serde_json::to_value(issuing().jwk()).expect("a key is JSON");
    let kid = base64url(jwk["kid"].as_str().unwrap_or_default());
    let header = Value::Map(vec![(1.into(), (-7).into()), (4.into(), Value::Bytes(kid))]);
    let protected = written(&header);
    let to_sign = Value::Array(vec![
        Value::Text("Signature1".to_owned()),
        Value::Bytes(protected.clone()),
        Value::Bytes(vec![]),
        Value::Bytes(claims.to_vec()),
    ]);
    let key = SigningKey::from_bytes(&KEY.into()).expect("a key");
    let signature: Signature = key.sign(&written(&to_sign));
    let parts = vec![
        Value::Bytes(protected),
        Value::Map(vec![]),
        Value::Bytes(claims.to_vec()),
        Value::Bytes(signature.to_bytes().to_vec()),
    ];
    written(&Value::Tag(18, Box::new(Value::Array(parts))))
}

fn written(value: &Value) -> Vec<u8> {
    let mut bytes = vec![];
    ciborium::into_writer(value, &mut bytes).expect("memory can be written");
    bytes
}

fn base64url(text: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bits, mut count, mut bytes) = (0u32, 0, vec![]);
    for value in text.chars().filter_map(|digit| DIGITS.find(digit)) {
        bits = bits << 6 | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

fn coupon() -> Coupon {
    let day = |days| chrono::NaiveDate::default() + chrono::TimeDelta::days(days);
    let allowance = |limit, used| Allowance { limit, used };
    Coupon {
        issuer: "13120".into(),
        user_number: "40731958".into(),
        born: day(20_515),
        children: 1,
        fee_class: FeeClass::Taxed,
        fee_class_until: day(21_000),
        quota: PerService { stay: allowance(7, 2), day_care: allowance(12, 5), visit: allowance(6, 0) },
        used_as_of: moment(),
        issued_at: moment(),
        expires_at: moment() + chrono::TimeDelta::days(90),
        counter: 3,
        id: [1, 2, 3, 4, 5, 6, 7, 8],
    }
}
