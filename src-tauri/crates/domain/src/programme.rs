//! The programme file: every number and choice of a ward, by edition.

mod reading;

use std::ops::RangeInclusive;

use crate::{Date, PerService, Service, Units, Yen};

pub use reading::ProgrammeError;

/// Nerima's own programme, built in.
const NERIMA: &str = include_str!("../../../../assets/programmes/nerima.toml");

/// A ward's programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) ward: String,
    pub(crate) ward_code: String,
    pub(crate) contact: Contact,
    pub(crate) coupon_from: Date,
    pub(crate) holidays_announced_until: i32,
    pub(crate) recheck: (u32, u32),
    pub(crate) questionnaire_url: Option<String>,
    pub(crate) handbook_page: String,
    pub(crate) number_parameters: Vec<String>,
    pub(crate) rules: Vec<RuleText>,
    pub(crate) editions: Vec<Edition>,
}

/// Whom to ask at the ward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The office.
    pub office: String,
    /// Its telephone number.
    pub phone: String,
}

/// One rule in a sentence of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleText {
    /// The reason's or attention's code.
    pub code: String,
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
    /// Section of the ward's leaflet; empty where the rule is the facility's or ours.
    pub section: String,
}

/// What a late cancellation of a stay is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LateCharge {
    /// Every planned day.
    Planned,
    /// The first two days.
    FirstTwoDays,
    /// One day.
    OneDay,
}

/// One service's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Lengths that can be booked, in days.
    pub lengths: RangeInclusive<i64>,
    /// Quota per birth.
    pub quota: Units,
    /// Quota per birth with multiples (多胎).
    pub quota_multiples: Units,
    /// For how many covered units `first_share` is the price in all.
    pub first_units: u64,
    /// Share of those together.
    pub first_share: Yen,
    /// Share of each further covered unit.
    pub further_share: Yen,
    /// Meals are served.
    pub meals: bool,
    /// A limit in months that is a warning only.
    pub about_months: Option<u32>,
}

impl Terms {
    /// The share of the nth covered unit, from 0.
    pub fn share_of(&self, nth: u64) -> Yen {
        if nth < self.first_units { Yen(self.first_share.0 / self.first_units) } else { self.further_share }
    }
}

/// The numbers that hold from a date on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// First day on which it holds.
    pub effective_from: Date,
    /// Every used day lies within so many months of the birth.
    pub within_months: u32,
    /// Hour of the cancellation deadline.
    pub deadline_hour: u32,
    /// Charge of a stay cancelled late.
    pub late_stay_charge: LateCharge,
    /// A manager confirms before money is asked for more units than this.
    pub manager_confirms_above: Units,
    /// The services.
    pub services: PerService<Terms>,
}

impl Edition {
    /// One service's terms.
    pub fn terms(&self, service: Service) -> &Terms {
        self.services.get(service)
    }

    /// 利用日数・回数の上限 per birth over all facilities.
    pub fn quota(&self, service: Service, babies: u64) -> Units {
        let terms = self.terms(service);
        if babies >= 2 { terms.quota_multiples } else { terms.quota }
    }

    /// How many units' share a late cancellation is charged.
    pub fn late_charge_units(&self, service: Service, planned: Units) -> Units {
        match (service, self.late_stay_charge) {
            (Service::Stay, LateCharge::FirstTwoDays) => planned.min(Units(2)),
            (Service::Stay, LateCharge::OneDay) => planned.min(Units(1)),
            _ => planned,
        }
    }
}

impl Programme {
    /// Reads a programme file.
    ///
    /// # Errors
    /// [`ProgrammeError`] names the line, the key and what was expected there.
    pub fn parse(toml: &str) -> Result<Programme, ProgrammeError> {
        reading::programme(toml)
    }

    /// The edition that decides a use that begins on this day; the first one for earlier days.
    pub fn edition_on(&self, first_day: Date) -> &Edition {
        let held = self.editions.iter().rev().find(|e| e.effective_from <= first_day);
        held.unwrap_or(&self.editions[0])
    }

    /// Short name, e.g. `nerima`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Full name, e.g. 練馬区産後ケア事業.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The ward's name.
    pub fn ward(&self) -> &str {
        &self.ward
    }

    /// The ward's JIS code, the `iss` of its coupons.
    pub fn ward_code(&self) -> &str {
        &self.ward_code
    }

    /// Whom to ask at the ward.
    pub fn contact(&self) -> &Contact {
        &self.contact
    }

    /// Interviews from this day on give a coupon, earlier ones a card.
    pub fn coupon_from(&self) -> Date {
        self.coupon_from
    }

    /// The last year whose public holidays the government has announced.
    pub fn holidays_announced_until(&self) -> i32 {
        self.holidays_announced_until
    }

    /// Month and day of the yearly re-check of exemptions.
    pub fn recheck(&self) -> (u32, u32) {
        self.recheck
    }

    /// The ward's questionnaire; nothing is printed where it is unset.
    pub fn questionnaire_url(&self) -> Option<&str> {
        self.questionnaire_url.as_deref()
    }

    /// The page of the mother-and-child handbook written where no card is shown.
    pub fn handbook_page(&self) -> &str {
        &self.handbook_page
    }

    /// URL parameters that hold a user number, for readers of other codes.
    pub fn number_parameters(&self) -> &[String] {
        &self.number_parameters
    }

    /// Every edition, oldest first.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// Every rule's sentence.
    pub fn rules(&self) -> &[RuleText] {
        &self.rules
    }

    /// The sentence of a rule.
    pub fn rule(&self, code: &str) -> Option<&RuleText> {
        self.rules.iter().find(|r| r.code == code)
    }
}

/// Nerima's programme as built in.
///
/// # Errors
/// None in a tested build; a test reads the file.
pub fn nerima() -> Result<Programme, ProgrammeError> {
    Programme::parse(NERIMA)
}

#[cfg(test)]
pub(crate) fn test_programme() -> Programme {
    #![allow(clippy::unwrap_used)]
    nerima().unwrap()
}
