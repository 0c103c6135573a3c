//! The day's money and the drawer (レジ締め): what was taken by whom, and what each one counted in the evening.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use store::{PaymentRow, Store};
use wire::{CashCounted, Means};

use super::charges::MOST_YEN;
use super::receipts;
use super::words::{means_out, service_out};
use super::written::may_be_written;
use super::{Acting, Desk, DeskError, Reception, japan};
use crate::view::{CountCashRequest, CountView, DayMoneyView, DayRequest, Done, DrawerView, PaymentView};

/// A drawer is counted on its day; forgotten ones of a week are taken, too.
const LONGEST: TimeDelta = TimeDelta::days(7);

/// The money of a day.
///
/// # Errors
/// What the store says.
pub fn day_money(desk: &Desk, _by: &Acting<Reception>, request: DayRequest) -> Result<DayMoneyView, DeskError> {
    let store = desk.store();
    let paid = store.payments_on(request.date)?;
    let mut payments = vec![];
    for p in &paid {
        let Some(used) = store.use_of_id(p.use_id)? else { continue };
        let name = store.mother(&used.user_number)?.map(|m| m.name).unwrap_or_default();
        payments.push(PaymentView {
            at: p.at.to_rfc3339(),
            staff: receipts::name_of(&store, &p.staff)?,
            user_number: used.user_number,
            name,
            service: service_out(used.service),
            yen: p.yen,
            means: means_out(p.means),
        });
    }
    let midnight = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_local_timezone(japan()).single();
    let next = request.date.succ_opt().unwrap_or(request.date);
    let issued = match (midnight(request.date), midnight(next)) {
        (Some(from), Some(until)) => store.receipts_between(from, until)?,
        _ => vec![],
    };
    Ok(DayMoneyView {
        date: request.date,
        payments,
        cash: sum(&paid, Means::Cash),
        card: sum(&paid, Means::Card),
        drawers: drawers(&store, request.date, &paid)?,
        receipts: issued.iter().map(|row| receipts::view(&store, row)).collect::<Result<_, _>>()?,
    })
}

fn sum<'a>(payments: impl IntoIterator<Item = &'a PaymentRow>, means: Means) -> i64 {
    payments.into_iter().filter(|p| p.means == means).map(|p| p.yen).fold(0, i64::saturating_add)
}

fn drawers(store: &Store, date: NaiveDate, paid: &[PaymentRow]) -> Result<Vec<DrawerView>, DeskError> {
    let mut people: BTreeMap<String, Option<CountView>> = paid.iter().map(|p| (p.staff.clone(), None)).collect();
    for row in store.cash_counts_on(date)? {
        let c = row.counted;
        let count = CountView { at: row.at.to_rfc3339(), expected: c.expected, counted: c.counted, note: c.note };
        people.insert(row.staff, Some(count));
    }
    let drawer = |(staff_id, counted): (String, Option<CountView>)| {
        let of = || paid.iter().filter(|p| p.staff == staff_id);
        Ok(DrawerView {
            staff: receipts::name_of(store, &staff_id)?,
            expected: sum(of(), Means::Cash),
            card: sum(of(), Means::Card),
            counted,
            staff_id: staff_id.clone(),
        })
    };
    people.into_iter().map(drawer).collect()
}

/// Closes one's own drawer of a day: what should be there, what is there, and why they differ.
///
/// # Errors
/// [`DeskError::CashMoved`] where other money has come since it was shown, [`DeskError::NoteMissing`] for a difference
/// without a reason, [`DeskError::Unreadable`].
pub fn count_cash(desk: &Desk, by: &Acting<Reception>, request: CountCashRequest) -> Result<Done, DeskError> {
    let today = desk.today();
    let first = today.checked_sub_signed(LONGEST).unwrap_or(today);
    if !(first..=today).contains(&request.date) {
        return Err(DeskError::Unreadable { field: "date", expected: "today or a day of the last week" });
    }
    if !u64::try_from(request.counted).is_ok_and(|yen| yen <= MOST_YEN) {
        return Err(DeskError::Unreadable { field: "counted", expected: "an amount that can be in a drawer" });
    }
    let note = may_be_written(&request.note, "note")?;
    let mut store = desk.store();
    let paid = store.payments_on(request.date)?;
    let expected = sum(paid.iter().filter(|p| p.staff == by.staff_id()), Means::Cash);
    if expected != request.expected {
        return Err(DeskError::CashMoved { expected });
    }
    if request.counted != expected && note.is_empty() {
        return Err(DeskError::NoteMissing { codes: "cash-difference".to_owned() });
    }
    let fact = CashCounted { date: request.date, expected, counted: request.counted, note };
    let author = desk.author(by);
    store.write(|tx| tx.append(&author, fact).map_err(DeskError::from))?;
    Ok(Done { done: true })
}
