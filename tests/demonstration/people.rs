//! The invented people of the demonstration facility.

use serde_json::{Value, json};

/// One mother: number, name, kana, the child's birth date, children, what she holds.
pub struct Person {
    pub number: &'static str,
    pub name: &'static str,
    pub kana: &'static str,
    pub born: &'static str,
    pub babies: u32,
    pub holds: &'static str,
    /// Not to be named at the counter.
    pub unlisted: bool,
}

const fn person(
    number: &'static str,
    name: &'static str,
    kana: &'static str,
    born: &'static str,
    holds: &'static str,
) -> Person {
    Person { number, name, kana, born, babies: 1, holds, unlisted: false }
}

/// Who shows her coupon on the day that is played.
pub const FIRST: usize = 0;
/// Who has used up most of her short stays.
pub const NEARLY_OUT: usize = 1;
/// Who was registered here with another birth date than the ward's.
pub const MISTYPED: usize = 2;

/// Everybody.
pub const PEOPLE: [Person; 16] = [
    person("30517246", "氷川台 栞", "ひかわだい しおり", "2026-03-06", "coupon"),
    person("30518093", "早宮 真帆", "はやみや まほ", "2026-04-28", "coupon"),
    person("30519127", "羽沢 千佳", "はざわ ちか", "2026-05-11", "coupon"),
    person("30520664", "貫井 花音", "ぬくい かのん", "2026-02-19", "card"),
    person("30521380", "土支田 咲", "どしだ さき", "2026-05-30", "coupon"),
    Person { babies: 2, ..person("30522915", "関町 美月", "せきまち みづき", "2026-04-03", "coupon") },
    person("30523471", "立野 由依", "たての ゆい", "2026-01-22", "card"),
    person("30524008", "高松 文", "たかまつ ふみ", "2026-06-12", "coupon"),
    person("30525532", "谷原 紬", "やはら つむぎ", "2026-03-27", "coupon"),
    person("30526799", "錦 菜々", "にしき なな", "2025-12-09", "card"),
    Person { unlisted: true, ..person("30527314", "北町 遥", "きたまち はるか", "2026-05-02", "coupon") },
    person("30528850", "西大泉 律", "にしおおいずみ りつ", "2026-06-01", "coupon"),
    person("30529366", "富士見台 凪", "ふじみだい なぎ", "2026-02-02", "card"),
    person("30530743", "上石神井 澪", "かみしゃくじい みお", "2026-04-17", "coupon"),
    person("30531281", "南田中 灯", "みなみたなか あかり", "2026-05-21", "coupon"),
    person("30532957", "向山 詩", "こうやま うた", "2026-03-15", "coupon"),
];

impl Person {
    /// The form with which reception registers her.
    pub fn form(&self) -> Value {
        let interview = if self.holds == "card" { "2025-11-04" } else { "2026-04-08" };
        json!({
            "user_number": self.number, "name": self.name, "kana": self.kana, "phone": "03-0000-0000",
            "born": self.born, "babies": self.babies, "credential": self.holds,
            "interview_on": interview, "oriented_on": "2026-06-20", "unlisted": self.unlisted,
        })
    }
}
