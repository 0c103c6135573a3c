//! Booking: the verdict, the deadline, the share, and a place that is free.

use domain::{Ask, Verdict};
use store::Store;
use uuid::Uuid;
use wire::{Booked, WishSet, WishState};

use super::time_of_day;
use crate::desk::judging::{About, Known, calendar, must_go};
use crate::desk::reasons::{look_view, reason_view};
use crate::desk::rooms::{Place, may_be_booked};
use crate::desk::words::service_in;
use crate::desk::written::may_be_one_line;
use crate::desk::{Acting, Desk, DeskError, Reception};
use crate::view::{BookRequest, BookedView, OutcomeKind, ReasonView};

/// What booking would be. Saves nothing.
///
/// # Errors
/// [`DeskError::PastDay`], [`DeskError::Refused`], [`DeskError::NotBornYet`], [`DeskError::DoubleBooking`],
/// [`DeskError::Full`] …
pub fn preview(desk: &Desk, _by: &Acting<Reception>, request: BookRequest) -> Result<BookedView, DeskError> {
    let store = desk.store();
    wish(&store, &request)?;
    let judged = judge(desk, &store, &Wanted::of(&request))?;
    Ok(view(desk, &judged, Uuid::nil()))
}

/// Books. A wish on the waiting list that it fulfils waits no longer.
///
/// # Errors
/// As [`preview`].
pub fn book(desk: &Desk, by: &Acting<Reception>, request: BookRequest) -> Result<BookedView, DeskError> {
    let mut store = desk.store();
    let fulfilled = wish(&store, &request)?.map(|w| WishSet { state: WishState::Booked, ..w });
    let judged = judge(desk, &store, &Wanted::of(&request))?;
    let booked = Booked {
        reservation_id: Uuid::now_v7(),
        user_number: request.user_number.clone(),
        service: service_in(request.service),
        starts_on: request.starts_on,
        days: request.days,
        arrives_at: judged.arrives_at.clone(),
        room: judged.room.clone(),
        cancel_deadline: judged.verdict.cancel_deadline,
    };
    let view = view(desk, &judged, booked.reservation_id);
    let author = desk.author(by);
    store.write(|tx| {
        tx.append(&author, booked)?;
        fulfilled.map(|w| tx.append(&author, w)).transpose()?;
        Ok::<_, DeskError>(())
    })?;
    Ok(view)
}

/// The wish that the booking fulfils: hers, of that service, and still waiting.
fn wish(store: &Store, request: &BookRequest) -> Result<Option<WishSet>, DeskError> {
    let Some(id) = request.wish_id else { return Ok(None) };
    let found = store.wish(id)?.filter(|w| {
        w.state == WishState::Waiting
            && w.user_number == request.user_number
            && w.service == service_in(request.service)
    });
    Ok(Some(found.ok_or(DeskError::Gone)?))
}

/// A use as somebody wishes to have it reserved.
pub(super) struct Wanted<'a> {
    pub(super) user_number: &'a str,
    pub(super) service: wire::Service,
    pub(super) starts_on: chrono::NaiveDate,
    pub(super) days: u32,
    pub(super) arrives_at: &'a str,
    pub(super) room: &'a str,
    /// The reservation that is being moved to this.
    pub(super) moving: Option<Uuid>,
}

impl<'a> Wanted<'a> {
    fn of(request: &'a BookRequest) -> Wanted<'a> {
        Wanted {
            user_number: &request.user_number,
            service: service_in(request.service),
            starts_on: request.starts_on,
            days: request.days,
            arrives_at: &request.arrives_at,
            room: &request.room,
            moving: None,
        }
    }
}

/// That it goes, and on what ground.
pub(super) struct Judged {
    pub(super) known: Known,
    pub(super) verdict: Verdict,
    pub(super) reasons: Vec<ReasonView>,
    pub(super) arrives_at: String,
    pub(super) room: String,
}

impl Judged {
    pub(super) fn outcome(&self) -> OutcomeKind {
        if self.reasons.is_empty() { OutcomeKind::Accept } else { OutcomeKind::Look }
    }
}

/// Judges what is wished as a booking made now.
pub(super) fn judge(desk: &Desk, store: &Store, wanted: &Wanted<'_>) -> Result<Judged, DeskError> {
    let arrives_at = time_of_day(wanted.arrives_at, "arrives_at")?;
    let room = may_be_one_line(wanted.room, "room")?;
    if wanted.starts_on < desk.today() {
        return Err(DeskError::PastDay);
    }
    let known = About::of(wanted.user_number, wanted.service).known(store)?;
    let before = (wanted.starts_on, Uuid::max());
    let reserved = reserved(desk, store, (wanted.user_number, wanted.service), before, wanted.moving)?;
    let case = known.case(desk, Ask::Book, wanted.starts_on, wanted.days, desk.now(), reserved);
    let verdict = must_go(&case, desk)?;
    let place =
        Place { service: wanted.service, room: &room, from: wanted.starts_on, days: wanted.days, but: wanted.moving };
    may_be_booked(desk, store, &known.facility, &place)?;
    let programme = desk.programme();
    let mut reasons: Vec<_> = verdict.reasons.iter().map(|r| reason_view(programme, r, false)).collect();
    if !calendar(&known.facility).is_open(wanted.starts_on) || store.is_closed_day(wanted.starts_on)? {
        reasons.push(look_view(programme, "house-closed"));
    }
    Ok(Judged { known, verdict, reasons, arrives_at, room })
}

/// Units of her other open reservations of a service that come first: of an earlier day, or made earlier for the same one.
/// Who did not come on a day that is over is cancelled or a no-show, and counted by that.
pub(in crate::desk) fn reserved(
    desk: &Desk,
    store: &Store,
    (user_number, service): (&str, wire::Service),
    before: (chrono::NaiveDate, Uuid),
    but: Option<Uuid>,
) -> Result<u64, DeskError> {
    let rows = store.open_reservations_of(user_number)?;
    let others = rows.iter().map(|r| &r.booked).filter(|b| b.service == service && Some(b.reservation_id) != but);
    let first = others.filter(|b| b.starts_on >= desk.today() && (b.starts_on, b.reservation_id) < before);
    Ok(first.map(|b| u64::from(b.days)).sum())
}

fn view(desk: &Desk, judged: &Judged, reservation_id: Uuid) -> BookedView {
    let verdict = &judged.verdict;
    BookedView {
        reservation_id,
        outcome: judged.outcome(),
        reasons: judged.reasons.clone(),
        copay: verdict.copay.0,
        full_price: verdict.full_price.0,
        cancel_deadline: verdict.cancel_deadline.to_rfc3339(),
        deadline_passed: domain::is_late(desk.now(), verdict.cancel_deadline),
        allergies: judged.known.mother.allergies.clone(),
        diet: judged.known.mother.diet.clone(),
    }
}
