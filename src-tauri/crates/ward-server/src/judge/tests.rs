#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use chrono::DateTime;
use ed25519_dalek::SigningKey;
use wire::{Change, EnrolRequest, Service};

use super::*;
use crate::WardClock;

const A: &str = "40731958";
const B: &str = "55128046";
const BORN: &str = "2026-06-01";

/// A ward with two registered mothers, in a folder that goes with it.
struct Office {
    ward: Ward,
    folder: PathBuf,
}

impl Drop for Office {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// A facility's desk with its key and its stream.
struct Facility {
    desk: Desk,
    key: SigningKey,
    seq: u64,
}

fn office() -> Office {
    let folder = std::env::temp_dir().join(format!("ward-{}", Uuid::now_v7()));
    let now = DateTime::parse_from_rfc3339("2026-09-14T18:00:00+09:00").unwrap();
    let ward = Ward::open(&folder, domain::nerima().unwrap(), WardClock::Still(now)).unwrap();
    for number in [A, B] {
        ward.register(number, BORN.parse().unwrap(), 1, domain::PerService::default()).unwrap();
    }
    Office { ward, folder }
}

impl Office {
    fn admits(&self, name: &str) -> Facility {
        let key = SigningKey::from_bytes(&wire::hash(name.as_bytes()));
        let public_key = *key.verifying_key().as_bytes();
        let code = self.ward.add_facility(name).unwrap().code;
        let enrolled =
            self.ward.enrol(&EnrolRequest { code, public_key: URL_SAFE_NO_PAD.encode(public_key) }).unwrap().unwrap();
        let desk = Desk { desk_id: enrolled.desk_id, facility_id: enrolled.facility_id, public_key };
        Facility { desk, key, seq: 0 }
    }

    /// Judges a batch: `verdict code` for each record.
    fn hears(&self, from: &Facility, records: &[&UsageRecord]) -> Vec<String> {
        let text = |r: &&UsageRecord| URL_SAFE_NO_PAD.encode(wire::sign(r.to_cbor().unwrap(), &from.key).unwrap());
        let texts: Vec<String> = records.iter().map(text).collect();
        let word = |v: RecordVerdict| {
            let code = v.answer.code.map(|c| format!(" {c}")).unwrap_or_default();
            format!("{:?}{code}", v.answer.verdict)
        };
        self.ward.take_in(&from.desk, &texts).unwrap().into_iter().map(word).collect()
    }

    fn units(&self) -> Vec<u64> {
        self.ward.ledger(None, None).unwrap().iter().map(|l| l.units).collect()
    }

    fn changes(&self, of: &Facility) -> Vec<Change> {
        self.ward.changes(&of.desk.facility_id, "").unwrap().changes
    }
}

impl Facility {
    fn uses(&mut self, number: &str, day: &str, units: u64) -> UsageRecord {
        self.seq += 1;
        UsageRecord {
            event_id: Uuid::now_v7(),
            facility: self.desk.facility_id.clone(),
            desk: self.desk.desk_id.clone(),
            epoch: 1,
            seq: self.seq,
            prev_hash: [0; 32],
            recorded_at: DateTime::parse_from_rfc3339("2026-09-14T10:00:00+09:00").unwrap(),
            user_number: number.to_owned(),
            born: BORN.parse().unwrap(),
            service: Service::Stay,
            first_day: day.parse().unwrap(),
            units,
            presented: PresentedAs::CouponRead,
            kind: RecordKind::Used,
            share_due: 3500 * units,
            over_quota_units: 0,
            moved_out_units: 0,
            remaining: None,
            occurrence: 1,
            corrects: None,
        }
    }

    fn corrects(&mut self, root: &UsageRecord, units: u64) -> UsageRecord {
        let corrects = Some(root.event_id);
        let kind = RecordKind::Correction;
        UsageRecord { kind, corrects, ..self.uses(&root.user_number, &root.first_day.to_string(), units) }
    }
}

#[test]
fn a_replacement_that_would_count_a_use_twice_is_held_and_those_behind_it_count() {
    let office = office();
    let mut here = office.admits("ここ");
    let counted = here.uses(A, "2026-09-10", 2);
    let mistyped = here.uses("99999999", "2026-09-10", 2);
    assert_eq!(office.hears(&here, &[&counted, &mistyped]), ["Accepted", "Held unknown-number"]);
    let replacement = UsageRecord { corrects: Some(mistyped.event_id), ..here.uses(A, "2026-09-10", 2) };
    let behind = here.uses(B, "2026-09-10", 2);
    let heard = office.hears(&here, &[&replacement, &behind]);
    assert_eq!(heard, ["Held same-key-other-content", "Accepted"]);
    let second = UsageRecord { occurrence: 2, corrects: Some(mistyped.event_id), ..here.uses(A, "2026-09-10", 2) };
    assert_eq!(office.hears(&here, &[&second, &second]), ["Accepted", "Duplicate"]);
    assert_eq!(office.units(), [2, 2, 2]);
    let anew = UsageRecord { corrects: Some(counted.event_id), ..here.uses(B, "2026-09-11", 2) };
    assert_eq!(office.hears(&here, &[&anew]), ["Held same-key-other-content"], "what counts is not told again");
}

#[test]
fn a_correction_touches_only_the_use_of_its_own_facility_mother_service_and_day() {
    let office = office();
    let (mut here, mut there) = (office.admits("ここ"), office.admits("となり"));
    let root = here.uses(A, "2026-09-10", 2);
    office.hears(&here, &[&root]);
    let mother = UsageRecord { user_number: B.to_owned(), ..here.corrects(&root, 0) };
    let day = UsageRecord { first_day: "2026-09-11".parse().unwrap(), ..here.corrects(&root, 0) };
    let service = UsageRecord { service: Service::DayCare, ..here.corrects(&root, 0) };
    let of_none = UsageRecord { corrects: None, ..here.corrects(&root, 0) };
    let of_itself = here.corrects(&UsageRecord { event_id: Uuid::now_v7(), ..root.clone() }, 0);
    let unknown = "Held corrects-unknown";
    assert_eq!(
        office.hears(&here, &[&mother, &day, &service, &of_none, &of_itself]),
        [unknown, unknown, unknown, "Held schema", unknown]
    );
    let elsewhere = there.corrects(&root, 0);
    assert_eq!(office.hears(&there, &[&elsewhere]), [unknown]);
    assert_eq!(office.units(), [2]);
    let taken_back = here.corrects(&root, 0);
    assert_eq!(office.hears(&here, &[&taken_back]), ["Accepted"]);
    assert_eq!(office.units(), [0; 0]);
}

#[test]
fn an_older_correction_that_comes_late_does_not_undo_a_newer_one() {
    let office = office();
    let mut here = office.admits("ここ");
    let root = here.uses(A, "2026-09-10", 2);
    let (older, newer) = (here.corrects(&root, 3), here.corrects(&root, 4));
    office.hears(&here, &[&root, &newer]);
    assert_eq!(office.hears(&here, &[&older]), ["Accepted"]);
    assert_eq!(office.units(), [4]);
}

#[test]
fn units_that_no_use_can_have_are_held_and_break_no_sum() {
    let office = office();
    let mut here = office.admits("ここ");
    let most = here.uses(A, "2026-09-10", 1);
    let most = UsageRecord { units: i64::MAX as u64, ..most };
    let none = UsageRecord { units: 0, ..here.uses(A, "2026-09-11", 1) };
    let moved = UsageRecord { moved_out_units: 3, ..here.uses(A, "2026-09-12", 2) };
    let right = here.uses(A, "2026-09-13", 2);
    let heard = office.hears(&here, &[&most, &none, &moved, &right]);
    assert_eq!(heard, ["Held schema", "Held schema", "Held schema", "Accepted"]);
    assert_eq!(office.units(), [2]);
}

#[test]
fn a_record_in_the_name_of_another_desk_is_held_one_from_before_the_enrolment_counts() {
    let office = office();
    let (mut here, there) = (office.admits("ここ"), office.admits("となり"));
    let in_its_name = UsageRecord { desk: there.desk.desk_id.clone(), ..here.uses(A, "2026-09-10", 2) };
    let before = UsageRecord { desk: "d-01".into(), facility: "f-01".into(), ..here.uses(A, "2026-09-10", 2) };
    assert_eq!(office.hears(&here, &[&in_its_name, &before]), ["Held signature", "AcceptedWarn gap"]);
}

#[test]
fn what_the_ward_decided_before_her_first_use_is_told_with_it_and_only_once() {
    let office = office();
    let mut here = office.admits("ここ");
    let waived = wire::Waiver { from: "2026-07-01".parse().unwrap(), until: None };
    office.ward.exempt(A, std::slice::from_ref(&waived)).unwrap();
    office.ward.move_out(A, "2026-12-01".parse().unwrap()).unwrap();
    assert_eq!(office.changes(&here), []);
    for day in ["2026-09-10", "2026-09-12"] {
        let one = here.uses(A, day, 2);
        office.hears(&here, &[&one]);
    }
    let told = office.changes(&here);
    let exempt = told.iter().filter(|c| matches!(c, Change::Exemption { waived: w, .. } if *w == [waived.clone()]));
    let moved = told.iter().filter(|c| matches!(c, Change::MovedOut { .. }));
    assert_eq!((exempt.count(), moved.count()), (1, 1));
}

#[test]
fn a_facility_that_only_mistyped_her_number_hears_nothing_of_her() {
    let office = office();
    let mut there = office.admits("となり");
    let mistyped = UsageRecord { born: "2026-07-07".parse().unwrap(), ..there.uses(A, "2026-09-10", 2) };
    assert_eq!(office.hears(&there, &[&mistyped]), ["Held birth-mismatch"]);
    office.ward.move_out(A, "2026-12-01".parse().unwrap()).unwrap();
    assert_eq!(office.changes(&there), []);
}
