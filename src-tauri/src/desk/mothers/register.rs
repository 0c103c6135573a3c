//! A mother is registered, or her entry is replaced.

use super::brief;
use super::entry::{as_form, read};
use crate::desk::{Acting, Desk, DeskError, Reception};
use crate::view::{MotherBrief, MotherForm, RecogniseRequest};

/// Registers a mother.
///
/// # Errors
/// [`DeskError::NumberTaken`], [`DeskError::BirthInFuture`]; [`DeskError::Empty`] and [`DeskError::Unreadable`] name
/// the field.
pub fn register(desk: &Desk, by: &Acting<Reception>, form: MotherForm) -> Result<MotherBrief, DeskError> {
    let mother = read(desk, form)?;
    let mut store = desk.store();
    if store.mother(&mother.user_number)?.is_some() {
        return Err(DeskError::NumberTaken);
    }
    let brief = brief(desk, &mother);
    store.write(|tx| tx.append(&desk.author(by), mother).map_err(DeskError::from))?;
    Ok(brief)
}

/// Replaces a mother's entry; the old one stays in the journal. An entry that says the same is left alone.
///
/// # Errors
/// [`DeskError::UnknownNumber`] and as [`register`].
pub fn edit(desk: &Desk, by: &Acting<Reception>, form: MotherForm) -> Result<MotherBrief, DeskError> {
    let mother = read(desk, form)?;
    let mut store = desk.store();
    let before = store.mother(&mother.user_number)?.ok_or(DeskError::UnknownNumber)?;
    let brief = brief(desk, &mother);
    if before != mother {
        store.write(|tx| tx.append(&desk.author(by), mother).map_err(DeskError::from))?;
    }
    Ok(brief)
}

/// A mother's entry as a form.
///
/// # Errors
/// [`DeskError::UnknownNumber`].
pub fn form(desk: &Desk, _by: &Acting<Reception>, request: RecogniseRequest) -> Result<MotherForm, DeskError> {
    Ok(as_form(desk.store().mother(&request.input)?.ok_or(DeskError::UnknownNumber)?))
}
