//! Whose history a fact belongs to: one row for each mother that it is about, by its event id.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, named_params};
use uuid::Uuid;
use wire::{Change, Fact};

use super::put;
use crate::StoreError;

/// How a fact names the mother that it is about.
enum About<'a> {
    Numbers(Vec<&'a str>),
    Reservation(Uuid),
    Use(Uuid),
    Receipt(Uuid),
    /// A record, and the number that it is sent under from now on.
    Record(Uuid, &'a str),
    Nobody,
}

fn about(fact: &Fact) -> About<'_> {
    match fact {
        Fact::MotherSet(m) => About::Numbers(vec![&m.user_number]),
        Fact::CouponRead(c) => About::Numbers(vec![&c.user_number]),
        Fact::RemainingTold(r) => About::Numbers(vec![&r.user_number]),
        Fact::Booked(b) => About::Numbers(vec![&b.user_number]),
        Fact::CheckedIn(c) => About::Numbers(vec![&c.user_number]),
        Fact::WishSet(w) => About::Numbers(vec![&w.user_number]),
        Fact::TurnedAway(t) => About::Numbers(vec![&t.user_number]),
        Fact::AppointmentSet(a) if a.user_number.is_empty() => About::Nobody,
        Fact::AppointmentSet(a) => About::Numbers(vec![&a.user_number]),
        Fact::WardChanged(w) => About::Numbers(w.changes.iter().filter_map(number_in).collect()),
        Fact::Moved(m) => About::Reservation(m.reservation_id),
        Fact::Cancelled(c) => About::Reservation(c.reservation_id),
        Fact::CheckedOut(c) => About::Use(c.use_id),
        Fact::CheckOutTakenBack(c) => About::Use(c.use_id),
        Fact::UseChanged(u) => About::Use(u.use_id),
        Fact::TakenBack(t) => About::Use(t.use_id),
        Fact::Paid(p) => About::Use(p.use_id),
        Fact::ChargeConfirmed(c) => About::Use(c.use_id),
        Fact::Reminded(r) => About::Use(r.use_id),
        Fact::ReceiptIssued(r) => About::Use(r.use_id),
        Fact::ReceiptPrinted(r) => About::Receipt(r.receipt_id),
        Fact::ReportReplaced(r) => About::Record(r.event_id, &r.user_number),
        Fact::FacilitySet(_)
        | Fact::StaffSet(_)
        | Fact::DayClosed(_)
        | Fact::Enrolled(_)
        | Fact::WardAnswered(_)
        | Fact::KeysReceived(_)
        | Fact::Reconciled(_)
        | Fact::ReportResent(_)
        | Fact::BodyErased(_)
        | Fact::CashCounted(_) => About::Nobody,
    }
}

fn number_in(change: &Change) -> Option<&str> {
    match change {
        Change::Balance { user_number, .. }
        | Change::Exemption { user_number, .. }
        | Change::MovedOut { user_number, .. } => Some(user_number),
        Change::Revoked { .. } | Change::Processed { .. } | Change::Notice { .. } => None,
    }
}

/// The numbers of a fact by the tables as they stand before it is folded.
fn numbers(db: &Connection, fact: &Fact) -> Result<Vec<String>, StoreError> {
    let of = |sql: &str, id: Uuid| -> Result<Option<String>, StoreError> {
        Ok(db.prepare_cached(sql)?.query_row(named_params! {":id": id.as_bytes()}, |r| r.get(0)).optional()?)
    };
    let found = match about(fact) {
        About::Nobody => vec![],
        About::Numbers(numbers) => numbers.into_iter().map(str::to_owned).collect(),
        About::Reservation(id) => {
            let sql = "SELECT user_number FROM reservations WHERE reservation_id = :id";
            of(sql, id)?.into_iter().collect()
        }
        About::Use(id) => of(OF_USE, id)?.into_iter().collect(),
        About::Receipt(id) => {
            let sql =
                "SELECT u.user_number FROM receipts r JOIN uses u ON u.use_id = r.use_id WHERE r.receipt_id = :id";
            of(sql, id)?.into_iter().collect()
        }
        About::Record(id, now) => {
            let before = match of("SELECT user_number FROM uses WHERE record_id = :id", id)? {
                None => of("SELECT user_number FROM uses WHERE correction_id = :id", id)?,
                found => found,
            };
            before.into_iter().chain([now.to_owned()]).collect()
        }
    };
    Ok(found)
}

const OF_USE: &str = "SELECT user_number FROM uses WHERE use_id = :id";

const KEEP: &str = "INSERT OR IGNORE INTO mother_entries (user_number, event_id) VALUES (:number, :id)";

/// Keeps one fact's rows; before the fact itself is folded.
pub(super) fn keep(db: &Connection, event_id: Uuid, fact: &Fact) -> Result<(), StoreError> {
    for number in numbers(db, fact)? {
        put(db, KEEP, &[(":number", &number), (":id", &event_id.as_bytes())])?;
    }
    Ok(())
}

/// The rows of a whole journal: gathered while it is folded, written at its end in the table's own order, which is many
/// times faster than one here and one there.
#[derive(Default)]
pub(super) struct Gathered {
    rows: Vec<(String, [u8; 16])>,
    /// Whose uses are, as far as it has been seen and not changed since.
    uses: HashMap<Uuid, String>,
}

impl Gathered {
    /// One fact, before it is folded.
    pub(super) fn add(&mut self, db: &Connection, event_id: Uuid, fact: &Fact) -> Result<(), StoreError> {
        if let Fact::CheckedIn(c) = fact {
            self.uses.insert(c.use_id, c.user_number.clone());
        }
        if matches!(fact, Fact::ReportReplaced(_)) {
            self.uses.clear();
        }
        if let About::Use(id) = about(fact)
            && let Some(number) = self.uses.get(&id)
        {
            self.rows.push((number.clone(), *event_id.as_bytes()));
            return Ok(());
        }
        self.rows.extend(numbers(db, fact)?.into_iter().map(|number| (number, *event_id.as_bytes())));
        Ok(())
    }

    /// Writes them all.
    pub(super) fn write(mut self, db: &Connection) -> Result<(), StoreError> {
        self.rows.sort_unstable();
        self.rows.dedup();
        let mut statement = db.prepare_cached(KEEP)?;
        for (number, id) in &self.rows {
            statement.execute(named_params! {":number": number, ":id": id})?;
        }
        Ok(())
    }
}
