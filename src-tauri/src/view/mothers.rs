//! Mothers (利用者): brief, form, search.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::CredentialKind;

/// Enough to recognise her.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct MotherBrief {
    /// 利用者番号.
    pub user_number: String,
    /// Name.
    pub name: String,
    /// Kana.
    pub kana: String,
    /// The child's birth date, none before the birth.
    pub born: Option<chrono::NaiveDate>,
    /// Completed months of age today.
    pub months: Option<u32>,
    /// Number of children.
    pub babies: u32,
    /// What she holds.
    pub credential: CredentialKind,
    /// Not to be named.
    pub unlisted: bool,
}

/// A search from one character on.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct SearchRequest {
    /// Kana, kanji, number or phone.
    pub query: String,
}

/// Mothers found, by kana, at most 50.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct MothersView {
    /// The mothers.
    pub mothers: Vec<MotherBrief>,
}

/// An exempt period.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct WaivedView {
    /// First day.
    pub from: chrono::NaiveDate,
    /// Last day, none while open.
    pub until: Option<chrono::NaiveDate>,
}

/// Corrected age as the ward approved it.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CorrectedView {
    /// Days added to the birth date.
    pub days: u32,
    /// When the ward said so.
    pub approved_on: chrono::NaiveDate,
    /// Who said so.
    pub approved_by: String,
    /// A last day the ward named; it wins.
    pub last_day: Option<chrono::NaiveDate>,
}

/// Registers a mother, or replaces her entry.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct MotherForm {
    /// 利用者番号.
    pub user_number: String,
    /// Name, family name first, with a space between.
    pub name: String,
    /// Kana.
    pub kana: String,
    /// Telephone, may be empty.
    #[serde(default)]
    pub phone: String,
    /// The child's birth date; a future one is refused.
    pub born: Option<chrono::NaiveDate>,
    /// Expected date, before the birth.
    #[serde(default)]
    pub expected_on: Option<chrono::NaiveDate>,
    /// Number of children.
    pub babies: u32,
    /// What she holds.
    pub credential: CredentialKind,
    /// Day of the interview.
    #[serde(default)]
    pub interview_on: Option<chrono::NaiveDate>,
    /// Corrected age.
    #[serde(default)]
    pub corrected: Option<CorrectedView>,
    /// 転出日.
    #[serde(default)]
    pub moved_out_on: Option<chrono::NaiveDate>,
    /// Exempt periods.
    #[serde(default)]
    pub waived: Vec<WaivedView>,
    /// Day of the orientation here.
    #[serde(default)]
    pub oriented_on: Option<chrono::NaiveDate>,
    /// Not to be named.
    #[serde(default)]
    pub unlisted: bool,
    /// Food allergies.
    #[serde(default)]
    pub allergies: String,
    /// Diet.
    #[serde(default)]
    pub diet: String,
    /// Whom to call in an emergency.
    #[serde(default)]
    pub emergency_contact: String,
    /// Her doctor or hospital.
    #[serde(default)]
    pub doctor: String,
    /// Her health centre (保健相談所).
    #[serde(default)]
    pub health_centre: String,
    /// The language of her slips.
    #[serde(default)]
    pub language: LanguageKind,
    /// お子さまのご逝去・入院中.
    #[serde(default)]
    pub apart: Option<ApartKind>,
}

/// The language of what is handed to her.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(rename_all = "kebab-case")]
pub enum LanguageKind {
    /// 日本語.
    #[default]
    Ja,
    /// やさしい日本語.
    Plain,
    /// English.
    En,
}

/// Why mother and child are not together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(rename_all = "kebab-case")]
pub enum ApartKind {
    /// お子さまのご逝去.
    Bereaved,
    /// お子さまの入院中.
    Hospitalised,
}
