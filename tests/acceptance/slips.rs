//! Slips (予約票), the note for her card, and the list of whom to phone.

use serde_json::{Value, json};

use crate::forms::{With, mother, text};
use crate::world::{Who, World};

const NUMBER: &str = "40731958";
const BORN: &str = "2026-06-10";

fn world() -> World {
    let mut world = World::on("2026-09-08 09:00");
    world.settings(|s| {
        s.with("closed_weekdays", json!([1]))
            .with("opens_at", "09:00")
            .with("bring", json!({"ja": "着替え", "plain": "きがえ", "en": "Clothes to change into"}))
            .with("house_rules", json!({"ja": "面会は14:00からです。", "plain": "", "en": ""}))
    });
    world.registers(mother(NUMBER, BORN).with("credential", "card").with("language", "plain"));
    world
}

/// Everything that a slip says.
fn said(slip: &Value) -> String {
    let lines = |of: &Value| of.as_array().unwrap().iter().map(|l| l.as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let mut all = vec![text(slip, "title").to_owned(), text(slip, "to").to_owned()];
    for part in slip["parts"].as_array().unwrap() {
        all.push(text(part, "head").to_owned());
        all.extend(lines(&part["lines"]));
    }
    all.extend(lines(&slip["from"]));
    all.join("\n")
}

#[test]
fn a_slip_says_day_time_share_deadline_and_what_to_bring_in_her_language() {
    let mut world = world();
    let id = world.books(NUMBER, "day-care", "2026-09-15", 1)["reservation_id"].clone();
    let of = |language: &str| json!({"reservation_id": id, "language": language});
    let ja = said(&world.does("slip", of("ja")));
    for words in [
        "桜台 美緒 様",
        "令和8年9月15日（火）",
        "10:00",
        "母子デイケア",
        "¥1,500",
        "令和8年9月13日（日） 10:00 まで",
        "利用者カード",
        "着替え",
        "9:00〜17:00",
        "面会は14:00から",
        "03-5984-4621",
    ] {
        assert!(ja.contains(words), "{words} in\n{ja}");
    }
    let hers = world.does("slip", json!({"reservation_id": id}));
    assert_eq!(text(&hers, "language"), "plain");
    assert!(said(&hers).contains("やめる ときの しめきり"));
    let en = said(&world.does("slip", of("en")));
    for words in
        ["Tuesday 15 September 2026", "by 10:00 on Sunday 13 September 2026", "Clothes to change into", "面会は14:00"]
    {
        assert!(en.contains(words), "{words} in\n{en}");
    }
}

#[test]
fn without_a_printer_the_slip_waits_as_a_pdf_and_its_name_tells_nothing_of_her() {
    let mut world = world();
    let id = world.books(NUMBER, "stay", "2026-09-15", 3)["reservation_id"].clone();
    let printed = world.does("print_slip", json!({"reservation_id": id, "language": "ja"}));
    assert_eq!(text(&printed, "outcome"), "no-printer");
    let file = text(&printed, "file");
    assert!(!file.contains(NUMBER) && !file.contains("桜台"));
    assert!(std::fs::read(file).unwrap().starts_with(b"%PDF"));
}

#[test]
fn a_mother_whose_child_is_not_with_her_gets_no_slip() {
    let mut world = world();
    let id = world.books(NUMBER, "day-care", "2026-09-15", 1)["reservation_id"].clone();
    world.does("edit_mother", mother(NUMBER, BORN).with("apart", "hospitalised"));
    for command in ["slip", "print_slip"] {
        assert_eq!(world.refused(command, json!({"reservation_id": id})), "no-slip");
    }
    assert_eq!(world.does("reservation", json!({"reservation_id": id}))["slip"], false);
}

#[test]
fn after_a_late_cancellation_the_card_is_told_the_day_of_the_contact_not_of_the_typing() {
    let mut world = world();
    let id = world.books(NUMBER, "day-care", "2026-09-15", 1)["reservation_id"].clone();
    world.at("2026-09-14 18:00");
    let told = json!({"reservation_id": id, "received_at": "2026-09-13T10:01:00+09:00", "reason": "留守番電話"});
    let shown = world.does("preview_cancel", told.clone());
    assert_eq!((text(&shown, "credential"), text(&shown["rule"], "code")), ("card", "late-cancellation"));
    let late = world.does("cancel", told);
    let note = said(&world.does("card_slip", json!({"use_id": late["use_id"], "language": "ja"})));
    assert!(
        note.contains("カードの「母子デイケア」の欄に、下の日付を1日分、書いてください。\n令和8年9月13日（日）"),
        "{note}"
    );
    assert!(note.contains("¥1,500"));
    world.does("print_card_slip", json!({"use_id": late["use_id"]}));
    world.does("take_back", json!({"use_id": late["use_id"], "reason": "入力の誤り"}));
    assert_eq!(world.refused("card_slip", json!({"use_id": late["use_id"]})), "use-ended");
}

#[test]
fn a_no_show_is_shown_before_it_is_declared_and_the_card_is_told_the_day_itself() {
    let mut world = world();
    let id = world.books(NUMBER, "day-care", "2026-09-15", 1)["reservation_id"].clone();
    world.at("2026-09-15 12:00");
    assert_eq!(world.refused("preview_no_show", json!({"reservation_id": id})), "before-closing-time");
    world.at("2026-09-15 17:30");
    let shown = world.does("preview_no_show", json!({"reservation_id": id}));
    assert_eq!((text(&shown["rule"], "code"), &shown["copay"]), ("no-show", &json!(1500)));
    let declared = world.does("declare_no_show", json!({"reservation_id": id}));
    let note = said(&world.does("card_slip", json!({"use_id": declared["use_id"], "language": "ja"})));
    assert!(note.contains("\n令和8年9月15日（火）\n"), "{note}");
}

#[test]
fn a_closed_day_names_whom_to_phone_and_can_be_looked_at_and_printed_again() {
    let mut world = world();
    world.registers(mother("55128046", BORN).with("name", "豊玉 凛").with("phone", "090-0000-0001"));
    world.books("55128046", "day-care", "2026-09-15", 1);
    world.does("set_appointment", json!({"kind": "tour", "name": "光が丘 望", "phone": "090-0000-0002", "date": "2026-09-15", "starts_at": "14:00"}));
    let day = json!({"date": "2026-09-15"});
    assert_eq!(world.refused("closed_day", day.clone()), "gone");
    let closed = world.by(Who::Manager, |w| w.does("close_day", json!({"date": "2026-09-15", "reason": "大雪"})));
    assert_eq!((&closed["ended"], text(&closed, "reason")), (&json!(1), "大雪"));
    let line = |p: &Value| format!("{} {} {} {}", text(p, "at"), text(p, "name"), text(p, "phone"), text(p, "about"));
    let whom: Vec<String> = closed["to_phone"].as_array().unwrap().iter().map(line).collect();
    assert_eq!(
        whom,
        ["10:00 豊玉 凛 090-0000-0001 reservation-ended", "14:00 光が丘 望 090-0000-0002 appointment-cancelled"]
    );
    assert_eq!(world.does("closed_day", day.clone()), closed);
    let printed = world.does("print_phone_list", day);
    assert!(std::fs::read(text(&printed, "file")).unwrap().starts_with(b"%PDF"));
}

#[test]
fn a_slip_names_what_was_said_at_booking_also_where_earlier_days_are_reserved() {
    let mut world = World::on("2026-09-08 09:00").with_full_prices();
    world.registers(mother(NUMBER, BORN));
    let first = world.books(NUMBER, "stay", "2026-09-15", 5);
    let second = world.books(NUMBER, "stay", "2026-09-28", 5);
    assert_eq!((&second["copay"], &second["full_price"]), (&json!(7000), &json!(90_000)));
    let mut of = |booked: &Value| said(&world.does("slip", json!({"reservation_id": booked["reservation_id"]})));
    let (first, second) = (of(&first), of(&second));
    assert!(first.contains("17,500"), "{first}");
    assert!(second.contains("7,000") && second.contains("90,000") && !second.contains("17,500"), "{second}");
}

#[test]
fn who_is_not_to_be_named_is_marked_on_the_list_of_whom_to_phone() {
    let mut world = world();
    world.registers(mother("55128046", BORN).with("unlisted", true));
    world.books(NUMBER, "visit", "2026-09-15", 1);
    world.books("55128046", "visit", "2026-09-15", 1);
    world.as_who(Who::Manager);
    let closed = world.does("close_day", json!({"date": "2026-09-15", "reason": "大雪"}));
    let mut marks: Vec<(&str, &Value)> =
        closed["to_phone"].as_array().unwrap().iter().map(|p| (text(p, "user_number"), &p["unlisted"])).collect();
    marks.sort_by_key(|(number, _)| *number);
    assert_eq!(marks, [(NUMBER, &json!(false)), ("55128046", &json!(true))]);
}
