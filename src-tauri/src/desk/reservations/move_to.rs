//! Another day, time, room or length for a reservation, and back again.

use chrono::NaiveDate;
use store::{ReservationRow, Store};
use wire::Moved;

use super::book::{Judged, Wanted, judge};
use super::open;
use crate::desk::wishes::waiting_for;
use crate::desk::{Acting, Desk, DeskError, Reception};
use crate::view::{Done, MoveRequest, MovedView, ReservationRequest};

/// What moving would bring. Saves nothing.
///
/// # Errors
/// As booking; [`DeskError::DeadlinePast`] where the day is to change, or days are to be left out, and the deadline has
/// passed: that is a cancellation, which counts.
pub fn preview_move(desk: &Desk, _by: &Acting<Reception>, request: MoveRequest) -> Result<MovedView, DeskError> {
    let store = desk.store();
    let (before, judged, moved) = plan(desk, &store, &request)?;
    view(desk, &store, &before, &judged, &moved)
}

/// Moves it: judged as a booking made now. On the same day the deadline is never earlier than the one that was told.
///
/// # Errors
/// As [`preview_move`].
pub fn move_reservation(desk: &Desk, by: &Acting<Reception>, request: MoveRequest) -> Result<MovedView, DeskError> {
    let mut store = desk.store();
    let (before, judged, moved) = plan(desk, &store, &request)?;
    let view = view(desk, &store, &before, &judged, &moved)?;
    store.write(|tx| tx.append(&desk.author(by), moved).map_err(DeskError::from))?;
    Ok(view)
}

/// Takes today's move back: day, time, room and the deadline stand as they were told before it.
///
/// # Errors
/// [`DeskError::NeedsManager`] where its deadline is past and an earlier told one is not; [`DeskError::NothingToUndo`]
/// where it was not moved today, [`DeskError::DoubleBooking`] or [`DeskError::Full`] where
/// somebody else has the place by now.
pub fn undo_move(desk: &Desk, by: &Acting<Reception>, request: ReservationRequest) -> Result<Done, DeskError> {
    let mut store = desk.store();
    let row = open(&store, request.reservation_id)?;
    let back = moved_today(desk, &row).ok_or(DeskError::NothingToUndo)?;
    // A later deadline instead of one that is past: what would count as late would no more.
    let told = row.booked.cancel_deadline;
    if domain::is_late(desk.now(), told) && back.cancel_deadline > told && !by.is_manager() {
        return Err(DeskError::NeedsManager);
    }
    let wanted = Wanted {
        user_number: &row.booked.user_number,
        service: row.booked.service,
        starts_on: back.starts_on,
        days: back.days,
        arrives_at: &back.arrives_at,
        room: &back.room,
        moving: Some(back.reservation_id),
    };
    judge(desk, &store, &wanted)?;
    store.write(|tx| tx.append(&desk.author(by), back).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

/// Where it stood before a move of today.
pub(super) fn moved_today(desk: &Desk, row: &ReservationRow) -> Option<Moved> {
    let before = row.before.as_ref()?;
    (before.until.date_naive() == desk.today()).then(|| before.stood.clone())
}

fn plan(desk: &Desk, store: &Store, request: &MoveRequest) -> Result<(ReservationRow, Judged, Moved), DeskError> {
    let row = open(store, request.reservation_id)?;
    let told = row.booked.cancel_deadline;
    let same_day = request.starts_on == row.booked.starts_on;
    if (!same_day || request.days < row.booked.days) && domain::is_late(desk.now(), told) {
        return Err(DeskError::DeadlinePast { deadline: told });
    }
    let judged = judge(
        desk,
        store,
        &Wanted {
            user_number: &row.booked.user_number,
            service: row.booked.service,
            starts_on: request.starts_on,
            days: request.days,
            arrives_at: &request.arrives_at,
            room: &request.room,
            moving: Some(row.booked.reservation_id),
        },
    )?;
    let deadline = judged.verdict.cancel_deadline;
    let moved = Moved {
        reservation_id: row.booked.reservation_id,
        starts_on: request.starts_on,
        days: request.days,
        arrives_at: judged.arrives_at.clone(),
        room: judged.room.clone(),
        cancel_deadline: if same_day { deadline.max(told) } else { deadline },
    };
    Ok((row, judged, moved))
}

fn view(
    desk: &Desk,
    store: &Store,
    before: &ReservationRow,
    judged: &Judged,
    moved: &Moved,
) -> Result<MovedView, DeskError> {
    let verdict = &judged.verdict;
    let freed: Vec<NaiveDate> = days(before.booked.starts_on, before.booked.days)
        .filter(|day| !days(moved.starts_on, moved.days).any(|d| d == *day))
        .collect();
    Ok(MovedView {
        outcome: judged.outcome(),
        reasons: judged.reasons.clone(),
        copay: verdict.copay.0,
        full_price: verdict.full_price.0,
        cancel_deadline: moved.cancel_deadline.to_rfc3339(),
        deadline_passed: domain::is_late(desk.now(), moved.cancel_deadline),
        waiting: waiting_for(desk, store, before.booked.service, &freed)?,
    })
}

/// The days of a reservation.
pub(super) fn days(from: NaiveDate, days: u32) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take(days.max(1) as usize)
}
