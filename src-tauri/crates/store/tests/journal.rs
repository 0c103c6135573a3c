//! The journal: nothing changes unseen, and the tables are what the facts say.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use store::{Author, RecordDraft, Store, StoreError, Time};
use uuid::Uuid;
use wire::*;

fn at(text: &str) -> DateTime<FixedOffset> {
    text.parse().unwrap()
}

fn author(minute: u32) -> Author {
    let now = at(&format!("2026-09-14T09:{minute:02}:00+09:00"));
    Author { staff: "s1".into(), occurred_at: now, recorded_at: now, time: Time::Real }
}

fn mother(number: &str, name: &str, kana: &str) -> MotherSet {
    MotherSet {
        user_number: number.into(),
        name: name.into(),
        kana: kana.into(),
        phone: "090-1234-5678".into(),
        born: "2026-05-01".parse().ok(),
        expected_on: None,
        babies: 1,
        credential: Credential::Coupon,
        interview_on: None,
        corrected: None,
        moved_out_on: None,
        waived: vec![],
        oriented_on: None,
        unlisted: false,
        allergies: String::new(),
        diet: String::new(),
        emergency_contact: String::new(),
        doctor: String::new(),
        health_centre: String::new(),
        language: SlipLanguage::Ja,
        apart: None,
    }
}

fn check_in(store: &mut Store, number: &str, minute: u32) -> Uuid {
    let by = author(minute);
    let use_id = Uuid::now_v7();
    let write = store.write(|tx| {
        let record_id = tx.report(RecordDraft {
            recorded_at: by.recorded_at,
            user_number: number.into(),
            born: "2026-05-01".parse().unwrap(),
            service: Service::DayCare,
            first_day: "2026-09-14".parse().unwrap(),
            units: 1,
            presented: PresentedAs::CouponRead,
            kind: RecordKind::Used,
            share_due: 1500,
            over_quota_units: 0,
            moved_out_units: 0,
            remaining: None,
            corrects: None,
        })?;
        tx.append(
            &by,
            CheckedIn {
                use_id,
                reservation_id: None,
                user_number: number.into(),
                service: Service::DayCare,
                starts_on: "2026-09-14".parse().unwrap(),
                days: 1,
                units: 1,
                covered_units: 1,
                over_quota_units: 0,
                moved_out_units: 0,
                copay: 1500,
                full_price: 0,
                exempt: false,
                babies: 1,
                reasons: vec![],
                ticks: vec![],
                note: String::new(),
                presented: PresentedAs::CouponRead,
                remaining: None,
                paid: 1500,
                means: Means::Cash,
                room: String::new(),
                record_id: Some(record_id),
            },
        )?;
        Ok::<_, StoreError>(())
    });
    write.unwrap();
    use_id
}

fn facility(dir: &Path) -> Store {
    let mut store = Store::open(dir).unwrap();
    let write = store.write(|tx| {
        tx.append(&author(0), mother("40731958", "髙橋 花", "タカハシ ハナ"))?;
        tx.append(&author(1), mother("55128046", "桜台 美緒", "さくらだい みお"))
    });
    write.unwrap();
    check_in(&mut store, "40731958", 2);
    check_in(&mut store, "55128046", 3);
    store
}

fn dump(store: &Store) -> String {
    let mut out = vec![];
    store.dump(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The file as somebody with the key and bad intentions opens it.
fn tamper(dir: &Path, sql: &str) {
    let key = std::fs::read_to_string(dir.join("sango.key")).unwrap();
    let db = rusqlite::Connection::open(dir.join("sango.db")).unwrap();
    db.pragma_update(None, "key", format!("x'{key}'")).unwrap();
    for trigger in ["journal_is_append_only", "journal_keeps_rows", "records_are_append_only", "records_keep_rows"] {
        db.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    db.execute_batch(sql).unwrap();
}

fn findings(dir: &Path) -> Vec<String> {
    let report = Store::open(dir).unwrap().verify().unwrap();
    report.findings.iter().map(|f| format!("{}: {}", f.row, f.what)).collect()
}

#[test]
fn an_untouched_journal_verifies_and_its_tables_can_be_rebuilt() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = facility(dir.path());
    let report = store.verify().unwrap();
    assert_eq!((report.facts, report.records, report.findings), (4, 2, vec![]));
    let before = dump(&store);
    store.rebuild().unwrap();
    assert_eq!(dump(&store), before);
}

#[test]
fn one_flipped_byte_in_any_row_is_named() {
    for seq in 1..=4 {
        for column in ["head", "salt", "body"] {
            let dir = tempfile::tempdir().unwrap();
            drop(facility(dir.path()));
            let flip = match column {
                "body" => "body = replace(body, '1', '2')".to_owned(),
                c => format!(
                    "{c} = CAST(substr({c}, 1, 9) || CASE substr({c}, 10, 1) WHEN x'41' THEN x'42' ELSE x'41' END || substr({c}, 11) AS BLOB)"
                ),
            };
            tamper(dir.path(), &format!("UPDATE journal SET {flip} WHERE seq = {seq}"));
            let found = findings(dir.path());
            assert!(found.iter().any(|f| f.contains(&format!("/1/{seq}:"))), "{seq} {column}: {found:?}");
        }
    }
}

#[test]
fn a_removed_last_row_is_named() {
    let dir = tempfile::tempdir().unwrap();
    drop(facility(dir.path()));
    tamper(dir.path(), "DELETE FROM journal WHERE seq = 4");
    let found = findings(dir.path());
    assert!(found.iter().any(|f| f.contains("/1/4: removed")), "{found:?}");
    let dir = tempfile::tempdir().unwrap();
    drop(facility(dir.path()));
    tamper(dir.path(), "DELETE FROM records WHERE seq = 2");
    assert!(findings(dir.path()).iter().any(|f| f.starts_with("records") && f.contains("removed")));
}

#[test]
fn a_tampered_row_of_a_folded_table_is_shown() {
    let dir = tempfile::tempdir().unwrap();
    drop(facility(dir.path()));
    tamper(dir.path(), "UPDATE uses SET copay = 0 WHERE user_number = '55128046'");
    let found = findings(dir.path());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("uses row "), "{found:?}");
}

#[test]
fn two_desks_fold_to_the_same_tables_whichever_log_arrives_first() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut a, mut b) = (facility(one.path()), facility(two.path()));
    check_in(&mut b, "40731958", 9);
    let key = |s: &Store| ed25519_key(s);
    let (log_a, log_b) = (a.log(0).unwrap(), b.log(0).unwrap());
    a.merge(&key(&b), &log_b[..2]).unwrap();
    a.merge(&key(&b), &log_b).unwrap();
    b.merge(&key(&a), &log_a).unwrap();
    assert_eq!(dump(&a), dump(&b));
    assert_eq!(a.verify().unwrap().findings, vec![]);
    assert!(matches!(
        facility(tempfile::tempdir().unwrap().path()).merge(&key(&b), &log_b[2..]),
        Err(StoreError::Gap { after: 0 })
    ));
}

fn ed25519_key(store: &Store) -> ed25519_dalek::VerifyingKey {
    ed25519_dalek::VerifyingKey::from_bytes(&store.public_key()).unwrap()
}

#[test]
fn a_failed_transaction_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = facility(dir.path());
    let before = dump(&store);
    let failed = store.write(|tx| {
        tx.append(&author(5), mother("99", "名前", "なまえ"))?;
        Err::<(), _>(StoreError::KeyFile)
    });
    assert!(failed.is_err());
    assert_eq!(dump(&store), before);
    assert_eq!(store.verify().unwrap().facts, 4);
}

#[test]
fn a_second_process_and_a_newer_file_and_a_wrong_key_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let store = facility(dir.path());
    assert_eq!(Store::open(dir.path()).unwrap_err().code(), "already-open");
    drop(store);
    tamper(dir.path(), "PRAGMA user_version = 99");
    assert_eq!(Store::open(dir.path()).unwrap_err().code(), "newer-database");
    std::fs::write(dir.path().join("sango.key"), "00".repeat(32)).unwrap();
    assert_eq!(Store::open(dir.path()).unwrap_err().code(), "wrong-key");
}

#[test]
fn the_file_holds_no_name_in_the_clear() {
    let dir = tempfile::tempdir().unwrap();
    let store = facility(dir.path());
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(8).any(|w| w == b"40731958"));
    }
    drop(store);
}

#[test]
fn a_mother_is_found_by_kana_kanji_variant_number_and_phone() {
    let dir = tempfile::tempdir().unwrap();
    let store = facility(dir.path());
    for query in ["た", "タカ", "高橋", "髙橋", "4073", "はな", "０９０"] {
        let found = store.search_mothers(query, 10).unwrap();
        assert!(found.iter().any(|m| m.user_number == "40731958"), "{query}");
    }
    assert!(store.search_mothers("　", 10).unwrap().is_empty());
}

#[test]
fn a_spoilt_backup_is_refused_and_touches_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("spoilt.db");
    let store = facility(dir.path());
    store.backup(&file).unwrap();
    assert_eq!(store.backup(&file).unwrap_err().code(), "backup-exists");
    drop(store);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let before = dump(&Store::open(dir.path()).unwrap());
    assert!(Store::restore(dir.path(), &file).is_err());
    std::fs::write(&file, b"no database at all").unwrap();
    assert_eq!(Store::restore(dir.path(), &file).unwrap_err().code(), "wrong-key");
    assert_eq!(dump(&Store::open(dir.path()).unwrap()), before);
    assert!(!dir.path().join("sango.db.restoring").exists());
}

#[test]
fn a_backup_restored_twice_signs_no_number_twice() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("copy.db");
    facility(dir.path()).backup(&file).unwrap();
    let mut first = Store::restore(dir.path(), &file).unwrap();
    check_in(&mut first, "40731958", 20);
    let lines = |s: &Store| s.log(0).unwrap().len();
    assert_eq!(lines(&first), 1, "epoch 2 begins with 1");
    drop(first);
    let mut second = Store::restore(dir.path(), &file).unwrap();
    check_in(&mut second, "40731958", 21);
    let newest = second.waiting(200, 1 << 20).unwrap().pop().unwrap();
    let record = wire::UsageRecord::from_cbor(&wire::payload_unchecked(&newest.bytes).unwrap()).unwrap();
    assert_eq!((record.epoch, record.seq), (3, 1));
}

#[test]
fn a_restored_backup_opens_a_new_epoch_and_verifies() {
    let dir = tempfile::tempdir().unwrap();
    let copy = tempfile::tempdir().unwrap();
    let file = copy.path().join("copy.db");
    let store = facility(dir.path());
    store.backup(&file).unwrap();
    drop(store);
    let mut restored = Store::restore(dir.path(), &file).unwrap();
    check_in(&mut restored, "40731958", 20);
    let report = restored.verify().unwrap();
    assert_eq!((report.facts, report.findings), (5, vec![]));
}

#[test]
fn a_restore_keeps_every_file_it_replaces_and_finishes_what_a_power_cut_left() {
    let dir = tempfile::tempdir().unwrap();
    let copies = tempfile::tempdir().unwrap();
    let file = copies.path().join("copy.db");
    facility(dir.path()).backup(&file).unwrap();
    drop(Store::restore(dir.path(), &file).unwrap());
    drop(Store::restore(dir.path(), &file).unwrap());
    for n in 1..=2 {
        assert!(dir.path().join(format!("sango.db.before-restore-{n}")).exists());
    }
    // The power goes after the old file was moved and before the copy took its place.
    let path = |name: &str| dir.path().join(name);
    std::fs::rename(path("sango.db"), path("sango.db.restoring")).unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.verify().unwrap().facts, 4, "and no empty facility");
}

#[test]
fn an_unreadable_file_can_be_restored_and_no_number_is_signed_twice() {
    let dir = tempfile::tempdir().unwrap();
    let copies = tempfile::tempdir().unwrap();
    let file = copies.path().join("copy.db");
    facility(dir.path()).backup(&file).unwrap();
    std::fs::write(dir.path().join("sango.db"), vec![7; 40_960]).unwrap();
    assert!(Store::open(dir.path()).is_err());
    let mut restored = Store::restore(dir.path(), &file).unwrap();
    check_in(&mut restored, "40731958", 20);
    let newest = restored.waiting(200, 1 << 20).unwrap().pop().unwrap();
    let record = wire::UsageRecord::from_cbor(&wire::payload_unchecked(&newest.bytes).unwrap()).unwrap();
    assert!(record.epoch > 1_000_000, "above every epoch a count of restores reaches");
}

#[test]
fn a_data_file_without_its_key_is_told_and_gets_no_new_one() {
    let dir = tempfile::tempdir().unwrap();
    drop(facility(dir.path()));
    let key = dir.path().join("sango.key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    assert_eq!(Store::open(dir.path()).unwrap_err().code(), "key-missing");
    assert!(!key.exists());
    std::fs::write(&key, kept).unwrap();
    assert_eq!(Store::open(dir.path()).unwrap().verify().unwrap().facts, 4);
}

fn balance(used: u64, as_of: &str) -> Change {
    let one = |used| Allowance { limit: 12, used };
    let quota = EachService { stay: one(0), day_care: one(used), visit: one(0) };
    Change::Balance { user_number: "40731958".into(), quota, as_of: at(as_of) }
}

#[test]
fn a_page_of_changes_that_comes_late_does_not_undo_what_the_ward_said_since() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = facility(dir.path());
    let notice = |text: &str| Change::Notice { text: text.into() };
    let (newer, older) = (balance(3, "2026-09-14T10:00:00+09:00"), balance(2, "2026-09-14T00:30:00Z"));
    let write = store.write(|tx| {
        tx.append(&author(10), WardChanged { cursor: "9".into(), changes: vec![newer.clone(), notice("台風")] })?;
        tx.append(&author(10), WardChanged { cursor: "8".into(), changes: vec![older, notice("停電")] })
    });
    write.unwrap();
    assert_eq!(store.ward_mother("40731958").unwrap().balance, Some(newer));
    let notices = dump(&store).lines().filter(|l| l.starts_with("notices")).count();
    assert_eq!(notices, 2, "two notices of one second are two");
    assert_eq!(store.verify().unwrap().findings, []);
}

#[test]
fn what_another_desk_has_waiting_is_its_own_to_send() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut a, mut b) = (facility(here.path()), facility(there.path()));
    let first = b.waiting(1, usize::MAX).unwrap().remove(0).event_id;
    let receipt = Some("W-0123456789ab".to_owned());
    let answers = vec![Answer { event_id: first, verdict: Verdict::Accepted, code: None, receipt }];
    let enrolled = |name: &str| Enrolled {
        ward_url: "https://ward.example".into(),
        facility_id: "F1".into(),
        desk_id: name.into(),
        ward_key: "k".into(),
    };
    a.write(|tx| tx.append(&author(4), enrolled("D-A"))).unwrap();
    let write = b.write(|tx| {
        tx.append(&author(4), enrolled("D-B"))?;
        tx.append(&author(5), WardAnswered { answers })
    });
    write.unwrap();
    a.merge(&ed25519_key(&b), &b.log(0).unwrap()).unwrap();
    assert_eq!((a.queue_counts().unwrap().waiting, a.waiting(9, usize::MAX).unwrap().len()), (2, 2));
    assert_eq!(a.enrolment().unwrap().unwrap().desk_id, "D-A");
    assert_eq!(a.verify().unwrap().findings, []);
}
