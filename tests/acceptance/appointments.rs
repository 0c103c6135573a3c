//! 見学 and オリエンテーション: agreed before the birth, for anybody, and never a use.

use serde_json::{Value, json};

use crate::forms::{With, mother, text};
use crate::world::World;

const NUMBER: &str = "40731958";

fn world() -> World {
    let mut world = World::on("2026-09-08 09:00");
    world.registers(mother(NUMBER, "2026-06-10").with("born", Value::Null).with("expected_on", "2026-10-20"));
    world
}

fn orientation(day: &str) -> Value {
    json!({"kind": "orientation", "user_number": NUMBER, "date": day, "starts_at": "9:30"})
}

fn tour(day: &str) -> Value {
    json!({"kind": "tour", "name": "光が丘 望", "phone": "090-0000-0002", "date": day, "starts_at": "14:00", "note": "夫も来ます"})
}

fn stands(world: &mut World, appointment: &Value, stands: &str) -> Value {
    world.does("set_appointment_stands", json!({"appointment_id": appointment["appointment_id"], "stands": stands}))
}

fn oriented_on(world: &mut World) -> Value {
    world.does("mother", json!({"input": NUMBER}))["oriented_on"].clone()
}

#[test]
fn an_orientation_before_the_birth_is_held_and_written_into_her_entry() {
    let mut world = world();
    let agreed = world.does("set_appointment", orientation("2026-09-10"));
    assert_eq!((text(&agreed, "surname"), text(&agreed, "starts_at")), ("桜台", "09:30"));
    let held = json!({"appointment_id": agreed["appointment_id"], "stands": "held"});
    assert_eq!(world.refused("set_appointment_stands", held), "not-yet");
    world.at("2026-09-10 10:30");
    assert_eq!(oriented_on(&mut world), Value::Null);
    stands(&mut world, &agreed, "held");
    assert_eq!(oriented_on(&mut world), "2026-09-10");
    stands(&mut world, &agreed, "planned");
    assert_eq!(oriented_on(&mut world), Value::Null, "it was said by mistake");
}

#[test]
fn an_orientation_of_before_is_not_overwritten_and_not_taken_away() {
    let mut world = world();
    let form = mother(NUMBER, "2026-06-10").with("born", Value::Null).with("expected_on", "2026-10-20");
    world.does("edit_mother", form.with("oriented_on", "2026-08-01"));
    let agreed = world.does("set_appointment", orientation("2026-09-08"));
    stands(&mut world, &agreed, "held");
    stands(&mut world, &agreed, "cancelled");
    assert_eq!(oriented_on(&mut world), "2026-08-01");
}

#[test]
fn somebody_who_is_not_registered_comes_to_look_at_the_house() {
    let mut world = world();
    let agreed = world.does("set_appointment", tour("2026-09-08"));
    assert_eq!((text(&agreed, "surname"), text(&agreed, "user_number")), ("光が丘", ""));
    let today = world.does("today", Value::Null);
    let row = &today["appointments"][0];
    assert_eq!((text(row, "surname"), text(row, "kind"), text(row, "stands")), ("光が丘", "tour", "planned"));
    assert_eq!((row.get("note"), row.get("phone")), (None, None), "the counter is public");
    stands(&mut world, &agreed, "cancelled");
    assert_eq!(world.does("today", Value::Null)["appointments"], json!([]));
    assert_eq!(world.month("2026-09")["persons"], 0, "it is no use");
}

#[test]
fn an_appointment_moves_and_what_cannot_be_is_refused() {
    let mut world = world();
    let agreed = world.does("set_appointment", tour("2026-09-10"));
    let moved = tour("2026-09-11").with("appointment_id", agreed["appointment_id"].clone());
    world.does("set_appointment", moved.clone());
    let shown = world.does("bookings", json!({"from": "2026-09-10", "until": "2026-09-11"}));
    let days: Vec<&str> = shown["appointments"].as_array().unwrap().iter().map(|a| text(a, "date")).collect();
    assert_eq!(days, ["2026-09-11"]);
    assert_eq!(world.refused("set_appointment", tour("2026-09-07")), "past-day");
    assert_eq!(world.refused("set_appointment", tour("2029-09-07")), "unreadable-field");
    assert_eq!(world.refused("set_appointment", tour("2026-09-10").with("name", "　")), "empty-field");
    assert_eq!(world.refused("set_appointment", tour("2026-09-10").with("starts_at", "朝")), "unreadable-field");
    assert_eq!(
        world.refused("set_appointment", orientation("2026-09-10").with("user_number", "00000000")),
        "unknown-number"
    );
    stands(&mut world, &agreed, "cancelled");
    assert_eq!(world.refused("set_appointment", moved), "gone");
}
