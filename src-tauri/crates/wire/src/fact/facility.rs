//! The facility itself: its settings, its people, its closed days.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Service;

/// One value for each service, as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EachService<T> {
    /// 母子ショートステイ.
    pub stay: T,
    /// 母子デイケア.
    pub day_care: T,
    /// 産後ケア訪問.
    pub visit: T,
}

/// A full price per unit with the span in which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The service.
    pub service: Service,
    /// First day it holds.
    pub from: NaiveDate,
    /// Last day it holds, none while open.
    pub until: Option<NaiveDate>,
    /// Yen per unit.
    pub yen: u64,
}

/// [`Fact::FacilitySet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacilitySet {
    /// The facility's name.
    pub name: String,
    /// The programme file's id, e.g. `nerima`.
    pub programme: String,
    /// Practice facility: invented people, played time, nothing reaches a real ward.
    pub practice: bool,
    /// Weekly closed days, ISO numbers 1 = Monday … 7 = Sunday.
    pub closed_weekdays: Vec<u8>,
    /// Own closed dates.
    pub closed_on: Vec<NaiveDate>,
    /// Extra opening dates: beat everything else.
    pub open_on: Vec<NaiveDate>,
    /// Closed on public holidays.
    pub closed_on_public_holidays: bool,
    /// Closing time, `HH:MM`: a no-show is declared after it.
    pub closes_at: String,
    /// 全額 per unit with periods; no default.
    pub full_prices: Vec<Price>,
    /// What the ward pays per covered unit in all, for the claim; with periods; no default.
    pub unit_prices: Vec<Price>,
    /// Oldest completed month of age received, none = the ward's limit only.
    pub oldest_months: EachService<Option<u32>>,
    /// Orientation must have been held before the first use.
    pub needs_orientation: bool,
    /// Names of rooms, in the order shown.
    pub rooms: Vec<String>,
    /// Opening time, `HH:MM`, as slips name it; may be empty.
    #[serde(default)]
    pub opens_at: String,
    /// Most mothers of a service on one day, none where the rooms alone decide.
    #[serde(default)]
    pub places: EachService<Option<u32>>,
    /// Who issues receipts.
    #[serde(default)]
    pub issuer: Issuer,
    /// The facility's own code, which the mother's phone reads; may be empty.
    #[serde(default)]
    pub own_code: String,
    /// What to bring, as slips say it.
    #[serde(default)]
    pub bring: Told,
    /// The house's rules, as slips say them.
    #[serde(default)]
    pub house_rules: Told,
    /// Public screens show the first character of a family name only.
    #[serde(default)]
    pub short_names: bool,
}

/// Who issues receipts (領収書).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Issuer {
    /// Name as printed; empty = the facility's.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Registration number of a qualified invoice issuer (登録番号, `T` and 13 digits); may be empty.
    pub registration: String,
    /// What it is: decides about revenue stamps (収入印紙).
    pub kind: IssuerKind,
}

/// What an issuer is. Receipts of midwives, doctors and bodies without profit are not taxed by stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssuerKind {
    /// 助産師・医師 in her own practice.
    #[default]
    Practitioner,
    /// 医療法人, 社団, 公立 and the like.
    NonProfit,
    /// 株式会社 and the like.
    Company,
}

/// A facility's own sentence in the languages of slips; empty ones are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Told {
    /// Japanese.
    pub ja: String,
    /// やさしい日本語.
    pub plain: String,
    /// English.
    pub en: String,
}

/// What a person at the desk may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 受付.
    Reception,
    /// 助産師.
    Midwife,
    /// 管理者.
    Manager,
}

/// [`Fact::StaffSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffSet {
    /// Short id, unique in the facility.
    pub staff_id: String,
    /// Name on the screen.
    pub name: String,
    /// What this person may do.
    pub roles: Vec<Role>,
    /// Argon2id, PHC string.
    pub pin_hash: String,
    /// No longer signs in when false.
    pub active: bool,
}

/// [`Fact::DayClosed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayClosed {
    /// The day.
    pub date: NaiveDate,
    /// Why.
    pub reason: String,
}
