//! A reservation ends without use: cancelled in time or late, a no-show, or the facility cannot take her.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use domain::{Ask, Outcome, Reason, Verdict, is_after_closing, manager_confirms};
use store::{RecordDraft, ReservationRow, ReservationState, Store};
use uuid::Uuid;
use wire::{Booked, CancelKind, Cancelled, PresentedAs, RecordKind};

use super::judging::{About, Known, ask_rules};
use super::reasons::{look_view, reason_view};
use super::reservations::open;
use super::rooms::{Place, may_be_booked};
use super::wishes::waiting_for;
use super::words::{credential_out, service_out, service_rule};
use super::written::{may_be_written, written};
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{CancelRequest, CancelledView, Done, RefuseRequest, ReservationRequest};

/// A contact entered so many days after it came is the manager's to enter.
const LONGEST_BACK: i64 = 7;

/// What cancelling would bring. Saves nothing.
///
/// # Errors
/// [`DeskError::ReservationEnded`], [`DeskError::Unreadable`], [`DeskError::Refused`] where a late
/// cancellation is of a use that the rules refuse: the facility then ends it with a reason.
pub fn preview_cancel(desk: &Desk, by: &Acting<Reception>, request: CancelRequest) -> Result<CancelledView, DeskError> {
    let store = desk.store();
    let judged = judge_cancel(desk, &store, by, &request)?;
    let money = money(desk, by, &judged, &request)?;
    view(desk, &store, &judged, &money, kind(&judged))
}

/// Cancels: in time nothing counts, late the planned units do. The count reaches the ward at once; money of more than
/// two days is asked for when a manager has confirmed it.
///
/// # Errors
/// As [`preview_cancel`]; [`DeskError::NeedsManager`] for waived money.
pub fn cancel(desk: &Desk, by: &Acting<Reception>, request: CancelRequest) -> Result<CancelledView, DeskError> {
    let mut store = desk.store();
    let judged = judge_cancel(desk, &store, by, &request)?;
    let money = money(desk, by, &judged, &request)?;
    let kind = kind(&judged);
    save(desk, &mut store, by, judged, kind, money, may_be_written(&request.reason, "reason")?)
}

fn kind(judged: &JudgedCancel) -> CancelKind {
    if judged.verdict.late { CancelKind::Late } else { CancelKind::InTime }
}

/// What declaring a no-show would bring. Saves nothing.
///
/// # Errors
/// As [`declare_no_show`].
pub fn preview_no_show(
    desk: &Desk,
    by: &Acting<Reception>,
    request: ReservationRequest,
) -> Result<CancelledView, DeskError> {
    let store = desk.store();
    let (judged, money) = judge_no_show(desk, &store, by, &request)?;
    view(desk, &store, &judged, &money, CancelKind::NoShow)
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
    let (judged, money) = judge_no_show(desk, &store, by, &request)?;
    save(desk, &mut store, by, judged, CancelKind::NoShow, money, String::new())
}

fn judge_no_show(
    desk: &Desk,
    store: &Store,
    by: &Acting<Reception>,
    request: &ReservationRequest,
) -> Result<(JudgedCancel, Money), DeskError> {
    let reservation = open(store, request.reservation_id)?.booked;
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
    let judged = judge_cancel(desk, store, by, &cancel)?;
    let money = money(desk, by, &judged, &cancel)?;
    Ok((judged, money))
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

/// A reservation that ended without count or charge stands again, as it was: it was ended by mistake. What counted is
/// taken back by `take_back`, which tells the ward.
///
/// # Errors
/// [`DeskError::NothingToUndo`] for a reservation that ended otherwise, or is of a day that is over or was closed,
/// [`DeskError::DoubleBooking`] or [`DeskError::Full`] where somebody else has the place by now.
pub fn reopen(desk: &Desk, by: &Acting<Reception>, request: ReservationRequest) -> Result<Done, DeskError> {
    let mut store = desk.store();
    let ended = |r: &ReservationRow| {
        matches!(r.state, ReservationState::Ended(CancelKind::InTime | CancelKind::FacilityRefused))
            && r.booked.starts_on >= desk.today()
    };
    let booked = store.reservation(request.reservation_id)?.filter(ended).ok_or(DeskError::NothingToUndo)?.booked;
    if store.is_closed_day(booked.starts_on)? {
        return Err(DeskError::NothingToUndo);
    }
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let place = Place {
        service: booked.service,
        room: &booked.room,
        from: booked.starts_on,
        days: booked.days,
        but: Some(booked.reservation_id),
    };
    may_be_booked(desk, &store, &facility, &place)?;
    store.write(|tx| tx.append(&desk.author(by), booked).map_err(DeskError::from))?;
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

fn judge_cancel(
    desk: &Desk,
    store: &Store,
    by: &Acting<Reception>,
    request: &CancelRequest,
) -> Result<JudgedCancel, DeskError> {
    let row = open(store, request.reservation_id)?;
    let reservation = row.booked;
    let received_at = match &request.received_at {
        Some(text) => DateTime::parse_from_rfc3339(text)
            .map_err(|_| DeskError::Unreadable { field: "received_at", expected: "RFC 3339 with offset" })?
            .with_timezone(&super::japan()),
        None => desk.now(),
    };
    if received_at > desk.now() {
        return Err(DeskError::Unreadable { field: "received_at", expected: "a time that has passed" });
    }
    let days_back = desk.today().signed_duration_since(received_at.date_naive()).num_days();
    let moved_on = row.before.map(|b| b.until.with_timezone(&super::japan()).date_naive());
    if days_back > 366 || moved_on.is_some_and(|on| received_at.date_naive() < on) {
        return Err(DeskError::Unreadable { field: "received_at", expected: "a time since it was booked or moved" });
    }
    if days_back > LONGEST_BACK && !by.is_manager() {
        return Err(DeskError::NeedsManager);
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

fn view(
    desk: &Desk,
    store: &Store,
    judged: &JudgedCancel,
    money: &Money,
    kind: CancelKind,
) -> Result<CancelledView, DeskError> {
    let JudgedCancel { reservation, known, verdict, .. } = judged;
    let late = |r: &&Reason| matches!(r, Reason::LateCancellation { .. });
    let programme = desk.programme();
    let rule = match kind {
        CancelKind::NoShow => Some(look_view(programme, "no-show")),
        _ => verdict.reasons.iter().find(late).map(|r| reason_view(programme, r, false)),
    };
    let days: Vec<NaiveDate> = reservation.starts_on.iter_days().take(reservation.days.max(1) as usize).collect();
    Ok(CancelledView {
        use_id: Uuid::now_v7(),
        service: service_out(reservation.service),
        starts_on: reservation.starts_on,
        credential: credential_out(known.mother.credential),
        exempt: known.circumstances.is_exempt(reservation.starts_on),
        late: verdict.late,
        rule: rule.filter(|_| verdict.late),
        units: verdict.units.0,
        copay: if matches!(money, Money::Waived(_)) { 0 } else { verdict.copay.0 },
        cancel_deadline: verdict.cancel_deadline.to_rfc3339(),
        manager_confirms: matches!(money, Money::AwaitsManager),
        report_id: None,
        waiting: waiting_for(desk, store, reservation.service, &days)?,
    })
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
    let mut view = view(desk, store, &judged, &money, kind)?;
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
