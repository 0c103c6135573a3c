//! The screen 区への送信状況: each report and where it stands.

use store::{ReportLine, ReportState as Stored};

use super::super::judging::span_of_month;
use super::super::mothers::surname;
use super::super::status::line;
use super::super::words::{presented_out, service_out};
use super::super::{Acting, Desk, DeskError, Reception};
use crate::view::{MonthRequest, QueueView, ReportRow, ReportState};

/// The screen.
///
/// # Errors
/// [`DeskError::Unreadable`] for a month that is none.
pub fn queue(desk: &Desk, _by: &Acting<Reception>, request: MonthRequest) -> Result<QueueView, DeskError> {
    let (from, until) = span_of_month(&request.month)?;
    let line = line(desk)?;
    let store = desk.store();
    let lines = store.report_queue(from, until)?;
    let mut reports = Vec::with_capacity(lines.len());
    for l in lines {
        let mother = store.mother(&l.record.user_number)?;
        reports.push(row(l, mother.as_ref()));
    }
    let counted = |r: &&ReportRow| matches!(r.state, ReportState::Accepted { .. });
    let accepted = u32::try_from(reports.iter().filter(counted).count()).unwrap_or(u32::MAX);
    Ok(QueueView { line, accepted, reports })
}

fn row(l: ReportLine, mother: Option<&wire::MotherSet>) -> ReportRow {
    ReportRow {
        report_id: l.record.event_id,
        use_id: l.use_id,
        born: l.record.born,
        surname: mother.map(surname).unwrap_or_default(),
        unlisted: mother.is_some_and(|m| m.unlisted),
        service: service_out(l.record.service),
        first_day: l.record.first_day,
        units: l.record.units,
        kind: l.record.kind.word().to_owned(),
        presented: presented_out(l.record.presented),
        recorded_at: l.record.recorded_at.to_rfc3339(),
        user_number: l.record.user_number,
        state: match l.state {
            Stored::Waiting => ReportState::Waiting {},
            Stored::Accepted { at, receipt, processed_on } => ReportState::Accepted { at, receipt, processed_on },
            Stored::Warned { at, receipt, code } => ReportState::Warned { at, receipt, code },
            Stored::Held { at, code } => ReportState::Held { at, code },
            Stored::Replaced { by } => ReportState::Replaced { by },
            Stored::Withdrawn { at, code } => ReportState::Withdrawn { at, code },
        },
    }
}
