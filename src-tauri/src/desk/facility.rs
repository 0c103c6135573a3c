//! The facility's settings, replaced whole, and its calendar as it would be.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};
use domain::{deadline, public_holiday};
use unicode_normalization::UnicodeNormalization;
use wire::{EachService, FacilitySet, Issuer, Price, Told};

use super::charges::MOST_YEN;
use super::judging::{calendar, span_of_month};
use super::words::{issuer_kind_in, issuer_kind_out, service_in, service_out, service_rule};
use super::{Acting, Desk, DeskError, Manager};
use crate::view::{
    CalendarDay, CalendarRequest, CalendarView, DayStands, Done, FacilitySettings, IssuerView, Nothing, PriceView,
    ToldView,
};

const MOST_NAME: usize = 60;
const MOST_LINE: usize = 200;
const MOST_TOLD: usize = 1000;
const MOST_CODE: usize = 300;
const MOST_ROOM: usize = 20;
const MOST_ROOMS: usize = 60;
const MOST_DATES: usize = 1000;
const MOST_PRICES: usize = 100;
const MOST_MONTHS: u32 = 36;
const MOST_PLACES: u32 = 200;
/// Farther than any deadline rolls back.
const LOOK_AHEAD: i64 = 366;

/// The facility's settings.
///
/// # Errors
/// [`DeskError::NotSetUp`].
pub fn settings(desk: &Desk, _by: &Acting<Manager>, _request: Nothing) -> Result<FacilitySettings, DeskError> {
    let f = desk.store().facility()?.ok_or(DeskError::NotSetUp)?;
    let price = |p: &Price| PriceView { service: service_out(p.service), from: p.from, until: p.until, yen: p.yen };
    Ok(FacilitySettings {
        name: f.name,
        closed_weekdays: f.closed_weekdays,
        closed_on: f.closed_on,
        open_on: f.open_on,
        closed_on_public_holidays: f.closed_on_public_holidays,
        opens_at: f.opens_at,
        closes_at: f.closes_at,
        full_prices: f.full_prices.iter().map(price).collect(),
        oldest_months_stay: f.oldest_months.stay,
        oldest_months_day_care: f.oldest_months.day_care,
        oldest_months_visit: f.oldest_months.visit,
        places_stay: f.places.stay,
        places_day_care: f.places.day_care,
        places_visit: f.places.visit,
        needs_orientation: f.needs_orientation,
        rooms: f.rooms,
        issuer: IssuerView {
            name: f.issuer.name,
            address: f.issuer.address,
            phone: f.issuer.phone,
            registration: f.issuer.registration,
            kind: issuer_kind_out(f.issuer.kind),
        },
        own_code: f.own_code,
        bring: ToldView { ja: f.bring.ja, plain: f.bring.plain, en: f.bring.en },
        house_rules: ToldView { ja: f.house_rules.ja, plain: f.house_rules.plain, en: f.house_rules.en },
        short_names: f.short_names,
    })
}

/// Replaces the facility's settings.
///
/// # Errors
/// [`DeskError::Unreadable`] and [`DeskError::Empty`] name the field, [`DeskError::PricesOverlap`] the service.
pub fn set_facility(desk: &Desk, by: &Acting<Manager>, s: FacilitySettings) -> Result<Done, DeskError> {
    let mut store = desk.store();
    let before = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let name = line(&s.name, "name", MOST_NAME)?;
    if name.is_empty() {
        return Err(DeskError::Empty { field: "name" });
    }
    let facility = FacilitySet {
        name,
        closed_weekdays: weekdays(&s.closed_weekdays)?,
        closed_on: dates(s.closed_on, "closed_on")?,
        open_on: dates(s.open_on, "open_on")?,
        closed_on_public_holidays: s.closed_on_public_holidays,
        opens_at: opening(&s.opens_at, &s.closes_at)?,
        closes_at: s.closes_at,
        full_prices: prices(&s.full_prices)?,
        oldest_months: each(
            [s.oldest_months_stay, s.oldest_months_day_care, s.oldest_months_visit],
            0..=MOST_MONTHS,
            "oldest_months",
        )?,
        places: each([s.places_stay, s.places_day_care, s.places_visit], 1..=MOST_PLACES, "places")?,
        needs_orientation: s.needs_orientation,
        rooms: rooms(&s.rooms)?,
        issuer: issuer(s.issuer)?,
        own_code: line(&s.own_code, "own_code", MOST_CODE)?,
        bring: told(s.bring, "bring")?,
        house_rules: told(s.house_rules, "house_rules")?,
        short_names: s.short_names,
        ..before
    };
    store.write(|tx| tx.append(&desk.author(by), facility).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

/// A month of a calendar that need not be saved yet.
///
/// # Errors
/// [`DeskError::Unreadable`].
pub fn calendar_month(desk: &Desk, _by: &Acting<Manager>, r: CalendarRequest) -> Result<CalendarView, DeskError> {
    let (from, until) = span_of_month(&r.month)?;
    let store = desk.store();
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let of = FacilitySet {
        closed_weekdays: weekdays(&r.closed_weekdays)?,
        closed_on: dates(r.closed_on, "closed_on")?,
        open_on: dates(r.open_on, "open_on")?,
        closed_on_public_holidays: r.closed_on_public_holidays,
        ..facility
    };
    let calendar = calendar(&of);
    let mut days = vec![];
    for date in from.iter_days().take_while(|d| *d <= until) {
        let weekday = date.weekday().number_from_monday() as u8;
        let stands = if store.is_closed_day(date)? {
            DayStands::Disaster
        } else if of.closed_on.contains(&date) {
            DayStands::OwnDate
        } else if of.closed_weekdays.contains(&weekday) {
            DayStands::Weekly
        } else if of.closed_on_public_holidays && public_holiday(date).is_some() {
            DayStands::PublicHoliday
        } else {
            DayStands::Open
        };
        let opened = of.open_on.contains(&date) && !matches!(stands, DayStands::Open | DayStands::Disaster);
        days.push(CalendarDay { date, stands: if opened { DayStands::ExtraOpening } else { stands } });
    }
    let after = |n: i64| desk.today().checked_add_signed(TimeDelta::days(n));
    let next_open = (1..=LOOK_AHEAD).filter_map(after).find(|d| calendar.is_open(*d));
    let edition = |day: NaiveDate| desk.programme().edition_on(day);
    let next_deadline = next_open.and_then(|day| deadline(&calendar, edition(day), day).ok());
    Ok(CalendarView {
        days,
        holidays_computed: from.year() > desk.programme().holidays_announced_until(),
        next_open,
        next_deadline: next_deadline.map(|at| at.to_rfc3339()),
    })
}

fn wrong(field: &'static str, expected: &'static str) -> DeskError {
    DeskError::Unreadable { field, expected }
}

/// One line, without blanks around it.
fn line(text: &str, field: &'static str, most: usize) -> Result<String, DeskError> {
    let text = text.trim();
    if text.chars().count() > most || text.chars().any(char::is_control) {
        return Err(wrong(field, "one line of text, not too long"));
    }
    Ok(text.to_owned())
}

fn weekdays(days: &[u8]) -> Result<Vec<u8>, DeskError> {
    let days: BTreeSet<u8> = days.iter().copied().collect();
    if days.iter().any(|d| !(1..=7).contains(d)) {
        return Err(wrong("closed_weekdays", "1 = Monday to 7 = Sunday"));
    }
    if days.len() == 7 {
        return Err(wrong("closed_weekdays", "at least one day of the week on which the house is open"));
    }
    Ok(days.into_iter().collect())
}

fn dates(dates: Vec<NaiveDate>, field: &'static str) -> Result<Vec<NaiveDate>, DeskError> {
    let dates: BTreeSet<NaiveDate> = dates.into_iter().collect();
    if dates.len() > MOST_DATES || dates.iter().any(|d| !(2000..2100).contains(&d.year())) {
        return Err(wrong(field, "dates of this century, not too many"));
    }
    Ok(dates.into_iter().collect())
}

fn opening(opens_at: &str, closes_at: &str) -> Result<String, DeskError> {
    let time = |text: &str, field| {
        let read = NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| text.len() == 5);
        read.ok_or_else(|| wrong(field, "HH:MM"))
    };
    let closes = time(closes_at, "closes_at")?;
    if opens_at.is_empty() {
        return Ok(String::new());
    }
    if time(opens_at, "opens_at")? >= closes {
        return Err(wrong("opens_at", "a time before the closing time"));
    }
    Ok(opens_at.to_owned())
}

fn prices(prices: &[PriceView]) -> Result<Vec<Price>, DeskError> {
    let field = "full_prices";
    if prices.len() > MOST_PRICES {
        return Err(wrong(field, "not so many periods"));
    }
    if prices.iter().any(|p| p.until.is_some_and(|until| until < p.from)) {
        return Err(wrong(field, "periods that end after they begin"));
    }
    if prices.iter().any(|p| p.yen > MOST_YEN) {
        return Err(wrong(field, "yen per unit, ten millions at most"));
    }
    let mut sorted: Vec<&PriceView> = prices.iter().collect();
    sorted.sort_by_key(|p| (service_in(p.service), p.from));
    for pair in sorted.windows(2) {
        let [before, after] = pair else { continue };
        if before.service == after.service && before.until.is_none_or(|until| until >= after.from) {
            let service = service_rule(service_in(after.service));
            return Err(DeskError::PricesOverlap { service, from: after.from });
        }
    }
    let price = |p: &PriceView| Price { service: service_in(p.service), from: p.from, until: p.until, yen: p.yen };
    Ok(sorted.into_iter().map(price).collect())
}

fn each(
    [stay, day_care, visit]: [Option<u32>; 3],
    range: std::ops::RangeInclusive<u32>,
    field: &'static str,
) -> Result<EachService<Option<u32>>, DeskError> {
    if [stay, day_care, visit].into_iter().flatten().any(|n| !range.contains(&n)) {
        return Err(wrong(field, "a whole number, not too large"));
    }
    Ok(EachService { stay, day_care, visit })
}

fn rooms(rooms: &[String]) -> Result<Vec<String>, DeskError> {
    let rooms: Vec<String> = rooms.iter().map(|r| line(r, "rooms", MOST_ROOM)).collect::<Result<_, _>>()?;
    let rooms: Vec<String> = rooms.into_iter().filter(|r| !r.is_empty()).collect();
    let names: BTreeSet<&String> = rooms.iter().collect();
    if rooms.len() > MOST_ROOMS || names.len() < rooms.len() {
        return Err(wrong("rooms", "each room once, sixty at most"));
    }
    Ok(rooms)
}

fn issuer(i: IssuerView) -> Result<Issuer, DeskError> {
    let registration: String = line(&i.registration, "registration", MOST_NAME)?.nfkc().collect();
    let registration = registration.to_ascii_uppercase().replace('-', "");
    let digits = registration.strip_prefix('T').unwrap_or_default();
    let valid = digits.len() == 13 && digits.chars().all(|c| c.is_ascii_digit());
    if !registration.is_empty() && !valid {
        return Err(wrong("registration", "T and 13 digits"));
    }
    Ok(Issuer {
        name: line(&i.name, "issuer_name", MOST_NAME)?,
        address: line(&i.address, "issuer_address", MOST_LINE)?,
        phone: line(&i.phone, "issuer_phone", MOST_NAME)?,
        registration,
        kind: issuer_kind_in(i.kind),
    })
}

fn told(t: ToldView, field: &'static str) -> Result<Told, DeskError> {
    let text = |text: String| {
        let text = text.replace("\r\n", "\n").trim().to_owned();
        if text.chars().count() > MOST_TOLD || text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(wrong(field, "a text of at most 1,000 characters"));
        }
        Ok(text)
    };
    Ok(Told { ja: text(t.ja)?, plain: text(t.plain)?, en: text(t.en)? })
}
