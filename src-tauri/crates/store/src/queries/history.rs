//! What happened to a mother, as the facts say it.

use rusqlite::{OptionalExtension, named_params};
use uuid::Uuid;
use wire::{Envelope, Fact, MotherSet};

use crate::fold::head_unchecked;
use crate::{Store, StoreError};

/// One fact about a mother.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRow {
    /// Who, when, and its name.
    pub head: Envelope,
    /// What; none where the body has been erased.
    pub fact: Option<Fact>,
}

impl Store {
    /// Facts about a mother, the newest first; with `before` only those older than that one.
    pub fn history(
        &self,
        user_number: &str,
        before: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<HistoryRow>, StoreError> {
        let sql = "SELECT j.head, j.body FROM mother_entries e JOIN journal j ON j.event_id = e.event_id
                   WHERE e.user_number = :number AND e.event_id < :before
                   ORDER BY e.event_id DESC LIMIT :limit";
        // Nothing is younger than a name of ones alone.
        let before = before.unwrap_or(Uuid::max());
        let mut statement = self.db.prepare_cached(sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let params = named_params! {":number": user_number, ":before": before.as_bytes(), ":limit": limit};
        let mut rows = statement.query(params)?;
        let mut found = vec![];
        while let Some(row) = rows.next()? {
            let body: Option<String> = row.get("body")?;
            let head = head_unchecked(row.get_ref("head")?.as_blob().map_err(rusqlite::Error::from)?);
            let read = head.and_then(|head| {
                let fact = body.map(|b| Fact::read(&head.kind, head.schema_v, b.as_bytes())).transpose()?;
                Ok(HistoryRow { head, fact })
            });
            found.push(read.map_err(|source| StoreError::Unreadable { row: "journal".to_owned(), source })?);
        }
        Ok(found)
    }

    /// Her entry as it stood before a fact; none where that fact was the first, or the older one is erased.
    pub fn entry_before(&self, user_number: &str, event_id: Uuid) -> Result<Option<MotherSet>, StoreError> {
        let sql = "SELECT j.body FROM mother_entries e JOIN journal j ON j.event_id = e.event_id
                   WHERE e.user_number = :number AND e.event_id < :before AND j.kind = 'mother-set'
                   ORDER BY e.event_id DESC LIMIT 1";
        let mut statement = self.db.prepare_cached(sql)?;
        let params = named_params! {":number": user_number, ":before": event_id.as_bytes()};
        let body: Option<Option<String>> = statement.query_row(params, |r| r.get("body")).optional()?;
        Ok(body.flatten().and_then(|b| serde_json::from_str(&b).ok()))
    }
}
