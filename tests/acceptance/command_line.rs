//! The contract of the command line: bytes, order, exit codes.

use serde_json::json;

use crate::forms::{draft, mother, text};
use crate::terminal::sango;
use crate::world::{PIN, Who, World};

const CASE: &str = concat!(
    r#"{"id":"c1","ask":"use","service":"stay","starts_on":"2026-07-14","days":3,"at":"2026-07-14T09:30:00+09:00","#,
    r#""mother":{"delivered_on":"2026-05-01","babies":1,"credential":"coupon","corrected_by_days":0,"moved_out_on":null,"#,
    r#""waived":[{"from":"2026-07-01","until":"2027-06-30"}]},"used":{"stay":5,"day-care":0,"visit":0},"#,
    r#""facility":{"closed_weekdays":["sun"],"closed_on":["2026-07-13"],"open_on":[],"closed_on_public_holidays":true,"#,
    r#""full_price":{"stay":30000,"day-care":20000,"visit":10000}}}"#,
);

const VERDICT: &str = concat!(
    r#"{"id":"c1","outcome":"warn","reasons":["over-quota"],"units":3,"covered_units":2,"copay":0,"full_price":30000,"charge":30000,"#,
    r#""cancel_deadline":"2026-07-11T10:00:00+09:00","late":false}"#,
);

#[test]
fn a_case_gives_its_verdict_byte_for_byte() {
    let said = sango(&["rules", "check"], format!("{CASE}\n").as_bytes());
    assert_eq!((said.out, said.code, said.err), (format!("{VERDICT}\n"), 0, String::new()));
}

#[test]
fn cases_are_answered_in_order_blank_lines_skipped_bad_ones_named() {
    let with = |from: &str, to: &str| CASE.replacen(from, to, 1);
    let input = [
        String::new(),
        with("\"c1\"", "\"c2\""),
        "   ".to_owned(),
        "not json".to_owned(),
        with("\"ask\":\"use\"", "\"ask\":\"ask\""),
        with("\"stay\":30000", "\"stay\":null"),
        with("\"closed_weekdays\":[\"sun\"]", r#""closed_weekdays":["mon","tue","wed","thu","fri","sat","sun"]"#),
        CASE.to_owned(),
    ];
    let said = sango(&["rules", "check"], input.join("\r\n").as_bytes());
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(
        lines,
        [
            VERDICT.replace("c1", "c2").as_str(),
            r#"{"id":null,"error":"bad-case"}"#,
            r#"{"id":"c1","error":"bad-case"}"#,
            r#"{"id":"c1","error":"full-price-unset"}"#,
            r#"{"id":"c1","error":"no-open-day"}"#,
            VERDICT,
        ]
    );
    assert_eq!(said.code, 1);
}

#[test]
fn a_changed_programme_file_is_tried_and_a_wrong_one_names_line_and_key() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("changed.toml");
    let nerima = include_str!("../../assets/programmes/nerima.toml");
    let check = |text: &str| {
        std::fs::write(&file, text).unwrap();
        sango(&["rules", "check", "--programme", file.to_str().unwrap()], CASE.as_bytes())
    };
    let changed = nerima.replacen("quota = 7\n", "quota = 8\n", 1);
    assert_ne!(changed, nerima);
    assert_eq!(check(&changed).line()["covered_units"], 3);

    let at = |key: &str| nerima.lines().position(|l| l.starts_with(key)).unwrap() + 1;
    for (key, wrong, named) in [
        (
            "deadline_hour = 10",
            "deadline_hour = 10\nsurprise = 1",
            format!("line {}, key edition[0].surprise", at("deadline_hour") + 1),
        ),
        (
            "deadline_hour = 10",
            "deadline_hour = \"ten\"",
            format!("line {}, key edition[0].deadline_hour", at("deadline_hour")),
        ),
        (
            "deadline_hour = 10",
            "deadline_our = 10",
            format!("line {}, key edition[0].deadline_our", at("deadline_hour")),
        ),
    ] {
        let problem = check(&nerima.replacen(key, wrong, 1)).complaint();
        assert_eq!(text(&problem, "code"), "programme-wrong");
        assert!(text(&problem, "detail").contains(&named), "{named}: {problem}");
    }
    for spoilt in ["", "= 3", &nerima.replacen("first_share = 7000", "first_share = \"7000\"", 1)] {
        assert_eq!(text(&check(spoilt).complaint(), "code"), "programme-wrong");
    }
}

#[test]
fn coupons_of_the_ward_are_verified_line_by_line() {
    let mut world = World::on("2026-09-14 09:30");
    let one = world.ward.coupon_with("40731958", "2026-05-01", |o| {
        o.children = 2;
        o.used.day_care = 3;
    });
    let keys = world.file("keys.json");
    std::fs::write(&keys, world.ward.office().jwks().unwrap()).unwrap();
    let stranger = world.ward.coupon_of_an_unknown_key("40731958", "2026-05-01");
    let input = format!("{}\r\nhello\n{}\n {}\n", one.text, stranger.text, one.text);
    let verify =
        |at: &str| sango(&["coupon", "verify", "--keys", keys.to_str().unwrap(), "--at", at], input.as_bytes());

    let said = verify("2026-09-14T09:30:00+09:00");
    let lines = said.lines();
    assert_eq!(said.code, 1);
    assert_eq!(
        lines[0],
        json!({
            "issuer": "13120", "user_number": "40731958", "born": "2026-05-01", "children": 2,
            "fee_class": "taxed", "fee_class_until": "2027-06-30",
            "quota": {"stay": [7, 0], "day-care": [18, 3], "visit": [10, 0]},
            "used_as_of": "2026-09-14T00:30:00Z", "issued_at": "2026-09-14T00:30:00Z",
            "expires_at": "2026-12-13T00:30:00Z", "counter": 1, "id": one.id,
        })
    );
    assert_eq!(lines[1..], ["not-a-coupon", "unknown-key", "not-a-coupon"].map(|code| json!({"error": code})));
    assert_eq!(verify("2026-12-13T00:29:59Z").lines()[0]["counter"], 1);
    assert_eq!(verify("2026-12-13T00:30:00Z").lines()[0], json!({"error": "expired"}));
    assert_eq!(verify("2026-09-14T00:20:00Z").lines()[0]["counter"], 1, "ten minutes ahead is no error");
    assert_eq!(verify("2026-09-14T00:19:59Z").lines()[0], json!({"error": "not-yet-valid"}));
}

#[test]
fn scan_says_one_line_a_file_in_order() {
    let mut world = World::on("2026-09-14 09:30");
    let coupon = world.ward.coupon("40731958", "2026-05-01");
    let empty = world.file("empty.png");
    image::GrayImage::from_pixel(200, 200, image::Luma([255])).save(&empty).unwrap();
    let (missing, noise) = (world.file("missing.png"), world.file("noise.png"));
    std::fs::write(&noise, "noise").unwrap();
    let said = sango(
        &["scan".as_ref(), coupon.picture.as_os_str(), missing.as_os_str(), empty.as_os_str(), noise.as_os_str()],
        b"",
    );
    let lines = said.lines();
    assert_eq!((said.code, lines.len()), (1, 4));
    assert_eq!(
        (text(&lines[0], "file"), &lines[0]["texts"]),
        (coupon.picture.to_str().unwrap(), &json!([coupon.text]))
    );
    assert!(lines[0]["ms"].is_number());
    assert_eq!(
        (lines[1]["error"].is_string(), &lines[2]["texts"], lines[3]["error"].is_string()),
        (true, &json!([]), true)
    );
    let said = sango(&["scan".as_ref(), coupon.picture.as_os_str(), empty.as_os_str()], b"");
    assert_eq!(said.code, 0, "no code is no error");
}

#[test]
fn call_acts_as_the_person_whose_pin_was_handed_over() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother("40731958", "2026-05-01"));
    let request = world.ready(&draft("40731958", "day-care")).to_string();
    world.leave();
    let data = world.data();
    let data = data.to_str().unwrap();
    let now = "2026-09-14T09:31:00+09:00";
    let call = |staff: &str, pin: &str, rest: &[&str]| {
        let args = [&["--data", data, "--now", now, "--staff", staff, "--secrets-fd", "0", "call"], rest].concat();
        sango(&args, pin.as_bytes())
    };
    let refused = |said: crate::terminal::Said| (said.code, text(&said.line(), "code").to_owned());
    assert_eq!(refused(call("北町 文", "000000", &["check_in", &request])), (1, "wrong-pin".to_owned()));
    assert_eq!(refused(call("誰か", PIN, &["check_in", &request])), (1, "wrong-pin".to_owned()));
    assert_eq!(refused(call("関町 遥", PIN, &["check_in", &request])), (1, "role-missing".to_owned()));
    assert_eq!(refused(sango(&["--data", data, "call", "check_in", &request], b"")), (1, "not-signed-in".to_owned()));
    let said = call("北町 文", &format!("{PIN}\n"), &["check_in", &request]);
    assert_eq!((said.code, text(&said.line()["receipt"], "at")), (0, now), "{said:?}");
    let said = call(Who::Manager.id(), PIN, &["month", r#"{"month":"2026-09"}"#]);
    assert_eq!((said.code, &said.line()["copay"]), (0, &json!(1500)));
}

#[test]
fn a_second_process_on_the_same_folder_is_told_so() {
    let world = World::on("2026-09-14 09:30");
    for command in [&["call", "status"][..], &["journal", "verify"], &["sync"]] {
        let said = sango(&[&["--data", world.data().to_str().unwrap()], command].concat(), b"");
        assert_eq!((said.code, text(&said.line(), "code")), (1, "already-open"), "{command:?}");
    }
}

#[test]
fn played_time_is_refused_where_people_are_real() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let set_up = json!({"facility": "ほんもの助産院", "practice": false, "manager": "大泉 環", "pin": PIN}).to_string();
    assert_eq!(sango(&["--data", data, "call", "set_up", &set_up], b"").code, 0);
    let said = sango(&["--data", data, "--now", "2026-07-01T10:00:00+09:00", "call", "status"], b"");
    assert_eq!((said.code, text(&said.line(), "code")), (1, "not-practice"));
    let said = sango(&["--data", data, "demo", "--mothers", "2"], b"");
    assert_eq!((said.code, text(&said.line(), "code")), (1, "not-practice"));
    assert_eq!(sango(&["--data", data, "call", "status"], b"").code, 0);
}

#[test]
fn commands_lists_every_command_with_its_schemas() {
    let folder = tempfile::tempdir().unwrap();
    let said = sango(&["--data", folder.path().to_str().unwrap(), "commands"], b"");
    let line = said.line();
    let commands = line.as_array().unwrap();
    let names: Vec<&str> = commands.iter().map(|c| text(c, "name")).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!((names, said.code), (sorted, 0));
    for command in commands {
        assert!(command["request"].is_object() && command["response"].is_object(), "{command}");
        assert!(["anyone", "reception", "midwife", "manager"].contains(&text(command, "role")));
    }
}

#[test]
fn sync_from_the_terminal_says_what_was_sent_and_each_verdict() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.ward.coupon("40731958", "2026-05-01");
    world.registers(mother("40731958", "2026-05-01"));
    world.check_in(&draft("40731958", "day-care"));
    world.leave();
    let data = world.data();
    let sync = || sango(&["--data", data.to_str().unwrap(), "sync"], b"");
    let said = sync();
    let line = said.line();
    assert_eq!((said.code, &line["sent"], text(&line["answers"][0], "verdict")), (0, &json!(1), "accepted"));
    assert_eq!((&sync().line()["sent"], world.ward.ledger().len()), (&json!(0), 1));
    world.ward.line_down();
    let said = sync();
    assert_eq!((said.code, text(&said.line(), "trouble")), (1, "ward-unreachable"));
}

#[test]
fn a_folder_is_asked_for_where_one_is_needed() {
    for command in [&["call", "status"][..], &["journal", "verify"], &["sync"]] {
        let said = sango(command, b"");
        assert_eq!((said.code, text(&said.line(), "code")), (1, "command-line"), "{command:?}");
    }
}
