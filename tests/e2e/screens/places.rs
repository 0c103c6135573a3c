//! Every screen and dialog of the desk, in one list: whoever adds one adds it here, and it is checked with the others.

use fantoccini::key::Key;

use crate::people::{FIRST, NEARLY_OUT, PEOPLE};
use crate::window::Window;

/// A screen or a dialog, and how a person gets to it from Today.
pub struct Place {
    /// Its name; pictures are named after it.
    pub name: &'static str,
    /// Goes there.
    pub open: fn(&Window),
}

const fn place(name: &'static str, open: fn(&Window)) -> Place {
    Place { name, open }
}

/// What a signed-in manager of the demonstration facility can open.
pub const SIGNED_IN: &[Place] = &[
    place("today", |w| w.see("[data-testid=receive]")),
    place("today-keys", |w| {
        w.press(Key::F1);
        w.see("[data-testid=keys]");
    }),
    place("today-guide", |w| {
        w.click("[data-testid=guide-list]");
        w.see("[data-testid=guide-step]");
    }),
    place("today-book", |w| {
        w.click("[data-testid=book]");
        w.see("dialog[open]");
    }),
    place("check-in-empty", |w| {
        w.click("[data-testid=nav-check-in]");
        w.see("[data-testid=live]");
    }),
    place("check-in", |w| {
        w.click_in_row(surname(11), "receive");
        w.see("[data-testid=verdict]");
    }),
    place("check-in-over-quota", |w| {
        w.click_in_row(surname(NEARLY_OUT), "receive");
        w.see("[data-testid=verdict]");
    }),
    place("check-in-unknown-number", |w| scan(w, "99999999", "[data-testid=mother-form]")),
    place("check-in-nobody", |w| scan(w, "ぬぬぬぬ", "main h1")),
    place("bookings", |w| bookings(w, (2, 1))),
    place("bookings-day", |w| bookings(w, (1, 1))),
    place("bookings-month", |w| bookings(w, (3, 1))),
    place("bookings-rooms", |w| bookings(w, (2, 2))),
    place("bookings-rooms-day", |w| bookings(w, (1, 2))),
    place("bookings-rooms-month", |w| bookings(w, (3, 2))),
    place("bookings-book", |w| {
        bookings(w, (2, 1));
        w.click("[data-testid=book]");
        w.fill("[data-testid=book-mother]", PEOPLE[13].number);
        w.click_says("[data-testid=found]", PEOPLE[13].number);
        w.see("[data-testid=plan]");
    }),
    place("bookings-move", |w| reservation(w, 1)),
    place("bookings-cancel", |w| {
        reservation(w, 2);
        w.see("[data-testid=cancel-plan]");
    }),
    place("bookings-refuse", |w| reservation(w, 4)),
    place("bookings-slip", |w| {
        reservation(w, 5);
        w.see("[data-testid=slip]");
    }),
    place("bookings-appointment", |w| {
        bookings(w, (2, 1));
        w.click("[data-testid=appoint]");
        w.see("[data-testid=appoint-date]");
    }),
    place("bookings-wish", |w| {
        bookings(w, (2, 1));
        w.click("[data-testid=wish-add]");
        w.see("[data-testid=wish-from]");
    }),
    place("bookings-close-day", |w| {
        bookings(w, (2, 1));
        w.click("[data-testid=close-day]");
        w.see("[data-testid=close-why]");
    }),
    place("mothers", |w| {
        w.press(Key::F4);
        w.see("[data-testid=mother-row]");
    }),
    place("mothers-one", |w| {
        mother_of(w, FIRST);
        w.see("[data-testid=history]");
    }),
    place("mothers-edit", |w| {
        mother_of(w, FIRST);
        w.click("[data-testid=edit-mother]");
        w.see("[data-testid=mother-form]");
    }),
    place("mothers-register", |w| {
        w.press(Key::F4);
        w.click("[data-testid=register]");
        w.click("[data-testid=register-save]");
        w.see("[data-testid=form-wrong]");
    }),
    place("mothers-caller", |w| {
        w.press(Key::F4);
        w.click("[data-testid=caller]");
        w.see("[data-testid=caller-check]");
    }),
    place("mothers-work", |w| {
        w.press(Key::F4);
        w.click("[data-testid=mothers-work]");
        w.click("[data-testid=work-ages]");
        w.see("[data-testid=work-row]");
    }),
    place("mothers-import", |w| {
        w.press(Key::F4);
        w.click("[data-testid=mothers-import]");
        w.see("[data-testid=import-choose]");
    }),
    place("mothers-import-looked-at", |w| {
        w.press(Key::F4);
        w.click("[data-testid=mothers-import]");
        let list = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/screens/mothers.csv");
        w.fill("[data-testid=import-file]", list);
        w.see("[data-testid=import-bad]");
    }),
    place("leave", |w| {
        w.click("[data-testid=leave]");
        w.see("[data-testid=left-at]");
    }),
    place("money-open", |w| money(w, "open", "unpaid-sum")),
    place("money-pay", |w| {
        money(w, "open", "open-row");
        w.click("[data-testid=settle-row]");
        w.click("[data-testid=receipt-texts]");
        w.see("[data-testid=addressee]");
    }),
    place("money-remind", |w| {
        money(w, "open", "open-row");
        w.click("[data-testid=remind]");
        w.see("[data-testid=note-text]");
    }),
    place("money-day", |w| money(w, "day", "payment")),
    place("money-count", |w| {
        money(w, "day", "payment");
        w.click("[data-testid=count-cash]");
        w.fill("[data-testid=counted]", "100");
    }),
    place("money-receipt", |w| {
        money(w, "day", "payment");
        w.click("[data-testid=day-receipt]");
        w.see("[data-testid=cancel-receipt]");
    }),
    place("money-kitchen", |w| money(w, "kitchen", "kitchen-row")),
    place("money-late", |w| {
        money(w, "late", "late-expected");
        w.click("[data-testid=late-came]");
    }),
    place("money-late-check-in", |w| {
        money(w, "late", "late-expected");
        w.fill("[data-testid=late-time-other]", "9:30");
        w.fill("[data-testid=late-other]", PEOPLE[15].number);
        w.click("[data-testid=late-find]");
        w.see("[data-testid=as-of]");
    }),
    place("month", |w| {
        w.press(Key::F8);
        w.see("[data-testid=month-share]");
    }),
    place("queue", |w| {
        w.press(Key::F9);
        w.see("[data-testid=report]");
    }),
    place("queue-held", |w| {
        w.press(Key::F9);
        w.click("[data-testid=report][data-state=held]");
        w.see("[data-testid=correct-born]");
    }),
    place("settings-facility", |w| settings(w, "facility")),
    place("settings-calendar", |w| {
        settings(w, "calendar");
        w.see("[data-testid=next-deadline]");
    }),
    place("settings-rooms", |w| settings(w, "rooms")),
    place("settings-prices", |w| settings(w, "prices")),
    place("settings-issuer", |w| settings(w, "issuer")),
    place("settings-slips", |w| settings(w, "slips")),
    place("settings-code", |w| settings(w, "code")),
    place("settings-ward", |w| settings(w, "ward")),
    place("settings-programme", |w| {
        settings(w, "programme");
        w.see("[data-testid=number]");
    }),
    place("settings-staff", |w| settings(w, "staff")),
    place("settings-printers", |w| {
        settings(w, "printers");
        w.see("[data-testid=printer-receipt]");
    }),
    place("settings-display", |w| settings(w, "display")),
    place("settings-sound", |w| settings(w, "sound")),
];

/// A part of the screen 会計, once something of it is there.
fn money(window: &Window, part: &str, comes: &str) {
    window.press(Key::F7);
    window.click(&format!("[data-testid=money-{part}]"));
    window.see(&format!("[data-testid={comes}]"));
}

/// The calendar: which span, arranged by what.
fn bookings(window: &Window, (span, by): (usize, usize)) {
    window.press(Key::F3);
    window.click(&format!("[data-testid=span] button:nth-child({span})"));
    window.click(&format!("[data-testid=by] button:nth-child({by})"));
    window.see("[data-testid=day-item]");
}

/// One part of the first reservation of the day.
fn reservation(window: &Window, part: usize) {
    bookings(window, (2, 1));
    window.bring_into_view("[data-testid=day-item][data-of=reservation]");
    window.click("[data-testid=day-item][data-of=reservation]");
    window.click(&format!("[data-testid=parts] button:nth-child({part})"));
}

fn surname(who: usize) -> &'static str {
    PEOPLE[who].name.split(' ').next().unwrap()
}

/// Types into the field above every screen, and waits for what comes.
fn scan(window: &Window, text: &str, comes: &str) {
    window.keys("/");
    window.fill("[data-testid=scan]", text);
    window.press(Key::Enter);
    window.see(comes);
}

/// Opens a mother's entry from the list.
fn mother_of(window: &Window, who: usize) {
    let number = PEOPLE[who].number;
    window.press(Key::F4);
    window.replace("[data-testid=mothers-search]", number);
    window.click(&format!("[data-testid=mother-row][data-number='{number}']"));
    window.see("[data-testid=mother-name]");
}

/// The sections of the settings in their order.
const SECTIONS: [&str; 13] = [
    "facility",
    "calendar",
    "rooms",
    "prices",
    "issuer",
    "slips",
    "code",
    "ward",
    "programme",
    "staff",
    "printers",
    "display",
    "sound",
];

/// Opens a section of the settings by keyboard, down the list: a click misses what is half below the window's edge.
pub fn settings(window: &Window, section: &str) {
    // From Today: the settings are opened anew, and their heading has the focus. What is not saved yet is kept.
    window.press(Key::F2);
    window.see("[data-testid=nav-today][aria-current=page]");
    window.click("[data-testid=nav-settings]");
    window.see("[data-testid=section]");
    let at = SECTIONS.iter().position(|s| *s == section).expect("a section");
    for _ in 0..=at {
        window.press(Key::Tab);
    }
    window.press(Key::Enter);
    window.see(&format!("[data-testid=section][data-section={section}]"));
}
