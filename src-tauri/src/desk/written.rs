//! What a person writes for others to read later: a reason, a name of who approved.

use super::DeskError;

/// Characters that fit any list and paper.
const MOST: usize = 500;
/// Characters of one line.
const MOST_OF_A_LINE: usize = 100;

/// The text without blanks around it.
///
/// # Errors
/// [`DeskError::Empty`] where nothing is written, [`DeskError::Unreadable`] where too much is.
pub(super) fn written(text: &str, field: &'static str) -> Result<String, DeskError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DeskError::Empty { field });
    }
    may_be_written(text, field)
}

/// What is written on one line: no control characters, for it goes into lists and onto papers.
///
/// # Errors
/// As [`written`].
pub(super) fn one_line(text: &str, field: &'static str) -> Result<String, DeskError> {
    match may_be_one_line(text, field)? {
        empty if empty.is_empty() => Err(DeskError::Empty { field }),
        line => Ok(line),
    }
}

/// The same where nothing need be written.
///
/// # Errors
/// [`DeskError::Unreadable`] for more than one line, or a long one.
pub(super) fn may_be_one_line(text: &str, field: &'static str) -> Result<String, DeskError> {
    let text = text.trim();
    let fits = text.chars().count() <= MOST_OF_A_LINE && !text.chars().any(char::is_control);
    if fits {
        Ok(text.to_owned())
    } else {
        Err(DeskError::Unreadable { field, expected: "at most 100 characters on one line" })
    }
}

/// The same as [`written`] where nothing need be written.
///
/// # Errors
/// [`DeskError::Unreadable`] where too much is.
pub(super) fn may_be_written(text: &str, field: &'static str) -> Result<String, DeskError> {
    let text = text.trim();
    if text.chars().count() > MOST {
        return Err(DeskError::Unreadable { field, expected: "at most 500 characters" });
    }
    Ok(text.to_owned())
}
