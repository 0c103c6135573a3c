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
fn a_late_cancellation_of_more_than_two_days_is_confirmed_by_a_manager() {
    let (mut world, id) = booked(3, "stay");
    world.at("2026-09-14 12:00");
    let cancelled = world.does("preview_cancel", json!({"reservation_id": id}));
    assert_eq!((&cancelled["copay"], &cancelled["manager_confirms"]), (&json!(10500), &json!(true)));
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
