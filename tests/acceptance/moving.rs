//! Reservations are moved: another time, another day, back again; and never two stays in one room.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::forms::{With, mother, text};
use crate::world::{Who, World};

const NUMBER: &str = "40731958";
const OTHER: &str = "55128046";
const BORN: &str = "2026-06-10";

fn world() -> World {
    let mut world = World::on("2026-09-08 09:00");
    world.settings(|s| s.with("closed_weekdays", json!([1])));
    world.registers(mother(NUMBER, BORN));
    world.registers(mother(OTHER, BORN).with("name", "豊玉 凛"));
    world
}

/// Her day-care of Tuesday, whose deadline is Sunday 10:00: the house is closed on Mondays.
fn booked(world: &mut World) -> Value {
    world.books(NUMBER, "day-care", "2026-09-15", 1)["reservation_id"].clone()
}

fn to(id: &Value, day: &str, at: &str) -> Value {
    json!({"reservation_id": id, "starts_on": day, "days": 1, "arrives_at": at, "room": ""})
}

fn found(world: &mut World, id: &Value) -> Value {
    world.does("reservation", json!({"reservation_id": id}))["reservation"].clone()
}

#[test]
fn another_day_before_the_deadline_has_a_deadline_of_its_own() {
    let mut world = world();
    let id = booked(&mut world);
    let shown = world.does("preview_move", to(&id, "2026-09-18", "13:00"));
    let moved = world.does("move_reservation", to(&id, "2026-09-18", "13:00"));
    assert_eq!(shown["cancel_deadline"], moved["cancel_deadline"]);
    assert_eq!(text(&moved, "cancel_deadline"), "2026-09-17T10:00:00+09:00");
    let now = found(&mut world, &id);
    assert_eq!((text(&now, "starts_on"), text(&now, "arrives_at")), ("2026-09-18", "13:00"));
    assert_eq!(text(&now, "cancel_deadline"), "2026-09-17T10:00:00+09:00");
}

#[test]
fn after_the_deadline_the_time_may_change_and_the_day_may_not() {
    let mut world = world();
    let id = booked(&mut world);
    world.at("2026-09-13 10:01");
    world.does("move_reservation", to(&id, "2026-09-15", "14:30"));
    let problem = world.problem("move_reservation", to(&id, "2026-09-18", "10:00"));
    assert_eq!(
        (problem.code.as_str(), problem.facts["deadline"].as_str()),
        ("deadline-past", "2026-09-13T10:00:00+09:00")
    );
    let now = found(&mut world, &id);
    assert_eq!((text(&now, "starts_on"), text(&now, "arrives_at")), ("2026-09-15", "14:30"));
    assert_eq!(text(&now, "cancel_deadline"), "2026-09-13T10:00:00+09:00", "as it was told");
}

#[test]
fn at_ten_o_clock_itself_the_day_may_still_change() {
    let mut world = world();
    let id = booked(&mut world);
    world.at("2026-09-13 10:00:59");
    world.does("move_reservation", to(&id, "2026-09-18", "10:00"));
}

#[test]
fn on_the_same_day_the_deadline_is_never_earlier_than_the_one_that_was_told() {
    let mut world = world();
    let id = booked(&mut world);
    world.settings(|s| s.with("closed_on", json!(["2026-09-13", "2026-09-12"])));
    let moved = world.does("move_reservation", to(&id, "2026-09-15", "11:00"));
    assert_eq!(text(&moved, "cancel_deadline"), "2026-09-13T10:00:00+09:00");
}

#[test]
fn a_stay_is_not_made_shorter_after_its_deadline_but_longer_it_may_be() {
    let mut world = world();
    let id = world.books(NUMBER, "stay", "2026-09-15", 3)["reservation_id"].clone();
    world.at("2026-09-14 12:00");
    let of = |days: u32| to(&id, "2026-09-15", "10:00").with("days", days);
    assert_eq!(world.refused("move_reservation", of(2)), "deadline-past");
    world.does("move_reservation", of(4));
    assert_eq!(found(&mut world, &id)["days"], 4);
}

#[test]
fn moving_is_judged_like_a_booking() {
    let mut world = world();
    let id = booked(&mut world);
    assert_eq!(world.refused("move_reservation", to(&id, "2026-09-07", "10:00")), "past-day");
    let problem = world.problem("move_reservation", to(&id, "2027-06-10", "10:00"));
    assert_eq!((problem.code.as_str(), problem.facts["codes"].as_str()), ("refused", "past-one-year"));
    assert_eq!(world.refused("move_reservation", to(&id, "2026-09-18", "25:00")), "unreadable-field");
    assert_eq!(world.refused("move_reservation", to(&id, "2026-09-18", "10:00").with("days", 2)), "refused");
    let closed = world.does("preview_move", to(&id, "2026-09-21", "10:00"));
    assert_eq!(closed["reasons"][0]["code"], "house-closed");
    world.does("cancel", json!({"reservation_id": id}));
    assert_eq!(world.refused("move_reservation", to(&id, "2026-09-18", "10:00")), "reservation-ended");
}

#[test]
fn her_own_reservation_neither_takes_quota_nor_stands_in_its_own_way() {
    let mut world = world();
    let request = |room: &str, day: &str| json!({"user_number": NUMBER, "service": "stay", "starts_on": day, "days": 5, "arrives_at": "10:00", "room": room});
    let id = world.does("book", request("もも", "2026-09-15"))["reservation_id"].clone();
    let moved =
        json!({"reservation_id": id, "starts_on": "2026-09-17", "days": 5, "arrives_at": "10:00", "room": "もも"});
    let moved = world.does("move_reservation", moved);
    assert_eq!((&moved["full_price"], &moved["copay"]), (&json!(0), &json!(17500)));
}

#[test]
fn a_move_is_taken_back_the_same_day_and_the_deadline_stands_as_it_was_told() {
    let mut world = world();
    let id = booked(&mut world);
    assert_eq!(world.refused("undo_move", json!({"reservation_id": id})), "nothing-to-undo");
    // By mistake to a day whose own deadline is past already.
    let moved = world.does("move_reservation", to(&id, "2026-09-09", "13:00"));
    assert_eq!(moved["deadline_passed"], json!(false), "the eighth, ten o'clock, is still to come");
    world.at("2026-09-08 12:00");
    assert_eq!(world.refused("move_reservation", to(&id, "2026-09-15", "10:00")), "deadline-past");
    world.by(Who::Manager, |w| w.does("undo_move", json!({"reservation_id": id})));
    let now = found(&mut world, &id);
    assert_eq!((text(&now, "starts_on"), text(&now, "arrives_at")), ("2026-09-15", "10:00"));
    assert_eq!(text(&now, "cancel_deadline"), "2026-09-13T10:00:00+09:00");
    world.at("2026-09-09 09:00");
    assert_eq!(world.refused("undo_move", json!({"reservation_id": id})), "nothing-to-undo");
}

#[test]
fn a_move_is_not_taken_back_into_a_room_that_somebody_else_has_by_now() {
    let mut world = world();
    let stay = |number: &str, day: &str| json!({"user_number": number, "service": "stay", "starts_on": day, "days": 2, "arrives_at": "10:00", "room": "もも"});
    let id = world.does("book", stay(NUMBER, "2026-09-15"))["reservation_id"].clone();
    let request =
        json!({"reservation_id": id, "starts_on": "2026-09-18", "days": 2, "arrives_at": "10:00", "room": "もも"});
    world.does("move_reservation", request);
    world.does("book", stay(OTHER, "2026-09-16"));
    assert_eq!(world.refused("undo_move", json!({"reservation_id": id})), "double-booking");
}

#[test]
fn a_cancellation_in_time_is_taken_back_and_one_that_counted_by_its_correction() {
    let mut world = world().enrolled();
    world.ward.coupon(NUMBER, BORN);
    let id = booked(&mut world);
    assert_eq!(world.refused("reopen", json!({"reservation_id": id})), "nothing-to-undo");
    world.does("cancel", json!({"reservation_id": id}));
    world.does("reopen", json!({"reservation_id": id}));
    assert_eq!(text(&found(&mut world, &id), "cancel_deadline"), "2026-09-13T10:00:00+09:00");
    world.does("refuse", json!({"reservation_id": id, "reason": "部屋の工事"}));
    world.does("reopen", json!({"reservation_id": id}));
    world.at("2026-09-14 09:00");
    let late = world.does("cancel", json!({"reservation_id": id}));
    assert_eq!(world.refused("reopen", json!({"reservation_id": id})), "nothing-to-undo");
    world.does("take_back", json!({"use_id": late["use_id"], "reason": "入力の誤り"}));
    found(&mut world, &id);
    world.sync();
    assert_eq!(world.ward.ledger(), Vec::<String>::new());
}

/// A stay: the day of September on which it begins, and its length.
fn span() -> impl Strategy<Value = (u32, u32)> {
    (10u32..20, 2u32..6)
}

#[test]
fn one_room_never_has_two_stays_on_one_day_however_they_are_booked_and_moved() {
    let mut world = world();
    let stay = |number: &str, (day, days): (u32, u32)| json!({"user_number": number, "service": "stay", "starts_on": format!("2026-09-{day}"), "days": days, "arrives_at": "10:00", "room": "もも"});
    let apart = |(a, an): (u32, u32), (b, bn): (u32, u32)| a + an <= b || b + bn <= a;
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let world = std::cell::RefCell::new(&mut world);
    let told = runner.run(&(span(), span(), span()), |(one, two, three)| {
        let mut world = world.borrow_mut();
        let first = world.does("book", stay(NUMBER, one))["reservation_id"].clone();
        let second = world.call("book", stay(OTHER, two));
        prop_assert_eq!(second.is_ok(), apart(one, two), "{:?}", second);
        if let Ok(second) = second {
            let request = json!({"reservation_id": second["reservation_id"], "starts_on": format!("2026-09-{}", three.0),
                "days": three.1, "arrives_at": "10:00", "room": "もも"});
            let moved = world.call("move_reservation", request);
            prop_assert_eq!(moved.is_ok(), apart(one, three), "{:?}", moved);
            world.does("cancel", json!({"reservation_id": second["reservation_id"]}));
        }
        world.does("cancel", json!({"reservation_id": first}));
        Ok(())
    });
    told.unwrap();
}

#[test]
fn a_move_whose_deadline_is_past_is_taken_back_by_a_manager_alone() {
    let mut world = world();
    let id = world.books(NUMBER, "day-care", "2026-09-24", 1)["reservation_id"].clone();
    world.at("2026-09-15 09:00");
    world.does("move_reservation", to(&id, "2026-09-16", "10:00"));
    world.at("2026-09-15 18:00");
    let undo = json!({"reservation_id": id});
    assert_eq!(world.refused("undo_move", undo.clone()), "needs-manager");
    world.by(Who::Manager, |w| w.does("undo_move", undo));
    assert_eq!(text(&found(&mut world, &id), "starts_on"), "2026-09-24");
}

#[test]
fn a_late_cancellation_taken_back_does_not_take_the_room_from_who_has_it_by_now() {
    let mut world = world();
    world.settings(|s| s.with("rooms", json!(["個室1"])));
    let stay = |number: &str| json!({"user_number": number, "service": "stay", "starts_on": "2026-09-15", "days": 2, "arrives_at": "10:00", "room": "個室1"});
    let hers = world.does("book", stay(NUMBER))["reservation_id"].clone();
    world.at("2026-09-14 12:00");
    let late = world.does("cancel", json!({"reservation_id": hers}));
    assert_eq!(late["late"], true);
    world.does("book", stay(OTHER));
    world.does("take_back", json!({"use_id": late["use_id"], "reason": "入力の誤り"}));
    let open = world.does("reservations", json!({"user_number": NUMBER}));
    assert_eq!(open["reservations"], json!([]), "nothing counts, and the room stays with who booked it");
}
