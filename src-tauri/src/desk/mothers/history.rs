//! Everything that happened to a mother, from the facts: what, when, and who did it.

use std::collections::HashMap;

use chrono::SecondsFormat;
use store::{HistoryRow, Store};
use uuid::Uuid;
use wire::{
    Apart, AppointmentKind, AppointmentState, CancelKind, Change, Credential, Fact, Means, MotherSet, SlipLanguage,
    Source, WishState,
};

use crate::desk::{Acting, Desk, DeskError, Reception, japan};
use crate::view::{ChangedField, Facts, HistoryEntry, HistoryRequest, HistoryView};

/// How many facts are handed over at once.
const PAGE: usize = 50;

/// A part of her history, the newest first.
///
/// # Errors
/// [`DeskError::UnknownNumber`].
pub fn history(desk: &Desk, _by: &Acting<Reception>, request: HistoryRequest) -> Result<HistoryView, DeskError> {
    let store = desk.store();
    store.mother(&request.user_number)?.ok_or(DeskError::UnknownNumber)?;
    let staff: HashMap<String, String> = store.staff_list()?.into_iter().map(|s| (s.staff_id, s.name)).collect();
    let mut rows = store.history(&request.user_number, request.before, PAGE + 1)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let mut entries = vec![];
    for row in &rows {
        for told in told(&store, &request.user_number, row)? {
            entries.push(entry(row, &staff, told));
        }
    }
    Ok(HistoryView { entries, more })
}

/// What one fact says of her.
struct Told {
    code: &'static str,
    facts: Facts,
    changed: Vec<ChangedField>,
    /// Nobody at the desk did it.
    by_ward: bool,
}

fn entry(row: &HistoryRow, staff: &HashMap<String, String>, told: Told) -> HistoryEntry {
    let head = &row.head;
    let text = |at: chrono::DateTime<chrono::FixedOffset>| {
        at.with_timezone(&japan()).to_rfc3339_opts(SecondsFormat::Secs, false)
    };
    let later = head.recorded_at.signed_duration_since(head.occurred_at).num_seconds() >= 60;
    let who = staff.get(&head.staff).cloned().unwrap_or_default();
    HistoryEntry {
        event_id: head.event_id,
        code: told.code.to_owned(),
        at: text(head.occurred_at),
        written_at: later.then(|| text(head.recorded_at)),
        staff: if told.by_ward { String::new() } else { who },
        facts: told.facts,
        changed: told.changed,
    }
}

fn told(store: &Store, number: &str, row: &HistoryRow) -> Result<Vec<Told>, DeskError> {
    let one =
        |code, facts: Vec<(&str, String)>| vec![Told { code, facts: named(facts), changed: vec![], by_ward: false }];
    let of_use = |code, use_id, more: Vec<(&'static str, String)>| -> Result<Vec<Told>, DeskError> {
        Ok(one(code, [use_facts(store, use_id)?, more].concat()))
    };
    let of_reservation = |code, id, more: Vec<(&'static str, String)>| -> Result<Vec<Told>, DeskError> {
        Ok(one(code, [reservation_facts(store, id)?, more].concat()))
    };
    let Some(fact) = &row.fact else { return Ok(one("erased", vec![])) };
    Ok(match fact {
        Fact::MotherSet(m) => match store.entry_before(number, row.head.event_id)? {
            None => one("registered", vec![]),
            Some(before) => {
                vec![Told { code: "edited", facts: Facts::new(), changed: changed(&before, m), by_ward: false }]
            }
        },
        Fact::CouponRead(c) => {
            let left = |a: wire::Allowance| a.limit.saturating_sub(a.used).to_string();
            let q = &c.quota;
            one("coupon-read", vec![("stay", left(q.stay)), ("day_care", left(q.day_care)), ("visit", left(q.visit))])
        }
        Fact::RemainingTold(r) => {
            let facts = vec![
                ("service", r.service.id().to_owned()),
                ("count", r.count.to_string()),
                ("source", source_word(r.source).to_owned()),
            ];
            one("remaining-told", facts)
        }
        Fact::Booked(b) => {
            let facts = vec![
                ("service", b.service.id().to_owned()),
                ("on", b.starts_on.to_string()),
                ("days", b.days.to_string()),
                ("time", b.arrives_at.clone()),
            ];
            one("booked", facts)
        }
        Fact::Moved(m) => {
            let to =
                vec![("on", m.starts_on.to_string()), ("days", m.days.to_string()), ("time", m.arrives_at.clone())];
            let service = reservation_facts(store, m.reservation_id)?;
            one("moved", service.into_iter().filter(|(k, _)| *k == "service").chain(to).collect())
        }
        Fact::Cancelled(c) => {
            let code = match c.kind {
                CancelKind::InTime => "cancelled",
                CancelKind::Late => "cancelled-late",
                CancelKind::NoShow => "no-show",
                CancelKind::FacilityRefused => "facility-refused",
                CancelKind::Disaster => "disaster",
            };
            let why = c.waived_because.as_ref().unwrap_or(&c.reason).clone();
            let figures = vec![("units", c.units.to_string()), ("yen", c.copay.to_string()), ("reason", why)];
            of_reservation(code, c.reservation_id, figures)?
        }
        Fact::WishSet(w) => {
            let code = match w.state {
                WishState::Waiting => "wish-waiting",
                WishState::Booked => "wish-booked",
                WishState::Withdrawn => "wish-withdrawn",
            };
            let facts = vec![
                ("service", w.service.id().to_owned()),
                ("from", w.from.to_string()),
                ("until", w.until.to_string()),
            ];
            one(code, facts)
        }
        Fact::AppointmentSet(a) => {
            let code = match (a.kind, a.state) {
                (AppointmentKind::Tour, AppointmentState::Planned) => "tour-planned",
                (AppointmentKind::Tour, AppointmentState::Held) => "tour-held",
                (AppointmentKind::Tour, AppointmentState::Cancelled) => "tour-cancelled",
                (AppointmentKind::Orientation, AppointmentState::Planned) => "orientation-planned",
                (AppointmentKind::Orientation, AppointmentState::Held) => "orientation-held",
                (AppointmentKind::Orientation, AppointmentState::Cancelled) => "orientation-cancelled",
            };
            one(code, vec![("on", a.date.to_string()), ("time", a.starts_at.clone())])
        }
        Fact::TurnedAway(t) => {
            one("turned-away", vec![("service", t.service.id().to_owned()), ("reason", t.reason.clone())])
        }
        Fact::CheckedIn(c) => {
            let facts = vec![
                ("service", c.service.id().to_owned()),
                ("on", c.starts_on.to_string()),
                ("days", c.days.to_string()),
                ("yen", c.copay.saturating_add(c.full_price).to_string()),
            ];
            one("checked-in", facts)
        }
        Fact::CheckedOut(c) => of_use("checked-out", c.use_id, vec![])?,
        Fact::CheckOutTakenBack(c) => of_use("check-out-taken-back", c.use_id, vec![("reason", c.reason.clone())])?,
        Fact::UseChanged(u) => {
            let now = vec![("now", u.days.to_string()), ("reason", u.reason.clone())];
            of_use("use-changed", u.use_id, now)?
        }
        Fact::TakenBack(t) => of_use("taken-back", t.use_id, vec![("reason", t.reason.clone())])?,
        Fact::Paid(p) => {
            let code = if p.yen < 0 { "refunded" } else { "paid" };
            let facts = vec![("yen", p.yen.unsigned_abs().to_string()), ("means", means_word(p.means).to_owned())];
            of_use(code, p.use_id, facts)?
        }
        Fact::ChargeConfirmed(c) => of_use("charge-confirmed", c.use_id, vec![])?,
        Fact::Reminded(r) => of_use("reminded", r.use_id, vec![("reason", r.note.clone())])?,
        Fact::ReceiptIssued(r) => {
            let code = if r.cancels.is_some() { "receipt-cancelled" } else { "receipt-issued" };
            let facts = vec![("yen", r.yen.unsigned_abs().to_string()), ("serial", r.serial.to_string())];
            of_use(code, r.use_id, facts)?
        }
        Fact::ReceiptPrinted(_) => one("receipt-printed", vec![]),
        Fact::ReportReplaced(_) => one("report-replaced", vec![]),
        Fact::WardChanged(w) => w.changes.iter().filter_map(|c| by_ward(number, c)).collect(),
        // No other kind has a row of hers.
        _ => vec![],
    })
}

fn by_ward(number: &str, change: &Change) -> Option<Told> {
    let (of, code, facts) = match change {
        Change::Balance { user_number, .. } => (user_number, "ward-balance", Facts::new()),
        Change::Exemption { user_number, .. } => (user_number, "ward-exemption", Facts::new()),
        Change::MovedOut { user_number, on } => (user_number, "ward-moved-out", named(vec![("on", on.to_string())])),
        Change::Revoked { .. } | Change::Processed { .. } | Change::Notice { .. } => return None,
    };
    (of == number).then_some(Told { code, facts, changed: vec![], by_ward: true })
}

fn named(facts: Vec<(&str, String)>) -> Facts {
    facts.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k.to_owned(), v)).collect()
}

fn use_facts(store: &Store, use_id: Uuid) -> Result<Vec<(&'static str, String)>, DeskError> {
    let found = store.use_of_id(use_id)?;
    Ok(found.map_or_else(Vec::new, |u| {
        vec![("service", u.service.id().to_owned()), ("on", u.first_day.to_string()), ("days", u.days.to_string())]
    }))
}

fn reservation_facts(store: &Store, id: Uuid) -> Result<Vec<(&'static str, String)>, DeskError> {
    let found = store.reservation(id)?.map(|r| r.booked);
    Ok(found.map_or_else(Vec::new, |b| {
        vec![("service", b.service.id().to_owned()), ("on", b.starts_on.to_string()), ("days", b.days.to_string())]
    }))
}

fn means_word(means: Means) -> &'static str {
    match means {
        Means::Cash => "cash",
        Means::Card => "card",
        Means::Later => "later",
    }
}

fn source_word(source: Source) -> &'static str {
    match source {
        Source::Coupon => "coupon",
        Source::Card => "card",
        Source::Ward => "ward",
        Source::HerWord => "her-word",
    }
}

/// Which fields of an entry differ, with what stood there and what is new. Dates are ISO, choices their codes.
pub(super) fn changed(before: &MotherSet, after: &MotherSet) -> Vec<ChangedField> {
    let day = |d: Option<chrono::NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
    let credential = |c: Credential| match c {
        Credential::Coupon => "coupon",
        Credential::Card => "card",
        Credential::None => "none",
    };
    let language = |l: SlipLanguage| match l {
        SlipLanguage::Ja => "ja",
        SlipLanguage::Plain => "plain",
        SlipLanguage::En => "en",
    };
    let apart = |a: Option<Apart>| match a {
        None => "",
        Some(Apart::Bereaved) => "bereaved",
        Some(Apart::Hospitalised) => "hospitalised",
    };
    let yes = |b: bool| if b { "yes" } else { "no" };
    let corrected = |m: &MotherSet| m.corrected.as_ref().map(|c| c.days.to_string()).unwrap_or_default();
    let periods = |m: &MotherSet| {
        let one = |w: &wire::Waiver| format!("{}/{}", w.from, day(w.until));
        m.waived.iter().map(one).collect::<Vec<_>>().join(" ")
    };
    let fields = |m: &MotherSet| {
        [
            ("user_number", m.user_number.clone()),
            ("name", m.name.clone()),
            ("kana", m.kana.clone()),
            ("phone", m.phone.clone()),
            ("born", day(m.born)),
            ("expected_on", day(m.expected_on)),
            ("babies", m.babies.to_string()),
            ("credential", credential(m.credential).to_owned()),
            ("interview_on", day(m.interview_on)),
            ("health_centre", m.health_centre.clone()),
            ("oriented_on", day(m.oriented_on)),
            ("corrected", corrected(m)),
            ("moved_out_on", day(m.moved_out_on)),
            ("waived", periods(m)),
            ("allergies", m.allergies.clone()),
            ("diet", m.diet.clone()),
            ("emergency_contact", m.emergency_contact.clone()),
            ("doctor", m.doctor.clone()),
            ("language", language(m.language).to_owned()),
            ("unlisted", yes(m.unlisted).to_owned()),
            ("apart", apart(m.apart).to_owned()),
        ]
    };
    let mut changed: Vec<ChangedField> = fields(before)
        .into_iter()
        .zip(fields(after))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| ChangedField { field: field.to_owned(), before, after })
        .collect();
    // The days are the same, but who approved them or until when has changed.
    if before.corrected != after.corrected && corrected(before) == corrected(after) {
        let field = "corrected".to_owned();
        changed.push(ChangedField { field, before: corrected(before), after: corrected(after) });
    }
    changed
}
