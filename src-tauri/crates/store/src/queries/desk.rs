//! Facility, staff, and what is known of the ward.

use rusqlite::{Connection, OptionalExtension, named_params};
use wire::{Enrolled, FacilitySet, KeysReceived, Reconciled, StaffSet};

use super::{body, parsed};
use crate::{Store, StoreError};

impl Store {
    /// The facility, none before the set-up.
    pub fn facility(&self) -> Result<Option<FacilitySet>, StoreError> {
        let sql = "SELECT body FROM facility";
        Ok(self.db.prepare_cached(sql)?.query_row([], |r| body(r, "body")).optional()?)
    }

    /// All staff, by id.
    pub fn staff_list(&self) -> Result<Vec<StaffSet>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT body FROM staff ORDER BY length(staff_id), staff_id")?;
        Ok(statement.query_map([], |r| body(r, "body"))?.collect::<Result<_, _>>()?)
    }

    /// One member of staff.
    pub fn staff(&self, staff_id: &str) -> Result<Option<StaffSet>, StoreError> {
        let sql = "SELECT body FROM staff WHERE staff_id = :id";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row(named_params! {":id": staff_id}, |r| body(r, "body")).optional()?)
    }

    /// Whether any mother is registered.
    pub fn any_mother(&self) -> Result<bool, StoreError> {
        Ok(self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM mothers)")?.query_row([], |r| r.get(0))?)
    }

    /// Whether anything has been used or counted as used.
    pub fn any_use(&self) -> Result<bool, StoreError> {
        Ok(self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM uses)")?.query_row([], |r| r.get(0))?)
    }

    /// The enrolment at the ward.
    pub fn enrolment(&self) -> Result<Option<Enrolled>, StoreError> {
        enrolment_in(&self.db, &self.identity.desk)
    }

    /// The ward's key list as last received.
    pub fn keys(&self) -> Result<Option<KeysReceived>, StoreError> {
        self.state("keys")?.map(|t| parsed(&t, "ward_state")).transpose()
    }

    /// Where the ward's changes were left.
    pub fn changes_cursor(&self) -> Result<String, StoreError> {
        Ok(self.state("cursor")?.unwrap_or_default())
    }

    /// When the ward last answered, RFC 3339.
    pub fn last_contact(&self) -> Result<Option<String>, StoreError> {
        self.state("contact")
    }

    /// What this desk knows of its own line to the ward.
    fn state(&self, key: &str) -> Result<Option<String>, StoreError> {
        state(&self.db, &self.identity.desk, key)
    }

    /// Whether the ward has revoked a coupon.
    pub fn is_revoked(&self, coupon_id: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM revoked WHERE coupon_id = :id)";
        Ok(self.db.prepare_cached(sql)?.query_row(named_params! {":id": coupon_id}, |r| r.get(0))?)
    }

    /// The last comparison of a month with the ward's ledger, and when it was.
    pub fn reconciliation(&self, month: &str) -> Result<Option<(String, Reconciled)>, StoreError> {
        let sql = "SELECT at, body FROM reconciliations WHERE month = :month";
        let mut statement = self.db.prepare_cached(sql)?;
        let read = |r: &rusqlite::Row<'_>| Ok((r.get("at")?, body(r, "body")?));
        Ok(statement.query_row(named_params! {":month": month}, read).optional()?)
    }
}

fn state(db: &Connection, desk: &str, key: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT value FROM ward_state WHERE desk = :desk AND key = :key";
    let params = named_params! {":desk": desk, ":key": key};
    Ok(db.prepare_cached(sql)?.query_row(params, |r| r.get(0)).optional()?)
}

pub(crate) fn enrolment_in(db: &Connection, desk: &str) -> Result<Option<Enrolled>, StoreError> {
    state(db, desk, "enrolment")?.map(|t| parsed(&t, "ward_state")).transpose()
}
