//! Copies of the data file, and the way back from one.
//!
//! A restore is prepared beside the data file, checked there, and only then takes its place. What was there
//! is kept, its log with it. Cut off at any point, the next start finds the old data or finishes the swap.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, named_params};

use crate::open::{DATABASE, MIGRATIONS, key, lock};
use crate::{Store, StoreError, keyfile};

impl Store {
    /// Writes an encrypted copy of the data file, with the same key.
    ///
    /// # Errors
    /// What the disk says; [`StoreError::BackupExists`]: a file that is there is not overwritten.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::BackupExists);
        }
        let mut copy = Connection::open(to)?;
        key(&copy, &keyfile::read(self.dir())?)?;
        let backup = rusqlite::backup::Backup::new(&self.db, &mut copy)?;
        backup.run_to_completion(4096, std::time::Duration::ZERO, None)?;
        Ok(())
    }

    /// Puts a backup in the place of a folder's data file, which may be damaged. A new epoch begins: the
    /// desk that goes on must not sign numbers it may have used since.
    ///
    /// # Errors
    /// As [`Store::open`], and nothing was touched then; the old file stays as `sango.db.before-restore-N`.
    pub fn restore(dir: &Path, from: &Path) -> Result<Store, StoreError> {
        let lock = lock(dir)?;
        let part = beside(dir, "part");
        remove_with_log(&part);
        fs::copy(from, &part).map_err(StoreError::Folder)?;
        let prepared = prepare(dir, &part);
        if let Err(e) = prepared {
            remove_with_log(&part);
            return Err(e);
        }
        fs::rename(&part, beside(dir, "restoring")).map_err(StoreError::Folder)?;
        Store::open_locked(dir, lock)
    }
}

/// Ends a restore whose copy stands ready; does nothing where there is none.
pub(crate) fn finish_restore(dir: &Path) -> Result<(), StoreError> {
    let ready = beside(dir, "restoring");
    if !ready.exists() {
        return Ok(());
    }
    let kept = (1u32..).map(|n| beside(dir, &format!("before-restore-{n}"))).find(|p| !p.exists());
    let database = dir.join(DATABASE);
    let kept = kept.unwrap_or_else(|| beside(dir, "before-restore"));
    // The log first: were the file gone and its log not, the log would be taken for the new file's.
    for ending in ["-wal", "-shm", ""] {
        let file = with_ending(&database, ending);
        if file.exists() {
            fs::rename(file, with_ending(&kept, ending)).map_err(StoreError::Folder)?;
        }
    }
    fs::rename(&ready, &database).map_err(StoreError::Folder)
}

/// Checks a copy and gives it an epoch that no number was signed in.
fn prepare(dir: &Path, copy: &Path) -> Result<(), StoreError> {
    let (db, restored) = whole(dir, copy)?;
    let database = dir.join(DATABASE);
    let used = match whole(dir, &database) {
        _ if !database.exists() => 0,
        Ok((_, epoch)) => epoch,
        // Nobody can read how far it had come: a number above every count of restores, and never drawn twice.
        Err(_) => drawn()?,
    };
    let epoch = restored.max(used).saturating_add(1);
    db.execute("UPDATE identity SET epoch = :epoch", named_params! {":epoch": epoch})?;
    let _: i64 = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
    db.close().map_err(|(_, e)| e)?;
    File::open(copy).and_then(|f| f.sync_all()).map_err(StoreError::Folder)
}

fn drawn() -> Result<u64, StoreError> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|_| StoreError::NoRandomness)?;
    Ok((1 << 40) | (u64::from_le_bytes(random) >> 24))
}

/// A data file that the folder's key opens, whole and not newer than this program, with its epoch.
fn whole(dir: &Path, file: &Path) -> Result<(Connection, u64), StoreError> {
    let db = Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    key(&db, &keyfile::read(dir)?)?;
    db.pragma_update(None, "cipher_log", "off").ok();
    let format: u32 = db.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    if format as usize > MIGRATIONS.len() {
        return Err(StoreError::NewerDatabase { found: format, known: MIGRATIONS.len() as u32 });
    }
    let health: String = db.query_row("PRAGMA quick_check", [], |r| r.get(0))?;
    if health != "ok" {
        return Err(StoreError::Damaged);
    }
    let epoch = db.query_row("SELECT epoch FROM identity", [], |r| r.get(0))?;
    Ok((db, epoch))
}

fn beside(dir: &Path, name: &str) -> PathBuf {
    dir.join(format!("{DATABASE}.{name}"))
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn remove_with_log(file: &Path) {
    for ending in ["", "-wal", "-shm"] {
        fs::remove_file(with_ending(file, ending)).ok();
    }
}
