//! Sending what waits, and hearing what changed: at a person's word, and by a timer.

use std::sync::PoisonError;

use chrono::TimeDelta;
use sync::{EdgeError, Outbox, Outgoing, drain};
use wire::{Answer, KeyList, KeysReceived, Verdict, WardAnswered, WardChanged};

use super::super::{Acting, Anyone, Desk, DeskError, Reception};
use super::ward;
use crate::view::{AnswerView, Nothing, SentView};

/// An idle desk asks the ward this often what changed: revocations, exemptions, keys.
const IDLE: TimeDelta = TimeDelta::minutes(5);

/// Facts that no person caused are written by the desk itself.
const DESK: &str = "desk";

/// Sends now what waits.
///
/// # Errors
/// [`DeskError::NotEnrolled`]; what the line does is in the answer.
pub fn send_now(desk: &Desk, _by: &Acting<Reception>, _request: Nothing) -> Result<SentView, DeskError> {
    send(desk)
}

/// One drain. Also what start, commit, reconnection and the timer ring for. Never two at once.
///
/// # Errors
/// [`DeskError::NotEnrolled`] and what the store says.
pub fn send(desk: &Desk) -> Result<SentView, DeskError> {
    let _one = desk.sending.lock().unwrap_or_else(PoisonError::into_inner);
    let ward = ward(desk)?;
    let done = drain(&mut Kept { desk }, &ward)?;
    {
        let mut state = desk.line();
        state.trouble = done.trouble;
        state.drained = Some(desk.now());
        if done.trouble.is_none() {
            state.contact = state.drained;
        }
        state.backoff = if done.trouble.is_some() { state.backoff.failed() } else { Default::default() };
        let wait = TimeDelta::from_std(state.backoff.wait(share())).unwrap_or_default();
        state.next_try = done.trouble.filter(|t| !t.waits_for_a_person()).map(|_| desk.now() + wait);
    }
    Ok(SentView {
        sent: u32::try_from(done.sent).unwrap_or(u32::MAX),
        answers: done.answers.iter().map(answer_view).collect(),
        waiting: desk.store().queue_counts()?.waiting,
        trouble: done.trouble.map(|t| t.code().to_owned()),
    })
}

/// What a timer does: sends when something waits and the time for the next try has come, and asks now and
/// then what changed; at the start, too.
///
/// # Errors
/// What the store says; an unenrolled desk has nothing to do.
pub fn tick(desk: &Desk, _by: &Acting<Anyone>) -> Result<bool, DeskError> {
    let (state, now) = (desk.line().clone(), desk.now());
    let due = state.next_try.is_none_or(|t| t <= now);
    let refused = state.trouble.is_some_and(EdgeError::waits_for_a_person);
    let idle = state.drained.is_none_or(|t| now.signed_duration_since(t) >= IDLE);
    let wanted = idle || state.trouble.is_some() || desk.store().queue_counts()?.waiting > 0;
    if !wanted || !due || refused || desk.store().enrolment()?.is_none() {
        return Ok(false);
    }
    send(desk).map(|_| true)
}

/// A random share of the waiting time, so that desks do not all come back at once.
fn share() -> f64 {
    let mut byte = [128u8; 1];
    getrandom::fill(&mut byte).ok();
    f64::from(byte[0]) / 255.0
}

fn answer_view(a: &Answer) -> AnswerView {
    let verdict = match a.verdict {
        Verdict::Accepted => "accepted",
        Verdict::AcceptedWarn => "accepted_warn",
        Verdict::Duplicate => "duplicate",
        Verdict::Held => "held",
    };
    AnswerView { report_id: a.event_id, verdict: verdict.to_owned(), code: a.code.clone() }
}

/// The store as the drain needs it: each call takes and gives back the store.
struct Kept<'a> {
    desk: &'a Desk,
}

impl Kept<'_> {
    fn append(&self, fact: impl Into<wire::Fact>) -> Result<(), DeskError> {
        let author = self.desk.author_named(DESK);
        self.desk.store().write(|tx| tx.append(&author, fact).map(|_| ()).map_err(DeskError::from))
    }
}

impl Outbox for Kept<'_> {
    type Error = DeskError;

    fn waiting(&mut self, most: usize) -> Result<Vec<Outgoing>, DeskError> {
        let waiting = self.desk.store().waiting(most, wire::MAX_BATCH_BYTES)?;
        let out = |w: store::Waiting| Outgoing { event_id: w.event_id, hash: w.hash, bytes: w.bytes };
        Ok(waiting.into_iter().map(out).collect())
    }

    fn answered(&mut self, answers: Vec<Answer>) -> Result<(), DeskError> {
        self.append(WardAnswered { answers })
    }

    fn cursor(&mut self) -> Result<String, DeskError> {
        Ok(self.desk.store().changes_cursor()?)
    }

    fn changed(&mut self, page: WardChanged) -> Result<(), DeskError> {
        self.append(page)
    }

    fn keys(&mut self, list: KeyList) -> Result<(), DeskError> {
        let known = self.desk.store().keys()?;
        // The same keys again are news only once a day: their age is what is shown.
        let news = known.is_none_or(|k| k.jwks != list.jwks || (list.made_at - k.made_at).num_hours() >= 24);
        if news { self.append(KeysReceived { jwks: list.jwks, made_at: list.made_at }) } else { Ok(()) }
    }
}
