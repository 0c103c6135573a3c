//! The way to the ward: enrolling, warnings, other facilities, and when the timer tries again.

use sango_desk::desk::{Session, way};
use serde_json::{Value, json};

use crate::forms::{draft, mother, text};
use crate::line::Manner;
use crate::world::{Who, World};

const NUMBER: &str = "40731958";
const BORN: &str = "2026-05-01";

fn ticks(world: &World) -> bool {
    way::tick(world.desk(), &Session::default().acting().unwrap()).unwrap()
}

#[test]
fn a_desk_is_enrolled_with_a_code_that_works_once() {
    let mut world = World::on("2026-09-14 09:30");
    assert_eq!(world.refused("send_now", Value::Null), "not-enrolled");
    world.ward.line_up();
    let (url, code) = world.ward.admits("れんしゅう助産院");
    world.as_who(Who::Manager);
    let trouble = |world: &mut World, url: &str, code: &str| {
        let problem = world.problem("enrol", json!({"ward_url": url, "code": code}));
        assert_eq!(problem.code, "ward");
        problem.facts["trouble"].clone()
    };
    assert_eq!(trouble(&mut world, &url, "WRONG"), "enrolment-code");
    for remote in ["http://ward.example", "https://ward.example"] {
        let request = json!({"ward_url": remote, "code": code});
        assert_eq!(world.refused("enrol", request), "practice-ward", "invented people go to no real ward");
    }
    assert_eq!(trouble(&mut world, "http://127.0.0.1:1", &code), "ward-unreachable");
    world.does("enrol", json!({"ward_url": url, "code": code}));
    let status = world.does("status", Value::Null);
    assert_eq!((&status["facility"]["enrolled"], text(&status["keys"], "age")), (&json!(true), "fresh"));
    let mut other = World::on("2026-09-14 09:30");
    other.as_who(Who::Manager);
    assert_eq!(trouble(&mut other, &url, &code), "enrolment-code", "a code is used once");
}

#[test]
fn the_same_day_at_another_facility_is_counted_with_a_word() {
    let mut here = World::on("2026-09-14 09:30").enrolled();
    let mut there = World::on("2026-09-14 09:30");
    let (url, code) = here.ward.admits("となりの助産院");
    there.enrols(&url, &code);
    here.ward.coupon(NUMBER, BORN);
    for world in [&mut here, &mut there] {
        world.registers(mother(NUMBER, BORN));
        world.check_in(&draft(NUMBER, "day-care"));
        world.sync();
    }
    assert_eq!(there.queue("2026-09"), [format!("{NUMBER} used warned same-day-elsewhere")]);
    assert_eq!(here.ward.ledger().len(), 2, "both count");
    for world in [&mut here, &mut there] {
        let agreed = world.by(Who::Manager, |w| w.does("reconcile_month", json!({"month": "2026-09"})));
        assert_eq!((&agreed["agrees"], &agreed["count"]), (&json!(true), &json!(1)), "each sees its own");
    }
}

#[test]
fn over_quota_that_only_the_ward_knows_is_a_word_and_no_new_charge() {
    let mut world = World::on("2026-09-14 09:30").with_full_prices().enrolled();
    world.ward.coupon_with(NUMBER, BORN, |o| o.used.day_care = 12);
    world.registers(mother(NUMBER, BORN));
    world.check_in(&draft(NUMBER, "day-care"));
    world.sync();
    assert_eq!(world.queue("2026-09"), [format!("{NUMBER} used warned over-quota")]);
    let month = world.month("2026-09");
    assert_eq!((&month["copay"], &month["full_price"]), (&json!(1500), &json!(0)));
    assert_eq!(world.does("status", Value::Null)["line"]["warned"], 1);
}

#[test]
fn the_timer_tries_a_dead_line_once_and_then_waits() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    assert!(!ticks(&world), "nothing waits");
    world.registers(mother(NUMBER, BORN));
    world.check_in(&draft(NUMBER, "day-care"));
    world.ward.line_down();
    assert!(ticks(&world));
    let line = &world.does("status", Value::Null)["line"];
    assert_eq!(text(line, "trouble"), "ward-unreachable");
    assert!(line["next_try"].is_string());
    world.ward.coupon(NUMBER, BORN);
    world.ward.line_up();
    assert_eq!(world.sync()["sent"], 1, "a person need not wait");
    assert!(!ticks(&world));
}

#[test]
fn a_ward_that_does_not_know_the_desk_is_not_asked_again_by_the_timer() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.registers(mother(NUMBER, BORN));
    world.check_in(&draft(NUMBER, "day-care"));
    world.ward.line_turns(Manner::Page(403));
    assert!(ticks(&world));
    let line = &world.does("status", Value::Null)["line"];
    assert_eq!((text(line, "trouble"), &line["next_try"], &line["waiting"]), ("ward-refused", &Value::Null, &json!(1)));
    assert!(!ticks(&world));
}

#[test]
fn an_old_key_list_turns_amber_then_red_and_never_stops_the_desk() {
    let mut world = World::on("2026-08-01 09:30").enrolled();
    let coupon = world.ward.coupon(NUMBER, BORN);
    world.ward.line_down();
    for (day, age) in [("2026-08-08", "fresh"), ("2026-08-10", "old"), ("2026-08-31", "old"), ("2026-09-02", "stale")] {
        world.at(&format!("{day} 09:30"));
        assert_eq!(text(&world.does("status", Value::Null)["keys"], "age"), age, "{day}");
        assert_eq!(text(&world.scan(&coupon.picture), "kind"), "coupon");
    }
}

#[test]
fn enrolled_at_another_ward_the_desk_hears_all_that_ward_has_to_say() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.ward.coupon(NUMBER, BORN);
    world.registers(mother(NUMBER, BORN));
    world.check_in(&draft(NUMBER, "day-care"));
    world.sync();
    world.sync();
    let folder = world.file("another-ward");
    world.ward = crate::ward::WardOffice::new(folder, crate::world::moment("2026-09-14 09:30"));
    let coupon = world.ward.coupon(NUMBER, BORN);
    world.ward.office().revoke(&coupon.id).unwrap();
    world.ward.line_up();
    let (url, code) = world.ward.admits("れんしゅう助産院");
    world.enrols(&url, &code);
    let read = json!({"input": coupon.text});
    assert_eq!(world.refused("recognise", read), "revoked", "the first change of the new ward is known");
}

#[test]
fn an_exemption_from_before_her_first_use_here_is_known_from_the_second_on() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.ward.coupon(NUMBER, BORN);
    let waived = wire::Waiver { from: "2026-07-01".parse().unwrap(), until: None };
    world.ward.office().exempt(NUMBER, &[waived]).unwrap();
    world.registers(mother(NUMBER, BORN));
    assert_eq!(world.check_in(&draft(NUMBER, "day-care"))["receipt"]["total"], 1500);
    world.sync();
    assert_eq!(world.preview(&draft(NUMBER, "day-care"))["charge"], 0);
}
