//! Whom to look at: age limits that come, July's re-check, who moved out, what the ward has not subtracted yet.

use chrono::{Days, Months, NaiveDate};
use domain::{Circumstances, Recorded, Service, SubtractionReason, Units, recheck_due, subtraction};
use store::Store;
use wire::MotherSet;

use super::surname;
use crate::desk::judging::{circumstances, counted_as};
use crate::desk::words::{credential_rule, service_out};
use crate::desk::{Acting, Desk, DeskError, Reception};
use crate::view::{Nothing, ServiceId, WorkListsView, WorkRow};

/// An age limit is told of so many days before.
const AHEAD: Days = Days::new(30);
/// Whoever may still use was born within these months, but for corrected ages.
const WITHIN: Months = Months::new(13);
/// The ward is asked for what it has not subtracted within this time.
const OPEN_FOR: Days = Days::new(400);
/// How many lines of a list are shown.
const SHOWN: usize = 300;

/// The lists of whom to look at.
///
/// # Errors
/// What the store says.
pub fn work_lists(desk: &Desk, _by: &Acting<Reception>, _request: Nothing) -> Result<WorkListsView, DeskError> {
    let store = desk.store();
    let today = desk.today();
    let programme = desk.programme();
    let edition = programme.edition_on(today);
    let mut lists =
        WorkListsView { ages: vec![], recheck: vec![], moved_out: vec![], subtraction: vec![], subtraction_total: 0 };
    let since = today.checked_sub_months(WITHIN).unwrap_or(today);
    for mother in store.mothers_born_since(since)? {
        let hers = hers(&store, &mother, today)?;
        let end = hers.last_day(edition.within_months);
        if end < today {
            continue;
        }
        if let Some(on) = hers.moved_out_on {
            lists.moved_out.push(row(&mother, "moved-out", on, None));
        }
        if let Some(on) = recheck_due(&hers, today, programme) {
            lists.recheck.push(row(&mother, "recheck", on, None));
        }
        let moved_by = |on: NaiveDate| hers.moved_out_on.is_some_and(|moved| moved <= on);
        if mother.apart.is_none() && mother.born.is_some() {
            let stay = edition.terms(Service::Stay).about_months.map(|months| hers.last_day(months));
            let coming = |on: &NaiveDate| *on >= today && Some(*on) <= today.checked_add_days(AHEAD) && !moved_by(*on);
            lists.ages.extend(
                stay.filter(coming)
                    .filter(|on| *on != end)
                    .map(|on| row(&mother, "four-months", on, Some(ServiceId::Stay))),
            );
            lists.ages.extend(Some(end).filter(coming).map(|on| row(&mother, "one-year", on, None)));
        }
    }
    lists.ages.sort_by_key(|r| r.on);
    lists.moved_out.sort_by_key(|r| std::cmp::Reverse(r.on));
    for list in [&mut lists.ages, &mut lists.recheck, &mut lists.moved_out] {
        list.truncate(SHOWN);
    }
    not_subtracted(&store, today, &mut lists)?;
    Ok(lists)
}

fn hers(store: &Store, mother: &MotherSet, today: NaiveDate) -> Result<Circumstances, DeskError> {
    let ward = store.ward_mother(&mother.user_number)?;
    let coupon = store.coupon_read(&mother.user_number)?;
    let born = mother.born.or(mother.expected_on).unwrap_or(today);
    Ok(circumstances(mother, born, &ward, coupon.as_ref()))
}

/// What nobody showed and the ward has not subtracted: with a card she writes it herself.
fn not_subtracted(store: &Store, today: NaiveDate, lists: &mut WorkListsView) -> Result<(), DeskError> {
    let since = today.checked_sub_days(OPEN_FOR).unwrap_or(today);
    for u in store.not_subtracted(since)? {
        let Some(mother) = store.mother(&u.user_number)? else { continue };
        let asked = subtraction(&Recorded {
            how: counted_as(&u),
            credential: credential_rule(mother.credential),
            first_units: Units(u.first_units),
            units: Units(u.units),
            taken_back: u.taken_back,
        });
        let Some(asked) = asked else { continue };
        let code = match asked.reason {
            SubtractionReason::NotShown => "not-shown",
            SubtractionReason::LateCancellation => "late-cancellation",
            SubtractionReason::NoShow => "no-show",
            SubtractionReason::TakenBack => continue,
        };
        lists.subtraction_total += 1;
        if lists.subtraction.len() < SHOWN {
            let line = row(&mother, code, u.first_day, Some(service_out(u.service)));
            lists.subtraction.push(WorkRow { units: asked.units.0, ..line });
        }
    }
    Ok(())
}

fn row(m: &MotherSet, code: &str, on: NaiveDate, service: Option<ServiceId>) -> WorkRow {
    WorkRow {
        user_number: m.user_number.clone(),
        surname: surname(m),
        unlisted: m.unlisted,
        code: code.to_owned(),
        on,
        service,
        units: 0,
    }
}
