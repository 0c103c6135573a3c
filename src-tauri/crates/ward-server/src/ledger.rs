//! The ledger: what counts for whom, per facility and month, and what a facility should know.

use chrono::{DateTime, NaiveDate};
use domain::{PerService, Service as DomainService};
use rusqlite::{Connection, OptionalExtension, named_params};
use uuid::Uuid;
use wire::{Allowance, Change, ChangesResponse, EachService, LedgerLine, LedgerResponse, Service, UsageRecord, warn};

use crate::tokens::Desk;
use crate::{Ward, WardError};

/// Changes in one answer.
const PAGE: usize = 500;

impl Ward {
    /// Counted uses whose first day lies in a month (`YYYY-MM`), of one facility or of all.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn ledger(&self, facility: Option<&str>, month: Option<&str>) -> Result<Vec<LedgerLine>, WardError> {
        let sql = "SELECT event_id, user_number, service, first_day, now_units, kind, now_share, now_over
                   FROM records WHERE state = 'counted' AND corrects IS NULL AND now_units > 0
                       AND first_day BETWEEN :from AND :until
                       AND (:facility IS NULL OR facility_id = :facility)
                   ORDER BY event_id";
        // Dates as texts sort as days.
        let (from, until) = month.map_or(("0".into(), "9".into()), |m| (format!("{m}-01"), format!("{m}-31")));
        let db = self.db();
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query(named_params! {":facility": facility, ":from": from, ":until": until})?;
        let mut lines = vec![];
        while let Some(row) = rows.next()? {
            let service: String = row.get("service")?;
            let day: String = row.get("first_day")?;
            lines.push(LedgerLine {
                event_id: Uuid::from_bytes(row.get("event_id")?),
                user_number: row.get("user_number")?,
                service: Service::from_id(&service).ok_or(WardError::Damaged("a service"))?,
                first_day: day.parse().map_err(|_| WardError::Damaged("a date"))?,
                units: row.get("now_units")?,
                kind: row.get("kind")?,
                share_due: row.get("now_share")?,
                over_quota_units: row.get("now_over")?,
            });
        }
        Ok(lines)
    }

    pub(crate) fn ledger_answer(&self, facility: &str, month: &str) -> Result<LedgerResponse, WardError> {
        let lines = self.ledger(Some(facility), Some(month))?;
        Ok(LedgerResponse {
            month: month.to_owned(),
            count: lines.len() as u64,
            digest: wire::ledger_digest(&lines),
            lines,
        })
    }

    pub(crate) fn changes(&self, facility: &str, cursor: &str) -> Result<ChangesResponse, WardError> {
        let after: i64 = cursor.parse().unwrap_or(0);
        let sql = "SELECT n, body FROM changes WHERE n > :after AND (facility_id IS NULL OR facility_id = :facility)
                   ORDER BY n LIMIT :page";
        let db = self.db();
        let mut statement = db.prepare_cached(sql)?;
        let params = named_params! {":after": after, ":facility": facility, ":page": PAGE as i64 + 1};
        let mut rows = statement.query(params)?;
        let (mut changes, mut last) = (vec![], after);
        while let Some(row) = rows.next()? {
            if changes.len() == PAGE {
                return Ok(ChangesResponse { changes, cursor: last.to_string(), more: true });
            }
            last = row.get("n")?;
            let body: String = row.get("body")?;
            changes.push(serde_json::from_str(&body).map_err(|_| WardError::Damaged("a change"))?);
        }
        Ok(ChangesResponse { changes, cursor: last.to_string(), more: false })
    }
}

/// Adds a change for one facility, or for all.
pub(crate) fn add_change(db: &Connection, facility: Option<&str>, change: &Change) -> Result<(), WardError> {
    let body = serde_json::to_string(change).map_err(|_| WardError::Damaged("a change"))?;
    db.prepare_cached("INSERT INTO changes (facility_id, body) VALUES (:facility, :body)")?
        .execute(named_params! {":facility": facility, ":body": body})?;
    Ok(())
}

/// Adds a change for every facility at which a use of this mother has been counted: another has no need
/// to know, not even one that once mistyped a number.
pub(crate) fn add_change_about(db: &Connection, user_number: &str, change: &Change) -> Result<(), WardError> {
    let sql = "SELECT DISTINCT facility_id FROM records WHERE user_number = :number AND state = 'counted'";
    let mut statement = db.prepare_cached(sql)?;
    let facilities: Vec<String> =
        statement.query_map(named_params! {":number": user_number}, |r| r.get(0))?.collect::<Result<_, _>>()?;
    facilities.iter().try_for_each(|f| add_change(db, Some(f), change))
}

/// On a mother's first counted use at a facility: what the ward decided before it knew of her going there.
pub(crate) fn tell_what_stands(db: &Connection, facility: &str, user_number: &str) -> Result<(), WardError> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM records WHERE user_number = :number AND facility_id = :facility
                   AND state = 'counted' AND corrects IS NULL LIMIT 2)";
    let params = named_params! {":number": user_number, ":facility": facility};
    let counted: u32 = db.prepare_cached(sql)?.query_row(params, |r| r.get(0))?;
    if counted != 1 {
        return Ok(());
    }
    type Standing = (String, Option<String>, Option<String>);
    let sql = "SELECT waived, waived_at, moved_out_on FROM births WHERE user_number = :number";
    let read = |r: &rusqlite::Row<'_>| Ok((r.get("waived")?, r.get("waived_at")?, r.get("moved_out_on")?));
    let (waived, waived_at, moved): Standing =
        db.prepare_cached(sql)?.query_row(named_params! {":number": user_number}, read)?;
    let user_number = user_number.to_owned();
    if let Some(at) = waived_at {
        let waived = serde_json::from_str(&waived).map_err(|_| WardError::Damaged("a period"))?;
        let as_of = DateTime::parse_from_rfc3339(&at).map_err(|_| WardError::Damaged("a time"))?;
        add_change(db, Some(facility), &Change::Exemption { user_number: user_number.clone(), waived, as_of })?;
    }
    if let Some(on) = moved {
        let on = on.parse().map_err(|_| WardError::Damaged("a date"))?;
        add_change(db, Some(facility), &Change::MovedOut { user_number, on })?;
    }
    Ok(())
}

/// Units used by the ward's own count. What was not shown, and late cancellations, join once they
/// have been processed.
pub(crate) fn used(db: &Connection, user_number: &str) -> Result<PerService<u64>, WardError> {
    let sql = "SELECT used_stay, used_day_care, used_visit FROM births WHERE user_number = :number";
    let mut statement = db.prepare_cached(sql)?;
    let before = statement
        .query_row(named_params! {":number": user_number}, |r| {
            Ok(PerService { stay: r.get(0)?, day_care: r.get(1)?, visit: r.get(2)? })
        })
        .optional()?;
    let mut used: PerService<u64> = before.unwrap_or_default();
    let sql = "SELECT service, SUM(MAX(now_units - moved_out_units, 0)) AS units FROM records
               WHERE user_number = :number AND state = 'counted' AND corrects IS NULL
                   AND (shown = 1 OR processed_on IS NOT NULL)
               GROUP BY service";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {":number": user_number})?;
    while let Some(row) = rows.next()? {
        let service = DomainService::from_id(&row.get::<_, String>("service")?);
        let service = service.ok_or(WardError::Damaged("a service"))?;
        *used.get_mut(service) += row.get::<_, u64>("units")?;
    }
    Ok(used)
}

/// Limits and uses as a facility is told them.
pub(crate) fn balance(ward: &Ward, db: &Connection, user_number: &str) -> Result<EachService<Allowance>, WardError> {
    let sql = "SELECT children FROM births WHERE user_number = :number";
    let children: u64 = db.prepare_cached(sql)?.query_row(named_params! {":number": user_number}, |r| r.get(0))?;
    let edition = ward.programme.edition_on(ward.now().date_naive());
    let used = used(db, user_number)?;
    let of = |service| Allowance { limit: edition.quota(service, children).0, used: *used.get(service) };
    Ok(EachService {
        stay: of(DomainService::Stay),
        day_care: of(DomainService::DayCare),
        visit: of(DomainService::Visit),
    })
}

pub(crate) fn announce_balance(ward: &Ward, db: &Connection, user_number: &str) -> Result<(), WardError> {
    let quota = balance(ward, db, user_number)?;
    let change = Change::Balance { user_number: user_number.to_owned(), quota, as_of: ward.now() };
    add_change_about(db, user_number, &change)
}

/// The one thing most worth knowing about a record that was just counted.
pub(crate) fn worth_knowing(
    ward: &Ward,
    db: &Connection,
    desk: &Desk,
    record: &UsageRecord,
) -> Result<Option<&'static str>, WardError> {
    let sql = "SELECT moved_out_on FROM births WHERE user_number = :number";
    let moved: Option<String> =
        db.prepare_cached(sql)?.query_row(named_params! {":number": record.user_number}, |r| r.get(0))?;
    let moved: Option<NaiveDate> = moved.and_then(|m| m.parse().ok());
    if moved.is_some_and(|m| record.first_day >= m) && record.moved_out_units == 0 {
        return Ok(Some(warn::MOVED_OUT));
    }
    let balance = balance(ward, db, &record.user_number)?;
    let of_service = match record.service {
        Service::Stay => balance.stay,
        Service::DayCare => balance.day_care,
        Service::Visit => balance.visit,
    };
    if of_service.used > of_service.limit && record.over_quota_units == 0 {
        return Ok(Some(warn::OVER_QUOTA));
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM records WHERE user_number = :number AND first_day = :day
                   AND facility_id <> :facility AND state = 'counted' AND now_units > 0)";
    let elsewhere: bool = db.prepare_cached(sql)?.query_row(
        named_params! {
            ":number": record.user_number, ":day": record.first_day.to_string(), ":facility": desk.facility_id,
        },
        |r| r.get(0),
    )?;
    Ok(elsewhere.then_some(warn::SAME_DAY_ELSEWHERE))
}
