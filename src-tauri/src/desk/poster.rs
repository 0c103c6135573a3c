//! The facility's own code, which the mother's telephone reads: on the screen and as a poster.

use wire::FacilitySet;

use super::code::{drawn, shown};
use super::printing::hand_out;
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{DocumentKind, Nothing, OwnCodeView, PrintedView};

/// The code for the screen.
///
/// # Errors
/// [`DeskError::Empty`] while nobody has entered it.
pub fn own_code(desk: &Desk, _by: &Acting<Reception>, _request: Nothing) -> Result<OwnCodeView, DeskError> {
    let facility = with_code(desk)?;
    let code = drawn(&facility.own_code, "own_code")?;
    Ok(OwnCodeView { text: facility.own_code, code: shown(&code) })
}

/// Prints the poster.
///
/// # Errors
/// As [`own_code`]; [`DeskError::File`] where it can neither be printed nor kept.
pub fn print_poster(desk: &Desk, _by: &Acting<Reception>, _request: Nothing) -> Result<PrintedView, DeskError> {
    let facility = with_code(desk)?;
    let drawn = report::poster(&report::Poster {
        code: drawn(&facility.own_code, "own_code")?,
        facility: facility.name,
        programme: desk.programme().name().to_owned(),
        practice: facility.practice,
        text: facility.own_code,
    })?;
    hand_out(desk, DocumentKind::Poster, &drawn.pdf)
}

fn with_code(desk: &Desk) -> Result<FacilitySet, DeskError> {
    let facility = desk.store().facility()?.ok_or(DeskError::NotSetUp)?;
    if facility.own_code.is_empty() { Err(DeskError::Empty { field: "own_code" }) } else { Ok(facility) }
}
