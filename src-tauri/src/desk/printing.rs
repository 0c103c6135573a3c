//! Paper: each kind of document remembers its printer and its paper, so that nobody is asked twice. What no printer
//! takes is kept as a PDF (未印刷) until one does. No use case waits for a printer before it has saved.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::{Acting, Desk, DeskError, Reception};
use crate::view::{
    DocumentKind, DocumentPrinter, Done, Nothing, PaperSize, PrintOutcome, PrintedView, PrintersView,
    SetPrinterRequest, UnprintedDocument, UnprintedRequest, UnprintedView,
};

mod spooler;

/// What this desk remembers, in its own folder: printers are of a machine, not of a facility, and so no facts.
const REMEMBERED: &str = "printing.json";

/// How a file that waits says when it was made.
const STAMP: &str = "%Y%m%d-%H%M%S";

/// Printer and paper of one kind.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Remembered {
    printer: Option<String>,
    paper: PaperSize,
}

type All = BTreeMap<DocumentKind, Remembered>;

/// The printers there are, and what is remembered of them.
///
/// # Errors
/// [`DeskError::File`] where the desk's folder cannot be read.
pub fn printers(desk: &Desk, _by: &Acting<Reception>, _request: Nothing) -> Result<PrintersView, DeskError> {
    let printers = spooler::printers();
    let all = remembered(&folder(desk))?;
    let entry = |document: DocumentKind| {
        let Remembered { printer, paper } = of(&all, document);
        let missing = printer.as_ref().is_some_and(|p| !printers.contains(p));
        DocumentPrinter { document, printer, paper, missing }
    };
    Ok(PrintersView { documents: DocumentKind::ALL.into_iter().map(entry).collect(), printers })
}

/// Remembers printer and paper of a kind of document.
///
/// # Errors
/// [`DeskError::Unreadable`] for a printer that the system does not name.
pub fn set_printer(desk: &Desk, _by: &Acting<Reception>, request: SetPrinterRequest) -> Result<Done, DeskError> {
    let SetPrinterRequest { document, printer, paper } = request;
    if printer.as_ref().is_some_and(|p| !spooler::printers().contains(p)) {
        return Err(DeskError::Unreadable { field: "printer", expected: "one of the printers that are there" });
    }
    let folder = folder(desk);
    let mut all = remembered(&folder)?;
    all.insert(document, Remembered { printer, paper });
    let text = serde_json::to_vec_pretty(&all).map_err(DeskError::Answer)?;
    replace(&folder.join(REMEMBERED), &text)?;
    Ok(Done { done: true })
}

/// The paper of a kind of document: what is drawn for it fits.
pub(super) fn paper(desk: &Desk, document: DocumentKind) -> Result<PaperSize, DeskError> {
    Ok(of(&remembered(&folder(desk))?, document).paper)
}

/// Whether a printer is chosen for any kind of document.
pub(super) fn any_printer(desk: &Desk) -> Result<bool, DeskError> {
    Ok(remembered(&folder(desk))?.values().any(|r| r.printer.is_some()))
}

/// Hands a PDF to the printer of its kind. The store must not be held: a printer may take its time.
///
/// # Errors
/// [`DeskError::File`] where what is remembered cannot be read. A printer that does not work is an outcome, no error.
pub(super) fn print(desk: &Desk, document: DocumentKind, pdf: &[u8]) -> Result<PrintOutcome, DeskError> {
    let Remembered { printer, paper } = of(&remembered(&folder(desk))?, document);
    let Some(printer) = printer else { return Ok(PrintOutcome::NoPrinter) };
    match spooler::print(&printer, paper, word(document), pdf) {
        Ok(()) => Ok(PrintOutcome::Printed),
        Err(trouble) => {
            tracing::warn!(document = word(document), %trouble, "not printed");
            Ok(PrintOutcome::Failed)
        }
    }
}

/// Asks the system's viewer to show a PDF that the desk wrote.
pub(super) fn show(file: &Path) -> bool {
    spooler::show(file)
}

/// Prints a document that can be made again only by hand; what is not printed is kept until it is. Receipts, which
/// their facts remember, use [`print`].
///
/// # Errors
/// [`DeskError::File`] where it can neither be printed nor kept.
pub(super) fn hand_out(desk: &Desk, document: DocumentKind, pdf: &[u8]) -> Result<PrintedView, DeskError> {
    let outcome = print(desk, document, pdf)?;
    if outcome == PrintOutcome::Printed {
        return Ok(PrintedView { outcome, file: None });
    }
    let waiting = waiting_in(&folder(desk));
    fs::create_dir_all(&waiting).map_err(DeskError::File)?;
    let stamp = desk.now().format(STAMP);
    let free = (1..).map(|n| waiting.join(format!("{}-{stamp}-{n}.pdf", word(document)))).find(|f| !f.exists());
    let file = free.unwrap_or_else(|| waiting.join(format!("{}-{stamp}.pdf", word(document))));
    fs::write(&file, pdf).map_err(DeskError::File)?;
    Ok(PrintedView { outcome, file: Some(file.display().to_string()) })
}

/// Documents that wait for their printer (未印刷), apart from receipts.
///
/// # Errors
/// [`DeskError::File`].
pub fn unprinted(desk: &Desk, _by: &Acting<Reception>, _request: Nothing) -> Result<UnprintedView, DeskError> {
    let entries = match fs::read_dir(waiting_in(&folder(desk))) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(UnprintedView { documents: vec![] }),
        Err(e) => return Err(DeskError::File(e)),
    };
    let mut documents = vec![];
    for entry in entries {
        let name = entry.map_err(DeskError::File)?.file_name();
        documents.extend(name.to_str().and_then(document_of));
    }
    documents.sort_by(|a, b| (&a.made_at, &a.name).cmp(&(&b.made_at, &b.name)));
    Ok(UnprintedView { documents })
}

/// Tries again to print a document that waits; once it is printed it waits no more.
///
/// # Errors
/// [`DeskError::Unreadable`] for a name of none that waits.
pub fn print_unprinted(
    desk: &Desk,
    _by: &Acting<Reception>,
    request: UnprintedRequest,
) -> Result<PrintedView, DeskError> {
    let (file, document) = waiting(desk, &request.name)?;
    let pdf = fs::read(&file).map_err(DeskError::File)?;
    let outcome = print(desk, document, &pdf)?;
    if outcome == PrintOutcome::Printed {
        fs::remove_file(&file).map_err(DeskError::File)?;
        return Ok(PrintedView { outcome, file: None });
    }
    Ok(PrintedView { outcome, file: Some(file.display().to_string()) })
}

/// A document that waits is not needed any more.
///
/// # Errors
/// [`DeskError::Unreadable`] for a name of none that waits.
pub fn drop_unprinted(desk: &Desk, _by: &Acting<Reception>, request: UnprintedRequest) -> Result<Done, DeskError> {
    let (file, _) = waiting(desk, &request.name)?;
    fs::remove_file(&file).map_err(DeskError::File)?;
    Ok(Done { done: true })
}

/// A document that waits, by a name that cannot lead anywhere else.
fn waiting(desk: &Desk, name: &str) -> Result<(PathBuf, DocumentKind), DeskError> {
    let file = waiting_in(&folder(desk)).join(name);
    let known = document_of(name).filter(|_| file.is_file());
    let known = known.ok_or(DeskError::Unreadable { field: "name", expected: "a document that waits" })?;
    Ok((file, known.document))
}

/// What a file's name says of it; nothing where the name is none of ours.
fn document_of(name: &str) -> Option<UnprintedDocument> {
    let stem = name.strip_suffix(".pdf")?;
    let document = DocumentKind::ALL.into_iter().find(|d| stem.starts_with(&format!("{}-", word(*d))))?;
    let rest = stem.strip_prefix(word(document))?.strip_prefix('-')?;
    let (stamp, number) = rest.rsplit_once('-')?;
    number.parse::<u32>().ok()?;
    let made = NaiveDateTime::parse_from_str(stamp, STAMP).ok()?;
    let made_at = made.and_local_timezone(super::japan()).single()?.to_rfc3339();
    Some(UnprintedDocument { name: name.to_owned(), document, made_at })
}

fn word(document: DocumentKind) -> &'static str {
    match document {
        DocumentKind::Receipt => "receipt",
        DocumentKind::Slip => "slip",
        DocumentKind::List => "list",
        DocumentKind::Poster => "poster",
        DocumentKind::Month => "month",
    }
}

fn folder(desk: &Desk) -> PathBuf {
    desk.store().dir().to_owned()
}

fn waiting_in(folder: &Path) -> PathBuf {
    folder.join("exports").join("unprinted")
}

fn of(all: &All, document: DocumentKind) -> Remembered {
    all.get(&document).cloned().unwrap_or_default()
}

/// What is remembered; nothing where nobody chose yet, or where the file is damaged: a printer is chosen anew then.
fn remembered(folder: &Path) -> Result<All, DeskError> {
    match fs::read(folder.join(REMEMBERED)) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(All::new()),
        Err(e) => Err(DeskError::File(e)),
    }
}

/// Puts a file in the place of another, whole or not at all.
fn replace(file: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    let beside = file.with_extension("new");
    let write = || {
        let mut new = fs::File::create(&beside)?;
        new.write_all(bytes)?;
        new.sync_all()?;
        fs::rename(&beside, file)
    };
    write().map_err(DeskError::File)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_a_name_that_the_desk_gave_itself_is_one_that_waits() {
        let known = document_of("list-20260914-093000-2.pdf").unwrap();
        assert_eq!((known.document, known.made_at.as_str()), (DocumentKind::List, "2026-09-14T09:30:00+09:00"));
        for other in
            ["../sango.key", "list.pdf", "list-20260914-093000-1.pdf/..", "list-x-1.pdf", "note-20260914-093000-1.pdf"]
        {
            assert!(document_of(other).is_none(), "{other}");
        }
    }
}
