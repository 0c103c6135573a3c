//! Every command × role, over the command table itself: a new command cannot be left out.

use sango_desk::desk::{Clock, Desk, Session};
use sango_desk::view::commands;
use serde_json::{Value, json};

use crate::world::{PIN, Who, World, moment};

const PEOPLE: [Who; 4] = [Who::Nobody, Who::Reception, Who::Midwife, Who::Manager];

/// The smallest request a schema allows.
fn smallest(schema: &Value, root: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        return smallest(&root["$defs"][name.trim_start_matches("#/$defs/")], root);
    }
    if let Some(words) = schema["enum"].as_array() {
        return words[0].clone();
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(first) = schema[choice].as_array() {
            return first[0].get("const").cloned().unwrap_or_else(|| smallest(&first[0], root));
        }
    }
    if let Some(word) = schema.get("const") {
        return word.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|k| *k == "null").unwrap_or(&kinds[0]).as_str(),
        kind => kind.as_str(),
    };
    match (kind, schema["format"].as_str()) {
        (Some("object"), _) => {
            let needed = schema["required"].as_array().cloned().unwrap_or_default();
            let fields = needed.iter().map(|k| k.as_str().unwrap());
            Value::Object(fields.map(|k| (k.to_owned(), smallest(&schema["properties"][k], root))).collect())
        }
        (Some("array"), _) => json!([]),
        (Some("string"), Some("date")) => json!("2026-09-14"),
        (Some("string"), Some("uuid")) => json!("01920000-0000-7000-8000-000000000000"),
        (Some("string"), _) => json!("x"),
        (Some("integer" | "number"), _) => json!(1),
        (Some("boolean"), _) => json!(false),
        (Some("null") | None, _) => Value::Null,
        other => panic!("a request of {other:?}"),
    }
}

#[test]
fn each_command_answers_only_to_the_role_it_names() {
    let mut world = World::on("2026-09-14 09:30");
    let gates = |code: &str| ["not-signed-in", "role-missing"].contains(&code);
    for command in commands::list() {
        let schema = command.request.as_value();
        let request = smallest(schema, schema);
        for who in PEOPLE {
            let allowed = match command.role {
                "anyone" => true,
                "reception" => matches!(who, Who::Reception | Who::Manager),
                // The facility's first manager holds all roles.
                "midwife" => matches!(who, Who::Midwife | Who::Manager),
                "manager" => who == Who::Manager,
                other => panic!("{other} is a role"),
            };
            let before = world.dump();
            let name = command.name;
            let code = world.by(who, |w| w.call(name, request.clone())).map_or_else(|p| p.code, |_| "done".to_owned());
            assert_ne!(code, "bad-request", "{name}: {request}");
            if allowed {
                assert!(!gates(&code), "{name} as {who:?}: {code}");
            } else {
                let expected = if who == Who::Nobody { "not-signed-in" } else { "role-missing" };
                assert_eq!(code, expected, "{name} as {who:?}");
                assert_eq!(world.dump(), before, "{name} as {who:?}");
            }
            if name == "sign_out" {
                world.by(who, |w| {
                    if w.who != Who::Nobody {
                        w.does("sign_in", json!({"staff_id": who.id(), "pin": PIN}));
                    }
                });
            }
        }
    }
}

#[test]
fn prices_calendar_staff_and_closing_a_month_are_the_managers() {
    let managers: Vec<&str> = commands::list().iter().filter(|c| c.role == "manager").map(|c| c.name).collect();
    for name in [
        "add_staff",
        "close_day",
        "enrol",
        "export_month",
        "facility_settings",
        "month",
        "reconcile_month",
        "set_facility",
    ] {
        assert!(managers.contains(&name), "{name}");
    }
    let open: Vec<&str> = commands::list().iter().filter(|c| c.role == "anyone").map(|c| c.name).collect();
    assert_eq!(open, ["set_up", "sign_in", "sign_out", "status"]);
}

#[test]
fn nobody_signed_in_sees_no_mother_and_no_figure() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(crate::forms::mother("40731958", "2026-05-01"));
    let status = world.by(Who::Nobody, |w| w.does("status", Value::Null)).to_string();
    assert!(!status.contains("40731958") && !status.contains("桜台"), "{status}");
}

#[test]
fn a_wrong_pin_and_an_unknown_person_are_told_the_same() {
    let mut world = World::on("2026-09-14 09:30");
    world.as_who(Who::Nobody);
    let wrong = world.problem("sign_in", json!({"staff_id": "s1", "pin": "999999"}));
    let unknown = world.problem("sign_in", json!({"staff_id": "s99", "pin": PIN}));
    assert_eq!(wrong, unknown);
    assert_eq!(wrong.code, "wrong-pin");
    assert_eq!(world.refused("today", Value::Null), "not-signed-in");
}

#[test]
fn a_facility_is_set_up_once_and_pins_have_six_digits() {
    let mut world = World::on("2026-09-14 09:30");
    let again = json!({"facility": "別の院", "practice": false, "manager": "誰か", "pin": PIN});
    assert_eq!(world.refused("set_up", again), "already-set-up");
    world.as_who(Who::Manager);
    for pin in ["12345", "", "12345a", "１２３４５６"] {
        let staff = json!({"name": "錦 彩", "roles": ["reception"], "pin": pin});
        assert_eq!(world.refused("add_staff", staff), "pin-too-short", "{pin}");
    }
    let empty = tempfile::tempdir().unwrap();
    let desk = Desk::open(empty.path(), Clock::Still(moment("2026-09-14 09:30"))).unwrap();
    let nameless = json!({"facility": "院", "practice": true, "manager": " ", "pin": PIN});
    let refused = commands::call(&desk, &mut Session::default(), "set_up", nameless).unwrap_err();
    assert_eq!(refused.code(), "empty-field");
}
