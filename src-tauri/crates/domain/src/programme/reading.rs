//! From TOML to a programme: every mistake is told with its line and key.

use toml_edit::{Document, Item, Table, Value};

use super::{Contact, Edition, LateCharge, Programme, RuleText, Terms};
use crate::{Date, PerService, Units, Yen};

/// What is wrong with a programme file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, key {key}: {expected}")]
pub struct ProgrammeError {
    /// Line, from 1.
    pub line: usize,
    /// Dotted path of the key.
    pub key: String,
    /// What should stand there.
    pub expected: String,
}

/// Rules that must have a sentence.
const RULES: [&str; 24] = [
    "invalid-length",
    "booked-before-birth",
    "before-birth",
    "past-one-year",
    "late-cancellation",
    "past-four-months",
    "over-quota",
    "moved-out",
    "within-year",
    "within-quota",
    "coupon-signed",
    "facility-age-limit",
    "credential-mismatch",
    "papers-to-come",
    "july-recheck",
    "same-day-twice",
    "orientation-missing",
    "coupon-not-shown",
    "card-not-shown",
    "remaining-unknown",
    "holidays-not-announced",
    "exempt",
    "no-show",
    "house-closed",
];

/// Rules whose sentence came later: a file from before them is read, and says nothing of them.
const LATER_RULES: [&str; 1] = ["ask-the-ward"];

pub(super) fn programme(src: &str) -> Result<Programme, ProgrammeError> {
    let document = Document::parse(src).map_err(|e| ProgrammeError {
        line: line_of(src, e.span().map_or(0, |s| s.start)),
        key: "-".to_owned(),
        expected: format!("TOML ({})", e.message()),
    })?;
    let top = Keys::new(document.as_table(), src, String::new());
    top.no_others(&[
        "id",
        "name",
        "ward",
        "ward_code",
        "contact",
        "coupon_from",
        "holidays_announced_until",
        "exemption_recheck",
        "questionnaire_url",
        "handbook_page",
        "number_parameters",
        "rules",
        "edition",
    ])?;
    let read = Programme {
        id: top.text("id")?,
        name: top.text("name")?,
        ward: top.text("ward")?,
        ward_code: top.text("ward_code")?,
        contact: contact(&top.table("contact")?)?,
        coupon_from: top.date("coupon_from")?,
        holidays_announced_until: top.int("holidays_announced_until", 1948, 2150)? as i32,
        recheck: {
            let day = top.table("exemption_recheck")?;
            day.no_others(&["month", "day"])?;
            (day.int("month", 1, 12)? as u32, day.int("day", 1, 31)? as u32)
        },
        questionnaire_url: top.optional_text("questionnaire_url")?,
        handbook_page: top.text("handbook_page")?,
        number_parameters: top.texts("number_parameters")?,
        rules: rules(&top.table("rules")?)?,
        editions: editions(&top)?,
    };
    Ok(read)
}

fn contact(keys: &Keys<'_>) -> Result<Contact, ProgrammeError> {
    keys.no_others(&["office", "phone"])?;
    Ok(Contact { office: keys.text("office")?, phone: keys.text("phone")? })
}

fn rules(keys: &Keys<'_>) -> Result<Vec<RuleText>, ProgrammeError> {
    keys.no_others(&[&RULES[..], &LATER_RULES].concat())?;
    let mut read = vec![];
    let later = LATER_RULES.into_iter().filter(|code| keys.find(code).is_some());
    for code in RULES.into_iter().chain(later) {
        let rule = keys.table(code)?;
        rule.no_others(&["ja", "en", "section"])?;
        read.push(RuleText {
            code: code.to_owned(),
            ja: rule.text("ja")?,
            en: rule.text("en")?,
            section: rule.optional_text("section")?.unwrap_or_default(),
        });
    }
    Ok(read)
}

fn editions(top: &Keys<'_>) -> Result<Vec<Edition>, ProgrammeError> {
    let item = top.item("edition")?;
    let tables = item.as_array_of_tables();
    let tables = tables.ok_or_else(|| top.wrong("edition", "one or more [[edition]] tables"))?;
    let mut read: Vec<Edition> = vec![];
    for (n, table) in tables.iter().enumerate() {
        let keys = Keys::new(table, top.src, format!("edition[{n}]"));
        let edition = edition(&keys)?;
        if read.last().is_some_and(|before| before.effective_from >= edition.effective_from) {
            return Err(keys.wrong("effective_from", "a later date than the edition before"));
        }
        read.push(edition);
    }
    if read.is_empty() {
        return Err(top.wrong("edition", "one or more [[edition]] tables"));
    }
    Ok(read)
}

fn edition(keys: &Keys<'_>) -> Result<Edition, ProgrammeError> {
    keys.no_others(&[
        "effective_from",
        "within_months",
        "deadline_hour",
        "late_stay_charge",
        "manager_confirms_above",
        "stay",
        "day-care",
        "visit",
    ])?;
    let read = Edition {
        effective_from: keys.date("effective_from")?,
        within_months: keys.int("within_months", 1, 120)? as u32,
        deadline_hour: keys.int("deadline_hour", 0, 23)? as u32,
        late_stay_charge: match keys.text("late_stay_charge")?.as_str() {
            "planned" => LateCharge::Planned,
            "first-two-days" => LateCharge::FirstTwoDays,
            "one-day" => LateCharge::OneDay,
            _ => {
                let words = "\"planned\", \"first-two-days\" or \"one-day\"";
                return Err(keys.wrong("late_stay_charge", words));
            }
        },
        manager_confirms_above: Units(keys.int("manager_confirms_above", 0, 366)?),
        services: PerService {
            stay: terms(&keys.table("stay")?)?,
            day_care: terms(&keys.table("day-care")?)?,
            visit: terms(&keys.table("visit")?)?,
        },
    };
    Ok(read)
}

fn terms(keys: &Keys<'_>) -> Result<Terms, ProgrammeError> {
    keys.no_others(&[
        "shortest",
        "longest",
        "quota",
        "quota_multiples",
        "first_units",
        "first_share",
        "further_share",
        "meals",
        "about_months",
    ])?;
    let shortest = keys.int("shortest", 1, 366)? as i64;
    let longest = keys.int("longest", shortest as u64, 366)? as i64;
    let read = Terms {
        lengths: shortest..=longest,
        quota: Units(keys.int("quota", 0, 366)?),
        quota_multiples: Units(keys.int("quota_multiples", 0, 366)?),
        first_units: keys.int("first_units", 1, 366)?,
        first_share: Yen(keys.int("first_share", 0, 10_000_000)?),
        further_share: Yen(keys.int("further_share", 0, 10_000_000)?),
        meals: keys.yes_or_no("meals")?,
        about_months: match keys.find("about_months") {
            Some(_) => Some(keys.int("about_months", 1, 120)? as u32),
            None => None,
        },
    };
    Ok(read)
}

/// A table with its place in the file.
struct Keys<'a> {
    table: &'a Table,
    src: &'a str,
    path: String,
}

impl<'a> Keys<'a> {
    fn new(table: &'a Table, src: &'a str, path: String) -> Keys<'a> {
        Keys { table, src, path }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The line of the key, or of the table where the key is missing.
    fn wrong(&self, key: &str, expected: &str) -> ProgrammeError {
        let place = self.table.get_key_value(key);
        let span = place.and_then(|(k, v)| k.span().or_else(|| v.span()));
        let start = span.or_else(|| self.table.span()).map_or(0, |s| s.start);
        ProgrammeError {
            line: line_of(self.src, start),
            key: self.path_of(key),
            expected: format!("expected {expected}"),
        }
    }

    fn find(&self, key: &str) -> Option<&'a Item> {
        self.table.get(key)
    }

    fn item(&self, key: &str) -> Result<&'a Item, ProgrammeError> {
        self.find(key).ok_or_else(|| self.wrong(key, "this key, which is missing"))
    }

    fn table(&self, key: &str) -> Result<Keys<'a>, ProgrammeError> {
        let table = self.item(key)?.as_table().ok_or_else(|| self.wrong(key, "a [table]"))?;
        Ok(Keys::new(table, self.src, self.path_of(key)))
    }

    fn text(&self, key: &str) -> Result<String, ProgrammeError> {
        let text = self.item(key)?.as_str().map(str::trim).filter(|t| !t.is_empty());
        text.map(str::to_owned).ok_or_else(|| self.wrong(key, "a text that is not empty"))
    }

    fn optional_text(&self, key: &str) -> Result<Option<String>, ProgrammeError> {
        self.find(key).map(|_| self.text(key)).transpose()
    }

    fn texts(&self, key: &str) -> Result<Vec<String>, ProgrammeError> {
        let wrong = || self.wrong(key, "a list of texts");
        let list = self.item(key)?.as_array().ok_or_else(wrong)?;
        list.iter().map(|v| v.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
    }

    fn int(&self, key: &str, least: u64, most: u64) -> Result<u64, ProgrammeError> {
        let value = self.item(key)?.as_integer().and_then(|i| u64::try_from(i).ok());
        let expected = format!("a whole number from {least} to {most}");
        value.filter(|v| (least..=most).contains(v)).ok_or_else(|| self.wrong(key, &expected))
    }

    fn yes_or_no(&self, key: &str) -> Result<bool, ProgrammeError> {
        self.item(key)?.as_bool().ok_or_else(|| self.wrong(key, "true or false"))
    }

    fn date(&self, key: &str) -> Result<Date, ProgrammeError> {
        let written = self.item(key)?.as_value().and_then(Value::as_datetime);
        let date = written.filter(|d| d.time.is_none()).and_then(|d| d.date);
        let date = date.and_then(|d| Date::from_ymd_opt(i32::from(d.year), u32::from(d.month), u32::from(d.day)));
        date.ok_or_else(|| self.wrong(key, "a date such as 2026-04-01, without quotes"))
    }

    fn no_others(&self, known: &[&str]) -> Result<(), ProgrammeError> {
        match self.table.iter().find(|(key, _)| !known.contains(key)) {
            Some((key, _)) => Err(self.wrong(key, "no such key here; is it misspelt?")),
            None => Ok(()),
        }
    }
}

fn line_of(src: &str, at: usize) -> usize {
    src.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::programme::NERIMA;

    fn wrong(from: &str, to: &str) -> ProgrammeError {
        assert!(NERIMA.contains(from), "the file has {from}");
        Programme::parse(&NERIMA.replacen(from, to, 1)).unwrap_err()
    }

    fn line(of: &str) -> usize {
        NERIMA.lines().position(|l| l.starts_with(of)).unwrap() + 1
    }

    #[test]
    fn the_programme_of_nerima_can_be_read() {
        let p = crate::nerima().unwrap();
        assert_eq!((p.ward_code(), p.contact().phone.as_str()), ("13120", "03-5984-4621"));
        assert_eq!(p.edition_on("2020-01-01".parse().unwrap()), &p.editions[0]);
    }

    #[test]
    fn a_file_from_before_a_rule_was_written_down_is_read() {
        let (before, rest) = NERIMA.split_once("[rules.ask-the-ward]").unwrap();
        let (_, after) = rest.split_once("[rules.").unwrap();
        let older = programme(&format!("{before}[rules.{after}")).unwrap();
        assert_eq!(older.rule("ask-the-ward"), None);
        assert!(programme(NERIMA).unwrap().rule("ask-the-ward").is_some());
    }

    #[test]
    fn a_misspelt_key_is_told_with_its_line() {
        let e = wrong("ward_code =", "ward_cod =");
        assert_eq!((e.key.as_str(), e.line), ("ward_cod", line("ward_code")), "and not the one that is missing then");
        let e = wrong("quota_multiples = 7", "quota_multiple = 7");
        assert_eq!((e.key.as_str(), e.line), ("edition[0].stay.quota_multiple", line("quota_multiples")));
        let e = wrong("handbook_page", "surprise = 1\nhandbook_page");
        assert_eq!((e.key.as_str(), e.line), ("surprise", line("handbook_page")));
    }

    #[test]
    fn a_wrong_type_is_told_with_its_line_and_path() {
        let e = wrong("deadline_hour = 10", "deadline_hour = \"10\"");
        assert_eq!((e.key.as_str(), e.line), ("edition[0].deadline_hour", line("deadline_hour")));
        assert!(e.to_string().contains("a whole number from 0 to 23"), "{e}");
    }

    #[test]
    fn a_quoted_date_an_unknown_word_and_broken_toml_are_told() {
        assert_eq!(wrong("coupon_from = 2026-04-01", "coupon_from = \"2026-04-01\"").key, "coupon_from");
        assert_eq!(wrong("\"planned\"", "\"all\"").key, "edition[0].late_stay_charge");
        assert_eq!(wrong("id = \"nerima\"", "id = ").line, line("id ="));
    }

    #[test]
    fn editions_stand_in_the_order_of_their_dates() {
        let at = NERIMA.find("[[edition]]").unwrap();
        let twice = format!("{NERIMA}\n{}", &NERIMA[at..NERIMA.find("[rules").unwrap_or(NERIMA.len()).max(at)]);
        assert_eq!(Programme::parse(&twice).unwrap_err().key, "edition[1].effective_from");
    }
}
