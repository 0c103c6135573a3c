//! A demonstration facility: invented people, two weeks of real use cases, its own ward on loopback.
//!
//! Everything is done as a desk does it: through the command table, one opened desk a moment.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use sango_desk::desk::{Clock, Desk, Person as Staff, Session};
use sango_desk::view::commands;
use serde_json::{Value, json};
use ward_server::{CouponOrder, qr_png};

use crate::people::{FIRST, MISTYPED, NEARLY_OUT, PEOPLE};
use crate::ward::WardOnAPort;

/// The moment at which the day begins.
pub const NOW: &str = "2026-07-14T10:24:00+09:00";
/// Everybody's PIN.
pub const PIN: &str = "240714";

/// The facility, its ward, and the pictures of coupons.
pub struct Demonstration {
    /// The desk's data folder.
    pub data: PathBuf,
    /// The ward.
    pub ward: WardOnAPort,
    /// The picture that [`FIRST`] shows on her telephone.
    pub coupon: PathBuf,
}

/// One thing that happened before today.
#[derive(Clone)]
enum Deed {
    Receive { who: usize, service: &'static str, days: u32, presented: &'static str, room: &'static str },
    Leave { who: usize },
    BookAndCancelLate { who: usize },
    Send,
}

impl Demonstration {
    /// Makes it in a folder. The ward answers at the end; nothing waits but one report that it holds.
    pub fn in_folder(dir: &Path) -> Demonstration {
        let ward = WardOnAPort::at(&dir.join("ward"), at("2026-07-14T09:00:00+09:00"));
        let d = Demonstration { data: dir.join("desk"), ward, coupon: dir.join("coupon.png") };
        d.set_up();
        let mut deeds = past();
        deeds.sort_by(|a, b| a.0.cmp(&b.0));
        for (moment, deed) in deeds {
            d.play(&moment, &deed);
        }
        d.book_today();
        let text = d.issue(FIRST, "2026-07-14T10:20:00+09:00", (0, 5, 1));
        std::fs::write(&d.coupon, qr_png(&text).unwrap()).unwrap();
        d
    }

    fn desk(&self, moment: &str) -> Desk {
        opened(&self.data, Clock::Still(at(moment)))
    }

    fn issue(&self, who: usize, moment: &str, used: (u64, u64, u64)) -> String {
        let p = &PEOPLE[who];
        let born = if who == MISTYPED { "2026-05-01" } else { p.born };
        let order = CouponOrder {
            user_number: p.number.to_owned(),
            born: born.parse().unwrap(),
            children: p.babies.into(),
            exempt_from: None,
            fee_class_until: "2027-06-30".parse().unwrap(),
            used: domain::PerService { stay: used.0, day_care: used.1, visit: used.2 },
            at: at(moment),
            valid_days: 30,
        };
        self.ward.ward.issue_coupon(&order).unwrap().text
    }

    /// A coupon that somebody shows on the day that is played, as text.
    pub fn coupon_of(&self, who: usize) -> String {
        self.issue(who, "2026-07-14T10:20:00+09:00", (0, 1, 0))
    }

    fn set_up(&self) {
        let desk = self.desk("2026-06-30T09:00:00+09:00");
        let mut session = Session::default();
        let mut call = |name: &str, request: Value| commands::call(&desk, &mut session, name, request).unwrap();
        call("set_up", json!({"facility": "さんご助産院", "practice": true, "manager": "大泉 管理", "pin": PIN}));
        call("add_staff", json!({"name": "旭町 受付", "roles": ["reception"], "pin": PIN}));
        let mut settings = call("facility_settings", json!({}));
        settings["rooms"] = json!(["個室1", "個室2", "個室3", "個室4", "デイ室"]);
        let full =
            |service: &str, yen: u32| json!({"service": service, "from": "2026-04-01", "until": null, "yen": yen});
        settings["full_prices"] = json!([full("stay", 30000), full("day-care", 18000), full("visit", 9500)]);
        call("set_facility", settings);
        for p in &PEOPLE {
            call("register_mother", p.form());
        }
        for (n, p) in PEOPLE.iter().enumerate() {
            let used = match n {
                NEARLY_OUT => (4, 2, 0),
                FIRST => (0, 5, 1),
                _ => (0, n as u64 % 4, 0),
            };
            match p.holds {
                "coupon" => drop(self.issue(n, "2026-06-28T08:00:00+09:00", used)),
                _ => {
                    let used = domain::PerService { stay: used.0, day_care: used.1, visit: used.2 };
                    self.ward.ward.register(p.number, p.born.parse().unwrap(), 1, used).unwrap();
                }
            }
        }
        let code = self.ward.ward.add_facility("さんご助産院").unwrap().code;
        call("enrol", json!({"ward_url": self.ward.url(), "code": code}));
    }

    fn play(&self, moment: &str, deed: &Deed) {
        let desk = self.desk(moment);
        let mut session = staff();
        let mut call = |name: &str, request: Value| commands::call(&desk, &mut session, name, request).unwrap();
        match deed {
            Deed::Send => drop(call("send_now", json!({}))),
            Deed::Leave { who } => {
                let today = call("today", json!({}));
                let mine = |row: &&Value| row["user_number"] == PEOPLE[*who].number;
                let row = today["in_house"].as_array().unwrap().iter().find(mine).unwrap();
                call("check_out", json!({"use_id": row["use_id"]}));
            }
            Deed::BookAndCancelLate { who } => {
                let day = &moment[..10];
                let booked = call(
                    "book",
                    json!({
                        "user_number": PEOPLE[*who].number, "service": "day-care", "starts_on": day, "days": 1, "arrives_at": "13:00",
                    }),
                );
                call(
                    "cancel",
                    json!({"reservation_id": booked["reservation_id"], "received_at": null, "reason": "体調がすぐれない"}),
                );
            }
            Deed::Receive { who, service, days, presented, room } => {
                let draft = json!({
                    "user_number": PEOPLE[*who].number, "reservation_id": null, "service": service, "days": days,
                    "presented": presented, "coupon_text": null, "remaining_told": null, "room": room,
                });
                let shown = call("preview_check_in", draft.clone());
                let ticks: Vec<&Value> = shown["ticks"].as_array().unwrap().iter().map(|t| &t["code"]).collect();
                let note = if shown["needs_note"] == json!([]) { "" } else { "前日に電話で確認した" };
                let saved = call(
                    "check_in",
                    json!({
                        "draft": draft, "charge_shown": shown["charge"], "ticks": ticks, "note": note, "means": "cash",
                    }),
                );
                let receipt_id = &saved["receipt"]["receipt_id"];
                if !receipt_id.is_null() {
                    call("receipt_printed", json!({"receipt_id": receipt_id}));
                }
            }
        }
    }

    fn book_today(&self) {
        let desk = self.desk("2026-07-13T09:00:00+09:00");
        let mut session = staff();
        let bookings = [
            (11, "day-care", 1, "10:00", "デイ室"),
            (FIRST, "day-care", 1, "10:30", "デイ室"),
            (NEARLY_OUT, "stay", 3, "11:00", "個室2"),
            (14, "day-care", 1, "13:30", "デイ室"),
            (10, "visit", 1, "14:00", ""),
        ];
        for (who, service, days, arrives_at, room) in bookings {
            let request = json!({
                "user_number": PEOPLE[who].number, "service": service, "starts_on": "2026-07-14", "days": days,
                "arrives_at": arrives_at, "room": room,
            });
            commands::call(&desk, &mut session, "book", request).unwrap();
        }
    }
}

/// The fortnight before: two or three day-cares and a visit a day, some stays, a late cancellation.
fn past() -> Vec<(String, Deed)> {
    let mut deeds = vec![];
    let mut turn = 3usize;
    for day in 1..=13u32 {
        let date = NaiveDate::from_ymd_opt(2026, 7, day).unwrap();
        if date.weekday() == chrono::Weekday::Sun {
            continue;
        }
        let moment = |time: &str| format!("{date}T{time}:00+09:00");
        for n in 0..2u32 {
            let who = [3, 5, 6, 8, 9, 12, 13, 15][turn % 8];
            turn += 1;
            let presented = match PEOPLE[who].holds {
                "card" => "card-shown",
                _ if turn.is_multiple_of(7) => "not-shown",
                _ => "coupon-seen",
            };
            let receive = Deed::Receive { who, service: "day-care", days: 1, presented, room: "デイ室" };
            deeds.push((moment(&format!("10:{:02}", n * 10)), receive));
            deeds.push((moment(&format!("15:{:02}", 30 + n)), Deed::Leave { who }));
        }
        if day % 3 == 0 {
            let who = [4, 7, 15][(day / 3) as usize % 3];
            let visit = Deed::Receive { who, service: "visit", days: 1, presented: "coupon-seen", room: "" };
            deeds.push((moment("13:10"), visit));
            deeds.push((moment("14:50"), Deed::Leave { who }));
        }
        deeds.push((moment("18:00"), Deed::Send));
    }
    let stay = |who, days, presented, room| Deed::Receive { who, service: "stay", days, presented, room };
    let d = |text: &str| format!("2026-07-{text}:00+09:00");
    deeds.extend([
        (d("06T11:00"), stay(4, 2, "coupon-seen", "個室1")),
        (d("07T11:00"), Deed::Leave { who: 4 }),
        (d("10T11:00"), stay(NEARLY_OUT, 2, "not-shown", "個室2")),
        (d("11T11:00"), Deed::Leave { who: NEARLY_OUT }),
        (d("13T11:05"), stay(7, 3, "coupon-seen", "個室1")),
        (d("13T11:20"), stay(5, 2, "coupon-seen", "個室3")),
        (d("09T12:10"), Deed::BookAndCancelLate { who: 13 }),
        (
            d("11T10:40"),
            Deed::Receive { who: MISTYPED, service: "day-care", days: 1, presented: "coupon-seen", room: "デイ室" },
        ),
        (d("11T15:40"), Deed::Leave { who: MISTYPED }),
        (
            d("14T09:35"),
            Deed::Receive { who: 8, service: "day-care", days: 1, presented: "coupon-seen", room: "デイ室" },
        ),
        (d("14T09:45"), Deed::Send),
    ]);
    deeds
}

fn staff() -> Session {
    use wire::Role::{Manager, Midwife, Reception};
    Session::of(Staff { staff_id: "s1".into(), name: "大泉 管理".into(), roles: vec![Reception, Midwife, Manager] })
}

fn at(text: &str) -> DateTime<FixedOffset> {
    text.parse().unwrap()
}

/// Opens the desk. A process that another test is just starting holds a copy of the folder's lock until it
/// has become its own program: that moment is waited for, and no longer.
fn opened(data: &Path, clock: Clock) -> Desk {
    for _ in 0..250 {
        match Desk::open(data, clock.clone()) {
            Err(e) if e.code() == "already-open" => std::thread::sleep(std::time::Duration::from_millis(20)),
            other => return other.unwrap(),
        }
    }
    panic!("the folder stays open elsewhere");
}
