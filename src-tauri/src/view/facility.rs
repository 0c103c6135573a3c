//! What a manager decides about the facility, its calendar, and the ward's programme in force.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ServiceId;

/// A price per unit with its span.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PriceView {
    /// The service.
    pub service: ServiceId,
    /// First day, `YYYY-MM-DD`.
    pub from: chrono::NaiveDate,
    /// Last day, none while open.
    pub until: Option<chrono::NaiveDate>,
    /// Yen per unit.
    #[ts(type = "number")]
    pub yen: u64,
}

/// What an issuer of receipts is: decides about revenue stamps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum IssuerKindId {
    /// 助産師・医師.
    #[default]
    Practitioner,
    /// 医療法人, 社団, 公立.
    NonProfit,
    /// 株式会社.
    Company,
}

/// Who issues receipts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct IssuerView {
    /// As printed; empty = the facility's name.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// 登録番号, `T` and 13 digits; may be empty.
    pub registration: String,
    /// What it is.
    pub kind: IssuerKindId,
}

/// A sentence of the facility in the languages of slips; empty ones are left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ToldView {
    /// Japanese.
    pub ja: String,
    /// やさしい日本語.
    pub plain: String,
    /// English.
    pub en: String,
}

/// The facility's settings, whole (manager).
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct FacilitySettings {
    /// Name.
    pub name: String,
    /// Weekly closed days, 1 = Monday … 7 = Sunday.
    pub closed_weekdays: Vec<u8>,
    /// Own closed dates.
    pub closed_on: Vec<chrono::NaiveDate>,
    /// Extra opening dates.
    pub open_on: Vec<chrono::NaiveDate>,
    /// Closed on public holidays.
    pub closed_on_public_holidays: bool,
    /// Opening time, `HH:MM`, empty while nobody said.
    pub opens_at: String,
    /// Closing time, `HH:MM`.
    pub closes_at: String,
    /// 全額 per unit, with periods that do not overlap.
    pub full_prices: Vec<PriceView>,
    /// Oldest completed month of age received for a stay, none = the ward's limit only.
    pub oldest_months_stay: Option<u32>,
    /// The same for day-care.
    pub oldest_months_day_care: Option<u32>,
    /// The same for a visit.
    pub oldest_months_visit: Option<u32>,
    /// Most mothers of a stay on one day, none where the rooms alone decide.
    pub places_stay: Option<u32>,
    /// The same for day-care.
    pub places_day_care: Option<u32>,
    /// The same for visits.
    pub places_visit: Option<u32>,
    /// Orientation must come before the first use.
    pub needs_orientation: bool,
    /// Rooms, in the order shown.
    pub rooms: Vec<String>,
    /// Who issues receipts.
    pub issuer: IssuerView,
    /// The facility's own code, which the mother's phone reads; may be empty.
    pub own_code: String,
    /// What to bring, as slips say it.
    pub bring: ToldView,
    /// The house's rules, as slips say them.
    pub house_rules: ToldView,
    /// Today names mothers by the first character only.
    pub short_names: bool,
}

/// A calendar to look at, also one that is not saved yet (manager).
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CalendarRequest {
    /// `YYYY-MM`.
    pub month: String,
    /// Weekly closed days, 1 = Monday … 7 = Sunday.
    pub closed_weekdays: Vec<u8>,
    /// Own closed dates.
    pub closed_on: Vec<chrono::NaiveDate>,
    /// Extra opening dates.
    pub open_on: Vec<chrono::NaiveDate>,
    /// Closed on public holidays.
    pub closed_on_public_holidays: bool,
}

/// How a day stands, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum DayStands {
    /// Open as usual.
    Open,
    /// Opened although it would be closed.
    ExtraOpening,
    /// 定休日.
    Weekly,
    /// An own closed date.
    OwnDate,
    /// 祝日.
    PublicHoliday,
    /// Closed for that day alone (災害).
    Disaster,
}

/// A day of the calendar.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct CalendarDay {
    /// The day.
    pub date: chrono::NaiveDate,
    /// Open or closed.
    pub stands: DayStands,
}

/// A month of the calendar.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct CalendarView {
    /// Each day of the month.
    pub days: Vec<CalendarDay>,
    /// The public holidays of that year are computed, not announced.
    pub holidays_computed: bool,
    /// The first day after today on which the house is open; none within a year where it never is.
    pub next_open: Option<chrono::NaiveDate>,
    /// キャンセルの期限 of a use on that day, RFC 3339.
    pub next_deadline: Option<String>,
}

/// A number of the ward's programme with the rule it belongs to.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ProgrammeNumber {
    /// Its key in the file, e.g. `quota`.
    pub key: String,
    /// The service, none where it holds for all.
    pub service: Option<ServiceId>,
    /// As the file says it: digits, a word, or `from-to`.
    pub value: String,
    /// Code of the rule that explains it; empty where there is none.
    pub rule: String,
}

/// The sentence of a rule.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct RuleView {
    /// Its code.
    pub code: String,
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
    /// Section of the ward's leaflet; empty where the rule is the facility's or this program's.
    pub section: String,
}

/// The numbers that hold from a date on.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct EditionView {
    /// First day on which it holds.
    pub effective_from: chrono::NaiveDate,
    /// It decides what begins today.
    pub in_force: bool,
    /// Its numbers.
    pub numbers: Vec<ProgrammeNumber>,
}

/// The ward's programme, to read.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ProgrammeView {
    /// Its name.
    pub name: String,
    /// The ward's office to ask.
    pub office: String,
    /// Its telephone number.
    pub phone: String,
    /// Interviews from this day on give a coupon, earlier ones a card.
    pub coupon_from: chrono::NaiveDate,
    /// Where a file of the facility's own lies or would lie.
    pub file: String,
    /// That file is there and is used; else the built-in one is.
    pub own_file: bool,
    /// Editions, newest first.
    pub editions: Vec<EditionView>,
    /// The sentences.
    pub rules: Vec<RuleView>,
}
