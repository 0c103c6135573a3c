//! The import of a list of mothers (CSV).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ChangedField;

/// A list to look at.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    /// The file's bytes in base64. In a script, `file` may be given instead.
    #[serde(default)]
    pub csv: Option<String>,
    /// A path, from the command line only.
    #[serde(default)]
    pub file: Option<String>,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(rename_all = "kebab-case")]
pub enum EncodingKind {
    /// Shift_JIS as Excel writes it (CP932).
    ShiftJis,
    /// UTF-8, with or without a mark at its beginning.
    Utf8,
}

/// What an import would do. Nothing is saved.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ImportPreview {
    /// How it is written.
    pub encoding: EncodingKind,
    /// Its columns, from the left.
    pub columns: Vec<ImportColumn>,
    /// Rows without the heading and empty ones.
    pub rows: u32,
    /// How many would be registered.
    pub good: u32,
    /// The first of them.
    pub first: Vec<ImportLine>,
    /// Registered already: they stay as they are.
    pub known: Vec<ImportLine>,
    /// Among the good ones: another entry has the same kana and birth date.
    pub similar: Vec<ImportLine>,
    /// Rows that cannot be taken, at most 500.
    pub bad: Vec<BadRow>,
    /// How many of those there are in all.
    pub bad_total: u32,
}

/// A column of the list.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ImportColumn {
    /// Its heading.
    pub header: String,
    /// The field it goes to, none where it is left out.
    pub field: Option<String>,
}

/// One row, as it would be registered.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ImportLine {
    /// Line of the file, the heading being the first.
    pub line: u32,
    /// 利用者番号.
    pub user_number: String,
    /// Name.
    pub name: String,
    /// The child's birth date.
    pub born: Option<chrono::NaiveDate>,
    /// For a known one: what the list says otherwise.
    pub differs: Vec<ChangedField>,
}

/// A row that cannot be taken.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct BadRow {
    /// Line of the file, the heading being the first.
    pub line: u32,
    /// What is wrong.
    pub cells: Vec<BadCell>,
}

/// A cell that cannot be taken.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct BadCell {
    /// The heading of its column, empty where the list has none.
    pub column: String,
    /// The field it goes to.
    pub field: String,
    /// Why: a code with a sentence.
    pub code: String,
    /// What stands there, at most 40 characters.
    pub value: String,
}

/// Registers the good rows of a list, all of them or none.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ImportMothersRequest {
    /// As in the preview.
    #[serde(default)]
    pub csv: Option<String>,
    /// As in the preview.
    #[serde(default)]
    pub file: Option<String>,
    /// How many good rows were shown; another number now is refused as `import-changed`.
    pub good_shown: u32,
}

/// What was imported.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ImportedView {
    /// Registered.
    pub registered: u32,
    /// Registered before.
    pub known: u32,
    /// Could not be taken.
    pub bad: u32,
}

/// How far an import is.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ImportProgressView {
    /// Rows written so far.
    pub done: u32,
    /// Rows to write, 0 while nothing is imported.
    pub total: u32,
}

/// Where the rows that could not be taken lie.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ImportErrorsFile {
    /// The file.
    pub path: String,
}
