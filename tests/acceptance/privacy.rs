//! A day with people whose names would be noticed, with everything logged that can be.

use serde_json::json;

use crate::forms::{With, draft, draft_with_coupon, mother};
use crate::terminal::{Said, sango_talkative};
use crate::world::{PIN, World};

const NUMBER: &str = "83619274";
const OTHER: &str = "83619275";

/// Whatever must not be found in a log, a file name or an error.
fn canaries(coupon: &str) -> Vec<String> {
    let mut words: Vec<String> = [
        NUMBER,
        OTHER,
        "雛菊",
        "鶯子",
        "ひなぎく",
        "うぐいすこ",
        "090-7777-1234",
        "77771234",
        "2026-05-23",
        "秘密の覚え書き",
        "取り下げの事情",
        PIN,
    ]
    .map(str::to_owned)
    .to_vec();
    words.push(coupon[10..60].to_owned());
    words
}

fn nothing_of_her_in(place: &str, text: &[u8], canaries: &[String]) {
    for canary in canaries {
        let found = text.windows(canary.len()).position(|w| w == canary.as_bytes());
        let around = found.map(|at| String::from_utf8_lossy(&text[at.saturating_sub(300)..at]).into_owned());
        assert_eq!(around, None, "a canary sits in {place} behind this");
    }
}

#[test]
fn logs_files_and_errors_hold_no_name_number_or_note() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let coupon = world.ward.coupon(NUMBER, "2026-05-23");
    let canaries = canaries(&coupon.text);
    world.leave();
    let data = world.data();
    let temporary = std::env::temp_dir();
    let before: Vec<_> = std::fs::read_dir(&temporary).unwrap().map(|f| f.unwrap().file_name()).collect();

    let mut logs = String::new();
    let mut desk = |name: &str, request: serde_json::Value| -> Said {
        let request = request.to_string();
        let args = [
            "--data",
            data.to_str().unwrap(),
            "--now",
            "2026-09-14T09:31:00+09:00",
            "--staff",
            "s1",
            "--secrets-fd",
            "0",
            "call",
            name,
            &request,
        ];
        let said = sango_talkative(&args, PIN.as_bytes());
        logs += &said.err;
        if said.code != 0 {
            let problem = said.line();
            nothing_of_her_in(name, problem["detail"].as_str().unwrap().as_bytes(), &canaries);
            nothing_of_her_in(name, problem["facts"].to_string().as_bytes(), &canaries);
        }
        said
    };
    let form = |number: &str| {
        mother(number, "2026-05-23")
            .with("name", "雛菊 鶯子")
            .with("kana", "ひなぎく うぐいすこ")
            .with("phone", "090-7777-1234")
    };
    assert_eq!(desk("read_picture", json!({"picture": null, "file": coupon.picture})).code, 0);
    assert_eq!(desk("register_mother", form(NUMBER)).code, 0);
    assert_eq!(desk("register_mother", form(NUMBER)).code, 1, "taken");
    assert_eq!(desk("register_mother", form(OTHER)).code, 0);
    assert_eq!(desk("register_mother", form("836 19_274")).code, 1, "unreadable");
    assert_eq!(desk("register_mother", json!({"user_number": NUMBER, "name": "雛菊 鶯子"})).code, 1, "half a form");
    assert_eq!(desk("register_mother", form(NUMBER).with("babies", "雛菊 鶯子")).code, 1, "a name in the wrong field");
    assert_eq!(desk("register_mother", form(NUMBER).with("credential", NUMBER)).code, 1, "a number in the wrong field");
    assert_eq!(desk("register_mother", form(NUMBER).with("鶯子", 1)).code, 1, "a name as a field");
    let draft_read = draft_with_coupon(NUMBER, "day-care", &coupon.text);
    let ticks = ["both-present", "health-asked", "no-siblings", "still-resident", "number-matches"];
    let save = |draft: &serde_json::Value| json!({"draft": draft, "charge_shown": 1500, "ticks": ticks, "note": "秘密の覚え書き", "means": "cash"});
    assert_eq!(desk("preview_check_in", draft_read.clone()).code, 0);
    let saved = desk("check_in", save(&draft_read)).line();
    assert_eq!(desk("check_in", save(&draft(OTHER, "day-care"))).code, 0);
    assert_eq!(desk("check_in", save(&draft("00000000", "day-care"))).code, 1, "unknown");
    assert_eq!(
        desk("preview_check_in", draft_with_coupon(OTHER, "day-care", &coupon.text)).code,
        1,
        "another mother's coupon"
    );
    assert_eq!(desk("recognise", json!({"input": format!("{}X", coupon.text)})).code, 1, "spoilt");
    assert_eq!(desk("search_mothers", json!({"query": "雛菊"})).code, 0);
    assert_eq!(desk("take_back", json!({"use_id": saved["use_id"], "reason": "取り下げの事情"})).code, 0);
    assert_eq!(desk("send_now", json!({})).code, 0);
    assert_eq!(desk("queue", json!({"month": "2026-09"})).code, 0);
    assert_eq!(desk("export_month", json!({"month": "2026-09"})).code, 0);
    world.ward.line_down();
    assert_eq!(desk("reconcile_month", json!({"month": "2026-09"})).code, 1, "nobody answers");

    nothing_of_her_in("the logs", logs.as_bytes(), &canaries);
    let mut folders = vec![data.clone()];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()) {
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            nothing_of_her_in("a file name", name.as_bytes(), &canaries);
            if file.is_dir() {
                folders.push(file);
            } else if !folder.ends_with("exports") {
                nothing_of_her_in(&name, &std::fs::read(&file).unwrap(), &canaries);
            }
        }
    }
    let exports: Vec<_> = std::fs::read_dir(data.join("exports")).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(exports.len(), 2);
    let left = std::fs::read_dir(&temporary).unwrap().map(|f| f.unwrap().path());
    for file in left.filter(|f| f.is_file() && !before.contains(&f.file_name().unwrap().to_owned())) {
        if let Ok(bytes) = std::fs::read(&file) {
            nothing_of_her_in("a temporary file", &bytes, &canaries);
        }
    }
    let verified = sango_talkative(&["--data", data.to_str().unwrap(), "journal", "verify"], b"");
    assert_eq!(verified.code, 0);
    nothing_of_her_in("what verify says", format!("{}{}", verified.out, verified.err).as_bytes(), &canaries);
}
