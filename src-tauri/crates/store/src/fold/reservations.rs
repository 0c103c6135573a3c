//! Facts about what is agreed before she comes: reservations, the waiting list, appointments.

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, OptionalExtension, named_params};
use wire::{
    AppointmentSet, AppointmentState, Booked, CancelKind, Cancelled, Envelope, Moved, TurnedAway, WishSet, WishState,
};

use super::{json, put, ward};
use crate::StoreError;
use crate::queries::{Before, KeptReservation};

pub(super) fn booked(db: &Connection, b: &Booked) -> Result<(), StoreError> {
    keep(db, &KeptReservation { booked: b.clone(), before: None })
}

fn keep(db: &Connection, kept: &KeptReservation) -> Result<(), StoreError> {
    let b = &kept.booked;
    put(
        db,
        "INSERT OR REPLACE INTO reservations (reservation_id, user_number, service, starts_on, ends_on, state, body)
         VALUES (:id, :number, :service, :starts_on, :ends_on, 'open', :body)",
        &[
            (":id", &b.reservation_id.as_bytes()),
            (":number", &b.user_number),
            (":service", &b.service.id()),
            (":starts_on", &b.starts_on.to_string()),
            (":ends_on", &last_day(b.starts_on, b.days).to_string()),
            (":body", &json(kept, "reservations")?),
        ],
    )
}

fn last_day(starts_on: NaiveDate, days: u32) -> NaiveDate {
    starts_on.checked_add_days(Days::new(u64::from(days.max(1)) - 1)).unwrap_or(starts_on)
}

/// A reservation on its new day, and where it stood before. One that has ended meanwhile stays as it ended.
pub(super) fn moved(db: &Connection, head: &Envelope, m: &Moved) -> Result<(), StoreError> {
    let sql = "SELECT body FROM reservations WHERE reservation_id = :id AND state = 'open'";
    let params = named_params! {":id": m.reservation_id.as_bytes()};
    let before: Option<String> = db.prepare_cached(sql)?.query_row(params, |r| r.get(0)).optional()?;
    let Some(before) = before else { return Ok(()) };
    let stood: KeptReservation = serde_json::from_str(&before).map_err(|_| StoreError::Table("reservations"))?;
    let stood = stood.booked;
    let before = Before {
        stood: Moved {
            reservation_id: stood.reservation_id,
            starts_on: stood.starts_on,
            days: stood.days,
            arrives_at: stood.arrives_at.clone(),
            room: stood.room.clone(),
            cancel_deadline: stood.cancel_deadline,
        },
        until: head.recorded_at,
    };
    let booked = Booked {
        starts_on: m.starts_on,
        days: m.days,
        arrives_at: m.arrives_at.clone(),
        room: m.room.clone(),
        cancel_deadline: m.cancel_deadline,
        ..stood
    };
    keep(db, &KeptReservation { booked, before: Some(before) })
}

pub(super) fn cancelled(db: &Connection, head: &Envelope, c: &Cancelled) -> Result<(), StoreError> {
    let (state, kind) = match c.kind {
        CancelKind::InTime => ("in-time", None),
        CancelKind::Late => ("late", Some("late-cancellation")),
        CancelKind::NoShow => ("no-show", Some("no-show")),
        CancelKind::FacilityRefused => ("facility-refused", None),
        CancelKind::Disaster => ("disaster", None),
    };
    put(
        db,
        "UPDATE reservations SET state = :state WHERE reservation_id = :id",
        &[(":state", &state), (":id", &c.reservation_id.as_bytes())],
    )?;
    let Some(kind) = kind else { return Ok(()) };
    db.prepare_cached(
        "INSERT OR REPLACE INTO uses (use_id, kind, reservation_id, user_number, service, first_day, days,
             units, covered_units, over_quota_units, moved_out_units, copay, full_price, exempt, babies,
             presented, room, remark, paid, record_id, recorded_at, began_at, left_at, first_units, awaits_manager)
         SELECT :use_id, :kind, reservation_id, user_number, service, starts_on, :units, :units, 0, 0, :moved,
             :copay, 0, :exempt, 1, 'not-shown', '', :remark, 0, :record, :at, :received, :at, :units, :awaits
         FROM reservations WHERE reservation_id = :id",
    )?
    .execute(named_params! {
        ":use_id": c.use_id.as_bytes(), ":kind": kind, ":units": c.units, ":copay": c.copay,
        ":exempt": c.exempt, ":remark": c.waived_because.as_deref().unwrap_or(&c.reason),
        ":record": c.record_id.map(|r| *r.as_bytes()), ":at": head.recorded_at.to_rfc3339(),
        ":received": c.received_at.to_rfc3339(), ":moved": c.moved_out_units, ":awaits": c.awaits_manager,
        ":id": c.reservation_id.as_bytes(),
    })?;
    ward::reported(db, head, c.record_id)
}

pub(super) fn wish(db: &Connection, w: &WishSet) -> Result<(), StoreError> {
    let state = match w.state {
        WishState::Waiting => "waiting",
        WishState::Booked => "booked",
        WishState::Withdrawn => "withdrawn",
    };
    put(
        db,
        "INSERT OR REPLACE INTO wishes (wish_id, user_number, starts_from, until, state, body)
         VALUES (:id, :number, :from, :until, :state, :body)",
        &[
            (":id", &w.wish_id.as_bytes()),
            (":number", &w.user_number),
            (":from", &w.from.to_string()),
            (":until", &w.until.to_string()),
            (":state", &state),
            (":body", &json(w, "wishes")?),
        ],
    )
}

pub(super) fn appointment(db: &Connection, a: &AppointmentSet) -> Result<(), StoreError> {
    let state = match a.state {
        AppointmentState::Planned => "planned",
        AppointmentState::Held => "held",
        AppointmentState::Cancelled => "cancelled",
    };
    put(
        db,
        "INSERT OR REPLACE INTO appointments (appointment_id, date, starts_at, user_number, state, body)
         VALUES (:id, :date, :starts_at, :number, :state, :body)",
        &[
            (":id", &a.appointment_id.as_bytes()),
            (":date", &a.date.to_string()),
            (":starts_at", &a.starts_at),
            (":number", &a.user_number),
            (":state", &state),
            (":body", &json(a, "appointments")?),
        ],
    )
}

pub(super) fn turned_away(db: &Connection, head: &Envelope, t: &TurnedAway) -> Result<(), StoreError> {
    put(
        db,
        "INSERT OR REPLACE INTO turned_away (event_id, user_number, date, at, body)
         VALUES (:id, :number, :date, :at, :body)",
        &[
            (":id", &head.event_id.as_bytes()),
            (":number", &t.user_number),
            (":date", &t.date.to_string()),
            (":at", &head.recorded_at.to_rfc3339()),
            (":body", &json(t, "turned_away")?),
        ],
    )
}
