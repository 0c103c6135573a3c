//! Uses: everything that counts.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension, Row, named_params};
use uuid::Uuid;
use wire::{Meals, PresentedAs, Service, UsageRecord};

use super::{Read, body, damaged, date, id, maybe_id, maybe_moment, moment, service};
use crate::journal::Tx;
use crate::{Store, StoreError};

/// How a use came to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseKind {
    /// She was received.
    Used,
    /// 期限後キャンセル.
    LateCancellation,
    /// 連絡なし.
    NoShow,
}

/// Where what was reported of a use stands at the ward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseReport {
    /// Nothing was reported.
    Nothing,
    /// Not answered yet.
    Waiting,
    /// Counted.
    Counted,
    /// Counted, with something to know.
    CountedWithWarning,
    /// Quarantine: not counted until a person acts.
    Held,
    /// Taken back before the ward ever counted it: it never will be.
    Withdrawn,
}

impl UseReport {
    /// Whether the ward has given a receipt.
    pub fn is_counted(self) -> bool {
        matches!(self, UseReport::Counted | UseReport::CountedWithWarning)
    }
}

/// A use with its newest figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseRow {
    /// Its name.
    pub use_id: Uuid,
    /// How it counts.
    pub kind: UseKind,
    /// The reservation it came from.
    pub reservation_id: Option<Uuid>,
    /// 利用者番号.
    pub user_number: String,
    /// The child's birth date as reported, where a report was corrected; else that of the entry holds.
    pub born: Option<NaiveDate>,
    /// The service.
    pub service: Service,
    /// First day.
    pub first_day: NaiveDate,
    /// Days.
    pub days: u32,
    /// Units.
    pub units: u64,
    /// Covered units.
    pub covered_units: u64,
    /// Over quota.
    pub over_quota_units: u64,
    /// After the move.
    pub moved_out_units: u64,
    /// User share due.
    pub copay: u64,
    /// Full price due.
    pub full_price: u64,
    /// Exempt household.
    pub exempt: bool,
    /// Number of children.
    pub babies: u32,
    /// How the credential was shown.
    pub presented: PresentedAs,
    /// Room.
    pub room: String,
    /// Words written with it.
    pub remark: String,
    /// Yen paid so far.
    pub paid: i64,
    /// The record that reported it.
    pub record_id: Option<Uuid>,
    /// The newest record that corrected it.
    pub correction_id: Option<Uuid>,
    /// When it was written down.
    pub recorded_at: DateTime<FixedOffset>,
    /// When it happened; earlier than it was written down where it was entered afterwards.
    pub began_at: DateTime<FixedOffset>,
    /// The figure of this time, read at the check-in, contained it already.
    pub contained_in: Option<DateTime<FixedOffset>>,
    /// Units as first recorded.
    pub first_units: u64,
    /// When its length was last changed.
    pub changed_at: Option<DateTime<FixedOffset>>,
    /// When she left.
    pub left_at: Option<String>,
    /// Taken back as a mistake.
    pub taken_back: bool,
    /// Its share is due but not asked for until a manager confirms.
    pub awaits_manager: bool,
    /// Meals she was given, none where nobody said.
    pub meals: Option<Meals>,
    /// The questionnaire was handed to her.
    pub questionnaire: bool,
    /// When she was last reminded of what is unpaid.
    pub reminded_at: Option<DateTime<FixedOffset>>,
    /// The ward's word on the newest record: the correction's where there is one.
    pub report_state: UseReport,
    /// The ward's word on the first record: once it is counted, the ward's figures contain the use with
    /// its first units; with those of a correction once [`UseRow::report_state`] is counted, too.
    pub first_report: UseReport,
    /// The ward subtracted it on this day.
    pub processed_on: Option<NaiveDate>,
}

impl UseRow {
    /// The last day of it.
    pub fn last_day(&self) -> NaiveDate {
        let more = chrono::Days::new(u64::from(self.days.max(1)) - 1);
        self.first_day.checked_add_days(more).unwrap_or(self.first_day)
    }
}

macro_rules! select {
    ($also:literal, $join:literal) => {
        // The newest report says where the use stands; the ward processes the first one.
        concat!(
            "SELECT u.*, r.state AS report_state, first.state AS first_report,
                COALESCE(first.processed_on, r.processed_on) AS processed_on",
            $also,
            " FROM uses u
            LEFT JOIN reports r ON r.event_id = COALESCE(u.correction_id, u.record_id)
            LEFT JOIN reports first ON first.event_id = u.record_id ",
            $join
        )
    };
}

const SELECT: &str = select!("", "");
const WITH_RECORD: &str = select!(", x.message", "JOIN records x ON x.event_id = u.record_id");

fn report_state(row: &Row<'_>, column: &str) -> Read<UseReport> {
    Ok(match row.get::<_, Option<String>>(column)?.as_deref() {
        None => UseReport::Nothing,
        Some("waiting") => UseReport::Waiting,
        Some("accepted" | "duplicate") => UseReport::Counted,
        Some("accepted_warn") => UseReport::CountedWithWarning,
        Some("held") => UseReport::Held,
        Some("withdrawn" | "replaced") => UseReport::Withdrawn,
        Some(_) => return Err(damaged("state")),
    })
}

fn read(row: &Row<'_>) -> Read<UseRow> {
    let kind = match row.get::<_, String>("kind")?.as_str() {
        "used" => UseKind::Used,
        "late-cancellation" => UseKind::LateCancellation,
        "no-show" => UseKind::NoShow,
        _ => return Err(damaged("kind")),
    };
    let presented = PresentedAs::from_word(&row.get::<_, String>("presented")?);
    Ok(UseRow {
        use_id: id(row, "use_id")?,
        kind,
        reservation_id: maybe_id(row, "reservation_id")?,
        user_number: row.get("user_number")?,
        born: row.get::<_, Option<String>>("born")?.map(|t| t.parse().map_err(|_| damaged("date"))).transpose()?,
        service: service(row, "service")?,
        first_day: date(row, "first_day")?,
        days: row.get("days")?,
        units: row.get("units")?,
        covered_units: row.get("covered_units")?,
        over_quota_units: row.get("over_quota_units")?,
        moved_out_units: row.get("moved_out_units")?,
        copay: row.get("copay")?,
        full_price: row.get("full_price")?,
        exempt: row.get("exempt")?,
        babies: row.get("babies")?,
        presented: presented.ok_or_else(|| damaged("presented"))?,
        room: row.get("room")?,
        remark: row.get("remark")?,
        paid: row.get("paid")?,
        record_id: maybe_id(row, "record_id")?,
        correction_id: maybe_id(row, "correction_id")?,
        recorded_at: moment(row, "recorded_at")?,
        began_at: moment(row, "began_at")?,
        contained_in: maybe_moment(row, "contained_in")?,
        first_units: row.get("first_units")?,
        changed_at: maybe_moment(row, "changed_at")?,
        left_at: row.get("left_at")?,
        taken_back: row.get("taken_back")?,
        awaits_manager: row.get("awaits_manager")?,
        meals: match row.get_ref("meals")? {
            rusqlite::types::ValueRef::Null => None,
            _ => Some(body(row, "meals")?),
        },
        questionnaire: row.get("questionnaire")?,
        reminded_at: maybe_moment(row, "reminded_at")?,
        report_state: report_state(row, "report_state")?,
        first_report: report_state(row, "first_report")?,
        processed_on: row.get::<_, Option<String>>("processed_on")?.and_then(|t| t.parse().ok()),
    })
}

impl Store {
    /// One use.
    pub fn use_of_id(&self, use_id: Uuid) -> Result<Option<UseRow>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!("{SELECT} WHERE u.use_id = :id"))?;
        Ok(statement.query_row(named_params! {":id": use_id.as_bytes()}, read).optional()?)
    }

    /// The uses of a span that count here, each with the record that first reported it.
    pub fn reported_between(
        &self,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<(UseRow, UsageRecord)>, StoreError> {
        let sql = format!(
            "{WITH_RECORD} WHERE u.first_day BETWEEN :from AND :until AND u.taken_back = 0 AND u.units > 0
             ORDER BY u.first_day, u.use_id"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let params = named_params! {":from": from.to_string(), ":until": until.to_string()};
        let with_record = |row: &Row<'_>| {
            let message: Vec<u8> = row.get("message")?;
            let record = wire::payload_unchecked(&message).and_then(|p| UsageRecord::from_cbor(&p));
            Ok((read(row)?, record.map_err(|_| damaged("message"))?))
        };
        Ok(statement.query_map(params, with_record)?.collect::<Result<_, _>>()?)
    }

    /// All uses of a mother, taken-back ones too, by first day.
    pub fn uses_of(&self, user_number: &str) -> Result<Vec<UseRow>, StoreError> {
        let sql = format!("{SELECT} WHERE u.user_number = :number ORDER BY u.first_day, u.use_id");
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_map(named_params! {":number": user_number}, read)?.collect::<Result<_, _>>()?)
    }

    /// All uses whose first day lies in a span, taken-back ones too, by first day.
    pub fn uses_between(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<UseRow>, StoreError> {
        let sql = format!("{SELECT} WHERE u.first_day BETWEEN :from AND :until ORDER BY u.first_day, u.use_id");
        let mut statement = self.db.prepare_cached(&sql)?;
        let params = named_params! {":from": from.to_string(), ":until": until.to_string()};
        Ok(statement.query_map(params, read)?.collect::<Result<_, _>>()?)
    }

    /// Late cancellations and no-shows whose money waits for a manager's word, by first day.
    pub fn unconfirmed(&self) -> Result<Vec<UseRow>, StoreError> {
        let sql = format!("{SELECT} WHERE u.awaits_manager = 1 AND u.taken_back = 0 ORDER BY u.first_day, u.use_id");
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
    }

    /// Uses of a day or later that count though nobody showed anything (未提示, 期限後キャンセル, 連絡なし) and that the ward
    /// has not subtracted yet, the oldest first.
    pub fn not_subtracted(&self, since: NaiveDate) -> Result<Vec<UseRow>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE u.first_day >= :since AND u.taken_back = 0
                 AND (u.presented = 'not-shown' OR u.kind <> 'used')
                 AND COALESCE(first.processed_on, r.processed_on) IS NULL
             ORDER BY u.first_day, u.use_id"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_map(named_params! {":since": since.to_string()}, read)?.collect::<Result<_, _>>()?)
    }

    /// Uses of which something is unpaid, or was paid beyond what is due, of any month, by first day.
    pub fn unsettled(&self) -> Result<Vec<UseRow>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE u.awaits_manager = 0 AND (u.copay + u.full_price) * (1 - u.taken_back) <> u.paid
             ORDER BY u.first_day, u.use_id"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
    }

    /// Who is in the house now, by room.
    pub fn in_house(&self) -> Result<Vec<UseRow>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE u.left_at IS NULL AND u.taken_back = 0 AND u.kind = 'used'
             ORDER BY u.room = '', u.room, u.recorded_at"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    /// One use as this transaction sees it.
    pub fn use_of_id(&self, use_id: Uuid) -> Result<Option<UseRow>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!("{SELECT} WHERE u.use_id = :id"))?;
        Ok(statement.query_row(named_params! {":id": use_id.as_bytes()}, read).optional()?)
    }
}
