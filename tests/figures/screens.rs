//! Every screen without its window: what each asks for when it is opened, on a facility with ten years behind it and a
//! fortnight of reservations before it.

use std::hint::black_box;
use std::path::Path;

use rusqlite::OpenFlags;
use sango_desk::view::commands;
use serde_json::{Value, json};

use crate::desk::{bare, call, open, session};
use crate::table::{Times, row};

const TODAY: &str = "2026-07-14";
const THIS_MONTH: &str = "2026-07";
/// A month of the past, whole.
const LAST_MONTH: &str = "2026-06";
const TIMES: usize = 9;

/// The rows.
pub fn rows(dir: &Path) {
    let desk = open(dir);
    let db = bare(dir, "sango.db", OpenFlags::SQLITE_OPEN_READ_ONLY);
    let booked = reserve(&desk, &db);
    println!("| (a fortnight with {booked} reservations is before it) | | | | | |");
    let calendar = json!({"month": THIS_MONTH, "closed_weekdays": [7], "closed_on": [], "open_on": [],
        "closed_on_public_holidays": true});
    let day = json!({"date": TODAY});
    let screens: [(&str, &[(&str, Value)]); 12] = [
        ("frame", &[("status", json!({}))]),
        ("今日", &[("today", json!({})), ("guide", json!({}))]),
        ("予約, a week", &[("bookings", json!({"from": "2026-07-13", "until": "2026-07-19"}))]),
        ("予約, a month", &[("bookings", json!({"from": "2026-06-29", "until": "2026-08-09"}))]),
        ("会計, what is open", &[("unsettled", json!({}))]),
        ("会計, a day", &[("day_money", day.clone()), ("unprinted_receipts", json!({})), ("unprinted", json!({}))]),
        ("会計, the kitchen", &[("kitchen", day.clone())]),
        ("会計, entered afterwards", &[("late_day", day)]),
        ("月次", &[("month", json!({"month": LAST_MONTH})), ("charges", json!({"month": LAST_MONTH}))]),
        ("区へ送信", &[("queue", json!({"month": LAST_MONTH}))]),
        ("設定", &[("facility_settings", json!({})), ("calendar_month", calendar)]),
        ("制度の版", &[("programme", json!({}))]),
    ];
    for (screen, asks) in screens {
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        for _ in 0..TIMES {
            ours.take(|| asks.iter().map(|(name, request)| call(&desk, name, request.clone())).for_each(drop));
            theirs.take(|| {
                let body = db.query_row("SELECT body FROM facility", [], |r| r.get::<_, String>(0)).unwrap();
                black_box(body)
            });
        }
        let figure = format!("the screen {screen}, slowest");
        row(&figure, ours.at(1.0), "one row by its key from the same file", theirs.at(1.0), "≤ 300 ms");
    }
}

/// Reservations for the fortnight: of the youngest children's mothers, as many as the rules allow.
fn reserve(desk: &sango_desk::desk::Desk, db: &rusqlite::Connection) -> usize {
    let sql = "SELECT body ->> '$.user_number' FROM mothers WHERE body ->> '$.born' <= '2026-07-01'
        ORDER BY body ->> '$.born' DESC LIMIT 120";
    let numbers: Vec<String> =
        db.prepare(sql).unwrap().query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    let mut booked = 0;
    for (n, number) in numbers.iter().enumerate() {
        let (day, hour) = (14 + n % 14, 9 + n % 7);
        let request = json!({"user_number": number, "service": "day-care", "starts_on": format!("2026-07-{day}"), "days": 1,
            "arrives_at": format!("{hour:02}:00"), "room": ""});
        booked += usize::from(commands::call(desk, &mut session(), "book", request).is_ok());
    }
    booked
}
