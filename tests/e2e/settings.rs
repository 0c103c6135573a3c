//! A new facility by the guide, and the settings: changed, refused, taken back, kept.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::Days;
use fantoccini::key::Key;
use sango_desk::desk::Clock;

use crate::day::{sign_in, until};
use crate::facility::{Demonstration, NOW, PIN};
use crate::screens::settings;
use crate::window::Window;

fn kept(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::remove_dir_all(&folder).ok();
    folder
}

/// Ten minutes are a person's; a machine that types needs a small part of it.
const TEN_MINUTES: u64 = 600;

/// On a real facility, by the machine's own clock, with no ward anywhere.
#[test]
fn a_new_facility_gets_to_its_first_check_in_by_the_guide() {
    const NUMBER: &str = "41850276";
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("desk").to_str().unwrap().to_owned();
    let mut window = Window::open(&["--data", &data], &kept("first-run"));
    let began = Instant::now();
    window.see("[data-testid=choose-real]:checked");
    window.fill("[data-testid=facility]", "ひばり助産院");
    window.fill("[data-testid=manager]", "大泉 管理");
    window.fill("[data-testid=pin]", PIN);
    window.picture("set-up");
    window.click("[data-testid=start]");

    window.see("[data-testid=guide][data-next=staff]");
    assert_eq!(window.count("[data-testid=practice]"), 0, "this one is real");
    window.picture("guide");
    window.click("[data-testid=guide-open]");
    window.fill("[data-testid=staff-name]", "旭町 受付");
    window.fill("[data-testid=staff-pin]", PIN);
    window.click("[data-testid=staff-add]");
    until("she is listed", || window.count("[data-testid=staff]") == 2);

    window.press(Key::F2);
    window.see("[data-testid=guide][data-next=calendar]");
    window.click("[data-testid=guide-open]");
    window.fill("[data-testid=set-opens]", "9");
    window.picture("calendar");
    save(&window);

    window.press(Key::F2);
    window.see("[data-testid=guide][data-next=prices]");
    window.click("[data-testid=guide-list]");
    window.click("[data-testid=guide-later-prices]");
    window.see("[data-testid=guide-step][data-step=prices][data-standing=later]");
    window.click("[data-testid=guide-to-rooms]");
    window.fill("[data-testid=set-rooms]", "さくら\nもも");
    save(&window);

    window.press(Key::F2);
    window.see("[data-testid=guide][data-next=ward]");
    window.click("[data-testid=guide-list]");
    window.click("[data-testid=guide-later-ward]");
    window.click("[data-testid=guide-later-printer]");
    window.picture("guide-list");
    window.click("[data-testid=guide-to-mother]");
    window.click("[data-testid=register]");
    let born = Clock::Machine.today().checked_sub_days(Days::new(60)).unwrap();
    window.fill("[data-testid=register-number]", NUMBER);
    window.fill("[data-testid=register-name]", "春日 ひなた");
    window.fill("[data-testid=register-kana]", "かすが ひなた");
    window.fill("[data-testid=register-born]", &born.to_string());
    window.click("[data-testid=register-save]");
    window.see("[data-testid=mother-saved]");

    window.press(Key::F2);
    window.see("[data-testid=guide][data-next=check-in]");
    window.click("[data-testid=guide-open]");
    window.see("[data-testid=nav-check-in][aria-current=page]");
    window.fill("[data-testid=scan]", NUMBER);
    window.press(Key::Enter);
    window.see("[data-testid=verdict]");
    assert_eq!(window.text("[data-testid=number]"), NUMBER);
    until("she is not refused", || window.count("[data-testid=verdict][data-outcome=no]") == 0);
    window.picture("first-check-in");
    while window.count("[data-testid^=tick-]:not(:checked):not([data-testid=tick-usual])") > 0 {
        let open = "input[data-testid^=tick-]:not(:checked)";
        window.click(open);
    }
    window.press(Key::Escape);
    window.see("[data-testid=nav-today][aria-current=page]");
    window.fill("[data-testid=scan]", NUMBER);
    window.press(Key::Enter);
    window.see("[data-testid=verdict]");
    until("what was ticked is still ticked", || window.count("input[data-testid^=tick-]:not(:checked)") == 0);
    window.press(Key::Enter);
    window.see("[data-testid=saved]");
    window.press(Key::F2);
    until("the guide is over", || window.count("[data-testid=guide]") == 0);
    let took = began.elapsed().as_secs();
    println!("from nothing to the first check-in: {took} s");
    assert!(took < TEN_MINUTES, "{took} s");
    window.picture("over");
    window.close();
}

fn save(window: &Window) {
    window.see("[data-testid=told][data-told=unsaved]");
    window.click("[data-testid=save]");
    window.see("[data-testid=told][data-told=saved]");
}

#[test]
fn settings_are_changed_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut facility = Demonstration::in_folder(folder.path());
    facility.ward.take_away();
    let data = facility.data.to_str().unwrap().to_owned();
    let pictures = kept("settings");
    let mut window = Window::open(&["--data", &data, "--now", NOW], &pictures);
    sign_in(&mut window, "s1");

    // Names shortened: Today says so at once, and not after it was taken back.
    window.see("[data-testid=receive]");
    assert!(window.text("main").contains("西大泉"), "names are whole at first");
    settings(&window, "facility");
    window.click("[data-testid=set-short-names]");
    save(&window);
    window.press(Key::F2);
    until("Today shows one character", || !window.text("main").contains("西大泉"));
    assert!(window.text("main").contains("西さん"));
    window.picture("short-names");

    // A closed day is pressed, and the deadline of the next open day moves with it.
    settings(&window, "calendar");
    window.see("[data-testid='day-2026-07-15'][data-stands=open]");
    until("tomorrow's deadline", || window.text("[data-testid=next-deadline]").contains("7月15日（水）、"));
    window.click("[data-testid='day-2026-07-15']");
    window.see("[data-testid='day-2026-07-15'][data-stands=own-date]");
    window.click("[data-testid='day-2026-07-20']");
    window.see("[data-testid='day-2026-07-20'][data-stands=extra-opening]");
    until("the day after's", || window.text("[data-testid=next-deadline]").contains("7月16日（木）、"));
    window.replace("[data-testid=set-opens]", "18:30");
    window.click("[data-testid=save]");
    window.see("[data-wrong=opens_at]");
    window.picture("opens-after-closing");
    window.replace("[data-testid=set-opens]", "8時30分");
    save(&window);

    // A price that begins later ends the one before it; what is saved can be taken back.
    settings(&window, "prices");
    window.replace("[data-testid=price-from]", "R8.10.1");
    window.fill("[data-testid=price-yen]", "32000");
    window.click("[data-testid=price-add]");
    window.see("[data-testid=price][data-service=stay][data-from='2026-10-01']");
    assert!(window.text("[data-testid=price][data-service=stay]").contains("令和8年9月30日"));
    save(&window);
    window.click("[data-testid=undo]");
    window.see("[data-testid=told][data-told=undone]");
    until("one price of a stay", || window.count("[data-testid=price][data-service=stay]") == 1);

    // A field in another section that cannot be: it is led there, and nothing else is lost.
    settings(&window, "issuer");
    window.fill("[data-testid=issuer-name]", "さんご会");
    window.fill("[data-testid=issuer-registration]", "T123");
    settings(&window, "rooms");
    window.click("[data-testid=save]");
    window.see("[data-testid=section][data-section=issuer]");
    window.see("[data-wrong=registration]");
    window.replace("[data-testid=issuer-registration]", "Ｔ１２３４５６７８９０１２３");
    save(&window);

    // The facility's own code: on the screen, and as a poster.
    settings(&window, "code");
    window.fill("[data-testid=set-own-code]", "https://coupon.example/f/13120-0417");
    save(&window);
    window.click("[data-testid=own-code]");
    window.see("[data-testid=own-code-picture] svg");
    window.picture("own-code");
    let shown = scanned(&last(&pictures));
    assert!(shown.contains("https://coupon.example/f/13120-0417"), "a telephone reads it off the screen: {shown}");
    window.press(Key::Escape);
    window.click("[data-testid=poster]");
    window.see("[data-testid=printed][data-outcome=no-printer]");
    let poster = file(&window.text("[data-testid=printed-file]"));
    let page = pictures.join("poster");
    output("pdftoppm", &["-r", "80", "-png", "-singlefile", &poster, page.to_str().unwrap()]);
    let read = scanned(&page.with_extension("png"));
    assert!(read.contains("https://coupon.example/f/13120-0417"), "and off the poster: {read}");
    assert!(output("pdftotext", &[&poster, "-"]).contains("練習"), "the poster is marked as practice");

    // The sheet for a power cut.
    settings(&window, "printers");
    window.click("[data-testid=morning-sheet]");
    window.see("[data-testid=printed]");
    let sheet = file(&window.text("[data-testid=printed-file]"));
    let paper = output("pdftotext", &["-layout", &sheet, "-"]);
    output("pdftoppm", &["-r", "80", "-png", &sheet, pictures.join("sheet").to_str().unwrap()]);
    for said in ["停電用の控え", "練習", "西大泉 律", "30528850", "03-5984-4621", "着いた時刻", "個室3"]
    {
        assert!(paper.contains(said), "the sheet lacks {said}");
    }

    // What is of this desk: it changes at once.
    settings(&window, "display");
    window.click("[data-testid=display-contrast]");
    window.see("html[data-contrast]");
    window.click("[data-testid=display-letters]");
    window.press(Key::F2);
    window.keys("w");
    window.press(Key::F1);
    window.see("[data-testid=keys]");
    assert!(!window.text("[data-testid=keys]").contains('W'), "keys of one character are off, and not listed");
    window.close();

    // Kept: another window on the same folder has it all.
    let mut window = Window::open(&["--data", &data, "--now", NOW], &pictures.join("again"));
    until("the folder is free again", || {
        window.count("[data-testid=person-s1]") > 0 || window.count("[data-testid=problem]") > 0
    });
    sign_in(&mut window, "s1");
    until("names are still short", || window.text("main").contains("西さん"));
    settings(&window, "calendar");
    window.see("[data-testid='day-2026-07-15'][data-stands=own-date]");
    assert_eq!(window.attribute("[data-testid=set-opens]", "value"), "8:30");
    settings(&window, "issuer");
    assert_eq!(window.attribute("[data-testid=issuer-registration]", "value"), "T1234567890123");
    settings(&window, "prices");
    until("the price taken back stays back", || window.count("[data-testid=price][data-service=stay]") == 1);
    window.close();
}

/// The newest picture.
fn last(pictures: &Path) -> PathBuf {
    let files = std::fs::read_dir(pictures).unwrap().map(|f| f.unwrap().path());
    files.filter(|f| f.extension().is_some_and(|e| e == "png")).max().unwrap()
}

fn scanned(picture: &Path) -> String {
    output(env!("CARGO_BIN_EXE_sango-desk"), &["scan", picture.to_str().unwrap()])
}

/// The path after the words before it.
fn file(said: &str) -> String {
    said[said.find('/').unwrap()..].trim().to_owned()
}

fn output(program: &str, arguments: &[&str]) -> String {
    let done = std::process::Command::new(program).args(arguments).output().unwrap();
    String::from_utf8(done.stdout).unwrap()
}
