//! The languages of what is handed to her, and the words and dates they share.

use chrono::{Datelike, Timelike, Weekday};
use domain::{Date, Moment, Service};

/// The language of a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// 日本語.
    Japanese,
    /// やさしい日本語: short sentences, few Chinese characters.
    Plain,
    /// English.
    English,
}

pub(crate) fn pick<'a>(tongue: Tongue, ja: &'a str, plain: &'a str, en: &'a str) -> &'a str {
    match tongue {
        Tongue::Japanese => ja,
        Tongue::Plain => plain,
        Tongue::English => en,
    }
}

pub(crate) fn addressed(tongue: Tongue, name: &str) -> String {
    match tongue {
        Tongue::Japanese => format!("{name} 様"),
        Tongue::Plain => format!("{name} さん"),
        Tongue::English => name.to_owned(),
    }
}

pub(crate) fn service(tongue: Tongue, service: Service) -> &'static str {
    match (tongue, service) {
        (Tongue::English, Service::Stay) => "Short stay",
        (Tongue::English, Service::DayCare) => "Day care",
        (Tongue::English, Service::Visit) => "Visit at your home",
        (_, Service::Stay) => "母子ショートステイ",
        (_, Service::DayCare) => "母子デイケア",
        (_, Service::Visit) => "産後ケア訪問",
    }
}

pub(crate) fn plural(n: impl Into<u64>, word: &str) -> String {
    if n.into() == 1 { word.to_owned() } else { format!("{word}s") }
}

pub(crate) fn arrives(tongue: Tongue, at: &str) -> String {
    match tongue {
        Tongue::Japanese => format!("{}から", clock(at)),
        Tongue::Plain => format!("{}に きて ください", clock(at)),
        Tongue::English => format!("at {}", clock(at)),
    }
}

/// `09:30` as people write it.
pub(crate) fn clock(at: &str) -> &str {
    match at.strip_prefix('0') {
        Some(short) if short.len() == 4 => short,
        _ => at,
    }
}

/// A day with its weekday; Japanese papers count by era.
pub(crate) fn full_day(tongue: Tongue, date: Date) -> String {
    let (weekday, short) = match date.weekday() {
        Weekday::Mon => ("月", "Monday"),
        Weekday::Tue => ("火", "Tuesday"),
        Weekday::Wed => ("水", "Wednesday"),
        Weekday::Thu => ("木", "Thursday"),
        Weekday::Fri => ("金", "Friday"),
        Weekday::Sat => ("土", "Saturday"),
        Weekday::Sun => ("日", "Sunday"),
    };
    /// The first whole year of 令和 is 2020; 2019 began in 平成.
    const BEFORE_REIWA: i32 = 2018;
    let year = match date.year() - BEFORE_REIWA {
        era if era > 1 => format!("令和{era}年"),
        _ => format!("{}年", date.year()),
    };
    match tongue {
        Tongue::Japanese => format!("{year}{}月{}日（{weekday}）", date.month(), date.day()),
        Tongue::Plain => format!("{year} {}月{}日（{weekday}曜日）", date.month(), date.day()),
        Tongue::English => format!("{short} {} {} {}", date.day(), month(date), date.year()),
    }
}

fn month(date: Date) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    MONTHS.get(date.month0() as usize).copied().unwrap_or_default()
}

pub(crate) fn moment(tongue: Tongue, at: Moment) -> String {
    let day = full_day(tongue, at.date_naive());
    let (hour, minute) = (at.hour(), at.minute());
    match tongue {
        Tongue::Japanese | Tongue::Plain => format!("{day} {hour}:{minute:02} "),
        Tongue::English => format!("{hour}:{minute:02} on {day}"),
    }
}
