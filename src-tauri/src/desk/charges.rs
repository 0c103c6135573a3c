//! Money afterwards: what is unpaid, what goes back, what waits for a manager's word.

use store::{RecordDraft, UseKind, UseRow};
use uuid::Uuid;
use wire::{ChargeConfirmed, Means, Paid, Reminded, UseChanged};

use super::changes::correction;
use super::judging::span_of_month;
use super::late_entry;
use super::receipts::{self, Received, Texts, issue};
use super::words::{means_in, service_out};
use super::written::written;
use super::{Acting, Desk, DeskError, Manager, Reception};
use crate::view::{
    ChargeRow, ChargeStands, ChargesView, CountsAs, Done, MonthRequest, Nothing, PaidView, PayRequest, RemindRequest,
    UnsettledRow, UnsettledView, UseRequest, WaiveChargeRequest,
};

/// More than any use here can cost, yen: a slip of the keyboard.
pub(super) const MOST_YEN: u64 = 10_000_000;

/// Yen due by the rules; nothing for what was taken back.
pub(super) fn due(u: &UseRow) -> i64 {
    let yen = u.copay.saturating_add(u.full_price);
    if u.taken_back { 0 } else { i64::try_from(yen).unwrap_or(i64::MAX) }
}

/// Yen that may be asked for and are not paid.
pub(super) fn unpaid(u: &UseRow) -> u64 {
    if u.awaits_manager { 0 } else { u64::try_from(due(u).saturating_sub(u.paid)).unwrap_or(0) }
}

/// Yen that were paid beyond what is due: they go back.
pub(super) fn refund_due(u: &UseRow) -> u64 {
    u64::try_from(u.paid.saturating_sub(due(u))).unwrap_or(0)
}

/// Yen due that a manager has not confirmed.
pub(super) fn unconfirmed(u: &UseRow) -> u64 {
    if u.awaits_manager && !u.taken_back { u.copay } else { 0 }
}

/// The charges of a month that are not settled; those that wait for a manager's word come first, whatever their month.
///
/// # Errors
/// [`DeskError::Unreadable`] for a month that is none.
pub fn charges(desk: &Desk, _by: &Acting<Reception>, request: MonthRequest) -> Result<ChargesView, DeskError> {
    let (from, until) = span_of_month(&request.month)?;
    let store = desk.store();
    let mut rows: Vec<(UseRow, ChargeStands, u64)> = vec![];
    for u in store.unconfirmed()? {
        let yen = unconfirmed(&u);
        rows.push((u, ChargeStands::AwaitsManager, yen));
    }
    for u in store.uses_between(from, until)? {
        match (unpaid(&u), refund_due(&u)) {
            (0, 0) => {}
            (0, yen) => rows.push((u, ChargeStands::RefundDue, yen)),
            (yen, _) => rows.push((u, ChargeStands::Unpaid, yen)),
        }
    }
    let mut charges = vec![];
    for (u, stands, yen) in rows {
        let name = store.mother(&u.user_number)?.map(|m| m.name).unwrap_or_default();
        charges.push(row(&u, name, stands, yen));
    }
    Ok(ChargesView { charges })
}

fn row(u: &UseRow, name: String, stands: ChargeStands, yen: u64) -> ChargeRow {
    ChargeRow {
        use_id: u.use_id,
        user_number: u.user_number.clone(),
        name,
        service: service_out(u.service),
        counts_as: match u.kind {
            UseKind::Used => CountsAs::Used,
            UseKind::LateCancellation => CountsAs::LateCancellation,
            UseKind::NoShow => CountsAs::NoShow,
        },
        first_day: u.first_day,
        units: u.units,
        taken_back: u.taken_back,
        stands,
        yen,
    }
}

/// Everything that is open, of any month; what waits for a manager's word is seen by managers.
///
/// # Errors
/// What the store says.
pub fn unsettled(desk: &Desk, by: &Acting<Reception>, _request: Nothing) -> Result<UnsettledView, DeskError> {
    let store = desk.store();
    let mut open: Vec<(UseRow, ChargeStands, u64)> = vec![];
    if by.is_manager() {
        for u in store.unconfirmed()? {
            let yen = unconfirmed(&u);
            open.push((u, ChargeStands::AwaitsManager, yen));
        }
    }
    for u in store.unsettled()? {
        match (unpaid(&u), refund_due(&u)) {
            (0, 0) => {}
            (0, yen) => open.push((u, ChargeStands::RefundDue, yen)),
            (yen, _) => open.push((u, ChargeStands::Unpaid, yen)),
        }
    }
    let sum = |of| open.iter().filter(|(_, stands, _)| *stands == of).map(|(.., yen)| yen).sum();
    let (unpaid, refund_due) = (sum(ChargeStands::Unpaid), sum(ChargeStands::RefundDue));
    let mut rows = vec![];
    for (u, stands, yen) in open {
        let mother = store.mother(&u.user_number)?;
        let apart = mother.as_ref().is_some_and(|m| m.apart.is_some());
        let (name, phone) = mother.map(|m| (m.name, m.phone)).unwrap_or_default();
        let reminded_at = u.reminded_at.map(|at| at.to_rfc3339());
        rows.push(UnsettledRow { charge: row(&u, name, stands, yen), phone, reminded_at, apart });
    }
    Ok(UnsettledView { rows, unpaid, refund_due })
}

/// She was reminded of what is unpaid.
///
/// # Errors
/// [`DeskError::Empty`] without a word of how, [`DeskError::NothingUnpaid`], [`DeskError::NoReminders`] for who is parted
/// from her child.
pub fn remind(desk: &Desk, by: &Acting<Reception>, request: RemindRequest) -> Result<Done, DeskError> {
    let note = written(&request.note, "note")?;
    let mut store = desk.store();
    let found = store.use_of_id(request.use_id)?.filter(|u| unpaid(u) > 0).ok_or(DeskError::NothingUnpaid)?;
    if store.mother(&found.user_number)?.is_some_and(|m| m.apart.is_some()) {
        return Err(DeskError::NoReminders);
    }
    let fact = Reminded { use_id: found.use_id, note };
    store.write(|tx| tx.append(&desk.author(by), fact).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

/// Confirms that the money of a late cancellation or no-show is asked for.
///
/// # Errors
/// [`DeskError::ChargeSettled`] where nothing waits.
pub fn confirm_charge(desk: &Desk, by: &Acting<Manager>, request: UseRequest) -> Result<Done, DeskError> {
    let mut store = desk.store();
    waiting(&store, request.use_id)?;
    let fact = ChargeConfirmed { use_id: request.use_id };
    store.write(|tx| tx.append(&desk.author(by), fact).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

/// Waives it instead, with the reason: the units stay counted, and the ward hears that no share is due.
///
/// # Errors
/// [`DeskError::Empty`] without a reason, [`DeskError::ChargeSettled`] where nothing waits.
pub fn waive_charge(desk: &Desk, by: &Acting<Manager>, request: WaiveChargeRequest) -> Result<Done, DeskError> {
    let reason = written(&request.reason, "reason")?;
    let mut store = desk.store();
    let found = waiting(&store, request.use_id)?;
    let born = store.mother(&found.user_number)?.and_then(|m| m.born).ok_or(DeskError::NotBornYet)?;
    let author = desk.author(by);
    let reported = found.record_id.map(|id| store.report(id)).transpose()?.flatten();
    let draft = reported.map(|line| RecordDraft {
        share_due: 0,
        over_quota_units: line.record.over_quota_units,
        ..correction(&found, line.record.event_id, born, author.recorded_at)
    });
    let fact = UseChanged {
        use_id: found.use_id,
        days: found.days,
        units: found.units,
        covered_units: found.covered_units,
        over_quota_units: found.over_quota_units,
        moved_out_units: found.moved_out_units,
        copay: 0,
        full_price: 0,
        reason,
        record_id: None,
    };
    store.write(|tx| {
        let record_id = draft.map(|d| tx.report(d)).transpose()?;
        tx.append(&author, UseChanged { record_id, ..fact })?;
        tx.append(&author, ChargeConfirmed { use_id: request.use_id })?;
        Ok::<_, DeskError>(())
    })?;
    Ok(Done { done: true })
}

/// Money that came later (未収金), or went back, with its receipt in the same transaction.
///
/// # Errors
/// [`DeskError::UseEnded`] for a use that is not there or was taken back, [`DeskError::ChargeUnconfirmed`],
/// [`DeskError::MoreThanDue`] for more than is unpaid, [`DeskError::MoreThanPaid`] for a refund of what was never paid,
/// [`DeskError::NeedsManager`] for one that is not due, [`DeskError::Unreadable`].
pub fn pay(desk: &Desk, by: &Acting<Reception>, request: PayRequest) -> Result<PaidView, DeskError> {
    let means = means_in(request.means);
    if request.yen == 0 || request.yen.unsigned_abs() > MOST_YEN {
        return Err(DeskError::Unreadable { field: "yen", expected: "an amount that can be; negative is a refund" });
    }
    if means == Means::Later {
        return Err(DeskError::Unreadable { field: "means", expected: "how the money changed hands" });
    }
    let at = late_entry::when(desk, request.at.as_deref())?;
    let texts = Texts::of(request.addressee.as_deref(), request.wording.as_deref())?;
    let mut store = desk.store();
    let found = store.use_of_id(request.use_id)?.ok_or(DeskError::UseEnded)?;
    match request.yen {
        yen if yen < 0 && found.paid.saturating_add(yen) < 0 => return Err(DeskError::MoreThanPaid),
        yen if yen > 0 && found.taken_back => return Err(DeskError::UseEnded),
        yen if yen > 0 && found.awaits_manager => return Err(DeskError::ChargeUnconfirmed),
        yen if yen > 0 && yen.unsigned_abs() > unpaid(&found) => return Err(DeskError::MoreThanDue),
        yen if yen < 0 && yen.unsigned_abs() > refund_due(&found) && !by.is_manager() => {
            return Err(DeskError::NeedsManager);
        }
        _ => {}
    }
    if at < found.began_at {
        return Err(DeskError::Unreadable { field: "at", expected: "a time after the use began" });
    }
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let mother = store.mother(&found.user_number)?.ok_or(DeskError::UnknownNumber)?;
    let author = late_entry::author(desk, by, at);
    let on_paper: i64 = store.receipts_of(found.use_id)?.iter().map(|r| r.issued.yen).sum();
    let paid = found.paid.saturating_add(request.yen);
    // What goes back is on paper only as far as the paper says that it is here: a receipt cancelled before said it already.
    let yen = if request.yen < 0 { paid.saturating_sub(on_paper).min(0) } else { request.yen };
    let cancels = whole_receipt(&store, &found, yen)?;
    let fact = Paid { use_id: found.use_id, yen: request.yen, means };
    let receipt = store.write(|tx| {
        tx.append(&author, fact)?;
        let received = Received { used: &found, yen, means, texts, cancels };
        if yen == 0 { Ok(None) } else { issue(tx, &author, &facility, &mother, received).map(Some) }
    })?;
    let receipt = match receipt {
        Some(id) => receipts::view(&store, &store.receipt(id)?.ok_or(DeskError::UseEnded)?)?,
        None => receipts::owed(&facility, &mother, &found, at, by.name()),
    };
    Ok(PaidView { receipt })
}

/// The one receipt whose whole amount goes back: its counter-receipt cancels it.
fn whole_receipt(store: &store::Store, u: &UseRow, yen: i64) -> Result<Option<Uuid>, DeskError> {
    let live = store.receipts_of(u.use_id)?.into_iter();
    let mut live = live.filter(|r| yen < 0 && r.cancelled_by.is_none() && r.issued.cancels.is_none());
    Ok(live.find(|r| r.issued.yen == -yen).map(|r| r.issued.receipt_id))
}

/// A charge that waits for a manager's word.
fn waiting(store: &store::Store, use_id: Uuid) -> Result<UseRow, DeskError> {
    let found = store.use_of_id(use_id)?;
    found.filter(|u| u.awaits_manager && !u.taken_back).ok_or(DeskError::ChargeSettled)
}
