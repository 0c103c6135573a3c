//! May she, what does she pay, on what ground: the verdict at the desk and what it takes to save it.

use serde_json::{Value, json};

use crate::forms::{With, draft, draft_with_coupon, has, mother, says, text};
use crate::world::{Who, World};

const NUMBER: &str = "40731958";

fn with_mother(time: &str, form: Value) -> World {
    let mut world = World::on(time).with_full_prices();
    world.registers(form);
    world
}

#[test]
fn days_over_the_quota_are_full_price_once_she_was_told_and_agreed() {
    let mut world = World::on("2026-09-14 09:30").with_full_prices().enrolled();
    let coupon = world.ward.coupon_with(NUMBER, "2026-06-01", |o| o.used.stay = 5);
    world.registers(mother(NUMBER, "2026-06-01"));
    let stay = draft_with_coupon(NUMBER, "stay", &coupon.text).with("days", 3);
    let shown = world.preview(&stay);
    assert_eq!(says(&shown), "look 7000+30000 over-quota");
    let days: Vec<&str> = shown["days"].as_array().unwrap().iter().map(|d| text(d, "standing")).collect();
    assert_eq!(days, ["covered", "covered", "over-quota"]);
    let told = shown["ticks"].as_array().unwrap().iter().find(|t| t["code"] == "full-price-told").unwrap();
    assert_eq!((&told["special"], text(&told["facts"], "amount")), (&json!(true), "30000"));

    let ready = world.ready(&stay);
    let without =
        ready["ticks"].as_array().unwrap().iter().filter(|t| **t != "agreement-signed").cloned().collect::<Vec<_>>();
    let problem = world.problem("check_in", ready.clone().with("ticks", without));
    assert_eq!((problem.code.as_str(), problem.facts["codes"].as_str()), ("ticks-missing", "agreement-signed"));
    assert_eq!(world.refused("check_in", ready.clone().with("charge_shown", 7000)), "verdict-changed");
    let saved = world.does("check_in", ready);
    assert_eq!(saved["receipt"]["total"], 37000);
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} stay 2026-09-14 3 used 7000")]);
    assert_eq!(world.ward.office().ledger(None, None).unwrap()[0].over_quota_units, 1);
}

#[test]
fn a_full_price_that_is_needed_and_unset_is_not_guessed() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let coupon = world.ward.coupon_with(NUMBER, "2026-05-01", |o| o.used.day_care = 12);
    world.registers(mother(NUMBER, "2026-05-01"));
    let draft = draft_with_coupon(NUMBER, "day-care", &coupon.text);
    assert_eq!(world.refused("preview_check_in", draft.clone()), "full-price-unset");
    let request = json!({"draft": draft, "charge_shown": 0, "ticks": [], "note": "", "means": "cash"});
    assert_eq!(world.refused("check_in", request), "full-price-unset");
}

#[test]
fn the_share_follows_the_exemption_on_the_first_day() {
    let waived = json!([{"from": "2026-09-15", "until": null}]);
    let mut world = with_mother("2026-09-14 09:30", mother(NUMBER, "2026-06-01").with("waived", waived));
    let stay = draft(NUMBER, "stay").with("remaining_told", json!({"count": 7, "source": "card"}));
    assert_eq!(says(&world.preview(&stay)), "accept 7000+0");
    world.at("2026-09-15 09:30");
    let shown = world.preview(&stay);
    assert_eq!((says(&shown).as_str(), &shown["exempt"]), ("accept 0+0", &json!(true)));
}

#[test]
fn the_july_mark_changes_no_verdict() {
    let waived = json!([{"from": "2026-05-01", "until": null}]);
    let mut world = with_mother("2026-06-30 09:30", mother(NUMBER, "2026-05-01").with("waived", waived));
    let draft = draft(NUMBER, "day-care").with("remaining_told", json!({"count": 7, "source": "card"}));
    let june = world.preview(&draft);
    world.at("2026-07-01 09:30");
    let july = world.preview(&draft);
    assert_eq!((has(&june, "reasons", "july-recheck"), has(&july, "reasons", "july-recheck")), (false, true));
    assert_eq!((says(&june), &june["ticks"]), (says(&july), &july["ticks"]));
    assert_eq!(says(&july), "accept 0+0");
}

#[test]
fn from_the_day_of_the_move_each_day_is_full_price() {
    let mut world = with_mother("2026-09-14 09:30", mother(NUMBER, "2026-06-01").with("moved_out_on", "2026-09-15"));
    let stay = draft(NUMBER, "stay").with("days", 3).with("remaining_told", json!({"count": 7, "source": "card"}));
    assert_eq!(says(&world.preview(&stay)), "look 3500+60000 moved-out");
}

#[test]
fn a_move_the_ward_reports_counts_as_one_the_mother_told() {
    let mut world = World::on("2026-09-14 09:30").with_full_prices().enrolled();
    let coupon = world.ward.coupon(NUMBER, "2026-05-01");
    world.registers(mother(NUMBER, "2026-05-01"));
    world.check_in(&draft_with_coupon(NUMBER, "day-care", &coupon.text));
    world.sync();
    world.ward.office().move_out(NUMBER, "2026-09-16".parse().unwrap()).unwrap();
    world.sync();
    world.at("2026-09-16 09:30");
    assert_eq!(says(&world.preview(&draft(NUMBER, "day-care"))), "look 0+20000 moved-out");
}

#[test]
fn a_stay_past_four_months_needs_a_written_reason() {
    let mut world = with_mother("2026-09-14 09:30", mother(NUMBER, "2026-05-01"));
    let stay = draft(NUMBER, "stay").with("remaining_told", json!({"count": 7, "source": "card"}));
    assert_eq!(says(&world.preview(&stay)), "look 7000+0 past-four-months");
    let ready = world.ready(&stay);
    assert_eq!(world.problem("check_in", ready.clone()).facts["codes"], "past-four-months");
    world.does("check_in", ready.with("note", "区の担当者に相談済み"));
}

#[test]
fn past_one_year_is_refused_and_nothing_can_be_ticked() {
    let mut world = with_mother("2026-09-14 09:30", mother(NUMBER, "2025-09-14"));
    let shown = world.preview(&draft(NUMBER, "day-care"));
    assert_eq!((says(&shown).as_str(), &shown["ticks"]), ("no 0+0 past-one-year", &json!([])));
    assert_eq!(text(&shown, "last_day"), "2026-09-13");
    let ready = world.ready(&draft(NUMBER, "day-care"));
    assert_eq!(world.refused("check_in", ready), "refused");
    world.at("2026-09-13 09:30");
    assert_ne!(text(&world.preview(&draft(NUMBER, "day-care")), "outcome"), "no", "the last day is one");
}

#[test]
fn the_facilitys_own_age_limit_is_for_a_manager_to_override() {
    let mut world = with_mother("2026-09-14 09:30", mother(NUMBER, "2026-05-01"));
    world.settings(|s| s.with("oldest_months_day_care", 3));
    let ready = world.ready(&draft(NUMBER, "day-care")).with("note", "医師と相談済み");
    assert_eq!(world.refused("check_in", ready.clone()), "needs-manager");
    world.as_who(Who::Manager);
    assert_eq!(world.refused("check_in", ready.clone().with("note", " ")), "note-missing");
    world.does("check_in", ready);
}

#[test]
fn a_coupon_not_shown_goes_on_the_wards_list_until_it_is_processed() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.ward.coupon(NUMBER, "2026-05-01");
    world.registers(mother(NUMBER, "2026-05-01"));
    let not_shown = draft(NUMBER, "day-care").with("presented", "not-shown");
    assert!(has(&world.preview(&not_shown), "reasons", "coupon-not-shown"));
    let saved = world.check_in(&not_shown);
    world.sync();
    assert_eq!(world.month("2026-09")["subtractions"], 1);
    let record = text(&saved, "report_id").parse().unwrap();
    world.ward.office().process(record, "2026-09-18".parse().unwrap()).unwrap();
    world.sync();
    let queue = world.does("queue", json!({"month": "2026-09"}));
    assert_eq!(queue["reports"][0]["state"]["processed_on"], "2026-09-18");
}

#[test]
fn staff_write_the_card_or_page_sixteen_and_the_ward_subtracts_nothing() {
    let mut world = with_mother(
        "2026-09-14 09:30",
        mother(NUMBER, "2026-03-20").with("credential", "card").with("interview_on", "2026-01-15"),
    );
    let shown = world.preview(&draft(NUMBER, "day-care").with("presented", "card-shown"));
    assert_eq!((has(&shown, "ticks", "card-written"), has(&shown, "ticks", "p16-written")), (true, false));
    let not_shown = draft(NUMBER, "day-care").with("presented", "not-shown");
    let shown = world.preview(&not_shown);
    assert_eq!((has(&shown, "ticks", "card-written"), has(&shown, "ticks", "p16-written")), (false, true));
    assert!(has(&shown, "reasons", "card-not-shown"));
    let saved = world.check_in(&not_shown);
    assert_eq!(world.month("2026-09")["subtractions"], 0);
    world.does("take_back", json!({"use_id": saved["use_id"], "reason": "別の方の受付でした"}));
    assert_eq!(world.month("2026-09")["subtractions"], 0, "nor gives back what it never subtracted");
}

#[test]
fn a_card_for_a_late_interview_is_followed_with_a_warning() {
    let mut world = with_mother(
        "2026-09-14 09:30",
        mother(NUMBER, "2026-05-20").with("credential", "card").with("interview_on", "2026-04-01"),
    );
    assert!(has(
        &world.preview(&draft(NUMBER, "day-care").with("presented", "card-shown")),
        "reasons",
        "credential-mismatch"
    ));
}

#[test]
fn papers_not_there_yet_are_received_by_number() {
    let mut world = with_mother("2026-09-14 09:30", mother(NUMBER, "2026-05-20").with("credential", "none"));
    let shown = world.preview(&draft(NUMBER, "visit").with("presented", "not-shown"));
    assert_eq!(says(&shown), "look 500+0 papers-to-come remaining-unknown");
    assert!(has(&shown, "ticks", "number-matches") && !has(&shown, "ticks", "both-present"));
}

#[test]
fn two_uses_on_one_day_both_count_with_a_reason() {
    let mut world = with_mother("2026-09-14 09:30", mother(NUMBER, "2026-05-20"));
    world.check_in(&draft(NUMBER, "day-care"));
    let again = draft(NUMBER, "visit");
    assert!(says(&world.preview(&again)).contains("same-day-twice"));
    let ready = world.ready(&again);
    assert_eq!(world.refused("check_in", ready.clone()), "note-missing");
    world.does("check_in", ready.with("note", "午前と午後"));
    let month = world.month("2026-09");
    let units: Vec<&Value> = month["services"].as_array().unwrap().iter().map(|s| &s["units"]).collect();
    assert_eq!((units, &month["persons"]), (vec![&json!(0), &json!(1), &json!(1)], &json!(1)));
}

#[test]
fn twins_have_more_day_care() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let coupon = world.ward.coupon_with(NUMBER, "2026-05-20", |o| {
        o.children = 2;
        o.used.day_care = 12;
    });
    world.registers(mother(NUMBER, "2026-05-20").with("babies", 2));
    let shown = world.preview(&draft_with_coupon(NUMBER, "day-care", &coupon.text));
    assert_eq!((says(&shown).as_str(), &shown["remaining"]["before"]), ("accept 1500+0", &json!(6)));
}

#[test]
fn an_exempt_coupon_takes_no_share_and_says_nothing_more() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let coupon = world.ward.coupon_with(NUMBER, "2026-05-20", |o| o.exempt_from = Some("2026-09-01".parse().unwrap()));
    world.registers(mother(NUMBER, "2026-05-20"));
    let shown = world.preview(&draft_with_coupon(NUMBER, "day-care", &coupon.text));
    assert_eq!((says(&shown).as_str(), &shown["exempt"]), ("accept 0+0", &json!(true)));
}

#[test]
fn the_wards_newest_word_on_an_exemption_counts_whether_it_came_by_coupon_or_by_line() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let exempt = |o: &mut ward_server::CouponOrder| o.exempt_from = Some("2026-09-01".parse().unwrap());
    let coupon = world.ward.coupon_with(NUMBER, "2026-05-20", exempt);
    world.registers(mother(NUMBER, "2026-05-20"));
    let day = draft(NUMBER, "day-care");
    world.check_in(&draft_with_coupon(NUMBER, "day-care", &coupon.text));
    world.sync();
    world.at("2026-09-20 09:30");
    assert_eq!(says(&world.preview(&day)), "accept 0+0");
    let ended = wire::Waiver { from: "2026-09-01".parse().unwrap(), until: "2026-09-19".parse().ok() };
    world.ward.office().exempt(NUMBER, &[ended]).unwrap();
    world.sync();
    assert_eq!(says(&world.preview(&day)), "accept 1500+0", "it ended, whatever the old coupon says");
    world.at("2026-09-21 09:30");
    let newer = world.ward.coupon_with(NUMBER, "2026-05-20", |o| {
        exempt(o);
        o.used.day_care = 1;
    });
    assert_eq!(says(&world.preview(&draft_with_coupon(NUMBER, "day-care", &newer.text))), "accept 0+0");
}

#[test]
fn money_that_is_due_and_money_that_was_paid_are_two_facts() {
    let mut world = with_mother("2026-09-14 09:30", mother(NUMBER, "2026-05-20"));
    let ready = world.ready(&draft(NUMBER, "day-care")).with("means", "later");
    let saved = world.does("check_in", ready);
    assert_eq!((&saved["receipt"]["total"], &saved["receipt"]["received"]), (&json!(1500), &json!(0)));
    let month = world.month("2026-09");
    assert_eq!((&month["copay"], &month["unpaid"], &month["unpaid_uses"]), (&json!(1500), &json!(1500), &json!(1)));
    world.does("pay", json!({"use_id": saved["use_id"], "yen": 1500, "means": "cash"}));
    let month = world.month("2026-09");
    assert_eq!((&month["copay"], &month["unpaid"]), (&json!(1500), &json!(0)));
}

#[test]
fn today_shows_who_comes_who_is_here_and_who_leaves() {
    let mut world = with_mother("2026-09-14 09:00", mother(NUMBER, "2026-06-20"));
    let booked = world.books(NUMBER, "stay", "2026-09-15", 2);
    world.at("2026-09-15 10:20");
    let today = world.does("today", Value::Null);
    let arrival = &today["arrivals"][0];
    assert_eq!(
        (text(arrival, "surname"), &arrival["minutes_late"], &arrival["first_time"]),
        ("桜台", &json!(20), &json!(true))
    );
    let saved = world.check_in(
        &draft(NUMBER, "stay").with("reservation_id", booked["reservation_id"].clone()).with("room", "さくら"),
    );
    let today = world.does("today", Value::Null);
    assert_eq!((&today["arrivals"], today["in_house"][0]["room"].as_str()), (&json!([]), Some("さくら")));
    assert_eq!(today["departures"], json!([]));
    world.at("2026-09-16 09:00");
    assert_eq!(world.does("today", Value::Null)["departures"][0]["use_id"], saved["use_id"]);
    world.does("check_out", json!({"use_id": saved["use_id"]}));
    assert_eq!(world.does("today", Value::Null)["in_house"], json!([]));
    assert_eq!(world.refused("check_out", json!({"use_id": saved["use_id"]})), "use-ended");
}

#[test]
fn an_exemption_the_ward_grants_is_followed_from_the_next_exchange() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let coupon = world.ward.coupon(NUMBER, "2026-05-20");
    world.registers(mother(NUMBER, "2026-05-20"));
    world.check_in(&draft_with_coupon(NUMBER, "day-care", &coupon.text));
    world.sync();
    let granted = wire::Waiver { from: "2026-09-15".parse().unwrap(), until: None };
    world.ward.office().exempt(NUMBER, &[granted]).unwrap();
    world.at("2026-09-15 09:30");
    assert_eq!(says(&world.preview(&draft(NUMBER, "visit"))), "accept 500+0", "the desk has not heard of it");
    world.sync();
    assert_eq!(says(&world.preview(&draft(NUMBER, "visit"))), "accept 0+0");
}

#[test]
fn corrected_age_counts_once_the_ward_has_approved_it_and_its_own_last_day_wins() {
    let mut world = with_mother("2026-09-14 09:30", mother(NUMBER, "2025-09-01"));
    let day = draft(NUMBER, "day-care");
    assert_eq!(text(&world.preview(&day), "outcome"), "no");
    let corrected = |last_day: Value| json!({"days": 60, "approved_on": "2026-08-20", "approved_by": "保健相談所", "last_day": last_day});
    world.does("edit_mother", mother(NUMBER, "2025-09-01").with("corrected", corrected(Value::Null)));
    let shown = world.preview(&day);
    assert_eq!((text(&shown, "outcome"), text(&shown, "last_day")), ("look", "2026-10-30"));
    world.does("edit_mother", mother(NUMBER, "2025-09-01").with("corrected", corrected(json!("2026-09-13"))));
    assert_eq!(text(&world.preview(&day), "outcome"), "no");
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let mut world = World::on("2026-09-14 09:30");
    world.as_who(Who::Manager);
    let now = world.does("facility_settings", Value::Null);
    let backwards = json!([{"service": "stay", "from": "2026-09-02", "until": "2026-09-01", "yen": 1}]);
    for (key, wrong) in [
        ("closed_weekdays", json!([0])),
        ("closed_weekdays", json!([8])),
        ("closes_at", json!("25:00")),
        ("full_prices", backwards),
    ] {
        assert_eq!(world.refused("set_facility", now.clone().with(key, wrong)), "unreadable-field", "{key}");
    }
    assert_eq!(world.refused("set_facility", now.with("name", " ")), "empty-field");
}
