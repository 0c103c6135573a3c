//! The manager's month (月次): figures, PDF and CSV.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use domain::{Recorded, Units, Yen, subtraction};
use report::{Line, LineKind, Month, ReportStanding};
use store::{Store, UseKind, UseReport, UseRow};
use wire::Service;

use super::charges::{refund_due, unconfirmed, unpaid};
use super::judging::{counted_as, span_of_month};
use super::way::{our_ledger, reconciled_view};
use super::words::{credential_rule, presented_rule, service_out, service_rule};
use super::{Acting, Desk, DeskError, Manager};
use crate::view::{ExportRequest, ExportedView, MonthRequest, MonthView, ReconciledView, ServiceMonth, WeekView};

/// The screen 月次.
///
/// # Errors
/// [`DeskError::Unreadable`] for a month that is none.
pub fn month(desk: &Desk, _by: &Acting<Manager>, request: MonthRequest) -> Result<MonthView, DeskError> {
    let (from, until) = span_of_month(&request.month)?;
    let store = desk.store();
    let all = store.uses_between(from, until)?;
    let uses: Vec<&UseRow> = all.iter().filter(|u| !u.taken_back).collect();
    let (before_from, before_until) = month_before(from);
    let before = store.uses_between(before_from, before_until)?;
    let yen = |of: fn(&UseRow) -> u64| all.iter().map(of).fold(0, u64::saturating_add);
    let with = |of: fn(&UseRow) -> u64| count(all.iter().filter(|u| of(u) > 0).count());
    let services = [Service::Stay, Service::DayCare, Service::Visit];
    let open = |u: &&&UseRow| matches!(u.report_state, UseReport::Waiting | UseReport::Held);
    let listed = lines(&store, &all)?;
    Ok(MonthView {
        month: request.month.clone(),
        persons: persons(uses.iter().copied()),
        persons_before: persons(before.iter().filter(|u| !u.taken_back)),
        copay: uses.iter().map(|u| u.copay).sum(),
        full_price: uses.iter().map(|u| u.full_price).sum(),
        unpaid: yen(unpaid),
        unpaid_uses: with(unpaid),
        refund_due: yen(refund_due),
        refund_uses: with(refund_due),
        unconfirmed: yen(unconfirmed),
        unconfirmed_uses: with(unconfirmed),
        services: services.iter().map(|s| service_month(*s, &uses)).collect(),
        weeks: weeks(from, until, &uses),
        subtractions: count(listed.iter().filter(|l| l.subtraction.is_some()).count()),
        not_counted_yet: count(uses.iter().filter(open).count()),
        reconciled: reconciliation(&store, &request.month)?,
    })
}

/// The last comparison with the ward, if the month still is what was compared: a use changed since then
/// makes it no comparison of these figures.
fn reconciliation(store: &Store, month: &str) -> Result<Option<ReconciledView>, DeskError> {
    let Some((at, compared)) = store.reconciliation(month)? else { return Ok(None) };
    let (from, until) = span_of_month(month)?;
    let now = wire::ledger_digest(&our_ledger(store, from, until)?);
    Ok((now == compared.digest).then(|| reconciled_view(&at, &compared)))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn persons<'a>(uses: impl Iterator<Item = &'a UseRow>) -> u32 {
    let used = uses.filter(|u| u.kind == UseKind::Used);
    count(used.map(|u| u.user_number.as_str()).collect::<BTreeSet<_>>().len())
}

fn month_before(first: NaiveDate) -> (NaiveDate, NaiveDate) {
    let last = first.pred_opt().unwrap_or(first);
    (last.with_day(1).unwrap_or(last), last)
}

fn service_month(service: Service, uses: &[&UseRow]) -> ServiceMonth {
    let of: Vec<&&UseRow> = uses.iter().filter(|u| u.service == service).collect();
    let used = || of.iter().filter(|u| u.kind == UseKind::Used);
    let kind = |k| count(of.iter().filter(|u| u.kind == k).count());
    ServiceMonth {
        service: service_out(service),
        uses: count(used().count()),
        units: used().map(|u| u.units).sum(),
        exempt_units: used().filter(|u| u.exempt).map(|u| u.units).sum(),
        over_quota_units: used().map(|u| u.over_quota_units).sum(),
        moved_out_units: used().map(|u| u.moved_out_units).sum(),
        late_cancellations: kind(UseKind::LateCancellation),
        no_shows: kind(UseKind::NoShow),
        copay: of.iter().map(|u| u.copay).sum(),
        full_price: of.iter().map(|u| u.full_price).sum(),
    }
}

/// Days 1–7, 8–14 and so on; units by first day.
fn weeks(from: NaiveDate, until: NaiveDate, uses: &[&UseRow]) -> Vec<WeekView> {
    let starts = (1..=until.day()).step_by(7);
    let week = |from_day: u32| {
        let until_day = (from_day + 6).min(until.day());
        let units = |service| {
            let within = |u: &&&UseRow| {
                u.service == service
                    && u.kind == UseKind::Used
                    && u.first_day.month() == from.month()
                    && (from_day..=until_day).contains(&u.first_day.day())
            };
            uses.iter().filter(within).map(|u| u.units).sum()
        };
        WeekView {
            from_day,
            until_day,
            stay: units(Service::Stay),
            day_care: units(Service::DayCare),
            visit: units(Service::Visit),
        }
    };
    starts.map(week).collect()
}

/// Writes the month's PDF and CSV.
///
/// # Errors
/// [`DeskError::File`] where a file cannot be written.
pub fn export(desk: &Desk, by: &Acting<Manager>, request: ExportRequest) -> Result<ExportedView, DeskError> {
    let (from, until) = span_of_month(&request.month)?;
    let folder = desk.exports();
    let named = |given: Option<String>, ending: &str| {
        given.map_or_else(|| folder.join(format!("{}.{ending}", request.month)), PathBuf::from)
    };
    let month = {
        let store = desk.store();
        let f = store.facility()?.ok_or(DeskError::NotSetUp)?;
        let reconciliation = reconciliation(&store, &request.month)?.map(|r| report::Reconciliation {
            at: chrono::DateTime::parse_from_rfc3339(&r.at).unwrap_or_else(|_| desk.now()),
            count: r.count,
            number: r.number,
            agrees: r.agrees,
        });
        let p = desk.programme();
        Month {
            facility: f.name,
            programme: p.name().to_owned(),
            addressee: format!("{} {}", p.ward(), p.contact().office),
            year: from.year(),
            month: from.month(),
            practice: f.practice,
            made_at: desk.now(),
            staff: by.name().to_owned(),
            reconciliation,
            lines: lines(&store, &store.uses_between(from, until)?)?,
        }
    };
    let agrees = month.reconciliation.as_ref().is_some_and(|r| r.agrees);
    let drawn = if agrees && desk.today() > until { report::final_copy(&month)? } else { report::draft(&month)? };
    let (pdf, csv) = (named(request.pdf, "pdf"), named(request.csv, "csv"));
    write(&pdf, &drawn.pdf)?;
    write(&csv, &report::csv(&month)?)?;
    Ok(ExportedView {
        pdf: pdf.display().to_string(),
        csv: csv.display().to_string(),
        pages: count(drawn.pages),
        missing_characters: drawn.missing.iter().map(char::to_string).collect(),
    })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(DeskError::File)?;
    }
    std::fs::write(path, bytes).map_err(DeskError::File)
}

fn lines(store: &Store, uses: &[UseRow]) -> Result<Vec<Line>, DeskError> {
    let mut lines = Vec::with_capacity(uses.len());
    for u in uses {
        let mother = store.mother(&u.user_number)?;
        let subtraction = subtraction(&Recorded {
            how: counted_as(u),
            credential: credential_rule(mother.as_ref().map_or(wire::Credential::None, |m| m.credential)),
            first_units: Units(u.first_units),
            units: Units(u.units),
            taken_back: u.taken_back,
        });
        let (name, kana) = mother.map(|m| (m.name, m.kana)).unwrap_or_default();
        lines.push(Line {
            first_day: u.first_day,
            user_number: u.user_number.clone(),
            name,
            kana,
            service: service_rule(u.service),
            kind: match u.kind {
                UseKind::Used => LineKind::Used,
                UseKind::LateCancellation => LineKind::LateCancellation,
                UseKind::NoShow => LineKind::NoShow,
            },
            taken_back: u.taken_back,
            exempt: u.exempt,
            multiples: u.babies >= 2,
            presented: presented_rule(u.presented),
            units: Units(u.units),
            over_quota_units: Units(u.over_quota_units),
            moved_out_units: Units(u.moved_out_units),
            copay: Yen(u.copay),
            full_price: Yen(u.full_price),
            subtraction,
            standing: match u.report_state {
                UseReport::Waiting => ReportStanding::Waiting,
                UseReport::Held => ReportStanding::Held,
                // What was withdrawn has nothing open at the ward.
                UseReport::Counted | UseReport::CountedWithWarning | UseReport::Withdrawn | UseReport::Nothing => {
                    ReportStanding::Accepted
                }
            },
        });
    }
    Ok(lines)
}
