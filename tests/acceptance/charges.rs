//! Money afterwards: what a manager confirms, what goes back, what cannot be paid.

use serde_json::{Value, json};

use crate::forms::{With, draft, draft_with_coupon, mother, text};
use crate::world::{Who, World};

const NUMBER: &str = "40731958";
const BORN: &str = "2026-06-10";

/// Four days were cancelled late by reception; the ward has counted them.
fn four_days_cancelled_late() -> (World, Value) {
    let mut world = World::on("2026-09-08 09:00").enrolled();
    world.ward.coupon(NUMBER, BORN);
    world.registers(mother(NUMBER, BORN));
    let booked = world.books(NUMBER, "stay", "2026-09-15", 4);
    world.at("2026-09-14 12:00");
    let id = json!({"reservation_id": booked["reservation_id"]});
    let shown = world.does("preview_cancel", id.clone());
    let cancelled = world.does("cancel", id);
    for view in [&shown, &cancelled] {
        assert_eq!((&view["copay"], &view["manager_confirms"]), (&json!(14000), &json!(true)));
    }
    world.sync();
    assert_eq!(world.ward.ledger(), [format!("{NUMBER} stay 2026-09-15 4 late-cancellation 14000")]);
    (world, cancelled["use_id"].clone())
}

/// `what yen` of each charge that is not settled.
fn charges(world: &mut World) -> Vec<String> {
    let charges = world.does("charges", json!({"month": "2026-09"}));
    charges["charges"].as_array().unwrap().iter().map(|c| format!("{} {}", text(c, "stands"), c["yen"])).collect()
}

/// Unpaid, to go back, waiting for a manager.
fn sums(world: &mut World) -> [Value; 3] {
    let month = world.month("2026-09");
    ["unpaid", "refund_due", "unconfirmed"].map(|name| month[name].clone())
}

#[test]
fn more_than_two_days_of_a_late_cancellation_count_at_once_and_are_asked_for_when_a_manager_confirms() {
    let (mut world, use_id) = four_days_cancelled_late();
    assert_eq!(sums(&mut world), [json!(0), json!(0), json!(14000)]);
    assert_eq!(charges(&mut world), ["awaits-manager 14000"]);
    let pay = json!({"use_id": use_id, "yen": 14000, "means": "cash"});
    assert_eq!(world.refused("pay", pay.clone()), "charge-unconfirmed");
    assert_eq!(world.refused("confirm_charge", json!({"use_id": use_id})), "role-missing");
    let seen_by = |world: &mut World, who| world.by(who, |w| w.does("today", Value::Null)["first"].clone());
    assert_eq!(seen_by(&mut world, Who::Reception), json!([]));
    assert_eq!(seen_by(&mut world, Who::Manager)[0]["code"], "charge-unconfirmed");

    world.by(Who::Manager, |w| w.does("confirm_charge", json!({"use_id": use_id})));
    assert_eq!(seen_by(&mut world, Who::Manager), json!([]));
    assert_eq!(
        (sums(&mut world), charges(&mut world)),
        ([json!(14000), json!(0), json!(0)], vec!["unpaid 14000".into()])
    );
    world.does("pay", pay);
    assert_eq!((sums(&mut world), charges(&mut world)), ([json!(0), json!(0), json!(0)], vec![]));
    let again = world.by(Who::Manager, |w| w.refused("confirm_charge", json!({"use_id": use_id})));
    assert_eq!(again, "charge-settled");
    assert_eq!(world.sync()["sent"], 0, "the ward knew the share from the start");
}

#[test]
fn a_manager_waives_instead_with_a_reason_and_the_ward_hears_that_no_share_is_due() {
    let (mut world, use_id) = four_days_cancelled_late();
    world.as_who(Who::Manager);
    assert_eq!(world.refused("waive_charge", json!({"use_id": use_id, "reason": "　"})), "empty-field");
    world.does("waive_charge", json!({"use_id": use_id, "reason": "お子さまの入院"}));
    assert_eq!((sums(&mut world), charges(&mut world)), ([json!(0), json!(0), json!(0)], vec![]));
    world.sync();
    let ledger = world.ward.ledger();
    assert!(ledger.len() == 1 && ledger[0].starts_with(&format!("{NUMBER} stay 2026-09-15 4 ")), "{ledger:?}");
    assert!(ledger[0].ends_with(" 0"), "{ledger:?}");
}

#[test]
fn a_waived_charge_still_says_how_many_of_its_days_are_over_the_quota() {
    let mut world = World::on("2026-09-08 09:00").enrolled().with_full_prices();
    let coupon = world.ward.coupon_with(NUMBER, BORN, |o| o.used.stay = 5);
    world.registers(mother(NUMBER, BORN));
    world.check_in(&draft_with_coupon(NUMBER, "day-care", &coupon.text));
    let booked = world.books(NUMBER, "stay", "2026-09-15", 4);
    world.at("2026-09-14 12:00");
    let cancelled = world.does("cancel", json!({"reservation_id": booked["reservation_id"]}));
    let waive = json!({"use_id": cancelled["use_id"], "reason": "お子さまの入院"});
    world.by(Who::Manager, |w| w.does("waive_charge", waive));
    world.sync();
    let ledger = world.ward.office().ledger(None, Some("2026-09")).unwrap();
    let stay: Vec<_> = ledger.iter().filter(|l| l.units == 4).map(|l| (l.share_due, l.over_quota_units)).collect();
    assert_eq!(stay, [(0, 2)]);
}

#[test]
fn a_managers_own_late_cancellation_is_her_confirmation() {
    let mut world = World::on("2026-09-08 09:00");
    world.registers(mother(NUMBER, BORN));
    let booked = world.books(NUMBER, "stay", "2026-09-15", 3);
    world.at("2026-09-14 12:00");
    world.as_who(Who::Manager);
    let cancelled = world.does("cancel", json!({"reservation_id": booked["reservation_id"]}));
    assert_eq!((&cancelled["copay"], &cancelled["manager_confirms"]), (&json!(10500), &json!(false)));
    assert_eq!(charges(&mut world), ["unpaid 10500"]);
}

#[test]
fn two_days_are_asked_for_without_a_manager_and_a_no_show_of_three_is_not() {
    let mut world = World::on("2026-09-08 09:00");
    world.registers(mother(NUMBER, BORN));
    let two = world.books(NUMBER, "stay", "2026-09-10", 2);
    let three = world.books(NUMBER, "stay", "2026-09-15", 3);
    world.at("2026-09-09 12:00");
    world.does("cancel", json!({"reservation_id": two["reservation_id"]}));
    world.at("2026-09-15 18:00");
    world.does("declare_no_show", json!({"reservation_id": three["reservation_id"]}));
    assert_eq!(charges(&mut world), ["awaits-manager 10500", "unpaid 7000"]);
}

#[test]
fn only_the_days_that_are_charged_ask_for_a_manager() {
    let mut world = World::on("2026-09-08 09:00");
    let nerima = include_str!("../../assets/programmes/nerima.toml");
    let charged = nerima.replace("late_stay_charge = \"planned\"", "late_stay_charge = \"first-two-days\"");
    assert_ne!(charged, nerima);
    std::fs::write(world.data().join("programme.toml"), charged).unwrap();
    world.registers(mother(NUMBER, BORN));
    let booked = world.books(NUMBER, "stay", "2026-09-15", 4);
    world.at("2026-09-14 12:00");
    let shown = world.does("preview_cancel", json!({"reservation_id": booked["reservation_id"]}));
    let figures = (&shown["units"], &shown["copay"], &shown["manager_confirms"]);
    assert_eq!(figures, (&json!(4), &json!(7000), &json!(false)));
}

#[test]
fn what_was_paid_for_a_use_that_was_taken_back_goes_back_and_no_more() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother(NUMBER, BORN));
    let saved = world.check_in(&draft(NUMBER, "day-care"));
    world.does("take_back", json!({"use_id": saved["use_id"], "reason": "別の方の受付でした"}));
    assert_eq!(
        (sums(&mut world), charges(&mut world)),
        ([json!(0), json!(1500), json!(0)], vec!["refund-due 1500".into()])
    );
    let pay = |yen: i64| json!({"use_id": saved["use_id"], "yen": yen, "means": "cash"});
    assert_eq!(world.refused("pay", pay(-1501)), "more-than-paid");
    assert_eq!(world.refused("pay", pay(1500)), "use-ended");
    world.does("pay", pay(-1500));
    assert_eq!((sums(&mut world), charges(&mut world)), ([json!(0), json!(0), json!(0)], vec![]));
}

#[test]
fn what_was_paid_for_days_that_were_cut_off_goes_back() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother(NUMBER, BORN));
    let saved = world.check_in(&draft(NUMBER, "stay").with("days", 3));
    let shorter = json!({"use_id": saved["use_id"], "days": 2, "reason": "発熱のため退所", "agreed_full_price": false});
    world.by(Who::Manager, |w| w.does("change_stay", shorter));
    assert_eq!(charges(&mut world), ["refund-due 3500"]);
    assert_eq!(world.month("2026-09")["refund_uses"], 1);
}

#[test]
fn no_amount_that_cannot_be_is_ever_paid_or_set() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother(NUMBER, BORN));
    let saved = world.check_in(&draft(NUMBER, "day-care"));
    let pay = |yen: i64, means: &str| json!({"use_id": saved["use_id"], "yen": yen, "means": means});
    for yen in [0, i64::MIN, i64::MAX, 10_000_001, -10_000_001] {
        assert_eq!(world.refused("pay", pay(yen, "cash")), "unreadable-field", "{yen}");
    }
    assert_eq!(world.refused("pay", pay(1500, "later")), "unreadable-field");
    world.as_who(Who::Manager);
    let price = json!([{"service": "stay", "from": "2026-04-01", "until": null, "yen": 10_000_001u64}]);
    let settings = world.does("facility_settings", Value::Null).with("full_prices", price);
    assert_eq!(world.refused("set_facility", settings), "unreadable-field");
}

#[test]
fn nobody_approves_without_a_name_or_waives_without_a_reason() {
    let mut world = World::on("2026-09-08 09:00");
    world.registers(mother(NUMBER, BORN));
    let booked = world.books(NUMBER, "day-care", "2026-09-15", 1);
    world.at("2026-09-14 12:00");
    world.as_who(Who::Manager);
    let waive = |because: &str| json!({"reservation_id": booked["reservation_id"], "waived_because": because});
    assert_eq!(world.refused("cancel", waive(" ")), "empty-field");
    assert_eq!(world.refused("cancel", waive(&"長".repeat(501))), "unreadable-field");
    let corrected = |days: u32, on: &str, by: &str| {
        let approval = json!({"days": days, "approved_on": on, "approved_by": by, "last_day": null});
        mother(NUMBER, BORN).with("corrected", approval)
    };
    assert_eq!(world.refused("edit_mother", corrected(30, "2026-09-01", "　")), "empty-field");
    assert_eq!(world.refused("edit_mother", corrected(400, "2026-09-01", "保健相談所")), "unreadable-field");
    assert_eq!(world.refused("edit_mother", corrected(30, "2026-09-15", "保健相談所")), "unreadable-field");
    world.does("edit_mother", corrected(30, "2026-09-01", "保健相談所"));
}
