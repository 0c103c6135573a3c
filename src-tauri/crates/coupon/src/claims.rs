//! What a coupon says.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, TimeDelta, Utc};
use domain::{Date, PerService, Service};
use serde::Serialize;

use crate::Rejection;
use crate::cbor::Item;

/// Claim keys of CWT (RFC 8392) and our own.
pub(crate) const ISS: i128 = 1;
pub(crate) const EXP: i128 = 4;
pub(crate) const IAT: i128 = 6;
pub(crate) const CTI: i128 = 7;
pub(crate) const COUPON: i128 = -70001;

/// The version of the claims in this file.
pub(crate) const VERSION: i128 = 1;

/// The household's fee class. Never which kind of exemption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeeClass {
    /// 課税世帯: the user share is due.
    Taxed,
    /// 無償.
    Exempt,
}

/// Limit and used units of one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Allowance {
    /// Units in all.
    pub limit: u8,
    /// Units used.
    pub used: u8,
}

/// A coupon's claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coupon {
    /// JIS code of the issuing ward.
    pub issuer: String,
    /// 利用者番号.
    pub user_number: String,
    /// The child's birth date.
    pub born: Date,
    /// Number of children, at least 1.
    pub children: u64,
    /// Fee class.
    pub fee_class: FeeClass,
    /// Last day on which the fee class holds.
    pub fee_class_until: Date,
    /// Limits and uses.
    pub quota: PerService<Allowance>,
    /// As of when the uses were counted.
    pub used_as_of: DateTime<Utc>,
    /// Issued.
    pub issued_at: DateTime<Utc>,
    /// Expires; at this second it is expired.
    pub expires_at: DateTime<Utc>,
    /// Issue counter; may not go back.
    pub counter: u64,
    /// The coupon's own id.
    pub id: [u8; 8],
}

/// Reads the claims of a payload whose signature holds.
pub(crate) fn read(payload: &[u8]) -> Result<Coupon, Rejection> {
    let claims = Item::read(payload).ok_or(Rejection::Malformed)?;
    match claims.at(COUPON).and_then(|c| c.at(0)) {
        Some(Item::Int(VERSION)) => {}
        Some(_) => return Err(Rejection::Unsupported),
        None => return Err(Rejection::Malformed),
    }
    version_1(&claims).ok_or(Rejection::Malformed)
}

fn version_1(claims: &Item) -> Option<Coupon> {
    let own = claims.at(COUPON)?;
    let quota = own.at(6)?;
    let mut allowances = PerService::default();
    for (key, service) in (0..).zip(Service::ALL) {
        *allowances.get_mut(service) = allowance(quota.at(key)?)?;
    }
    Some(Coupon {
        issuer: claims.at(ISS)?.text()?.to_owned(),
        user_number: own.at(1)?.text()?.to_owned(),
        born: date(own.at(2)?)?,
        children: u64::try_from(own.at(3)?.int()?).ok().filter(|n| *n >= 1)?,
        fee_class: match own.at(4)?.int()? {
            0 => FeeClass::Taxed,
            1 => FeeClass::Exempt,
            _ => return None,
        },
        fee_class_until: date(own.at(5)?)?,
        quota: allowances,
        used_as_of: seconds(own.at(7)?)?,
        issued_at: seconds(claims.at(IAT)?)?,
        expires_at: seconds(claims.at(EXP)?)?,
        counter: own.at(8)?.int()?.try_into().ok()?,
        id: claims.at(CTI)?.bytes()?.try_into().ok()?,
    })
}

fn allowance(item: &Item) -> Option<Allowance> {
    let [limit, used] = item.array()? else { return None };
    Some(Allowance { limit: limit.int()?.try_into().ok()?, used: used.int()?.try_into().ok()? })
}

fn date(item: &Item) -> Option<Date> {
    let days = TimeDelta::try_days(item.int()?.try_into().ok()?)?;
    NaiveDate::default().checked_add_signed(days).filter(|d| (1..=9999).contains(&d.year()))
}

fn seconds(item: &Item) -> Option<DateTime<Utc>> {
    let at = DateTime::from_timestamp(item.int()?.try_into().ok()?, 0)?;
    Some(at).filter(|t| (1..=9999).contains(&t.year()))
}

/// A coupon as `coupon verify` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CouponLine {
    issuer: String,
    user_number: String,
    born: Date,
    children: u64,
    fee_class: &'static str,
    fee_class_until: Date,
    quota: QuotaLine,
    used_as_of: String,
    issued_at: String,
    expires_at: String,
    counter: u64,
    id: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
struct QuotaLine {
    stay: [u8; 2],
    day_care: [u8; 2],
    visit: [u8; 2],
}

impl From<&Coupon> for CouponLine {
    fn from(c: &Coupon) -> CouponLine {
        let time = |t: DateTime<Utc>| t.to_rfc3339_opts(SecondsFormat::Secs, true);
        let pair = |a: Allowance| [a.limit, a.used];
        CouponLine {
            issuer: c.issuer.clone(),
            user_number: c.user_number.clone(),
            born: c.born,
            children: c.children,
            fee_class: match c.fee_class {
                FeeClass::Taxed => "taxed",
                FeeClass::Exempt => "exempt",
            },
            fee_class_until: c.fee_class_until,
            quota: QuotaLine { stay: pair(c.quota.stay), day_care: pair(c.quota.day_care), visit: pair(c.quota.visit) },
            used_as_of: time(c.used_as_of),
            issued_at: time(c.issued_at),
            expires_at: time(c.expires_at),
            counter: c.counter,
            id: c.id.iter().map(|b| format!("{b:02x}")).collect(),
        }
    }
}
