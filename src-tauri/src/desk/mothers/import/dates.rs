//! Dates as lists have them: `2026/5/1`, `2026-05-01`, `20260501`, `R8.5.1`, `令和8年5月1日`, full width, with or without a
//! weekday or a time behind.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

/// The day that is meant; none where none is, or where it does not exist.
pub(super) fn read(text: &str) -> Option<NaiveDate> {
    let plain: String = text.nfkc().collect();
    let plain = plain.trim();
    // A weekday in brackets, a time behind a blank: `2026/5/1(金)`, `2026/05/01 0:00:00`.
    let plain = plain.split(['(', ' ']).next().unwrap_or_default();
    if plain.len() == 8 && plain.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::from_ymd_opt(plain[..4].parse().ok()?, plain[4..6].parse().ok()?, plain[6..].parse().ok()?);
    }
    let (reiwa, rest) = match ["令和", "令", "R", "r"].iter().find_map(|era| plain.strip_prefix(era)) {
        Some(rest) => (true, rest),
        None => (false, plain),
    };
    let rest = rest.strip_suffix('日').unwrap_or(rest);
    let mut parts = rest.split(['/', '-', '.', '年', '月', '−']);
    let (year, month, day) = (parts.next()?.trim(), parts.next()?.trim(), parts.next()?.trim());
    if parts.next().is_some() {
        return None;
    }
    let year: i32 = if reiwa && year == "元" { 1 } else { year.parse().ok()? };
    let year = match (reiwa, year) {
        (true, 1..=99) => 2018 + year,
        (false, 1900..=2999) => year,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_day_is_read_however_it_is_written() {
        let day = Some("2026-05-01".parse().unwrap());
        for text in [
            "2026/5/1",
            "2026-05-01",
            "2026.5.1",
            "20260501",
            "R8.5.1",
            "r8/5/1",
            "令和8年5月1日",
            "令和８年５月１日",
            "２０２６／５／１",
            " 2026/05/01 0:00:00",
            "2026年5月1日（金）",
        ] {
            assert_eq!(read(text), day, "{text}");
        }
        assert_eq!(read("令和元年5月1日"), Some("2019-05-01".parse().unwrap()));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["", "2026/2/30", "5/1", "26/5/1", "H30.5.1", "R0.5.1", "未定", "2026/5/1/2", "46143"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
