//! A day without power, entered afterwards with the true times: judged, charged and reported as it was.

use serde_json::{Value, json};

use crate::forms::{With, draft, mother, says, text};
use crate::world::{Who, World};

const NUMBER: &str = "40731958";
const OTHER: &str = "40731959";
const BORN: &str = "2026-06-10";

#[test]
fn a_day_entered_afterwards_is_what_it_would_have_been() {
    let mut world = World::on("2026-09-11 09:00").enrolled();
    for number in [NUMBER, OTHER] {
        world.ward.coupon(number, BORN);
        world.registers(mother(number, BORN));
    }
    let booked = world.books(NUMBER, "day-care", "2026-09-14", 1);
    let cancelled = world.books(OTHER, "day-care", "2026-09-15", 1);
    // The power was away on the 14th and in the night.
    world.at("2026-09-15 08:30");
    let day = world.does("late_day", json!({"date": "2026-09-14"}));
    assert_eq!(text(&day["expected"][0], "user_number"), NUMBER);

    let came = draft(NUMBER, "day-care")
        .with("reservation_id", booked["reservation_id"].clone())
        .with("at", "2026-09-14T10:12:00+09:00");
    let saved = world.check_in(&came);
    let receipt = &saved["receipt"];
    assert_eq!(
        (text(receipt, "at"), text(receipt, "wording")),
        ("2026-09-14T10:12:00+09:00", "産後ケア事業 母子デイケア 利用料（令和8年9月14日 利用分）として")
    );
    let day = world.does("late_day", json!({"date": "2026-09-14"}));
    assert_eq!(
        (&day["expected"], &day["entered"], text(&day["inside"][0], "began_at")),
        (&json!([]), &json!(1), "2026-09-14T10:12:00+09:00")
    );
    world.does("check_out", json!({"use_id": saved["use_id"], "left_at": "2026-09-14T15:40:00+09:00"}));

    // She rang at 9:50, in time; at 8:30 on the next day it would have been late.
    let told = json!({"reservation_id": cancelled["reservation_id"], "received_at": "2026-09-14T09:50:00+09:00"});
    assert_eq!(world.does("cancel", told)["late"], false);

    let money = world.does("day_money", json!({"date": "2026-09-14"}));
    assert_eq!((&money["cash"], text(&money["payments"][0], "at")), (&json!(1500), "2026-09-14T10:12:00+09:00"));
    assert_eq!(world.does("day_money", json!({"date": "2026-09-15"}))["cash"], 0);
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} day-care 2026-09-14 1 used 1500")]);
    assert_eq!(world.month("2026-09")["weeks"][1]["day_care"], 1);
    assert_eq!(world.by(Who::Manager, |w| w.does("reconcile_month", json!({"month": "2026-09"})))["agrees"], true);
    let fact = world
        .desk()
        .store()
        .log(0)
        .unwrap()
        .into_iter()
        .filter_map(|f| wire::payload_unchecked(&f.message).and_then(|p| wire::Envelope::from_cbor(&p)).ok())
        .find(|head| head.kind == "checked-in")
        .unwrap();
    let times = (fact.occurred_at.to_rfc3339(), fact.recorded_at.to_rfc3339());
    assert_eq!(times, ("2026-09-14T10:12:00+09:00".to_owned(), "2026-09-15T08:30:00+09:00".to_owned()));
}

#[test]
fn the_rules_are_those_of_the_true_day() {
    let mut world = World::on("2026-09-14 09:30");
    // Her last day was the 13th.
    world.registers(mother(NUMBER, "2025-09-14"));
    assert_eq!(text(&world.preview(&draft(NUMBER, "day-care")), "outcome"), "no");
    let yesterday = draft(NUMBER, "day-care").with("at", "2026-09-13T10:00:00+09:00");
    assert_eq!(says(&world.preview(&yesterday)), "look 1500+0 remaining-unknown");
    assert_eq!(text(&world.preview(&yesterday), "starts_on"), "2026-09-13");
}

#[test]
fn what_has_not_come_or_is_too_long_ago_is_not_entered() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother(NUMBER, BORN));
    for wrong in ["2026-09-14T09:31:00+09:00", "2026-09-06T23:59:00+09:00", "yesterday", "2026-09-13T10:00:00"] {
        let draft = draft(NUMBER, "day-care").with("at", wrong);
        assert_eq!(world.refused("preview_check_in", draft), "unreadable-field", "{wrong}");
    }
    assert_eq!(
        says(&world.preview(&draft(NUMBER, "day-care").with("at", "2026-09-07T00:00:00+09:00"))),
        "look 1500+0 remaining-unknown"
    );
    for date in ["2026-09-06", "2026-09-15"] {
        assert_eq!(world.refused("late_day", json!({"date": date})), "unreadable-field", "{date}");
    }
}

#[test]
fn money_received_without_power_is_of_the_day_it_was_received() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother(NUMBER, BORN));
    let ready = world.ready(&draft(NUMBER, "day-care")).with("means", "later");
    let use_id = world.does("check_in", ready)["use_id"].clone();
    world.at("2026-09-16 09:00");
    let pay = json!({"use_id": use_id, "yen": 1500, "means": "cash", "at": "2026-09-15T14:00:00+09:00"});
    assert_eq!(world.refused("pay", pay.clone().with("at", "2026-09-17T09:00:00+09:00")), "unreadable-field");
    let receipt = world.does("pay", pay)["receipt"].clone();
    assert_eq!(text(&receipt, "at"), "2026-09-15T14:00:00+09:00");
    let cash = |world: &mut World, date: &str| world.does("day_money", json!({"date": date}))["cash"].clone();
    assert_eq!([cash(&mut world, "2026-09-15"), cash(&mut world, "2026-09-16")], [json!(1500), json!(0)]);
    assert_eq!(world.does("day_money", json!({"date": "2026-09-15"}))["receipts"][0]["number"], receipt["number"]);
}

#[test]
fn a_stay_entered_afterwards_lasts_as_long_as_it_was_meant_to() {
    let mut world = World::on("2026-09-15 08:30");
    world.registers(mother(NUMBER, BORN));
    let came = draft(NUMBER, "stay").with("days", 2).with("room", "さくら").with("at", "2026-09-14T10:00:00+09:00");
    world.check_in(&came);
    let today = world.does("today", Value::Null);
    let row = &today["departures"][0];
    assert_eq!((text(row, "last_day"), text(row, "since")), ("2026-09-15", "2026-09-14T10:00:00+09:00"));
}

#[test]
fn a_use_entered_afterwards_is_judged_by_the_count_of_its_time_and_changes_no_newer_one() {
    let mut world = World::on("2026-09-15 09:30").with_full_prices();
    world.registers(mother(NUMBER, BORN).with("credential", "card"));
    let told = |count: u32| json!({"count": count, "source": "card"});
    // The card had room for one day on the 14th, when the power was away, and has none on the 15th.
    world.check_in(&draft(NUMBER, "day-care").with("remaining_told", told(0)));
    let yesterday = draft(NUMBER, "day-care").with("remaining_told", told(1)).with("at", "2026-09-14T10:00:00+09:00");
    assert_eq!(says(&world.preview(&yesterday)).split(' ').nth(1), Some("1500+0"));
    world.check_in(&yesterday);
    world.at("2026-09-16 09:30");
    let next = world.preview(&draft(NUMBER, "day-care"));
    assert_eq!(
        (&next["remaining"]["before"], text(&next["remaining"], "as_of")),
        (&json!(0), "2026-09-15T09:30:00+09:00")
    );
}
