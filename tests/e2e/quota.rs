//! A stay that runs out of quota, with the ward down: the price is not guessed, told before, agreed to, and on the paper.

use std::path::Path;

use fantoccini::key::Key;
use sango_desk::desk::{Clock, Desk, Session};
use sango_desk::view::commands;
use serde_json::json;

use crate::day::{sign_in, until};
use crate::facility::{Demonstration, NOW, PIN};
use crate::people::{NEARLY_OUT, PEOPLE};
use crate::window::Window;

#[test]
fn a_stay_that_runs_out_of_quota() {
    let folder = tempfile::tempdir().unwrap();
    let mut facility = Demonstration::in_folder(folder.path());
    facility.ward.take_away();
    // Nobody has set the full price of a stay yet.
    {
        let desk = Desk::open(&facility.data, Clock::Still(NOW.parse().unwrap())).unwrap();
        let mut session = Session::default();
        let mut call = |name: &str, request| commands::call(&desk, &mut session, name, request).unwrap();
        call("sign_in", json!({"staff_id": "s1", "pin": PIN}));
        let mut settings = call("facility_settings", json!({}));
        settings["full_prices"] = json!([]);
        call("set_facility", settings);
    }
    let data = facility.data.to_str().unwrap().to_owned();
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("quota");
    std::fs::remove_dir_all(&pictures).ok();
    let mut window = Window::open(&["--data", &data, "--now", NOW], &pictures);
    sign_in(&mut window, "s1");
    let surname = PEOPLE[NEARLY_OUT].name.split(' ').next().unwrap();
    window.see("[data-testid=receive]");
    window.click_in_row(surname, "receive");
    window.see("[data-testid=problem][data-code=full-price-unset]");
    window.picture("price-unset");

    // A manager sets it.
    window.click("[data-testid=nav-settings]");
    window.click("[data-testid=section-prices]");
    window.replace("[data-testid=price-from]", "R8.4.1");
    window.fill("[data-testid=price-yen]", "30000");
    window.picture("price-entered");
    window.click("[data-testid=price-add]");
    window.see("[data-testid=price][data-service=stay]");
    window.click("[data-testid=save]");
    until("it is kept", || window.count("[data-testid=told][data-told=unsaved]") == 0);
    window.picture("price-set");

    window.press(Key::F2);
    window.see("[data-testid=receive]");
    window.click_in_row(surname, "receive");
    window.see("[data-testid=verdict][data-outcome=look]");
    assert_eq!(window.text("[data-testid=charge]"), "¥63,500", "one day is left of three");
    window.picture("over-quota");
    // Space ticks the usual ones only; without her agreement Enter leads to what is missing.
    window.click("[data-testid=verdict]");
    window.keys(" ");
    window.press(Key::Enter);
    until("the agreement is asked for", || window.count("[data-testid=saved]") == 0);
    for tick in ["full-price-told", "agreement-signed", "number-matches"] {
        window.click(&format!("[data-testid=tick-{tick}]"));
    }
    window.click("[data-testid=verdict]");
    window.picture("agreed");
    window.press(Key::Enter);
    window.see("[data-testid=saved]");
    assert_eq!(window.text("[data-testid=receipt-amount]"), "¥63,500");
    let paper = window.text("[data-testid=receipt]");
    assert!(paper.contains("¥3,500") && paper.contains("¥60,000"), "share and full price stand apart: {paper}");
    window.picture("receipt");
    window.close();
}
