//! The bytes of version 1 are frozen. A file here is never edited: a change of shape adds a version,
//! and an older desk's messages stay readable.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use wire::*;

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn lines(name: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(file(name)).unwrap();
    let pair = |line: &str| line.split_once('\t').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    text.lines().map(pair).collect()
}

#[test]
fn every_kind_of_fact_reads_and_writes_the_bytes_of_version_1() {
    let facts = lines("facts-v1.jsonl");
    for (kind, body) in &facts {
        let fact = Fact::read(kind, 1, body.as_bytes()).unwrap();
        assert_eq!((fact.kind(), String::from_utf8(fact.body().unwrap()).unwrap()), (kind.as_str(), body.clone()));
    }
    let frozen: Vec<&str> = facts.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(frozen, Fact::KINDS, "a new kind of fact is frozen here, too");
}

#[test]
fn every_message_of_the_protocol_reads_and_writes_the_bytes_of_version_1() {
    for (name, text) in lines("messages-v1.jsonl") {
        let again = match name.as_str() {
            "RequestClaims" => round::<RequestClaims>(&text),
            "EnrolRequest" => round::<EnrolRequest>(&text),
            "EnrolResponse" => round::<EnrolResponse>(&text),
            "ReportsRequest" => round::<ReportsRequest>(&text),
            "ReportsResponse" => round::<ReportsResponse>(&text),
            "ChangesResponse" => round::<ChangesResponse>(&text),
            "LedgerResponse" => round::<LedgerResponse>(&text),
            "KeysResponse" => round::<KeysResponse>(&text),
            "KeyList" => round::<KeyList>(&text),
            "Problem" => round::<Problem>(&text),
            other => panic!("{other} is not a message"),
        };
        assert_eq!(again, text, "{name}");
    }
}

fn round<T: Serialize + DeserializeOwned>(text: &str) -> String {
    serde_json::to_string(&serde_json::from_str::<T>(text).unwrap()).unwrap()
}

#[test]
fn a_facts_head_and_a_usage_record_have_the_bytes_of_version_1() {
    frozen("head-v1.hex", &head().to_cbor().unwrap());
    assert_eq!(Envelope::from_cbor(&frozen_bytes("head-v1.hex")).unwrap(), head());
    for (name, record) in [("record-v1.hex", record()), ("correction-v1.hex", correction())] {
        frozen(name, &record.to_cbor().unwrap());
        assert_eq!(UsageRecord::from_cbor(&frozen_bytes(name)).unwrap(), record);
    }
}

#[test]
fn a_signed_record_of_version_1_still_opens() {
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    frozen("signed-record-v1.hex", &sign(record().to_cbor().unwrap(), &key).unwrap());
    let payload = open(&frozen_bytes("signed-record-v1.hex"), &key.verifying_key()).unwrap();
    assert_eq!(UsageRecord::from_cbor(&payload).unwrap(), record());
}

/// Compares with the frozen bytes; a file that is not there yet is written, and the test fails once.
fn frozen(name: &str, bytes: &[u8]) {
    let new = !file(name).exists();
    if new {
        std::fs::write(file(name), hex::encode(bytes)).unwrap();
    }
    assert!(!new, "{name} has been written for the first time; look at it and commit it");
    assert_eq!(hex::encode(bytes), hex::encode(frozen_bytes(name)), "{name}");
}

fn frozen_bytes(name: &str) -> Vec<u8> {
    hex::decode(std::fs::read_to_string(file(name)).unwrap().trim()).unwrap()
}

fn at() -> DateTime<FixedOffset> {
    "2026-07-14T10:24:00+09:00".parse().unwrap()
}

fn head() -> Envelope {
    Envelope {
        event_id: Uuid::from_bytes([1; 16]),
        facility: "f-0102".into(),
        desk: "d-0304".into(),
        epoch: 1,
        seq: 9,
        lamport: 12,
        prev_hash: [2; 32],
        schema_v: 1,
        kind: "checked-in".into(),
        occurred_at: at(),
        recorded_at: at(),
        clock: ClockState::Steady,
        staff: "s2".into(),
        body_hash: [3; 32],
    }
}

fn record() -> UsageRecord {
    UsageRecord {
        event_id: Uuid::from_bytes([4; 16]),
        facility: "F0A1B2C3D".into(),
        desk: "D0A1B2C3D".into(),
        epoch: 1,
        seq: 5,
        prev_hash: [5; 32],
        recorded_at: at(),
        user_number: "30517246".into(),
        born: "2026-03-06".parse().unwrap(),
        service: Service::DayCare,
        first_day: "2026-07-14".parse().unwrap(),
        units: 1,
        presented: PresentedAs::CouponRead,
        kind: RecordKind::Used,
        share_due: 1500,
        over_quota_units: 0,
        moved_out_units: 0,
        remaining: Some(SeenRemaining {
            count: 7,
            source: Source::Coupon,
            as_of: at(),
            stands: FigureStands::BeforeUse,
        }),
        occurrence: 1,
        corrects: None,
    }
}

fn correction() -> UsageRecord {
    UsageRecord {
        event_id: Uuid::from_bytes([6; 16]),
        seq: 6,
        units: 0,
        share_due: 0,
        kind: RecordKind::Correction,
        remaining: None,
        corrects: Some(record().event_id),
        ..record()
    }
}
