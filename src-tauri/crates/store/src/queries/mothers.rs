//! Mothers: one, and the search.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension, named_params};
use wire::{Change, CouponRead, MotherSet, RemainingTold, Service, Waiver};

use super::{body, parsed};
use crate::{Store, StoreError, fold_text};

/// A mother's entry.
pub type MotherRow = MotherSet;

/// Conditions on the index of kana, each in words of this file.
const EVERYBODY: &str = "1";
const BEGINS: &str = "kana >= :text AND kana < :end";
const HOLDS: &str = "instr(search, :text) > 0 AND NOT (kana >= :text AND kana < :end)";

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

/// A part of the list of mothers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MotherPage {
    /// How many there are in all.
    pub total: usize,
    /// Those of this part, by kana.
    pub mothers: Vec<MotherRow>,
}

/// How many mothers' kana begin with a character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KanaHead {
    /// The character, folded.
    pub head: String,
    /// How many.
    pub count: usize,
}

/// As much of an entry as tells whether somebody is known already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMother {
    /// 利用者番号.
    pub user_number: String,
    /// Kana, folded.
    pub kana: String,
    /// The child's birth date.
    pub born: Option<NaiveDate>,
}

impl Store {
    /// One mother's entry.
    pub fn mother(&self, user_number: &str) -> Result<Option<MotherRow>, StoreError> {
        let sql = "SELECT body FROM mothers WHERE user_number = :number";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row(named_params! {":number": user_number}, |r| body(r, "body")).optional()?)
    }

    /// A part of all mothers whose kana, name, number or phone holds the text, from the nth on: those whose kana begins
    /// with it first, each by kana. An empty text holds for everybody.
    pub fn mothers_page(&self, query: &str, from: usize, limit: usize) -> Result<MotherPage, StoreError> {
        let text = fold_text(query);
        let count = |sql: &str, params: &[(&str, &dyn rusqlite::ToSql)]| -> Result<usize, StoreError> {
            Ok(self.db.prepare_cached(sql)?.query_row(params, |r| r.get(0))?)
        };
        let part = |wanted: &str, from: usize, limit: usize, end: &str| -> Result<Vec<MotherRow>, StoreError> {
            let sql = format!(
                "SELECT body FROM mothers WHERE user_number IN (
                     SELECT user_number FROM mothers INDEXED BY mothers_by_kana
                     WHERE {wanted} ORDER BY kana, user_number LIMIT :limit OFFSET :from)
                 ORDER BY kana, user_number"
            );
            let mut statement = self.db.prepare_cached(&sql)?;
            let places = named_params! {":limit": limit, ":from": from};
            let texts: [(&str, &dyn rusqlite::ToSql); 2] = [(":text", &text), (":end", &end)];
            let params = [places, if wanted == EVERYBODY { &[] } else { &texts[..] }].concat();
            Ok(statement.query_map(params.as_slice(), |r| body(r, "body"))?.collect::<Result<_, _>>()?)
        };
        if text.is_empty() {
            let total = count("SELECT COUNT(*) FROM mothers", &[])?;
            return Ok(MotherPage { total, mothers: part(EVERYBODY, from, limit, "")? });
        }
        let end = format!("{text}\u{10ffff}");
        let begin = count(
            &format!("SELECT COUNT(*) FROM mothers INDEXED BY mothers_by_kana WHERE {BEGINS}"),
            named_params! {":text": text, ":end": end},
        )?;
        let mut mothers = if from < begin { part(BEGINS, from, limit, &end)? } else { vec![] };
        let (after, wanted) = (from.saturating_sub(begin), limit - mothers.len());
        let rest = part(HOLDS, after, wanted, &end)?;
        // A part that is not full is the last one: then nobody need be counted, which looks at every entry once more.
        let total = if rest.len() < wanted && (after == 0 || !rest.is_empty()) {
            begin + after + rest.len()
        } else {
            let sql = "SELECT COUNT(*) FROM mothers INDEXED BY mothers_by_kana WHERE instr(search, :text) > 0";
            count(sql, named_params! {":text": text})?
        };
        mothers.extend(rest);
        Ok(MotherPage { total, mothers })
    }

    /// With which characters the kana begin, in order, and how often.
    pub fn kana_heads(&self) -> Result<Vec<KanaHead>, StoreError> {
        let sql = "SELECT substr(kana, 1, 1) AS head, COUNT(*) AS count
                   FROM mothers INDEXED BY mothers_by_kana GROUP BY head ORDER BY head";
        let mut statement = self.db.prepare_cached(sql)?;
        let read = |r: &rusqlite::Row<'_>| Ok(KanaHead { head: r.get("head")?, count: r.get("count")? });
        Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
    }

    /// Entries with this kana or this name, as folded.
    pub fn namesakes(&self, kana: &str, name: &str) -> Result<Vec<MotherRow>, StoreError> {
        let sql = "SELECT body FROM mothers WHERE user_number IN (
                       SELECT user_number FROM mothers INDEXED BY mothers_by_kana
                       WHERE kana = :kana OR instr(search, :name) > 0)
                   ORDER BY kana, user_number";
        let mut statement = self.db.prepare_cached(sql)?;
        let name = format!("\n{}\n", fold_text(name));
        let params = named_params! {":kana": fold_text(kana), ":name": name};
        Ok(statement.query_map(params, |r| body(r, "body"))?.collect::<Result<_, _>>()?)
    }

    /// Everybody, as far as it tells whether somebody is known already.
    pub fn known_mothers(&self) -> Result<Vec<KnownMother>, StoreError> {
        let sql = "SELECT user_number, kana, body ->> '$.born' AS born FROM mothers";
        let mut statement = self.db.prepare_cached(sql)?;
        let read = |r: &rusqlite::Row<'_>| {
            Ok(KnownMother {
                user_number: r.get("user_number")?,
                kana: r.get("kana")?,
                born: r.get::<_, Option<String>>("born")?.and_then(|t| t.parse().ok()),
            })
        };
        Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
    }

    /// All user numbers.
    pub fn user_numbers(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT user_number FROM mothers ORDER BY user_number")?;
        Ok(statement.query_map([], |r| r.get("user_number"))?.collect::<Result<_, _>>()?)
    }

    /// Mothers whose child is not born yet or was born on this day or later, and all with a corrected age.
    pub fn mothers_born_since(&self, day: NaiveDate) -> Result<Vec<MotherRow>, StoreError> {
        let sql = "SELECT body FROM mothers
                   WHERE body ->> '$.born' IS NULL OR body ->> '$.born' >= :day OR body ->> '$.corrected' IS NOT NULL
                   ORDER BY kana, user_number";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement
            .query_map(named_params! {":day": day.to_string()}, |r| body(r, "body"))?
            .collect::<Result<_, _>>()?)
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
