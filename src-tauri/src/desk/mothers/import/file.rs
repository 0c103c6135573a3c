//! From bytes to cells: Shift_JIS as Excel writes it, or UTF-8; commas, tabs or semicolons.

use std::collections::HashMap;

use encoding_rs::SHIFT_JIS;

use super::columns::{Field, field_of, missing};
use crate::desk::DeskError;
use crate::view::{BadRow, EncodingKind, ImportColumn};

/// Rows of a list.
const MOST_ROWS: usize = 20_000;
/// Columns of a list.
const MOST_COLUMNS: usize = 200;
/// The mark that Excel puts before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// The heading of what is wrong, in a list of rows that could not be taken; left out when that is read again.
const WRONG: &str = "エラー";

/// A list, cell by cell.
pub(super) struct Table {
    pub(super) encoding: EncodingKind,
    delimiter: char,
    headers: Vec<String>,
    fields: Vec<Option<Field>>,
    pub(super) rows: Vec<Row>,
}

/// One row that is not empty.
pub(super) struct Row {
    /// Line of the file, the heading being the first.
    pub(super) line: u32,
    cells: Vec<String>,
}

/// Reads a list.
pub(super) fn table(bytes: &[u8]) -> Result<Table, DeskError> {
    // A workbook is a ZIP archive or an old compound file; no text begins like that or holds a NUL.
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0") || bytes.contains(&0) {
        return Err(DeskError::ImportNotCsv);
    }
    let (text, encoding) = decoded(bytes)?;
    // One kind of line end, so that lines are counted as an editor counts them.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let delimiter = delimiter(&text);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = vec![];
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| DeskError::ImportNotCsv)? {
        if record.len() > MOST_COLUMNS || rows.len() > MOST_ROWS {
            return Err(DeskError::ImportTooLarge);
        }
        let line = record.position().map_or(0, |p| u32::try_from(p.line()).unwrap_or(u32::MAX));
        let cells: Vec<String> = record.iter().map(|c| plain(c.trim()).to_owned()).collect();
        if cells.iter().any(|c| !c.is_empty()) {
            rows.push(Row { line, cells });
        }
    }
    if rows.is_empty() {
        return Err(DeskError::ImportNotCsv);
    }
    // Above the heading there may be a title of the list.
    let known = |row: &Row| row.cells.iter().filter_map(|c| field_of(c)).count();
    let heading = (0..rows.len().min(5)).max_by_key(|n| (known(&rows[*n]), usize::MAX - n)).unwrap_or(0);
    let headers = rows.drain(..=heading).next_back().map(|r| r.cells).unwrap_or_default();
    let mut fields: Vec<Option<Field>> = headers.iter().map(|h| field_of(h)).collect();
    // Of two columns for one field the first counts.
    for n in 0..fields.len() {
        if fields[n].is_some() && fields[..n].contains(&fields[n]) {
            fields[n] = None;
        }
    }
    let missing = missing(&fields);
    if !missing.is_empty() {
        return Err(DeskError::ImportColumns { missing: missing.join(",") });
    }
    Ok(Table { encoding, delimiter: char::from(delimiter), headers, fields, rows })
}

fn decoded(bytes: &[u8]) -> Result<(String, EncodingKind), DeskError> {
    let plain = bytes.strip_prefix(MARK).unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(plain) {
        return Ok((text.to_owned(), EncodingKind::Utf8));
    }
    match SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text.into_owned(), EncodingKind::ShiftJis)),
        None => Err(DeskError::ImportUnreadable),
    }
}

/// What stands between the cells: by what there is most of in the first lines.
fn delimiter(text: &str) -> u8 {
    let head: String = text.lines().take(5).collect();
    let most = |a: &u8, b: &u8| {
        let of = |d: &u8| head.bytes().filter(|c| c == d).count();
        of(a).cmp(&of(b))
    };
    [b';', b'\t', b','].into_iter().max_by(most).unwrap_or(b',')
}

impl Table {
    /// The columns, from the left.
    pub(super) fn columns(&self) -> Vec<ImportColumn> {
        let pairs = self.headers.iter().zip(&self.fields);
        pairs
            .map(|(header, field)| ImportColumn { header: header.clone(), field: field.map(|f| f.name().to_owned()) })
            .collect()
    }

    /// A row's cell for a field; empty where there is none.
    pub(super) fn cell<'a>(&self, row: &'a Row, field: Field) -> &'a str {
        let at = self.fields.iter().position(|f| *f == Some(field));
        at.and_then(|at| row.cells.get(at)).map_or("", String::as_str)
    }

    /// The cell in which a quotation mark was opened and not closed where it ends: its column, its field and the lines
    /// that it took. A cell of one line holds no line break, and no cell holds whole rows.
    pub(super) fn swallowed(&self, row: &Row) -> Option<(String, String, String)> {
        let whole_row = |line: &str| line.matches(self.delimiter).count() + 1 >= self.headers.len().max(2);
        let at = row.cells.iter().enumerate().position(|(at, cell)| {
            let field = self.fields.get(at).copied().flatten();
            cell.contains('\n') && (field.is_some_and(Field::is_one_line) || cell.lines().skip(1).any(whole_row))
        })?;
        let more = u32::try_from(row.cells[at].matches('\n').count()).unwrap_or(u32::MAX);
        let field = self.fields.get(at).copied().flatten().map_or("", Field::name);
        let column = self.headers.get(at).cloned().unwrap_or_default();
        Some((column, field.to_owned(), format!("{}–{}", row.line, row.line.saturating_add(more))))
    }

    /// The heading of a field's column; empty where there is none.
    pub(super) fn header(&self, field: Field) -> &str {
        let at = self.fields.iter().position(|f| *f == Some(field));
        at.and_then(|at| self.headers.get(at)).map_or("", String::as_str)
    }

    /// The rows that could not be taken, as they came, with what is wrong; UTF-8 with the mark that Excel looks for.
    pub(super) fn with_errors(&self, bad: &[BadRow]) -> Result<Vec<u8>, DeskError> {
        let wrong: HashMap<u32, String> = bad.iter().map(|b| (b.line, told(b))).collect();
        let mut writer =
            csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(MARK.to_vec());
        // A column of this name of an earlier round is not written twice.
        let kept: Vec<usize> = (0..self.headers.len()).filter(|n| self.headers[*n] != WRONG).collect();
        let row = |cells: &[String]| -> Vec<String> {
            kept.iter().map(|n| cells.get(*n).map(|c| harmless(c)).unwrap_or_default()).collect()
        };
        let written = |e: csv::Error| DeskError::File(std::io::Error::other(e.to_string()));
        writer.write_record(row(&self.headers).iter().map(String::as_str).chain([WRONG])).map_err(written)?;
        for r in &self.rows {
            if let Some(wrong) = wrong.get(&r.line) {
                let cells = row(&r.cells);
                // What stands right of the heading stays there.
                let beyond = r.cells.iter().skip(self.headers.len()).map(|c| harmless(c));
                let all: Vec<String> = cells.into_iter().chain([harmless(wrong)]).chain(beyond).collect();
                writer.write_record(&all).map_err(written)?;
            }
        }
        writer.into_inner().map_err(|e| DeskError::File(e.into_error()))
    }
}

/// Signs with which a cell is a formula to a spreadsheet.
const FORMULA: [char; 5] = ['=', '+', '-', '@', '\t'];

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

/// The same as it was before [`harmless`].
fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

/// What is wrong with a row, for the list: its line and the headings of its wrong cells.
fn told(bad: &BadRow) -> String {
    let cells: Vec<&str> =
        bad.cells.iter().map(|c| if c.column.is_empty() { &c.field } else { &c.column }).map(String::as_str).collect();
    format!("{}行目：{}", bad.line, cells.join("、"))
}
