//! A reservation ends without use: cancelled in time or late, a no-show, or the facility cannot take her.

use chrono::{DateTime, FixedOffset, NaiveTime};
use domain::{Ask, Outcome, Reason, Verdict, is_after_closing, manager_confirms};
use store::{RecordDraft, ReservationRow, ReservationState, Store};
use uuid::Uuid;
use wire::{Booked, CancelKind, Cancelled, PresentedAs, RecordKind};

use super::judging::{About, Known, ask_rules};
use super::words::service_rule;
use super::written::{may_be_written, written};
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{CancelRequest, CancelledView, Done, RefuseRequest, ReservationRequest};

/// What cancelling would bring. Saves nothing.
///
/// # Errors
/// [`DeskError::ReservationEnded`], [`DeskError::Unreadable`], [`DeskError::Refused`] where a late
/// cancellation is of a use that the rules refuse: the facility then ends it with a reason.
pub fn preview_cancel(desk: &Desk, by: &Acting<Reception>, request: CancelRequest) -> Result<CancelledView, DeskError> {
    let store = desk.store();
    let judged = judge_cancel(desk, &store, &request)?;
    let money = money(desk, by, &judged, &request)?;
    Ok(view(&judged, &money))
}

/// Cancels: in time nothing counts, late the planned units do. The count reaches the ward at once; money of more than
/// two days is asked for when a manager has confirmed it.
///
/// # Errors
/// As [`preview_cancel`]; [`DeskError::NeedsManager`] for waived money.
pub fn cancel(desk: &Desk, by: &Acting<Reception>, request: CancelRequest) -> Result<CancelledView, DeskError> {
    let mut store = desk.store();
    let judged = judge_cancel(desk, &store, &request)?;
    let money = money(desk, by, &judged, &request)?;
    let kind = if judged.verdict.late { CancelKind::Late } else { CancelKind::InTime };
    save(desk, &mut store, by, judged, kind, money, may_be_written(&request.reason, "reason")?)
}

/// Declares a no-show (連絡なし), after closing time, by a person.
///
/// # Errors
/// [`DeskError::BeforeClosingTime`], [`DeskError::ReservationEnded`], [`DeskError::Refused`].
pub fn declare_no_show(
    desk: &Desk,
    by: &Acting<Reception>,
    request: ReservationRequest,
) -> Result<CancelledView, DeskError> {
    let mut store = desk.store();
    let reservation = open(&store, request.reservation_id)?.booked;
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let closes_at = NaiveTime::parse_from_str(&facility.closes_at, "%H:%M").unwrap_or_default();
    if !is_after_closing(reservation.starts_on, closes_at, desk.now()) {
        return Err(DeskError::BeforeClosingTime);
    }
    let cancel = CancelRequest {
        reservation_id: request.reservation_id,
        received_at: None,
        reason: String::new(),
        waived_because: None,
    };
    let judged = judge_cancel(desk, &store, &cancel)?;
    let money = money(desk, by, &judged, &cancel)?;
    save(desk, &mut store, by, judged, CancelKind::NoShow, money, String::new())
}

/// The facility cannot take her: no use, no charge, a reason.
///
/// # Errors
/// [`DeskError::Empty`] without a reason, [`DeskError::ReservationEnded`].
pub fn refuse(desk: &Desk, by: &Acting<Reception>, request: RefuseRequest) -> Result<Done, DeskError> {
    let reason = written(&request.reason, "reason")?;
    let mut store = desk.store();
    let reservation = open(&store, request.reservation_id)?;
    let fact = without_charge(desk, &reservation, CancelKind::FacilityRefused, &reason);
    store.write(|tx| tx.append(&desk.author(by), fact).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

/// The end of a reservation that counts and costs nothing.
pub(super) fn without_charge(desk: &Desk, r: &ReservationRow, kind: CancelKind, reason: &str) -> Cancelled {
    Cancelled {
        reservation_id: r.booked.reservation_id,
        use_id: Uuid::now_v7(),
        kind,
        received_at: desk.now(),
        reason: reason.to_owned(),
        units: 0,
        copay: 0,
        exempt: false,
        waived_because: None,
        record_id: None,
        moved_out_units: 0,
        awaits_manager: false,
    }
}

struct JudgedCancel {
    reservation: Booked,
    known: Known,
    verdict: Verdict,
    received_at: DateTime<FixedOffset>,
}

/// What becomes of the share of what counts.
enum Money {
    /// It is asked for.
    Due,
    /// It is due, and asked for when a manager has confirmed it.
    AwaitsManager,
    /// A manager waived it, for this reason.
    Waived(String),
}

fn judge_cancel(desk: &Desk, store: &Store, request: &CancelRequest) -> Result<JudgedCancel, DeskError> {
    let reservation = open(store, request.reservation_id)?.booked;
    let received_at = match &request.received_at {
        Some(text) => DateTime::parse_from_rfc3339(text)
            .map_err(|_| DeskError::Unreadable { field: "received_at", expected: "RFC 3339 with offset" })?,
        None => desk.now(),
    };
    if received_at > desk.now() {
        return Err(DeskError::Unreadable { field: "received_at", expected: "a time that has passed" });
    }
    let known = About::of(&reservation.user_number, reservation.service).known(store)?;
    let mut case = known.case(desk, Ask::Cancel, reservation.starts_on, reservation.days, received_at, 0);
    let mut verdict = ask_rules(&case, desk)?;
    // The deadline told at booking never moves to her disadvantage.
    let told = reservation.cancel_deadline;
    if !domain::is_late(received_at, told) && domain::is_late(received_at, verdict.cancel_deadline) {
        case.at = verdict.cancel_deadline;
        verdict = ask_rules(&case, desk)?;
    }
    if verdict.outcome == Outcome::Refuse {
        let codes: Vec<&str> = verdict.reasons.iter().map(Reason::code).collect();
        return Err(DeskError::Refused { codes: codes.join(",") });
    }
    verdict.cancel_deadline = verdict.cancel_deadline.max(told);
    Ok(JudgedCancel { reservation, known, verdict, received_at })
}

fn money(
    desk: &Desk,
    by: &Acting<Reception>,
    judged: &JudgedCancel,
    request: &CancelRequest,
) -> Result<Money, DeskError> {
    if let Some(because) = &request.waived_because {
        if !by.is_manager() {
            return Err(DeskError::NeedsManager);
        }
        let because = written(because, "waived_because")?;
        return Ok(if judged.verdict.late { Money::Waived(because) } else { Money::Due });
    }
    let edition = desk.programme().edition_on(judged.reservation.starts_on);
    let charged = edition.late_charge_units(service_rule(judged.reservation.service), judged.verdict.units);
    let much = manager_confirms(edition, charged) && judged.verdict.copay.0 > 0;
    Ok(if much && !by.is_manager() { Money::AwaitsManager } else { Money::Due })
}

fn view(judged: &JudgedCancel, money: &Money) -> CancelledView {
    let verdict = &judged.verdict;
    CancelledView {
        use_id: Uuid::now_v7(),
        late: verdict.late,
        units: verdict.units.0,
        copay: if matches!(money, Money::Waived(_)) { 0 } else { verdict.copay.0 },
        cancel_deadline: verdict.cancel_deadline.to_rfc3339(),
        manager_confirms: matches!(money, Money::AwaitsManager),
        report_id: None,
    }
}

fn save(
    desk: &Desk,
    store: &mut Store,
    by: &Acting<Reception>,
    judged: JudgedCancel,
    kind: CancelKind,
    money: Money,
    reason: String,
) -> Result<CancelledView, DeskError> {
    let mut view = view(&judged, &money);
    let JudgedCancel { reservation, known, verdict, received_at } = judged;
    let author = desk.author(by);
    let record_kind = match (kind, &money) {
        (CancelKind::Late, Money::Waived(_)) => Some(RecordKind::Waived),
        (CancelKind::Late, Money::Due | Money::AwaitsManager) => Some(RecordKind::LateCancellation),
        (CancelKind::NoShow, _) => Some(RecordKind::NoShow),
        (CancelKind::InTime | CancelKind::FacilityRefused | CancelKind::Disaster, _) => None,
    };
    let draft = record_kind.filter(|_| verdict.late).map(|record_kind| RecordDraft {
        recorded_at: author.recorded_at,
        user_number: reservation.user_number.clone(),
        born: known.born,
        service: reservation.service,
        first_day: reservation.starts_on,
        units: verdict.units.0,
        presented: PresentedAs::NotShown,
        kind: record_kind,
        share_due: view.copay,
        over_quota_units: verdict.over_quota_units.0,
        moved_out_units: verdict.moved_out_units.0,
        remaining: None,
        corrects: None,
    });
    let fact = Cancelled {
        reservation_id: reservation.reservation_id,
        use_id: view.use_id,
        kind,
        received_at,
        reason,
        units: verdict.units.0,
        copay: view.copay,
        exempt: known.circumstances.is_exempt(reservation.starts_on),
        awaits_manager: matches!(money, Money::AwaitsManager),
        waived_because: if let Money::Waived(because) = money { Some(because) } else { None },
        record_id: None,
        moved_out_units: verdict.moved_out_units.0,
    };
    view.report_id = store.write(|tx| {
        let record_id = draft.map(|d| tx.report(d)).transpose()?;
        tx.append(&author, Cancelled { record_id, ..fact })?;
        Ok::<_, DeskError>(record_id)
    })?;
    Ok(view)
}

fn open(store: &Store, id: Uuid) -> Result<ReservationRow, DeskError> {
    let found = store.reservation(id)?.filter(|r| r.state == ReservationState::Open);
    found.ok_or(DeskError::ReservationEnded)
}
