//! What is open, the day's cash, the drawer, the kitchen's sheet.

use serde_json::{Value, json};

use crate::forms::{With, draft, mother, text};
use crate::world::{Who, World};

const NUMBER: &str = "40731958";
const OTHER: &str = "40731959";
const BORN: &str = "2026-06-10";

fn world() -> World {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother(NUMBER, BORN).with("phone", "03-1111-2222"));
    world.registers(mother(OTHER, BORN));
    world
}

/// `stands yen` of everything open.
fn open(world: &mut World) -> Vec<String> {
    let rows = world.does("unsettled", json!({}));
    let row = |r: &Value| format!("{} {}", text(&r["charge"], "stands"), r["charge"]["yen"]);
    rows["rows"].as_array().unwrap().iter().map(row).collect()
}

fn not_paid(world: &mut World, number: &str) -> Value {
    let ready = world.ready(&draft(number, "day-care")).with("means", "later");
    world.does("check_in", ready)["use_id"].clone()
}

#[test]
fn what_is_unpaid_is_seen_in_every_month_until_it_is_paid() {
    let mut world = world();
    let use_id = not_paid(&mut world, NUMBER);
    world.at("2026-11-02 09:00");
    assert_eq!(open(&mut world), ["unpaid 1500"]);
    let row = world.does("unsettled", json!({}))["rows"][0].clone();
    assert_eq!(
        (text(&row, "phone"), &row["reminded_at"], &row["apart"]),
        ("03-1111-2222", &Value::Null, &json!(false))
    );
    let remind = json!({"use_id": use_id, "note": "電話、来週お持ちになる"});
    assert_eq!(world.refused("remind", remind.clone().with("note", " ")), "empty-field");
    world.does("remind", remind.clone());
    assert_eq!(world.does("unsettled", json!({}))["rows"][0]["reminded_at"], "2026-11-02T09:00:00+09:00");
    world.does("pay", json!({"use_id": use_id, "yen": 1500, "means": "cash"}));
    assert_eq!(open(&mut world), [""; 0]);
    assert_eq!(world.refused("remind", remind), "nothing-unpaid");
}

#[test]
fn who_is_parted_from_her_child_is_not_reminded() {
    let mut world = world();
    let use_id = not_paid(&mut world, NUMBER);
    world.does("edit_mother", mother(NUMBER, BORN).with("apart", "bereaved"));
    assert_eq!(world.does("unsettled", json!({}))["rows"][0]["apart"], true);
    assert_eq!(world.refused("remind", json!({"use_id": use_id, "note": "電話"})), "no-reminders");
}

#[test]
fn what_waits_for_a_manager_is_for_managers_eyes() {
    let mut world = world();
    let booked = world.books(NUMBER, "stay", "2026-09-15", 3);
    world.at("2026-09-14 12:00");
    world.does("cancel", json!({"reservation_id": booked["reservation_id"]}));
    assert_eq!(open(&mut world), [""; 0]);
    assert_eq!(world.by(Who::Manager, open), ["awaits-manager 10500"]);
}

#[test]
fn each_person_closes_the_drawer_that_she_took_money_for() {
    let mut world = world();
    world.check_in(&draft(NUMBER, "day-care"));
    let card = world.ready(&draft(OTHER, "day-care")).with("means", "card");
    world.by(Who::Manager, |w| w.does("check_in", card));
    let day = json!({"date": "2026-09-14"});
    let money = world.does("day_money", day.clone());
    assert_eq!((&money["cash"], &money["card"]), (&json!(1500), &json!(1500)));
    let drawers: Vec<String> = money["drawers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| format!("{} {} {}", text(d, "staff"), d["expected"], d["card"]))
        .collect();
    assert_eq!(drawers, ["大泉 環 0 1500", "北町 文 1500 0"]);

    let count = |expected: i64, counted: i64, note: &str| json!({"date": "2026-09-14", "expected": expected, "counted": counted, "note": note});
    assert_eq!(world.refused("count_cash", count(1500, 1400, " ")), "note-missing");
    let moved = world.problem("count_cash", count(1400, 1400, ""));
    assert_eq!((moved.code.as_str(), moved.facts["amount"].as_str()), ("cash-moved", "1500"));
    for wrong in [-1, 10_000_001] {
        assert_eq!(world.refused("count_cash", count(1500, wrong, "")), "unreadable-field");
    }
    assert_eq!(world.refused("count_cash", count(1500, 1500, "").with("date", "2026-09-15")), "unreadable-field");
    world.does("count_cash", count(1500, 1400, "釣り銭の間違い"));
    let drawer = world.does("day_money", day)["drawers"][1].clone();
    let counted = &drawer["counted"];
    assert_eq!(
        (&counted["expected"], &counted["counted"], text(counted, "note")),
        (&json!(1500), &json!(1400), "釣り銭の間違い")
    );
}

#[test]
fn the_kitchen_learns_who_eats_and_what_they_must_not_be_given_and_nothing_of_money() {
    let mut world = World::on("2026-09-14 09:00");
    world.registers(mother(NUMBER, BORN).with("allergies", "卵、そば").with("diet", "減塩"));
    world.registers(mother(OTHER, BORN).with("waived", json!([{"from": "2026-05-01", "until": null}])));
    world.registers(mother("40731960", BORN));
    world.books(OTHER, "day-care", "2026-09-15", 1);
    world.books("40731960", "visit", "2026-09-15", 1);
    world.at("2026-09-14 10:30");
    world.check_in(&draft(NUMBER, "stay").with("days", 3).with("room", "さくら"));
    world.at("2026-09-15 07:00");
    let day = json!({"date": "2026-09-15"});
    let kitchen = world.does("kitchen", day.clone());
    assert_eq!(kitchen["sums"], json!({"breakfast": 1, "lunch": 2, "dinner": 1}));
    let lines: Vec<String> = kitchen["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| format!("{} {} {} {}", text(l, "room"), text(l, "allergies"), text(l, "diet"), l["in_house"]))
        .collect();
    assert_eq!(lines, ["さくら 卵、そば 減塩 true", "   false"], "a visit eats nothing");
    assert!(!kitchen.to_string().contains("exempt"), "{kitchen}");
    let printed = world.does("print_kitchen", day);
    let done = std::process::Command::new("pdftotext").args(["-layout", text(&printed, "file"), "-"]).output().unwrap();
    let paper = String::from_utf8(done.stdout).unwrap();
    for said in ["食数表", "朝食 1食", "昼食 2食", "卵、そば", "減塩", "練習"] {
        assert!(paper.contains(said), "{said}: {paper}");
    }
    assert!(!paper.contains("無償") && !paper.contains('¥'), "{paper}");
    assert_eq!(world.does("unprinted", json!({}))["documents"][0]["document"], "list");
}

#[test]
fn a_check_out_has_its_meals_and_can_be_taken_back_as_a_mistake() {
    let mut world = world();
    let saved = world.check_in(&draft(NUMBER, "day-care").with("room", "さくら"));
    let id = json!({"use_id": saved["use_id"]});
    let back = id.clone().with("reason", "人を間違えた");
    assert_eq!(world.refused("take_back_check_out", back.clone()), "still-in-house");
    world.at("2026-09-14 15:30");
    let plan = world.does("check_out_plan", id.clone());
    assert_eq!((&plan["meals"], &plan["unpaid"]), (&json!({"breakfast": 0, "lunch": 1, "dinner": 0}), &json!(false)));
    let leave = id.clone().with("meals", json!({"breakfast": 0, "lunch": 2, "dinner": 0})).with("questionnaire", false);
    let too_many = leave.clone().with("meals", json!({"breakfast": 0, "lunch": 99, "dinner": 0}));
    assert_eq!(world.refused("check_out", too_many), "unreadable-field");
    assert_eq!(
        world.refused("check_out", leave.clone().with("questionnaire", true)),
        "unreadable-field",
        "the ward has none"
    );
    for wrong in ["2026-09-14T09:00:00+09:00", "2026-09-14T15:31:00+09:00", "2026-09-01T10:00:00+09:00"] {
        assert_eq!(world.refused("check_out", leave.clone().with("left_at", wrong)), "unreadable-field", "{wrong}");
    }
    world.does("check_out", leave);
    assert_eq!(world.refused("take_back_check_out", back.clone().with("reason", " ")), "empty-field");
    world.does("take_back_check_out", back);
    assert_eq!(world.does("today", Value::Null)["in_house"][0]["room"], "さくら");
    world.does("check_out", id);
    assert_eq!(world.does("today", Value::Null)["in_house"], json!([]));
}

#[test]
fn nobody_comes_back_into_a_room_that_somebody_else_has() {
    let mut world = world();
    let first = world.check_in(&draft(NUMBER, "stay").with("room", "さくら"));
    world.does("check_out", json!({"use_id": first["use_id"]}));
    world.check_in(&draft(OTHER, "stay").with("room", "さくら"));
    let back = json!({"use_id": first["use_id"], "reason": "人を間違えた"});
    assert_eq!(world.refused("take_back_check_out", back), "double-booking");
}

#[test]
fn somebody_without_a_reservation_is_turned_away_with_a_reason() {
    let mut world = world();
    let away = json!({"user_number": NUMBER, "service": "day-care", "reason": "37.8度の熱"});
    assert_eq!(world.refused("turn_away", away.clone().with("reason", "")), "empty-field");
    assert_eq!(world.refused("turn_away", away.clone().with("user_number", "99999999")), "unknown-number");
    world.does("turn_away", away);
    assert_eq!(world.month("2026-09")["persons"], 0);
}

#[test]
fn siblings_come_along_with_a_reason_only() {
    let mut world = world();
    let with = draft(NUMBER, "day-care").with("siblings", true);
    let shown = world.preview(&with);
    assert_eq!((text(&shown, "outcome"), &shown["needs_note"]), ("look", &json!(["siblings-come"])));
    assert!(!shown["ticks"].as_array().unwrap().iter().any(|t| t["code"] == "no-siblings"));
    let ready = world.ready(&with);
    assert_eq!(world.refused("check_in", ready.clone()), "note-missing");
    world.does("check_in", ready.with("note", "預け先がない"));
    let visit = world.preview(&draft(OTHER, "visit").with("siblings", true));
    assert_eq!(visit["needs_note"], json!([]), "at home they may be");
}

#[test]
fn allergies_are_shown_as_she_is_received_and_not_on_the_public_screen() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother(NUMBER, BORN).with("allergies", "落花生"));
    world.books(NUMBER, "day-care", "2026-09-14", 1);
    assert_eq!(world.preview(&draft(NUMBER, "day-care"))["allergies"], "落花生");
    assert!(!world.does("today", Value::Null).to_string().contains("落花生"));
}
