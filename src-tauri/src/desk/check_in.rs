//! Check-in (受付): the verdict as reception sees it, and the one transaction that saves it.

use chrono::{DateTime, FixedOffset};
use domain::{Ask, Attention, Figure, Outcome, Reason, RemainingSource, Standing, Units, Verdict, attention};
use store::{RecordDraft, Store};
use uuid::Uuid;
use wire::{CheckedIn, CouponRead, FigureStands, Means, PresentedAs, RecordKind, SeenRemaining};

use super::judging::{About, Known, ask_rules, oldest_months, told};
use super::late_entry;
use super::mothers::brief;
use super::reasons::{attention_view, good_view, look_view, reason_view};
use super::receipts::{self, Received, Texts, issue};
use super::recognise::{coupon_fact, verified};
use super::rooms::{Span, may_be_entered};
use super::words::{
    means_in, presented_in, presented_rule, service_in, service_rule, source_in, source_out, source_wire, stands_in,
};
use super::written::{may_be_one_line, may_be_written};
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{
    CheckInDraft, CheckInRequest, CheckInView, CheckedInView, DayView, Facts, OutcomeKind, RemainingView, TakenOff,
    TickView,
};

/// Everything decided about a draft.
struct Decided {
    known: Known,
    coupon: Option<CouponRead>,
    told: Option<Figure>,
    verdict: Verdict,
    attention: Vec<Attention>,
    presented: PresentedAs,
    stands: FigureStands,
    /// When she came: now, or the true time where it is entered afterwards.
    at: DateTime<FixedOffset>,
    /// Older siblings come along.
    siblings: bool,
}

/// The verdict for a draft. Saves nothing.
///
/// # Errors
/// [`DeskError::UnknownNumber`], [`DeskError::BirthMismatch`], [`DeskError::FullPriceUnset`] and what
/// a coupon that does not hold gives. A refusal of the rules is a verdict, no error.
pub fn preview(desk: &Desk, _by: &Acting<Reception>, draft: CheckInDraft) -> Result<CheckInView, DeskError> {
    let store = desk.store();
    let decided = decide(desk, &store, &draft)?;
    Ok(view(desk, &draft, &decided))
}

/// Saves a check-in: facts and the report to the ward in one transaction.
///
/// # Errors
/// As [`preview`]; [`DeskError::Refused`], [`DeskError::VerdictChanged`], [`DeskError::TicksMissing`],
/// [`DeskError::NoteMissing`], [`DeskError::NeedsManager`], [`DeskError::DoubleBooking`]. Nothing is saved then.
pub fn check_in(desk: &Desk, by: &Acting<Reception>, request: CheckInRequest) -> Result<CheckedInView, DeskError> {
    let mut store = desk.store();
    let texts = Texts::of(request.addressee.as_deref(), request.wording.as_deref())?;
    let decided = decide(desk, &store, &request.draft)?;
    let shown = view(desk, &request.draft, &decided);
    may_be_saved(by, &request, &decided, &shown)?;
    let first_day = decided.at.date_naive();
    if let Some(id) = request.draft.reservation_id {
        let open = store.reservation(id)?.filter(|r| {
            r.state == store::ReservationState::Open
                && r.booked.user_number == request.draft.user_number
                && r.booked.service == decided.known.service
                && r.booked.starts_on == first_day
        });
        open.ok_or(DeskError::ReservationEnded)?;
    }
    if decided.known.service == wire::Service::Stay {
        let span = Span::of(&request.draft.room, first_day, request.draft.days);
        may_be_entered(&store, &span, &request.draft.user_number)?;
    }

    let use_id = Uuid::now_v7();
    let author = late_entry::author(desk, by, decided.at);
    let Decided { known, coupon, told, verdict, presented, stands, .. } = decided;
    let means = means_in(request.means);
    let paid = if means == Means::Later { 0 } else { verdict.charge.0 };
    let remaining = known.remaining.as_ref().map(|r| wire::Remaining {
        count: r.left.0,
        source: source_wire(r.figure.source),
        as_of: r.figure.as_of,
        stands,
    });
    let seen = remaining.as_ref().map(|r| SeenRemaining {
        count: r.count,
        source: r.source,
        as_of: r.as_of,
        stands: r.stands,
    });
    let draft = RecordDraft {
        recorded_at: author.recorded_at,
        user_number: known.mother.user_number.clone(),
        born: known.born,
        service: known.service,
        first_day,
        units: verdict.units.0,
        presented,
        kind: RecordKind::Used,
        share_due: verdict.copay.0,
        over_quota_units: verdict.over_quota_units.0,
        moved_out_units: verdict.moved_out_units.0,
        remaining: seen,
        corrects: None,
    };
    let asked = shown.ticks.iter().map(|t| t.code.clone());
    let fact = CheckedIn {
        use_id,
        reservation_id: request.draft.reservation_id,
        user_number: known.mother.user_number.clone(),
        service: known.service,
        starts_on: first_day,
        days: request.draft.days,
        units: verdict.units.0,
        covered_units: verdict.covered_units.0,
        over_quota_units: draft.over_quota_units,
        moved_out_units: draft.moved_out_units,
        copay: verdict.copay.0,
        full_price: verdict.full_price.0,
        exempt: known.circumstances.is_exempt(first_day),
        babies: u32::try_from(known.circumstances.babies).unwrap_or(u32::MAX),
        reasons: shown.reasons.iter().map(|r| r.code.clone()).collect(),
        ticks: asked.filter(|c| request.ticks.contains(c)).collect(),
        note: may_be_written(&request.note, "note")?,
        presented,
        remaining,
        paid,
        means,
        room: may_be_one_line(&request.draft.room, "room")?,
        record_id: None,
    };
    // Her word beside a better figure decides nothing and must not take the place of a card's.
    let decides = |t: &Figure| known.remaining.as_ref().is_some_and(|r| r.figure.source == t.source);
    let told = told.filter(|t| t.source != RemainingSource::HerWord || decides(t));
    let (report_id, receipt_id) = store.write(|tx| {
        if let Some(coupon) = coupon {
            tx.append(&author, coupon)?;
        }
        if let Some(told) = told {
            tx.append(
                &author,
                wire::RemainingTold {
                    user_number: known.mother.user_number.clone(),
                    service: known.service,
                    count: told.left.0,
                    source: source_wire(told.source),
                    as_of: told.as_of,
                },
            )?;
        }
        let report_id = tx.report(draft)?;
        tx.append(&author, CheckedIn { record_id: Some(report_id), ..fact })?;
        let yen = i64::try_from(paid).unwrap_or(i64::MAX);
        if yen == 0 {
            return Ok::<_, DeskError>((report_id, None));
        }
        let used = tx.use_of_id(use_id)?.ok_or(DeskError::UseEnded)?;
        let received = Received { used: &used, yen, means, texts, cancels: None };
        Ok((report_id, Some(issue(tx, &author, &known.facility, &known.mother, received)?)))
    })?;
    let receipt = match receipt_id.map(|id| store.receipt(id)).transpose()?.flatten() {
        Some(row) => receipts::view(&store, &row)?,
        None => {
            let used = store.use_of_id(use_id)?.ok_or(DeskError::UseEnded)?;
            receipts::owed(&known.facility, &known.mother, &used, author.occurred_at, by.name())
        }
    };
    Ok(CheckedInView { use_id, report_id, receipt })
}

fn may_be_saved(
    by: &Acting<Reception>,
    request: &CheckInRequest,
    decided: &Decided,
    shown: &CheckInView,
) -> Result<(), DeskError> {
    if decided.verdict.outcome == Outcome::Refuse {
        let codes: Vec<&str> = decided.verdict.reasons.iter().map(Reason::code).collect();
        return Err(DeskError::Refused { codes: codes.join(",") });
    }
    if decided.verdict.charge.0 != request.charge_shown {
        return Err(DeskError::VerdictChanged { charge: decided.verdict.charge.0 });
    }
    if shown.needs_manager && !by.is_manager() {
        return Err(DeskError::NeedsManager);
    }
    let missing: Vec<&str> =
        shown.ticks.iter().map(|t| t.code.as_str()).filter(|c| !request.ticks.iter().any(|t| t == c)).collect();
    if !missing.is_empty() {
        return Err(DeskError::TicksMissing { codes: missing.join(",") });
    }
    if !shown.needs_note.is_empty() && request.note.trim().is_empty() {
        return Err(DeskError::NoteMissing { codes: shown.needs_note.join(",") });
    }
    Ok(())
}

fn decide(desk: &Desk, store: &Store, draft: &CheckInDraft) -> Result<Decided, DeskError> {
    let presented = presented_in(draft.presented);
    let at = late_entry::when(desk, draft.at.as_deref())?;
    let coupon = match &draft.coupon_text {
        Some(text) => Some(coupon_fact(&verified(desk, store, text)?)),
        None if presented == PresentedAs::CouponRead => {
            return Err(DeskError::Unreadable {
                field: "coupon_text",
                expected: "the text of the coupon that was read",
            });
        }
        None => None,
    };
    let told = draft.remaining_told.as_ref().map(|t| told(t.count.into(), source_in(t.source), at));
    let service = service_in(draft.service);
    let stands = stands_in(draft.figure_stands);
    let of_this_use = match stands {
        FigureStands::AfterUse => Units(draft.days.into()),
        FigureStands::BeforeUse => Units(0),
    };
    let about = About::of(&draft.user_number, service);
    let afterwards = draft.at.as_ref().map(|_| at);
    let known = About { coupon: coupon.as_ref(), told, of_this_use, at: afterwards, ..about }.known(store)?;
    if let Some(c) = &coupon
        && (c.user_number != known.mother.user_number || c.born != known.born)
    {
        return Err(DeskError::BirthMismatch);
    }
    // Only a figure that was read just now can contain the use that is just beginning.
    let read_now = |f: &Figure| {
        let of_coupon = coupon.as_ref().map(|c| (RemainingSource::Coupon, c.used_as_of));
        let of_told = told.map(|t| (t.source, t.as_of));
        [of_coupon, of_told].contains(&Some((f.source, f.as_of)))
    };
    let stands = match known.remaining.as_ref().is_some_and(|r| read_now(&r.figure)) {
        true => stands,
        false => FigureStands::BeforeUse,
    };
    let today = at.date_naive();
    let case = known.case(desk, Ask::Use, today, draft.days, at, 0);
    let verdict = ask_rules(&case, desk)?;
    let ends_on = verdict.days.last().map_or(today, |d| d.date);
    let situation = domain::Situation {
        service: service_rule(service),
        starts_on: today,
        ends_on,
        mother: &known.circumstances,
        presented: Some(presented_rule(presented)),
        interview_on: known.mother.interview_on,
        oriented_on: known.mother.oriented_on,
        needs_orientation: known.facility.needs_orientation,
        oldest_months: oldest_months(&known.facility, service),
        other_uses: known.uses.iter().map(|u| (u.first_day, u.last_day())).collect(),
        remaining_known: known.remaining.is_some(),
        together: known.mother.apart.is_none(),
    };
    let attention = attention(&situation, desk.programme());
    Ok(Decided { attention, verdict, coupon, told, presented, stands, known, at, siblings: draft.siblings })
}

fn view(desk: &Desk, draft: &CheckInDraft, d: &Decided) -> CheckInView {
    let refused = d.verdict.outcome == Outcome::Refuse;
    let first_day = d.at.date_naive();
    let programme = desk.programme();
    let mut reasons: Vec<_> = d.verdict.reasons.iter().map(|r| reason_view(programme, r, refused)).collect();
    if !refused {
        reasons.extend(d.attention.iter().map(|a| attention_view(programme, a)));
        if d.siblings && d.known.service != wire::Service::Visit {
            reasons.push(look_view(programme, "siblings-come"));
        }
        if !d.verdict.reasons.iter().any(|r| r.code() == "over-quota") {
            reasons.push(good_view(programme, "within-quota"));
        }
        reasons.push(good_view(programme, "within-year"));
        if d.coupon.is_some() {
            reasons.push(good_view(programme, "coupon-signed"));
        }
    }
    reasons.sort_by_key(|r| r.tone == OutcomeKind::Accept);
    let look = reasons.iter().any(|r| r.tone == OutcomeKind::Look);
    let quota = d.known.quota(desk, first_day);
    let edition = programme.edition_on(first_day);
    CheckInView {
        outcome: match (refused, look) {
            (true, _) => OutcomeKind::No,
            (false, true) => OutcomeKind::Look,
            (false, false) => OutcomeKind::Accept,
        },
        mother: brief(desk, &d.known.mother),
        presented: draft.presented,
        service: draft.service,
        starts_on: first_day,
        days: d.verdict.days.iter().map(day_view).collect(),
        copay: d.verdict.copay.0,
        full_price: d.verdict.full_price.0,
        charge: d.verdict.charge.0,
        exempt: d.known.circumstances.is_exempt(first_day),
        remaining: d.known.remaining.as_ref().map(|r| RemainingView {
            before: r.left.0,
            after: r.left.0.saturating_sub(d.verdict.covered_units.0),
            limit: quota.0,
            source: source_out(r.figure.source),
            as_of: r.figure.as_of.with_timezone(&super::japan()).to_rfc3339(),
            figure: r.figure.left.0,
            taken_off: r.taken_off.iter().map(taken_off).collect(),
        }),
        last_day: d.known.circumstances.last_day(edition.within_months),
        needs_note: needs_note(&reasons),
        needs_manager: d.attention.iter().any(|a| matches!(a, Attention::FacilityAgeLimit { .. })),
        ticks: if refused { vec![] } else { ticks(d) },
        allergies: d.known.mother.allergies.clone(),
        diet: d.known.mother.diet.clone(),
        wording: report::receipt_wording(&report::ReceiptFor {
            service: service_rule(d.known.service),
            kind: report::LineKind::Used,
            first_day,
            last_day: d.verdict.days.last().map_or(first_day, |l| l.date),
        }),
        reasons,
    }
}

/// Codes for which a reason is written down.
fn needs_note(reasons: &[crate::view::ReasonView]) -> Vec<String> {
    const WRITTEN: [&str; 4] = ["past-four-months", "same-day-twice", "facility-age-limit", "siblings-come"];
    reasons.iter().map(|r| r.code.clone()).filter(|c| WRITTEN.contains(&c.as_str())).collect()
}

pub(super) fn day_view(d: &domain::DayLine) -> DayView {
    let standing = match d.standing {
        Standing::Covered => "covered",
        Standing::OverQuota => "over-quota",
        Standing::MovedOut => "moved-out",
    };
    DayView { date: d.date, standing: standing.to_owned(), amount: d.amount.0 }
}

pub(super) fn taken_off(t: &domain::TakenOff) -> TakenOff {
    use domain::WhyTakenOff::*;
    let why = match t.why {
        NotShown => "not-shown",
        LateCancellation => "late-cancellation",
        NoShow => "no-show",
        LaterThanFigure => "later-than-figure",
        NotCountedYet => "not-counted-yet",
    };
    TakenOff { date: t.first_day, units: t.units.0, why: why.to_owned() }
}

/// What to tick: this mother's own first, the usual ones by service.
fn ticks(d: &Decided) -> Vec<TickView> {
    let tick = |code: &str, special: bool, facts: Facts| TickView { code: code.to_owned(), special, facts };
    let mut ticks = vec![];
    let full_price = d.verdict.full_price.0;
    if full_price > 0 {
        let amount = Facts::from([("amount".to_owned(), full_price.to_string())]);
        ticks.push(tick("full-price-told", true, amount));
        ticks.push(tick("agreement-signed", true, Facts::new()));
    }
    match (d.presented, d.known.mother.credential) {
        (PresentedAs::CardShown, _) => ticks.push(tick("card-written", true, Facts::new())),
        (PresentedAs::NotShown, wire::Credential::Card) => ticks.push(tick("p16-written", true, Facts::new())),
        _ => {}
    }
    if d.coupon.is_none() {
        let born = Facts::from([("born".to_owned(), d.known.born.to_string())]);
        ticks.push(tick("number-matches", true, born));
    }
    // Of a child that she is parted from nothing is asked.
    let together = d.known.mother.apart.is_none();
    if !together {
        ticks.push(tick("ward-asked", true, Facts::new()));
    }
    if d.known.service != wire::Service::Visit && together {
        ticks.push(tick("both-present", false, Facts::new()));
    }
    ticks.push(tick("health-asked", false, Facts::new()));
    if d.known.service != wire::Service::Visit && !d.siblings {
        ticks.push(tick("no-siblings", false, Facts::new()));
    }
    ticks.push(tick("still-resident", false, Facts::new()));
    ticks
}
