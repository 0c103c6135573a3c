//! What a person writes for others to read later: a reason, a name of who approved.

use super::DeskError;

/// Characters that fit any list and paper.
const MOST: usize = 500;

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

/// The same where nothing need be written.
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
