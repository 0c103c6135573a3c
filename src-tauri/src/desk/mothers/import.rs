//! The list that a facility has today (CSV of Excel) becomes entries: first it is looked at whole, then all good rows
//! are registered in one transaction, or none.

mod columns;
mod dates;
mod file;
mod rows;

use std::io::Read as _;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use base64::Engine;
use store::Store;

use file::Table;
use rows::{Read, Rows};

use crate::desk::{Acting, Desk, DeskError, Reception};
use crate::view::{
    Done, ImportErrorsFile, ImportMothersRequest, ImportPreview, ImportProgressView, ImportRequest, ImportedView,
    Nothing,
};

/// Bytes of a list.
const LARGEST: usize = 5 << 20;
/// How many of the good ones are shown.
const SHOWN_GOOD: usize = 5;
/// How many of the others are shown.
const SHOWN: usize = 500;

/// How far an import of this desk is, and whether somebody stopped it. Asked for while the store is busy with it.
#[derive(Debug, Default)]
pub struct Importing {
    done: AtomicU32,
    total: AtomicU32,
    stopped: AtomicBool,
}

/// What a list would bring. Saves nothing.
///
/// # Errors
/// [`DeskError::ImportUnreadable`], [`DeskError::ImportTooLarge`], [`DeskError::ImportNotCsv`],
/// [`DeskError::ImportColumns`]. A row that cannot be taken is no error.
pub fn preview_import(
    desk: &Desk,
    _by: &Acting<Reception>,
    request: ImportRequest,
) -> Result<ImportPreview, DeskError> {
    let table = table(request.csv, request.file)?;
    let store = desk.store();
    let rows = read(desk, &store, &table)?;
    let (good, bad) = (count(rows.good.len()), count(rows.bad.len()));
    Ok(ImportPreview {
        encoding: table.encoding,
        columns: table.columns(),
        rows: count(table.rows.len()),
        good,
        first: rows.good.iter().take(SHOWN_GOOD).map(Read::line).collect(),
        known: rows.known.into_iter().take(SHOWN).collect(),
        similar: rows.similar.into_iter().take(SHOWN).collect(),
        bad: rows.bad.into_iter().take(SHOWN).collect(),
        bad_total: bad,
    })
}

/// Registers the good rows of a list in one transaction. Who is registered already stays as she is.
///
/// # Errors
/// As [`preview_import`]; [`DeskError::ImportChanged`] where it is not what was shown, [`DeskError::ImportStopped`] where
/// somebody stopped it. Nothing is registered then.
pub fn import_mothers(
    desk: &Desk,
    by: &Acting<Reception>,
    request: ImportMothersRequest,
) -> Result<ImportedView, DeskError> {
    let progress = &desk.importing;
    progress.begin();
    let table = table(request.csv, request.file)?;
    let mut store = desk.store();
    let rows = read(desk, &store, &table)?;
    let good = count(rows.good.len());
    if good != request.good_shown {
        return Err(DeskError::ImportChanged);
    }
    let author = desk.author(by);
    progress.total.store(good, Ordering::Relaxed);
    let written = store.write(|tx| {
        for (n, read) in (1..).zip(rows.good) {
            if progress.stopped.load(Ordering::Relaxed) {
                return Err(DeskError::ImportStopped);
            }
            tx.append(&author, read.mother)?;
            progress.done.store(n, Ordering::Relaxed);
        }
        if progress.stopped.load(Ordering::Relaxed) { Err(DeskError::ImportStopped) } else { Ok(()) }
    });
    progress.begin();
    written?;
    Ok(ImportedView { registered: good, known: count(rows.known.len()), bad: count(rows.bad.len()) })
}

/// How far the import is.
///
/// # Errors
/// None.
pub fn progress(desk: &Desk, _by: &Acting<Reception>, _request: Nothing) -> Result<ImportProgressView, DeskError> {
    let of = |n: &AtomicU32| n.load(Ordering::Relaxed);
    Ok(ImportProgressView { done: of(&desk.importing.done), total: of(&desk.importing.total) })
}

/// Stops the import that is running: nothing of it is registered.
///
/// # Errors
/// None.
pub fn stop(desk: &Desk, _by: &Acting<Reception>, _request: Nothing) -> Result<Done, DeskError> {
    desk.importing.stopped.store(true, Ordering::Relaxed);
    Ok(Done { done: true })
}

/// Writes the rows that cannot be taken to a list of their own, with what is wrong in a column of its own: it can be
/// mended and imported again.
///
/// # Errors
/// As [`preview_import`], and [`DeskError::File`].
pub fn export_errors(
    desk: &Desk,
    _by: &Acting<Reception>,
    request: ImportRequest,
) -> Result<ImportErrorsFile, DeskError> {
    let table = table(request.csv, request.file)?;
    let rows = read(desk, &desk.store(), &table)?;
    let bytes = table.with_errors(&rows.bad)?;
    let folder = desk.exports();
    std::fs::create_dir_all(&folder).map_err(DeskError::File)?;
    let path = folder.join(format!("import-errors-{}.csv", desk.now().format("%Y%m%d-%H%M%S")));
    std::fs::write(&path, bytes).map_err(DeskError::File)?;
    Ok(ImportErrorsFile { path: path.display().to_string() })
}

impl Importing {
    /// From here on it can be stopped, also while the list is still read.
    fn begin(&self) {
        self.stopped.store(false, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.total.store(0, Ordering::Relaxed);
    }
}

fn table(csv: Option<String>, path: Option<String>) -> Result<Table, DeskError> {
    let bytes = match (csv, path) {
        // Base64 is a third longer than what it holds.
        (Some(text), None) if text.len() / 4 * 3 > LARGEST => return Err(DeskError::ImportTooLarge),
        (Some(text), None) => base64::engine::general_purpose::STANDARD
            .decode(text)
            .map_err(|_| DeskError::Unreadable { field: "csv", expected: "base64" })?,
        (None, Some(path)) => {
            // A device says no size and never ends.
            let mut bytes = vec![];
            let file = std::fs::File::open(path).map_err(DeskError::File)?;
            file.take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(DeskError::File)?;
            bytes
        }
        _ => return Err(DeskError::Unreadable { field: "csv", expected: "either csv or file" }),
    };
    if bytes.len() > LARGEST { Err(DeskError::ImportTooLarge) } else { file::table(&bytes) }
}

fn read(desk: &Desk, store: &Store, table: &Table) -> Result<Rows, DeskError> {
    rows::read(table, &store.known_mothers()?, store, desk.today(), desk.programme().coupon_from())
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
