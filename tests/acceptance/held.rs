//! Reports the ward holds: nothing is lost, nothing behind them waits, a person puts them right.

use serde_json::{Value, json};

use crate::forms::{With, draft, mother, text};
use crate::world::World;

/// One report of a mistyped birth date, one of a number the ward does not know, one that is right.
fn a_day_with_two_mistakes() -> World {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    for (number, born) in [("40731958", "2026-05-01"), ("61900277", "2026-02-11")] {
        world.ward.coupon(number, born);
    }
    for (number, born) in [("40731958", "2026-05-10"), ("55128046", "2026-06-20"), ("61900277", "2026-02-11")] {
        world.registers(mother(number, born));
        world.check_in(&draft(number, "day-care"));
    }
    let sent = world.sync();
    assert_eq!((&sent["sent"], &sent["waiting"], &sent["trouble"]), (&json!(3), &json!(0), &Value::Null));
    world
}

fn held(world: &mut World, number: &str) -> Value {
    let queue = world.does("queue", json!({"month": "2026-09"}));
    let reports = queue["reports"].as_array().unwrap();
    let found = reports.iter().find(|r| r["user_number"] == number && r["state"]["state"] == "held");
    found.expect("it is held")["report_id"].clone()
}

#[test]
fn a_held_report_stops_nobody_behind_it() {
    let mut world = a_day_with_two_mistakes();
    assert_eq!(world.ward.ledger(), ["61900277 day-care 2026-09-14 1 used 1500"]);
    let mut queue = world.queue("2026-09");
    queue.sort();
    assert_eq!(
        queue,
        ["40731958 used held birth-mismatch", "55128046 used held unknown-number", "61900277 used accepted",]
    );
    let today = world.does("today", Value::Null);
    let first = &today["first"][0];
    assert_eq!((text(first, "code"), text(&first["facts"], "count")), ("held", "2"));
    assert_eq!(world.sync()["sent"], 0, "it is not sent again by itself");
    assert_eq!(world.month("2026-09")["not_counted_yet"], 2);
}

#[test]
fn a_mistyped_birth_date_is_corrected_and_counts() {
    let mut world = a_day_with_two_mistakes();
    let report_id = held(&mut world, "40731958");
    world.does("edit_mother", mother("40731958", "2026-05-01"));
    world.does("correct_report", json!({"report_id": report_id, "user_number": "40731958", "born": "2026-05-01"}));
    let sent = world.sync();
    assert_eq!(text(&sent["answers"][0], "verdict"), "accepted");
    assert!(world.ward.ledger().contains(&"40731958 day-care 2026-09-14 1 used 1500".to_owned()));
    assert_eq!(
        world.refused(
            "correct_report",
            json!({"report_id": report_id, "user_number": "40731958", "born": "2026-05-01"})
        ),
        "not-held"
    );
    let queue = world.queue("2026-09");
    assert!(queue.contains(&"40731958 used accepted".to_owned()), "{queue:?}");
    assert!(queue.contains(&"40731958 used replaced".to_owned()), "the old one stays readable: {queue:?}");
    world.facts();
}

#[test]
fn a_corrected_report_can_still_be_taken_back() {
    let mut world = a_day_with_two_mistakes();
    let report_id = held(&mut world, "40731958");
    world.does("correct_report", json!({"report_id": report_id, "user_number": "40731958", "born": "2026-05-01"}));
    world.sync();
    world.does("edit_mother", mother("40731958", "2026-05-01"));
    let queue = world.does("queue", json!({"month": "2026-09"}));
    let report = queue["reports"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["user_number"] == "40731958" && r["use_id"] != Value::Null);
    let use_id = report.expect("its use is known")["use_id"].clone();
    world.does("take_back", json!({"use_id": use_id, "reason": "別の方の受付でした"}));
    world.sync();
    assert_eq!(world.ward.ledger(), ["61900277 day-care 2026-09-14 1 used 1500"]);
}

#[test]
fn an_unknown_number_counts_once_the_ward_has_registered_it() {
    let mut world = a_day_with_two_mistakes();
    let report_id = held(&mut world, "55128046");
    world.does("resend_report", json!({"report_id": report_id}));
    assert_eq!(text(&world.sync()["answers"][0], "code"), "unknown-number", "still held");
    world.ward.coupon("55128046", "2026-06-20");
    world.does("resend_report", json!({"report_id": report_id}));
    assert_eq!(text(&world.sync()["answers"][0], "verdict"), "accepted");
    assert!(world.ward.ledger().contains(&"55128046 day-care 2026-09-14 1 used 1500".to_owned()));
    assert_eq!(world.refused("resend_report", json!({"report_id": report_id})), "not-held");
}

#[test]
fn a_mistyped_number_does_not_take_another_mothers_days() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.ward.coupon("40731958", "2026-05-01");
    world.ward.coupon("40731985", "2026-07-07");
    world.registers(mother("40731985", "2026-05-01").with("name", "田柄 楓"));
    world.check_in(&draft("40731985", "day-care"));
    assert_eq!(text(&world.sync()["answers"][0], "code"), "birth-mismatch");
    assert_eq!(world.ward.ledger(), [""; 0]);
    let report_id = held(&mut world, "40731985");
    world.does("correct_report", json!({"report_id": report_id, "user_number": "40731958", "born": "2026-05-01"}));
    world.sync();
    assert_eq!(world.ward.ledger(), ["40731958 day-care 2026-09-14 1 used 1500"]);
}
