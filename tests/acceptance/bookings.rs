//! Reservations: the deadline, cancelling in time and late, a no-show, a closed day, a refusal.

use serde_json::{Value, json};

use crate::forms::{With, draft, draft_with_coupon, mother, text};
use crate::world::{Who, World};

const NUMBER: &str = "40731958";
const BORN: &str = "2026-06-10";

/// Closed on Mondays; her day-care is booked for a Tuesday.
fn booked(days: u32, service: &str) -> (World, Value) {
    let mut world = World::on("2026-09-08 09:00").enrolled();
    world.ward.coupon(NUMBER, BORN);
    world.settings(|s| s.with("closed_weekdays", json!([1])));
    world.registers(mother(NUMBER, BORN));
    let booked = world.books(NUMBER, service, "2026-09-15", days);
    assert_eq!(text(&booked, "cancel_deadline"), "2026-09-13T10:00:00+09:00", "over the closed Monday");
    assert_eq!(booked["deadline_passed"], false);
    (world, booked["reservation_id"].clone())
}

#[test]
fn ten_o_clock_before_the_closed_monday_is_in_time() {
    let (mut world, id) = booked(1, "day-care");
    world.at("2026-09-13 10:00:59");
    let cancelled = world.does("cancel", json!({"reservation_id": id, "reason": "お子さまの発熱"}));
    assert_eq!(
        (&cancelled["late"], &cancelled["units"], &cancelled["report_id"]),
        (&json!(false), &json!(0), &Value::Null)
    );
    assert_eq!(world.sync()["sent"], 0);
    assert_eq!(world.refused("cancel", json!({"reservation_id": id})), "reservation-ended");
}

#[test]
fn one_minute_later_the_day_counts_and_the_share_is_due() {
    let (mut world, id) = booked(1, "day-care");
    world.at("2026-09-13 10:01:00");
    let shown = world.does("preview_cancel", json!({"reservation_id": id}));
    let cancelled = world.does("cancel", json!({"reservation_id": id}));
    for view in [&shown, &cancelled] {
        assert_eq!((&view["late"], &view["units"], &view["copay"]), (&json!(true), &json!(1), &json!(1500)));
    }
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} day-care 2026-09-15 1 late-cancellation 1500")]);
    let month = world.month("2026-09");
    let day_care = &month["services"][1];
    assert_eq!(
        (&day_care["late_cancellations"], &day_care["uses"], &month["copay"]),
        (&json!(1), &json!(0), &json!(1500))
    );
    assert_eq!((&month["subtractions"], &month["unpaid"]), (&json!(1), &json!(1500)));
}

#[test]
fn what_counts_is_when_the_facility_was_told_not_when_it_was_typed_in() {
    let (mut world, id) = booked(1, "day-care");
    world.at("2026-09-14 18:00");
    let told = json!({"reservation_id": id, "received_at": "2026-09-13T09:59:00+09:00", "reason": "留守番電話"});
    assert_eq!(world.does("cancel", told)["late"], false);
}

#[test]
fn a_contact_that_has_not_come_yet_cannot_be_entered() {
    let (mut world, id) = booked(1, "day-care");
    let told = json!({"reservation_id": id, "received_at": "2026-09-08T09:01:00+09:00"});
    assert_eq!(world.refused("cancel", told), "unreadable-field");
    assert_eq!(world.refused("cancel", json!({"reservation_id": id, "received_at": "きのう"})), "unreadable-field");
}

#[test]
fn the_deadline_told_at_booking_never_moves_against_her() {
    let (mut world, id) = booked(1, "day-care");
    world.settings(|s| s.with("closed_on", json!(["2026-09-13", "2026-09-12"])));
    world.at("2026-09-13 09:59");
    assert_eq!(world.does("cancel", json!({"reservation_id": id}))["late"], false);
}

#[test]
fn a_booking_made_after_its_own_deadline_says_so() {
    let mut world = World::on("2026-09-14 10:30");
    world.registers(mother(NUMBER, BORN));
    let booked = world.books(NUMBER, "visit", "2026-09-15", 1);
    assert_eq!(
        (text(&booked, "cancel_deadline"), &booked["deadline_passed"]),
        ("2026-09-14T10:00:00+09:00", &json!(true))
    );
}

#[test]
fn a_manager_may_waive_the_money_of_a_late_cancellation_but_not_the_count() {
    let (mut world, id) = booked(1, "day-care");
    world.at("2026-09-14 12:00");
    let request = json!({"reservation_id": id, "reason": "入院", "waived_because": "急な入院のため"});
    assert_eq!(world.refused("cancel", request.clone()), "needs-manager");
    let cancelled = world.by(Who::Manager, |w| w.does("cancel", request));
    assert_eq!((&cancelled["units"], &cancelled["copay"]), (&json!(1), &json!(0)));
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} day-care 2026-09-15 1 waived 0")]);
}

#[test]
fn an_exempt_household_pays_nothing_for_a_late_cancellation_that_counts() {
    let (mut world, id) = booked(1, "day-care");
    world.does("edit_mother", mother(NUMBER, BORN).with("waived", json!([{"from": "2026-07-01", "until": null}])));
    world.at("2026-09-14 12:00");
    let cancelled = world.does("cancel", json!({"reservation_id": id}));
    assert_eq!((&cancelled["units"], &cancelled["copay"]), (&json!(1), &json!(0)));
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} day-care 2026-09-15 1 late-cancellation 0")]);
}

#[test]
fn a_no_show_is_declared_by_a_person_after_closing_time() {
    let (mut world, id) = booked(1, "day-care");
    world.at("2026-09-15 16:59");
    assert_eq!(world.refused("declare_no_show", json!({"reservation_id": id})), "before-closing-time");
    world.at("2026-09-15 17:00");
    let declared = world.does("declare_no_show", json!({"reservation_id": id}));
    assert_eq!((&declared["units"], &declared["copay"]), (&json!(1), &json!(1500)));
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} day-care 2026-09-15 1 no-show 1500")]);
    assert_eq!(world.month("2026-09")["services"][1]["no_shows"], 1);
}

#[test]
fn a_no_show_declared_by_mistake_is_taken_back_and_the_reservation_is_open_again() {
    let (mut world, id) = booked(1, "day-care");
    world.at("2026-09-15 17:30");
    let declared = world.does("declare_no_show", json!({"reservation_id": id}));
    world.does("take_back", json!({"use_id": declared["use_id"], "reason": "来所していました"}));
    world.check_in(&draft(NUMBER, "day-care").with("reservation_id", id));
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} day-care 2026-09-15 1 used 1500")]);
}

#[test]
fn a_closed_day_ends_every_reservation_without_count_or_charge() {
    let (mut world, id) = booked(1, "day-care");
    world.registers(mother("55128046", BORN).with("name", "豊玉 凛").with("phone", "090-0000-0001"));
    world.books("55128046", "visit", "2026-09-15", 1);
    world.at("2026-09-15 07:00");
    world.as_who(Who::Manager);
    assert_eq!(world.refused("close_day", json!({"date": "2026-09-15", "reason": ""})), "empty-field");
    let closed = world.does("close_day", json!({"date": "2026-09-15", "reason": "大雪"}));
    let mut names: Vec<&str> = closed["to_phone"].as_array().unwrap().iter().map(|p| text(p, "name")).collect();
    names.sort_unstable();
    assert_eq!(names, ["桜台 美緒", "豊玉 凛"]);
    assert!(closed["to_phone"].as_array().unwrap().iter().all(|p| p["about"] == "reservation-ended"));
    assert_eq!(world.refused("declare_no_show", json!({"reservation_id": id})), "reservation-ended");
    assert_eq!((&world.sync()["sent"], world.ward.ledger()), (&json!(0), vec![]));
    assert_eq!(world.month("2026-09")["copay"], 0);
}

#[test]
fn a_booking_for_a_day_on_which_the_house_is_closed_says_so() {
    let (mut world, _) = booked(1, "day-care");
    let reasons = |world: &mut World, day: &str| world.books(NUMBER, "visit", day, 1)["reasons"].clone();
    assert_eq!(reasons(&mut world, "2026-09-16"), json!([]));
    assert_eq!(reasons(&mut world, "2026-09-21")[0]["code"], "house-closed", "a Monday");
    world.as_who(Who::Manager);
    world.does("close_day", json!({"date": "2026-09-17", "reason": "大雪"}));
    assert_eq!(reasons(&mut world, "2026-09-17")[0]["code"], "house-closed");
}

#[test]
fn a_facility_that_cannot_take_her_counts_and_charges_nothing_and_says_why() {
    let (mut world, id) = booked(1, "day-care");
    world.at("2026-09-15 10:00");
    assert_eq!(world.refused("refuse", json!({"reservation_id": id, "reason": "　"})), "empty-field");
    world.does("refuse", json!({"reservation_id": id, "reason": "感染症の疑い"}));
    assert_eq!((&world.sync()["sent"], world.ward.ledger()), (&json!(0), vec![]));
    let arrived = draft(NUMBER, "day-care").with("reservation_id", id);
    let request = world.ready(&arrived);
    assert_eq!(world.refused("check_in", request), "reservation-ended");
}

#[test]
fn nothing_is_booked_before_the_birth() {
    let mut world = World::on("2026-09-14 09:00");
    world.registers(mother(NUMBER, BORN).with("born", Value::Null).with("expected_on", "2026-10-01"));
    let request = json!({"user_number": NUMBER, "service": "day-care", "starts_on": "2026-11-02", "days": 1, "arrives_at": "10:00", "room": ""});
    assert_eq!(world.refused("book", request), "not-born-yet");
}

#[test]
fn a_room_is_not_given_to_two_stays() {
    let mut world = World::on("2026-09-08 09:00");
    world.registers(mother(NUMBER, BORN));
    world.registers(mother("55128046", BORN));
    let request = |number: &str, starts_on: &str| json!({"user_number": number, "service": "stay", "starts_on": starts_on, "days": 3, "arrives_at": "10:00", "room": "もも"});
    world.does("book", request(NUMBER, "2026-09-15"));
    assert_eq!(world.refused("book", request("55128046", "2026-09-17")), "double-booking");
    world.does("book", request("55128046", "2026-09-18"));
}

#[test]
fn days_reserved_earlier_count_against_the_quota_at_booking() {
    let mut world = World::on("2026-09-08 09:00").with_full_prices();
    world.registers(mother(NUMBER, BORN));
    world.books(NUMBER, "stay", "2026-09-15", 5);
    let booked = world.books(NUMBER, "stay", "2026-09-28", 3);
    assert_eq!((&booked["copay"], &booked["full_price"]), (&json!(7000), &json!(30000)));
    assert_eq!(booked["reasons"][0]["code"], "over-quota");
}

#[test]
fn a_late_cancellation_over_the_quota_is_the_share_and_never_the_full_price() {
    let mut world = World::on("2026-09-08 09:00").enrolled();
    let coupon = world.ward.coupon_with(NUMBER, BORN, |o| o.used.day_care = 11);
    world.registers(mother(NUMBER, BORN));
    let booked = world.books(NUMBER, "day-care", "2026-09-15", 1);
    world.check_in(&draft_with_coupon(NUMBER, "day-care", &coupon.text));
    world.sync();
    world.at("2026-09-14 12:00");
    let cancelled = world.does("cancel", json!({"reservation_id": booked["reservation_id"]}));
    assert_eq!(
        (&cancelled["units"], &cancelled["copay"]),
        (&json!(1), &json!(1500)),
        "no full price is set, and none is needed"
    );
    assert_eq!(world.month("2026-09")["full_price"], 0);
}

#[test]
fn a_check_in_uses_up_only_the_reservation_it_belongs_to() {
    let (mut world, id) = booked(2, "stay");
    let day_care = draft(NUMBER, "day-care").with("reservation_id", id.clone());
    let request = world.ready(&day_care);
    assert_eq!(world.refused("check_in", request), "reservation-ended", "another service");
    let stay = draft(NUMBER, "stay").with("reservation_id", id);
    let request = world.ready(&stay);
    assert_eq!(world.refused("check_in", request), "reservation-ended", "next week's");
    world.at("2026-09-15 10:00");
    world.check_in(&stay);
}

/// Her open reservations: `first-day service`.
fn found(world: &mut World, which: Value) -> Vec<String> {
    let found = world.does("reservations", which);
    let line = |r: &Value| format!("{} {}", text(r, "starts_on"), text(r, "service"));
    found["reservations"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn a_reservation_of_another_day_is_found_by_mother_and_by_day_and_cancelled_in_time() {
    let (mut world, _) = booked(1, "day-care");
    world.books(NUMBER, "visit", "2026-09-18", 1);
    world.registers(mother("55128046", BORN));
    world.books("55128046", "stay", "2026-09-17", 3);
    let of_hers = json!({"user_number": NUMBER});
    assert_eq!(found(&mut world, of_hers.clone()), ["2026-09-15 day-care", "2026-09-18 visit"]);
    let of_days = json!({"from": "2026-09-18", "until": "2026-09-18"});
    assert_eq!(found(&mut world, of_days), ["2026-09-17 stay", "2026-09-18 visit"], "the stay goes over that day");
    let first = world.does("reservations", of_hers.clone())["reservations"][0].clone();
    assert_eq!((&first["surname"], &first["deadline_passed"]), (&json!("桜台"), &json!(false)));
    let cancelled = world.does("cancel", json!({"reservation_id": first["reservation_id"]}));
    assert_eq!(cancelled["late"], false);
    assert_eq!(found(&mut world, of_hers), ["2026-09-18 visit"]);
}

#[test]
fn reservations_are_not_asked_for_with_a_wrong_number_or_a_span_that_is_none() {
    let (mut world, _) = booked(1, "day-care");
    assert_eq!(world.refused("reservations", json!({"user_number": "00000000"})), "unknown-number");
    for (from, until) in [("2026-09-15", "2026-09-14"), ("2026-09-15", "2028-09-15")] {
        assert_eq!(world.refused("reservations", json!({"from": from, "until": until})), "unreadable-field");
    }
    for which in [json!({}), json!({"from": "2026-09-15"}), json!({"user_number": NUMBER, "names": "all"})] {
        assert_eq!(world.refused("reservations", which), "bad-request");
    }
}

#[test]
fn who_did_not_come_yesterday_is_shown_until_somebody_says_what_became_of_her() {
    let (mut world, id) = booked(1, "day-care");
    world.at("2026-09-16 09:00");
    let today = world.does("today", Value::Null);
    assert_eq!((&today["not_arrived"][0]["reservation_id"], &today["arrivals"]), (&id, &json!([])));
    assert_eq!(
        (&today["first"][0]["code"], &today["first"][0]["facts"]["count"]),
        (&json!("not-arrived"), &json!("1"))
    );
    world.does("declare_no_show", json!({"reservation_id": id}));
    let today = world.does("today", Value::Null);
    assert_eq!((&today["not_arrived"], &today["first"]), (&json!([]), &json!([])));
}

#[test]
fn who_did_not_come_takes_no_quota_of_a_later_booking_and_holds_no_room() {
    let mut world = World::on("2026-09-08 09:00").with_full_prices();
    world.registers(mother(NUMBER, BORN));
    let request = |starts_on: &str, days: u32| json!({"user_number": NUMBER, "service": "stay", "starts_on": starts_on, "days": days, "arrives_at": "10:00", "room": "もも"});
    world.does("book", request("2026-09-10", 6));
    world.at("2026-09-12 09:00");
    let booked = world.does("book", request("2026-09-13", 3));
    assert_eq!((&booked["copay"], &booked["full_price"]), (&json!(10500), &json!(0)));
}

#[test]
fn an_earlier_booking_of_the_same_day_counts_against_the_quota() {
    let mut world = World::on("2026-09-08 09:00").with_full_prices().enrolled();
    let coupon = world.ward.coupon_with(NUMBER, BORN, |o| o.used.day_care = 10);
    world.registers(mother(NUMBER, BORN));
    world.check_in(&draft_with_coupon(NUMBER, "day-care", &coupon.text));
    let one = world.books(NUMBER, "day-care", "2026-09-15", 1);
    let two = world.books(NUMBER, "day-care", "2026-09-15", 1);
    assert_eq!((&one["full_price"], &two["full_price"]), (&json!(0), &json!(20000)));
}

#[test]
fn nothing_is_booked_for_a_day_that_is_over() {
    let mut world = World::on("2026-09-14 09:00");
    world.registers(mother(NUMBER, BORN));
    let request = |starts_on: &str| json!({"user_number": NUMBER, "service": "day-care", "starts_on": starts_on, "days": 1, "arrives_at": "10:00"});
    assert_eq!(world.refused("book", request("2026-09-13")), "past-day");
    assert_eq!(world.refused("preview_booking", request("2026-09-13")), "past-day");
    world.does("book", request("2026-09-14"));
}

#[test]
fn a_late_cancellation_of_a_use_that_the_rules_refuse_is_that_refusal_and_the_facility_ends_it() {
    let (mut world, id) = booked(1, "day-care");
    world.does("edit_mother", mother(NUMBER, "2025-06-10"));
    world.at("2026-09-14 12:00");
    for name in ["preview_cancel", "cancel"] {
        let problem = world.problem(name, json!({"reservation_id": id}));
        assert_eq!((problem.code.as_str(), problem.facts["codes"].as_str()), ("refused", "past-one-year"));
    }
    world.at("2026-09-15 18:00");
    assert_eq!(world.refused("declare_no_show", json!({"reservation_id": id})), "refused");
    world.does("refuse", json!({"reservation_id": id, "reason": "生年月日の登録が違っていた"}));
    assert_eq!(world.does("today", Value::Null)["arrivals"], json!([]));
}

#[test]
fn told_in_time_it_is_cancelled_whatever_else_is_wrong() {
    let (mut world, id) = booked(1, "day-care");
    world.does("edit_mother", mother(NUMBER, "2025-06-10"));
    assert_eq!(world.does("cancel", json!({"reservation_id": id}))["late"], false);
}

#[test]
fn days_after_the_move_of_a_no_show_take_no_quota() {
    let (mut world, id) = booked(1, "day-care");
    world.does("edit_mother", mother(NUMBER, BORN).with("moved_out_on", "2026-09-14"));
    let price = json!([{"service": "day-care", "from": "2026-04-01", "until": null, "yen": 20000}]);
    world.settings(|s| s.with("full_prices", price));
    world.at("2026-09-15 18:00");
    world.does("declare_no_show", json!({"reservation_id": id}));
    world.sync();
    let remaining = &world.preview(&draft(NUMBER, "day-care"))["remaining"];
    assert_eq!((&remaining["before"], &remaining["taken_off"]), (&json!(12), &json!([])));
}

#[test]
fn a_closed_day_names_also_those_it_only_touches() {
    let mut world = World::on("2026-09-14 09:00");
    for (number, name) in [(NUMBER, "桜台 美緒"), ("55128046", "豊玉 凛")] {
        world.registers(mother(number, BORN).with("name", name));
    }
    world.check_in(&draft(NUMBER, "stay").with("days", 3));
    world.books("55128046", "stay", "2026-09-15", 3);
    let closed = world.by(Who::Manager, |w| w.does("close_day", json!({"date": "2026-09-16", "reason": "大雪"})));
    let mut told: Vec<_> =
        closed["to_phone"].as_array().unwrap().iter().map(|p| (text(p, "name"), text(p, "about"))).collect();
    told.sort_unstable();
    assert_eq!(told, [("桜台 美緒", "in-house"), ("豊玉 凛", "reservation-includes-day")]);
    assert_eq!(found(&mut world, json!({"user_number": "55128046"})), ["2026-09-15 stay"], "it still stands");
}

#[test]
fn a_stay_is_not_made_longer_into_a_room_that_somebody_else_has() {
    let mut world = World::on("2026-09-14 09:00");
    world.registers(mother(NUMBER, BORN));
    world.registers(mother("55128046", BORN));
    let saved = world.check_in(&draft(NUMBER, "stay").with("room", "もも"));
    let hers = json!({"user_number": "55128046", "service": "stay", "starts_on": "2026-09-16", "days": 2, "arrives_at": "10:00", "room": "もも"});
    world.does("book", hers);
    let longer = json!({"use_id": saved["use_id"], "days": 3, "reason": "", "agreed_full_price": false});
    assert_eq!(world.refused("change_stay", longer.clone()), "double-booking");
    let booked = world.does("reservations", json!({"user_number": "55128046"}))["reservations"][0].clone();
    world.does("cancel", json!({"reservation_id": booked["reservation_id"]}));
    world.does("change_stay", longer);
}

#[test]
fn a_second_stay_is_not_received_in_an_occupied_room() {
    let mut world = World::on("2026-09-14 09:00");
    world.registers(mother(NUMBER, BORN));
    world.registers(mother("55128046", BORN));
    let saved = world.check_in(&draft(NUMBER, "stay").with("room", "もも"));
    let second = draft("55128046", "stay").with("room", "もも");
    let request = world.ready(&second);
    assert_eq!(world.refused("check_in", request.clone()), "double-booking");
    world.does("check_out", json!({"use_id": saved["use_id"]}));
    world.does("check_in", request);
}

#[test]
fn a_contact_long_ago_is_the_managers_to_enter_and_none_is_older_than_the_last_move() {
    let (mut world, id) = booked(1, "day-care");
    world.at("2026-09-14 18:00");
    let told = |at: &str| json!({"reservation_id": id, "received_at": at});
    assert_eq!(world.refused("cancel", told("2020-01-01T09:00:00+09:00")), "unreadable-field");
    assert_eq!(world.refused("cancel", told("2026-09-06T09:00:00+09:00")), "needs-manager");
    let move_to =
        json!({"reservation_id": id, "starts_on": "2026-09-15", "days": 1, "arrives_at": "11:00", "room": ""});
    world.does("move_reservation", move_to);
    assert_eq!(world.refused("cancel", told("2026-09-13T09:00:00+09:00")), "unreadable-field");
    assert_eq!(world.does("cancel", told("2026-09-14T17:00:00+09:00"))["late"], true);
}

#[test]
fn a_reservation_does_not_stand_again_on_a_day_that_was_closed_meanwhile() {
    let (mut world, id) = booked(1, "day-care");
    world.does("cancel", json!({"reservation_id": id}));
    world.by(Who::Manager, |w| w.does("close_day", json!({"date": "2026-09-15", "reason": "大雪"})));
    assert_eq!(world.refused("reopen", json!({"reservation_id": id})), "nothing-to-undo");
}

#[test]
fn a_day_far_from_today_is_not_closed_and_a_room_is_one_line() {
    let (mut world, _) = booked(1, "day-care");
    for date in ["2020-01-01", "+262142-12-31"] {
        let request = json!({"date": date, "reason": "大雪"});
        assert_eq!(world.by(Who::Manager, |w| w.refused("close_day", request)), "unreadable-field");
    }
    let request = |room: &str| json!({"user_number": NUMBER, "service": "visit", "starts_on": "2026-09-16", "days": 1, "arrives_at": "10:00", "room": room});
    for room in ["もも\nさくら".to_owned(), "も".repeat(101)] {
        assert_eq!(world.refused("book", request(&room)), "unreadable-field");
    }
}
