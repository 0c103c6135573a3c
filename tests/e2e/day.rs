//! The day of the whole product: a coupon is read while the line is down, and the month's paper shows it.

use std::path::{Path, PathBuf};
use std::process::Command;

use fantoccini::key::Key;
use serde_json::Value;

use crate::facility::{Demonstration, NOW, PIN};
use crate::people::{FIRST, NEARLY_OUT, PEOPLE};
use crate::printers::Printers;
use crate::window::Window;

const MONTH: &str = "2026-07";

/// Where the pictures, the PDF and the CSV of the day are left.
fn kept() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("day")
}

#[test]
fn a_coupon_is_read_while_the_line_is_down_and_the_month_shows_it_exactly_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut facility = Demonstration::in_folder(folder.path());
    let counted_before = of_today(&facility).len();
    facility.ward.take_away();

    let data = facility.data.to_str().unwrap().to_owned();
    std::fs::remove_dir_all(kept()).ok();
    let mut window = Window::open(&["--data", &data, "--now", NOW], &kept());
    sign_in(&mut window, "s2");
    window.see("[data-testid=receive]");
    window.picture("today");

    receive_by_coupon(&mut window, &facility);
    receive_over_quota(&mut window);

    window.press(Key::F9);
    window.see("[data-testid=report][data-state=waiting]");
    assert_eq!(window.count("[data-testid=report][data-state=waiting]"), 2, "both reports wait for the line");
    assert_eq!(of_today(&facility).len(), counted_before, "the ward knows nothing of them yet");
    window.picture("queue-line-down");

    facility.ward.give_back();
    window.click("[data-testid=send-now]");
    until("everything is sent", || window.count("[data-testid=report][data-state=waiting]") == 0);
    window.click("[data-testid=send-now]");
    window.picture("queue-line-back");
    let today = of_today(&facility);
    assert_eq!(today.len(), counted_before + 2);
    let hers: Vec<_> = today.iter().filter(|l| l.user_number == PEOPLE[FIRST].number).collect();
    assert_eq!(hers.len(), 1, "her use is in the ward's ledger exactly once");
    assert_eq!((hers[0].units, hers[0].share_due), (1, 1500));

    correct_the_held_report(&mut window);
    let (pdf, csv) = close_the_month(&mut window);
    window.close();

    let paper = stdout("pdftotext", &["-layout", &pdf, "-"]);
    for figure in figures_of_the_sums(&csv) {
        assert!(paper.contains(&figure), "the paper lacks {figure}");
    }
    let verified: Value = serde_json::from_str(&verify(&data)).unwrap();
    assert_eq!(verified["ok"], true, "{verified}");
}

/// Who has no reservation on the day that is played.
const WALKS_IN: usize = 15;

#[test]
fn an_ordinary_day_is_booked_scanned_received_printed_left_and_counted_with_the_ward_down() {
    let folder = tempfile::tempdir().unwrap();
    let mut facility = Demonstration::in_folder(folder.path());
    let coupon = facility.coupon_of(WALKS_IN);
    facility.ward.take_away();
    let printers = Printers::new();
    let data = facility.data.to_str().unwrap().to_owned();
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ordinary-day");
    std::fs::remove_dir_all(&pictures).ok();
    let mut window = Window::open_beside(printers.path(), &["--data", &data, "--now", NOW], &pictures);
    sign_in(&mut window, "s2");

    // She rings: booked for today.
    let surname = PEOPLE[WALKS_IN].name.split(' ').next().unwrap();
    window.click("[data-testid=book]");
    window.fill("[data-testid=book-mother]", PEOPLE[WALKS_IN].number);
    window.see("[data-testid=found]");
    window.press(Key::Enter);
    window.see("[data-testid=plan]");
    window.click("[data-testid=book-save]");
    until("the sheet is closed", || window.count("dialog[open]") == 0);

    window.picture("booked");

    // She comes; her coupon is scanned from wherever the desk is, and two keystrokes receive her.
    window.press(Key::F2);
    window.see("[data-testid=receive]");
    window.keys(&format!("{coupon}{}", char::from(Key::Enter)));
    window.picture("just-scanned");
    window.see("[data-testid=verdict]");
    assert_eq!(window.text("[data-testid=number]"), PEOPLE[WALKS_IN].number);
    window.see("[data-testid=verdict][data-outcome=accept]");
    window.picture("scanned");
    window.keys(" ");
    window.press(Key::Enter);
    window.see("[data-testid=saved]");
    assert_eq!(window.text("[data-testid=receipt-amount]"), "¥1,500");
    let number = window.text("[data-testid=receipt-number]");

    // The first receipt asks for a printer, once.
    window.see("[data-testid=print-outcome][data-outcome=no-printer]");
    window.picture("no-printer-yet");
    window.click("[data-testid=choose-printer]");
    window.see("[data-testid=printer-name]");
    window.picture("choose-printer");
    window.click("[data-testid=printer-save]");
    window.see("[data-testid=print-outcome][data-outcome=printed]");
    window.picture("printed");
    window.click("[data-testid=next]");

    // The next one is printed without a question.
    window.fill("[data-testid=picture]", facility.coupon.to_str().unwrap());
    window.see("[data-testid=verdict][data-outcome=accept]");
    window.keys(" ");
    window.press(Key::Enter);
    window.see("[data-testid=print-outcome][data-outcome=printed]");
    assert_ne!(window.text("[data-testid=receipt-number]"), number);
    assert_eq!(printers.asked().len(), 2, "{:?}", printers.asked());
    window.click("[data-testid=next]");

    // She leaves: meals as planned, one more; a mistake is taken back, and she leaves after all.
    for mistake in [true, false] {
        window.see("[data-testid=leave]");
        window.click_in_row(surname, "leave");
        window.see("[data-testid=meal-lunch]");
        window.click("[data-testid=more-lunch]");
        if mistake {
            window.picture("leaving");
        }
        window.click("[data-testid=leave-save]");
        window.see("[data-testid=saved-line]");
        until("the sheet is closed", || window.count("dialog[open]") == 0);
        if mistake {
            window.picture("left");
            window.click("[data-testid=saved-line] [data-testid=undo]");
            window.click_says("dialog[open] button", "まだ利用中だった");
            window.click("dialog[open] [data-testid=undo]");
            until("it is taken back", || window.says("[data-testid=saved-line]", "退所を取り消しました"));
            until("she is in the house again", || window.says(".column:last-child li", surname));
        }
    }

    // The evening: today's cash, the drawer, the kitchen.
    window.press(Key::F7);
    window.see("[data-testid=unpaid-sum]");
    window.picture("money-open");
    window.click_says("[data-testid=money-parts] button", "今日のお金");
    window.see("[data-testid=drawer]");
    window.click("[data-testid=count-cash]");
    window.fill("[data-testid=counted]", "2900");
    window.click("[data-testid=count-save]");
    window.fill("[data-testid=count-note]", "釣り銭の間違い");
    window.picture("counting");
    window.click("[data-testid=count-save]");
    window.see("[data-testid=drawer-difference]");
    assert!(window.text("[data-testid=drawer-difference]").contains("¥100"));
    window.picture("money-day");
    window.click("[data-testid=day-receipt]");
    window.see("dialog[open] [data-testid=receipt]");
    window.picture("receipt");
    window.click("[data-testid=receipt-close]");
    window.click_says("[data-testid=money-parts] button", "食数表");
    window.see("[data-testid=kitchen-row]");
    window.picture("kitchen");

    window.press(Key::F9);
    window.see("[data-testid=report][data-state=waiting]");
    assert_eq!(window.count("[data-testid=report][data-state=waiting]"), 2, "the ward was down all along");
    window.close();
    assert_eq!(serde_json::from_str::<Value>(&verify(&data)).unwrap()["ok"], true);
}

fn of_today(facility: &Demonstration) -> Vec<wire::LedgerLine> {
    let all = facility.ward.ward.ledger(None, Some(MONTH)).unwrap();
    all.into_iter().filter(|l| l.first_day.to_string() == NOW[..10]).collect()
}

pub fn sign_in(window: &mut Window, staff_id: &str) {
    window.click(&format!("[data-testid=person-{staff_id}]"));
    window.fill("[data-testid=pin]", PIN);
    window.click("[data-testid=sign-in]");
    window.see("[data-testid=nav-today]");
}

/// Two keystrokes after a good scan.
fn receive_by_coupon(window: &mut Window, facility: &Demonstration) {
    window.fill("[data-testid=picture]", facility.coupon.to_str().unwrap());
    window.see("[data-testid=verdict][data-outcome=accept]");
    assert_eq!(window.text("[data-testid=charge]"), "¥1,500");
    assert!(window.text("[data-testid=remaining]").starts_with('6'), "12 − 5 − today's");
    window.picture("check-in-accept");
    window.keys(" ");
    window.press(Key::Enter);
    window.see("[data-testid=saved]");
    window.picture("saved");
    window.click("[data-testid=next]");
    window.see("[data-testid=nav-today][aria-current=page]");
}

/// Three days with one day left of the quota: told, agreed, received.
fn receive_over_quota(window: &mut Window) {
    let surname = PEOPLE[NEARLY_OUT].name.split(' ').next().unwrap();
    window.click_in_row(surname, "receive");
    window.see("[data-testid=verdict][data-outcome=look]");
    window.see("[data-testid=tick-full-price-told]");
    window.picture("check-in-look");
    for tick in ["full-price-told", "agreement-signed", "number-matches"] {
        window.click(&format!("[data-testid=tick-{tick}]"));
    }
    window.click("[data-testid=verdict]");
    window.keys(" ");
    window.press(Key::Enter);
    window.see("[data-testid=saved]");
    window.click("[data-testid=next]");
}

fn correct_the_held_report(window: &mut Window) {
    window.press(Key::F9);
    window.click("[data-testid=report][data-state=held]");
    window.see("[data-testid=correct-born]");
    window.picture("queue-held");
    window.replace("[data-testid=correct-born]", "2026-05-01");
    window.click("[data-testid=correct]");
    until("the correction is counted", || window.count("[data-testid=report][data-state=held]") == 0);
}

fn close_the_month(window: &mut Window) -> (String, String) {
    window.click("[data-testid=sign-out]");
    sign_in(window, "s1");
    window.press(Key::F8);
    window.see("[data-testid=month-share]");
    window.click("[data-testid=reconcile]");
    window.see("[data-testid=reconciled][data-agrees=true]");
    window.click("[data-testid=export]");
    window.see("[data-testid=exported]");
    window.picture("month");
    let path = |ending: &str| {
        let from = window.text(&format!("[data-testid=exported-{ending}]"));
        let to = kept().join(format!("{MONTH}.{ending}"));
        std::fs::copy(from.trim(), &to).unwrap();
        println!("{ending}: {}", to.display());
        to.display().to_string()
    };
    let files = (path("pdf"), path("csv"));
    let pages = kept().join("page");
    stdout("pdftoppm", &["-r", "70", "-png", &files.0, pages.to_str().unwrap()]);
    files
}

/// The money of the CSV's sums, as the paper writes money.
fn figures_of_the_sums(csv: &str) -> Vec<String> {
    let text = std::fs::read_to_string(csv).unwrap();
    let sums: Vec<Vec<&str>> = text
        .lines()
        .filter(|l| l.starts_with("集計") || l.starts_with("合計"))
        .map(|l| l.split(',').collect())
        .collect();
    assert!(sums.len() > 1, "there are sums");
    sums.iter().flat_map(|row| [row[13], row[14]]).map(yen).collect()
}

fn yen(digits: &str) -> String {
    let digits = digits.trim();
    let mut out = String::new();
    for (n, c) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    format!("¥{out}")
}

/// The window's process may hold the folder for a moment after the window is gone.
pub fn verify(data: &str) -> String {
    let verify = || {
        let done = Command::new(env!("CARGO_BIN_EXE_sango-desk")).args(["--data", data, "journal", "verify"]).output();
        String::from_utf8(done.unwrap().stdout).unwrap()
    };
    until("the window's process has ended", || !verify().contains("already-open"));
    verify()
}

pub fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..150 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    panic!("not in time: {what}");
}

fn stdout(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|e| panic!("{program}: {e}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
