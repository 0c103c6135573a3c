//! Reasons of the rules → what a screen shows: code, weight, facts, the rule's sentence.

use domain::{Attention, Programme, Reason};

use crate::view::{Facts, OutcomeKind, ReasonView};

/// A reason of the verdict.
pub(super) fn reason_view(programme: &Programme, reason: &Reason, refused: bool) -> ReasonView {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    let facts = match reason {
        Reason::InvalidLength { days } => vec![pair("days", days.to_string())],
        Reason::BookedBeforeBirth { born } | Reason::BeforeBirth { born } => vec![pair("born", born.to_string())],
        Reason::PastOneYear { last_day } | Reason::PastFourMonths { last_day } => {
            vec![pair("last_day", last_day.to_string())]
        }
        Reason::LateCancellation { deadline } => vec![pair("deadline", deadline.to_rfc3339())],
        Reason::OverQuota { units, quota } => {
            vec![pair("units", units.0.to_string()), pair("quota", quota.0.to_string())]
        }
        Reason::MovedOut { units, moved_out_on } => {
            vec![pair("units", units.0.to_string()), pair("moved_out_on", moved_out_on.to_string())]
        }
    };
    let tone = if refused { OutcomeKind::No } else { OutcomeKind::Look };
    view(programme, reason.code(), tone, facts.into_iter().collect())
}

/// Something to look at beside the verdict.
pub(super) fn attention_view(programme: &Programme, attention: &Attention) -> ReasonView {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    let facts = match attention {
        Attention::FacilityAgeLimit { months, oldest } => {
            vec![pair("months", months.to_string()), pair("oldest", oldest.to_string())]
        }
        Attention::CredentialMismatch { interview_on } => vec![pair("interview_on", interview_on.to_string())],
        Attention::JulyRecheck { since } => vec![pair("since", since.to_string())],
        Attention::SameDayTwice { on } => vec![pair("on", on.to_string())],
        Attention::HolidaysNotAnnounced { year } => vec![pair("year", year.to_string())],
        _ => vec![],
    };
    // These three are told, but there is nothing to decide.
    let told_only =
        matches!(attention, Attention::Exempt | Attention::JulyRecheck { .. } | Attention::HolidaysNotAnnounced { .. });
    let tone = if told_only { OutcomeKind::Accept } else { OutcomeKind::Look };
    view(programme, attention.code(), tone, facts.into_iter().collect())
}

/// A ground that stands for her.
pub(super) fn good_view(programme: &Programme, code: &str) -> ReasonView {
    view(programme, code, OutcomeKind::Accept, Facts::new())
}

/// A ground to look at that is the facility's own.
pub(super) fn look_view(programme: &Programme, code: &str) -> ReasonView {
    view(programme, code, OutcomeKind::Look, Facts::new())
}

fn view(programme: &Programme, code: &str, tone: OutcomeKind, facts: Facts) -> ReasonView {
    let rule = programme.rule(code);
    let of = |part: fn(&domain::RuleText) -> &String| rule.map(part).cloned().unwrap_or_default();
    ReasonView {
        code: code.to_owned(),
        tone,
        facts,
        rule_ja: of(|r| &r.ja),
        rule_en: of(|r| &r.en),
        section: of(|r| &r.section),
    }
}
