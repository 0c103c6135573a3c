//! One case in, one verdict out: a ward office tries a changed programme file before it is used.

use std::collections::HashMap;

use chrono::{NaiveDate, Timelike, Weekday};
use domain::{
    Ask, Calendar, CannotJudge, Case, Circumstances, Credential, DayLine, FacilityRules, Limit, Moment, Outcome,
    PerService, Programme, Service, Standing, Units, Verdict, Waiver, Yen, judge,
};
use serde::{Deserialize, Deserializer, Serialize, de};

use super::strict_json::{object, words};

/// The longest use a case may ask about, in days.
const MOST_DAYS: i128 = 366;

/// The answer to a line that is not even text.
pub fn unreadable_line() -> CheckedLine {
    CheckedLine::error(None, "bad-case")
}

/// Answers one line with one line of JSON, without the newline, and says whether it was an error.
pub fn check_line(line: &str, programme: &Programme) -> CheckedLine {
    let answer = match parse(line) {
        Ok(case) => match judge(&case.case, programme) {
            Ok(verdict) => return CheckedLine::verdict(&case.id, &verdict),
            Err(CannotJudge::FullPriceUnset { .. }) => (Some(case.id), "full-price-unset"),
            Err(CannotJudge::NoOpenDay { .. }) => (Some(case.id), "no-open-day"),
        },
        Err(id) => (id, "bad-case"),
    };
    CheckedLine::error(answer.0, answer.1)
}

/// An answer line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckedLine {
    /// A verdict, as JSON.
    Verdict(String),
    /// An error, as JSON.
    Error(String),
}

impl CheckedLine {
    /// The line.
    pub fn text(&self) -> &str {
        match self {
            CheckedLine::Verdict(text) | CheckedLine::Error(text) => text,
        }
    }

    fn verdict(id: &str, v: &Verdict) -> CheckedLine {
        // Summed here, for a case may name prices whose sum is no yen amount of any desk.
        let (covered, full): (Vec<&DayLine>, Vec<&DayLine>) =
            v.days.iter().partition(|d| d.standing == Standing::Covered);
        let sum = |days: &[&DayLine]| days.iter().map(|d| u128::from(d.amount.0)).sum::<u128>();
        // Refusals and cancellations have no days.
        let (copay, full_price) =
            if v.days.is_empty() { (v.copay.0.into(), v.full_price.0.into()) } else { (sum(&covered), sum(&full)) };
        let line = VerdictLine {
            id,
            outcome: match v.outcome {
                Outcome::Accept => "accept",
                Outcome::Warn => "warn",
                Outcome::Refuse => "refuse",
            },
            reasons: codes(v),
            units: v.units.0,
            covered_units: v.covered_units.0,
            copay,
            full_price,
            charge: copay + full_price,
            cancel_deadline: v.cancel_deadline.to_rfc3339(),
            late: v.late,
        };
        match serde_json::to_string(&line) {
            Ok(text) => CheckedLine::Verdict(text),
            Err(_) => CheckedLine::error(Some(id.to_owned()), "bad-case"),
        }
    }

    fn error(id: Option<String>, error: &'static str) -> CheckedLine {
        let text = serde_json::to_string(&ErrorLine { id, error });
        CheckedLine::Error(text.unwrap_or_else(|_| r#"{"id":null,"error":"bad-case"}"#.to_owned()))
    }
}

/// The codes of a verdict's reasons, sorted and distinct.
fn codes(verdict: &Verdict) -> Vec<&'static str> {
    let mut codes: Vec<_> = verdict.reasons.iter().map(|r| r.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[derive(Serialize)]
struct VerdictLine<'a> {
    id: &'a str,
    outcome: &'static str,
    reasons: Vec<&'static str>,
    units: u64,
    covered_units: u64,
    copay: u128,
    full_price: u128,
    charge: u128,
    cancel_deadline: String,
    late: bool,
}

#[derive(Serialize)]
struct ErrorLine {
    id: Option<String>,
    error: &'static str,
}

struct NamedCase {
    id: String,
    case: Case,
}

/// Reads a case; an error is the id where one can be read.
fn parse(line: &str) -> Result<NamedCase, Option<String>> {
    match serde_json::from_str::<CaseLine>(line) {
        Ok(read) => {
            let id = read.id.clone();
            read.into_case().ok_or(Some(id))
        }
        Err(_) => Err(readable_id(line)),
    }
}

fn readable_id(line: &str) -> Option<String> {
    let mut object: HashMap<String, serde_json::Value> = serde_json::from_str(line).ok()?;
    match object.remove("id")? {
        serde_json::Value::String(id) => Some(id),
        _ => None,
    }
}

object! {
    struct CaseLine {
        "id" id: String,
        "ask" ask: AskWord,
        "service" service: ServiceWord,
        "starts_on" starts_on: Day,
        "days" days: i128,
        "at" at: At,
        "mother" mother: MotherLine,
        "used" used: UsedLine,
        "facility" facility: FacilityLine,
    }
}

object! {
    struct MotherLine {
        "delivered_on" delivered_on: Day,
        "babies" babies: u64,
        "credential" credential: CredentialWord,
        "corrected_by_days" corrected_by_days: u64,
        "moved_out_on" moved_out_on: Option<Day>,
        "waived" waived: Vec<WaivedLine>,
    }
}

object! {
    struct WaivedLine {
        "from" from: Day,
        "until" until: Option<Day>,
    }
}

object! {
    struct UsedLine {
        "stay" stay: u128,
        "day-care" day_care: u128,
        "visit" visit: u128,
    }
}

object! {
    struct FacilityLine {
        "closed_weekdays" closed_weekdays: Vec<WeekdayWord>,
        "closed_on" closed_on: Vec<Day>,
        "open_on" open_on: Vec<Day>,
        "closed_on_public_holidays" closed_on_public_holidays: bool,
        "full_price" full_price: PriceLine,
    }
}

object! {
    struct PriceLine {
        "stay" stay: Option<u64>,
        "day-care" day_care: Option<u64>,
        "visit" visit: Option<u64>,
    }
}

words! { AskWord => Ask { "book" => Book, "use" => Use, "cancel" => Cancel } }
words! { ServiceWord => Service { "stay" => Stay, "day-care" => DayCare, "visit" => Visit } }
words! { CredentialWord => Credential { "coupon" => Coupon, "card" => Card, "none" => None } }
words! { WeekdayWord => Weekday {
    "mon" => Mon, "tue" => Tue, "wed" => Wed, "thu" => Thu, "fri" => Fri, "sat" => Sat, "sun" => Sun,
} }

impl CaseLine {
    fn into_case(self) -> Option<NamedCase> {
        let CaseLine { id, ask, service, starts_on, days, at, mother, used, facility } = self;
        let periods_hold = mother.waived.iter().all(|w| w.until.as_ref().is_none_or(|u| w.from.0 <= u.0));
        if days > MOST_DAYS || mother.babies < 1 || !periods_hold {
            return None;
        }
        // More than any quota is more than any quota.
        let units = |n: u128| Units(u64::try_from(n).unwrap_or(u64::MAX));
        let case = Case {
            ask: ask.0,
            service: service.0,
            starts_on: starts_on.0,
            days: i64::try_from(days).unwrap_or(i64::MIN),
            at: at.0,
            mother: mother.into_circumstances(),
            used: PerService { stay: units(used.stay), day_care: units(used.day_care), visit: units(used.visit) },
            limit: Limit::OfTheProgramme,
            facility: facility.into_rules(),
        };
        Some(NamedCase { id, case })
    }
}

impl MotherLine {
    fn into_circumstances(self) -> Circumstances {
        let waiver = |w: &WaivedLine| Waiver { from: w.from.0, until: w.until.as_ref().map(|d| d.0) };
        Circumstances {
            delivered_on: self.delivered_on.0,
            babies: self.babies,
            credential: self.credential.0,
            corrected_by_days: self.corrected_by_days,
            last_day_named: None,
            moved_out_on: self.moved_out_on.map(|d| d.0),
            waived: self.waived.iter().map(waiver).collect(),
        }
    }
}

impl FacilityLine {
    fn into_rules(self) -> FacilityRules {
        let days = |days: Vec<Day>| days.into_iter().map(|d| d.0).collect();
        FacilityRules {
            calendar: Calendar {
                closed_weekdays: self.closed_weekdays.iter().map(|w| w.0).collect(),
                closed_on: days(self.closed_on),
                open_on: days(self.open_on),
                closed_on_public_holidays: self.closed_on_public_holidays,
            },
            full_price: PerService {
                stay: self.full_price.stay.map(Yen),
                day_care: self.full_price.day_care.map(Yen),
                visit: self.full_price.visit.map(Yen),
            },
        }
    }
}

/// `YYYY-MM-DD` and nothing else: chrono alone would take `2026-7-1`, too.
struct Day(NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
        let text = String::deserialize(from)?;
        let shape = |(i, b): (usize, u8)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() };
        let well_formed = text.len() == 10 && text.bytes().enumerate().all(shape);
        let read = well_formed.then(|| text.parse().ok()).flatten();
        read.map(Day).ok_or_else(|| de::Error::custom("not a date"))
    }
}

/// RFC 3339 with an offset, in ASCII. A 61st second is on no clock of a desk.
struct At(Moment);

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<At, D::Error> {
        let text = String::deserialize(from)?;
        let read = chrono::DateTime::parse_from_rfc3339(&text).ok().filter(|_| text.is_ascii());
        let on_a_clock = |m: &Moment| m.nanosecond() < 1_000_000_000;
        read.filter(on_a_clock).map(At).ok_or_else(|| de::Error::custom("not a moment"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const CASE: &str = r#"{"id":"c1","ask":"use","service":"stay","starts_on":"2026-07-14","days":3,"at":"2026-07-14T09:30:00+09:00","mother":{"delivered_on":"2026-05-01","babies":1,"credential":"coupon","corrected_by_days":0,"moved_out_on":null,"waived":[{"from":"2026-07-01","until":"2027-06-30"}]},"used":{"stay":5,"day-care":0,"visit":0},"facility":{"closed_weekdays":["sun"],"closed_on":["2026-07-13"],"open_on":[],"closed_on_public_holidays":true,"full_price":{"stay":30000,"day-care":20000,"visit":10000}}}"#;

    fn answer(change: &[(&str, &str)]) -> String {
        let mut line = CASE.to_owned();
        for (from, to) in change {
            assert!(line.contains(from), "{from}");
            line = line.replacen(from, to, 1);
        }
        check_line(&line, &domain::nerima().unwrap()).text().to_owned()
    }

    #[test]
    fn the_example_of_the_rules_has_its_verdict() {
        assert_eq!(
            answer(&[]),
            r#"{"id":"c1","outcome":"warn","reasons":["over-quota"],"units":3,"covered_units":2,"copay":0,"full_price":30000,"charge":30000,"cancel_deadline":"2026-07-11T10:00:00+09:00","late":false}"#
        );
    }

    #[test]
    fn an_object_is_an_object_and_a_word_is_a_word() {
        let bad = r#"{"id":"c1","error":"bad-case"}"#;
        for change in [
            (r#""ask":"use""#, r#""ask":{"use":null}"#),
            (r#"{"stay":5,"day-care":0,"visit":0}"#, "[5,0,0]"),
            (r#""days":3"#, r#""days":3.0"#),
            (r#""days":3"#, r#""days":367"#),
            (r#""days":3"#, r#""days":3,"days":3"#),
            (r#""babies":1"#, r#""babies":0"#),
            (r#""moved_out_on":null,"#, ""),
            (r#""until":"2027-06-30""#, r#""until":"2026-06-30""#),
            ("2026-07-14T09:30:00+09:00", "2026-07-14T09:30:00"),
            ("2026-07-14T09:30:00+09:00", "2026-07-14T09:30:00\u{2212}09:00"),
            ("2026-07-14T09:30:00+09:00", "2026-07-14T09:30:60+09:00"),
            ("2026-05-01", "2026-5-1"),
        ] {
            assert_eq!(answer(&[change]), bad, "{change:?}");
        }
        assert_eq!(answer(&[(CASE, "[]")]), r#"{"id":null,"error":"bad-case"}"#);
    }

    #[test]
    fn no_price_and_no_length_is_too_large_to_be_exact() {
        let priced = answer(&[(r#""stay":30000"#, r#""stay":9223372036854775807"#), (r#""stay":5"#, r#""stay":7"#)]);
        assert!(priced.contains(r#""charge":27670116110564327421,"#), "{priced}");
        let long = answer(&[(r#""days":3"#, r#""days":-9223372036854775809"#)]);
        assert!(long.contains("invalid-length"), "{long}");
        let used = answer(&[(r#""stay":5"#, r#""stay":36893488147419103232"#)]);
        assert!(used.contains(r#""covered_units":0"#), "{used}");
    }
}
