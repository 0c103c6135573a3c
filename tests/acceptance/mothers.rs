//! Mothers: registered, found again, edited; who may be the same; what happened; whom to look at.

use serde_json::{Value, json};

use crate::forms::{With, draft, has, mother, text};
use crate::world::{Who, World};

const NUMBER: &str = "40731958";
const BORN: &str = "2026-05-01";

fn named(number: &str, name: &str, kana: &str) -> Value {
    mother(number, BORN).with("name", name).with("kana", kana)
}

fn page(world: &mut World, query: &str, from: u32, limit: u32) -> Value {
    world.does("mothers", json!({"query": query, "from": from, "limit": limit}))
}

/// The numbers of the list, for a text typed into it.
fn found(world: &mut World, query: &str) -> Vec<String> {
    let page = page(world, query, 0, 50);
    page["rows"].as_array().unwrap().iter().map(|r| text(r, "user_number").to_owned()).collect()
}

/// What happened to her, the newest first.
fn codes(world: &mut World, number: &str) -> Vec<String> {
    let history = world.does("mother_history", json!({"user_number": number}));
    history["entries"].as_array().unwrap().iter().map(|e| text(e, "code").to_owned()).collect()
}

/// A work list: number, code, day.
fn list(world: &mut World, name: &str) -> Vec<String> {
    let lists = world.does("work_lists", Value::Null);
    let line = |r: &Value| format!("{} {} {}", text(r, "user_number"), text(r, "code"), text(r, "on"));
    lists[name].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn the_list_is_sorted_by_kana_and_handed_over_in_parts() {
    let mut world = World::on("2026-07-14 09:30");
    for (number, name, kana) in [
        ("10000003", "田柄 葵", "たがら あおい"),
        ("10000001", "石神井 凛", "シャクジイ リン"),
        ("10000002", "旭町 楓", "あさひちょう かえで"),
        ("10000004", "渡辺 結衣", "わたなべ ゆい"),
    ] {
        world.registers(named(number, name, kana));
    }
    let first = page(&mut world, "", 0, 3);
    let numbers = |p: &Value| -> Vec<String> {
        p["rows"].as_array().unwrap().iter().map(|r| text(r, "user_number").to_owned()).collect()
    };
    assert_eq!(
        (first["total"].as_u64(), numbers(&first)),
        (Some(4), vec!["10000002".into(), "10000001".into(), "10000003".into()])
    );
    assert_eq!(numbers(&page(&mut world, "", 3, 3)), ["10000004"]);
    let jump =
        |kana: &str| first["jumps"].as_array().unwrap().iter().find(|j| j["kana"] == kana).unwrap()["at"].clone();
    assert_eq!([jump("あ"), jump("か"), jump("た"), jump("わ")], [json!(0), json!(1), json!(2), json!(3)]);
    assert_eq!(page(&mut world, "", 3, 3)["jumps"], json!([]));
}

#[test]
fn she_is_found_from_one_character_however_it_is_written() {
    let mut world = World::on("2026-07-14 09:30");
    world.registers(named(NUMBER, "髙橋 﨑子", "たかはし さきこ").with("phone", "090-1234-5678"));
    world.registers(named("55128046", "平和台 詩織", "ヘイワダイ シオリ").with("phone", "03-1111-2222"));
    for query in [
        "た",
        "タ",
        "ﾀ",
        "たかはし さ",
        "髙",
        "高橋",
        "崎子",
        "﨑",
        "4073",
        "４０７３",
        "09012345678",
        "090-1234",
        "１２３４",
        "高橋崎",
    ] {
        assert_eq!(found(&mut world, query), [NUMBER], "{query}");
    }
    assert_eq!(found(&mut world, "へいわ"), ["55128046"]);
    assert_eq!(found(&mut world, "ん"), Vec::<String>::new());
    assert_eq!(found(&mut world, "%"), Vec::<String>::new());
    assert_eq!(page(&mut world, &"あ".repeat(5000), 0, 50)["total"], 0, "a pasted text is bounded");
    assert_eq!(page(&mut world, "", 0, u32::MAX)["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn who_begins_with_what_was_typed_comes_first_and_no_part_of_the_list_is_told_twice() {
    let mut world = World::on("2026-07-14 09:30");
    for n in 0..12 {
        let kana = if n % 2 == 0 { "さくらだい はな" } else { "はなざわ さくら" };
        world.registers(named(&format!("1000{n:04}"), "桜台 花", kana));
    }
    let whole = found(&mut world, "さ");
    let mut parts = vec![];
    for from in (0..12).step_by(5) {
        let part = page(&mut world, "さ", from, 5);
        assert_eq!(part["total"], 12);
        parts.extend(part["rows"].as_array().unwrap().iter().map(|r| text(r, "user_number").to_owned()));
    }
    assert_eq!(parts, whole);
    assert!(whole[..6].iter().all(|n| n.as_bytes()[7].is_multiple_of(2)), "{whole:?}");
}

#[test]
fn who_is_not_to_be_named_is_in_no_list_by_name_but_is_found_by_her_number() {
    let mut world = World::on("2026-07-14 09:30");
    world.registers(named(NUMBER, "早宮 真央", "はやみや まお").with("unlisted", true));
    let everybody = page(&mut world, "", 0, 50);
    let by_number = page(&mut world, "4073", 0, 50);
    for shown in [&everybody, &by_number] {
        let row = &shown["rows"][0];
        assert_eq!((text(row, "user_number"), text(row, "name"), text(row, "kana")), (NUMBER, "", ""));
        assert!(!shown.to_string().contains("早宮"), "{shown}");
    }
    assert_eq!(world.does("mother_detail", json!({"input": NUMBER}))["form"]["name"], "早宮 真央");
}

#[test]
fn a_caller_is_told_whether_number_and_day_belong_together_and_nothing_else() {
    let mut world = World::on("2026-07-14 09:30");
    world.registers(mother(NUMBER, BORN).with("unlisted", true));
    world.registers(mother("55128046", BORN).with("born", Value::Null).with("expected_on", "2026-09-20"));
    let mut says = |number: &str, born: &str| world.does("check_caller", json!({"user_number": number, "born": born}));
    assert_eq!(says(NUMBER, BORN), json!({"matches": true}));
    assert_eq!(says("４０７３ １９５８", BORN), json!({"matches": true}));
    assert_eq!(says(NUMBER, "2026-05-02"), json!({"matches": false}));
    assert_eq!(says("99999999", BORN), json!({"matches": false}), "also of who is not registered");
    assert_eq!(says("55128046", "2026-09-20"), json!({"matches": true}), "before the birth the expected day");
}

#[test]
fn a_form_that_cannot_be_right_names_its_field_and_nothing_is_written() {
    let mut world = World::on("2026-07-14 09:30");
    let good = mother(NUMBER, BORN);
    let unborn = good.clone().with("born", Value::Null);
    let corrected =
        |days: u32, on: &str, by: &str| json!({"days": days, "approved_on": on, "approved_by": by, "last_day": null});
    for (form, code, field) in [
        (good.clone().with("born", "2026-07-15"), "birth-in-future", ""),
        (good.clone().with("born", "1992-04-01"), "unreadable-field", "born"),
        (unborn.clone(), "empty-field", "born"),
        (unborn.clone().with("expected_on", "2028-01-01"), "unreadable-field", "expected_on"),
        (unborn.with("expected_on", "2025-12-01"), "unreadable-field", "expected_on"),
        (good.clone().with("user_number", "さくらだい"), "unreadable-field", "user_number"),
        (good.clone().with("user_number", ""), "empty-field", "user_number"),
        (good.clone().with("user_number", "4".repeat(33)), "unreadable-field", "user_number"),
        (good.clone().with("name", " 　"), "empty-field", "name"),
        (good.clone().with("name", "桜".repeat(81)), "unreadable-field", "name"),
        (good.clone().with("name", "桜台 美緒👶"), "unreadable-field", "name"),
        (good.clone().with("name", "桜台\t美緒\tさくらだい"), "unreadable-field", "name"),
        (good.clone().with("name", "桜台 美緒\n田柄 葵"), "unreadable-field", "name"),
        (good.clone().with("kana", "桜台 美緒"), "unreadable-field", "kana"),
        (good.clone().with("kana", ""), "empty-field", "kana"),
        (good.clone().with("babies", 0), "unreadable-field", "babies"),
        (good.clone().with("babies", 10), "unreadable-field", "babies"),
        (good.clone().with("phone", "0".repeat(101)), "unreadable-field", "phone"),
        (good.clone().with("interview_on", "2026-07-15"), "unreadable-field", "interview_on"),
        (good.clone().with("oriented_on", "2026-07-15"), "unreadable-field", "oriented_on"),
        (
            good.clone().with("waived", json!([{"from": "2026-07-01", "until": "2026-06-30"}])),
            "unreadable-field",
            "waived",
        ),
        (good.clone().with("corrected", corrected(0, "2026-07-01", "係")), "unreadable-field", "corrected"),
        (good.clone().with("corrected", corrected(300, "2026-07-01", "係")), "unreadable-field", "corrected"),
        (good.clone().with("corrected", corrected(30, "2026-07-15", "係")), "unreadable-field", "corrected"),
        (good.clone().with("corrected", corrected(30, "2026-07-01", " ")), "empty-field", "approved_by"),
        (good.clone().with("allergies", "卵、".repeat(300)), "unreadable-field", "allergies"),
        (good.clone().with("diet", "a\tb"), "unreadable-field", "diet"),
        (good.clone().with("doctor", "一\n二"), "unreadable-field", "doctor"),
    ] {
        let problem = world.problem("register_mother", form);
        assert_eq!((problem.code.as_str(), problem.facts.get("field").map_or("", String::as_str)), (code, field));
    }
    let longest = "髙﨑".repeat(40);
    world.registers(good.with("name", longest.as_str()).with("kana", "ﾀｶｻｷ みお"));
    let kept = world.does("mother", json!({"input": NUMBER}));
    assert_eq!((text(&kept, "name"), text(&kept, "kana")), (longest.as_str(), "タカサキ みお"));
    assert_eq!(world.problem("register_mother", mother(NUMBER, BORN)).code, "number-taken");
}

#[test]
fn who_may_be_the_same_is_shown_with_what_differs() {
    let mut world = World::on("2026-07-14 09:30");
    world.registers(named(NUMBER, "桜台 美緒", "さくらだい みお").with("phone", "090-1111-2222"));
    world.registers(named("10000000", "田柄 葵", "たがら あおい").with("born", "2026-06-03"));
    let similar = |world: &mut World, form: Value| -> Vec<(String, Vec<String>)> {
        let view = world.does("similar_mothers", form);
        let one = |s: &Value| {
            let fields = s["differs"].as_array().unwrap().iter().map(|d| text(d, "field").to_owned()).collect();
            (text(&s["mother"], "user_number").to_owned(), fields)
        };
        view["similar"].as_array().unwrap().iter().map(one).collect()
    };
    let told = |fields: &[&str]| vec![(NUMBER.to_owned(), fields.iter().map(|f| (*f).to_owned()).collect())];
    let same_person = named("77777777", "桜台 みお", "サクラダイ ミオ").with("phone", "090-1111-2222");
    assert_eq!(similar(&mut world, same_person), told(&["user_number", "name", "kana"]));
    let one_digit = named("40731959", "小竹 遥", "こたけ はるか");
    assert_eq!(similar(&mut world, one_digit), told(&["user_number", "name", "kana", "phone"]));
    let swapped = named("40731985", "小竹 遥", "こたけ はるか").with("born", "2026-06-20").with("phone", "09011112222");
    assert_eq!(similar(&mut world, swapped), told(&["user_number", "name", "kana", "phone", "born"]));
    let neighbour = named("40731959", "小竹 遥", "こたけ はるか").with("born", "2026-06-20");
    assert_eq!(similar(&mut world, neighbour), vec![], "numbers are given in a row: a near one alone says nothing");
    let next_child = named("88888888", "桜台 美緒", "さくらだい みお").with("born", "2025-01-10");
    assert_eq!(similar(&mut world, next_child), vec![], "the next birth is an entry of its own");
    assert_eq!(world.refused("similar_mothers", mother("", BORN)), "empty-field");
}

#[test]
fn everything_that_happened_to_her_is_told_the_newest_first_with_who_did_it() {
    let mut world = World::on("2026-07-10 09:30");
    world.registers(mother(NUMBER, BORN));
    let booked = world.books(NUMBER, "day-care", "2026-07-20", 1);
    world.does("cancel", json!({"reservation_id": booked["reservation_id"], "received_at": null, "reason": "かぜ"}));
    world.at("2026-07-14 10:00");
    let used = world.check_in(&draft(NUMBER, "day-care"));
    world.does("check_out", json!({"use_id": used["use_id"]}));
    world.does("take_back", json!({"use_id": used["use_id"], "reason": "人を間違えた"}));
    let edited = world.does("mother", json!({"input": NUMBER})).with("phone", "03-0000-1111").with("unlisted", true);
    world.by(Who::Manager, |w| w.does("edit_mother", edited.clone()));
    let (facts, _) = world.facts();
    world.does("edit_mother", edited);
    assert_eq!(world.facts().0, facts, "an entry that says the same is left alone");

    let codes = codes(&mut world, NUMBER);
    let happened: Vec<&str> = codes.iter().map(String::as_str).filter(|c| !c.starts_with("receipt")).collect();
    assert_eq!(happened, ["edited", "taken-back", "checked-out", "checked-in", "cancelled", "booked", "registered"]);
    let history = world.does("mother_history", json!({"user_number": NUMBER}));
    let newest = &history["entries"][0];
    assert_eq!(text(newest, "staff"), "大泉 環");
    let changed = json!([
        {"field": "phone", "before": "", "after": "03-0000-1111"},
        {"field": "unlisted", "before": "no", "after": "yes"},
    ]);
    assert_eq!(newest["changed"], changed);
    let back = &history["entries"][1];
    assert_eq!((text(back, "staff"), text(&back["facts"], "reason")), ("北町 文", "人を間違えた"));
    assert_eq!(world.refused("mother_history", json!({"user_number": "99999999"})), "unknown-number");
}

#[test]
fn a_long_history_comes_in_parts_without_a_gap() {
    let mut world = World::on("2026-07-10 09:30");
    world.registers(mother(NUMBER, BORN));
    for n in 0..120 {
        let edited = world.does("mother", json!({"input": NUMBER})).with("phone", format!("03-0000-{n:04}"));
        world.does("edit_mother", edited);
    }
    let (mut before, mut seen) = (Value::Null, vec![]);
    loop {
        let part = world.does("mother_history", json!({"user_number": NUMBER, "before": before}));
        seen.extend(part["entries"].as_array().unwrap().iter().map(|e| e["event_id"].clone()));
        before = seen.last().cloned().unwrap();
        if part["more"] == false {
            break;
        }
    }
    assert_eq!(seen.len(), 121);
    seen.dedup();
    assert_eq!(seen.len(), 121);
}

#[test]
fn what_is_left_is_shown_for_each_service_with_its_ground() {
    let mut world = World::on("2026-07-14 10:00").enrolled();
    world.registers(mother(NUMBER, BORN));
    let detail = world.does("mother_detail", json!({"input": NUMBER}));
    assert!(detail["left"].as_array().unwrap().iter().all(|s| s["left"].is_null()), "no figure is no figure");
    let told = draft(NUMBER, "day-care")
        .with("presented", "not-shown")
        .with("remaining_told", json!({"count": 8, "source": "her-word"}));
    world.check_in(&told);
    let detail = world.does("mother_detail", json!({"input": NUMBER}));
    let of =
        |service: &str| detail["left"].as_array().unwrap().iter().find(|s| s["service"] == service).unwrap().clone();
    let day_care = of("day-care");
    assert_eq!((day_care["limit"].as_u64(), day_care["left"]["left"].as_u64()), (Some(12), Some(7)));
    assert_eq!((text(&day_care["left"], "source"), day_care["left"]["figure"].as_u64()), ("her-word", Some(8)));
    assert_eq!(text(&day_care["left"]["taken_off"][0], "why"), "not-shown");
    assert!(of("stay")["left"].is_null());
    let unborn = mother("55128046", BORN).with("born", Value::Null).with("expected_on", "2026-09-20");
    world.registers(unborn);
    assert_eq!(world.does("mother_detail", json!({"input": "55128046"}))["left"], json!([]));
}

#[test]
fn age_limits_are_told_of_thirty_days_before_and_never_of_a_mother_without_her_child() {
    let mut world = World::on("2026-07-14 09:30");
    for (number, born, apart) in [
        ("10000001", "2025-08-01", Value::Null),
        ("10000002", "2026-03-20", Value::Null),
        ("10000003", "2025-08-01", json!("bereaved")),
        ("10000004", "2026-03-20", json!("hospitalised")),
        ("10000005", "2025-08-15", Value::Null),
        ("10000006", "2025-07-14", Value::Null),
        ("10000007", "2025-07-15", Value::Null),
    ] {
        world.registers(mother(number, born).with("apart", apart));
    }
    world.registers(mother("10000008", "2025-08-01").with("moved_out_on", "2026-07-01"));
    assert_eq!(
        list(&mut world, "ages"),
        ["10000007 one-year 2026-07-14", "10000002 four-months 2026-07-19", "10000001 one-year 2026-07-31"]
    );
    assert_eq!(list(&mut world, "moved_out"), ["10000008 moved-out 2026-07-01"]);
}

#[test]
fn an_exempt_household_waits_for_the_re_check_from_july_until_the_ward_answers() {
    let mut world = World::on("2026-06-30 09:30");
    world.registers(mother(NUMBER, BORN).with("waived", json!([{"from": "2026-06-01", "until": null}])));
    world.registers(mother("55128046", BORN).with("waived", json!([{"from": "2026-06-01", "until": "2027-03-31"}])));
    assert_eq!(list(&mut world, "recheck"), Vec::<String>::new());
    world.at("2026-07-01 09:30");
    assert_eq!(list(&mut world, "recheck"), [format!("{NUMBER} recheck 2026-07-01")]);
    let detail = world.does("mother_detail", json!({"input": NUMBER}));
    assert_eq!((detail["exempt"].clone(), text(&detail, "recheck_since")), (json!(true), "2026-07-01"));
    let shown = world.preview(&draft(NUMBER, "day-care"));
    assert_eq!(
        (shown["charge"].as_u64(), shown["exempt"].clone()),
        (Some(0), json!(true)),
        "the mark changes no verdict"
    );
    let answered = world.does("mother", json!({"input": NUMBER}));
    let answered = answered.with("waived", json!([{"from": "2026-06-01", "until": "2027-06-30"}]));
    world.does("edit_mother", answered);
    assert_eq!(list(&mut world, "recheck"), Vec::<String>::new());
}

#[test]
fn what_nobody_showed_waits_for_the_wards_subtraction_unless_she_writes_it_herself() {
    let mut world = World::on("2026-07-14 10:00");
    world.registers(mother(NUMBER, BORN));
    world.registers(mother("55128046", BORN).with("credential", "card"));
    world.check_in(&draft(NUMBER, "day-care").with("presented", "not-shown"));
    world.check_in(&draft("55128046", "day-care").with("presented", "not-shown"));
    assert_eq!(list(&mut world, "subtraction"), [format!("{NUMBER} not-shown 2026-07-14")]);
    assert_eq!(world.does("work_lists", Value::Null)["subtraction_total"], 1);
}

#[test]
fn a_mother_without_her_child_is_the_wards_to_decide_about_and_is_asked_nothing_of_the_child() {
    let mut world = World::on("2026-07-14 10:00");
    world.registers(mother(NUMBER, BORN).with("apart", "bereaved"));
    let shown = world.preview(&draft(NUMBER, "day-care"));
    assert_eq!(text(&shown, "outcome"), "look");
    assert!(has(&shown, "reasons", "ask-the-ward"));
    assert!(has(&shown, "ticks", "ward-asked") && !has(&shown, "ticks", "both-present"));
    assert_eq!((shown["mother"]["apart"].clone(), shown["mother"]["months"].clone()), (json!(true), Value::Null));
    let rule = shown["reasons"].as_array().unwrap().iter().find(|r| r["code"] == "ask-the-ward").unwrap();
    assert!(!text(rule, "rule_ja").is_empty() && !text(rule, "rule_ja").contains("赤ちゃん"));
}

#[test]
fn a_day_beyond_these_times_is_a_slip_wherever_it_stands_in_an_entry() {
    let mut world = World::on("2026-09-14 09:30");
    let far = "+262142-12-31";
    let form = || mother("40731958", "2026-06-10");
    let corrected = json!({"days": 7, "approved_on": "2026-07-01", "approved_by": "保健相談所", "last_day": far});
    for form in [
        form().with("corrected", corrected),
        form().with("moved_out_on", far),
        form().with("waived", json!([{"from": "2026-07-01", "until": far}])),
        form().with("interview_on", "-0001-01-01"),
    ] {
        assert_eq!(world.refused("register_mother", form), "unreadable-field");
    }
}

#[test]
fn who_is_not_to_be_named_has_her_number_on_the_kitchens_sheet() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother("40731958", "2026-06-10").with("unlisted", true));
    world.books("40731958", "day-care", "2026-09-15", 1);
    let kitchen = world.does("kitchen", json!({"date": "2026-09-15"}));
    assert_eq!(text(&kitchen["lines"][0], "name"), "40731958");
}
