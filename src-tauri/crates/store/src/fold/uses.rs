//! Facts about uses: received, left, made longer or shorter, taken back.

use rusqlite::{Connection, named_params};
use wire::{CheckedIn, CheckedOut, Envelope, FigureStands, TakenBack, UseChanged};

use super::{json, money, put, ward};
use crate::StoreError;

pub(super) fn checked_in(db: &Connection, head: &Envelope, c: &CheckedIn) -> Result<(), StoreError> {
    let after = c.remaining.as_ref().filter(|r| r.stands == FigureStands::AfterUse);
    let contained_in = after.map(|r| r.as_of.to_rfc3339());
    db.prepare_cached(
        "INSERT OR REPLACE INTO uses (use_id, kind, reservation_id, user_number, service, first_day, days,
             units, covered_units, over_quota_units, moved_out_units, copay, full_price, exempt, babies,
             presented, room, remark, paid, record_id, recorded_at, began_at, contained_in, first_units)
         VALUES (:id, 'used', :reservation, :number, :service, :first_day, :days,
             :units, :covered, :over, :moved, :copay, :full, :exempt, :babies,
             :presented, :room, :remark, 0, :record, :at, :began, :contained_in, :units)",
    )?
    .execute(named_params! {
        ":id": c.use_id.as_bytes(), ":reservation": c.reservation_id.map(|r| *r.as_bytes()),
        ":number": c.user_number, ":service": c.service.id(), ":first_day": c.starts_on.to_string(),
        ":days": c.days, ":units": c.units, ":covered": c.covered_units, ":over": c.over_quota_units,
        ":moved": c.moved_out_units, ":copay": c.copay, ":full": c.full_price, ":exempt": c.exempt,
        ":babies": c.babies, ":presented": c.presented.word(), ":room": c.room, ":remark": c.note,
        ":record": c.record_id.map(|r| *r.as_bytes()), ":at": head.recorded_at.to_rfc3339(),
        ":began": head.occurred_at.to_rfc3339(), ":contained_in": contained_in,
    })?;
    if let Some(reservation) = c.reservation_id {
        put(
            db,
            "UPDATE reservations SET state = 'arrived' WHERE reservation_id = :id",
            &[(":id", &reservation.as_bytes())],
        )?;
    }
    if let Ok(yen @ 1..) = i64::try_from(c.paid) {
        money::received(db, head, c.use_id, yen, c.means)?;
    }
    ward::reported(db, head, c.record_id)
}

pub(super) fn checked_out(db: &Connection, c: &CheckedOut) -> Result<(), StoreError> {
    let meals = c.meals.as_ref().map(|m| json(m, "uses")).transpose()?;
    put(
        db,
        "UPDATE uses SET left_at = :at, meals = :meals, questionnaire = :asked WHERE use_id = :id",
        &[
            (":at", &c.left_at.to_rfc3339()),
            (":meals", &meals),
            (":asked", &c.questionnaire),
            (":id", &c.use_id.as_bytes()),
        ],
    )
}

pub(super) fn changed(db: &Connection, head: &Envelope, u: &UseChanged) -> Result<(), StoreError> {
    ward::superseded(db, u.use_id, u.record_id)?;
    put(
        db,
        "UPDATE uses SET days = :days, units = :units, covered_units = :covered,
             over_quota_units = :over, moved_out_units = :moved, copay = :copay,
             full_price = :full, correction_id = COALESCE(:record, correction_id), changed_at = :at
         WHERE use_id = :id",
        &[
            (":days", &u.days),
            (":units", &u.units),
            (":covered", &u.covered_units),
            (":over", &u.over_quota_units),
            (":moved", &u.moved_out_units),
            (":copay", &u.copay),
            (":full", &u.full_price),
            (":record", &u.record_id.map(|r| *r.as_bytes())),
            (":at", &head.recorded_at.to_rfc3339()),
            (":id", &u.use_id.as_bytes()),
        ],
    )?;
    ward::reported(db, head, u.record_id)
}

pub(super) fn taken_back(db: &Connection, head: &Envelope, t: &TakenBack) -> Result<(), StoreError> {
    ward::superseded(db, t.use_id, t.record_id)?;
    put(
        db,
        "UPDATE uses SET taken_back = 1, correction_id = COALESCE(:record, correction_id) WHERE use_id = :id",
        &[(":record", &t.record_id.map(|r| *r.as_bytes())), (":id", &t.use_id.as_bytes())],
    )?;
    put(
        db,
        "UPDATE reservations SET state = CASE WHEN :reopens THEN 'open' ELSE 'in-time' END
         WHERE reservation_id = (SELECT reservation_id FROM uses WHERE use_id = :id)",
        &[(":reopens", &t.reopens), (":id", &t.use_id.as_bytes())],
    )?;
    ward::reported(db, head, t.record_id)?;
    ward::withdraw(db, t.use_id)
}
