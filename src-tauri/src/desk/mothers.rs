//! Mothers (利用者): register, edit, search.

use domain::{UserNumber, months_old};
use unicode_normalization::UnicodeNormalization;
use wire::{CorrectedAge, MotherSet, Waiver};

use super::words::{apart_in, apart_out, credential_in, credential_out, language_in, language_out};
use super::written::written;
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{CorrectedView, MotherBrief, MotherForm, MothersView, RecogniseRequest, SearchRequest, WaivedView};

/// No child is born alive more weeks early than this: a longer correction is a slip.
const MOST_CORRECTED: u32 = 20 * 7;

/// How many mothers a search shows.
const SHOWN: usize = 50;

/// Registers a mother.
///
/// # Errors
/// [`DeskError::NumberTaken`], [`DeskError::BirthInFuture`], [`DeskError::Empty`].
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

/// Replaces a mother's entry; the old one stays in the journal.
///
/// # Errors
/// [`DeskError::UnknownNumber`] and as [`register`].
pub fn edit(desk: &Desk, by: &Acting<Reception>, form: MotherForm) -> Result<MotherBrief, DeskError> {
    let mother = read(desk, form)?;
    let mut store = desk.store();
    store.mother(&mother.user_number)?.ok_or(DeskError::UnknownNumber)?;
    let brief = brief(desk, &mother);
    store.write(|tx| tx.append(&desk.author(by), mother).map_err(DeskError::from))?;
    Ok(brief)
}

/// A mother's entry as a form.
///
/// # Errors
/// [`DeskError::UnknownNumber`].
pub fn form(desk: &Desk, _by: &Acting<Reception>, request: RecogniseRequest) -> Result<MotherForm, DeskError> {
    let m = desk.store().mother(&request.input)?.ok_or(DeskError::UnknownNumber)?;
    Ok(MotherForm {
        user_number: m.user_number,
        name: m.name,
        kana: m.kana,
        phone: m.phone,
        born: m.born,
        expected_on: m.expected_on,
        babies: m.babies,
        credential: credential_out(m.credential),
        interview_on: m.interview_on,
        corrected: m.corrected.map(|c| CorrectedView {
            days: c.days,
            approved_on: c.approved_on,
            approved_by: c.approved_by,
            last_day: c.last_day,
        }),
        moved_out_on: m.moved_out_on,
        waived: m.waived.iter().map(|w| WaivedView { from: w.from, until: w.until }).collect(),
        oriented_on: m.oriented_on,
        unlisted: m.unlisted,
        allergies: m.allergies,
        diet: m.diet,
        emergency_contact: m.emergency_contact,
        doctor: m.doctor,
        health_centre: m.health_centre,
        language: language_out(m.language),
        apart: m.apart.map(apart_out),
    })
}

/// Searches from one character on.
///
/// # Errors
/// What the store says.
pub fn search(desk: &Desk, _by: &Acting<Reception>, request: SearchRequest) -> Result<MothersView, DeskError> {
    let found = desk.store().search_mothers(&request.query, SHOWN)?;
    Ok(MothersView { mothers: found.iter().map(|m| brief(desk, m)).collect() })
}

/// Enough to recognise her.
pub(super) fn brief(desk: &Desk, m: &MotherSet) -> MotherBrief {
    MotherBrief {
        user_number: m.user_number.clone(),
        name: m.name.clone(),
        kana: m.kana.clone(),
        born: m.born,
        months: m.born.and_then(|born| months_old(born, desk.today())),
        babies: m.babies,
        credential: credential_out(m.credential),
        unlisted: m.unlisted,
    }
}

/// The name as public screens show it: the family name, and nothing for who is not to be named.
pub(super) fn surname(m: &MotherSet) -> String {
    if m.unlisted {
        return String::new();
    }
    m.name.split([' ', '　']).next().unwrap_or_default().to_owned()
}

fn read(desk: &Desk, form: MotherForm) -> Result<MotherSet, DeskError> {
    let number: String = form.user_number.nfkc().collect();
    let number = UserNumber::parse(number.trim())
        .map_err(|_| DeskError::Unreadable { field: "user_number", expected: "1 to 32 letters, digits or hyphens" })?;
    if form.born.is_some_and(|born| born > desk.today()) {
        return Err(DeskError::BirthInFuture);
    }
    if form.born.is_none() && form.expected_on.is_none() {
        return Err(DeskError::Empty { field: "born" });
    }
    let corrected = form.corrected.map(|c| corrected(desk, c)).transpose()?;
    let filled = |text: String, field| match text.trim() {
        "" => Err(DeskError::Empty { field }),
        text => Ok(text.to_owned()),
    };
    let periods_hold = form.waived.iter().all(|w| w.until.is_none_or(|until| w.from <= until));
    if !periods_hold || form.babies < 1 {
        let field = if periods_hold { "babies" } else { "waived" };
        return Err(DeskError::Unreadable { field, expected: "at least one child; periods that end after they begin" });
    }
    Ok(MotherSet {
        user_number: number.as_str().to_owned(),
        name: filled(form.name, "name")?,
        kana: filled(form.kana, "kana")?,
        phone: form.phone.trim().to_owned(),
        born: form.born,
        expected_on: form.expected_on,
        babies: form.babies,
        credential: credential_in(form.credential),
        interview_on: form.interview_on,
        corrected,
        moved_out_on: form.moved_out_on,
        waived: form.waived.iter().map(|w| Waiver { from: w.from, until: w.until }).collect(),
        oriented_on: form.oriented_on,
        unlisted: form.unlisted,
        allergies: form.allergies.trim().to_owned(),
        diet: form.diet.trim().to_owned(),
        emergency_contact: form.emergency_contact.trim().to_owned(),
        doctor: form.doctor.trim().to_owned(),
        health_centre: form.health_centre.trim().to_owned(),
        language: language_in(form.language),
        apart: form.apart.map(apart_in),
    })
}

/// The ward's approval, with who gave it and when.
fn corrected(desk: &Desk, c: CorrectedView) -> Result<CorrectedAge, DeskError> {
    if c.days > MOST_CORRECTED || (c.days == 0 && c.last_day.is_none()) {
        return Err(DeskError::Unreadable {
            field: "corrected",
            expected: "1 to 140 days, or the last day the ward named",
        });
    }
    if c.approved_on > desk.today() {
        return Err(DeskError::Unreadable { field: "corrected", expected: "a day of approval that has come" });
    }
    Ok(CorrectedAge {
        days: c.days,
        approved_on: c.approved_on,
        approved_by: written(&c.approved_by, "approved_by")?,
        last_day: c.last_day,
    })
}
