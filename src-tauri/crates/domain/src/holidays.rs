//! Japanese public holidays by the law (国民の祝日に関する法律), computed for any year from 1948.
//!
//! Equinoxes follow the National Astronomical Observatory's approximation. The government announces
//! the two equinox days each February for the next year only; the programme file says how far.

use chrono::{Datelike, Weekday};

use crate::Date;

/// The name of the public holiday on this day, with 振替休日 and 国民の休日.
pub fn public_holiday(date: Date) -> Option<&'static str> {
    named(date).or_else(|| substitute(date)).or_else(|| between(date))
}

fn named(date: Date) -> Option<&'static str> {
    let (y, m, d) = (date.year(), date.month(), date.day());
    if y < 1949 && (y, m, d) < (1948, 7, 20) {
        return None;
    }
    let monday = |nth: u32| date.weekday() == Weekday::Mon && (d - 1) / 7 + 1 == nth;
    let one_off = match (y, m, d) {
        (1959, 4, 10) => Some("皇太子明仁親王の結婚の儀"),
        (1989, 2, 24) => Some("昭和天皇の大喪の礼"),
        (1990, 11, 12) => Some("即位礼正殿の儀"),
        (1993, 6, 9) => Some("皇太子徳仁親王の結婚の儀"),
        (2019, 5, 1) => Some("休日（祝日扱い）"),
        (2019, 10, 22) => Some("即位礼正殿の儀"),
        (2020, 7, 23) | (2021, 7, 22) => Some("海の日"),
        (2020, 7, 24) | (2021, 7, 23) => Some("スポーツの日"),
        (2020, 8, 10) | (2021, 8, 8) => Some("山の日"),
        _ => None,
    };
    if one_off.is_some() {
        return one_off;
    }
    let games = y == 2020 || y == 2021;
    match m {
        1 if d == 1 => Some("元日"),
        1 if (y >= 2000 && monday(2)) || (y < 2000 && d == 15) => Some("成人の日"),
        2 if d == 11 && y >= 1967 => Some("建国記念の日"),
        2 if d == 23 && y >= 2020 => Some("天皇誕生日"),
        3 if d == spring(y) => Some("春分の日"),
        4 if d == 29 && y >= 2007 => Some("昭和の日"),
        4 if d == 29 && y >= 1989 => Some("みどりの日"),
        4 if d == 29 => Some("天皇誕生日"),
        5 if d == 3 => Some("憲法記念日"),
        5 if d == 4 && y >= 2007 => Some("みどりの日"),
        5 if d == 5 => Some("こどもの日"),
        7 if !games && ((y >= 2003 && monday(3)) || ((1996..2003).contains(&y) && d == 20)) => Some("海の日"),
        8 if !games && d == 11 && y >= 2016 => Some("山の日"),
        9 if (y >= 2003 && monday(3)) || ((1966..2003).contains(&y) && d == 15) => Some("敬老の日"),
        9 if d == autumn(y) => Some("秋分の日"),
        10 if !games && y >= 2000 && monday(2) => Some(if y >= 2020 { "スポーツの日" } else { "体育の日" }),
        10 if (1966..2000).contains(&y) && d == 10 => Some("体育の日"),
        11 if d == 3 => Some("文化の日"),
        11 if d == 23 => Some("勤労感謝の日"),
        12 if d == 23 && (1989..2019).contains(&y) => Some("天皇誕生日"),
        _ => None,
    }
}

/// 振替休日: a holiday on a Sunday moves to the next day that is none.
fn substitute(date: Date) -> Option<&'static str> {
    if (date.year(), date.month(), date.day()) < (1973, 4, 12) {
        return None;
    }
    let mut day = date.pred_opt()?;
    // Before 2007 only the Monday itself could be the substitute.
    let reach = if date.year() >= 2007 { 6 } else { 1 };
    for _ in 0..reach {
        named(day)?;
        if day.weekday() == Weekday::Sun {
            return Some("振替休日");
        }
        day = day.pred_opt()?;
    }
    None
}

/// 国民の休日: a plain day between two holidays.
fn between(date: Date) -> Option<&'static str> {
    if (date.year(), date.month(), date.day()) < (1985, 12, 27) || date.weekday() == Weekday::Sun {
        return None;
    }
    named(date.pred_opt()?)?;
    named(date.succ_opt()?)?;
    Some("国民の休日")
}

fn spring(year: i32) -> u32 {
    equinox(year, [20.8357, 20.8431, 21.8510])
}

fn autumn(year: i32) -> u32 {
    equinox(year, [23.2588, 23.2488, 24.2488])
}

fn equinox(year: i32, base: [f64; 3]) -> u32 {
    let (start, leap_from) = match year {
        ..1980 => (base[0], 1983),
        1980..2100 => (base[1], 1980),
        _ => (base[2], 1980),
    };
    let leap_days = f64::from(year - leap_from) / 4.0;
    let leap_days = if year < leap_from { leap_days.trunc() } else { leap_days.floor() };
    (start + 0.242_194 * f64::from(year - 1980) - leap_days).floor() as u32
}
