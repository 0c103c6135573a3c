//! Reports the ward holds: nothing is lost, nothing behind them waits, a person puts them right.

use serde_json::{Value, json};

use crate::forms::{With, draft, mother, text};
use crate::world::{Who, World};

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

/// A mother with a mistyped number is received: the ward holds it.
fn a_mistyped_number(service: &str) -> (World, Value) {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    for number in ["40731958", "61900277"] {
        world.ward.coupon(number, "2026-06-20");
    }
    world.registers(mother("99999999", "2026-06-20").with("name", "田柄 楓"));
    let saved = world.check_in(&draft("99999999", service));
    assert_eq!(text(&world.sync()["answers"][0], "code"), "unknown-number");
    (world, saved["use_id"].clone())
}

fn correct(world: &mut World, report_id: &Value, number: &str) {
    world.does("correct_report", json!({"report_id": report_id, "user_number": number, "born": "2026-06-20"}));
}

#[test]
fn a_report_corrected_to_a_number_that_counts_today_already_is_a_second_use_and_stops_nobody() {
    let (mut world, _) = a_mistyped_number("day-care");
    for number in ["40731958", "61900277"] {
        world.registers(mother(number, "2026-06-20"));
    }
    world.check_in(&draft("40731958", "day-care"));
    world.sync();
    let report_id = held(&mut world, "99999999");
    correct(&mut world, &report_id, "40731958");
    world.check_in(&draft("61900277", "day-care"));
    let sent = world.sync();
    assert_eq!((&sent["sent"], &sent["waiting"], &sent["trouble"]), (&json!(2), &json!(0), &Value::Null));
    let one = "40731958 day-care 2026-09-14 1 used 1500";
    assert_eq!(world.ward.ledger(), [one, one, "61900277 day-care 2026-09-14 1 used 1500"]);
    let agreed = world.by(Who::Manager, |w| w.does("reconcile_month", json!({"month": "2026-09"})));
    assert_eq!((&agreed["agrees"], &agreed["count"]), (&json!(true), &json!(3)));
}

#[test]
fn a_use_goes_with_its_corrected_number() {
    let (mut world, use_id) = a_mistyped_number("stay");
    let report_id = held(&mut world, "99999999");
    correct(&mut world, &report_id, "40731958");
    world.sync();
    let entry = world.does("search_mothers", json!({"query": "40731958"}));
    assert!(entry.to_string().contains("田柄"), "her entry is there under the right number: {entry}");
    let longer = json!({"use_id": use_id, "days": 3, "reason": "", "agreed_full_price": false});
    world.does("change_stay", longer);
    assert_eq!(text(&world.sync()["answers"][0], "verdict"), "accepted", "under the number that counts");
    assert_eq!(world.ward.ledger(), ["40731958 stay 2026-09-14 3 used 10500"]);
    let left = &world.preview(&draft("40731958", "stay"))["remaining"]["before"];
    assert_eq!(left, 4, "her own use is found under her number");
    world.does("take_back", json!({"use_id": use_id, "reason": "別の方の受付でした"}));
    world.sync();
    assert_eq!(world.ward.ledger(), [""; 0]);
    world.facts();
}

#[test]
fn a_stay_made_longer_while_its_report_is_held_is_put_right_once_and_whole() {
    let (mut world, use_id) = a_mistyped_number("stay");
    world.does("change_stay", json!({"use_id": use_id, "days": 3, "reason": "", "agreed_full_price": false}));
    world.sync();
    assert_eq!(world.queue("2026-09").iter().filter(|r| r.contains("held")).count(), 2);
    let report_id = held(&mut world, "99999999");
    correct(&mut world, &report_id, "40731958");
    world.registers(mother("61900277", "2026-06-20"));
    world.check_in(&draft("61900277", "day-care"));
    assert_eq!(world.sync()["trouble"], Value::Null);
    assert_eq!(
        world.ward.ledger(),
        ["40731958 stay 2026-09-14 3 used 10500", "61900277 day-care 2026-09-14 1 used 1500"]
    );
    assert!(world.queue("2026-09").iter().all(|r| !r.contains("held")), "both are put right");
    let agreed = world.by(Who::Manager, |w| w.does("reconcile_month", json!({"month": "2026-09"})));
    assert_eq!(agreed["agrees"], true);
}

#[test]
fn a_use_taken_back_while_its_report_is_held_can_never_count() {
    let (mut world, use_id) = a_mistyped_number("day-care");
    let report_id = held(&mut world, "99999999");
    world.does("take_back", json!({"use_id": use_id, "reason": "受付のまちがい"}));
    let request = json!({"report_id": report_id, "user_number": "40731958", "born": "2026-06-20"});
    assert_eq!(world.refused("correct_report", request), "not-held");
    assert_eq!(world.refused("resend_report", json!({"report_id": report_id})), "not-held");
    let sent = world.sync();
    assert_eq!((&sent["sent"], &sent["waiting"]), (&json!(0), &json!(0)), "the ward has nothing to take off");
    assert_eq!(world.queue("2026-09"), ["99999999 used withdrawn unknown-number"]);
    assert_eq!((world.ward.ledger(), &world.month("2026-09")["not_counted_yet"]), (vec![], &json!(0)));
    world.facts();
}

#[test]
fn a_use_taken_back_before_the_ward_answered_is_closed_when_the_ward_holds_it() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.registers(mother("99999999", "2026-06-20"));
    let saved = world.check_in(&draft("99999999", "day-care"));
    world.does("take_back", json!({"use_id": saved["use_id"], "reason": "受付のまちがい"}));
    assert_eq!(world.sync()["sent"], 2);
    let mut queue = world.queue("2026-09");
    queue.sort();
    let withdrawn = |kind: &str| format!("99999999 {kind} withdrawn unknown-number");
    assert_eq!(queue, [withdrawn("correction"), withdrawn("used")]);
    assert_eq!(world.does("status", Value::Null)["line"]["held"], 0);
    world.facts();
}

#[test]
fn two_clicks_at_once_send_one_corrected_report() {
    let (mut world, _) = a_mistyped_number("day-care");
    let report_id = held(&mut world, "99999999");
    let request = json!({"report_id": report_id, "user_number": "40731958", "born": "2026-06-20"});
    let (desk, session) = world.desk_and_session();
    let clicks = || {
        let mut session = session.clone();
        sango_desk::view::commands::call(desk, &mut session, "correct_report", request.clone()).is_ok()
    };
    let done = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(clicks)).collect();
        all.into_iter().map(|c| c.join().unwrap()).filter(|done| *done).count()
    });
    assert_eq!(done, 1);
    assert_eq!(world.sync()["sent"], 1);
    assert_eq!(world.ward.ledger(), ["40731958 day-care 2026-09-14 1 used 1500"]);
}
