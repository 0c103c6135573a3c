//! Mothers are found: from one character, page by page, or by what a caller says.

use store::fold_text;
use unicode_normalization::UnicodeNormalization;
use wire::MotherSet;

use super::brief;
use crate::desk::words::credential_out;
use crate::desk::{Acting, Desk, DeskError, Reception};
use crate::view::{
    CallerRequest, CallerView, KanaJump, MotherRowView, MothersPage, MothersRequest, MothersView, SearchRequest,
};

/// How many mothers a search shows.
const SHOWN: usize = 50;
/// How many of the list are handed over at once.
const PAGE: usize = 200;
/// Characters of a search: what is longer was pasted by mistake.
const LONGEST_QUERY: usize = 100;

/// The rows of the syllabary, each with its first sound as folded.
const ROWS: [(&str, char); 10] = [
    ("あ", 'ぁ'),
    ("か", 'か'),
    ("さ", 'さ'),
    ("た", 'た'),
    ("な", 'な'),
    ("は", 'は'),
    ("ま", 'ま'),
    ("や", 'ゃ'),
    ("ら", 'ら'),
    ("わ", 'ゎ'),
];

/// Searches from one character on.
///
/// # Errors
/// What the store says.
pub fn search(desk: &Desk, _by: &Acting<Reception>, request: SearchRequest) -> Result<MothersView, DeskError> {
    let found = desk.store().search_mothers(bounded(&request.query), SHOWN)?;
    Ok(MothersView { mothers: found.iter().map(|m| brief(desk, m)).collect() })
}

/// A part of the list of mothers.
///
/// # Errors
/// What the store says.
pub fn mothers(desk: &Desk, _by: &Acting<Reception>, request: MothersRequest) -> Result<MothersPage, DeskError> {
    let store = desk.store();
    let query = bounded(&request.query);
    let limit = (request.limit as usize).min(PAGE);
    let page = store.mothers_page(query, request.from as usize, limit)?;
    let everybody = fold_text(query).is_empty();
    let jumps = match everybody && request.from == 0 {
        true => jumps(&store.kana_heads()?),
        false => vec![],
    };
    Ok(MothersPage {
        total: count(page.total),
        from: request.from,
        rows: page.mothers.into_iter().map(row).collect(),
        jumps,
    })
}

/// Whether what a caller says of herself belongs together. Says nothing else, also of who is registered.
///
/// # Errors
/// What the store says.
pub fn check_caller(desk: &Desk, _by: &Acting<Reception>, request: CallerRequest) -> Result<CallerView, DeskError> {
    let number: String = request.user_number.nfkc().filter(|c| !c.is_whitespace()).take(LONGEST_QUERY).collect();
    let found = desk.store().mother(&number)?;
    let day = found.and_then(|m| m.born.or(m.expected_on));
    Ok(CallerView { matches: day == Some(request.born) })
}

fn bounded(query: &str) -> &str {
    query.char_indices().nth(LONGEST_QUERY).map_or(query, |(at, _)| &query[..at])
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// As it may be seen from the other side of the counter.
fn row(m: MotherSet) -> MotherRowView {
    let named = |text: String| if m.unlisted { String::new() } else { text };
    MotherRowView {
        user_number: m.user_number,
        name: named(m.name),
        kana: named(m.kana),
        born: m.born,
        expected_on: m.expected_on.filter(|_| m.born.is_none()),
        babies: m.babies,
        credential: credential_out(m.credential),
        unlisted: m.unlisted,
    }
}

fn jumps(heads: &[store::KanaHead]) -> Vec<KanaJump> {
    let before = |first: char| -> usize {
        heads.iter().filter(|h| h.head.chars().next().is_none_or(|c| c < first)).map(|h| h.count).sum()
    };
    ROWS.iter().map(|(kana, first)| KanaJump { kana: (*kana).to_owned(), at: count(before(*first)) }).collect()
}
