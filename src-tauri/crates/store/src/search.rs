//! Text as it is searched: kana folded, variants of kanji made one, case and width gone.

use unicode_normalization::UnicodeNormalization;

/// Variants met in family names, each with the form it is searched by.
const VARIANTS: &[(char, char)] = &[
    ('髙', '高'),
    ('﨑', '崎'),
    ('邊', '辺'),
    ('邉', '辺'),
    ('齋', '斎'),
    ('齊', '斎'),
    ('斉', '斎'),
    ('濵', '浜'),
    ('濱', '浜'),
    ('澤', '沢'),
    ('廣', '広'),
    ('德', '徳'),
    ('櫻', '桜'),
    ('國', '国'),
    ('眞', '真'),
    ('槇', '槙'),
    ('嶋', '島'),
    ('嶌', '島'),
    ('桒', '桑'),
    ('𠮷', '吉'),
    ('栁', '柳'),
    ('龍', '竜'),
    ('惠', '恵'),
    ('條', '条'),
    ('祐', '祐'),
];

/// NFKC, katakana to hiragana, variants folded, spaces and hyphens dropped, lower case.
pub fn fold_text(text: &str) -> String {
    let fold = |c: char| match c {
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => VARIANTS.iter().find(|(variant, _)| *variant == c).map_or(c, |(_, to)| *to),
    };
    let kept = text.nfkc().filter(|c| !c.is_whitespace() && *c != '-' && *c != '‐');
    kept.flat_map(char::to_lowercase).map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn katakana_width_and_variants_are_one() {
        assert_eq!(fold_text("タカ ハシ"), fold_text("たかはし"));
        assert_eq!(fold_text("ﾀｶﾊｼ"), "たかはし");
        assert_eq!(fold_text("髙橋"), "高橋");
        assert_eq!(fold_text("０９０-１２３４"), "0901234");
    }
}
