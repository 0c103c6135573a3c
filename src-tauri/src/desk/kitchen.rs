//! Meals: what is planned by when she comes and leaves, and the kitchen's sheet of a day (食数表). No money.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use store::Store;
use wire::{Booked, MotherSet, Service};

use super::printing::hand_out;
use super::words::{service_out, service_rule};
use super::{Acting, Desk, DeskError, Reception, japan};
use crate::view::{DayRequest, DocumentKind, KitchenRow, KitchenView, MealsView, PrintedView};

/// Meal times, hours: who is in the house then eats. *(reading: the leaflet names meals, and no times)*
const BREAKFAST: u32 = 8;
const LUNCH: u32 = 12;
const DINNER: u32 = 18;
/// Hours at which somebody leaves of whom nobody has said: a day-care before dinner, a stay after its last lunch.
const LEAVES: u32 = 15;

/// From when until when somebody is in the house; `left` is none while nobody knows.
pub(super) struct Presence {
    pub(super) service: Service,
    pub(super) from: (NaiveDate, NaiveTime),
    pub(super) last_day: NaiveDate,
    pub(super) left: Option<(NaiveDate, NaiveTime)>,
}

impl Presence {
    /// Meals of one day.
    pub(super) fn meals_on(&self, date: NaiveDate) -> MealsView {
        let at = |hour: u32| (date, NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default());
        let leaves = (self.last_day, NaiveTime::from_hms_opt(LEAVES, 0, 0).unwrap_or_default());
        let until = self.left.unwrap_or(leaves);
        let there = |hour: u32| u32::from(self.service != Service::Visit && self.from <= at(hour) && at(hour) <= until);
        // A day-care has lunch; for dinner nobody stays.
        let whole_day = self.service == Service::Stay;
        MealsView {
            breakfast: if whole_day { there(BREAKFAST) } else { 0 },
            lunch: there(LUNCH),
            dinner: if whole_day { there(DINNER) } else { 0 },
        }
    }

    /// Meals of the whole use.
    pub(super) fn meals(&self) -> MealsView {
        let until = self.left.map_or(self.last_day, |(day, _)| day);
        let days = self.from.0.iter_days().take_while(|d| *d <= until);
        days.map(|d| self.meals_on(d)).fold(MealsView::default(), sum)
    }
}

fn sum(a: MealsView, b: MealsView) -> MealsView {
    MealsView { breakfast: a.breakfast + b.breakfast, lunch: a.lunch + b.lunch, dinner: a.dinner + b.dinner }
}

/// A moment as the kitchen's clock shows it.
pub(super) fn day_and_time(at: DateTime<FixedOffset>) -> (NaiveDate, NaiveTime) {
    let at = at.with_timezone(&japan());
    (at.date_naive(), at.time())
}

/// The kitchen's day.
///
/// # Errors
/// What the store says.
pub fn kitchen(desk: &Desk, _by: &Acting<Reception>, request: DayRequest) -> Result<KitchenView, DeskError> {
    let store = desk.store();
    Ok(of_day(desk, &store, request.date)?.0)
}

/// Prints the kitchen's sheet.
///
/// # Errors
/// [`DeskError::File`] where it can neither be printed nor kept.
pub fn print_kitchen(desk: &Desk, _by: &Acting<Reception>, request: DayRequest) -> Result<PrintedView, DeskError> {
    let sheet = {
        let store = desk.store();
        let (view, kana) = of_day(desk, &store, request.date)?;
        let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
        let line = |(row, kana): (&KitchenRow, String)| report::KitchenLine {
            name: row.name.clone(),
            kana,
            room: row.room.clone(),
            standing: standing(row),
            meals: [row.meals.breakfast, row.meals.lunch, row.meals.dinner],
            allergies: row.allergies.clone(),
            diet: row.diet.clone(),
        };
        report::KitchenSheet {
            facility: facility.name,
            date: view.date,
            practice: facility.practice,
            made_at: desk.now(),
            lines: view.lines.iter().zip(kana).map(line).collect(),
        }
    };
    hand_out(desk, DocumentKind::List, &report::kitchen_sheet(&sheet)?.pdf)
}

fn standing(row: &KitchenRow) -> String {
    use crate::view::ServiceId::*;
    let service = match row.service {
        Stay => "ショートステイ",
        DayCare => "デイケア",
        Visit => "訪問",
    };
    if row.in_house { format!("{service}・利用中") } else { format!("{service}・{} 予定", row.arrives_at) }
}

/// The day's rows, and beside each the kana of its name.
fn of_day(desk: &Desk, store: &Store, date: NaiveDate) -> Result<(KitchenView, Vec<String>), DeskError> {
    let mut rows = vec![];
    for u in store.in_house()?.into_iter().filter(|u| u.first_day <= date && u.last_day() >= date) {
        let Some(mother) = store.mother(&u.user_number)? else { continue };
        let from = day_and_time(u.began_at);
        let presence = Presence { service: u.service, from, last_day: u.last_day(), left: None };
        rows.push(row(desk, &mother, &presence, u.room.clone(), true, date));
    }
    let expected = store.open_reservations(date, date)?.into_iter().map(|r| r.booked);
    for b in expected.filter(|b| b.starts_on >= desk.today()) {
        let Some(mother) = store.mother(&b.user_number)? else { continue };
        let presence = expected_presence(&b);
        rows.push(row(desk, &mother, &presence, b.room.clone(), false, date));
    }
    rows.retain(|(r, _)| r.meals != MealsView::default());
    rows.sort_by(|(a, ka), (b, kb)| {
        (a.room.is_empty(), &a.room, &a.arrives_at, ka).cmp(&(b.room.is_empty(), &b.room, &b.arrives_at, kb))
    });
    let (lines, kana): (Vec<KitchenRow>, Vec<String>) = rows.into_iter().unzip();
    let sums = lines.iter().map(|l| l.meals).fold(MealsView::default(), sum);
    Ok((KitchenView { date, sums, lines }, kana))
}

fn expected_presence(b: &Booked) -> Presence {
    let arrives = NaiveTime::parse_from_str(&b.arrives_at, "%H:%M").unwrap_or_default();
    let more = chrono::Days::new(u64::from(b.days.max(1)) - 1);
    let last_day = b.starts_on.checked_add_days(more).unwrap_or(b.starts_on);
    Presence { service: b.service, from: (b.starts_on, arrives), last_day, left: None }
}

fn row(
    desk: &Desk,
    mother: &MotherSet,
    presence: &Presence,
    room: String,
    in_house: bool,
    date: NaiveDate,
) -> (KitchenRow, String) {
    let edition = desk.programme().edition_on(presence.from.0);
    let has_meals = edition.terms(service_rule(presence.service)).meals;
    let row = KitchenRow {
        // The kitchen's sheet hangs where others pass.
        name: if mother.unlisted { mother.user_number.clone() } else { mother.name.clone() },
        room,
        service: service_out(presence.service),
        in_house,
        arrives_at: presence.from.1.format("%H:%M").to_string(),
        first_day: presence.from.0,
        last_day: presence.last_day,
        meals: if has_meals { presence.meals_on(date) } else { MealsView::default() },
        allergies: mother.allergies.clone(),
        diet: mother.diet.clone(),
    };
    let kana = if mother.unlisted { String::new() } else { mother.kana.clone() };
    (row, kana)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> (NaiveDate, NaiveTime) {
        let (day, time) = text.split_once(' ').unwrap();
        (day.parse().unwrap(), NaiveTime::parse_from_str(time, "%H:%M").unwrap())
    }

    fn eats(service: Service, from: &str, last_day: &str, left: Option<&str>) -> [u32; 3] {
        let presence = Presence { service, from: at(from), last_day: last_day.parse().unwrap(), left: left.map(at) };
        let m = presence.meals();
        [m.breakfast, m.lunch, m.dinner]
    }

    #[test]
    fn who_is_there_at_a_meals_hour_eats() {
        assert_eq!(eats(Service::Stay, "2026-09-14 10:30", "2026-09-16", None), [2, 3, 2]);
        assert_eq!(eats(Service::Stay, "2026-09-14 13:00", "2026-09-15", None), [1, 1, 1]);
        assert_eq!(eats(Service::Stay, "2026-09-14 10:30", "2026-09-15", Some("2026-09-15 11:00")), [1, 1, 1]);
        assert_eq!(eats(Service::DayCare, "2026-09-14 10:00", "2026-09-14", None), [0, 1, 0]);
        assert_eq!(eats(Service::DayCare, "2026-09-14 13:30", "2026-09-14", None), [0, 0, 0]);
        assert_eq!(eats(Service::Visit, "2026-09-14 11:00", "2026-09-14", None), [0, 0, 0]);
    }
}
