//! Opening the facility's folder: one process at a time, the right key, the right format.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use fs4::FileExt;
use rusqlite::{Connection, TransactionBehavior, named_params};

use crate::journal::Tx;
use crate::{StoreError, fold};

const DATABASE: &str = "sango.db";
const KEY_FILE: &str = "sango.key";
const LOCK_FILE: &str = "sango.lock";
/// SQLite 3.51.3: earlier ones can lose commits in WAL mode.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Appended, never edited. A file's place is its format.
const MIGRATIONS: [&str; 2] =
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

    fn open_locked(dir: &Path, lock: File) -> Result<Store, StoreError> {
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

    /// Writes an encrypted copy of the data file, with the same key.
    ///
    /// # Errors
    /// What the disk says; [`StoreError::BackupExists`]: a file that is there is not overwritten.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::BackupExists);
        }
        let mut copy = Connection::open(to)?;
        key(&copy, &read_key(&self.dir)?)?;
        let backup = rusqlite::backup::Backup::new(&self.db, &mut copy)?;
        backup.run_to_completion(4096, std::time::Duration::ZERO, None)?;
        Ok(())
    }

    /// Puts a backup in the place of a folder's data file, which may be damaged. A new epoch begins: the
    /// desk that goes on must not sign numbers it may have used since.
    ///
    /// # Errors
    /// As [`Store::open`], and nothing was touched then; the old file stays as `sango.db.before-restore`.
    pub fn restore(dir: &Path, from: &Path) -> Result<Store, StoreError> {
        let lock = lock(dir)?;
        let database = dir.join(DATABASE);
        let beside = dir.join(format!("{DATABASE}.restoring"));
        fs::copy(from, &beside).map_err(StoreError::Folder)?;
        let restored = epoch_of(dir, &beside).inspect_err(|_| {
            fs::remove_file(&beside).ok();
        })?;
        let used = if database.exists() { epoch_of(dir, &database).unwrap_or(0) } else { 0 };
        let kept = dir.join(format!("{DATABASE}.before-restore"));
        if database.exists() {
            fs::rename(&database, kept).map_err(StoreError::Folder)?;
        }
        for ending in ["-wal", "-shm"] {
            fs::remove_file(dir.join(format!("{DATABASE}{ending}"))).ok();
        }
        fs::rename(&beside, &database).map_err(StoreError::Folder)?;
        let mut store = Store::open_locked(dir, lock)?;
        let epoch = restored.max(used) + 1;
        store.db.execute("UPDATE identity SET epoch = :epoch", named_params! {":epoch": epoch})?;
        store.identity.epoch = epoch;
        Ok(store)
    }
}

fn lock(dir: &Path) -> Result<File, StoreError> {
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(dir.join(LOCK_FILE));
    let lock = lock.map_err(StoreError::Folder)?;
    FileExt::try_lock(&lock).map_err(|_| StoreError::AlreadyOpen)?;
    Ok(lock)
}

/// The epoch of a data file that the folder's key opens, whole and not newer than this program.
/// What its log still held is in the file afterwards.
fn epoch_of(dir: &Path, file: &Path) -> Result<u64, StoreError> {
    let db = Connection::open(file)?;
    key(&db, &read_key(dir)?)?;
    db.pragma_update(None, "cipher_log", "off").ok();
    let format: u32 = db.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    if format as usize > MIGRATIONS.len() {
        return Err(StoreError::NewerDatabase { found: format, known: MIGRATIONS.len() as u32 });
    }
    let health: String = db.query_row("PRAGMA quick_check", [], |r| r.get(0))?;
    if health != "ok" {
        return Err(StoreError::Table("sqlite_schema"));
    }
    let _: i64 = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
    Ok(db.query_row("SELECT epoch FROM identity", [], |r| r.get(0))?)
}

fn connect(dir: &Path) -> Result<Connection, StoreError> {
    let db = Connection::open(dir.join(DATABASE))?;
    key(&db, &read_key(dir)?)?;
    // "off" is a word of SQLCipher's; any other would be the name of a file it writes.
    db.pragma_update(None, "cipher_log", "off").ok();
    let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0))?;
    debug_assert_eq!(mode, "wal");
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", "ON")?;
    db.pragma_update(None, "busy_timeout", 5000)?;
    db.pragma_update(None, "cache_size", -32_000)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

fn key(db: &Connection, hex: &str) -> Result<(), StoreError> {
    Ok(db.pragma_update(None, "key", format!("x'{hex}'"))?)
}

/// The raw key as 64 hex digits, made on the first start, readable by its owner alone.
fn read_key(dir: &Path) -> Result<String, StoreError> {
    let path = dir.join(KEY_FILE);
    if !path.exists() {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|_| StoreError::NoRandomness)?;
        let mut file = owner_only(&path).map_err(StoreError::Folder)?;
        file.write_all(hex::encode(random).as_bytes()).map_err(StoreError::Folder)?;
        file.sync_all().map_err(StoreError::Folder)?;
    }
    let mut text = String::new();
    let read = File::open(&path).and_then(|mut f| f.read_to_string(&mut text));
    read.map_err(StoreError::Folder)?;
    let text = text.trim();
    match hex::decode(text) {
        Ok(key) if key.len() == 32 => Ok(text.to_owned()),
        _ => Err(StoreError::KeyFile),
    }
}

#[cfg(unix)]
fn owner_only(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)
}

/// Elsewhere the folder lies in the user's profile, which others cannot read.
#[cfg(not(unix))]
fn owner_only(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().create_new(true).write(true).open(path)
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
    Ok(())
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
