//! What can go wrong with the store. Texts name rows and tables, never people.

/// The store's errors.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has this folder open.
    #[error("this facility is open in another window or command; close it first")]
    AlreadyOpen,
    /// The folder or a file in it cannot be used.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[source] std::io::Error),
    /// The key file is not 64 hex digits.
    #[error("the key file sango.key is damaged; restore it from its copy")]
    KeyFile,
    /// A data file without its key.
    #[error("the key file sango.key is missing; put its copy beside the data file")]
    KeyMissing,
    /// The file's pages do not hold together.
    #[error("the data file is damaged; restore a backup")]
    Damaged,
    /// The disk allows no write-ahead log.
    #[error("the data folder allows no write-ahead log; use a folder on this machine's own disk")]
    NoWal,
    /// The key does not open the file, or the file is no database.
    #[error("the data file cannot be opened with the key beside it")]
    WrongKey,
    /// Written by a later release.
    #[error("the data was written by a newer release (format {found}, this one knows {known}); update this program")]
    NewerDatabase {
        /// The file's format.
        found: u32,
        /// The newest format known.
        known: u32,
    },
    /// SQLite is too old.
    #[error("SQLite {0} can lose commits; 3.51.3 or later is needed")]
    OldSqlite(&'static str),
    /// A backup is not written over a file.
    #[error("a file of this name is there already; choose another name for the backup")]
    BackupExists,
    /// The disk is full.
    #[error("the disk is full; nothing was saved")]
    DiskFull,
    /// SQLite failed.
    #[error("the data file failed: {0}")]
    Sqlite(#[source] rusqlite::Error),
    /// A stored message cannot be read.
    #[error("row {row} cannot be read: {source}")]
    Unreadable {
        /// Which row.
        row: String,
        /// Why.
        #[source]
        source: wire::WireError,
    },
    /// A folded row holds what no fact wrote.
    #[error("a row of table {0} cannot be read; run `journal verify`")]
    Table(&'static str),
    /// Another desk's log does not follow on what is here.
    #[error("the other desk's log does not follow on seq {after}")]
    Gap {
        /// Last seq here.
        after: u64,
    },
    /// No randomness.
    #[error("the machine gives no random numbers")]
    NoRandomness,
}

impl StoreError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::AlreadyOpen => "already-open",
            StoreError::Folder(_) => "folder",
            StoreError::KeyFile => "key-file",
            StoreError::KeyMissing => "key-missing",
            StoreError::NoWal => "no-wal",
            StoreError::WrongKey => "wrong-key",
            StoreError::NewerDatabase { .. } => "newer-database",
            StoreError::OldSqlite(_) => "old-sqlite",
            StoreError::BackupExists => "backup-exists",
            StoreError::DiskFull => "disk-full",
            StoreError::Sqlite(_) => "data-file",
            StoreError::Unreadable { .. } | StoreError::Table(_) | StoreError::Damaged => "damaged",
            StoreError::Gap { .. } => "gap",
            StoreError::NoRandomness => "no-randomness",
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(e: rusqlite::Error) -> StoreError {
        match e.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => StoreError::DiskFull,
            Some(rusqlite::ErrorCode::NotADatabase) => StoreError::WrongKey,
            _ => StoreError::Sqlite(e),
        }
    }
}
