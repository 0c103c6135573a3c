//! A day to practise: invented people with reservations for today, made by the use cases themselves.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, Timelike};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wire::Role;

use super::{Acting, Desk, DeskError, Manager, Person, Reception, Session, facility, mothers, reservations};
use crate::view::{Done, Nothing};

/// Number, name, kana, days since the birth, what she holds, children.
type Invented = (&'static str, &'static str, &'static str, u64, &'static str, u32);

const PEOPLE: [Invented; 12] = [
    ("90517246", "氷川台 栞", "ひかわだい しおり", 78, "coupon", 1),
    ("90518093", "早宮 真帆", "はやみや まほ", 41, "coupon", 1),
    ("90519127", "羽沢 千佳", "はざわ ちか", 96, "card", 1),
    ("90520664", "貫井 花音", "ぬくい かのん", 150, "card", 1),
    ("90521380", "土支田 咲", "どしだ さき", 33, "coupon", 1),
    ("90522915", "関町 美月", "せきまち みづき", 102, "coupon", 2),
    ("90523471", "立野 由依", "たての ゆい", 210, "card", 1),
    ("90524008", "高松 文", "たかまつ ふみ", 25, "coupon", 1),
    ("90525532", "谷原 紬", "やはら つむぎ", 111, "coupon", 1),
    ("90526799", "錦 菜々", "にしき なな", 330, "card", 1),
    ("90527314", "北町 遥", "きたまち はるか", 64, "coupon", 1),
    ("90528850", "西大泉 律", "にしおおいずみ りつ", 47, "none", 1),
];

/// Who is not to be named at the counter.
const UNLISTED: usize = 10;

/// Who is booked: the person, service, days, room, days from today, minutes from now.
const BOOKED: [(usize, &str, u32, &str, u64, i64); 8] = [
    (8, "day-care", 1, "デイ室", 0, -20),
    (0, "day-care", 1, "デイ室", 0, 10),
    (1, "stay", 3, "個室1", 0, 40),
    (2, "day-care", 1, "デイ室", 0, 70),
    (5, "stay", 2, "個室2", 0, 100),
    (10, "visit", 1, "", 0, 160),
    (4, "day-care", 1, "デイ室", 1, 0),
    (7, "stay", 4, "個室3", 2, 60),
];

/// Fills an empty practice facility.
///
/// # Errors
/// [`DeskError::NotPractice`] on a real facility, [`DeskError::AlreadySetUp`] where somebody is registered already.
pub fn fill_practice(desk: &Desk, by: &Acting<Manager>, _request: Nothing) -> Result<Done, DeskError> {
    {
        let store = desk.store();
        if !store.facility()?.is_some_and(|f| f.practice) {
            return Err(DeskError::NotPractice);
        }
        if store.any_mother()? {
            return Err(DeskError::AlreadySetUp);
        }
    }
    house(desk, by)?;
    let person =
        Person { staff_id: by.staff_id().to_owned(), name: by.name().to_owned(), roles: vec![Role::Reception] };
    let at_desk: Acting<Reception> = Session::of(person).acting()?;
    let today = desk.today();
    for (n, (number, name, kana, age, holds, babies)) in PEOPLE.into_iter().enumerate() {
        let born = today.checked_sub_days(Days::new(age)).unwrap_or(today);
        let form = json!({
            "user_number": number, "name": name, "kana": kana, "phone": "03-0000-0000", "born": born, "babies": babies,
            "credential": holds, "oriented_on": today.pred_opt(), "unlisted": n == UNLISTED,
        });
        mothers::register(desk, &at_desk, request(form)?)?;
    }
    for (who, service, days, room, later, minutes) in BOOKED {
        let (number, ..) = PEOPLE[who];
        let starts_on = today.checked_add_days(Days::new(later)).unwrap_or(today);
        let booking = json!({
            "user_number": number, "service": service, "starts_on": starts_on, "days": days, "room": room,
            "arrives_at": around(desk.now().time(), minutes),
        });
        reservations::book(desk, &at_desk, request(booking)?)?;
    }
    Ok(Done { done: true })
}

/// Rooms, hours, prices and the other settings, as a house may have them.
fn house(desk: &Desk, by: &Acting<Manager>) -> Result<(), DeskError> {
    let mut s = facility::settings(desk, by, Nothing {})?;
    let year = |d: NaiveDate| d.checked_sub_days(Days::new(365)).unwrap_or(d);
    let from = year(desk.today());
    let price = |service: &str, yen: u64| request(json!({"service": service, "from": from, "until": null, "yen": yen}));
    s.full_prices = vec![price("stay", 30_000)?, price("day-care", 18_000)?, price("visit", 9_500)?];
    s.rooms = ["個室1", "個室2", "個室3", "デイ室"].map(str::to_owned).to_vec();
    s.places_day_care = Some(6);
    s.opens_at = "09:00".to_owned();
    s.own_code = "RENSHU-0000".to_owned();
    s.bring.ja = "母子健康手帳、電子クーポンまたは利用者カード、着替え".to_owned();
    s.bring.plain = "母子手帳（ぼしてちょう）、クーポン か カード、きがえ".to_owned();
    s.bring.en = "Mother and child handbook, coupon or card, a change of clothes".to_owned();
    s.house_rules.ja = "面会は10時から16時までです。".to_owned();
    facility::set_facility(desk, by, s)?;
    Ok(())
}

/// A request as the window sends it.
fn request<T: DeserializeOwned>(value: Value) -> Result<T, DeskError> {
    serde_json::from_value(value).map_err(DeskError::BadRequest)
}

/// So many minutes from now, in tens, within the day.
fn around(now: NaiveTime, minutes: i64) -> String {
    const FIRST: i64 = 10;
    const LAST: i64 = 23 * 60 + 40;
    let now = i64::from(now.hour()) * 60 + i64::from(now.minute() / 10 * 10);
    let at = TimeDelta::minutes((now + minutes).clamp(FIRST, LAST));
    format!("{:02}:{:02}", at.num_hours(), at.num_minutes() % 60)
}
