//! The ward's programme in force, to read: each number with the rule it belongs to.

use domain::{Edition, LateCharge, Service, Terms};

use super::open::PROGRAMME;
use super::words::service_shown;
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{EditionView, Nothing, ProgrammeNumber, ProgrammeView, RuleView};

/// The programme.
///
/// # Errors
/// None but what the store says.
pub fn programme(desk: &Desk, _by: &Acting<Reception>, _request: Nothing) -> Result<ProgrammeView, DeskError> {
    let p = desk.programme();
    let file = desk.store().dir().join(PROGRAMME);
    let in_force = p.edition_on(desk.today()).effective_from;
    let edition = |e: &Edition| EditionView {
        effective_from: e.effective_from,
        in_force: e.effective_from == in_force,
        numbers: numbers(e),
    };
    Ok(ProgrammeView {
        name: p.name().to_owned(),
        office: p.contact().office.clone(),
        phone: p.contact().phone.clone(),
        coupon_from: p.coupon_from(),
        own_file: file.is_file(),
        file: file.display().to_string(),
        editions: p.editions().iter().rev().map(edition).collect(),
        rules: p
            .rules()
            .iter()
            .map(|r| RuleView { code: r.code.clone(), ja: r.ja.clone(), en: r.en.clone(), section: r.section.clone() })
            .collect(),
    })
}

fn numbers(e: &Edition) -> Vec<ProgrammeNumber> {
    let of_all = |key: &str, value: String, rule: &str| ProgrammeNumber {
        key: key.to_owned(),
        service: None,
        value,
        rule: rule.to_owned(),
    };
    let late = match e.late_stay_charge {
        LateCharge::Planned => "planned",
        LateCharge::FirstTwoDays => "first-two-days",
        LateCharge::OneDay => "one-day",
    };
    let mut all = vec![
        of_all("within_months", e.within_months.to_string(), "past-one-year"),
        of_all("deadline_hour", e.deadline_hour.to_string(), "late-cancellation"),
        of_all("late_stay_charge", late.to_owned(), "late-cancellation"),
        of_all("manager_confirms_above", e.manager_confirms_above.0.to_string(), ""),
    ];
    for service in [Service::Stay, Service::DayCare, Service::Visit] {
        all.extend(terms(service, e.terms(service)));
    }
    all
}

fn terms(service: Service, t: &Terms) -> Vec<ProgrammeNumber> {
    let of = |key: &str, value: String, rule: &str| ProgrammeNumber {
        key: key.to_owned(),
        service: Some(service_shown(service)),
        value,
        rule: rule.to_owned(),
    };
    let mut all = vec![
        of("lengths", format!("{}-{}", t.lengths.start(), t.lengths.end()), "invalid-length"),
        of("quota", t.quota.0.to_string(), "over-quota"),
        of("quota_multiples", t.quota_multiples.0.to_string(), "over-quota"),
        of("first_share", t.first_share.0.to_string(), "exempt"),
    ];
    if t.further_share != t.first_share {
        all.push(of("first_units", t.first_units.to_string(), "exempt"));
        all.push(of("further_share", t.further_share.0.to_string(), "exempt"));
    }
    if let Some(months) = t.about_months {
        all.push(of("about_months", months.to_string(), "past-four-months"));
    }
    all
}
