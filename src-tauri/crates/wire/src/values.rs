//! The words both streams share, as they are written in messages.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the ward pays for; the ids are those of the programme file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Service {
    /// 母子ショートステイ.
    Stay,
    /// 母子デイケア.
    DayCare,
    /// 産後ケア訪問.
    Visit,
}

impl Service {
    /// The id in messages and files.
    pub fn id(self) -> &'static str {
        match self {
            Service::Stay => "stay",
            Service::DayCare => "day-care",
            Service::Visit => "visit",
        }
    }

    /// The service with this id.
    pub fn from_id(id: &str) -> Option<Service> {
        [Service::Stay, Service::DayCare, Service::Visit].into_iter().find(|s| s.id() == id)
    }
}

/// A span in which the household is exempt (無償), both ends in; `until` open while the ward has not said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waiver {
    /// First day.
    pub from: NaiveDate,
    /// Last day, none while open.
    pub until: Option<NaiveDate>,
}

/// What the mother holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credential {
    /// 電子クーポン.
    Coupon,
    /// 紙の利用者カード.
    Card,
    /// Papers not there yet.
    None,
}

/// Whether a figure that was read at a check-in contained that very use already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureStands {
    /// Read before the use was subtracted.
    #[default]
    BeforeUse,
    /// The use had been subtracted already.
    AfterUse,
}

/// Where a remaining count was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The coupon's own figure.
    Coupon,
    /// What is written on the paper card.
    Card,
    /// The ward's record.
    Ward,
    /// What she said.
    HerWord,
}
