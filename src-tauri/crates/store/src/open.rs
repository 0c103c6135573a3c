//! Opening the facility's folder: one process at a time, the right key, the right format.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use fs4::FileExt;
use rusqlite::{Connection, TransactionBehavior, named_params};

use crate::journal::Tx;
use crate::{StoreError, backup, fold, keyfile};

pub(crate) const DATABASE: &str = "sango.db";
const LOCK_FILE: &str = "sango.lock";
/// SQLite 3.51.3: earlier ones can lose commits in WAL mode.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Appended; a file's place is its format. The first is never edited. The second, the folded tables, may be until the
/// first release: a file that has them in another shape has them made anew from its facts when it is opened.
pub(crate) const MIGRATIONS: [&str; 2] =
    [include_str!("../migrations/0001_journal.sql"), include_str!("../migrations/0002_tables.sql")];

/// An open facility.
#[derive(Debug)]
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) identity: Identity,
    dir: PathBuf,
    /// Held as long as the store is open.
    _lock: File,
}

/// Who writes.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) facility: String,
    pub(crate) desk: String,
    pub(crate) epoch: u64,
    pub(crate) key: SigningKey,
}

impl Store {
    /// Opens the folder, or begins a new facility in it.
    ///
    /// # Errors
    /// [`StoreError::AlreadyOpen`], [`StoreError::WrongKey`], [`StoreError::NewerDatabase`] and
    /// what the disk says. Nothing is written to a file of a newer release.
    pub fn open(dir: &Path) -> Result<Store, StoreError> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(StoreError::OldSqlite(rusqlite::version()));
        }
        fs::create_dir_all(dir).map_err(StoreError::Folder)?;
        Store::open_locked(dir, lock(dir)?)
    }

    pub(crate) fn open_locked(dir: &Path, lock: File) -> Result<Store, StoreError> {
        backup::finish_restore(dir)?;
        let mut db = connect(dir)?;
        migrate(&mut db)?;
        let identity = identity(&mut db)?;
        Ok(Store { db, identity, dir: dir.to_owned(), _lock: lock })
    }

    /// Runs one transaction: all of it is kept, or nothing.
    ///
    /// When COMMIT itself fails, the file is opened anew and asked whether the last fact is in it,
    /// before anything is said.
    ///
    /// # Errors
    /// What the closure gave, or why nothing was saved.
    pub fn write<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate);
        let tx = Tx::new(db.map_err(StoreError::from)?, &self.identity);
        let value = work(&tx)?;
        let (committed, last) = tx.commit();
        let Err(failed) = committed else { return Ok(value) };
        self.db = connect(&self.dir)?;
        match last {
            Some(event_id) if self.has_fact(event_id)? => Ok(value),
            _ => Err(StoreError::from(failed).into()),
        }
    }

    fn has_fact(&self, event_id: uuid::Uuid) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM journal WHERE event_id = :id)";
        Ok(self.db.query_row(sql, named_params! {":id": event_id.as_bytes()}, |r| r.get(0))?)
    }

    /// The desk's public key, for enrolment.
    pub fn public_key(&self) -> [u8; 32] {
        self.identity.key.verifying_key().to_bytes()
    }

    /// The desk's key, for signing requests to the ward.
    pub fn signing_key(&self) -> SigningKey {
        self.identity.key.clone()
    }

    /// This desk's id within the facility.
    pub fn desk(&self) -> &str {
        &self.identity.desk
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }
}

pub(crate) fn lock(dir: &Path) -> Result<File, StoreError> {
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(dir.join(LOCK_FILE));
    let lock = lock.map_err(StoreError::Folder)?;
    FileExt::try_lock(&lock).map_err(|_| StoreError::AlreadyOpen)?;
    Ok(lock)
}

fn connect(dir: &Path) -> Result<Connection, StoreError> {
    // The key before the file: opening makes one where there is none.
    let hex = keyfile::read(dir)?;
    let db = Connection::open(dir.join(DATABASE))?;
    key(&db, &hex)?;
    // "off" is a word of SQLCipher's; any other would be the name of a file it writes.
    db.pragma_update(None, "cipher_log", "off").ok();
    let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0))?;
    if mode != "wal" {
        return Err(StoreError::NoWal);
    }
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", "ON")?;
    db.pragma_update(None, "busy_timeout", 5000)?;
    db.pragma_update(None, "cache_size", -CACHE)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

pub(crate) fn key(db: &Connection, hex: &str) -> Result<(), StoreError> {
    Ok(db.pragma_update(None, "key", format!("x'{hex}'"))?)
}

fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    let found: u32 = db.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    let known = MIGRATIONS.len() as u32;
    if found > known {
        return Err(StoreError::NewerDatabase { found, known });
    }
    for (done, sql) in (0..).zip(MIGRATIONS).skip(found as usize) {
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(sql)?;
        tx.pragma_update(None, "user_version", done + 1)?;
        tx.commit()?;
    }
    if found == known && shape(db)? != shape(&scratch()?)? { refold(db) } else { Ok(()) }
}

/// The folded tables as they were made, with their indexes.
fn shape(db: &Connection) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement =
        db.prepare("SELECT tbl_name, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")?;
    let rows = statement.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get(1)?, r.get(2)?)))?;
    let all = rows.collect::<rusqlite::Result<Vec<(String, String, String)>>>()?;
    let folded = all.into_iter().filter(|(table, ..)| fold::TABLES.contains(&table.as_str()));
    Ok(folded.map(|(_, name, sql)| (name, sql)).collect())
}

/// Makes the folded tables of a file anew and fills them from its facts, all of it or nothing.
pub(crate) fn refold(db: &Connection) -> Result<(), StoreError> {
    with_a_large_cache(db, || {
        let tx = db.unchecked_transaction()?;
        empty_tables(&tx)?;
        let indexes = without_indexes(&tx)?;
        fold::all(&tx, &tx)?;
        tx.execute_batch(&indexes)?;
        Ok(tx.commit()?)
    })
}

/// The folded tables alone, in memory: for comparing with those of the file.
pub(crate) fn scratch() -> Result<Connection, StoreError> {
    let db = Connection::open_in_memory()?;
    db.execute_batch(MIGRATIONS[1])?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

/// Drops and makes anew the folded tables of a file.
pub(crate) fn empty_tables(db: &Connection) -> Result<(), StoreError> {
    for table in fold::TABLES {
        db.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    Ok(db.execute_batch(MIGRATIONS[1])?)
}

/// Drops the secondary indexes of the folded tables, but for those the fold itself asks, and gives the SQL
/// that makes them again: a table is filled faster without them.
pub(crate) fn without_indexes(db: &Connection) -> Result<String, StoreError> {
    let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :table";
    let mut again = String::new();
    let mut statement = db.prepare(sql)?;
    for table in fold::TABLES {
        let rows = statement.query_map(named_params! {":table": table}, |r| {
            Ok((r.get::<_, String>("name")?, r.get::<_, String>("sql")?))
        })?;
        let asked = |name: &str| matches!(name, "uses_by_record" | "uses_by_correction");
        for (name, sql) in rows.collect::<rusqlite::Result<Vec<_>>>()? {
            if asked(&name) {
                continue;
            }
            db.execute_batch(&format!("DROP INDEX {name}"))?;
            again += &sql;
            again += ";\n";
        }
    }
    Ok(again)
}

/// The page cache of a desk's day, in KiB, and the one for work that touches every page.
const CACHE: i64 = 32_000;
const LARGE_CACHE: i64 = 400_000;

/// Does work that touches every page without throwing pages out that it will want again.
pub(crate) fn with_a_large_cache<T>(
    db: &Connection,
    work: impl FnOnce() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    db.pragma_update(None, "cache_size", -LARGE_CACHE)?;
    let done = work();
    db.pragma_update(None, "cache_size", -CACHE)?;
    done
}

fn identity(db: &mut Connection) -> Result<Identity, StoreError> {
    let sql = "SELECT facility, desk, epoch, signing_key FROM identity";
    let read = |r: &rusqlite::Row<'_>| {
        Ok(Identity {
            facility: r.get("facility")?,
            desk: r.get("desk")?,
            epoch: r.get("epoch")?,
            key: SigningKey::from_bytes(&r.get::<_, [u8; 32]>("signing_key")?),
        })
    };
    match db.query_row(sql, [], read) {
        Err(rusqlite::Error::QueryReturnedNoRows) => {}
        found => return Ok(found?),
    }
    let mut random = [0; 48];
    getrandom::fill(&mut random).map_err(|_| StoreError::NoRandomness)?;
    let (secret, names) = random.split_at(32);
    let mut seed = [0; 32];
    seed.copy_from_slice(secret);
    let made = Identity {
        facility: format!("f-{}", hex::encode(&names[..6])),
        desk: format!("d-{}", hex::encode(&names[6..12])),
        epoch: 1,
        key: SigningKey::from_bytes(&seed),
    };
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute(
        "INSERT INTO identity (id, facility, desk, epoch, signing_key)
         VALUES (1, :facility, :desk, :epoch, :key)",
        named_params! {":facility": made.facility, ":desk": made.desk, ":epoch": made.epoch, ":key": seed},
    )?;
    tx.execute(
        "INSERT INTO desks (desk, public_key) VALUES (:desk, :key)",
        named_params! {":desk": made.desk, ":key": made.key.verifying_key().to_bytes()},
    )?;
    tx.commit()?;
    Ok(made)
}
