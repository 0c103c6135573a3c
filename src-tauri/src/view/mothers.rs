//! Mothers (利用者): brief, form, search, list, entry, history, work lists.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use uuid::Uuid;

use super::{CredentialKind, Facts, ServiceId, SourceKind, TakenOff};

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
    /// Mother and child are not together: nothing is said to her of the child.
    pub apart: bool,
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

/// A part of the list of mothers.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct MothersRequest {
    /// Kana, kanji, number or phone; empty for everybody.
    #[serde(default)]
    pub query: String,
    /// From which place on, 0 for the first.
    #[serde(default)]
    pub from: u32,
    /// How many, at most 200.
    pub limit: u32,
}

/// A part of the list, by kana; those whose kana begins with the text come first.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct MothersPage {
    /// How many there are in all.
    pub total: u32,
    /// The place of the first one here.
    pub from: u32,
    /// They.
    pub rows: Vec<MotherRowView>,
    /// Where each row of the syllabary begins; only with everybody's first part.
    pub jumps: Vec<KanaJump>,
}

/// Where a row of the syllabary begins in the list.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct KanaJump {
    /// あ, か, さ …
    pub kana: String,
    /// The place of the first one; where nobody is, of the next.
    pub at: u32,
}

/// One line of the list, as it may be seen from the other side of the counter.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct MotherRowView {
    /// 利用者番号.
    pub user_number: String,
    /// Name, empty for who is not to be named.
    pub name: String,
    /// Kana, empty for who is not to be named.
    pub kana: String,
    /// The child's birth date, none before the birth.
    pub born: Option<chrono::NaiveDate>,
    /// Expected date, where there is no birth date yet.
    pub expected_on: Option<chrono::NaiveDate>,
    /// Number of children.
    pub babies: u32,
    /// What she holds.
    pub credential: CredentialKind,
    /// Not to be named.
    pub unlisted: bool,
}

/// A caller says who she is (電話の確認).
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CallerRequest {
    /// The number she says.
    pub user_number: String,
    /// The birth date she says; before the birth the expected date.
    pub born: chrono::NaiveDate,
}

/// Whether number and date belong together. Nothing else is said.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct CallerView {
    /// They do.
    pub matches: bool,
}

/// Who is registered already and may be the same person.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct SimilarView {
    /// They.
    pub similar: Vec<SimilarMother>,
}

/// Somebody who may be the same.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct SimilarMother {
    /// She.
    pub mother: MotherBrief,
    /// What differs from the form; what is not here is the same.
    pub differs: Vec<ChangedField>,
}

/// Everything of one mother.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct MotherView {
    /// Enough to recognise her.
    pub brief: MotherBrief,
    /// Her entry.
    pub form: MotherForm,
    /// What is left of each service; empty before the birth.
    pub left: Vec<ServiceLeft>,
    /// The household is exempt today (無償).
    pub exempt: bool,
    /// 再確認待ち: since when the exemption is due for the ward's re-check.
    pub recheck_since: Option<chrono::NaiveDate>,
    /// 転出日 as it holds: the ward's word or that of the entry.
    pub moved_out_on: Option<chrono::NaiveDate>,
    /// Exempt periods as they hold: the ward's newest word or those of the entry.
    pub waived: Vec<WaivedView>,
    /// Her reservations from today on.
    pub coming: Vec<ComingView>,
}

/// What is left of one service.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ServiceLeft {
    /// The service.
    pub service: ServiceId,
    /// The last day on which she may use it.
    pub last_day: chrono::NaiveDate,
    /// Past this day a stay needs a reason (おおむね4か月); none for the others.
    pub about_until: Option<chrono::NaiveDate>,
    /// The quota.
    #[ts(type = "number")]
    pub limit: u64,
    /// What is left; none = 不明.
    pub left: Option<LeftView>,
}

/// A figure of what is left, on what ground.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct LeftView {
    /// Units left now.
    #[ts(type = "number")]
    pub left: u64,
    /// The figure itself, before our own uses are taken off.
    #[ts(type = "number")]
    pub figure: u64,
    /// Where it comes from.
    pub source: SourceKind,
    /// As of when, RFC 3339.
    pub as_of: String,
    /// Own uses that it cannot contain yet.
    pub taken_off: Vec<TakenOff>,
}

/// A reservation of hers.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ComingView {
    /// The reservation.
    pub reservation_id: Uuid,
    /// The service.
    pub service: ServiceId,
    /// First day.
    pub starts_on: chrono::NaiveDate,
    /// Days.
    pub days: u32,
    /// Arrival, `HH:MM`.
    pub arrives_at: String,
    /// Room, may be empty.
    pub room: String,
    /// キャンセルの期限, RFC 3339.
    pub cancel_deadline: String,
}

/// A part of everything that happened to her.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct HistoryRequest {
    /// 利用者番号.
    pub user_number: String,
    /// The last entry seen so far; none for the newest ones.
    #[serde(default)]
    pub before: Option<Uuid>,
}

/// A part of her history, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct HistoryView {
    /// The entries.
    pub entries: Vec<HistoryEntry>,
    /// There are older ones.
    pub more: bool,
}

/// One thing that happened.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct HistoryEntry {
    /// Names it.
    pub event_id: Uuid,
    /// What: a code with a sentence.
    pub code: String,
    /// When it happened, RFC 3339.
    pub at: String,
    /// When it was written down, where that was later.
    pub written_at: Option<String>,
    /// Who did it; empty where nobody did (the ward's word).
    pub staff: String,
    /// The facts of the sentence.
    pub facts: Facts,
    /// What an edit changed.
    pub changed: Vec<ChangedField>,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ChangedField {
    /// The field of the form.
    pub field: String,
    /// What stands, or stood, there. Dates ISO; empty for nothing.
    pub before: String,
    /// What is new.
    pub after: String,
}

/// Whom to look at, and why.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct WorkListsView {
    /// Age limits that come within 30 days.
    pub ages: Vec<WorkRow>,
    /// 再確認待ち.
    pub recheck: Vec<WorkRow>,
    /// 転出.
    pub moved_out: Vec<WorkRow>,
    /// 減算待ち, the oldest first.
    pub subtraction: Vec<WorkRow>,
    /// How many wait in all.
    pub subtraction_total: u32,
}

/// One line of a work list.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct WorkRow {
    /// 利用者番号.
    pub user_number: String,
    /// Family name, empty for who is not to be named.
    pub surname: String,
    /// Not to be named.
    pub unlisted: bool,
    /// Why she is here: a code with a sentence.
    pub code: String,
    /// The day it is about.
    pub on: chrono::NaiveDate,
    /// The service it is about.
    pub service: Option<ServiceId>,
    /// Units it is about, 0 where none.
    #[ts(type = "number")]
    pub units: u64,
}
