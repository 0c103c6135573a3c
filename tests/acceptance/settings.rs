//! What a manager decides: whole, within bounds, and with the consequences said before it is saved.

use serde_json::{Value, json};

use crate::forms::{With, draft, mother, text};
use crate::world::{PIN, Who, World, moment};

use sango_desk::desk::{Clock, Desk, Session};
use sango_desk::view::commands;

const NUMBER: &str = "40731958";

fn settings(world: &mut World) -> Value {
    world.by(Who::Manager, |w| w.does("facility_settings", Value::Null))
}

fn wrong_field(world: &mut World, settings: Value) -> String {
    let problem = world.by(Who::Manager, |w| w.problem("set_facility", settings));
    assert_eq!(problem.code, "unreadable-field");
    problem.facts["field"].clone()
}

#[test]
fn every_setting_is_kept_as_it_was_given() {
    let mut world = World::on("2026-09-14 09:30");
    let told = |ja: &str| json!({"ja": ja, "plain": "もってくる もの", "en": "What to bring\nand wear"});
    let all = settings(&mut world)
        .with("name", "さくら助産院")
        .with("opens_at", "09:30")
        .with("closes_at", "16:00")
        .with("closed_weekdays", json!([7, 1, 7]))
        .with("closed_on", json!(["2026-12-31", "2026-09-20", "2026-12-31"]))
        .with("open_on", json!(["2026-09-21"]))
        .with("closed_on_public_holidays", false)
        .with("oldest_months_stay", 3)
        .with("oldest_months_visit", 0)
        .with("places_day_care", 6)
        .with("needs_orientation", true)
        .with("rooms", json!([" もも ", "さくら", ""]))
        .with("own_code", "https://coupon.example/f/1")
        .with("bring", told("母子健康手帳"))
        .with("house_rules", told("面会は16時まで"))
        .with("short_names", true)
        .with(
            "issuer",
            json!({"name": "さくら会", "address": "練馬区", "phone": "03-0000-0000", "registration": "ｔ1234567890123", "kind": "company"}),
        );
    world.by(Who::Manager, |w| w.does("set_facility", all.clone()));
    let expected = all
        .with("closed_weekdays", json!([1, 7]))
        .with("closed_on", json!(["2026-09-20", "2026-12-31"]))
        .with("rooms", json!(["もも", "さくら"]));
    let mut kept = settings(&mut world);
    assert_eq!(kept["issuer"]["registration"], "T1234567890123");
    kept["issuer"]["registration"] = expected["issuer"]["registration"].clone();
    assert_eq!(kept, expected);
}

#[test]
fn what_cannot_be_is_told_with_its_field_and_nothing_is_saved() {
    let mut world = World::on("2026-09-14 09:30");
    let now = settings(&mut world);
    let long = |n: usize| "長".repeat(n);
    for (field, key, wrong) in [
        ("name", "name", json!(long(61))),
        ("name", "name", json!("二\n行")),
        ("closed_weekdays", "closed_weekdays", json!([1, 2, 3, 4, 5, 6, 7])),
        ("closed_on", "closed_on", json!(["1926-01-01"])),
        ("open_on", "open_on", json!(["2126-01-01"])),
        ("opens_at", "opens_at", json!("17:00")),
        ("opens_at", "opens_at", json!("9:00")),
        ("closes_at", "closes_at", json!("")),
        ("oldest_months", "oldest_months_stay", json!(37)),
        ("places", "places_visit", json!(0)),
        ("places", "places_stay", json!(201)),
        ("rooms", "rooms", json!(["もも", " もも"])),
        ("rooms", "rooms", json!([long(21)])),
        ("own_code", "own_code", json!(long(301))),
        ("bring", "bring", json!({"ja": long(1001), "plain": "", "en": ""})),
        ("house_rules", "house_rules", json!({"ja": "", "plain": "\u{7}", "en": ""})),
        (
            "registration",
            "issuer",
            json!({"name": "", "address": "", "phone": "", "registration": "T123", "kind": "company"}),
        ),
    ] {
        assert_eq!(wrong_field(&mut world, now.clone().with(key, wrong)), field);
    }
}

#[test]
fn two_prices_of_a_service_never_hold_on_the_same_day() {
    let mut world = World::on("2026-09-14 09:30");
    let price = |service: &str, from: &str, until: Value| json!({"service": service, "from": from, "until": until, "yen": 1000});
    let now = settings(&mut world);
    for overlapping in [
        json!([price("stay", "2026-04-01", Value::Null), price("stay", "2026-10-01", Value::Null)]),
        json!([price("stay", "2026-10-01", Value::Null), price("stay", "2026-04-01", json!("2026-10-01"))]),
    ] {
        let problem =
            world.by(Who::Manager, |w| w.problem("set_facility", now.clone().with("full_prices", overlapping)));
        assert_eq!((problem.code.as_str(), problem.facts["service"].as_str()), ("prices-overlap", "stay"));
    }
    let apart = json!([
        price("stay", "2026-04-01", json!("2026-09-30")),
        price("stay", "2026-10-01", Value::Null),
        price("visit", "2026-04-01", Value::Null),
    ]);
    world.by(Who::Manager, |w| w.does("set_facility", now.with("full_prices", apart)));
}

#[test]
fn a_calendar_is_seen_before_it_is_saved_with_the_deadline_that_follows() {
    // Monday the 21st and Wednesday the 23rd are holidays, and Tuesday between them becomes one.
    let mut world = World::on("2026-09-18 09:30");
    let ask = |world: &mut World, closed_on: Value, open_on: Value| {
        let request = json!({"month": "2026-09", "closed_weekdays": [7], "closed_on": closed_on, "open_on": open_on,
            "closed_on_public_holidays": true});
        world.by(Who::Manager, |w| w.does("calendar_month", request))
    };
    let stands = |view: &Value, day: usize| view["days"][day - 1]["stands"].as_str().unwrap().to_owned();
    let view = ask(&mut world, json!(["2026-09-19"]), json!([]));
    assert_eq!(view["days"].as_array().unwrap().len(), 30);
    assert_eq!(
        [18, 19, 20, 21, 22, 23, 24].map(|d| stands(&view, d)),
        ["open", "own-date", "weekly", "public-holiday", "public-holiday", "public-holiday", "open"]
    );
    assert_eq!((text(&view, "next_open"), text(&view, "next_deadline")), ("2026-09-24", "2026-09-18T10:00:00+09:00"));
    let view = ask(&mut world, json!([]), json!(["2026-09-22"]));
    assert_eq!([19, 22].map(|d| stands(&view, d)), ["open", "extra-opening"]);
    assert_eq!((text(&view, "next_open"), text(&view, "next_deadline")), ("2026-09-19", "2026-09-18T10:00:00+09:00"));
    assert_eq!(settings(&mut world)["closed_on"], json!([]), "nothing was saved");
}

#[test]
fn names_are_shortened_on_today_and_nowhere_else() {
    let mut world = World::on("2026-09-14 09:00");
    world.registers(mother(NUMBER, "2026-05-01"));
    world.books(NUMBER, "day-care", "2026-09-14", 1);
    assert_eq!(world.does("today", Value::Null)["arrivals"][0]["surname"], "桜台");
    world.settings(|s| s.with("short_names", true));
    assert_eq!(world.does("today", Value::Null)["arrivals"][0]["surname"], "桜");
    world.check_in(&draft(NUMBER, "day-care"));
    assert_eq!(world.does("today", Value::Null)["in_house"][0]["surname"], "桜");
    assert_eq!(world.does("mother", json!({"input": NUMBER}))["name"], "桜台 美緒");
}

#[test]
fn the_programme_is_read_with_each_number_and_its_source() {
    let mut world = World::on("2026-09-14 09:30");
    let programme = world.does("programme", Value::Null);
    let edition = &programme["editions"][0];
    assert_eq!((&edition["in_force"], text(edition, "effective_from")), (&json!(true), "2026-04-01"));
    let number = |key: &str, service: &str| {
        let all = edition["numbers"].as_array().unwrap();
        let found = all.iter().find(|n| n["key"] == key && n["service"].as_str().unwrap_or("") == service);
        found.map(|n| (text(n, "value").to_owned(), text(n, "rule").to_owned())).unwrap_or_default()
    };
    assert_eq!(number("quota", "day-care"), ("12".to_owned(), "over-quota".to_owned()));
    assert_eq!(number("quota_multiples", "day-care").0, "18");
    assert_eq!(number("first_share", "stay").0, "7000");
    assert_eq!(number("deadline_hour", "").0, "10");
    for n in edition["numbers"].as_array().unwrap() {
        let rule = text(n, "rule");
        let known = programme["rules"].as_array().unwrap().iter().any(|r| r["code"] == rule);
        assert!(rule.is_empty() || known, "{rule} has a sentence");
    }
    assert_eq!(programme["own_file"], false);
}

#[test]
fn the_own_code_and_its_poster_wait_until_somebody_has_entered_it() {
    let mut world = World::on("2026-09-14 09:30");
    assert_eq!(world.refused("own_code", Value::Null), "empty-field");
    assert_eq!(world.refused("print_poster", Value::Null), "empty-field");
    world.settings(|s| s.with("own_code", "NERIMA-0417"));
    let shown = world.does("own_code", Value::Null);
    let rows = shown["code"]["rows"].as_array().unwrap();
    assert_eq!(rows[0].as_str().unwrap().len(), rows.len(), "a code is a square");
    let printed = world.does("print_poster", Value::Null);
    let paper = std::fs::read(text(&printed, "file")).unwrap();
    assert!(paper.starts_with(b"%PDF"));
}

#[test]
fn the_sheet_for_a_power_cut_is_kept_without_a_name_in_its_files_name() {
    let mut world = World::on("2026-09-14 08:30");
    world.registers(mother(NUMBER, "2026-05-01"));
    world.books(NUMBER, "day-care", "2026-09-14", 1);
    world.books(NUMBER, "day-care", "2026-09-16", 1);
    let printed = world.does("print_morning_sheet", Value::Null);
    let file = text(&printed, "file");
    let paper = std::fs::read(file).unwrap();
    assert!(paper.starts_with(b"%PDF"));
    assert!(!file.contains(NUMBER) && !file.contains("桜台"), "{file}");
}

#[test]
fn the_guide_knows_what_is_done_and_only_a_manager_is_guided() {
    let mut world = World::on("2026-09-14 09:30");
    let done = |world: &mut World| -> Vec<String> {
        let guide = world.by(Who::Manager, |w| w.does("guide", Value::Null));
        let steps = guide["steps"].as_array().unwrap().clone();
        steps.iter().filter(|s| s["done"] == true).map(|s| text(s, "step").to_owned()).collect()
    };
    assert_eq!(world.refused("guide", Value::Null), "role-missing");
    assert_eq!(done(&mut world), ["staff", "rooms"]);
    world.settings(|s| s.with("opens_at", "09:00"));
    world.registers(mother(NUMBER, "2026-05-01"));
    assert_eq!(done(&mut world), ["staff", "calendar", "rooms", "mother"]);
    world.check_in(&draft(NUMBER, "day-care"));
    assert_eq!(done(&mut world), ["staff", "calendar", "rooms", "mother", "check-in"]);
}

#[test]
fn a_practice_facility_gets_people_and_a_day_once_and_a_real_one_never() {
    let folder = tempfile::tempdir().unwrap();
    for (practice, expected) in [(true, "done"), (false, "not-practice")] {
        let clock = if practice { Clock::Still(moment("2026-09-14 10:24")) } else { Clock::Machine };
        let desk = Desk::open(&folder.path().join(expected), clock).unwrap();
        let mut session = Session::default();
        let mut call = |name: &str, request: Value| commands::call(&desk, &mut session, name, request);
        call("set_up", json!({"facility": "院", "practice": practice, "manager": "大泉 環", "pin": PIN})).unwrap();
        let filled = call("fill_practice", Value::Null).map_or_else(|e| e.code(), |_| "done");
        assert_eq!(filled, expected);
        let today = call("today", Value::Null).unwrap();
        let expected_today = if practice { 6 } else { 0 };
        assert_eq!(today["arrivals"].as_array().unwrap().len(), expected_today);
        if practice {
            assert_eq!(call("fill_practice", Value::Null).unwrap_err().code(), "already-set-up");
        }
        assert_eq!(desk.store().verify().unwrap().findings, vec![]);
    }
}

#[test]
fn a_folder_whose_tables_have_another_shape_has_them_made_anew_from_its_facts() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother("40731958", "2026-06-10"));
    world.books("40731958", "visit", "2026-09-16", 1);
    let before = world.dump();
    let older = "DROP TABLE receipts; ALTER TABLE mothers RENAME TO other; CREATE TABLE mothers (user_number TEXT);
                 DROP TABLE other; DROP INDEX reservations_open";
    world.database().execute_batch(older).unwrap();
    world.back();
    assert_eq!(world.dump(), before);
    world.facts();
}
