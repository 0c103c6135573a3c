//! `journal verify`: chain, signatures, ends, and whether the tables are what the facts say.

use std::io::Write;

use ed25519_dalek::VerifyingKey;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, named_params};

use crate::journal::tip_bytes;
use crate::{Store, StoreError, fold, open};

/// What is wrong, and where. Names rows by their place, never by what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `journal DESK/EPOCH/SEQ`, `records …`, or `TABLE row N`.
    pub row: String,
    /// What is wrong with it.
    pub what: String,
}

/// The result of a verification.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Facts looked at.
    pub facts: u64,
    /// Records to the ward looked at.
    pub records: u64,
    /// What is wrong; empty when all is well.
    pub findings: Vec<Finding>,
}

impl VerifyReport {
    fn found(&mut self, row: impl Into<String>, what: impl Into<String>) {
        self.findings.push(Finding { row: row.into(), what: what.into() });
    }
}

/// Past this many nothing new is learnt.
const MOST_FINDINGS: usize = 50;

impl Store {
    /// Checks everything that can be checked without the ward.
    ///
    /// # Errors
    /// What SQLite says; findings are no errors.
    pub fn verify(&self) -> Result<VerifyReport, StoreError> {
        let mut report = VerifyReport::default();
        self.verify_stream(&mut report, Stream::Journal)?;
        self.verify_stream(&mut report, Stream::Records)?;
        if report.findings.is_empty() {
            let scratch = open::scratch()?;
            match fold::all(&self.db, &scratch) {
                Ok(()) => compare(&self.db, &scratch, &mut report)?,
                Err(e) => report.found("journal", format!("cannot be folded: {e}")),
            }
        }
        Ok(report)
    }

    fn verify_stream(&self, report: &mut VerifyReport, stream: Stream) -> Result<(), StoreError> {
        let mut statement = self.db.prepare(stream.sql())?;
        let mut rows = statement.query([])?;
        let mut key = Key::default();
        let mut before: (u64, [u8; 32]) = (0, [0; 32]);
        while let Some(row) = rows.next()? {
            let (desk, epoch): (String, u64) = (row.get("desk")?, row.get("epoch")?);
            let (seq, hash): (u64, [u8; 32]) = (row.get("seq")?, row.get("hash")?);
            let place = format!("{} {desk}/{epoch}/{seq}", stream.name());
            if key.desk != desk || key.epoch != epoch {
                self.check_tip(report, stream, &key, before)?;
                key = self.key_of(&desk, epoch)?;
                before = (0, [0; 32]);
            }
            let message: Vec<u8> = row.get("message")?;
            if seq != before.0 + 1 {
                report.found(&place, format!("row {} before it is missing", before.0 + 1));
            }
            if wire::hash(&message) != hash {
                report.found(&place, "the stored hash is not that of the row");
            }
            match stream.read(&message, &key) {
                Err(e) => report.found(&place, e.to_string()),
                Ok(head) => {
                    let columns = head.event_id.as_bytes().as_slice()
                        == row.get_ref("event_id")?.as_blob().unwrap_or_default()
                        && head.seq == seq
                        && head.epoch == epoch;
                    if !columns {
                        report.found(&place, "its columns are not those that were signed");
                    } else if seq == before.0 + 1 && head.prev_hash != before.1 {
                        report.found(&place, "does not follow on the row before it");
                    }
                    if let Some(expected) = head.body {
                        self.check_body(report, row, &place, expected)?;
                    }
                }
            }
            before = (seq, hash);
            match stream {
                Stream::Journal => report.facts += 1,
                Stream::Records => report.records += 1,
            }
            if report.findings.len() >= MOST_FINDINGS {
                return Ok(());
            }
        }
        self.check_tip(report, stream, &key, before)?;
        self.check_lost_streams(report, stream)
    }

    fn check_body(
        &self,
        report: &mut VerifyReport,
        row: &rusqlite::Row<'_>,
        place: &str,
        expected: SignedBody,
    ) -> Result<(), StoreError> {
        let columns =
            expected.kind == row.get::<_, String>("kind")? && expected.lamport == row.get::<_, u64>("lamport")?;
        if !columns {
            report.found(place, "its columns are not those that were signed");
        }
        let salt: [u8; 16] = row.get("salt")?;
        match row.get_ref("body")?.as_bytes_or_null().map_err(rusqlite::Error::from)? {
            Some(body) if wire::body_hash(&salt, body) != expected.hash => {
                report.found(place, "its body is not the one that was signed");
            }
            Some(_) => {}
            None => {
                let event_id: Vec<u8> = row.get("event_id")?;
                if !fold::is_erased(&self.db, &event_id)? {
                    report.found(place, "its body is gone, and no fact says so");
                }
            }
        }
        Ok(())
    }

    fn key_of(&self, desk: &str, epoch: u64) -> Result<Key, StoreError> {
        let sql = "SELECT public_key FROM desks WHERE desk = :desk";
        let bytes: Option<[u8; 32]> = self.db.query_row(sql, named_params! {":desk": desk}, |r| r.get(0)).optional()?;
        let key = bytes.and_then(|b| VerifyingKey::from_bytes(&b).ok());
        Ok(Key { desk: desk.to_owned(), epoch, key })
    }

    /// The end as signed must be the last row: otherwise rows were cut off.
    fn check_tip(
        &self,
        report: &mut VerifyReport,
        stream: Stream,
        key: &Key,
        last: (u64, [u8; 32]),
    ) -> Result<(), StoreError> {
        if key.desk.is_empty() {
            return Ok(());
        }
        let sql = "SELECT seq, hash, signature FROM tips WHERE stream = :stream AND desk = :desk AND epoch = :epoch";
        let name = stream.name();
        let tip = self
            .db
            .query_row(sql, named_params! {":stream": name, ":desk": key.desk, ":epoch": key.epoch}, |r| {
                Ok((r.get::<_, u64>("seq")?, r.get::<_, [u8; 32]>("hash")?, r.get::<_, Vec<u8>>("signature")?))
            })
            .optional()?;
        let place = |seq: u64| format!("{name} {}/{}/{seq}", key.desk, key.epoch);
        let Some((seq, hash, signature)) = tip else {
            report.found(place(last.0), "the signed end of its stream is missing");
            return Ok(());
        };
        if seq > last.0 {
            report.found(place(last.0 + 1), format!("removed: the signed end is row {seq}"));
        } else if (seq, hash) != last {
            report.found(place(last.0), "is not the signed end of its stream");
        }
        let own = key.desk == self.identity.desk;
        let expected = tip_bytes(name, &key.desk, key.epoch, seq, &hash);
        let holds = key.key.is_some_and(|k| wire::open(&signature, &k).is_ok_and(|p| p == expected));
        if own && !holds {
            report.found(place(seq), "the signature of its stream's end does not hold");
        }
        Ok(())
    }

    /// A stream all of whose rows are gone still has its signed end; and what the ward has
    /// acknowledged must still be here.
    fn check_lost_streams(&self, report: &mut VerifyReport, stream: Stream) -> Result<(), StoreError> {
        let table = stream.name();
        let sql = format!(
            "SELECT desk, epoch, seq FROM tips t WHERE stream = '{table}' AND seq > 0
             AND NOT EXISTS (SELECT 1 FROM {table} x WHERE x.desk = t.desk AND x.epoch = t.epoch)"
        );
        let mut statement = self.db.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (desk, epoch, seq): (String, u64, u64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            report.found(format!("{table} {desk}/{epoch}/1"), format!("removed: the signed end is row {seq}"));
        }
        if let Stream::Records = stream {
            // Another desk keeps its own records.
            let sql = "SELECT hex(event_id) FROM reports r WHERE answered_at IS NOT NULL AND desk = :desk
                       AND NOT EXISTS (SELECT 1 FROM records x WHERE x.event_id = r.event_id)";
            let mut statement = self.db.prepare(sql)?;
            for id in statement.query_map(named_params! {":desk": self.identity.desk}, |r| r.get::<_, String>(0))? {
                report.found(format!("records {}", id?), "removed: the ward has acknowledged it");
            }
        }
        Ok(())
    }

    /// Empties the folded tables and folds all facts anew.
    ///
    /// # Errors
    /// What SQLite says, or the fact that cannot be read; the tables then stay as they were.
    pub fn rebuild(&mut self) -> Result<(), StoreError> {
        open::refold(&self.db)
    }

    /// Writes the folded tables in key order, one row a line. Holds personal data: for comparing.
    ///
    /// # Errors
    /// What SQLite or the writer says.
    pub fn dump(&self, to: &mut impl Write) -> Result<(), StoreError> {
        for table in fold::TABLES {
            each_row(&self.db, table, &mut |line| writeln!(to, "{table} {line}").map_err(StoreError::Folder))?;
        }
        Ok(())
    }
}

#[derive(Default)]
struct Key {
    desk: String,
    epoch: u64,
    key: Option<VerifyingKey>,
}

#[derive(Clone, Copy)]
enum Stream {
    Journal,
    Records,
}

/// What verification needs of a signed head.
struct Head {
    event_id: uuid::Uuid,
    epoch: u64,
    seq: u64,
    prev_hash: [u8; 32],
    body: Option<SignedBody>,
}

/// What a fact's head says of its body.
struct SignedBody {
    hash: [u8; 32],
    kind: String,
    lamport: u64,
}

impl Stream {
    fn name(self) -> &'static str {
        match self {
            Stream::Journal => "journal",
            Stream::Records => "records",
        }
    }

    fn sql(self) -> &'static str {
        match self {
            Stream::Journal => {
                "SELECT desk, epoch, seq, event_id, hash, head AS message, salt, body, kind, lamport
                 FROM journal ORDER BY desk, epoch, seq"
            }
            Stream::Records => {
                "SELECT desk, epoch, seq, event_id, hash, message FROM records ORDER BY desk, epoch, seq"
            }
        }
    }

    fn read(self, message: &[u8], key: &Key) -> Result<Head, wire::WireError> {
        let key = key.key.as_ref().ok_or(wire::WireError::BadSignature)?;
        match self {
            Stream::Journal => fold::open(message, key).map(|h| Head {
                event_id: h.event_id,
                epoch: h.epoch,
                seq: h.seq,
                prev_hash: h.prev_hash,
                body: Some(SignedBody { hash: h.body_hash, kind: h.kind, lamport: h.lamport }),
            }),
            Stream::Records => {
                let r = wire::UsageRecord::from_cbor(&wire::open(message, key)?)?;
                Ok(Head { event_id: r.event_id, epoch: r.epoch, seq: r.seq, prev_hash: r.prev_hash, body: None })
            }
        }
    }
}

/// Row by row: the first difference of each table is told.
fn compare(kept: &Connection, folded: &Connection, report: &mut VerifyReport) -> Result<(), StoreError> {
    for table in fold::TABLES {
        let mut expected = vec![];
        each_row(folded, table, &mut |line| {
            expected.push(line);
            Ok(())
        })?;
        let mut n = 0;
        let mut different = None;
        each_row(kept, table, &mut |line| {
            if expected.get(n) != Some(&line) && different.is_none() {
                different = Some(n);
            }
            n += 1;
            Ok(())
        })?;
        if let Some(row) = different.or((n < expected.len()).then_some(n)) {
            report.found(format!("{table} row {}", row + 1), "is not what the facts say");
        }
    }
    Ok(())
}

fn each_row(
    db: &Connection,
    table: &str,
    take: &mut impl FnMut(String) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let order = "1, 2";
    let columns: i64 = db.query_row(&format!("SELECT COUNT(*) FROM pragma_table_info('{table}')"), [], |r| r.get(0))?;
    let order = if columns > 1 { order } else { "1" };
    let mut statement = db.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut line = String::new();
        for n in 0..columns {
            let value = match row.get_ref(n)? {
                ValueRef::Null => "-".to_owned(),
                ValueRef::Integer(i) => i.to_string(),
                ValueRef::Real(r) => r.to_string(),
                ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned(),
                ValueRef::Blob(b) => hex::encode(b),
            };
            line.push_str(&value);
            line.push('\t');
        }
        take(line)?;
    }
    Ok(())
}
