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
