//! Whatever is held before the desk: a code and a sentence, and nothing lost or half written.

use base64::Engine;
use image::{GrayImage, Luma, imageops};
use serde_json::{Value, json};
use std::path::PathBuf;

use crate::forms::{With, draft, draft_with_coupon, mother, text};
use crate::terminal::sango;
use crate::world::World;

const NUMBER: &str = "40731958";
const BORN: &str = "2026-05-01";

fn picture(world: &World, name: &str, bytes: &[u8]) -> PathBuf {
    let file = world.file(name);
    std::fs::write(&file, bytes).unwrap();
    file
}

fn shown(world: &mut World, file: PathBuf) -> String {
    world.refused("read_picture", json!({"picture": null, "file": file}))
}

#[test]
fn a_picture_that_is_none_is_said_to_be_unreadable() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let coupon = std::fs::read(world.ward.coupon(NUMBER, BORN).picture).unwrap();
    for (name, bytes) in [
        ("noise.png", &b"\x89PNG\r\n\x1a\nnoise"[..]),
        ("text.jpg", b"hello"),
        ("empty.png", b""),
        ("cut.png", &coupon[..coupon.len() / 3]),
    ] {
        let file = picture(&world, name, bytes);
        assert_eq!(shown(&mut world, file), "unreadable-picture", "{name}");
    }
    assert_eq!(shown(&mut world, "/nowhere/at all.png".into()), "file");
    assert_eq!(world.refused("read_picture", json!({"picture": "not base64!", "file": null})), "unreadable-field");
    assert_eq!(world.refused("read_picture", json!({"picture": null, "file": null})), "unreadable-field");
}

#[test]
fn a_huge_picture_is_refused_by_its_header() {
    let mut world = World::on("2026-09-14 09:30");
    let file = picture(&world, "huge.pgm", b"P5\n60000 60000\n255\n\0\0\0");
    assert_eq!(shown(&mut world, file), "picture-too-large");
}

#[test]
fn two_codes_in_one_picture_are_one_too_many() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let codes = [(NUMBER, BORN), ("55128046", "2026-06-20")].map(|(n, b)| world.ward.coupon(n, b).picture);
    let [one, two] = codes.map(|file| image::open(file).unwrap().into_luma8());
    let mut both = GrayImage::from_pixel(one.width() + two.width(), one.height().max(two.height()), Luma([255]));
    imageops::overlay(&mut both, &one, 0, 0);
    imageops::overlay(&mut both, &two, i64::from(one.width()), 0);
    let file = world.file("both.png");
    both.save(&file).unwrap();
    assert_eq!(shown(&mut world, file), "two-codes");
}

#[test]
fn a_picture_pasted_into_the_window_is_read_as_a_file_is() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let coupon = world.ward.coupon(NUMBER, BORN);
    let pasted = base64::engine::general_purpose::STANDARD.encode(std::fs::read(&coupon.picture).unwrap());
    let seen = world.does("read_picture", json!({"picture": pasted, "file": null}));
    assert_eq!(seen, world.scan(&coupon.picture));
    assert_eq!(text(&seen["coupon"], "text"), coupon.text);
}

#[test]
fn a_picture_without_a_code_says_so() {
    let mut world = World::on("2026-09-14 09:30");
    let file = world.file("paper.png");
    GrayImage::from_pixel(640, 480, Luma([240])).save(&file).unwrap();
    assert_eq!(shown(&mut world, file), "no-code");
}

#[test]
fn a_foreign_code_is_no_coupon() {
    let mut world = World::on("2026-09-14 09:30");
    for (n, foreign) in ["https://example.com/menu", "WIFI:S:cafe;;", "こんにちは"].into_iter().enumerate() {
        let file = picture(&world, &format!("foreign{n}.png"), &ward_server::qr_png(foreign).unwrap());
        assert_eq!(shown(&mut world, file), "not-a-coupon", "{foreign}");
    }
    assert_eq!(world.refused("recognise", json!({"input": "https://example.com/?q=1"})), "not-a-coupon");
}

#[test]
fn a_bare_number_as_a_code_is_as_good_as_typed() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother(NUMBER, BORN));
    let file = picture(&world, "number.png", &ward_server::qr_png(NUMBER).unwrap());
    let seen = world.scan(&file);
    assert_eq!((text(&seen, "kind"), seen["mothers"][0]["user_number"].as_str()), ("mothers", Some(NUMBER)));
    let typed = world.does("recognise", json!({"input": "４０７３１９５８"}));
    assert_eq!(typed, seen);
}

/// Shows a coupon three ways; all must refuse it with the same code.
fn refused_coupon(world: &mut World, coupon: &str) -> String {
    let file = picture(world, "coupon.png", &ward_server::qr_png(coupon).unwrap());
    let code = shown(world, file);
    assert_eq!(world.refused("recognise", json!({"input": coupon})), code);
    let draft = draft_with_coupon(NUMBER, "day-care", coupon);
    assert_eq!(world.refused("preview_check_in", draft.clone()), code);
    let request = json!({"draft": draft, "charge_shown": 1500, "ticks": ["both-present", "health-asked", "no-siblings", "still-resident"], "note": "", "means": "cash"});
    assert_eq!(world.refused("check_in", request), code);
    code
}

#[test]
fn a_coupon_that_does_not_hold_is_refused_with_its_reason() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.registers(mother(NUMBER, BORN));
    let good = world.ward.coupon(NUMBER, BORN).text;
    let spoilt = good.replacen(['A', 'B'], "Z", 3);
    let code = refused_coupon(&mut world, &spoilt);
    assert!(matches!(code.as_str(), "malformed" | "bad-signature"), "{code}");
    assert_eq!(refused_coupon(&mut world, &good[..good.len() - 9]), "malformed");

    let old = world.ward.coupon_with(NUMBER, BORN, |o| {
        o.at -= chrono::TimeDelta::days(3);
        o.valid_days = 2;
    });
    assert_eq!(refused_coupon(&mut world, &old.text), "expired");
    let early = world.ward.coupon_with(NUMBER, BORN, |o| o.at += chrono::TimeDelta::hours(1));
    assert_eq!(refused_coupon(&mut world, &early.text), "not-yet-valid");
    let stranger = world.ward.coupon_of_an_unknown_key(NUMBER, BORN);
    assert_eq!(refused_coupon(&mut world, &stranger.text), "unknown-key");
    let other = world.ward.coupon_of_another_ward(NUMBER, BORN);
    assert_eq!(refused_coupon(&mut world, &other.text), "other-ward");
}

#[test]
fn a_revoked_coupon_and_one_older_than_the_last_are_refused() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.registers(mother(NUMBER, BORN));
    let [first, second, third] = [(); 3].map(|()| world.ward.coupon(NUMBER, BORN));
    world.check_in(&draft_with_coupon(NUMBER, "day-care", &second.text));
    assert_eq!(refused_coupon(&mut world, &first.text), "counter-went-back");
    world.ward.office().revoke(&third.id).unwrap();
    world.sync();
    assert_eq!(refused_coupon(&mut world, &third.text), "revoked");
}

#[test]
fn an_unknown_number_offers_to_register_and_nothing_before_that_goes() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let seen = world.does("recognise", json!({"input": NUMBER}));
    assert_eq!(seen, json!({"kind": "unknown-number", "user_number": NUMBER}));
    assert_eq!(world.refused("preview_check_in", draft(NUMBER, "day-care")), "unknown-number");
    let request =
        json!({"draft": draft(NUMBER, "day-care"), "charge_shown": 1500, "ticks": [], "note": "", "means": "cash"});
    assert_eq!(world.refused("check_in", request), "unknown-number");
    world.registers(mother(NUMBER, BORN));
    world.check_in(&draft(NUMBER, "day-care"));
    assert_eq!(world.refused("register_mother", mother(NUMBER, BORN)), "number-taken");
}

#[test]
fn a_coupon_whose_birth_date_is_not_the_entrys_is_not_received() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let coupon = world.ward.coupon(NUMBER, BORN);
    world.registers(mother(NUMBER, "2026-05-11"));
    let seen = world.scan(&coupon.picture);
    assert_eq!(seen["warnings"], json!(["birth-mismatch"]));
    assert_eq!(
        world.refused("preview_check_in", draft_with_coupon(NUMBER, "day-care", &coupon.text)),
        "birth-mismatch"
    );
    world.registers(mother("55128046", BORN));
    let others = draft_with_coupon("55128046", "day-care", &coupon.text);
    assert_eq!(world.refused("preview_check_in", others), "birth-mismatch", "another mother's coupon");
}

#[test]
fn a_birth_date_in_the_future_is_refused_as_one_and_welcome_as_an_expected_one() {
    let mut world = World::on("2026-09-14 09:30");
    assert_eq!(world.refused("register_mother", mother(NUMBER, "2026-09-15")), "birth-in-future");
    let expecting = mother(NUMBER, BORN).with("born", Value::Null).with("expected_on", "2026-09-15");
    world.registers(expecting);
    assert_eq!(world.refused("preview_check_in", draft(NUMBER, "day-care")), "not-born-yet");
    world.does("edit_mother", mother(NUMBER, "2026-09-14"));
    world.check_in(&draft(NUMBER, "day-care"));
}

#[test]
fn a_form_that_is_half_filled_is_refused_field_by_field() {
    let mut world = World::on("2026-09-14 09:30");
    let field = |world: &mut World, form: Value| {
        let problem = world.problem("register_mother", form);
        format!("{} {}", problem.code, problem.facts["field"])
    };
    let good = || mother(NUMBER, BORN);
    assert_eq!(field(&mut world, good().with("user_number", "4073 19_58")), "unreadable-field user_number");
    assert_eq!(field(&mut world, good().with("name", "　")), "empty-field name");
    assert_eq!(field(&mut world, good().with("kana", "")), "empty-field kana");
    assert_eq!(field(&mut world, good().with("born", Value::Null)), "empty-field born");
    assert_eq!(field(&mut world, good().with("babies", 0)), "unreadable-field babies");
    let backwards = json!([{"from": "2026-09-02", "until": "2026-09-01"}]);
    assert_eq!(field(&mut world, good().with("waived", backwards)), "unreadable-field waived");
    for wrong in [good().with("born", "2026-02-30"), good().with("unknown", 1), json!([1]), json!("text")] {
        assert_eq!(world.refused("register_mother", wrong), "bad-request");
    }
    assert_eq!(world.refused("no_such_bell", Value::Null), "unknown-command");
}

#[test]
fn a_request_that_is_not_json_ends_with_a_code() {
    let mut world = World::on("2026-09-14 09:30");
    world.leave();
    let data = world.data();
    for request in ["{", "nonsense", "{\"input\": 7}", "{}", "[1,2", ""] {
        let said = sango(&["--data", data.to_str().unwrap(), "call", "recognise", request], b"");
        assert_eq!((said.code, text(&said.line(), "code")), (1, "bad-request"), "{request}");
    }
}

#[test]
fn a_database_of_a_newer_release_is_left_as_it_is() {
    let mut world = World::on("2026-09-14 09:30");
    world.database().execute_batch("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let file = world.data().join("sango.db");
    let before = std::fs::read(&file).unwrap();
    let said = sango(&["--data", world.data().to_str().unwrap(), "call", "status"], b"");
    assert_eq!((said.code, text(&said.line(), "code")), (1, "newer-database"));
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn a_lost_key_is_told_and_the_data_stays() {
    let mut world = World::on("2026-09-14 09:30");
    world.leave();
    let key = world.data().join("sango.key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::write(&key, "00".repeat(32)).unwrap();
    let said = sango(&["--data", world.data().to_str().unwrap(), "call", "status"], b"");
    assert_eq!((said.code, text(&said.line(), "code")), (1, "wrong-key"));
    assert_eq!(said.err, "", "nothing but the answer");
    std::fs::write(&key, kept).unwrap();
    world.back();
    world.facts();
}
