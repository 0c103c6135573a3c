//! 停電用の控え: the day on paper, printed each morning while there still is power.

use chrono::{Datelike, TimeDelta};
use domain::Ask;
use report::{MorningSheet, SheetLine, SheetList};
use store::{Store, UseRow};
use wire::{Booked, MotherSet, Service};

use super::judging::{About, ask_rules};
use super::printing::hand_out;
use super::reservations::reserved;
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{DocumentKind, Nothing, PrintedView};

/// Whose cancellation may come in today, days from tomorrow on.
const COMING: i64 = 7;
/// Rows for whom nobody expected.
const EMPTY_ROWS: usize = 3;

/// Prints it.
///
/// # Errors
/// [`DeskError::File`] where it can neither be printed nor kept.
pub fn print_morning_sheet(desk: &Desk, _by: &Acting<Reception>, _request: Nothing) -> Result<PrintedView, DeskError> {
    let drawn = report::morning_sheet(&sheet(desk)?)?;
    hand_out(desk, DocumentKind::List, &drawn.pdf)
}

fn sheet(desk: &Desk) -> Result<MorningSheet, DeskError> {
    let store = desk.store();
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let today = desk.today();
    let until = today.checked_add_signed(TimeDelta::days(COMING)).unwrap_or(today);
    let (mut arrivals, mut coming) = (vec![], vec![]);
    for row in store.open_reservations(today, until)? {
        let booked = row.booked;
        let Some(mother) = store.mother(&booked.user_number)? else { continue };
        if booked.starts_on == today {
            arrivals.push(SheetLine { share: share(desk, &store, &booked)?, ..expected(desk, &mother, &booked) });
        } else if booked.starts_on > today {
            let day = format!("{}/{}", booked.starts_on.month(), booked.starts_on.day());
            let time = format!("{day} {}", booked.arrives_at);
            coming.push(SheetLine { time, ..expected(desk, &mother, &booked) });
        }
    }
    let mut in_house = vec![];
    for u in store.in_house()? {
        if let Some(mother) = store.mother(&u.user_number)? {
            in_house.push(guest(&mother, &u, today));
        }
    }
    let contact = desk.programme().contact();
    let list =
        |title: &str, lines: Vec<SheetLine>, empty_rows| SheetList { title: title.to_owned(), lines, empty_rows };
    Ok(MorningSheet {
        facility: facility.name,
        date: today,
        practice: facility.practice,
        made_at: desk.now(),
        ward: format!("{} {}", contact.office, contact.phone),
        closes_at: facility.closes_at,
        lists: vec![
            list("来所予定", arrivals, EMPTY_ROWS),
            list("利用中", in_house, 0),
            list("これからの予約（取消の連絡が来るかもしれない方）", coming, 0),
        ],
    })
}

fn expected(desk: &Desk, mother: &MotherSet, b: &Booked) -> SheetLine {
    let deadline = b.cancel_deadline;
    let passed = domain::is_late(desk.now(), deadline);
    SheetLine {
        time: b.arrives_at.clone(),
        service: word(b.service, b.days),
        room: b.room.clone(),
        deadline: if passed { "過ぎています".to_owned() } else { deadline.format("%-m/%-d %H:%M").to_string() },
        ..person(mother)
    }
}

fn guest(mother: &MotherSet, u: &UseRow, today: domain::Date) -> SheetLine {
    let last = u.last_day();
    let time = if last <= today { "今日まで".to_owned() } else { format!("{}/{}まで", last.month(), last.day()) };
    SheetLine { time, service: word(u.service, u.days), room: u.room.clone(), ..person(mother) }
}

fn person(mother: &MotherSet) -> SheetLine {
    SheetLine {
        user_number: mother.user_number.clone(),
        name: if mother.unlisted { format!("【非表示】{}", mother.name) } else { mother.name.clone() },
        kana: mother.kana.clone(),
        ..SheetLine::default()
    }
}

/// What she will be asked for, as far as the rules can say so now.
fn share(desk: &Desk, store: &Store, b: &Booked) -> Result<String, DeskError> {
    let known = match About::of(&b.user_number, b.service).known(store) {
        Ok(known) => known,
        Err(DeskError::NotBornYet) => return Ok(String::new()),
        Err(e) => return Err(e),
    };
    let before = (b.starts_on, b.reservation_id);
    let reserved = reserved(desk, store, (&b.user_number, b.service), before, Some(b.reservation_id))?;
    match ask_rules(&known.case(desk, Ask::Use, b.starts_on, b.days, desk.now(), reserved), desk) {
        Ok(verdict) if verdict.full_price.0 == 0 => Ok(format!("{}円", verdict.copay.0)),
        // Full price is told and agreed to before; a paper does not stand for that.
        Ok(_) | Err(DeskError::FullPriceUnset { .. }) => Ok("要確認".to_owned()),
        Err(e) => Err(e),
    }
}

fn word(service: Service, days: u32) -> String {
    match service {
        Service::Stay => format!("ショート {}泊{days}日", days.saturating_sub(1)),
        Service::DayCare => "デイケア".to_owned(),
        Service::Visit => "訪問".to_owned(),
    }
}
