//! Who is registered already and may be the same person.
//!
//! Numbers are given one after the other, so that most have a neighbour that differs in one digit: a near number alone
//! says nothing. With the same kana, birth date or telephone it does.

use store::fold_text;
use wire::MotherSet;

use super::brief;
use super::entry::read;
use crate::desk::{Acting, Desk, DeskError, Reception};
use crate::view::{ChangedField, MotherForm, SimilarMother, SimilarView};

/// How many are shown.
const SHOWN: usize = 5;

/// Who of the registered ones may be the one on the form: the same kana or name with the same day, or a number that
/// differs in one place with something else the same.
///
/// # Errors
/// As [`register`](super::register) for a form that cannot be registered.
pub fn similar(desk: &Desk, _by: &Acting<Reception>, form: MotherForm) -> Result<SimilarView, DeskError> {
    let new = read(desk, form)?;
    let store = desk.store();
    let mut found: Vec<MotherSet> = store.namesakes(&new.kana, &new.name)?;
    found.retain(|m| m.user_number != new.user_number && same_day(m, &new));
    for number in store.user_numbers()? {
        if is_near(&number, &new.user_number)
            && !found.iter().any(|m| m.user_number == number)
            && let Some(m) = store.mother(&number)?
            && (same_day(&m, &new) || same_kana(&m, &new) || same_phone(&m, &new))
        {
            found.push(m);
        }
    }
    found.truncate(SHOWN);
    let similar = found.iter().map(|m| SimilarMother { mother: brief(desk, m), differs: differs(m, &new) }).collect();
    Ok(SimilarView { similar })
}

fn same_day(a: &MotherSet, b: &MotherSet) -> bool {
    match (a.born, b.born) {
        (Some(a), Some(b)) => a == b,
        _ => a.expected_on.is_some() && a.expected_on == b.expected_on,
    }
}

fn same_kana(a: &MotherSet, b: &MotherSet) -> bool {
    fold_text(&a.kana) == fold_text(&b.kana)
}

fn same_phone(a: &MotherSet, b: &MotherSet) -> bool {
    let phone = fold_text(&a.phone);
    !phone.is_empty() && phone == fold_text(&b.phone)
}

/// One character differs, or two neighbours have changed places.
fn is_near(a: &str, b: &str) -> bool {
    if a.len() != b.len() || a == b {
        return false;
    }
    let differ: Vec<usize> = (0..a.len()).filter(|n| a.as_bytes()[*n] != b.as_bytes()[*n]).collect();
    match differ[..] {
        [_] => true,
        [i, j] => j == i + 1 && a.as_bytes()[i] == b.as_bytes()[j] && a.as_bytes()[j] == b.as_bytes()[i],
        _ => false,
    }
}

fn differs(there: &MotherSet, new: &MotherSet) -> Vec<ChangedField> {
    const TOLD: [&str; 6] = ["user_number", "name", "kana", "born", "expected_on", "phone"];
    super::history::changed(there, new).into_iter().filter(|c| TOLD.contains(&c.field.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn one_wrong_digit_or_two_that_changed_places_are_near() {
        assert!(is_near("40731958", "40731959"));
        assert!(is_near("40731958", "40731985"));
        assert!(!is_near("40731958", "40731958"));
        assert!(!is_near("40731958", "4073195"));
        assert!(!is_near("40731958", "40731869"));
        assert!(!is_near("40731958", "48731950"));
    }
}
