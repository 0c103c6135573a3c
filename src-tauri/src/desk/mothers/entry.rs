//! From a filled-in form to an entry: every text and number is looked at once, here.

use chrono::{Datelike, Days, NaiveDate};
use domain::UserNumber;
use unicode_normalization::UnicodeNormalization;
use wire::{CorrectedAge, MotherSet, Waiver};

use crate::desk::words::{apart_in, apart_out, credential_in, credential_out, language_in, language_out};
use crate::desk::written::written;
use crate::desk::{Desk, DeskError};
use crate::view::{CorrectedView, MotherForm, WaivedView};

/// No child is born alive more weeks early than this: a longer correction is a slip.
const MOST_CORRECTED: u32 = 20 * 7;
/// Characters of a name; longer ones do not fit a paper.
const LONGEST_NAME: usize = 80;
/// Characters of one line: a telephone number, a health centre.
const LONGEST_LINE: usize = 100;
/// Characters of what may take several lines.
const LONGEST_TEXT: usize = 500;
/// Children of one birth.
const MOST_BABIES: u32 = 9;
/// Exempt periods of one birth.
const MOST_PERIODS: usize = 20;
/// A birth longer ago is her own birth date, or a slip.
const OLDEST_BIRTH: Days = Days::new(12 * 366);
/// An expected date so long past, or so far ahead, is a slip.
const LATEST_PAST: Days = Days::new(60);
const FARTHEST: Days = Days::new(300);

/// What is on the form, as it is written down.
///
/// # Errors
/// [`DeskError::Empty`] and [`DeskError::Unreadable`] name the field; [`DeskError::BirthInFuture`].
pub(super) fn read(desk: &Desk, form: MotherForm) -> Result<MotherSet, DeskError> {
    read_on(desk.today(), form)
}

/// The same for a day: an import reads thousands.
pub(super) fn read_on(today: NaiveDate, form: MotherForm) -> Result<MotherSet, DeskError> {
    let number: String = form.user_number.nfkc().collect();
    let number = UserNumber::parse(number.trim()).map_err(|_| match form.user_number.trim() {
        "" => DeskError::Empty { field: "user_number" },
        _ => unreadable("user_number", "1 to 32 letters, digits or hyphens"),
    })?;
    let name = name(&form.name)?;
    let kana = kana(&form.kana)?;
    births(today, &form)?;
    if !(1..=MOST_BABIES).contains(&form.babies) {
        return Err(unreadable("babies", "1 to 9 children"));
    }
    if form.interview_on.is_some_and(|on| on > today) {
        return Err(unreadable("interview_on", "a day that has come"));
    }
    if form.oriented_on.is_some_and(|on| on > today) {
        return Err(unreadable("oriented_on", "a day that has come"));
    }
    for (field, day) in
        [("moved_out_on", form.moved_out_on), ("interview_on", form.interview_on), ("oriented_on", form.oriented_on)]
    {
        is_calendar_day(field, day)?;
    }
    for w in &form.waived {
        is_calendar_day("waived", Some(w.from))?;
        is_calendar_day("waived", w.until)?;
    }
    let ends_before_it_begins = |w: &WaivedView| w.until.is_some_and(|until| until < w.from);
    if form.waived.len() > MOST_PERIODS || form.waived.iter().any(ends_before_it_begins) {
        return Err(unreadable("waived", "periods that end after they begin, at most 20"));
    }
    Ok(MotherSet {
        user_number: number.as_str().to_owned(),
        name,
        kana,
        phone: line(&form.phone, "phone")?,
        born: form.born,
        expected_on: form.expected_on,
        babies: form.babies,
        credential: credential_in(form.credential),
        interview_on: form.interview_on,
        corrected: form.corrected.map(|c| corrected(today, c)).transpose()?,
        moved_out_on: form.moved_out_on,
        waived: form.waived.iter().map(|w| Waiver { from: w.from, until: w.until }).collect(),
        oriented_on: form.oriented_on,
        unlisted: form.unlisted,
        allergies: text(&form.allergies, "allergies")?,
        diet: text(&form.diet, "diet")?,
        emergency_contact: line(&form.emergency_contact, "emergency_contact")?,
        doctor: line(&form.doctor, "doctor")?,
        health_centre: line(&form.health_centre, "health_centre")?,
        language: language_in(form.language),
        apart: form.apart.map(apart_in),
    })
}

/// An entry as a form.
pub(super) fn as_form(m: MotherSet) -> MotherForm {
    MotherForm {
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
    }
}

fn unreadable(field: &'static str, expected: &'static str) -> DeskError {
    DeskError::Unreadable { field, expected }
}

fn births(today: NaiveDate, form: &MotherForm) -> Result<(), DeskError> {
    let Some(born) = form.born else {
        let Some(expected) = form.expected_on else { return Err(DeskError::Empty { field: "born" }) };
        let (from, until) = (today.checked_sub_days(LATEST_PAST), today.checked_add_days(FARTHEST));
        let fits = from.is_none_or(|from| from <= expected) && until.is_none_or(|until| expected <= until);
        return if fits { Ok(()) } else { Err(unreadable("expected_on", "a day within 60 days ago and 300 ahead")) };
    };
    if born > today {
        return Err(DeskError::BirthInFuture);
    }
    if today.checked_sub_days(OLDEST_BIRTH).is_some_and(|oldest| born < oldest) {
        return Err(unreadable("born", "the child's birth date, not the mother's"));
    }
    Ok(())
}

/// A name: one line of letters, whatever the kanji; no pictures.
fn name(written: &str) -> Result<String, DeskError> {
    let name = one_line(written, "name", LONGEST_NAME, "1 to 80 characters on one line")?;
    match name.as_str() {
        "" => Err(DeskError::Empty { field: "name" }),
        _ if name.chars().any(is_picture) => Err(unreadable("name", "letters without pictures")),
        _ => Ok(name),
    }
}

/// Kana: hiragana or katakana, for the list is sorted by it. Half-width kana become full.
fn kana(written: &str) -> Result<String, DeskError> {
    let kana: String = written.nfkc().collect();
    let kana = one_line(&kana, "kana", LONGEST_NAME, "1 to 80 kana on one line")?;
    let fits = |c: char| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '・' | ' ' | '゛' | '゜' | 'ゝ' | 'ゞ');
    match kana.as_str() {
        "" => Err(DeskError::Empty { field: "kana" }),
        _ if !kana.chars().all(fits) => Err(unreadable("kana", "hiragana or katakana")),
        _ => Ok(kana),
    }
}

fn line(written: &str, field: &'static str) -> Result<String, DeskError> {
    one_line(written, field, LONGEST_LINE, "at most 100 characters on one line")
}

/// Without blanks around it; a part of a table, pasted, is no line.
fn one_line(text: &str, field: &'static str, most: usize, expected: &'static str) -> Result<String, DeskError> {
    let text = text.trim();
    let fits = text.chars().count() <= most && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(unreadable(field, expected)) }
}

/// What may take several lines.
fn text(text: &str, field: &'static str) -> Result<String, DeskError> {
    let text = text.trim();
    let control = |c: char| c.is_control() && c != '\n' && c != '\r';
    let fits = text.chars().count() <= LONGEST_TEXT && !text.chars().any(control);
    if fits { Ok(text.to_owned()) } else { Err(unreadable(field, "at most 500 characters without tabs")) }
}

/// Emoji, and what makes one of a letter.
fn is_picture(c: char) -> bool {
    matches!(u32::from(c),
        0x2190..=0x21ff | 0x2300..=0x27bf | 0x2b00..=0x2bff | 0xfe0f | 0x1_f000..=0x1_faff | 0xe_0000..=0xe_007f)
}

/// A day of these times: one beyond is a slip of the finger, and the rules would reckon with it.
fn is_calendar_day(field: &'static str, day: Option<NaiveDate>) -> Result<(), DeskError> {
    if day.is_none_or(|d| (1900..=2200).contains(&d.year())) {
        return Ok(());
    }
    Err(unreadable(field, "a day between 1900 and 2200"))
}

/// The ward's approval, with who gave it and when.
fn corrected(today: NaiveDate, c: CorrectedView) -> Result<CorrectedAge, DeskError> {
    if c.days > MOST_CORRECTED || (c.days == 0 && c.last_day.is_none()) {
        return Err(unreadable("corrected", "1 to 140 days, or the last day the ward named"));
    }
    if c.approved_on > today {
        return Err(unreadable("corrected", "a day of approval that has come"));
    }
    is_calendar_day("corrected", Some(c.approved_on))?;
    is_calendar_day("corrected", c.last_day)?;
    Ok(CorrectedAge {
        days: c.days,
        approved_on: c.approved_on,
        approved_by: written(&c.approved_by, "approved_by")?,
        last_day: c.last_day,
    })
}
