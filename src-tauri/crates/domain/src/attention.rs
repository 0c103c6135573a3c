//! What reception looks at beside the verdict. Nothing here changes a figure.

use chrono::Datelike;

use crate::{Circumstances, Credential, Date, Presented, Programme, Service, Waiver, months_old};

/// What is known at the desk beside the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation<'a> {
    /// The service.
    pub service: Service,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// The mother.
    pub mother: &'a Circumstances,
    /// How the credential is shown; none at booking.
    pub presented: Option<Presented>,
    /// Day of the pregnancy interview.
    pub interview_on: Option<Date>,
    /// Day of the orientation here.
    pub oriented_on: Option<Date>,
    /// The facility requires an orientation.
    pub needs_orientation: bool,
    /// Oldest completed month of age the facility receives for this service.
    pub oldest_months: Option<u32>,
    /// First and last days of her other counted uses here.
    pub other_uses: Vec<(Date, Date)>,
    /// A remaining count is known.
    pub remaining_known: bool,
    /// Mother and child are together.
    pub together: bool,
}

/// One thing to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// Mother and child are not together (ご逝去・入院中): whether she may use is the ward's to say.
    AskTheWard,
    /// Older than the facility receives: a refusal a manager may override with a reason.
    FacilityAgeLimit {
        /// Completed months on the last day.
        months: u32,
        /// The facility's limit.
        oldest: u32,
    },
    /// Interview date and credential do not fit; follow what she holds.
    CredentialMismatch {
        /// Day of the interview.
        interview_on: Date,
    },
    /// Papers not there yet: received by number, she writes the day in later.
    PapersToCome,
    /// 再確認待ち: the exemption is due for the ward's re-check.
    JulyRecheck {
        /// The day from which it is due.
        since: Date,
    },
    /// Two uses on one day; both count.
    SameDayTwice {
        /// The day.
        on: Date,
    },
    /// The orientation is missing.
    OrientationMissing,
    /// 未提示 with a coupon: the ward subtracts later.
    CouponNotShown,
    /// 未提示 with a card: staff write the handbook page.
    CardNotShown,
    /// 残数未確認.
    RemainingUnknown,
    /// Holidays of that year are computed, not yet announced.
    HolidaysNotAnnounced {
        /// The year.
        year: i32,
    },
    /// The household is exempt on the first day (無償).
    Exempt,
}

impl Attention {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Attention::AskTheWard => "ask-the-ward",
            Attention::FacilityAgeLimit { .. } => "facility-age-limit",
            Attention::CredentialMismatch { .. } => "credential-mismatch",
            Attention::PapersToCome => "papers-to-come",
            Attention::JulyRecheck { .. } => "july-recheck",
            Attention::SameDayTwice { .. } => "same-day-twice",
            Attention::OrientationMissing => "orientation-missing",
            Attention::CouponNotShown => "coupon-not-shown",
            Attention::CardNotShown => "card-not-shown",
            Attention::RemainingUnknown => "remaining-unknown",
            Attention::HolidaysNotAnnounced { .. } => "holidays-not-announced",
            Attention::Exempt => "exempt",
        }
    }
}

/// Everything to look at, in the order in which it is shown.
pub fn attention(s: &Situation<'_>, programme: &Programme) -> Vec<Attention> {
    let mut found = vec![];
    if !s.together {
        found.push(Attention::AskTheWard);
    }
    let months = months_old(s.mother.delivered_on, s.ends_on);
    if let (Some(months), Some(oldest)) = (months, s.oldest_months)
        && months > oldest
    {
        found.push(Attention::FacilityAgeLimit { months, oldest });
    }
    found.extend(shared_days(s));
    if s.needs_orientation && s.oriented_on.is_none() {
        found.push(Attention::OrientationMissing);
    }
    match (s.presented, s.mother.credential) {
        (Some(Presented::NotShown), Credential::Coupon) => found.push(Attention::CouponNotShown),
        (Some(Presented::NotShown), Credential::Card) => found.push(Attention::CardNotShown),
        (_, Credential::None) => found.push(Attention::PapersToCome),
        _ => {}
    }
    found.extend(credential_mismatch(s, programme));
    found.extend(recheck_due(s.mother, s.starts_on, programme).map(|since| Attention::JulyRecheck { since }));
    if s.presented.is_some() && !s.remaining_known {
        found.push(Attention::RemainingUnknown);
    }
    let year = s.starts_on.year();
    if year > programme.holidays_announced_until() {
        found.push(Attention::HolidaysNotAnnounced { year });
    }
    if s.mother.is_exempt(s.starts_on) {
        found.push(Attention::Exempt);
    }
    found
}

fn shared_days(s: &Situation<'_>) -> Option<Attention> {
    let overlaps = |(first, last): &&(Date, Date)| *first <= s.ends_on && s.starts_on <= *last;
    let (first, _) = s.other_uses.iter().find(overlaps)?;
    Some(Attention::SameDayTwice { on: s.starts_on.max(*first) })
}

/// Interviews from the programme's date on give a coupon, earlier ones a card.
fn credential_mismatch(s: &Situation<'_>, programme: &Programme) -> Option<Attention> {
    let interview_on = s.interview_on?;
    let gives_coupon = interview_on >= programme.coupon_from();
    let fits = match s.mother.credential {
        Credential::Coupon => gives_coupon,
        Credential::Card => !gives_coupon,
        Credential::None => true,
    };
    (!fits).then_some(Attention::CredentialMismatch { interview_on })
}

/// 再確認待ち: since when an exemption is due for the ward's re-check, for an open period that began before that day; the
/// last known status holds.
pub fn recheck_due(mother: &Circumstances, on: Date, programme: &Programme) -> Option<Date> {
    let (month, day) = programme.recheck();
    let this_year = Date::from_ymd_opt(on.year(), month, day)?;
    let since = if on >= this_year { this_year } else { Date::from_ymd_opt(on.year() - 1, month, day)? };
    let due = |w: &&Waiver| w.until.is_none() && w.from < since && w.covers(on);
    mother.waived.iter().any(|w| due(&w)).then_some(since)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::test_programme;

    fn d(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn mother() -> Circumstances {
        Circumstances {
            delivered_on: d("2026-05-01"),
            babies: 1,
            credential: Credential::Coupon,
            corrected_by_days: 0,
            last_day_named: None,
            moved_out_on: None,
            waived: vec![],
        }
    }

    fn codes(change: impl FnOnce(&mut Circumstances, &mut Situation<'_>)) -> Vec<&'static str> {
        let mut mother = mother();
        let empty = mother.clone();
        let mut situation = Situation {
            service: Service::DayCare,
            starts_on: d("2026-07-14"),
            ends_on: d("2026-07-14"),
            mother: &empty,
            presented: Some(Presented::CouponRead),
            interview_on: None,
            oriented_on: None,
            needs_orientation: false,
            oldest_months: None,
            other_uses: vec![],
            remaining_known: true,
            together: true,
        };
        change(&mut mother, &mut situation);
        let situation = Situation { mother: &mother, ..situation };
        attention(&situation, &test_programme()).iter().map(Attention::code).collect()
    }

    #[test]
    fn an_ordinary_visit_gives_nothing_to_look_at() {
        assert!(codes(|_, _| {}).is_empty());
    }

    #[test]
    fn a_mother_without_her_child_is_the_wards_to_decide_about() {
        assert_eq!(codes(|_, s| s.together = false), ["ask-the-ward"]);
    }

    #[test]
    fn an_open_exemption_from_before_july_waits_for_the_re_check() {
        let open = |m: &mut Circumstances, from| m.waived = vec![Waiver { from: d(from), until: None }];
        assert_eq!(codes(|m, _| open(m, "2026-06-30")), ["july-recheck", "exempt"]);
        assert_eq!(codes(|m, _| open(m, "2026-07-01")), ["exempt"]);
    }

    #[test]
    fn a_coupon_after_an_interview_in_march_is_a_mismatch() {
        assert_eq!(codes(|_, s| s.interview_on = Some(d("2026-03-31"))), ["credential-mismatch"]);
        assert!(codes(|_, s| s.interview_on = Some(d("2026-04-01"))).is_empty());
    }

    #[test]
    fn the_facilitys_own_age_limit_is_seen_on_the_last_day() {
        assert_eq!(codes(|_, s| s.oldest_months = Some(1)), ["facility-age-limit"]);
        assert!(codes(|_, s| s.oldest_months = Some(2)).is_empty());
    }

    #[test]
    fn day_care_on_the_last_day_of_a_stay_is_seen() {
        let stay = [(d("2026-07-12"), d("2026-07-14"))];
        assert_eq!(codes(|_, s| s.other_uses = stay.to_vec()), ["same-day-twice"]);
    }

    #[test]
    fn what_was_not_shown_depends_on_what_she_holds() {
        assert_eq!(codes(|_, s| s.presented = Some(Presented::NotShown)), ["coupon-not-shown"]);
        let card = |m: &mut Circumstances, s: &mut Situation<'_>| {
            m.credential = Credential::Card;
            s.presented = Some(Presented::NotShown);
        };
        assert_eq!(codes(card), ["card-not-shown"]);
        assert_eq!(codes(|m, _| m.credential = Credential::None), ["papers-to-come"]);
    }
}
