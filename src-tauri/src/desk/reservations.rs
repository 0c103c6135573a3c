//! Reservations (予約): book, cancel, no-show, refusal, a closed day.

use chrono::{DateTime, FixedOffset, NaiveTime};
use domain::{Ask, Verdict, is_after_closing, manager_confirms};
use store::{RecordDraft, ReservationRow, ReservationState, Store};
use uuid::Uuid;
use wire::{Booked, CancelKind, Cancelled, DayClosed, PresentedAs, RecordKind};

use super::judging::{Known, ask_rules, calendar, know, must_go};
use super::reasons::{look_view, reason_view};
use super::words::service_in;
use super::{Acting, Desk, DeskError, Manager, Reception};
use crate::view::{
    BookRequest, BookedView, CancelRequest, CancelledView, CloseDayRequest, ClosedDayView, Done, OutcomeKind,
    RefuseRequest, ReservationRequest, ToPhone,
};

/// What booking would be. Saves nothing.
///
/// # Errors
/// [`DeskError::Refused`], [`DeskError::NotBornYet`], [`DeskError::DoubleBooking`] …
pub fn preview(desk: &Desk, _by: &Acting<Reception>, request: BookRequest) -> Result<BookedView, DeskError> {
    let store = desk.store();
    Ok(plan(desk, &store, &request, Uuid::nil())?.1)
}

/// Books.
///
/// # Errors
/// As [`preview`].
pub fn book(desk: &Desk, by: &Acting<Reception>, request: BookRequest) -> Result<BookedView, DeskError> {
    let mut store = desk.store();
    let (booked, view) = plan(desk, &store, &request, Uuid::now_v7())?;
    store.write(|tx| tx.append(&desk.author(by), booked).map_err(DeskError::from))?;
    Ok(view)
}

fn plan(desk: &Desk, store: &Store, request: &BookRequest, id: Uuid) -> Result<(Booked, BookedView), DeskError> {
    let service = service_in(request.service);
    let arrives = NaiveTime::parse_from_str(&request.arrives_at, "%H:%M");
    let arrives = arrives.map_err(|_| DeskError::Unreadable { field: "arrives_at", expected: "HH:MM" })?;
    let known = know(store, &request.user_number, service, None, None, None)?;
    let reserved: u64 = store
        .open_reservations_of(&request.user_number)?
        .iter()
        .filter(|r| r.booked.service == service && r.booked.starts_on < request.starts_on)
        .map(|r| u64::from(r.booked.days))
        .sum();
    let case = known.case(desk, Ask::Book, request.starts_on, request.days, desk.now(), reserved);
    let verdict = must_go(&case, desk)?;
    room_is_free(store, request, service)?;
    let programme = desk.programme();
    let mut reasons: Vec<_> = verdict.reasons.iter().map(|r| reason_view(programme, r, false)).collect();
    if !is_open_on(store, &known, request.starts_on)? {
        reasons.push(look_view(programme, "house-closed"));
    }
    let booked = Booked {
        reservation_id: id,
        user_number: request.user_number.clone(),
        service,
        starts_on: request.starts_on,
        days: request.days,
        arrives_at: arrives.format("%H:%M").to_string(),
        room: request.room.trim().to_owned(),
        cancel_deadline: verdict.cancel_deadline,
    };
    let view = BookedView {
        reservation_id: id,
        outcome: if reasons.is_empty() { OutcomeKind::Accept } else { OutcomeKind::Look },
        reasons,
        copay: verdict.copay.0,
        full_price: verdict.full_price.0,
        cancel_deadline: verdict.cancel_deadline.to_rfc3339(),
        deadline_passed: domain::is_late(desk.now(), verdict.cancel_deadline),
    };
    Ok((booked, view))
}

/// Whether the house is open: by its calendar, and not closed for a day (災害).
fn is_open_on(store: &Store, known: &Known, day: chrono::NaiveDate) -> Result<bool, DeskError> {
    Ok(calendar(&known.facility).is_open(day) && !store.is_closed_day(day)?)
}

/// A room holds one stay at a time; day-care rooms are shared.
fn room_is_free(store: &Store, request: &BookRequest, service: wire::Service) -> Result<(), DeskError> {
    let room = request.room.trim();
    if room.is_empty() || service != wire::Service::Stay {
        return Ok(());
    }
    let last = chrono::Days::new(u64::from(request.days.max(1)) - 1);
    let until = request.starts_on.checked_add_days(last).unwrap_or(request.starts_on);
    let reserved = store.open_reservations(request.starts_on, until)?;
    let reserved = reserved.iter().any(|r| r.booked.room == room && r.booked.service == service);
    let occupied = store
        .in_house()?
        .iter()
        .any(|u| u.room == room && u.service == service && u.last_day() >= request.starts_on && u.first_day <= until);
    if reserved || occupied { Err(DeskError::DoubleBooking) } else { Ok(()) }
}

/// What cancelling would bring. Saves nothing.
///
/// # Errors
/// [`DeskError::ReservationEnded`], [`DeskError::Unreadable`].
pub fn preview_cancel(desk: &Desk, by: &Acting<Reception>, request: CancelRequest) -> Result<CancelledView, DeskError> {
    let store = desk.store();
    Ok(judge_cancel(desk, &store, by.is_manager(), &request)?.view)
}

/// Cancels: in time nothing counts, late the planned units do.
///
/// # Errors
/// As [`preview_cancel`]; [`DeskError::NeedsManager`] for waived money.
pub fn cancel(desk: &Desk, by: &Acting<Reception>, request: CancelRequest) -> Result<CancelledView, DeskError> {
    let mut store = desk.store();
    let judged = judge_cancel(desk, &store, by.is_manager(), &request)?;
    let kind = if judged.view.late { CancelKind::Late } else { CancelKind::InTime };
    save(desk, &mut store, by, judged, kind, &request.reason, request.waived_because.as_deref())
}

/// Declares a no-show (連絡なし), after closing time, by a person.
///
/// # Errors
/// [`DeskError::BeforeClosingTime`], [`DeskError::ReservationEnded`].
pub fn declare_no_show(
    desk: &Desk,
    by: &Acting<Reception>,
    request: ReservationRequest,
) -> Result<CancelledView, DeskError> {
    let mut store = desk.store();
    let cancel = CancelRequest {
        reservation_id: request.reservation_id,
        received_at: None,
        reason: String::new(),
        waived_because: None,
    };
    let judged = judge_cancel(desk, &store, by.is_manager(), &cancel)?;
    let closes_at = NaiveTime::parse_from_str(&judged.known.facility.closes_at, "%H:%M").unwrap_or_default();
    if !is_after_closing(judged.reservation.starts_on, closes_at, desk.now()) {
        return Err(DeskError::BeforeClosingTime);
    }
    save(desk, &mut store, by, judged, CancelKind::NoShow, "", None)
}

struct JudgedCancel {
    reservation: Booked,
    known: Known,
    verdict: Verdict,
    received_at: DateTime<FixedOffset>,
    view: CancelledView,
}

fn judge_cancel(desk: &Desk, store: &Store, manager: bool, request: &CancelRequest) -> Result<JudgedCancel, DeskError> {
    let reservation = open(store, request.reservation_id)?.booked;
    let received_at = match &request.received_at {
        Some(text) => DateTime::parse_from_rfc3339(text)
            .map_err(|_| DeskError::Unreadable { field: "received_at", expected: "RFC 3339 with offset" })?,
        None => desk.now(),
    };
    if received_at > desk.now() {
        return Err(DeskError::Unreadable { field: "received_at", expected: "a time that has passed" });
    }
    if request.waived_because.is_some() && !manager {
        return Err(DeskError::NeedsManager);
    }
    let known = know(store, &reservation.user_number, reservation.service, None, None, None)?;
    let mut case = known.case(desk, Ask::Cancel, reservation.starts_on, reservation.days, received_at, 0);
    // The deadline told at booking never moves to her disadvantage.
    let told = reservation.cancel_deadline;
    let mut verdict = ask_rules(&case, desk)?;
    if verdict.late && !domain::is_late(received_at, told) {
        case.at = verdict.cancel_deadline;
        verdict = ask_rules(&case, desk)?;
    }
    verdict.cancel_deadline = verdict.cancel_deadline.max(told);
    let edition = desk.programme().edition_on(reservation.starts_on);
    let waived = request.waived_because.is_some();
    let view = CancelledView {
        use_id: Uuid::now_v7(),
        late: verdict.late,
        units: verdict.units.0,
        copay: if waived { 0 } else { verdict.copay.0 },
        cancel_deadline: verdict.cancel_deadline.to_rfc3339(),
        manager_confirms: manager_confirms(edition, verdict.units) && verdict.copay.0 > 0,
        report_id: None,
    };
    Ok(JudgedCancel { reservation, known, verdict, received_at, view })
}

fn save(
    desk: &Desk,
    store: &mut Store,
    by: &Acting<Reception>,
    judged: JudgedCancel,
    kind: CancelKind,
    reason: &str,
    waived_because: Option<&str>,
) -> Result<CancelledView, DeskError> {
    let JudgedCancel { reservation, known, verdict, received_at, mut view } = judged;
    let author = desk.author(by);
    let record_kind = match (kind, waived_because) {
        (CancelKind::Late, Some(_)) => Some(RecordKind::Waived),
        (CancelKind::Late, None) => Some(RecordKind::LateCancellation),
        (CancelKind::NoShow, _) => Some(RecordKind::NoShow),
        _ => None,
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
        over_quota_units: verdict.units.0.saturating_sub(verdict.covered_units.0),
        moved_out_units: 0,
        remaining: None,
        corrects: None,
    });
    let fact = Cancelled {
        reservation_id: reservation.reservation_id,
        use_id: view.use_id,
        kind,
        received_at,
        reason: reason.trim().to_owned(),
        units: verdict.units.0,
        copay: view.copay,
        exempt: known.circumstances.is_exempt(reservation.starts_on),
        waived_because: waived_because.map(str::to_owned),
        record_id: None,
        moved_out_units: 0,
        awaits_manager: false,
    };
    view.report_id = store.write(|tx| {
        let record_id = draft.map(|d| tx.report(d)).transpose()?;
        tx.append(&author, Cancelled { record_id, ..fact })?;
        Ok::<_, DeskError>(record_id)
    })?;
    Ok(view)
}

/// The facility cannot take her: no use, no charge, a reason.
///
/// # Errors
/// [`DeskError::Empty`] without a reason, [`DeskError::ReservationEnded`].
pub fn refuse(desk: &Desk, by: &Acting<Reception>, request: RefuseRequest) -> Result<Done, DeskError> {
    if request.reason.trim().is_empty() {
        return Err(DeskError::Empty { field: "reason" });
    }
    let mut store = desk.store();
    let reservation = open(&store, request.reservation_id)?;
    let fact = without_charge(desk, &reservation, CancelKind::FacilityRefused, &request.reason);
    store.write(|tx| tx.append(&desk.author(by), fact).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

/// Closes a whole day (災害): every reservation of it ends without charge.
///
/// # Errors
/// [`DeskError::Empty`] without a reason.
pub fn close_day(desk: &Desk, by: &Acting<Manager>, request: CloseDayRequest) -> Result<ClosedDayView, DeskError> {
    if request.reason.trim().is_empty() {
        return Err(DeskError::Empty { field: "reason" });
    }
    let mut store = desk.store();
    let affected: Vec<ReservationRow> = store
        .open_reservations(request.date, request.date)?
        .into_iter()
        .filter(|r| r.booked.starts_on == request.date)
        .collect();
    let author = desk.author(by);
    let mut to_phone = vec![];
    for r in &affected {
        if let Some(m) = store.mother(&r.booked.user_number)? {
            to_phone.push(ToPhone { user_number: m.user_number, name: m.name, phone: m.phone });
        }
    }
    store.write(|tx| {
        tx.append(&author, DayClosed { date: request.date, reason: request.reason.clone() })?;
        for r in &affected {
            tx.append(&author, without_charge(desk, r, CancelKind::Disaster, &request.reason))?;
        }
        Ok::<_, DeskError>(())
    })?;
    Ok(ClosedDayView { to_phone })
}

fn without_charge(desk: &Desk, r: &ReservationRow, kind: CancelKind, reason: &str) -> Cancelled {
    Cancelled {
        reservation_id: r.booked.reservation_id,
        use_id: Uuid::now_v7(),
        kind,
        received_at: desk.now(),
        reason: reason.trim().to_owned(),
        units: 0,
        copay: 0,
        exempt: false,
        waived_because: None,
        record_id: None,
        moved_out_units: 0,
        awaits_manager: false,
    }
}

fn open(store: &Store, id: Uuid) -> Result<ReservationRow, DeskError> {
    let found = store.reservation(id)?.filter(|r| r.state == ReservationState::Open);
    found.ok_or(DeskError::ReservationEnded)
}
