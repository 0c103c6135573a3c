//! The waiting list (キャンセル待ち): wishes with a span of days, and who is told when a place becomes free.

use chrono::NaiveDate;
use domain::Ask;
use store::Store;
use uuid::Uuid;
use wire::{Service, WishSet, WishState};

use super::judging::{About, must_go};
use super::mothers::surname;
use super::words::{service_in, service_out};
use super::written::may_be_written;
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{Done, WishIdRequest, WishRequest, WishView};

/// The longest span of a wish, days.
const LONGEST: i64 = 366;

/// Puts a wish on the list, or changes one that waits.
///
/// # Errors
/// [`DeskError::UnknownNumber`], [`DeskError::NotBornYet`], [`DeskError::PastDay`], [`DeskError::Refused`] where nothing
/// could be booked on its first day, [`DeskError::Gone`] for a wish that waits no longer, [`DeskError::Unreadable`].
pub fn set_wish(desk: &Desk, by: &Acting<Reception>, request: WishRequest) -> Result<WishView, DeskError> {
    let service = service_in(request.service);
    if request.until < desk.today() {
        return Err(DeskError::PastDay);
    }
    if !(0..LONGEST).contains(&request.until.signed_duration_since(request.from).num_days()) {
        return Err(DeskError::Unreadable { field: "until", expected: "a day within a year from the first" });
    }
    let note = may_be_written(&request.note, "note")?;
    let mut store = desk.store();
    let wish_id = match request.wish_id {
        None => Uuid::now_v7(),
        Some(id) => waiting(&store, id)?.wish_id,
    };
    let known = About::of(&request.user_number, service).known(&store)?;
    let first = request.from.max(desk.today());
    match must_go(&known.case(desk, Ask::Book, first, request.days, desk.now(), 0), desk) {
        // What it costs is said when it is booked.
        Ok(_) | Err(DeskError::FullPriceUnset { .. }) => {}
        Err(e) => return Err(e),
    }
    let wish = WishSet {
        wish_id,
        user_number: request.user_number,
        service,
        from: request.from,
        until: request.until,
        days: request.days,
        note,
        state: WishState::Waiting,
    };
    let shown = view(known.mother, wish.clone());
    store.write(|tx| tx.append(&desk.author(by), wish).map_err(DeskError::from))?;
    Ok(shown)
}

/// She does not wait any more.
///
/// # Errors
/// [`DeskError::Gone`].
pub fn withdraw_wish(desk: &Desk, by: &Acting<Reception>, request: WishIdRequest) -> Result<Done, DeskError> {
    let mut store = desk.store();
    let wish = WishSet { state: WishState::Withdrawn, ..waiting(&store, request.wish_id)? };
    store.write(|tx| tx.append(&desk.author(by), wish).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

/// She waits again: it was withdrawn by mistake.
///
/// # Errors
/// [`DeskError::NothingToUndo`] for a wish that was not withdrawn.
pub fn restore_wish(desk: &Desk, by: &Acting<Reception>, request: WishIdRequest) -> Result<Done, DeskError> {
    let mut store = desk.store();
    let withdrawn = store.wish(request.wish_id)?.filter(|w| w.state == WishState::Withdrawn);
    let wish = WishSet { state: WishState::Waiting, ..withdrawn.ok_or(DeskError::NothingToUndo)? };
    store.write(|tx| tx.append(&desk.author(by), wish).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

fn waiting(store: &Store, id: Uuid) -> Result<WishSet, DeskError> {
    store.wish(id)?.filter(|w| w.state == WishState::Waiting).ok_or(DeskError::Gone)
}

/// Who waits for a service on any of these days from today on; who asked first comes first.
pub(super) fn waiting_for(
    desk: &Desk,
    store: &Store,
    service: Service,
    days: &[NaiveDate],
) -> Result<Vec<WishView>, DeskError> {
    let coming = || days.iter().filter(|d| **d >= desk.today());
    let (Some(first), Some(last)) = (coming().min(), coming().max()) else { return Ok(vec![]) };
    let touched = |w: &WishSet| w.service == service && coming().any(|d| w.from <= *d && *d <= w.until);
    let found = store.waiting_wishes(*first, *last)?.into_iter().filter(touched);
    views(store, found.collect())
}

/// Wishes as lists show them.
pub(super) fn views(store: &Store, wishes: Vec<WishSet>) -> Result<Vec<WishView>, DeskError> {
    let mut views = vec![];
    for wish in wishes {
        views.extend(store.mother(&wish.user_number)?.map(|m| view(m, wish)));
    }
    Ok(views)
}

fn view(m: wire::MotherSet, w: WishSet) -> WishView {
    WishView {
        wish_id: w.wish_id,
        surname: surname(&m),
        unlisted: m.unlisted,
        phone: m.phone,
        user_number: w.user_number,
        service: service_out(w.service),
        from: w.from,
        until: w.until,
        days: w.days,
        note: w.note,
    }
}
