//! From what is stored to a case of the rules: shared by check-in, booking, cancelling, changing.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Weekday};
use domain::{
    Ask, Calendar, CannotJudge, Case, Circumstances, CountedAs, CountedUse, FacilityRules, Figure, Limit, Outcome, PerService,
    Remaining, Service, Units, Verdict, Yen, judge, remaining,
};
use store::{Store, UseKind, UseRow};
use uuid::Uuid;
use wire::{Change, CouponRead, FacilitySet, MotherSet};

use super::words::{credential_rule, presented_rule, service_rule, source_rule};
use super::{Desk, DeskError};

/// Everything the rules need of one mother and one service.
pub(super) struct Known {
    pub(super) facility: FacilitySet,
    pub(super) mother: MotherSet,
    pub(super) born: NaiveDate,
    pub(super) circumstances: Circumstances,
    pub(super) uses: Vec<UseRow>,
    pub(super) remaining: Option<Remaining>,
    pub(super) service: wire::Service,
}

/// Gathers it. `coupon` is one just read, `told` a figure just told; `without` is a use that is
/// being changed and must not count against itself.
pub(super) fn know(
    store: &Store,
    user_number: &str,
    service: wire::Service,
    coupon: Option<&CouponRead>,
    told: Option<Figure>,
    without: Option<Uuid>,
) -> Result<Known, DeskError> {
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let mother = store.mother(user_number)?.ok_or(DeskError::UnknownNumber)?;
    let born = mother.born.ok_or(DeskError::NotBornYet)?;
    let ward = store.ward_mother(user_number)?;
    let read_before = store.coupon_read(user_number)?;
    let coupon = coupon.or(read_before.as_ref());
    let waived = ward.waived.as_ref().unwrap_or(&mother.waived).iter();
    let mut waived: Vec<domain::Waiver> = waived.map(|w| domain::Waiver { from: w.from, until: w.until }).collect();
    if let Some(c) = coupon.filter(|c| c.exempt) {
        // The coupon is the ward's own word: exempt from its issue to the end of its fee class.
        waived.push(domain::Waiver { from: c.issued_at.date_naive(), until: Some(c.fee_class_until) });
    }
    let corrected = mother.corrected.as_ref();
    let circumstances = Circumstances {
        delivered_on: born,
        babies: u64::from(coupon.map_or(mother.babies, |c| c.babies).max(1)),
        credential: credential_rule(mother.credential),
        corrected_by_days: corrected.map_or(0, |c| u64::from(c.days)),
        last_day_named: corrected.and_then(|c| c.last_day),
        moved_out_on: ward.moved_out_on.or(mother.moved_out_on),
        waived,
    };
    let all = store.uses_of(user_number)?.into_iter().filter(|u| !u.taken_back);
    let (changed, uses): (Vec<UseRow>, Vec<UseRow>) = all.partition(|u| Some(u.use_id) == without);
    let own: Vec<CountedUse> = uses.iter().filter(|u| u.service == service).flat_map(counted).collect();
    let figure = figure(store, user_number, service, coupon, ward.balance.as_ref(), told)?;
    let remaining = figure.map(|f| {
        let mut r = remaining(f, &own);
        // A figure that contains the use being changed gives its units back first.
        let contained = changed.iter().flat_map(counted).filter(|u| remaining(f, &[*u]).taken_off.is_empty());
        r.left.0 = contained.fold(r.left.0, |left, u| left.saturating_add(u.units.0));
        r
    });
    Ok(Known { facility, mother, born, circumstances, uses, remaining, service })
}

/// What of a use takes quota, by when it was recorded: a stay that was made longer has grown later.
fn counted(u: &UseRow) -> impl Iterator<Item = CountedUse> {
    let units = u.units.saturating_sub(u.moved_out_units);
    let first = CountedUse {
        first_day: u.first_day,
        recorded_at: u.recorded_at,
        units: Units(units.min(u.first_units)),
        how: match u.kind {
            UseKind::Used => CountedAs::Used(presented_rule(u.presented)),
            UseKind::LateCancellation => CountedAs::LateCancellation,
            UseKind::NoShow => CountedAs::NoShow,
        },
        processed_on: u.processed_on,
        contained_in: u.contained_in,
    };
    let grown = u.changed_at.filter(|_| units > u.first_units).map(|recorded_at| CountedUse {
        recorded_at,
        units: Units(units - u.first_units),
        contained_in: None,
        ..first
    });
    [Some(first), grown].into_iter().flatten()
}

/// The newest figure of the ward's own (coupon or balance); what was told only where there is none.
fn figure(
    store: &Store,
    user_number: &str,
    service: wire::Service,
    coupon: Option<&CouponRead>,
    balance: Option<&Change>,
    told: Option<Figure>,
) -> Result<Option<Figure>, DeskError> {
    let left = |a: &wire::Allowance| Units(a.limit.saturating_sub(a.used));
    let of = |each: &wire::EachService<wire::Allowance>| match service {
        wire::Service::Stay => left(&each.stay),
        wire::Service::DayCare => left(&each.day_care),
        wire::Service::Visit => left(&each.visit),
    };
    let by_coupon =
        coupon.map(|c| Figure { left: of(&c.quota), source: domain::RemainingSource::Coupon, as_of: c.used_as_of });
    let by_ward = match balance {
        Some(Change::Balance { quota, as_of, .. }) => {
            Some(Figure { left: of(quota), source: domain::RemainingSource::Ward, as_of: *as_of })
        }
        _ => None,
    };
    let newest = [by_coupon, by_ward].into_iter().flatten().max_by_key(|f| f.as_of);
    if newest.is_some() || told.is_some() {
        return Ok(newest.or(told));
    }
    let told = store.remaining_told(user_number, service)?;
    Ok(told.map(|t| Figure { left: Units(t.count), source: source_rule(t.source), as_of: t.as_of }))
}

impl Known {
    /// The quota of this service for this birth.
    pub(super) fn quota(&self, desk: &Desk, first_day: NaiveDate) -> Units {
        let edition = desk.programme().edition_on(first_day);
        edition.quota(service_rule(self.service), self.circumstances.babies)
    }

    /// Units counted so far: by the best figure, else by what this facility knows itself. Her word is
    /// shown, but the full price rests on a count of the ward's or the facility's own.
    fn used(&self, desk: &Desk, first_day: NaiveDate) -> Units {
        match self.remaining.as_ref().filter(|r| r.figure.source != domain::RemainingSource::HerWord) {
            Some(r) => Units(self.quota(desk, first_day).0.saturating_sub(r.left.0)),
            None => {
                let own = self.uses.iter().filter(|u| u.service == self.service);
                Units(own.map(|u| u.units.saturating_sub(u.moved_out_units)).sum())
            }
        }
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
        used.get_mut(service).0 = self.used(desk, starts_on).0.saturating_add(reserved);
        Case {
            ask,
            service,
            starts_on,
            days: i64::from(days),
            at,
            mother: self.circumstances.clone(),
            used,
            limit: Limit::OfTheProgramme,
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

/// The service as the rules know it.
pub(super) fn rule_service(service: wire::Service) -> Service {
    service_rule(service)
}
