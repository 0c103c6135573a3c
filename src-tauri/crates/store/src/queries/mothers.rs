//! Mothers: one, and the search.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension, named_params};
use wire::{Change, CouponRead, MotherSet, RemainingTold, Service, Waiver};

use super::{body, parsed};
use crate::{Store, StoreError, fold_text};

/// A mother's entry.
pub type MotherRow = MotherSet;

/// What the ward has said of her since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WardMother {
    /// Balance over all facilities: a [`Change::Balance`].
    pub balance: Option<Change>,
    /// Exempt periods; they replace those of the entry.
    pub waived: Option<Vec<Waiver>>,
    /// When the ward decided on those periods.
    pub waived_as_of: Option<DateTime<FixedOffset>>,
    /// 転出日.
    pub moved_out_on: Option<NaiveDate>,
}

impl Store {
    /// One mother's entry.
    pub fn mother(&self, user_number: &str) -> Result<Option<MotherRow>, StoreError> {
        let sql = "SELECT body FROM mothers WHERE user_number = :number";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row(named_params! {":number": user_number}, |r| body(r, "body")).optional()?)
    }

    /// Mothers whose kana, name, number or phone holds the text, by kana; from one character on.
    ///
    /// Those whose kana begins with it come first, from an index; the rest of the places are filled
    /// by a look through all entries.
    pub fn search_mothers(&self, query: &str, limit: usize) -> Result<Vec<MotherRow>, StoreError> {
        let folded = fold_text(query);
        if folded.is_empty() {
            return Ok(vec![]);
        }
        let end = format!("{folded}\u{10ffff}");
        let mut first = self.db.prepare_cached(
            "SELECT user_number, body FROM mothers WHERE kana >= :from AND kana < :end ORDER BY kana, user_number LIMIT :limit",
        )?;
        let params = named_params! {":from": folded, ":end": end, ":limit": limit};
        let mut found: Vec<MotherRow> = first.query_map(params, |r| body(r, "body"))?.collect::<Result<_, _>>()?;
        if found.len() < limit {
            let mut rest = self.db.prepare_cached(
                "SELECT body FROM mothers WHERE user_number IN (
                     SELECT user_number FROM mothers INDEXED BY mothers_by_kana
                     WHERE instr(search, :text) > 0 AND NOT (kana >= :text AND kana < :end)
                     ORDER BY kana, user_number LIMIT :limit)
                 ORDER BY kana, user_number",
            )?;
            let params = named_params! {":text": folded, ":end": end, ":limit": limit - found.len()};
            for mother in rest.query_map(params, |r| body(r, "body"))? {
                found.push(mother?);
            }
        }
        Ok(found)
    }

    /// The newest coupon read of a mother.
    pub fn coupon_read(&self, user_number: &str) -> Result<Option<CouponRead>, StoreError> {
        let sql = "SELECT body FROM coupons WHERE user_number = :number";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row(named_params! {":number": user_number}, |r| body(r, "body")).optional()?)
    }

    /// What was last told of a service's remaining units.
    pub fn remaining_told(&self, user_number: &str, service: Service) -> Result<Option<RemainingTold>, StoreError> {
        let sql = "SELECT body FROM remaining_told WHERE user_number = :number AND service = :service";
        let mut statement = self.db.prepare_cached(sql)?;
        let params = named_params! {":number": user_number, ":service": service.id()};
        Ok(statement.query_row(params, |r| body(r, "body")).optional()?)
    }

    /// What the ward has said of her.
    pub fn ward_mother(&self, user_number: &str) -> Result<WardMother, StoreError> {
        let sql = "SELECT balance, exemption, moved_out_on FROM ward_mothers WHERE user_number = :number";
        let mut statement = self.db.prepare_cached(sql)?;
        type Texts = (Option<String>, Option<String>, Option<String>);
        let read = |r: &rusqlite::Row<'_>| Ok((r.get("balance")?, r.get("exemption")?, r.get("moved_out_on")?));
        let texts: Option<Texts> = statement.query_row(named_params! {":number": user_number}, read).optional()?;
        let Some((balance, exemption, moved)) = texts else { return Ok(WardMother::default()) };
        let (waived, waived_as_of) = match exemption.map(|t| parsed(&t, "ward_mothers")).transpose()? {
            Some(Change::Exemption { waived, as_of, .. }) => (Some(waived), Some(as_of)),
            _ => (None, None),
        };
        Ok(WardMother {
            balance: balance.map(|t| parsed(&t, "ward_mothers")).transpose()?,
            waived,
            waived_as_of,
            moved_out_on: moved.and_then(|t| t.parse().ok()),
        })
    }
}
