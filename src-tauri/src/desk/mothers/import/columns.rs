//! Which column of a list is which field, by its heading: names as facilities write them, loosely.

use unicode_normalization::UnicodeNormalization;

/// A field that a list can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    UserNumber,
    Name,
    FamilyName,
    GivenName,
    Kana,
    FamilyKana,
    GivenKana,
    Phone,
    Born,
    ExpectedOn,
    Babies,
    Credential,
    InterviewOn,
    HealthCentre,
    OrientedOn,
    MovedOutOn,
    WaivedFrom,
    WaivedUntil,
    Allergies,
    Diet,
    EmergencyContact,
    Doctor,
    Language,
    Unlisted,
}

/// Each field with the form's name for it and its headings, as folded.
const HEADINGS: &[(Field, &str, &[&str])] = &[
    (
        Field::UserNumber,
        "user_number",
        &[
            "利用者番号",
            "番号",
            "利用番号",
            "利用者no",
            "利用者id",
            "受給者番号",
            "登録番号",
            "クーポン番号",
            "カード番号",
            "usernumber",
            "number",
        ],
    ),
    (
        Field::Name,
        "name",
        &[
            "氏名",
            "名前",
            "お名前",
            "ご氏名",
            "姓名",
            "利用者名",
            "利用者氏名",
            "母氏名",
            "母の氏名",
            "母名",
            "産婦氏名",
            "産婦名",
            "name",
        ],
    ),
    (Field::FamilyName, "name", &["姓", "名字", "苗字", "母姓", "母の姓"]),
    (Field::GivenName, "name", &["名", "母の名"]),
    (
        Field::Kana,
        "kana",
        &[
            "かな",
            "ふりがな",
            "よみがな",
            "よみ",
            "読み",
            "読みがな",
            "氏名かな",
            "氏名ふりがな",
            "名前かな",
            "お名前かな",
            "利用者名かな",
            "利用者氏名かな",
            "母氏名かな",
            "kana",
        ],
    ),
    (Field::FamilyKana, "kana", &["せい", "姓かな", "姓ふりがな"]),
    (Field::GivenKana, "kana", &["めい", "名かな", "名ふりがな"]),
    (
        Field::Phone,
        "phone",
        &[
            "電話",
            "電話番号",
            "tel",
            "携帯",
            "携帯電話",
            "携帯番号",
            "携帯電話番号",
            "連絡先",
            "連絡先電話番号",
            "phone",
        ],
    ),
    (
        Field::Born,
        "born",
        &[
            "生年月日",
            "誕生日",
            "出生日",
            "出産日",
            "分娩日",
            "子の生年月日",
            "お子さまの生年月日",
            "お子様の生年月日",
            "お子さんの生年月日",
            "児の生年月日",
            "児生年月日",
            "乳児生年月日",
            "子生年月日",
            "born",
        ],
    ),
    (Field::ExpectedOn, "expected_on", &["予定日", "出産予定日", "分娩予定日", "expectedon"]),
    (
        Field::Babies,
        "babies",
        &[
            "人数",
            "子の人数",
            "児数",
            "お子さまの人数",
            "お子様の人数",
            "お子さんの人数",
            "赤ちゃんの人数",
            "多胎",
            "単胎多胎",
            "babies",
        ],
    ),
    (
        Field::Credential,
        "credential",
        &[
            "お持ちのもの",
            "持ち物",
            "証",
            "利用証",
            "証の種類",
            "種別",
            "クーポンカード",
            "カードクーポン",
            "カードクーポンの別",
            "credential",
        ],
    ),
    (Field::InterviewOn, "interview_on", &["面談日", "妊婦面談日", "妊婦面談", "面接日", "妊婦面接日", "interviewon"]),
    (Field::HealthCentre, "health_centre", &["保健相談所", "相談所", "担当保健相談所", "保健センター", "healthcentre"]),
    (
        Field::OrientedOn,
        "oriented_on",
        &[
            "オリエンテーション",
            "オリエンテーション日",
            "オリエンテーション実施日",
            "説明日",
            "利用説明日",
            "orientedon",
        ],
    ),
    (Field::MovedOutOn, "moved_out_on", &["転出日", "転出", "転出年月日", "movedouton"]),
    (Field::WaivedFrom, "waived", &["無償開始", "無償開始日", "無償から", "無償期間開始", "減免開始", "減免開始日"]),
    (Field::WaivedUntil, "waived", &["無償終了", "無償終了日", "無償まで", "無償期間終了", "減免終了", "減免終了日"]),
    (Field::Allergies, "allergies", &["アレルギー", "食物アレルギー", "アレルギーの有無", "allergies"]),
    (Field::Diet, "diet", &["食事", "食事の制限", "食事制限", "食事の希望", "食事について", "diet"]),
    (
        Field::EmergencyContact,
        "emergency_contact",
        &["緊急連絡先", "緊急時の連絡先", "緊急時連絡先", "緊急連絡先電話番号", "emergencycontact"],
    ),
    (
        Field::Doctor,
        "doctor",
        &[
            "かかりつけ",
            "かかりつけ医",
            "主治医",
            "医療機関",
            "病院",
            "産院",
            "出産した病院",
            "出産施設",
            "分娩施設",
            "doctor",
        ],
    ),
    (Field::Language, "language", &["言語", "ことば", "言葉", "使用言語", "language"]),
    (
        Field::Unlisted,
        "unlisted",
        &["非表示", "問い合わせに答えない", "問合せに答えない", "問い合わせ不可", "秘匿", "unlisted"],
    ),
];

/// The field of a heading.
pub(super) fn field_of(heading: &str) -> Option<Field> {
    let called = |folded: String| {
        let found = HEADINGS.iter().find(|(_, _, names)| names.iter().any(|name| fold(name) == folded));
        found.map(|(field, ..)| *field)
    };
    // 氏名（カナ） is kana, お子さまの生年月日（西暦） is no field of its own.
    called(fold(heading)).or_else(|| called(fold(&outside_brackets(heading))))
}

/// Width, case, blanks and signs do not count; katakana is hiragana.
fn fold(heading: &str) -> String {
    let letters = heading.nfkc().filter(|c| c.is_alphanumeric() || *c == 'ー');
    let hiragana = |c: char| match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    };
    letters.flat_map(char::to_lowercase).map(hiragana).collect()
}

fn outside_brackets(heading: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in heading.nfkc() {
        match c {
            '(' | '[' | '<' | '【' => depth += 1,
            ')' | ']' | '>' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ => out.push(c),
        }
    }
    out
}

impl Field {
    /// Every field, in the order of the headings.
    pub(super) fn all() -> impl Iterator<Item = Field> + Clone {
        HEADINGS.iter().map(|(field, ..)| *field)
    }

    /// It never takes several lines.
    pub(super) fn is_one_line(self) -> bool {
        !matches!(self, Field::Allergies | Field::Diet | Field::EmergencyContact | Field::Doctor)
    }

    /// The form's name for it.
    pub(super) fn name(self) -> &'static str {
        HEADINGS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
    }
}

/// What no list can do without and this one lacks, by the form's names.
pub(super) fn missing(fields: &[Option<Field>]) -> Vec<&'static str> {
    let has = |wanted: &[Field]| wanted.iter().all(|f| fields.contains(&Some(*f)));
    let any = |ways: &[&[Field]]| ways.iter().any(|way| has(way));
    let mut missing = vec![];
    if !has(&[Field::UserNumber]) {
        missing.push("user_number");
    }
    if !any(&[&[Field::Name], &[Field::FamilyName, Field::GivenName]]) {
        missing.push("name");
    }
    if !any(&[&[Field::Kana], &[Field::FamilyKana, Field::GivenKana]]) {
        missing.push("kana");
    }
    if !any(&[&[Field::Born], &[Field::ExpectedOn]]) {
        missing.push("born");
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_read_loosely() {
        for (heading, field) in [
            ("利用者番号", Field::UserNumber),
            ("利用者 No.", Field::UserNumber),
            ("フリガナ", Field::Kana),
            ("ﾌﾘｶﾞﾅ", Field::Kana),
            ("氏名（カナ）", Field::Kana),
            ("氏名（戸籍）", Field::Name),
            ("お子さまの生年月日（西暦）", Field::Born),
            ("ＴＥＬ", Field::Phone),
            ("セイ", Field::FamilyKana),
        ] {
            assert_eq!(field_of(heading), Some(field), "{heading}");
        }
        for heading in ["", "備考", "母の生年月日", "住所"] {
            assert_eq!(field_of(heading), None, "{heading}");
        }
    }

    #[test]
    fn no_heading_means_two_fields() {
        let names: Vec<String> = HEADINGS.iter().flat_map(|(_, _, names)| names.iter().map(|n| fold(n))).collect();
        for (n, name) in names.iter().enumerate() {
            assert!(!names[..n].contains(name), "{name}");
        }
    }
}
