//! What may happen to a use after the check-in: leave, longer, shorter, taken back.

use domain::{Ask, Standing, StayChange, check_stay_change};
use store::{RecordDraft, Store, UseKind, UseReport, UseRow};
use uuid::Uuid;
use wire::{CheckOutTakenBack, CheckedOut, Meals, RecordKind, TakenBack, UseChanged};

use super::charges::unpaid;
use super::code::{drawn, shown};
use super::judging::{About, must_go};
use super::kitchen::{Presence, day_and_time};
use super::late_entry;
use super::rooms::{Place, Span, may_be_booked, may_be_kept};
use super::words::{service_out, service_rule};
use super::written::{may_be_written, written};
use super::{Acting, Desk, DeskError, Reception, japan};
use crate::view::{
    ChangeStayRequest, ChangedStayView, CheckOutPlan, CheckOutRequest, Done, QuestionnaireView, TakeBackRequest,
    UseRequest,
};

/// More meals of one kind than a mother eats on a day, with the father's or a sister's among them.
const MOST_A_DAY: u32 = 3;

/// What is asked as she leaves: meals as planned up to now, the ward's questionnaire.
///
/// # Errors
/// [`DeskError::UseEnded`].
pub fn check_out_plan(desk: &Desk, _by: &Acting<Reception>, request: UseRequest) -> Result<CheckOutPlan, DeskError> {
    let store = desk.store();
    let running = running(&store, request.use_id)?;
    let mother = store.mother(&running.user_number)?.ok_or(DeskError::UnknownNumber)?;
    let edition = desk.programme().edition_on(running.first_day);
    let presence = Presence {
        service: running.service,
        from: day_and_time(running.began_at),
        last_day: running.last_day(),
        left: Some(day_and_time(desk.now())),
    };
    let url = desk.programme().questionnaire_url().filter(|_| mother.apart.is_none());
    let questionnaire = |url: &str| {
        let code = shown(&drawn(url, "questionnaire_url")?);
        Ok::<_, DeskError>(QuestionnaireView { url: url.to_owned(), code })
    };
    Ok(CheckOutPlan {
        service: service_out(running.service),
        began_at: running.began_at.with_timezone(&japan()).to_rfc3339(),
        now: desk.now().to_rfc3339(),
        meals: edition.terms(service_rule(running.service)).meals.then(|| presence.meals()),
        unpaid: unpaid(&running) > 0,
        questionnaire: url.map(questionnaire).transpose()?,
    })
}

/// She leaves (退所), now or at the true time where it is entered afterwards.
///
/// # Errors
/// [`DeskError::UseEnded`], [`DeskError::Unreadable`] for a time before she came and for meals nobody eats.
pub fn check_out(desk: &Desk, by: &Acting<Reception>, request: CheckOutRequest) -> Result<Done, DeskError> {
    let left_at = late_entry::when(desk, request.left_at.as_deref())?;
    let mut store = desk.store();
    let running = running(&store, request.use_id)?;
    if left_at < running.began_at {
        return Err(DeskError::Unreadable { field: "left_at", expected: "a time after she came" });
    }
    let meals = request.meals.map(|m| Meals { breakfast: m.breakfast, lunch: m.lunch, dinner: m.dinner });
    let most = u32::try_from((left_at - running.began_at).num_days()).unwrap_or(0).saturating_add(2) * MOST_A_DAY;
    if meals.is_some_and(|m| [m.breakfast, m.lunch, m.dinner].iter().any(|n| *n > most)) {
        return Err(DeskError::Unreadable { field: "meals", expected: "meals that can have been eaten" });
    }
    if request.questionnaire && desk.programme().questionnaire_url().is_none() {
        return Err(DeskError::Unreadable { field: "questionnaire", expected: "left out: the ward has none" });
    }
    let fact = CheckedOut { use_id: running.use_id, left_at, meals, questionnaire: request.questionnaire };
    let author = late_entry::author(desk, by, left_at);
    store.write(|tx| tx.append(&author, fact).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

/// Takes a check-out back as a clerk's mistake: she is in the house still.
///
/// # Errors
/// [`DeskError::Empty`] without a reason, [`DeskError::StillInHouse`], [`DeskError::UseEnded`] for what was taken back,
/// [`DeskError::DoubleBooking`] where somebody else has her room now.
pub fn take_back_check_out(desk: &Desk, by: &Acting<Reception>, request: TakeBackRequest) -> Result<Done, DeskError> {
    let reason = written(&request.reason, "reason")?;
    let mut store = desk.store();
    let found = store.use_of_id(request.use_id)?.ok_or(DeskError::UseEnded)?;
    if found.taken_back || found.kind != UseKind::Used {
        return Err(DeskError::UseEnded);
    }
    if found.left_at.is_none() {
        return Err(DeskError::StillInHouse);
    }
    if found.service == wire::Service::Stay {
        let span = Span { room: &found.room, from: desk.today(), until: found.last_day().max(desk.today()) };
        may_be_kept(&store, &span, found.use_id, desk.today())?;
    }
    let fact = CheckOutTakenBack { use_id: found.use_id, reason };
    store.write(|tx| tx.append(&desk.author(by), fact).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

/// Makes a running stay longer or shorter; the ward gets a correction.
///
/// # Errors
/// [`DeskError::NotAChange`], [`DeskError::NeedsManager`] for shortening, [`DeskError::NoteMissing`],
/// [`DeskError::TicksMissing`] where new full-price days were not agreed to, [`DeskError::DoubleBooking`] where
/// somebody else has the room on the new days.
pub fn change_stay(
    desk: &Desk,
    by: &Acting<Reception>,
    request: ChangeStayRequest,
) -> Result<ChangedStayView, DeskError> {
    let mut store = desk.store();
    let now = running(&store, request.use_id)?;
    if now.service != wire::Service::Stay {
        return Err(DeskError::NotAChange);
    }
    let edition = desk.programme().edition_on(now.first_day);
    match check_stay_change(edition, i64::from(now.days), i64::from(request.days)) {
        None => return Err(DeskError::NotAChange),
        Some(StayChange::Shorter) if !by.is_manager() => return Err(DeskError::NeedsManager),
        Some(StayChange::Shorter) if request.reason.trim().is_empty() => {
            return Err(DeskError::NoteMissing { codes: "shortened".to_owned() });
        }
        Some(StayChange::Longer) => {
            let added_from = now.last_day().succ_opt().unwrap_or_else(|| now.last_day());
            let added = Span::of(&now.room, added_from, request.days.saturating_sub(now.days));
            may_be_kept(&store, &added, now.use_id, desk.today())?;
        }
        Some(StayChange::Shorter) => {}
    }
    let known = About::of(&now.user_number, now.service).changing(now.use_id).known(&store)?;
    let case = known.case(desk, Ask::Use, now.first_day, request.days, now.began_at, 0);
    let verdict = must_go(&case, desk)?;
    if verdict.full_price.0 > now.full_price && !request.agreed_full_price {
        return Err(DeskError::TicksMissing { codes: "full-price-told,agreement-signed".to_owned() });
    }
    let count = |standing| verdict.days.iter().filter(|d| d.standing == standing).count() as u64;
    let fact = UseChanged {
        use_id: now.use_id,
        days: request.days,
        units: verdict.units.0,
        covered_units: verdict.covered_units.0,
        over_quota_units: count(Standing::OverQuota),
        moved_out_units: count(Standing::MovedOut),
        copay: verdict.copay.0,
        full_price: verdict.full_price.0,
        reason: may_be_written(&request.reason, "reason")?,
        record_id: None,
    };
    let author = desk.author(by);
    let draft = now.record_id.map(|record| RecordDraft {
        units: fact.units,
        share_due: fact.copay,
        over_quota_units: fact.over_quota_units,
        moved_out_units: fact.moved_out_units,
        ..correction(&now, record, known.born, author.recorded_at)
    });
    store.write(|tx| {
        let record_id = draft.map(|d| tx.report(d)).transpose()?;
        tx.append(&author, UseChanged { record_id, ..fact })?;
        Ok::<_, DeskError>(())
    })?;
    let before = now.copay + now.full_price;
    Ok(ChangedStayView {
        units: verdict.units.0,
        charge: verdict.charge.0,
        difference: verdict.charge.0 as i64 - before as i64,
    })
}

/// Takes a use, a late cancellation or a no-show back as a clerk's mistake; never a cancellation. What the
/// ward holds of it has not counted and never will: nothing is sent then. Her reservation stands again, unless
/// somebody else has its place by now or the day was closed: then it has ended, and nothing counts.
///
/// # Errors
/// [`DeskError::Empty`] without a reason, [`DeskError::UseEnded`] when it is taken back already.
pub fn take_back(desk: &Desk, by: &Acting<Reception>, request: TakeBackRequest) -> Result<Done, DeskError> {
    let reason = written(&request.reason, "reason")?;
    let mut store = desk.store();
    let found = store.use_of_id(request.use_id)?.filter(|u| !u.taken_back).ok_or(DeskError::UseEnded)?;
    let entry = store.mother(&found.user_number)?.and_then(|m| m.born);
    let born = found.born.or(entry).ok_or(DeskError::NotBornYet)?;
    let author = desk.author(by);
    let reported = found.record_id.filter(|_| found.first_report != UseReport::Held);
    let draft = reported.map(|record| RecordDraft {
        units: 0,
        share_due: 0,
        over_quota_units: 0,
        moved_out_units: 0,
        ..correction(&found, record, born, author.recorded_at)
    });
    let reopens = stands_again(desk, &store, &found)?;
    let fact = TakenBack { use_id: found.use_id, reason, record_id: None, reopens };
    store.write(|tx| {
        let record_id = draft.map(|d| tx.report(d)).transpose()?;
        tx.append(&author, TakenBack { record_id, ..fact })?;
        Ok::<_, DeskError>(())
    })?;
    Ok(Done { done: true })
}

fn stands_again(desk: &Desk, store: &Store, u: &UseRow) -> Result<bool, DeskError> {
    let Some(row) = u.reservation_id.map(|id| store.reservation(id)).transpose()?.flatten() else { return Ok(true) };
    let booked = row.booked;
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let place = Place {
        service: booked.service,
        room: &booked.room,
        from: booked.starts_on,
        days: booked.days,
        but: Some(u.use_id),
    };
    match may_be_booked(desk, store, &facility, &place) {
        Ok(()) => Ok(!store.is_closed_day(booked.starts_on)?),
        Err(DeskError::DoubleBooking { .. } | DeskError::Full { .. }) => Ok(false),
        Err(e) => Err(e),
    }
}

fn running(store: &Store, use_id: Uuid) -> Result<UseRow, DeskError> {
    let found = store.use_of_id(use_id)?;
    let runs = |u: &UseRow| u.left_at.is_none() && !u.taken_back && u.kind == UseKind::Used;
    found.filter(runs).ok_or(DeskError::UseEnded)
}

/// The correction of a use's record, with the figures it had; `born` is that of the mother's entry.
pub(super) fn correction(
    u: &UseRow,
    record: Uuid,
    born: chrono::NaiveDate,
    recorded_at: chrono::DateTime<chrono::FixedOffset>,
) -> RecordDraft {
    RecordDraft {
        recorded_at,
        user_number: u.user_number.clone(),
        born: u.born.unwrap_or(born),
        service: u.service,
        first_day: u.first_day,
        units: u.units,
        presented: u.presented,
        kind: RecordKind::Correction,
        share_due: u.copay,
        over_quota_units: u.over_quota_units,
        moved_out_units: u.moved_out_units,
        remaining: None,
        corrects: Some(record),
    }
}
