//! What is entered afterwards (あとから入力): a day without power is written on paper and told to the desk later, with the
//! true times. Everything is judged as of those times; the fact says when it happened and when it was written down.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use store::{Author, UseKind, UseRow};

use super::charges::unpaid;
use super::mothers::surname;
use super::words::{credential_out, service_out};
use super::{Acting, Desk, DeskError, Reception, japan};
use crate::view::{ArrivalRow, DayRequest, LateDayView, LateInside};

/// How long afterwards something may be entered. Later it is no power cut but a story, and for the ward to hear.
const LONGEST: TimeDelta = TimeDelta::days(7);

/// When something happened: now, or a moment that is told afterwards.
///
/// # Errors
/// [`DeskError::Unreadable`] for a moment that has not come, or is longer ago than may be.
pub(super) fn when(desk: &Desk, at: Option<&str>) -> Result<DateTime<FixedOffset>, DeskError> {
    let wrong = |expected| DeskError::Unreadable { field: "at", expected };
    let Some(text) = at else { return Ok(desk.now()) };
    let at = DateTime::parse_from_rfc3339(text).map_err(|_| wrong("RFC 3339 with offset"))?.with_timezone(&japan());
    if at > desk.now() {
        return Err(wrong("a time that has passed"));
    }
    if at.date_naive() < earliest(desk) {
        return Err(wrong("a time of the last 7 days"));
    }
    Ok(at)
}

/// The first day of which something may still be entered.
fn earliest(desk: &Desk) -> NaiveDate {
    desk.today().checked_sub_signed(LONGEST).unwrap_or_else(|| desk.today())
}

/// The author of what happened at a moment and is written down now.
pub(super) fn author<R>(desk: &Desk, by: &Acting<R>, at: DateTime<FixedOffset>) -> Author {
    Author { occurred_at: at, ..desk.author(by) }
}

/// A day's rows, to be entered one after the other.
///
/// # Errors
/// [`DeskError::Unreadable`] for a day that has not come, or is longer ago than may be entered.
pub fn late_day(desk: &Desk, _by: &Acting<Reception>, request: DayRequest) -> Result<LateDayView, DeskError> {
    let (date, earliest) = (request.date, earliest(desk));
    if !(earliest..=desk.today()).contains(&date) {
        return Err(DeskError::Unreadable { field: "date", expected: "a day of the last 7" });
    }
    let store = desk.store();
    let mut expected = vec![];
    for r in store.open_reservations(date, date)? {
        let b = r.booked;
        let Some(mother) = store.mother(&b.user_number)?.filter(|_| b.starts_on == date) else { continue };
        expected.push(ArrivalRow {
            reservation_id: b.reservation_id,
            user_number: b.user_number,
            surname: surname(&mother),
            unlisted: mother.unlisted,
            service: service_out(b.service),
            credential: credential_out(mother.credential),
            days: b.days,
            arrives_at: b.arrives_at,
            room: b.room,
            minutes_late: None,
            first_time: false,
        });
    }
    let mut inside = vec![];
    for u in store.in_house()?.into_iter().filter(|u| u.first_day <= date) {
        let mother = store.mother(&u.user_number)?;
        inside.push(LateInside {
            use_id: u.use_id,
            surname: mother.as_ref().map(surname).unwrap_or_default(),
            service: service_out(u.service),
            room: u.room.clone(),
            began_at: u.began_at.with_timezone(&japan()).to_rfc3339(),
            last_day: u.last_day(),
            unpaid: unpaid(&u),
            user_number: u.user_number,
        });
    }
    inside.sort_by(|a, b| a.began_at.cmp(&b.began_at));
    let afterwards = |u: &UseRow| !u.taken_back && u.kind == UseKind::Used && u.began_at != u.recorded_at;
    let entered = store.uses_between(date, date)?.iter().filter(|u| afterwards(u)).count();
    Ok(LateDayView { date, earliest, expected, inside, entered: u32::try_from(entered).unwrap_or(u32::MAX) })
}
