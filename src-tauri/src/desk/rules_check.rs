//! One case in, one verdict out: a ward office tries a changed programme file before it is used.

use std::collections::HashMap;

use chrono::{NaiveDate, Weekday};
use domain::{
    Ask, Calendar, CannotJudge, Case, Circumstances, Credential, FacilityRules, Moment, Outcome,
    PerService, Programme, Service, Units, Verdict, Waiver, Yen, judge,
};
use serde::{Deserialize, Deserializer, Serialize, de};

/// The longest use a case may ask about, in days.
const MOST_DAYS: i64 = 366;

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
            copay: v.copay.0,
            full_price: v.full_price.0,
            charge: v.charge.0,
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
    copay: u64,
    full_price: u64,
    charge: u64,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseLine {
    id: String,
    ask: AskWord,
    service: ServiceWord,
    #[serde(deserialize_with = "date")]
    starts_on: NaiveDate,
    days: i64,
    #[serde(deserialize_with = "moment")]
    at: Moment,
    mother: MotherLine,
    used: Each<u64>,
    facility: FacilityLine,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MotherLine {
    #[serde(deserialize_with = "date")]
    delivered_on: NaiveDate,
    babies: u64,
    credential: CredentialWord,
    corrected_by_days: u64,
    #[serde(deserialize_with = "date_or_null")]
    moved_out_on: Option<NaiveDate>,
    waived: Vec<WaivedLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaivedLine {
    #[serde(deserialize_with = "date")]
    from: NaiveDate,
    #[serde(deserialize_with = "date_or_null")]
    until: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FacilityLine {
    closed_weekdays: Vec<WeekdayWord>,
    #[serde(deserialize_with = "dates")]
    closed_on: Vec<NaiveDate>,
    #[serde(deserialize_with = "dates")]
    open_on: Vec<NaiveDate>,
    closed_on_public_holidays: bool,
    full_price: PriceLine,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Each<T> {
    stay: T,
    day_care: T,
    visit: T,
}

/// Prices may be null, but their keys must be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PriceLine {
    #[serde(deserialize_with = "Option::deserialize")]
    stay: Option<u64>,
    #[serde(deserialize_with = "Option::deserialize")]
    day_care: Option<u64>,
    #[serde(deserialize_with = "Option::deserialize")]
    visit: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AskWord {
    Book,
    Use,
    Cancel,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ServiceWord {
    Stay,
    DayCare,
    Visit,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum CredentialWord {
    Coupon,
    Card,
    None,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WeekdayWord {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl CaseLine {
    fn into_case(self) -> Option<NamedCase> {
        let CaseLine { id, ask, service, starts_on, days, at, mother, used, facility } = self;
        let periods_hold = mother.waived.iter().all(|w| w.until.is_none_or(|u| w.from <= u));
        if days > MOST_DAYS || mother.babies < 1 || !periods_hold {
            return None;
        }
        let case = Case {
            ask: match ask {
                AskWord::Book => Ask::Book,
                AskWord::Use => Ask::Use,
                AskWord::Cancel => Ask::Cancel,
            },
            service: match service {
                ServiceWord::Stay => Service::Stay,
                ServiceWord::DayCare => Service::DayCare,
                ServiceWord::Visit => Service::Visit,
            },
            starts_on,
            days,
            at,
            mother: mother.into_circumstances(),
            used: PerService {
                stay: Units(used.stay),
                day_care: Units(used.day_care),
                visit: Units(used.visit),
            },
            facility: facility.into_rules(),
        };
        Some(NamedCase { id, case })
    }
}

impl MotherLine {
    fn into_circumstances(self) -> Circumstances {
        Circumstances {
            delivered_on: self.delivered_on,
            babies: self.babies,
            credential: match self.credential {
                CredentialWord::Coupon => Credential::Coupon,
                CredentialWord::Card => Credential::Card,
                CredentialWord::None => Credential::None,
            },
            corrected_by_days: self.corrected_by_days,
            last_day_named: None,
            moved_out_on: self.moved_out_on,
            waived: self.waived.iter().map(|w| Waiver { from: w.from, until: w.until }).collect(),
        }
    }
}

impl FacilityLine {
    fn into_rules(self) -> FacilityRules {
        FacilityRules {
            calendar: Calendar {
                closed_weekdays: self.closed_weekdays.iter().map(WeekdayWord::day).collect(),
                closed_on: self.closed_on,
                open_on: self.open_on,
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

impl WeekdayWord {
    fn day(&self) -> Weekday {
        match self {
            WeekdayWord::Mon => Weekday::Mon,
            WeekdayWord::Tue => Weekday::Tue,
            WeekdayWord::Wed => Weekday::Wed,
            WeekdayWord::Thu => Weekday::Thu,
            WeekdayWord::Fri => Weekday::Fri,
            WeekdayWord::Sat => Weekday::Sat,
            WeekdayWord::Sun => Weekday::Sun,
        }
    }
}

/// `YYYY-MM-DD` and nothing else: chrono alone would take `2026-7-1`, too.
fn strict_date(text: &str) -> Option<NaiveDate> {
    let shape = |(i, b): (usize, u8)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() };
    let well_formed = text.len() == 10 && text.bytes().enumerate().all(shape);
    well_formed.then(|| text.parse().ok()).flatten()
}

fn date<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(from)?;
    strict_date(&text).ok_or_else(|| de::Error::custom("not a date"))
}

fn date_or_null<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    let read = |t: String| strict_date(&t).ok_or_else(|| de::Error::custom("not a date"));
    text.map(read).transpose()
}

fn dates<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<NaiveDate>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    let read = |t: &String| strict_date(t).ok_or_else(|| de::Error::custom("not a date"));
    texts.iter().map(read).collect()
}

fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Moment, D::Error> {
    let text = String::deserialize(from)?;
    chrono::DateTime::parse_from_rfc3339(&text).map_err(|_| de::Error::custom("not a moment"))
}
