//! What may happen to a use afterwards: longer, shorter, taken back; the ward hears of each.

use serde_json::{Value, json};

use crate::forms::{With, draft, draft_with_coupon, mother};
use crate::world::{Who, World};

const NUMBER: &str = "40731958";
const BORN: &str = "2026-06-10";

/// A stay of two days that began today and that the ward has counted.
fn with_stay() -> (World, Value) {
    let mut world = World::on("2026-09-14 09:30").with_full_prices().enrolled();
    let coupon = world.ward.coupon_with(NUMBER, BORN, |o| o.used.stay = 4);
    world.registers(mother(NUMBER, BORN));
    let saved = world.check_in(&draft_with_coupon(NUMBER, "stay", &coupon.text));
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} stay 2026-09-14 2 used 7000")]);
    (world, saved["use_id"].clone())
}

fn change(use_id: &Value, days: u32) -> Value {
    json!({"use_id": use_id, "days": days, "reason": "", "agreed_full_price": false})
}

#[test]
fn extending_makes_one_longer_stay() {
    let (mut world, use_id) = with_stay();
    let changed = world.does("change_stay", change(&use_id, 3));
    assert_eq!(changed, json!({"units": 3, "charge": 10500, "difference": 3500}));
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} stay 2026-09-14 3 used 10500")]);
    assert_eq!(world.month("2026-09")["services"][0]["uses"], 1);
}

#[test]
fn extending_beyond_the_quota_needs_the_full_price_told_and_agreed() {
    let (mut world, use_id) = with_stay();
    assert_eq!(world.refused("change_stay", change(&use_id, 4)), "ticks-missing");
    let changed = world.does("change_stay", change(&use_id, 4).with("agreed_full_price", true));
    assert_eq!(changed, json!({"units": 4, "charge": 40500, "difference": 33500}));
}

#[test]
fn a_day_added_after_the_wards_figure_is_taken_off_it() {
    let (mut world, use_id) = with_stay();
    let left = |world: &mut World| {
        world.does("preview_check_in", draft(NUMBER, "stay").with("days", 2))["remaining"]["before"].clone()
    };
    assert_eq!(left(&mut world), 1, "7 − 4 − 2");
    world.at("2026-09-14 18:00");
    world.does("change_stay", change(&use_id, 3));
    assert_eq!(left(&mut world), 0, "the third day is not in the figure yet");
}

#[test]
fn shortening_counts_the_days_used_and_is_a_managers_with_a_reason() {
    let (mut world, use_id) = with_stay();
    world.does("change_stay", change(&use_id, 3));
    assert_eq!(world.refused("change_stay", change(&use_id, 2).with("reason", "発熱のため退所")), "needs-manager");
    world.as_who(Who::Manager);
    assert_eq!(world.refused("change_stay", change(&use_id, 2)), "note-missing");
    assert_eq!(world.refused("change_stay", change(&use_id, 1).with("reason", "短く")), "not-a-change");
    let changed = world.does("change_stay", change(&use_id, 2).with("reason", "発熱のため退所"));
    assert_eq!(changed, json!({"units": 2, "charge": 7000, "difference": -3500}));
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} stay 2026-09-14 2 used 7000")]);
    assert_eq!(world.month("2026-09")["subtractions"], 0, "her phone had subtracted two");
}

#[test]
fn a_stay_shortened_by_mistake_is_made_longer_again_for_the_share() {
    let mut world = World::on("2026-09-14 09:30").with_full_prices().enrolled();
    let coupon = world.ward.coupon_with(NUMBER, BORN, |o| o.used.stay = 4);
    world.registers(mother(NUMBER, BORN));
    let saved = world.check_in(&draft_with_coupon(NUMBER, "stay", &coupon.text).with("days", 3));
    world.sync();
    world.ward.line_down();
    world.as_who(Who::Manager);
    world.at("2026-09-14 18:00");
    world.does("change_stay", change(&saved["use_id"], 2).with("reason", "操作の誤り"));
    let again = world.does("change_stay", change(&saved["use_id"], 3));
    assert_eq!(again, json!({"units": 3, "charge": 10500, "difference": 3500}));
}

#[test]
fn a_day_that_her_phone_subtracted_and_nobody_used_is_on_the_wards_list() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let coupon = world.ward.coupon(NUMBER, BORN);
    world.registers(mother(NUMBER, BORN));
    let saved = world.check_in(&draft_with_coupon(NUMBER, "stay", &coupon.text).with("days", 3));
    assert_eq!(world.month("2026-09")["subtractions"], 0);
    world.as_who(Who::Manager);
    world.does("change_stay", change(&saved["use_id"], 2).with("reason", "発熱のため退所"));
    assert_eq!(world.month("2026-09")["subtractions"], 1);
    let (pdf, csv) = (world.file("m.pdf"), world.file("m.csv"));
    world.does("export_month", json!({"month": "2026-09", "pdf": pdf, "csv": csv}));
    let table = std::fs::read_to_string(csv).unwrap();
    assert!(table.contains("減算取消1日・送信待ち"), "{table}");
}

#[test]
fn a_day_care_is_never_made_longer() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother(NUMBER, BORN));
    let saved = world.check_in(&draft(NUMBER, "day-care"));
    assert_eq!(world.refused("change_stay", change(&saved["use_id"], 2)), "not-a-change");
}

#[test]
fn a_clerks_mistake_is_taken_back_and_counts_nowhere() {
    let (mut world, use_id) = with_stay();
    assert_eq!(world.refused("take_back", json!({"use_id": use_id, "reason": " "})), "empty-field");
    world.does("take_back", json!({"use_id": use_id, "reason": "別の方の受付でした"}));
    assert_eq!(world.refused("take_back", json!({"use_id": use_id, "reason": "もう一度"})), "use-ended");
    let sent = world.sync();
    assert_eq!((&sent["sent"], world.ward.ledger()), (&json!(1), vec![]));
    let month = world.month("2026-09");
    assert_eq!((&month["persons"], &month["copay"], &month["subtractions"]), (&json!(0), &json!(0), &json!(1)));
    assert_eq!(world.does("today", Value::Null)["in_house"], json!([]));
}

#[test]
fn a_use_taken_back_before_it_was_sent_counts_nowhere_either() {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.ward.coupon(NUMBER, BORN);
    world.registers(mother(NUMBER, BORN));
    world.ward.line_down();
    let saved = world.check_in(&draft(NUMBER, "day-care"));
    world.does("take_back", json!({"use_id": saved["use_id"], "reason": "別の方の受付でした"}));
    world.check_in(&draft(NUMBER, "day-care"));
    world.ward.line_up();
    assert_eq!(world.sync()["sent"], 3);
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} day-care 2026-09-14 1 used 1500")]);
}

#[test]
fn a_stay_that_was_not_shown_and_made_longer_is_subtracted_once() {
    let (mut world, _) = with_stay();
    world.at("2026-09-16 09:30");
    let stay = draft(NUMBER, "stay").with("presented", "not-shown");
    let saved = world.check_in(&stay);
    world.does("change_stay", change(&saved["use_id"], 3).with("agreed_full_price", true));
    world.sync();
    world.at("2026-09-20 09:30");
    let record = saved["report_id"].as_str().unwrap().parse().unwrap();
    world.ward.office().process(record, "2026-09-19".parse().unwrap()).unwrap();
    world.sync();
    let remaining = &world.preview(&draft(NUMBER, "stay"))["remaining"];
    assert_eq!((&remaining["source"], &remaining["taken_off"]), (&json!("ward"), &json!([])), "the ward has it");
}
