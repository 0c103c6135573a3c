//! The waiting list (キャンセル待ち).

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, named_params};
use uuid::Uuid;
use wire::WishSet;

use super::body;
use crate::{Store, StoreError};

impl Store {
    /// One wish, whatever became of it.
    pub fn wish(&self, wish_id: Uuid) -> Result<Option<WishSet>, StoreError> {
        let sql = "SELECT body FROM wishes WHERE wish_id = :id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row(named_params! {":id": wish_id.as_bytes()}, |r| body(r, "body")).optional()?)
    }

    /// Wishes that still wait and touch a span of days; who asked first comes first.
    pub fn waiting_wishes(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<WishSet>, StoreError> {
        // A wish is named by a time-ordered id.
        let sql = "SELECT body FROM wishes INDEXED BY wishes_waiting
                   WHERE state = 'waiting' AND starts_from <= :until AND until >= :from ORDER BY wish_id";
        let mut statement = self.db.prepare_cached(sql)?;
        let params = named_params! {":from": from.to_string(), ":until": until.to_string()};
        Ok(statement.query_map(params, |r| body(r, "body"))?.collect::<Result<_, _>>()?)
    }
}
