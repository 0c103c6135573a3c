//! Reservations in the window, with the line to the ward down: cancelled at ten and one minute past, a day closed by a
//! disaster, moved by keyboard and from the waiting list.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use fantoccini::key::Key;
use sango_desk::desk::{Clock, Desk, Session};
use sango_desk::view::commands;
use serde_json::{Value, json};

use crate::day::{sign_in, until};
use crate::facility::PIN;
use crate::people::{PEOPLE, Person};
use crate::ward::WardOnAPort;
use crate::window::Window;

/// Who holds a card, who a coupon, and one more.
const CARD: &Person = &PEOPLE[3];
const COUPON: &Person = &PEOPLE[4];
const WAITS: &Person = &PEOPLE[8];

/// A facility that is closed on Mondays, enrolled at a ward that does not answer.
struct House {
    data: PathBuf,
    pictures: PathBuf,
    _ward: WardOnAPort,
    _folder: tempfile::TempDir,
}

fn at(text: &str) -> DateTime<FixedOffset> {
    format!("{text}:00+09:00").parse().unwrap()
}

impl House {
    fn on(moment: &str, pictures: &str) -> House {
        let folder = tempfile::tempdir().unwrap();
        let ward = WardOnAPort::at(&folder.path().join("ward"), at(moment));
        let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join(pictures);
        std::fs::remove_dir_all(&pictures).ok();
        let mut house = House { data: folder.path().join("desk"), pictures, _ward: ward, _folder: folder };
        let code = house._ward.ward.add_facility("さんご助産院").unwrap().code;
        let enrol = json!({"ward_url": house._ward.url(), "code": code});
        house.prepares(moment, |call| {
            call("set_up", json!({"facility": "さんご助産院", "practice": true, "manager": "大泉 管理", "pin": PIN}));
            call("add_staff", json!({"name": "旭町 受付", "roles": ["reception"], "pin": PIN}));
            let mut settings = call("facility_settings", json!({}));
            settings["rooms"] = json!(["個室1", "個室2", "デイ室"]);
            settings["closed_weekdays"] = json!([1]);
            settings["opens_at"] = json!("09:00");
            settings["places_day_care"] = json!(2);
            settings["bring"] = json!({"ja": "着替え、哺乳びん", "plain": "きがえ", "en": "Clothes, a bottle"});
            call("set_facility", settings);
            for p in &PEOPLE {
                let mut form = p.form();
                form["phone"] = json!(format!("090-0000-{}", &p.number[4..]));
                if p.number == COUPON.number {
                    form["allergies"] = json!("卵");
                }
                call("register_mother", form);
            }
            call("enrol", enrol.clone());
        });
        house._ward.take_away();
        house
    }

    /// What was done before the window opens.
    fn prepares(&self, moment: &str, mut work: impl FnMut(&mut dyn FnMut(&str, Value) -> Value)) {
        let desk = self.desk(moment);
        let mut session = Session::default();
        if desk.store().facility().unwrap().is_some() {
            let sign_in = json!({"staff_id": "s1", "pin": PIN});
            commands::call(&desk, &mut session, "sign_in", sign_in).unwrap();
        }
        work(&mut |name, request| commands::call(&desk, &mut session, name, request).unwrap());
    }

    /// The desk's folder once the window's process has let go of it.
    fn desk(&self, moment: &str) -> Desk {
        let open = || Desk::open(&self.data, Clock::Still(at(moment)));
        until("the folder is free", || !open().is_err_and(|e| e.code() == "already-open"));
        open().unwrap()
    }

    fn window(&self, moment: &str, staff: &str) -> Window {
        let (data, now) = (self.data.to_str().unwrap().to_owned(), format!("{moment}:00+09:00"));
        let mut window = Window::open(&["--data", &data, "--now", &now], &self.pictures);
        sign_in(&mut window, staff);
        window
    }
}

fn surname(p: &Person) -> &'static str {
    p.name.split(' ').next().unwrap()
}

/// The calendar, one day chosen by keyboard: so many days from today.
fn go_to(window: &Window, days: usize, day: &str) {
    window.press(Key::F3);
    window.see("[data-testid=calendar]");
    for _ in 0..days {
        window.press(Key::Right);
    }
    window.see(&format!("[data-testid=day-panel][data-day='{day}']"));
}

/// Books on the day that is shown.
fn book(window: &Window, who: &Person) {
    window.click("[data-testid=book]");
    window.fill("[data-testid=book-mother]", who.number);
    window.click("[data-testid=found]");
    window.see("[data-testid=plan]");
}

fn save_booking(window: &Window) {
    window.click("[data-testid=book-save]");
    until("the sheet is closed", || window.count("dialog[open]") == 0);
    window.see("[data-testid=saved-line]");
}

fn open_cancel(window: &Window, who: &Person) {
    window.click_in_row(surname(who), "day-item");
    window.see("[data-testid=reservation]");
    window.click_says("dialog[open] button", "取消");
}

#[test]
fn a_late_cancellation_at_ten_and_one_minute_past_over_a_closed_monday() {
    let house = House::on("2026-07-20T09:00", "bookings-late");
    // Wednesday: two mothers are booked for the Tuesday after the closed Monday.
    let mut window = house.window("2026-07-22T09:00", "s2");
    go_to(&window, 6, "2026-07-28");
    book(&window, CARD);
    let deadline = window.text("[data-testid=deadline]");
    assert_eq!(deadline, "7月26日（日） 10:00", "the house is closed on Monday the 27th");
    save_booking(&window);
    book(&window, COUPON);
    assert!(window.text("[data-testid=allergies]").contains("卵"));
    window.picture("booking");
    save_booking(&window);
    window.picture("week");
    window.close();

    // Sunday evening: both had called in the morning, one of them a minute too late.
    let mut window = house.window("2026-07-26T18:30", "s2");
    go_to(&window, 2, "2026-07-28");
    open_cancel(&window, COUPON);
    window.replace("[data-testid=told-at]", "10:00");
    window.see("[data-testid=cancel-plan][data-late=false]");
    window.picture("in-time");
    window.click("[data-testid=cancel]");
    until("it is said", || window.text("[data-testid=saved-line]").contains(surname(COUPON)));

    open_cancel(&window, CARD);
    window.replace("[data-testid=told-at]", "1001");
    window.see("[data-testid=cancel-plan][data-late=true]");
    let said = window.text("[data-testid=cancel-plan]");
    for words in ["1日分", "¥1,500", "7月26日（日） 10:00", "期限を過ぎた連絡は"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let follows = window.text("[data-testid=follows]");
    assert!(follows.contains("母子デイケア") && follows.contains("7月26日（日）"), "{follows}");
    window.picture("late");
    window.click("[data-testid=cancel]");
    window.see("[data-testid=slip]");
    let slip = window.text("[data-testid=slip]");
    for words in [CARD.name, "「母子デイケア」の欄", "令和8年7月26日（日）", "¥1,500"] {
        assert!(slip.contains(words), "{words} in {slip}");
    }
    window.picture("card");
    window.click("[data-testid=slip-print]");
    window.see("[data-testid=printed][data-outcome=no-printer]");
    window.press(Key::Escape);
    until("it is said", || window.text("[data-testid=saved-line]").contains("期限後キャンセル"));
    // By mistake? It stands again, and is cancelled once more.
    window.click("[data-testid=undo]");
    window.see("[data-testid=day-item]");
    open_cancel(&window, CARD);
    window.replace("[data-testid=told-at]", "10:01");
    window.see("[data-testid=cancel-plan][data-late=true]");
    window.click("[data-testid=cancel]");
    window.see("[data-testid=slip]");
    window.press(Key::Escape);
    until("both are gone", || window.count("[data-testid=day-item]") == 0);
    window.close();

    house.prepares("2026-07-26T19:00", |call| {
        let queue = call("queue", json!({"month": "2026-07"}));
        let waiting = |r: &&Value| r["state"]["state"] == "waiting" && r["user_number"] == CARD.number;
        let late = queue["reports"].as_array().unwrap().iter().filter(waiting);
        let kinds: Vec<&str> = late.map(|r| r["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds.iter().filter(|k| **k == "late-cancellation").count(), 2, "{kinds:?}");
        assert!(!queue.to_string().contains(COUPON.number), "in time nothing is reported");
        let month = call("month", json!({"month": "2026-07"}));
        assert_eq!((&month["copay"], &month["services"][1]["late_cancellations"]), (&json!(1500), &json!(1)));
    });
}

#[test]
fn a_disaster_closes_the_day() {
    let house = House::on("2026-07-20T09:00", "bookings-disaster");
    house.prepares("2026-07-21T09:00", |call| {
        let book = |who: &Person, service: &str, day: &str, days: u32, room: &str| json!({"user_number": who.number,
            "service": service, "starts_on": day, "days": days, "arrives_at": "10:00", "room": room});
        call("book", book(CARD, "day-care", "2026-07-22", 1, "デイ室"));
        call("book", book(COUPON, "visit", "2026-07-22", 1, ""));
        call("book", book(WAITS, "stay", "2026-07-21", 3, "個室1"));
        let tour = json!({"kind": "tour", "name": "光が丘 望", "phone": "090-0000-0002", "date": "2026-07-22", "starts_at": "14:00"});
        call("set_appointment", tour);
    });
    let mut window = house.window("2026-07-21T20:00", "s1");
    go_to(&window, 1, "2026-07-22");
    until("everything of the day is listed", || window.count("[data-testid=day-item]") == 4);
    window.picture("before");
    window.click("[data-testid=close-day]");
    window.fill("[data-testid=close-why]", "台風の接近");
    window.press(Key::Enter);
    window.see("[data-testid=to-phone]");
    assert_eq!(window.count("[data-testid=to-phone]"), 4);
    let list = window.text("dialog[open]");
    for words in [CARD.name, "090-0000-0664", COUPON.name, WAITS.name, "光が丘 望", "台風の接近", "予約 2件"]
    {
        assert!(list.contains(words), "{words} in {list}");
    }
    window.picture("to-phone");
    window.click("[data-testid=phone-print]");
    window.see("[data-testid=printed][data-outcome=no-printer]");
    let file = window.text("[data-testid=printed-file]");
    let file = file.split_once('：').unwrap().1.to_owned();
    window.press(Key::Escape);
    until("only what includes the day is left", || window.count("[data-testid=day-item]") == 1);
    assert!(window.text("[data-testid=day-panel]").contains("台風の接近"));
    window.picture("closed");
    window.close();
    assert!(std::fs::read(file.trim()).unwrap().starts_with(b"%PDF"));
    house.prepares("2026-07-21T21:00", |call| {
        let month = call("month", json!({"month": "2026-07"}));
        assert_eq!((&month["copay"], &month["services"][1]["late_cancellations"]), (&json!(0), &json!(0)));
    });
}

#[test]
fn a_reservation_is_moved_by_keyboard_and_from_the_waiting_list() {
    let house = House::on("2026-07-20T09:00", "bookings-moved");
    house.prepares("2026-07-21T09:00", |call| {
        for who in [CARD, COUPON] {
            call(
                "book",
                json!({"user_number": who.number, "service": "day-care", "starts_on": "2026-07-24",
                "days": 1, "arrives_at": "10:00", "room": "デイ室"}),
            );
        }
    });
    let mut window = house.window("2026-07-21T10:00", "s2");
    // Somebody who is not registered comes to look at the house today: no use, and seen on Today.
    go_to(&window, 0, "2026-07-21");
    window.click("[data-testid=appoint]");
    window.click_says("dialog[open] button", "まだ登録のない方");
    window.fill("[data-testid=appoint-name]", "光が丘 望");
    window.click("[data-testid=appoint-save]");
    until("the sheet is closed", || window.count("dialog[open]") == 0);
    window.press(Key::F2);
    until("Today says so", || window.text("[data-testid=appointments-today]").contains("光が丘さん"));
    window.picture("today-with-a-tour");
    go_to(&window, 3, "2026-07-24");
    // The day is full: she is put on the waiting list.
    window.click("[data-testid=book]");
    window.fill("[data-testid=book-mother]", WAITS.number);
    window.click("[data-testid=found]");
    window.see("[data-testid=refusal][data-code=full]");
    window.picture("full");
    window.click("[data-testid=wait]");
    window.replace("[data-testid=wish-until]", "2026-07-25");
    window.fill("[data-testid=wish-note]", "午前がよい");
    window.press(Key::Enter);
    window.see("[data-testid=wish]");

    // By keyboard alone: the first one of the list, its date, Enter. The focus is where the sheet was opened from.
    until("the list is there", || window.count("[data-testid=day-item]") == 2);
    back_to(&window, "day-item");
    window.press(Key::Up);
    window.press(Key::Enter);
    window.see("[data-testid=move-date]");
    tab_to(&window, "move-date");
    window.replace("[data-testid=move-date]", "2026-07-29");
    window.see("[data-testid=plan]");
    assert!(window.text("dialog[open]").contains("1名がお待ちです。"));
    window.picture("move");
    window.press(Key::Enter);
    until("it is said", || window.text("[data-testid=saved-line]").contains("7月29日（水）"));
    assert!(window.text("[data-testid=saved-line]").contains("1名がお待ちです。"));

    // A place is free: who waits is booked, and waits no longer.
    window.click("[data-testid=wish-book]");
    window.see("[data-testid=plan]");
    save_booking(&window);
    until("nobody waits", || window.count("[data-testid=wish]") == 0);
    window.picture("booked-from-the-list");

    // Another time on the same day, and back.
    until("both are there", || window.count("[data-testid=day-item]") == 2);
    window.click_says("[data-testid=day-item]", surname(WAITS));
    window.see("[data-testid=move-time]");
    window.replace("[data-testid=move-time]", "13:30");
    window.see("[data-testid=plan]");
    window.press(Key::Enter);
    until("the time is another", || window.text("[data-testid=day-panel]").contains("13:30"));
    window.keys(&format!("{}z", char::from(Key::Control)));
    until("it is as it was", || !window.text("[data-testid=day-panel]").contains("13:30"));
    window.close();
}

/// Tab until the focus stands on it, as somebody without a mouse does.
fn tab_to(window: &Window, testid: &str) {
    walk(window, testid, &String::from(char::from(Key::Tab)));
}

/// The same backwards.
fn back_to(window: &Window, testid: &str) {
    walk(window, testid, &format!("{}{}", char::from(Key::Shift), char::from(Key::Tab)));
}

fn walk(window: &Window, testid: &str, keys: &str) {
    let css = format!("[data-testid={testid}]:focus");
    for _ in 0..30 {
        if window.count(&css) > 0 {
            return;
        }
        window.keys(keys);
    }
    panic!("no Tab leads to {testid}");
}
