//! From cells to entries: each wrong cell is named with its column, and a row with one is left out whole.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use store::{KnownMother, Store, fold_text};
use unicode_normalization::UnicodeNormalization;
use wire::MotherSet;

use super::columns::Field;
use super::dates;
use super::file::{Row, Table};
use crate::desk::DeskError;
use crate::desk::mothers::entry::read_on;
use crate::desk::mothers::history::changed;
use crate::view::{BadCell, BadRow, CredentialKind, ImportLine, LanguageKind, MotherForm, WaivedView};

/// Characters of a wrong cell that are shown.
const SHOWN: usize = 40;

/// A list, sorted out.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) good: Vec<Read>,
    pub(super) known: Vec<ImportLine>,
    pub(super) similar: Vec<ImportLine>,
    pub(super) bad: Vec<BadRow>,
}

/// A row that can be registered.
pub(super) struct Read {
    line: u32,
    pub(super) mother: MotherSet,
}

impl Read {
    /// As it is shown.
    pub(super) fn line(&self) -> ImportLine {
        let m = &self.mother;
        ImportLine {
            line: self.line,
            user_number: m.user_number.clone(),
            name: m.name.clone(),
            born: m.born,
            differs: vec![],
        }
    }
}

/// Sorts the rows of a list.
pub(super) fn read(
    table: &Table,
    known: &[KnownMother],
    store: &Store,
    today: NaiveDate,
    coupon_from: NaiveDate,
) -> Result<Rows, DeskError> {
    let numbers: HashSet<&str> = known.iter().map(|k| k.user_number.as_str()).collect();
    let mut people: HashSet<(String, NaiveDate)> =
        known.iter().filter_map(|k| Some((k.kana.clone(), k.born?))).collect();
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut rows = Rows::default();
    for row in &table.rows {
        let one = OneRow { table, row };
        if let Some((column, field, lines)) = table.swallowed(row) {
            let bad = BadCell { column, field, code: "quote-open".to_owned(), value: lines };
            rows.bad.push(BadRow { line: row.line, cells: vec![bad] });
            continue;
        }
        let mother = match one.entry(today, coupon_from) {
            Ok(mother) => mother,
            Err(cells) => {
                rows.bad.push(BadRow { line: row.line, cells });
                continue;
            }
        };
        let read = Read { line: row.line, mother };
        if numbers.contains(read.mother.user_number.as_str()) {
            let there = store.mother(&read.mother.user_number)?;
            let differs = there.map(|there| one.told_otherwise(&there, &read.mother)).unwrap_or_default();
            rows.known.push(ImportLine { differs, ..read.line() });
            continue;
        }
        if seen.contains_key(&read.mother.user_number) {
            rows.bad.push(BadRow { line: row.line, cells: vec![one.bad(Field::UserNumber, "twice-in-list")] });
            continue;
        }
        seen.insert(read.mother.user_number.clone(), row.line);
        let kana = fold_text(&read.mother.kana);
        // Of the same kana and birth: registered already, or further up in this list.
        if read.mother.born.is_some_and(|born| !people.insert((kana, born))) {
            rows.similar.push(read.line());
        }
        rows.good.push(read);
    }
    Ok(rows)
}

struct OneRow<'a> {
    table: &'a Table,
    row: &'a Row,
}

impl OneRow<'_> {
    fn cell(&self, field: Field) -> &str {
        self.table.cell(self.row, field)
    }

    fn bad(&self, field: Field, code: &str) -> BadCell {
        BadCell {
            column: self.table.header(field).to_owned(),
            field: field.name().to_owned(),
            code: code.to_owned(),
            value: self.cell(field).chars().take(SHOWN).collect(),
        }
    }

    /// The entry, or what is wrong with the row.
    fn entry(&self, today: NaiveDate, coupon_from: NaiveDate) -> Result<MotherSet, Vec<BadCell>> {
        let mut bad = vec![];
        let mut date = |field: Field| match self.cell(field) {
            "" => None,
            text => {
                let day = dates::read(text);
                if day.is_none() {
                    bad.push(self.bad(field, "not-a-date"));
                }
                day
            }
        };
        let interview_on = date(Field::InterviewOn);
        let (waived_from, waived_until) = (date(Field::WaivedFrom), date(Field::WaivedUntil));
        let form = MotherForm {
            user_number: self.cell(Field::UserNumber).to_owned(),
            name: self.whole(Field::Name, Field::FamilyName, Field::GivenName),
            kana: self.whole(Field::Kana, Field::FamilyKana, Field::GivenKana),
            phone: plain(self.cell(Field::Phone)),
            born: date(Field::Born),
            expected_on: date(Field::ExpectedOn),
            babies: 1,
            credential: CredentialKind::None,
            interview_on,
            corrected: None,
            moved_out_on: date(Field::MovedOutOn),
            waived: waived_from.map(|from| WaivedView { from, until: waived_until }).into_iter().collect(),
            oriented_on: date(Field::OrientedOn),
            unlisted: false,
            allergies: self.cell(Field::Allergies).to_owned(),
            diet: self.cell(Field::Diet).to_owned(),
            emergency_contact: self.cell(Field::EmergencyContact).to_owned(),
            doctor: self.cell(Field::Doctor).to_owned(),
            health_centre: self.cell(Field::HealthCentre).to_owned(),
            language: LanguageKind::Ja,
            apart: None,
        };
        if waived_from.is_none() && waived_until.is_some() {
            bad.push(self.bad(Field::WaivedFrom, "empty"));
        }
        let mut choice = |field, read: Option<Choice>| {
            if read.is_none() {
                bad.push(self.bad(field, "not-a-choice"));
            }
            read
        };
        let by_interview = match interview_on {
            Some(on) if on >= coupon_from => CredentialKind::Coupon,
            Some(_) => CredentialKind::Card,
            None => CredentialKind::None,
        };
        let chosen = [
            choice(Field::Babies, babies(self.cell(Field::Babies))),
            choice(Field::Credential, credential(self.cell(Field::Credential), by_interview)),
            choice(Field::Language, language(self.cell(Field::Language))),
            choice(Field::Unlisted, unlisted(self.cell(Field::Unlisted))),
        ];
        let form = chosen.into_iter().flatten().fold(form, |form, choice| choice.into_form(form));
        // A cell that says nothing of the child's day is told once, as that.
        let of_birth = |c: &BadCell| c.field == "born" || c.field == "expected_on";
        match read_on(today, form) {
            Ok(mother) if bad.is_empty() => Ok(mother),
            Ok(_) => Err(bad),
            Err(e) => {
                let (field, code) = told(&e);
                if !bad.iter().any(|c| c.field == field || of_birth(c) && field == "born") {
                    bad.push(self.bad(self.field_named(field), code));
                }
                Err(bad)
            }
        }
    }

    /// A name in one cell, or in two.
    fn whole(&self, whole: Field, family: Field, given: Field) -> String {
        match self.cell(whole) {
            "" => format!("{} {}", self.cell(family), self.cell(given)).trim().to_owned(),
            name => name.to_owned(),
        }
    }

    /// The column of a field of the form: the one that is there, of those that fill it.
    fn field_named(&self, name: &str) -> Field {
        let mut of_name = Field::all().filter(|f| f.name() == name);
        let first = of_name.clone().next().unwrap_or(Field::UserNumber);
        of_name.find(|f| !self.table.header(*f).is_empty()).unwrap_or(first)
    }

    /// What the list says otherwise than the entry that is there; what it says nothing of is no difference.
    fn told_otherwise(&self, there: &MotherSet, new: &MotherSet) -> Vec<crate::view::ChangedField> {
        let said = |field: &str| !self.cell(self.field_named(field)).is_empty();
        changed(there, new).into_iter().filter(|c| said(&c.field)).collect()
    }
}

/// The field and the code of what a form would be refused for.
fn told(e: &DeskError) -> (&'static str, &'static str) {
    match e {
        DeskError::Empty { field } => (field, "empty"),
        DeskError::BirthInFuture => ("born", "in-future"),
        DeskError::Unreadable { field, .. } => (field, "unreadable"),
        _ => ("user_number", "unreadable"),
    }
}

fn plain(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_owned()
}

/// A cell that is one of a few.
enum Choice {
    Babies(u32),
    Credential(CredentialKind),
    Language(LanguageKind),
    Unlisted(bool),
}

impl Choice {
    fn into_form(self, form: MotherForm) -> MotherForm {
        match self {
            Choice::Babies(babies) => MotherForm { babies, ..form },
            Choice::Credential(credential) => MotherForm { credential, ..form },
            Choice::Language(language) => MotherForm { language, ..form },
            Choice::Unlisted(unlisted) => MotherForm { unlisted, ..form },
        }
    }
}

fn babies(cell: &str) -> Option<Choice> {
    let text = plain(cell);
    let babies = match text.trim_end_matches(['人', '名', '児']) {
        "" | "単胎" | "単" | "いいえ" => 1,
        "双胎" | "双子" | "ふたご" | "双" => 2,
        "三胎" | "三つ子" | "品胎" => 3,
        number => number.parse().ok()?,
    };
    Some(Choice::Babies(babies))
}

fn credential(cell: &str, by_interview: CredentialKind) -> Option<Choice> {
    let kind = match plain(cell).as_str() {
        "" => by_interview,
        text if text.contains("クーポン") || text.contains("電子") => CredentialKind::Coupon,
        text if text.contains("カード") || text.contains('紙') => CredentialKind::Card,
        "なし" | "無" | "無し" | "未" | "まだ" | "申請中" => CredentialKind::None,
        text if text.eq_ignore_ascii_case("coupon") => CredentialKind::Coupon,
        text if text.eq_ignore_ascii_case("card") => CredentialKind::Card,
        text if text.eq_ignore_ascii_case("none") => CredentialKind::None,
        _ => return None,
    };
    Some(Choice::Credential(kind))
}

fn language(cell: &str) -> Option<Choice> {
    let kind = match plain(cell).to_lowercase().as_str() {
        "" | "日本語" | "ja" | "japanese" => LanguageKind::Ja,
        "やさしい日本語" | "plain" => LanguageKind::Plain,
        "英語" | "en" | "english" => LanguageKind::En,
        _ => return None,
    };
    Some(Choice::Language(kind))
}

fn unlisted(cell: &str) -> Option<Choice> {
    let yes = match plain(cell).to_lowercase().as_str() {
        "" | "0" | "no" | "false" | "いいえ" | "なし" | "×" => false,
        "1" | "yes" | "true" | "はい" | "あり" | "有" | "○" | "〇" | "✓" | "非表示" => true,
        _ => return None,
    };
    Some(Choice::Unlisted(yes))
}
