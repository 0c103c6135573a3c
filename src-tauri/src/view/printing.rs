//! Paper: printers, what is remembered of them, and what has not been printed yet.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A kind of document; each remembers its own printer and paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum DocumentKind {
    /// 領収書.
    Receipt,
    /// 予約票 and other notes for her.
    Slip,
    /// Lists of a day: 食数表, 控え, whom to phone.
    List,
    /// The facility's own code.
    Poster,
    /// The month's papers.
    Month,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [DocumentKind; 5] =
        [DocumentKind::Receipt, DocumentKind::Slip, DocumentKind::List, DocumentKind::Poster, DocumentKind::Month];
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum PaperSize {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 148 × 210 mm.
    A5,
}

/// The printers of this machine, and what is remembered.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct PrintersView {
    /// Their names as the system has them.
    pub printers: Vec<String>,
    /// One entry for each kind of document.
    pub documents: Vec<DocumentPrinter>,
}

/// Where a kind of document is printed.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct DocumentPrinter {
    /// The kind.
    pub document: DocumentKind,
    /// Its printer, none where none is chosen yet.
    pub printer: Option<String>,
    /// Its paper.
    pub paper: PaperSize,
    /// The printer is chosen, and the system does not name it now.
    pub missing: bool,
}

/// Remembers printer and paper of a kind of document.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct SetPrinterRequest {
    /// The kind.
    pub document: DocumentKind,
    /// One of the printers; none: it is not printed.
    pub printer: Option<String>,
    /// The paper.
    pub paper: PaperSize,
}

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum PrintOutcome {
    /// The printer took it.
    Printed,
    /// No printer is chosen for this kind.
    NoPrinter,
    /// The printer is off, gone or did not take it in time.
    Failed,
}

/// A document that was handed to the printer, or kept until it can be.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct PrintedView {
    /// What became of it.
    pub outcome: PrintOutcome,
    /// Where the PDF lies, where it was not printed.
    pub file: Option<String>,
}

/// A document that waits for its printer.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct UnprintedDocument {
    /// Its file's name.
    pub name: String,
    /// What it is.
    pub document: DocumentKind,
    /// When it was made, RFC 3339.
    pub made_at: String,
}

/// Documents that wait for their printer; receipts are listed with the money.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct UnprintedView {
    /// The oldest first.
    pub documents: Vec<UnprintedDocument>,
}

/// Names a document that waits.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct UnprintedRequest {
    /// Its file's name.
    pub name: String,
}
