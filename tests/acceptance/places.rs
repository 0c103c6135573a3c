//! Places: a service is full, a room is taken, and then the next free day and the waiting list.

use serde_json::{Value, json};

use crate::forms::{With, draft, mother, text};
use crate::world::{Who, World};

const BORN: &str = "2026-06-10";
const NUMBERS: [&str; 4] = ["40731958", "55128046", "61240077", "73310482"];

/// Closed on Mondays and full with two day-cares a day.
fn world() -> World {
    let mut world = World::on("2026-09-08 09:00");
    world.settings(|s| s.with("closed_weekdays", json!([1])).with("places_day_care", 2));
    for (number, name) in NUMBERS.into_iter().zip(["桜台 美緒", "豊玉 凛", "中村 葵", "貫井 杏"]) {
        world.registers(mother(number, BORN).with("name", name).with("phone", "090-0000-0001"));
    }
    world
}

fn day_care(number: &str, day: &str) -> Value {
    json!({"user_number": number, "service": "day-care", "starts_on": day, "days": 1, "arrives_at": "10:00"})
}

fn wish(number: &str, from: &str, until: &str) -> Value {
    json!({"user_number": number, "service": "day-care", "from": from, "until": until, "days": 1, "note": "午前がよい"})
}

fn names(waiting: &Value) -> Vec<&str> {
    waiting.as_array().unwrap().iter().map(|w| text(w, "surname")).collect()
}

#[test]
fn a_full_day_is_refused_with_the_next_day_that_is_free() {
    let mut world = world();
    for (number, day) in [(NUMBERS[0], "2026-09-12"), (NUMBERS[1], "2026-09-12"), (NUMBERS[0], "2026-09-13")] {
        world.does("book", day_care(number, day));
    }
    for command in ["preview_booking", "book"] {
        let problem = world.problem(command, day_care(NUMBERS[2], "2026-09-12"));
        assert_eq!((problem.code.as_str(), problem.facts["next_free"].as_str()), ("full", "2026-09-13"));
    }
    world.does("book", day_care(NUMBERS[1], "2026-09-13"));
    let problem = world.problem("book", day_care(NUMBERS[2], "2026-09-12"));
    assert_eq!(problem.facts["next_free"], "2026-09-15", "the house is closed on Monday the 14th");
    world.does("book", json!({"user_number": NUMBERS[2], "service": "visit", "starts_on": "2026-09-12", "days": 1, "arrives_at": "10:00"}));
}

#[test]
fn a_taken_room_is_refused_with_the_next_day_on_which_it_is_free() {
    let mut world = world();
    let stay = |number: &str, day: &str| json!({"user_number": number, "service": "stay", "starts_on": day, "days": 3, "arrives_at": "10:00", "room": "もも"});
    world.does("book", stay(NUMBERS[0], "2026-09-15"));
    let problem = world.problem("book", stay(NUMBERS[1], "2026-09-14"));
    assert_eq!((problem.code.as_str(), problem.facts["next_free"].as_str()), ("double-booking", "2026-09-18"));
}

#[test]
fn who_has_come_and_gone_takes_a_place_of_that_day_and_who_did_not_come_takes_none_of_the_next() {
    let mut world = world();
    world.does("book", day_care(NUMBERS[0], "2026-09-08"));
    let used = world.check_in(&draft(NUMBERS[1], "day-care"));
    world.does("check_out", json!({"use_id": used["use_id"]}));
    assert_eq!(world.refused("book", day_care(NUMBERS[2], "2026-09-08")), "full");
    world.at("2026-09-09 09:00");
    world.does("book", day_care(NUMBERS[2], "2026-09-09"));
    world.does("book", day_care(NUMBERS[3], "2026-09-09"));
}

#[test]
fn the_calendar_says_what_is_open_full_and_awaited() {
    let mut world = world();
    world.does("book", day_care(NUMBERS[0], "2026-09-12"));
    world.does("book", day_care(NUMBERS[1], "2026-09-12"));
    world.does("set_wish", wish(NUMBERS[2], "2026-09-11", "2026-09-13"));
    world.by(Who::Manager, |w| w.does("close_day", json!({"date": "2026-09-16", "reason": "台風"})));
    world.settings(|s| s.with("closed_on", json!(["2026-09-17"])).with("closed_on_public_holidays", true));
    let shown = world.does("bookings", json!({"from": "2026-09-12", "until": "2026-09-23"}));
    let day = |date: &str| shown["days"].as_array().unwrap().iter().find(|d| d["date"] == date).unwrap().clone();
    assert_eq!(day("2026-09-12")["places"][1], json!({"service": "day-care", "taken": 2, "places": 2}));
    let closed = |date: &str| day(date)["closed"].clone();
    assert_eq!(
        ["2026-09-12", "2026-09-14", "2026-09-16", "2026-09-17", "2026-09-22"].map(closed),
        [Value::Null, json!("weekly"), json!("disaster"), json!("own-date"), json!("holiday")]
    );
    assert_eq!((text(&day("2026-09-16"), "reason"), text(&day("2026-09-22"), "holiday")), ("台風", "国民の休日"));
    assert_eq!(names(&shown["waiting"]), ["中村"]);
    assert_eq!(shown["reservations"].as_array().unwrap().len(), 2);
    assert_eq!(world.refused("bookings", json!({"from": "2026-09-12", "until": "2026-12-12"})), "unreadable-field");
}

#[test]
fn who_waits_is_named_where_a_place_becomes_free_and_booked_from_the_list() {
    let mut world = world();
    let id = world.does("book", day_care(NUMBERS[0], "2026-09-12"))["reservation_id"].clone();
    world.does("book", day_care(NUMBERS[1], "2026-09-12"));
    let waits = world.does("set_wish", wish(NUMBERS[2], "2026-09-11", "2026-09-13"));
    world.does("set_wish", wish(NUMBERS[3], "2026-09-13", "2026-09-20"));
    world.does("set_wish", wish(NUMBERS[3], "2026-09-12", "2026-09-12").with("service", "visit"));
    let cancelled = world.does("cancel", json!({"reservation_id": id}));
    assert_eq!(names(&cancelled["waiting"]), ["中村"], "the other one waits for other days");
    let booking = day_care(NUMBERS[2], "2026-09-12").with("wish_id", waits["wish_id"].clone());
    assert_eq!(world.refused("book", booking.clone().with("user_number", NUMBERS[3])), "gone", "it is not her wish");
    world.does("book", booking.clone());
    assert_eq!(world.refused("book", booking), "gone", "she waits no longer");
    let shown = world.does("bookings", json!({"from": "2026-09-12", "until": "2026-09-12"}));
    let left: Vec<&str> = shown["waiting"].as_array().unwrap().iter().map(|w| text(w, "service")).collect();
    assert_eq!(left, ["visit"]);
}

#[test]
fn who_waits_is_named_where_a_reservation_moves_away_for_the_days_that_become_free() {
    let mut world = world();
    let stay = json!({"user_number": NUMBERS[0], "service": "stay", "starts_on": "2026-09-15", "days": 3, "arrives_at": "10:00", "room": "もも"});
    let id = world.does("book", stay)["reservation_id"].clone();
    let wish = |day: &str| json!({"user_number": NUMBERS[1], "service": "stay", "from": day, "until": day, "days": 2});
    world.does("set_wish", wish("2026-09-15"));
    world.does("set_wish", wish("2026-09-17").with("user_number", NUMBERS[2]));
    let moved =
        json!({"reservation_id": id, "starts_on": "2026-09-16", "days": 3, "arrives_at": "10:00", "room": "もも"});
    assert_eq!(names(&world.does("move_reservation", moved)["waiting"]), ["豊玉"]);
}

#[test]
fn a_wish_is_changed_withdrawn_and_restored_and_bad_ones_are_refused() {
    let mut world = world();
    let waits = world.does("set_wish", wish(NUMBERS[0], "2026-09-11", "2026-09-13"));
    let id = json!({"wish_id": waits["wish_id"]});
    let longer = wish(NUMBERS[0], "2026-09-11", "2026-09-30").with("wish_id", waits["wish_id"].clone());
    assert_eq!(world.does("set_wish", longer.clone())["until"], "2026-09-30");
    world.does("withdraw_wish", id.clone());
    assert_eq!(world.refused("withdraw_wish", id.clone()), "gone");
    assert_eq!(world.refused("set_wish", longer), "gone");
    world.does("restore_wish", id.clone());
    assert_eq!(world.refused("restore_wish", id), "nothing-to-undo");
    assert_eq!(world.refused("set_wish", wish("00000000", "2026-09-11", "2026-09-13")), "unknown-number");
    assert_eq!(world.refused("set_wish", wish(NUMBERS[0], "2026-09-13", "2026-09-11")), "unreadable-field");
    assert_eq!(world.refused("set_wish", wish(NUMBERS[0], "2026-09-01", "2026-09-07")), "past-day");
    assert_eq!(world.refused("set_wish", wish(NUMBERS[0], "2027-06-10", "2027-06-12")), "refused");
    assert_eq!(world.refused("set_wish", wish(NUMBERS[0], "2026-09-11", "2026-09-13").with("days", 0)), "refused");
    let long = wish(NUMBERS[0], "2026-09-11", "2026-09-13").with("note", "あ".repeat(501));
    assert_eq!(world.refused("set_wish", long), "unreadable-field");
}
