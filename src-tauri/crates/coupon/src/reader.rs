//! What a scanned or typed text is. Other wards' codes are added here as readers, not in the desk.

use domain::UserNumber;
use unicode_normalization::UnicodeNormalization;

use crate::PREFIX;

/// What a text turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A coupon's text, not verified yet.
    Coupon(String),
    /// A user number, bare or found by a pattern.
    Number(UserNumber),
    /// A name, or a code that is none of ours.
    Other(String),
}

/// Reads a text: our prefix, a URL with a parameter that holds a number, a bare number, else other.
///
/// Full-width input becomes ASCII (NFKC), control characters go; a coupon's inner spaces stay.
pub fn read(text: &str, number_parameters: &[String]) -> Reading {
    if text.starts_with(PREFIX) {
        return Reading::Coupon(text.trim_end_matches(['\r', '\n']).to_owned());
    }
    let clean: String = text.nfkc().filter(|c| !c.is_control()).collect();
    let clean = clean.trim();
    if clean.starts_with(PREFIX) {
        return Reading::Coupon(clean.to_owned());
    }
    if let Some(number) = from_url(clean, number_parameters) {
        return Reading::Number(number);
    }
    let numeric =
        clean.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '-') && clean.chars().any(|c| c.is_ascii_digit());
    match UserNumber::parse(clean) {
        Ok(number) if numeric => Reading::Number(number),
        _ => Reading::Other(clean.to_owned()),
    }
}

fn from_url(text: &str, parameters: &[String]) -> Option<UserNumber> {
    let (_, query) = text.split_once("://")?.1.split_once('?')?;
    let query = query.split('#').next()?;
    let wanted = |pair: &&str| pair.split_once('=').is_some_and(|(name, _)| parameters.iter().any(|p| p == name));
    let (_, value) = query.split('&').find(wanted)?.split_once('=')?;
    UserNumber::parse(value).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn number(text: &str) -> Reading {
        Reading::Number(UserNumber::parse(text).unwrap())
    }

    #[test]
    fn full_width_digits_and_spaces_are_a_number() {
        assert_eq!(read("４０７３　１９５８\r\n", &[]), number("40731958"));
    }

    #[test]
    fn a_number_in_a_url_is_found_by_its_parameter_and_nothing_else() {
        let parameters = ["riyosha".to_owned()];
        assert_eq!(read("https://ward.example/c?x=1&riyosha=40731958#top", &parameters), number("40731958"));
        assert!(matches!(read("https://ward.example/c?x=40731958", &parameters), Reading::Other(_)));
    }

    #[test]
    fn a_name_is_other_and_a_coupon_is_a_coupon() {
        assert_eq!(read("ひかりがおか", &[]), Reading::Other("ひかりがおか".into()));
        assert_eq!(read("PPC1:AB C\n", &[]), Reading::Coupon("PPC1:AB C".into()));
    }
}
