//! Words that every screen shares.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the ward pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ServiceId {
    /// 母子ショートステイ.
    Stay,
    /// 母子デイケア.
    DayCare,
    /// 産後ケア訪問.
    Visit,
}

/// What the mother holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum CredentialKind {
    /// 電子クーポン.
    Coupon,
    /// 利用者カード.
    Card,
    /// Papers not there yet.
    None,
}

/// How it was shown today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum PresentedKind {
    /// The coupon was read, its signature held.
    CouponRead,
    /// The coupon was seen, its number typed.
    CouponSeen,
    /// The card was shown.
    CardShown,
    /// 未提示.
    NotShown,
}

/// Where a remaining count comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum SourceKind {
    /// クーポンの表示.
    Coupon,
    /// カードの記入.
    Card,
    /// 区の記録.
    Ward,
    /// 本人の申告.
    HerWord,
}

/// Whether the figure on her coupon or card contains today's use already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum FigureStandsKind {
    /// Not yet subtracted when it was read.
    #[default]
    BeforeUse,
    /// Subtracted already.
    AfterUse,
}

/// How money changed hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum MeansKind {
    /// 現金.
    Cash,
    /// カード.
    Card,
    /// あとで.
    Later,
}

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum RoleKind {
    /// 受付.
    Reception,
    /// 助産師.
    Midwife,
    /// 管理者.
    Manager,
}

/// The facts of a sentence, by name, already as text: dates ISO, yen and counts as digits.
pub type Facts = BTreeMap<String, String>;

/// Why a command did not do what it was asked. Nothing was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ProblemView {
    /// Stable code, kebab-case; the window turns it into a sentence.
    pub code: String,
    /// The same in English, with what to do next, for scripts. Holds no personal data.
    pub detail: String,
    /// The facts of the sentence.
    pub facts: Facts,
}

/// A request that needs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Done; there is nothing to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct Done {
    /// Always true; a failure is a problem.
    pub done: bool,
}
