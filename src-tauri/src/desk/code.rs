//! Texts as two-dimensional codes, as modules: the window and the papers draw them sharp at every size.

use qrcode::{Color, EcLevel, QrCode};

use super::DeskError;
use crate::view::CodeView;

/// The code of a text. Damage of about a seventh of it is survived.
///
/// # Errors
/// [`DeskError::Unreadable`] where the text is too long for one.
pub(super) fn drawn(text: &str, field: &'static str) -> Result<report::Code, DeskError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M);
    let code = code.map_err(|_| DeskError::Unreadable { field, expected: "a text that fits into one code" })?;
    let dark = code.to_colors().into_iter().map(|c| c == Color::Dark).collect();
    Ok(report::Code { width: code.width(), dark })
}

/// The same for the window: one row of `#` and spaces after the other.
pub(super) fn shown(code: &report::Code) -> CodeView {
    let row = |dark: &[bool]| dark.iter().map(|d| if *d { '#' } else { ' ' }).collect();
    CodeView { rows: code.dark.chunks(code.width.max(1)).map(row).collect() }
}
