//! A mother and what is known of her.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{Credential, EachService, Service, Source, Waiver};

/// Corrected age as approved by the ward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedAge {
    /// Days added to the birth date.
    pub days: u32,
    /// When the ward said so.
    pub approved_on: NaiveDate,
    /// Who at the ward said so.
    pub approved_by: String,
    /// A last day named by the ward; it wins.
    pub last_day: Option<NaiveDate>,
}

/// [`Fact::MotherSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MotherSet {
    /// 利用者番号.
    pub user_number: String,
    /// Name.
    pub name: String,
    /// Name in kana.
    pub kana: String,
    /// Telephone, may be empty.
    pub phone: String,
    /// The child's birth date, none before the birth.
    pub born: Option<NaiveDate>,
    /// Expected date, where there is no birth date yet.
    pub expected_on: Option<NaiveDate>,
    /// Number of children of this birth.
    pub babies: u32,
    /// What she holds.
    pub credential: Credential,
    /// Day of the pregnancy interview (妊婦面談).
    pub interview_on: Option<NaiveDate>,
    /// Corrected age, once approved.
    pub corrected: Option<CorrectedAge>,
    /// 転出日.
    pub moved_out_on: Option<NaiveDate>,
    /// Exempt periods.
    pub waived: Vec<Waiver>,
    /// Day of the orientation at this facility.
    pub oriented_on: Option<NaiveDate>,
    /// 問い合わせに答えない: not to be named to callers or on public screens.
    pub unlisted: bool,
    /// Food allergies; may be empty.
    #[serde(default)]
    pub allergies: String,
    /// Diet; may be empty.
    #[serde(default)]
    pub diet: String,
    /// Whom to call in an emergency, with a number; may be empty.
    #[serde(default)]
    pub emergency_contact: String,
    /// Her doctor or hospital; may be empty.
    #[serde(default)]
    pub doctor: String,
    /// Her health centre (保健相談所); may be empty.
    #[serde(default)]
    pub health_centre: String,
    /// The language of her slips.
    #[serde(default)]
    pub language: SlipLanguage,
    /// お子さまのご逝去・入院中: stops slips, reminders and age lists.
    #[serde(default)]
    pub apart: Option<Apart>,
}

/// The language of what is handed to her.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlipLanguage {
    /// 日本語.
    #[default]
    Ja,
    /// やさしい日本語.
    Plain,
    /// English.
    En,
}

/// Why mother and child are not together. Whether she may use is asked of the ward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Apart {
    /// お子さまのご逝去.
    Bereaved,
    /// お子さまの入院中.
    Hospitalised,
}

/// Limit and used of one service, as a coupon or the ward says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Allowance {
    /// Units in all.
    pub limit: u64,
    /// Units used.
    pub used: u64,
}

/// [`Fact::CouponRead`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponRead {
    /// Hex of the coupon's id.
    pub coupon_id: String,
    /// 利用者番号.
    pub user_number: String,
    /// The child's birth date.
    pub born: NaiveDate,
    /// Number of children.
    pub babies: u32,
    /// Exempt by the coupon.
    pub exempt: bool,
    /// Until when the fee class holds.
    pub fee_class_until: NaiveDate,
    /// Limits and uses.
    pub quota: EachService<Allowance>,
    /// As of when the uses are counted.
    pub used_as_of: DateTime<FixedOffset>,
    /// Issued.
    pub issued_at: DateTime<FixedOffset>,
    /// Issue counter; may not go back.
    pub counter: u64,
}

/// [`Fact::RemainingTold`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemainingTold {
    /// 利用者番号.
    pub user_number: String,
    /// The service.
    pub service: Service,
    /// Units left.
    pub count: u64,
    /// Where it was read.
    pub source: Source,
    /// As of when.
    pub as_of: DateTime<FixedOffset>,
}
