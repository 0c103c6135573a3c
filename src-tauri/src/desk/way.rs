//! The way to the ward: enrol, send, look at each report, correct what is held, compare the month.

use chrono::TimeDelta;
use store::{ReportLine, ReportState as Stored};
use sync::{Outbox, Outgoing, Ward, drain};
use uuid::Uuid;
use wire::{
    Answer, Enrolled, KeyList, KeysReceived, LedgerLine, Reconciled, ReportReplaced, ReportResent, Verdict,
    WardAnswered, WardChanged,
};

use super::judging::span_of_month;
use super::mothers::surname;
use super::status::line;
use super::words::{presented_out, service_out};
use super::{Acting, Anyone, Desk, DeskError, Manager, Reception};
use crate::view::{
    AnswerView, CorrectReportRequest, Done, EnrolRequest, MonthRequest, Nothing, QueueView, ReconciledView,
    ReportRequest, ReportRow, ReportState, SentView,
};

/// An idle desk asks the ward this often what changed: revocations, exemptions, keys.
const IDLE: TimeDelta = TimeDelta::minutes(5);

/// Facts that no person caused are written by the desk itself.
const DESK: &str = "desk";

/// Enrols this desk at the ward, and fetches its keys.
///
/// # Errors
/// [`DeskError::Ward`] with what stands in the way; [`DeskError::PracticeWard`] where a practice facility
/// would reach a ward that is not on this machine.
pub fn enrol(desk: &Desk, by: &Acting<Manager>, request: EnrolRequest) -> Result<Done, DeskError> {
    let practice = desk.store().facility()?.is_some_and(|f| f.practice);
    if practice && !sync::stays_on_this_machine(&request.ward_url) {
        return Err(DeskError::PracticeWard);
    }
    let public_key = desk.store().public_key();
    let answer = sync::enrol(&request.ward_url, &request.code, public_key).map_err(ward_error)?;
    let enrolled = Enrolled {
        ward_url: request.ward_url.trim().to_owned(),
        facility_id: answer.facility_id,
        desk_id: answer.desk_id,
        ward_key: answer.ward_key,
    };
    desk.store().write(|tx| tx.append(&desk.author(by), enrolled).map_err(DeskError::from))?;
    send(desk)?;
    Ok(Done { done: true })
}

fn ward_error(e: sync::EdgeError) -> DeskError {
    DeskError::Ward { code: e.code().to_owned() }
}

fn ward(desk: &Desk) -> Result<Ward, DeskError> {
    let store = desk.store();
    let e = store.enrolment()?.ok_or(DeskError::NotEnrolled)?;
    Ward::new(&e.ward_url, &e.desk_id, store.signing_key(), &e.ward_key).map_err(ward_error)
}

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
    let _one = desk.sending.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
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
        let refused = done.trouble == Some("ward-refused");
        // 401 and 403 stop until a person acts.
        state.next_try = done.trouble.filter(|_| !refused).map(|_| desk.now() + wait);
    }
    Ok(SentView {
        sent: u32::try_from(done.sent).unwrap_or(u32::MAX),
        answers: done.answers.iter().map(answer_view).collect(),
        waiting: desk.store().queue_counts()?.waiting,
        trouble: done.trouble.map(str::to_owned),
    })
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

/// The screen 区への送信状況.
///
/// # Errors
/// [`DeskError::Unreadable`] for a month that is none.
pub fn queue(desk: &Desk, _by: &Acting<Reception>, request: MonthRequest) -> Result<QueueView, DeskError> {
    let (from, until) = span_of_month(&request.month)?;
    let line = line(desk)?;
    let store = desk.store();
    let lines = store.report_queue(from, until)?;
    let mut reports = Vec::with_capacity(lines.len());
    for l in lines {
        let mother = store.mother(&l.record.user_number)?;
        reports.push(row(l, mother.as_ref()));
    }
    let counted = |r: &&ReportRow| matches!(r.state, ReportState::Accepted { .. });
    let accepted = u32::try_from(reports.iter().filter(counted).count()).unwrap_or(u32::MAX);
    Ok(QueueView { line, accepted, reports })
}

fn row(l: ReportLine, mother: Option<&wire::MotherSet>) -> ReportRow {
    ReportRow {
        report_id: l.record.event_id,
        use_id: l.use_id,
        born: l.record.born,
        surname: mother.map(surname).unwrap_or_default(),
        unlisted: mother.is_some_and(|m| m.unlisted),
        service: service_out(l.record.service),
        first_day: l.record.first_day,
        units: l.record.units,
        kind: l.record.kind.word().to_owned(),
        presented: presented_out(l.record.presented),
        recorded_at: l.record.recorded_at.to_rfc3339(),
        user_number: l.record.user_number,
        state: match l.state {
            Stored::Waiting => ReportState::Waiting {},
            Stored::Accepted { at, receipt, processed_on } => ReportState::Accepted { at, receipt, processed_on },
            Stored::Warned { at, receipt, code } => ReportState::Warned { at, receipt, code },
            Stored::Held { at, code } => ReportState::Held { at, code },
            Stored::Replaced { by } => ReportState::Replaced { by },
        },
    }
}

fn held(desk: &Desk, id: Uuid) -> Result<ReportLine, DeskError> {
    let found = desk.store().report(id)?;
    found.filter(|l| matches!(l.state, Stored::Held { .. })).ok_or(DeskError::NotHeld)
}

/// Puts a held report back among the waiting ones, as it is.
///
/// # Errors
/// [`DeskError::NotHeld`].
pub fn resend(desk: &Desk, by: &Acting<Reception>, request: ReportRequest) -> Result<Done, DeskError> {
    let report = held(desk, request.report_id)?;
    let fact = ReportResent { event_id: report.record.event_id };
    desk.store().write(|tx| tx.append(&desk.author(by), fact).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

/// Sends a corrected report in place of a held one; the old one stays readable.
///
/// # Errors
/// [`DeskError::NotHeld`].
pub fn correct(desk: &Desk, by: &Acting<Reception>, request: CorrectReportRequest) -> Result<Done, DeskError> {
    let old = held(desk, request.report_id)?.record;
    let number = domain::UserNumber::parse(&request.user_number)
        .map_err(|_| DeskError::Unreadable { field: "user_number", expected: "1 to 32 letters, digits or hyphens" })?;
    let author = desk.author(by);
    let draft = store::RecordDraft {
        recorded_at: author.recorded_at,
        user_number: number.as_str().to_owned(),
        born: request.born,
        service: old.service,
        first_day: old.first_day,
        units: old.units,
        presented: old.presented,
        kind: old.kind,
        share_due: old.share_due,
        over_quota_units: old.over_quota_units,
        moved_out_units: old.moved_out_units,
        remaining: old.remaining,
        corrects: Some(old.event_id),
    };
    desk.store().write(|tx| {
        let new = tx.report(draft)?;
        tx.append(&author, ReportReplaced { event_id: old.event_id, by: new })?;
        Ok::<_, DeskError>(())
    })?;
    Ok(Done { done: true })
}

/// Compares a month with the ward's ledger: counts and digest.
///
/// # Errors
/// [`DeskError::Ward`] where the ward cannot be asked.
pub fn reconcile(desk: &Desk, by: &Acting<Manager>, request: MonthRequest) -> Result<ReconciledView, DeskError> {
    let (from, until) = span_of_month(&request.month)?;
    let theirs = ward(desk)?.ledger(&request.month).map_err(ward_error)?;
    let mut store = desk.store();
    let mut ours = vec![];
    for u in store.uses_between(from, until)?.into_iter().filter(|u| !u.taken_back && u.units > 0) {
        let Some(record) = u.record_id else { continue };
        // The ledger counts what was reported: number and kind are those of the record.
        if let Some(report) = store.report(record)? {
            ours.push(LedgerLine {
                event_id: record,
                user_number: report.record.user_number,
                service: u.service,
                first_day: u.first_day,
                units: u.units,
                kind: report.record.kind.word().to_owned(),
                share_due: u.copay,
                over_quota_units: match u.kind {
                    store::UseKind::Used => u.over_quota_units,
                    _ => report.record.over_quota_units,
                },
            });
        }
    }
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

pub(super) fn reconciled_view(at: &str, r: &Reconciled) -> ReconciledView {
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

/// What a timer does: sends when something waits and the time for the next try has come, and asks now and
/// then what changed; at the start, too.
///
/// # Errors
/// What the store says; an unenrolled desk has nothing to do.
pub fn tick(desk: &Desk, _by: &Acting<Anyone>) -> Result<bool, DeskError> {
    let (state, now) = (desk.line().clone(), desk.now());
    let due = state.next_try.is_none_or(|t| t <= now);
    let refused = state.trouble == Some("ward-refused");
    let idle = state.drained.is_none_or(|t| now.signed_duration_since(t) >= IDLE);
    let wanted = idle || state.trouble.is_some() || desk.store().queue_counts()?.waiting > 0;
    if !wanted || !due || refused || desk.store().enrolment()?.is_none() {
        return Ok(false);
    }
    send(desk).map(|_| true)
}
