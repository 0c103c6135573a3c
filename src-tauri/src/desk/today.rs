//! Today: who comes, who is here, who leaves, and what to look at first.

use std::collections::HashMap;

use chrono::{NaiveTime, SubsecRound};
use domain::Ask;
use store::{Store, UseRow};
use wire::{Booked, MotherSet};

use super::appointments;
use super::judging::{About, ask_rules};
use super::mothers::surname;
use super::reservations::views;
use super::words::{credential_out, service_out};
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{ArrivalRow, Facts, FirstLook, InHouseRow, Nothing, RoomTile, TodayView};

/// The screen 今日.
///
/// # Errors
/// What the store says.
pub fn today(desk: &Desk, by: &Acting<Reception>, _request: Nothing) -> Result<TodayView, DeskError> {
    let store = desk.store();
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let date = desk.today();
    let mut names = Names { store: &store, known: HashMap::new(), short: facility.short_names };
    let mut arrivals = vec![];
    let mut first = vec![];
    for reservation in store.open_reservations(date, date)? {
        let booked = reservation.booked;
        if booked.starts_on != date {
            continue;
        }
        if let Some(row) = arrival(desk, &mut names, &booked)? {
            first.extend(first_looks(desk, &store, &booked, &row)?);
            arrivals.push(row);
        }
    }
    let not_arrived = views(desk, &store, store.not_arrived(date)?)?;
    let count = |n: usize| Facts::from([("count".to_owned(), n.to_string())]);
    let of_no_one = |code: &str, facts: Facts| FirstLook {
        code: code.to_owned(),
        surname: String::new(),
        user_number: String::new(),
        facts,
    };
    if !not_arrived.is_empty() {
        first.insert(0, of_no_one("not-arrived", count(not_arrived.len())));
    }
    let unconfirmed = if by.is_manager() { store.unconfirmed()?.len() } else { 0 };
    if unconfirmed > 0 {
        first.push(of_no_one("charge-unconfirmed", count(unconfirmed)));
    }
    let mut in_house = vec![];
    for u in store.in_house()? {
        in_house.extend(guest(&mut names, &u)?);
    }
    let held = store.queue_counts()?.held;
    if held > 0 {
        first.push(of_no_one("held", count(held as usize)));
    }
    let departures = in_house.iter().filter(|g| g.last_day <= date).cloned().collect();
    let tile = |room: &String| RoomTile {
        room: room.clone(),
        guests: in_house.iter().filter(|g| g.room == *room).cloned().collect(),
        expected: arrivals.iter().filter(|a| a.room == *room).cloned().collect(),
    };
    let rooms = facility.rooms.iter().map(tile).collect();
    let appointments = appointments::of_day(&store, date)?;
    Ok(TodayView { date, first, rooms, arrivals, not_arrived, departures, in_house, appointments })
}

struct Names<'a> {
    store: &'a Store,
    known: HashMap<String, Option<MotherSet>>,
    /// The facility shows the first character only.
    short: bool,
}

impl Names<'_> {
    fn of(&mut self, number: &str) -> Result<Option<&MotherSet>, DeskError> {
        if !self.known.contains_key(number) {
            let found = self.store.mother(number)?;
            self.known.insert(number.to_owned(), found);
        }
        Ok(self.known.get(number).and_then(Option::as_ref))
    }

    /// A name as this public screen shows it.
    fn shown(&self, mother: &MotherSet) -> String {
        let surname = surname(mother);
        if self.short { surname.chars().take(1).collect() } else { surname }
    }
}

fn arrival(desk: &Desk, names: &mut Names<'_>, b: &Booked) -> Result<Option<ArrivalRow>, DeskError> {
    let first_time = names.store.uses_of(&b.user_number)?.is_empty();
    let Some(mother) = names.of(&b.user_number)?.cloned() else { return Ok(None) };
    let due = NaiveTime::parse_from_str(&b.arrives_at, "%H:%M").unwrap_or_default();
    let past = desk.now().time().trunc_subsecs(0).signed_duration_since(due).num_minutes();
    Ok(Some(ArrivalRow {
        reservation_id: b.reservation_id,
        user_number: b.user_number.clone(),
        surname: names.shown(&mother),
        unlisted: mother.unlisted,
        service: service_out(b.service),
        credential: credential_out(mother.credential),
        days: b.days,
        arrives_at: b.arrives_at.clone(),
        room: b.room.clone(),
        minutes_late: u32::try_from(past).ok().filter(|m| *m > 0),
        first_time,
    }))
}

fn guest(names: &mut Names<'_>, u: &UseRow) -> Result<Option<InHouseRow>, DeskError> {
    let Some(mother) = names.of(&u.user_number)?.cloned() else { return Ok(None) };
    Ok(Some(InHouseRow {
        use_id: u.use_id,
        user_number: u.user_number.clone(),
        surname: names.shown(&mother),
        unlisted: mother.unlisted,
        service: service_out(u.service),
        room: u.room.clone(),
        last_day: u.last_day(),
        babies: u.babies,
        since: u.began_at.with_timezone(&super::japan()).to_rfc3339(),
    }))
}

/// What the rules will have to say when she comes.
fn first_looks(desk: &Desk, store: &Store, b: &Booked, row: &ArrivalRow) -> Result<Vec<FirstLook>, DeskError> {
    let look = |code: &str| FirstLook {
        code: code.to_owned(),
        surname: row.surname.clone(),
        user_number: b.user_number.clone(),
        facts: Facts::new(),
    };
    let known = match About::of(&b.user_number, b.service).known(store) {
        Ok(known) => known,
        Err(DeskError::NotBornYet) => return Ok(vec![look("not-born-yet")]),
        Err(e) => return Err(e),
    };
    let mut looks = vec![];
    match ask_rules(&known.case(desk, Ask::Use, b.starts_on, b.days, desk.now(), 0), desk) {
        Ok(verdict) => looks.extend(verdict.reasons.iter().map(|r| look(r.code()))),
        Err(DeskError::FullPriceUnset { .. }) => looks.push(look("full-price-unset")),
        Err(e) => return Err(e),
    }
    if known.facility.needs_orientation && known.mother.oriented_on.is_none() {
        looks.push(look("orientation-missing"));
    }
    Ok(looks)
}
