//! The frame around every screen, and the facility's settings.

use domain::Programme;
use wire::{EachService, FacilitySet, Price};

use super::charges::MOST_YEN;
use super::words::{role_out, service_in, service_out};
use super::{Acting, Desk, DeskError, Manager, Session};
use crate::view::{
    Done, FacilitySettings, FacilityView, KeysAge, KeysView, LineView, Nothing, PriceView, StaffView, StatusView,
};

/// Days after which a key list is old, and after which it is stale.
const OLD_AFTER: i64 = 7;
const STALE_AFTER: i64 = 30;

/// What the frame shows.
///
/// # Errors
/// What the store says.
pub fn status(desk: &Desk, session: &Session) -> Result<StatusView, DeskError> {
    let line = line(desk)?;
    let store = desk.store();
    let enrolled = store.enrolment()?.is_some();
    let staff = store.staff_list()?.into_iter().filter(|s| s.active);
    let keys = store.keys()?;
    let age = |made_at: chrono::DateTime<chrono::FixedOffset>| match (desk.now() - made_at).num_days() {
        days if days <= OLD_AFTER => KeysAge::Fresh,
        days if days <= STALE_AFTER => KeysAge::Old,
        _ => KeysAge::Stale,
    };
    Ok(StatusView {
        now: desk.now().to_rfc3339(),
        facility: store.facility()?.map(|f| facility_view(&f, desk.programme(), enrolled)),
        signed_in: session.person().map(|p| StaffView {
            staff_id: p.staff_id.clone(),
            name: p.name.clone(),
            roles: p.roles.iter().copied().map(role_out).collect(),
        }),
        staff: staff
            .map(|s| StaffView {
                staff_id: s.staff_id,
                name: s.name,
                roles: s.roles.into_iter().map(role_out).collect(),
            })
            .collect(),
        line,
        keys: KeysView {
            age: keys.as_ref().map_or(KeysAge::Missing, |k| age(k.made_at)),
            made_at: keys.map(|k| k.made_at.to_rfc3339()),
        },
    })
}

fn facility_view(f: &FacilitySet, programme: &Programme, enrolled: bool) -> FacilityView {
    FacilityView {
        name: f.name.clone(),
        practice: f.practice,
        programme: programme.name().to_owned(),
        ward_office: programme.contact().office.clone(),
        ward_phone: programme.contact().phone.clone(),
        rooms: f.rooms.clone(),
        enrolled,
    }
}

/// The way to the ward in one line.
pub(super) fn line(desk: &Desk) -> Result<LineView, DeskError> {
    let state = desk.line().clone();
    let store = desk.store();
    let counts = store.queue_counts()?;
    Ok(LineView {
        waiting: counts.waiting,
        waiting_since: counts.waiting_since,
        held: counts.held,
        warned: counts.warned,
        last_contact: state.contact.map(|t| t.to_rfc3339()).or(store.last_contact()?),
        trouble: state.trouble.map(|t| t.code().to_owned()),
        next_try: state.next_try.map(|t| t.to_rfc3339()),
    })
}

/// The facility's settings.
///
/// # Errors
/// [`DeskError::NotSetUp`].
pub fn settings(desk: &Desk, _by: &Acting<Manager>, _request: Nothing) -> Result<FacilitySettings, DeskError> {
    let f = desk.store().facility()?.ok_or(DeskError::NotSetUp)?;
    Ok(FacilitySettings {
        name: f.name,
        closed_weekdays: f.closed_weekdays,
        closed_on: f.closed_on,
        open_on: f.open_on,
        closed_on_public_holidays: f.closed_on_public_holidays,
        closes_at: f.closes_at,
        full_prices: f
            .full_prices
            .iter()
            .map(|p| PriceView { service: service_out(p.service), from: p.from, until: p.until, yen: p.yen })
            .collect(),
        oldest_months_stay: f.oldest_months.stay,
        oldest_months_day_care: f.oldest_months.day_care,
        oldest_months_visit: f.oldest_months.visit,
        needs_orientation: f.needs_orientation,
        rooms: f.rooms,
    })
}

/// Replaces the facility's settings.
///
/// # Errors
/// [`DeskError::Unreadable`] for a weekday, a time or a period that cannot be.
pub fn set_facility(desk: &Desk, by: &Acting<Manager>, s: FacilitySettings) -> Result<Done, DeskError> {
    let mut store = desk.store();
    let before = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let wrong = |field, expected| Err(DeskError::Unreadable { field, expected });
    if s.name.trim().is_empty() {
        return Err(DeskError::Empty { field: "name" });
    }
    if s.closed_weekdays.iter().any(|d| !(1..=7).contains(d)) {
        return wrong("closed_weekdays", "1 = Monday to 7 = Sunday");
    }
    if chrono::NaiveTime::parse_from_str(&s.closes_at, "%H:%M").is_err() {
        return wrong("closes_at", "HH:MM");
    }
    if s.full_prices.iter().any(|p| p.until.is_some_and(|until| until < p.from)) {
        return wrong("full_prices", "periods that end after they begin");
    }
    if s.full_prices.iter().any(|p| p.yen > MOST_YEN) {
        return wrong("full_prices", "yen per unit, ten millions at most");
    }
    let price = |p: &PriceView| Price { service: service_in(p.service), from: p.from, until: p.until, yen: p.yen };
    let facility = FacilitySet {
        name: s.name.trim().to_owned(),
        closed_weekdays: s.closed_weekdays,
        closed_on: s.closed_on,
        open_on: s.open_on,
        closed_on_public_holidays: s.closed_on_public_holidays,
        closes_at: s.closes_at,
        full_prices: s.full_prices.iter().map(price).collect(),
        oldest_months: EachService {
            stay: s.oldest_months_stay,
            day_care: s.oldest_months_day_care,
            visit: s.oldest_months_visit,
        },
        needs_orientation: s.needs_orientation,
        rooms: s.rooms,
        ..before
    };
    store.write(|tx| tx.append(&desk.author(by), facility).map_err(DeskError::from))?;
    Ok(Done { done: true })
}
