//! A day without power, entered afterwards in the window with the true times, with the ward down.

use std::path::Path;

use fantoccini::key::Key;
use sango_desk::desk::{Clock, Desk, Session};
use sango_desk::view::commands;
use serde_json::{Value, json};

use crate::day::{sign_in, until, verify};
use crate::facility::{Demonstration, PIN};
use crate::people::{FIRST, PEOPLE};
use crate::window::Window;

/// The morning after.
const MORNING: &str = "2026-07-15T08:30:00+09:00";
/// Booked for the day without power, and not coming.
const RANG: usize = 11;

fn surname(who: usize) -> &'static str {
    PEOPLE[who].name.split(' ').next().unwrap()
}

#[test]
fn a_power_cut_day_entered_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let mut facility = Demonstration::in_folder(folder.path());
    facility.ward.take_away();
    let data = facility.data.to_str().unwrap().to_owned();
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("power-cut");
    std::fs::remove_dir_all(&pictures).ok();
    let mut window = Window::open(&["--data", &data, "--now", MORNING], &pictures);
    sign_in(&mut window, "s2");

    window.press(Key::F7);
    window.click_says("[data-testid=money-parts] button", "あとから入力");
    window.click("[data-testid=previous-day]");
    window.see("[data-testid=money-day][data-date='2026-07-14']");
    window.see("[data-testid=late-expected]");
    let expected = window.count("[data-testid=late-expected]");
    window.picture("the-day");

    // One came at 10:40: a row without a time leads to its field.
    window.click_in_row(surname(FIRST), "late-came");
    window.picture("time-missing");
    window.fill_in_row(surname(FIRST), "1040");
    window.click_in_row(surname(FIRST), "late-came");
    window.see("[data-testid=as-of]");
    assert!(window.text("[data-testid=as-of]").contains("10:40"));
    window.click("[data-testid=tick-number-matches]");
    window.click("[data-testid=verdict]");
    window.keys(" ");
    window.picture("judged-as-of-then");
    window.press(Key::Enter);
    window.see("[data-testid=saved]");
    assert!(window.text("[data-testid=receipt]").contains("令和8年7月14日"), "of the day the money was received");
    window.picture("saved");
    window.click("[data-testid=next]");

    // Back on the day: she left at 15:20.
    window.see("[data-testid=late-inside]");
    until("she is expected no more", || window.count("[data-testid=late-expected]") == expected - 1);
    window.fill_in_row(surname(FIRST), "15:20");
    window.click_in_row(surname(FIRST), "late-left");
    until("she has left", || !window.says("[data-testid=late-inside]", surname(FIRST)));

    // Another rang on the 13th at 9:50, in time.
    window.click_in_row(surname(RANG), "late-cancel");
    window.see("dialog[open] [data-testid=reservation]");
    window.picture("who-rang");
    window.see("[data-testid=told-on]");
    window.replace("[data-testid=told-on]", "2026-07-13");
    window.replace("[data-testid=told-at]", "9:50");
    window.see("[data-testid=cancel-plan][data-late=false]");
    window.picture("rang-in-time");
    window.click("dialog[open] [data-testid=cancel]");
    until("the sheet is closed", || window.count("dialog[open]") == 0);
    until("nobody waits for her", || window.count("[data-testid=late-expected]") == expected - 2);
    window.picture("entered");

    // The cash is of the day without power.
    window.click_says("[data-testid=money-parts] button", "今日のお金");
    window.see("[data-testid=payment]");
    assert!(
        window.text("[data-testid=day-cash]").contains("¥1,500")
            || window.says("[data-testid=payment]", surname(FIRST))
    );
    window.picture("cash-of-that-day");
    window.close();

    let verified: Value = serde_json::from_str(&verify(&data)).unwrap();
    assert_eq!(verified["ok"], true, "{verified}");
    let desk = Desk::open(&facility.data, Clock::Still(MORNING.parse().unwrap())).unwrap();
    let mut session = Session::default();
    commands::call(&desk, &mut session, "sign_in", json!({"staff_id": "s1", "pin": PIN})).unwrap();
    let queue = commands::call(&desk, &mut session, "queue", json!({"month": "2026-07"})).unwrap();
    let hers = |r: &&Value| r["user_number"] == PEOPLE[FIRST].number && r["first_day"] == "2026-07-14";
    assert_eq!(queue["reports"].as_array().unwrap().iter().filter(hers).count(), 1, "the report carries the true day");
}
