//! From what is stored to a case of the rules: shared by check-in, booking, cancelling, changing.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Weekday};
use domain::{
    Ask, AtWard, Calendar, CannotJudge, Case, Circumstances, CountedAs, CountedUse, FacilityRules, Figure, Limit,
    Outcome, Part, PerService, Remaining, RemainingSource, Units, Verdict, Yen, judge, remaining, used_so_far,
};
use store::{Store, UseKind, UseReport, UseRow, WardMother};
use uuid::Uuid;
use wire::{Change, CouponRead, FacilitySet, MotherSet};

use super::words::{credential_rule, presented_rule, service_rule, source_rule};
use super::{Desk, DeskError};

/// Whom and what the question is about, with what was read or told for it just now.
pub(super) struct About<'a> {
    pub(super) user_number: &'a str,
    pub(super) service: wire::Service,
    /// A coupon that was read just now.
    pub(super) coupon: Option<&'a CouponRead>,
    /// A figure that was told just now.
    pub(super) told: Option<Figure>,
    /// Units of the use just beginning that a figure of just now contains already.
    pub(super) of_this_use: Units,
    /// A use that is being changed and must not count against itself.
    pub(super) changing: Option<Uuid>,
    /// The true time of what is entered afterwards; none = now.
    pub(super) at: Option<DateTime<FixedOffset>>,
}

/// Everything the rules need of one mother and one service.
pub(super) struct Known {
    pub(super) facility: FacilitySet,
    pub(super) mother: MotherSet,
    pub(super) born: NaiveDate,
    pub(super) circumstances: Circumstances,
    pub(super) uses: Vec<UseRow>,
    pub(super) remaining: Option<Remaining>,
    pub(super) service: wire::Service,
    own: Vec<CountedUse>,
}

impl<'a> About<'a> {
    /// One mother and one service, by what is known already.
    pub(super) fn of(user_number: &'a str, service: wire::Service) -> About<'a> {
        About { user_number, service, coupon: None, told: None, of_this_use: Units(0), changing: None, at: None }
    }

    /// The same, while one of her uses is being changed.
    pub(super) fn changing(self, use_id: Uuid) -> About<'a> {
        About { changing: Some(use_id), ..self }
    }

    /// Gathers it.
    pub(super) fn known(self, store: &Store) -> Result<Known, DeskError> {
        let About { user_number, service, changing, .. } = self;
        let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
        let mother = store.mother(user_number)?.ok_or(DeskError::UnknownNumber)?;
        let born = mother.born.ok_or(DeskError::NotBornYet)?;
        let ward = store.ward_mother(user_number)?;
        let read_before = store.coupon_read(user_number)?;
        let newest_coupon = self.coupon.or(read_before.as_ref());
        let circumstances = circumstances(&mother, born, &ward, newest_coupon);
        let all: Vec<UseRow> = store.uses_of(user_number)?.into_iter().filter(|u| !u.taken_back).collect();
        let part = |u: &UseRow| if Some(u.use_id) == changing { Part::AtHand } else { Part::Other };
        let of_service = all.iter().filter(|u| u.service == service);
        let mut own: Vec<CountedUse> = of_service.flat_map(|u| counted(u, part(u))).collect();
        let mut figures = self.figures(store, newest_coupon, ward.balance.as_ref())?;
        known_by(self.at, &mut figures, &mut own);
        let remaining = remaining(&figures, &own);
        let uses = all.into_iter().filter(|u| Some(u.use_id) != changing).collect();
        Ok(Known { facility, mother, born, circumstances, uses, remaining, service, own })
    }

    /// Every figure there is of her: of the coupon, of the ward, told just now or before.
    fn figures(
        &self,
        store: &Store,
        coupon: Option<&CouponRead>,
        balance: Option<&Change>,
    ) -> Result<Vec<Figure>, DeskError> {
        let figure = |quota: &wire::EachService<wire::Allowance>, source, as_of| {
            let a = match self.service {
                wire::Service::Stay => quota.stay,
                wire::Service::DayCare => quota.day_care,
                wire::Service::Visit => quota.visit,
            };
            let left = Units(a.limit.saturating_sub(a.used));
            Figure { left, limit: Some(Units(a.limit)), source, as_of, of_this_use: Units(0) }
        };
        let of_now = if self.coupon.is_some() { self.of_this_use } else { Units(0) };
        let by_coupon =
            coupon.map(|c| Figure { of_this_use: of_now, ..figure(&c.quota, RemainingSource::Coupon, c.used_as_of) });
        let by_ward = match balance {
            Some(Change::Balance { quota, as_of, .. }) => Some(figure(quota, RemainingSource::Ward, *as_of)),
            _ => None,
        };
        let told_now = self.told.map(|t| Figure { of_this_use: self.of_this_use, ..t });
        let told_before = store.remaining_told(self.user_number, self.service)?;
        let told_before = told_before.map(|t| told(t.count, t.source, t.as_of));
        Ok([by_coupon, by_ward, told_now, told_before].into_iter().flatten().collect())
    }
}

/// What was known at a time that is told afterwards. Where every figure is newer than that, all of it stays: a newer
/// figure needs the uses that it contains.
fn known_by(at: Option<DateTime<FixedOffset>>, figures: &mut Vec<Figure>, own: &mut Vec<CountedUse>) {
    let Some(at) = at else { return };
    if figures.is_empty() || figures.iter().any(|f| f.as_of <= at) {
        figures.retain(|f| f.as_of <= at);
        own.retain(|u| u.happened_at <= at);
    }
}

/// A mother as the rules take her: her entry, what the ward has said since, and her newest coupon.
pub(super) fn circumstances(
    mother: &MotherSet,
    born: NaiveDate,
    ward: &WardMother,
    coupon: Option<&CouponRead>,
) -> Circumstances {
    let corrected = mother.corrected.as_ref();
    Circumstances {
        delivered_on: born,
        babies: u64::from(coupon.map_or(mother.babies, |c| c.babies).max(1)),
        credential: credential_rule(mother.credential),
        corrected_by_days: corrected.map_or(0, |c| u64::from(c.days)),
        last_day_named: corrected.and_then(|c| c.last_day),
        moved_out_on: ward.moved_out_on.or(mother.moved_out_on),
        waived: waived(mother, ward, coupon),
    }
}

/// A figure that was told or read off by staff.
pub(super) fn told(count: u64, source: wire::Source, as_of: DateTime<FixedOffset>) -> Figure {
    Figure { left: Units(count), limit: None, source: source_rule(source), as_of, of_this_use: Units(0) }
}

/// The exempt periods by the ward's newest word, which may be the coupon's: exempt from its issue to the
/// end of its fee class, or not exempt any more.
fn waived(mother: &MotherSet, ward: &WardMother, coupon: Option<&CouponRead>) -> Vec<domain::Waiver> {
    let granted = ward.waived.as_ref().unwrap_or(&mother.waived).iter();
    let mut granted: Vec<domain::Waiver> = granted.map(|w| domain::Waiver { from: w.from, until: w.until }).collect();
    let newer = |c: &&CouponRead| ward.waived_as_of.is_none_or(|decided| decided < c.issued_at);
    let Some(c) = coupon.filter(newer) else { return granted };
    let issued_on = c.issued_at.date_naive();
    if c.exempt {
        granted.push(domain::Waiver { from: issued_on, until: Some(c.fee_class_until) });
    } else if ward.waived.is_some() {
        // What the ward granted for later, and what was over, stands; what ran ended with the coupon.
        for running in granted.iter_mut().filter(|w| w.covers(issued_on)) {
            running.until = issued_on.pred_opt();
        }
        granted.retain(|w| w.until.is_none_or(|until| w.from <= until));
    }
    granted
}

/// What of a use takes quota, by when it was recorded: a stay that was made longer has grown later, and
/// the ward counts the two apart.
fn counted(u: &UseRow, part: Part) -> impl Iterator<Item = CountedUse> {
    let units = u.units.saturating_sub(u.moved_out_units);
    let at_ward = |report: UseReport| match (report.is_counted(), u.processed_on) {
        (false, _) => AtWard::NotCounted,
        (true, None) => AtWard::Counted,
        (true, Some(on)) => AtWard::Processed { on },
    };
    // Until the ward has heard that a stay was shorter, a figure that contains it contains all its days.
    let contained_whole = part == Part::AtHand && !u.report_state.is_counted();
    let first_units = u.first_units.saturating_sub(u.moved_out_units);
    let first = CountedUse {
        first_day: u.first_day,
        happened_at: u.began_at,
        recorded_at: u.recorded_at,
        units: Units(if contained_whole { first_units } else { units.min(u.first_units) }),
        how: counted_as(u),
        at_ward: at_ward(u.first_report),
        contained_in: u.contained_in,
        part,
    };
    let grown = u.changed_at.filter(|_| units > u.first_units).map(|recorded_at| CountedUse {
        happened_at: recorded_at,
        recorded_at,
        units: Units(units - u.first_units),
        at_ward: at_ward(u.report_state),
        contained_in: None,
        ..first
    });
    [Some(first), grown].into_iter().flatten()
}

/// How a use came to count, as the rules know it.
pub(super) fn counted_as(u: &UseRow) -> CountedAs {
    match u.kind {
        UseKind::Used => CountedAs::Used(presented_rule(u.presented)),
        UseKind::LateCancellation => CountedAs::LateCancellation,
        UseKind::NoShow => CountedAs::NoShow,
    }
}

impl Known {
    /// The quota of this service for this birth: the ward's own figure says it, else the programme.
    pub(super) fn quota(&self, desk: &Desk, first_day: NaiveDate) -> Units {
        let edition = desk.programme().edition_on(first_day);
        let named = self.remaining.as_ref().and_then(|r| r.limit);
        named.unwrap_or_else(|| edition.quota(service_rule(self.service), self.circumstances.babies))
    }

    /// The case as the rules take it; `reserved` are units reserved for earlier days.
    pub(super) fn case(
        &self,
        desk: &Desk,
        ask: Ask,
        starts_on: NaiveDate,
        days: u32,
        at: DateTime<FixedOffset>,
        reserved: u64,
    ) -> Case {
        let service = service_rule(self.service);
        let mut used = PerService::<Units>::default();
        let quota = self.quota(desk, starts_on);
        let so_far = used_so_far(self.remaining.as_ref(), &self.own, quota);
        used.get_mut(service).0 = so_far.0.saturating_add(reserved);
        Case {
            ask,
            service,
            starts_on,
            days: i64::from(days),
            at,
            mother: self.circumstances.clone(),
            used,
            limit: Limit::OfTheWard(quota),
            facility: FacilityRules {
                calendar: calendar(&self.facility),
                full_price: full_price(&self.facility, starts_on),
            },
        }
    }
}

/// Judges; a refusal is an error here, for nothing can be saved then.
pub(super) fn must_go(case: &Case, desk: &Desk) -> Result<Verdict, DeskError> {
    let verdict = ask_rules(case, desk)?;
    if verdict.outcome == Outcome::Refuse {
        let codes: Vec<&str> = verdict.reasons.iter().map(|r| r.code()).collect();
        return Err(DeskError::Refused { codes: codes.join(",") });
    }
    Ok(verdict)
}

/// Judges.
pub(super) fn ask_rules(case: &Case, desk: &Desk) -> Result<Verdict, DeskError> {
    judge(case, desk.programme()).map_err(|e| match e {
        CannotJudge::FullPriceUnset { service } => DeskError::FullPriceUnset { service },
        CannotJudge::NoOpenDay(_) => DeskError::NoOpenDay,
    })
}

/// The facility's calendar.
pub(super) fn calendar(f: &FacilitySet) -> Calendar {
    let weekday = |n: &u8| Weekday::try_from(n.checked_sub(1)?).ok();
    Calendar {
        closed_weekdays: f.closed_weekdays.iter().filter_map(weekday).collect(),
        closed_on: f.closed_on.clone(),
        open_on: f.open_on.clone(),
        closed_on_public_holidays: f.closed_on_public_holidays,
    }
}

fn full_price(f: &FacilitySet, on: NaiveDate) -> PerService<Option<Yen>> {
    let price = |service: wire::Service| {
        let holds = |p: &&wire::Price| p.service == service && p.from <= on && p.until.is_none_or(|until| on <= until);
        f.full_prices.iter().rev().find(holds).map(|p| Yen(p.yen))
    };
    PerService {
        stay: price(wire::Service::Stay),
        day_care: price(wire::Service::DayCare),
        visit: price(wire::Service::Visit),
    }
}

/// The oldest month of age this facility receives.
pub(super) fn oldest_months(f: &FacilitySet, service: wire::Service) -> Option<u32> {
    match service {
        wire::Service::Stay => f.oldest_months.stay,
        wire::Service::DayCare => f.oldest_months.day_care,
        wire::Service::Visit => f.oldest_months.visit,
    }
}

/// First and last day of a month.
pub(super) fn span_of_month(month: &str) -> Result<(NaiveDate, NaiveDate), DeskError> {
    let wrong = || DeskError::Unreadable { field: "month", expected: "YYYY-MM" };
    let first: NaiveDate = format!("{month}-01").parse().map_err(|_| wrong())?;
    let last = domain::last_day_of_months(first, 1);
    if month.len() == 7 && first.year() > 0 { Ok((first, last)) } else { Err(wrong()) }
}
