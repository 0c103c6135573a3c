//! Papers left at home, with the ward down: she is received all the same, and the report says so.

use std::path::Path;

use fantoccini::key::Key;

use crate::day::{sign_in, until};
use crate::facility::{Demonstration, NOW};
use crate::people::PEOPLE;
use crate::window::Window;

/// Who holds a card, and who a coupon.
const CARD: usize = 6;
const COUPON: usize = 4;

/// Opens the desk with the line down and finds a mother by her number, typed.
fn found(folder: &Path, name: &str, who: usize) -> Window {
    let mut facility = Demonstration::in_folder(folder);
    facility.ward.take_away();
    let data = facility.data.to_str().unwrap().to_owned();
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::remove_dir_all(&pictures).ok();
    let mut window = Window::open(&["--data", &data, "--now", NOW], &pictures);
    sign_in(&mut window, "s2");
    window.press(Key::F2);
    window.keys("/");
    window.fill("#scan", PEOPLE[who].number);
    window.press(Key::Enter);
    window.see("[data-testid=verdict]");
    assert_eq!(window.text("[data-testid=number]"), PEOPLE[who].number);
    window.click_says(".choices button", "提示なし");
    window.see("[data-testid=verdict][data-outcome=look]");
    window
}

/// Ticks what is asked for her alone, then Space and Enter.
fn receives(window: &mut Window, special: &[&str]) {
    for tick in special {
        window.click(&format!("[data-testid=tick-{tick}]"));
    }
    window.click("[data-testid=verdict]");
    window.keys(" ");
    window.picture("ticked");
    window.press(Key::Enter);
    window.see("[data-testid=saved]");
    window.picture("saved");
}

/// Her report waits, and the month's list asks the ward to subtract it.
fn waits_for_the_ward(window: &mut Window, who: usize) {
    window.click("[data-testid=next]");
    window.press(Key::F9);
    window.see("[data-testid=report][data-state=waiting]");
    let number = PEOPLE[who].number;
    window.click("[data-testid=report][data-state=waiting]");
    until("her report waits, as not shown", || {
        window.says("main", number) && window.says("[data-testid=report][data-state=waiting]", "提示なし")
    });
    window.picture("queue");
}

#[test]
fn a_card_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = found(folder.path(), "card-forgotten", CARD);
    window.see("[data-testid=tick-p16-written]");
    assert_eq!(window.count("[data-testid=tick-card-written]"), 0, "there is no card to write on");
    window.picture("card-not-shown");
    receives(&mut window, &["p16-written", "number-matches"]);
    waits_for_the_ward(&mut window, CARD);
    window.close();
}

#[test]
fn a_coupon_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = found(folder.path(), "coupon-forgotten", COUPON);
    assert_eq!(window.count("[data-testid=tick-p16-written]"), 0);
    window.picture("coupon-not-shown");
    receives(&mut window, &["number-matches"]);
    waits_for_the_ward(&mut window, COUPON);
    window.close();
}
