//! What is left: every figure with its source and time, own uses taken off it, never one twice.

use serde_json::{Value, json};

use crate::forms::{With, draft, draft_with_coupon, has, mother, says, text};
use crate::world::World;

const NUMBER: &str = "40731958";
const BORN: &str = "2026-05-01";

/// `before after figure source as-of | what was taken off`.
fn left(view: &Value) -> String {
    let r = &view["remaining"];
    let mut out =
        format!("{} {} {} {} {} |", r["before"], r["after"], r["figure"], text(r, "source"), &text(r, "as_of")[..10]);
    for t in r["taken_off"].as_array().unwrap() {
        out += &format!(" {} {} {}", text(t, "date"), t["units"], text(t, "why"));
    }
    out
}

/// Her coupon was read and used once, and the ward knows.
fn after_one_use() -> World {
    let mut world = World::on("2026-09-14 09:30").enrolled().with_full_prices();
    let coupon = world.ward.coupon_with(NUMBER, BORN, |o| o.used.day_care = 3);
    world.registers(mother(NUMBER, BORN));
    let draft = draft_with_coupon(NUMBER, "day-care", &coupon.text);
    assert_eq!(left(&world.preview(&draft)), "9 8 9 coupon 2026-09-14 |");
    world.check_in(&draft);
    world.sync();
    world.at("2026-09-15 09:30");
    world
}

#[test]
fn the_wards_own_figure_contains_what_was_shown() {
    let mut world = after_one_use();
    assert_eq!(left(&world.preview(&draft(NUMBER, "day-care"))), "8 7 8 ward 2026-09-14 |");
}

#[test]
fn a_use_that_was_not_shown_is_taken_off_until_the_ward_has_subtracted_it_and_never_twice() {
    let mut world = after_one_use();
    let saved = world.check_in(&draft(NUMBER, "day-care").with("presented", "not-shown"));
    world.at("2026-09-16 09:30");
    let tomorrow = draft(NUMBER, "day-care");
    assert_eq!(left(&world.preview(&tomorrow)), "7 6 8 ward 2026-09-14 | 2026-09-15 1 not-shown");
    world.sync();
    assert_eq!(left(&world.preview(&tomorrow)), "7 6 8 ward 2026-09-16 | 2026-09-15 1 not-shown");
    world.at("2026-09-18 09:30");
    world.ward.office().process(text(&saved, "report_id").parse().unwrap(), "2026-09-18".parse().unwrap()).unwrap();
    world.sync();
    assert_eq!(left(&world.preview(&tomorrow)), "7 6 7 ward 2026-09-18 |", "processed and told on one day");
    world.at("2026-09-19 09:30");
    assert_eq!(left(&world.preview(&tomorrow)), "7 6 7 ward 2026-09-18 |");
}

#[test]
fn a_use_that_the_ward_has_not_counted_is_taken_off_its_figure_however_new_it_is() {
    let mut world = after_one_use();
    world.ward.line_down();
    world.check_in(&draft(NUMBER, "day-care"));
    world.at("2026-09-16 09:30");
    let phoned = draft(NUMBER, "day-care").with("remaining_told", json!({"count": 8, "source": "ward"}));
    assert_eq!(left(&world.preview(&phoned)), "7 6 8 ward 2026-09-16 | 2026-09-15 1 not-counted-yet");
    world.ward.line_up();
    world.sync();
    assert_eq!(left(&world.preview(&draft(NUMBER, "day-care"))), "7 6 7 ward 2026-09-16 |");
}

#[test]
fn what_her_phone_shows_today_beats_a_coupon_that_was_read_before() {
    let mut world = World::on("2026-08-02 09:30").enrolled().with_full_prices();
    let coupon = world.ward.coupon_with(NUMBER, BORN, |o| o.used.day_care = 2);
    world.registers(mother(NUMBER, BORN));
    world.check_in(&draft_with_coupon(NUMBER, "day-care", &coupon.text));
    world.at("2026-09-14 09:30");
    let today = draft(NUMBER, "day-care").with("remaining_told", json!({"count": 0, "source": "coupon"}));
    let shown = world.preview(&today);
    assert_eq!(
        (left(&shown).as_str(), says(&shown).as_str()),
        ("0 0 0 coupon 2026-09-14 |", "look 0+20000 over-quota")
    );
    let word = draft(NUMBER, "day-care").with("remaining_told", json!({"count": 0, "source": "her-word"}));
    assert_eq!(left(&world.preview(&word)), "9 8 10 coupon 2026-08-02 | 2026-08-02 1 later-than-figure");
}

#[test]
fn a_figure_after_todays_use_gives_that_use_back_before_anything_is_taken_off() {
    let mut world = World::on("2026-09-09 09:00").enrolled().with_full_prices();
    let used_up = |o: &mut ward_server::CouponOrder| o.used.day_care = 12;
    world.ward.coupon_with(NUMBER, BORN, used_up);
    world.registers(mother(NUMBER, BORN));
    let miss = world.books(NUMBER, "day-care", "2026-09-10", 1);
    world.at("2026-09-10 18:00");
    world.does("declare_no_show", json!({"reservation_id": miss["reservation_id"]}));
    world.sync();
    world.at("2026-09-14 09:30");
    let coupon = world.ward.coupon_with(NUMBER, BORN, used_up);
    let after = draft_with_coupon(NUMBER, "day-care", &coupon.text).with("figure_stands", "after-use");
    let shown = world.preview(&after);
    assert_eq!(left(&shown), "0 0 0 coupon 2026-09-14 | 2026-09-10 1 no-show", "the last unit was the missed day's");
    assert_eq!(says(&shown), "look 0+20000 over-quota");
}

#[test]
fn a_card_read_before_the_use_does_not_contain_it_afterwards() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother(NUMBER, BORN).with("credential", "card"));
    let card = draft(NUMBER, "day-care").with("presented", "card-shown");
    world.check_in(&card.clone().with("remaining_told", json!({"count": 5, "source": "card"})));
    world.at("2026-09-15 09:30");
    assert_eq!(left(&world.preview(&card)), "4 3 5 card 2026-09-14 | 2026-09-14 1 later-than-figure");
    world.check_in(&card.clone().with("remaining_told", json!({"count": 9, "source": "her-word"})));
    world.at("2026-09-16 09:30");
    let uses = "2026-09-14 1 later-than-figure 2026-09-15 1 later-than-figure";
    assert_eq!(left(&world.preview(&card)), format!("3 2 5 card 2026-09-14 | {uses}"), "her word is no better");
}

#[test]
fn a_limit_above_the_programmes_that_the_ward_granted_her_is_hers() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.registers(mother(NUMBER, BORN));
    let coupon = world.ward.coupon_of_a_larger_quota(NUMBER, BORN, 20);
    let shown = world.preview(&draft_with_coupon(NUMBER, "day-care", &coupon.text));
    assert_eq!((left(&shown).as_str(), &shown["remaining"]["limit"]), ("17 16 17 coupon 2026-09-14 |", &json!(20)));
}

#[test]
fn a_late_cancellation_and_a_no_show_are_taken_off_until_the_ward_has_them() {
    let mut world = after_one_use();
    let cancel = world.books(NUMBER, "day-care", "2026-09-16", 1);
    let miss = world.books(NUMBER, "day-care", "2026-09-17", 1);
    world.at("2026-09-15 10:30");
    let cancelled = world.does("cancel", json!({"reservation_id": cancel["reservation_id"]}));
    assert_eq!(cancelled["late"], true);
    assert_eq!(
        left(&world.preview(&draft(NUMBER, "day-care"))),
        "7 6 8 ward 2026-09-14 | 2026-09-16 1 late-cancellation"
    );
    world.at("2026-09-17 17:30");
    world.does("declare_no_show", json!({"reservation_id": miss["reservation_id"]}));
    world.sync();
    assert_eq!(
        left(&world.preview(&draft(NUMBER, "day-care"))),
        "6 5 8 ward 2026-09-17 | 2026-09-16 1 late-cancellation 2026-09-17 1 no-show"
    );
}

#[test]
fn a_newer_coupon_is_followed_and_its_own_uses_are_not_taken_off_again() {
    let mut world = after_one_use();
    world.check_in(&draft(NUMBER, "day-care"));
    world.sync();
    world.at("2026-09-18 09:30");
    let coupon = world.ward.coupon(NUMBER, BORN);
    assert_eq!(left(&world.preview(&draft_with_coupon(NUMBER, "day-care", &coupon.text))), "7 6 7 coupon 2026-09-18 |");
}

#[test]
fn with_no_source_it_is_unknown_and_she_is_received_for_the_share() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.ward.coupon(NUMBER, BORN);
    world.registers(mother(NUMBER, BORN));
    let shown = world.preview(&draft(NUMBER, "day-care"));
    assert_eq!((&shown["remaining"], says(&shown).as_str()), (&Value::Null, "look 1500+0 remaining-unknown"));
    world.check_in(&draft(NUMBER, "day-care"));
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} day-care 2026-09-14 1 used 1500")]);
}

#[test]
fn her_own_word_is_shown_as_such_and_is_no_ground_for_the_full_price() {
    let mut world = World::on("2026-09-14 09:30").with_full_prices();
    world.registers(mother(NUMBER, BORN));
    let told =
        |count: u32| draft(NUMBER, "day-care").with("remaining_told", json!({"count": count, "source": "her-word"}));
    let shown = world.preview(&told(5));
    assert_eq!((left(&shown).as_str(), says(&shown).as_str()), ("5 4 5 her-word 2026-09-14 |", "accept 1500+0"));
    assert!(!has(&shown, "reasons", "over-quota"));
    assert_eq!(says(&world.preview(&told(0))).split(' ').nth(1), Some("1500+0"));
}

#[test]
fn a_cards_figure_is_kept_for_the_next_time() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother(NUMBER, BORN).with("credential", "card"));
    let card = draft(NUMBER, "day-care").with("presented", "card-shown");
    world.check_in(&card.clone().with("remaining_told", json!({"count": 5, "source": "card"})));
    world.at("2026-09-15 09:30");
    assert!(left(&world.preview(&card)).contains(" 5 card 2026-09-14 |"));
}
