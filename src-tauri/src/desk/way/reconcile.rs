//! A month compared with the ward's ledger.

use chrono::NaiveDate;
use store::{Store, UseKind, UseRow};
use wire::{LedgerLine, Reconciled, UsageRecord};

use super::super::judging::span_of_month;
use super::super::{Acting, Desk, DeskError, Manager};
use super::{ward, ward_error};
use crate::view::{MonthRequest, ReconciledView};

/// Compares a month with the ward's ledger: counts and digest.
///
/// # Errors
/// [`DeskError::Ward`] where the ward cannot be asked.
pub fn reconcile(desk: &Desk, by: &Acting<Manager>, request: MonthRequest) -> Result<ReconciledView, DeskError> {
    let (from, until) = span_of_month(&request.month)?;
    let theirs = ward(desk)?.ledger(&request.month).map_err(ward_error)?;
    let mut store = desk.store();
    let ours = our_ledger(&store, from, until)?;
    let fact = Reconciled {
        month: request.month,
        count: ours.len() as u64,
        digest: wire::ledger_digest(&ours),
        ward_count: theirs.count,
        ward_digest: theirs.digest,
    };
    let view = reconciled_view(&desk.now().to_rfc3339(), &fact);
    store.write(|tx| tx.append(&desk.author(by), fact).map_err(DeskError::from))?;
    Ok(view)
}

pub(in super::super) fn reconciled_view(at: &str, r: &Reconciled) -> ReconciledView {
    let short = r.digest.get(..8).unwrap_or_default().to_uppercase();
    let (a, b) = short.split_at(short.len() / 2);
    ReconciledView {
        at: at.to_owned(),
        count: r.count,
        ward_count: r.ward_count,
        agrees: r.count == r.ward_count && r.digest == r.ward_digest,
        number: format!("{a}-{b}"),
    }
}

/// What the ward's ledger of these days should say: the uses that count here, as they were reported.
pub(in super::super) fn our_ledger(
    store: &Store,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<LedgerLine>, DeskError> {
    let line = |(u, record): (UseRow, UsageRecord)| LedgerLine {
        event_id: record.event_id,
        over_quota_units: match u.kind {
            UseKind::Used => u.over_quota_units,
            UseKind::LateCancellation | UseKind::NoShow => record.over_quota_units,
        },
        user_number: record.user_number,
        service: u.service,
        first_day: u.first_day,
        units: u.units,
        kind: record.kind.word().to_owned(),
        share_due: u.copay,
    };
    Ok(store.reported_between(from, until)?.into_iter().map(line).collect())
}
