//! The verdict: may she, what does she pay, and on what ground.

use chrono::Days;

use crate::{
    Calendar, Credential, Date, Edition, Moment, NoOpenDay, PerService, Programme, Service, Units, Yen,
    corrected_birth, deadline, is_late, japan, last_day_of_months,
};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// May this be booked now (予約)?
    Book,
    /// May she be received now (受付)?
    Use,
    /// What follows from cancelling now (キャンセル)?
    Cancel,
}

/// An exempt period (無償の期間) as the ward granted it, both ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiver {
    /// First day.
    pub from: Date,
    /// Last day, none while open.
    pub until: Option<Date>,
}

impl Waiver {
    /// Whether a day lies in the period.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// What the rules need to know of a mother.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstances {
    /// The child's birth date.
    pub delivered_on: Date,
    /// Children of this birth, at least 1 (多胎 from 2 on).
    pub babies: u64,
    /// What she holds. Changes no figure.
    pub credential: Credential,
    /// Days of correction the ward approved (修正月齢), else 0.
    pub corrected_by_days: u64,
    /// A last day the ward named; it wins over both limits.
    pub last_day_named: Option<Date>,
    /// 転出日: from this day on nothing is covered.
    pub moved_out_on: Option<Date>,
    /// Exempt periods.
    pub waived: Vec<Waiver>,
}

impl Circumstances {
    /// Whether the household is exempt on a day.
    pub fn is_exempt(&self, day: Date) -> bool {
        self.waived.iter().any(|w| w.covers(day))
    }

    /// The last day of a limit of so many months, with correction and the ward's word.
    pub fn last_day(&self, months: u32) -> Date {
        let counted_from = corrected_birth(self.delivered_on, self.corrected_by_days);
        self.last_day_named.unwrap_or_else(|| last_day_of_months(counted_from, months))
    }
}

/// What the rules need to know of a facility.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FacilityRules {
    /// When it is open.
    pub calendar: Calendar,
    /// 全額 per unit in force on the first day; none where unset.
    pub full_price: PerService<Option<Yen>>,
}

/// How many units of the service she has in all (上限).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The programme's quota for her birth.
    OfTheProgramme,
    /// The one that the ward named to her, with its figure.
    OfTheWard(Units),
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What is asked.
    pub ask: Ask,
    /// The service.
    pub service: Service,
    /// First day of use.
    pub starts_on: Date,
    /// Days planned; whatever was typed.
    pub days: i64,
    /// When it is booked, received or told.
    pub at: Moment,
    /// The mother.
    pub mother: Circumstances,
    /// Units counted so far in this birth.
    pub used: PerService<Units>,
    /// The limit they are counted against.
    pub limit: Limit,
    /// The facility.
    pub facility: FacilityRules,
}

/// The verdict's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing stands against it.
    Accept,
    /// It goes, with something to look at.
    Warn,
    /// It does not go.
    Refuse,
}

/// Why: each with the facts of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A stay has at least two days, day-care and a visit exactly one.
    InvalidLength {
        /// Days asked for.
        days: i64,
    },
    /// 産前の予約はできない.
    BookedBeforeBirth {
        /// The birth date.
        born: Date,
    },
    /// The first day lies before the birth.
    BeforeBirth {
        /// The birth date.
        born: Date,
    },
    /// 出産後1年未満でない.
    PastOneYear {
        /// The last day that would go.
        last_day: Date,
    },
    /// 期限後キャンセル.
    LateCancellation {
        /// The deadline that has passed.
        deadline: Moment,
    },
    /// 概ね4か月を過ぎたショートステイ.
    PastFourMonths {
        /// The last day within.
        last_day: Date,
    },
    /// 上限超過.
    OverQuota {
        /// Units beyond.
        units: Units,
        /// The quota.
        quota: Units,
    },
    /// 転出後の利用.
    MovedOut {
        /// Units on or after the move.
        units: Units,
        /// 転出日.
        moved_out_on: Date,
    },
}

impl Reason {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::InvalidLength { .. } => "invalid-length",
            Reason::BookedBeforeBirth { .. } => "booked-before-birth",
            Reason::BeforeBirth { .. } => "before-birth",
            Reason::PastOneYear { .. } => "past-one-year",
            Reason::LateCancellation { .. } => "late-cancellation",
            Reason::PastFourMonths { .. } => "past-four-months",
            Reason::OverQuota { .. } => "over-quota",
            Reason::MovedOut { .. } => "moved-out",
        }
    }
}

/// How one day is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Within quota and residence: the user share.
    Covered,
    /// Beyond the quota: the full price.
    OverQuota,
    /// On or after the move: the full price, and no quota is taken.
    MovedOut,
}

/// One day of the use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayLine {
    /// The day.
    pub date: Date,
    /// How it is paid.
    pub standing: Standing,
    /// Its amount.
    pub amount: Yen,
}

/// The answer. Refusals carry zeros and no days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The word.
    pub outcome: Outcome,
    /// The grounds.
    pub reasons: Vec<Reason>,
    /// Planned units.
    pub units: Units,
    /// Units within quota and residence.
    pub covered_units: Units,
    /// Units beyond the quota, of a late cancellation too.
    pub over_quota_units: Units,
    /// Units on or after the move, of a late cancellation too: they take no quota.
    pub moved_out_units: Units,
    /// 利用者負担額.
    pub copay: Yen,
    /// 全額自己負担.
    pub full_price: Yen,
    /// Both.
    pub charge: Yen,
    /// キャンセルの期限, Japan time.
    pub cancel_deadline: Moment,
    /// A cancellation after the deadline.
    pub late: bool,
    /// Day by day.
    pub days: Vec<DayLine>,
}

/// Why no verdict can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotJudge {
    /// The facility has not set the full price that is needed.
    #[error("the full price of {service} is needed and not set")]
    FullPriceUnset {
        /// The service.
        service: Service,
    },
    /// The calendar has no open day.
    #[error(transparent)]
    NoOpenDay(#[from] NoOpenDay),
}

/// Judges a case by the edition in force on its first day.
///
/// # Errors
/// [`CannotJudge`] when the calendar or a price that is needed is missing.
pub fn judge(case: &Case, programme: &Programme) -> Result<Verdict, CannotJudge> {
    let edition = programme.edition_on(case.starts_on);
    let at = case.at.with_timezone(&japan());
    let deadline = deadline(&case.facility.calendar, edition, case.starts_on)?;
    let refusals = refusals(case, edition, at.date_naive());
    let in_time = case.ask == Ask::Cancel && !is_late(at, deadline);
    let length_holds = length_holds(case, edition);

    if in_time && length_holds {
        return Ok(nothing_due(Outcome::Accept, vec![], deadline));
    }
    if !refusals.is_empty() {
        return Ok(nothing_due(Outcome::Refuse, refusals, deadline));
    }

    let days = used_days(case);
    let standings = standings(case, edition, &days);
    let mut reasons = warnings(case, edition, &days, &standings);
    let covered = count(&standings, Standing::Covered);
    let over_quota = count(&standings, Standing::OverQuota);
    let moved_out = count(&standings, Standing::MovedOut);
    let exempt = case.mother.is_exempt(case.starts_on);
    let shares = shares(edition, case.service, exempt);
    let units = Units(standings.len() as u64);

    if case.ask == Ask::Cancel {
        reasons.insert(0, Reason::LateCancellation { deadline });
        let charged = edition.late_charge_units(case.service, units);
        let copay = sum(shares.take(charged.0 as usize));
        return Ok(Verdict {
            outcome: Outcome::Warn,
            reasons,
            units,
            covered_units: covered,
            over_quota_units: over_quota,
            moved_out_units: moved_out,
            copay,
            full_price: Yen(0),
            charge: copay,
            cancel_deadline: deadline,
            late: true,
            days: vec![],
        });
    }

    let full = *case.facility.full_price.get(case.service);
    if covered < units && full.is_none() {
        return Err(CannotJudge::FullPriceUnset { service: case.service });
    }
    let mut shares = shares;
    let line = |(date, standing): (&Date, &Standing)| DayLine {
        date: *date,
        standing: *standing,
        amount: match standing {
            Standing::Covered => shares.next().unwrap_or_default(),
            Standing::OverQuota | Standing::MovedOut => full.unwrap_or_default(),
        },
    };
    let days: Vec<DayLine> = days.iter().zip(&standings).map(line).collect();
    let is_covered = |d: &&DayLine| d.standing == Standing::Covered;
    let copay = sum(days.iter().filter(is_covered).map(|d| d.amount));
    let full_price = sum(days.iter().filter(|d| !is_covered(d)).map(|d| d.amount));
    Ok(Verdict {
        outcome: if reasons.is_empty() { Outcome::Accept } else { Outcome::Warn },
        reasons,
        units,
        covered_units: covered,
        over_quota_units: over_quota,
        moved_out_units: moved_out,
        copay,
        full_price,
        charge: Yen(copay.0.saturating_add(full_price.0)),
        cancel_deadline: deadline,
        late: false,
        days,
    })
}

fn nothing_due(outcome: Outcome, reasons: Vec<Reason>, cancel_deadline: Moment) -> Verdict {
    Verdict {
        outcome,
        reasons,
        units: Units(0),
        covered_units: Units(0),
        over_quota_units: Units(0),
        moved_out_units: Units(0),
        copay: Yen(0),
        full_price: Yen(0),
        charge: Yen(0),
        cancel_deadline,
        late: false,
        days: vec![],
    }
}

/// The days of a use that nothing refuses: whatever was typed, they end within its year.
fn used_days(case: &Case) -> Vec<Date> {
    let length = usize::try_from(case.days).unwrap_or(0);
    case.starts_on.iter_days().take(length).collect()
}

/// The last day of the use as it was typed, however long; none for a length of zero or less.
fn last_day_used(case: &Case) -> Option<Date> {
    let more = u64::try_from(case.days.checked_sub(1)?).ok()?;
    Some(case.starts_on.checked_add_days(Days::new(more)).unwrap_or(Date::MAX))
}

fn length_holds(case: &Case, edition: &Edition) -> bool {
    edition.terms(case.service).lengths.contains(&case.days)
}

fn refusals(case: &Case, edition: &Edition, today: Date) -> Vec<Reason> {
    let born = case.mother.delivered_on;
    let last_day = case.mother.last_day(edition.within_months);
    let mut found = vec![];
    if !length_holds(case, edition) {
        found.push(Reason::InvalidLength { days: case.days });
    }
    if case.ask == Ask::Book && today < born {
        found.push(Reason::BookedBeforeBirth { born });
    }
    if case.starts_on < born {
        found.push(Reason::BeforeBirth { born });
    }
    if last_day_used(case).is_some_and(|d| d > last_day) {
        found.push(Reason::PastOneYear { last_day });
    }
    found
}

/// The units of the service she has in all.
fn quota(case: &Case, edition: &Edition) -> Units {
    match case.limit {
        Limit::OfTheProgramme => edition.quota(case.service, case.mother.babies),
        Limit::OfTheWard(units) => units,
    }
}

/// How each day stands. A moved-out day takes no quota and is never also over it.
fn standings(case: &Case, edition: &Edition, days: &[Date]) -> Vec<Standing> {
    let mut left = quota(case, edition).0.saturating_sub(case.used.get(case.service).0);
    let standing = |day: &Date| {
        if case.mother.moved_out_on.is_some_and(|moved| *day >= moved) {
            Standing::MovedOut
        } else if left > 0 {
            left -= 1;
            Standing::Covered
        } else {
            Standing::OverQuota
        }
    };
    days.iter().map(standing).collect()
}

fn warnings(case: &Case, edition: &Edition, days: &[Date], standings: &[Standing]) -> Vec<Reason> {
    let mut found = vec![];
    if let Some(months) = edition.terms(case.service).about_months {
        let last_day = case.mother.last_day(months);
        if days.iter().any(|d| *d > last_day) {
            found.push(Reason::PastFourMonths { last_day });
        }
    }
    let over = count(standings, Standing::OverQuota);
    if over > Units(0) {
        found.push(Reason::OverQuota { units: over, quota: quota(case, edition) });
    }
    let moved = count(standings, Standing::MovedOut);
    if let (true, Some(moved_out_on)) = (moved > Units(0), case.mother.moved_out_on) {
        found.push(Reason::MovedOut { units: moved, moved_out_on });
    }
    found
}

fn count(standings: &[Standing], which: Standing) -> Units {
    Units(standings.iter().filter(|s| **s == which).count() as u64)
}

/// The user share of the first covered unit, the second, and so on.
fn shares(edition: &Edition, service: Service, exempt: bool) -> impl Iterator<Item = Yen> + '_ {
    let terms = edition.terms(service);
    (0u64..).map(move |n| if exempt { Yen(0) } else { terms.share_of(n) })
}

fn sum(amounts: impl Iterator<Item = Yen>) -> Yen {
    Yen(amounts.fold(0, |total, yen| total.saturating_add(yen.0)))
}
