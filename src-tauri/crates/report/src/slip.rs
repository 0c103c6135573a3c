//! What is handed to her on paper: the slip of a reservation (予約票) in three languages, the note of what she writes into
//! her card; and the list of whom to phone. One text for the window and for the paper.

use domain::{Credential, Date, Moment, Service, Yen};

use crate::note::{Named, Note, Part};
use crate::tongue::{Tongue, addressed, arrives, clock, full_day, moment, pick, plural, service};

/// The house and the ward's office behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// The facility's name.
    pub name: String,
    /// Its telephone; may be empty.
    pub phone: String,
    /// Opening time, `HH:MM`; may be empty.
    pub opens_at: String,
    /// Closing time, `HH:MM`.
    pub closes_at: String,
    /// The programme's name.
    pub programme: String,
    /// The ward's office.
    pub office: String,
    /// Its telephone.
    pub office_phone: String,
    /// Invented people: said on the paper.
    pub practice: bool,
}

/// A reservation as its slip tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// To whom.
    pub to: Named,
    /// The service.
    pub service: Service,
    /// First day.
    pub first_day: Date,
    /// Days.
    pub days: u32,
    /// Arrival, `HH:MM`.
    pub arrives_at: String,
    /// User share as of now.
    pub share: Yen,
    /// Full price as of now.
    pub full_price: Yen,
    /// キャンセルの期限.
    pub deadline: Moment,
    /// It is past already.
    pub deadline_passed: bool,
    /// What she holds, and so brings.
    pub credential: Credential,
    /// What else to bring, in the facility's words; may be empty.
    pub bring: String,
    /// The house's rules, in the facility's words; may be empty.
    pub rules: String,
    /// The house.
    pub house: House,
}

/// What a late cancellation or a no-show has her write into her card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardSlip {
    /// To whom.
    pub to: Named,
    /// The service: its column in the card.
    pub service: Service,
    /// The day reserved.
    pub reserved_for: Date,
    /// The day to write: when the cancellation was told, or of the use she did not come to.
    pub write: Date,
    /// Units that count.
    pub units: u64,
    /// Nobody said a word.
    pub no_show: bool,
    /// User share due.
    pub share: Yen,
    /// The house.
    pub house: House,
}

/// A group of whom to phone about a closed day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneGroup {
    /// What about.
    pub head: String,
    /// One line each.
    pub lines: Vec<String>,
}

fn part(head: &str, lines: Vec<String>) -> Part {
    Part { head: head.to_owned(), lines, weighty: false }
}

impl Slip {
    /// The slip in a language.
    pub fn note(&self, tongue: Tongue) -> Note {
        let say = |ja: &str, plain: &str, en: &str| pick(tongue, ja, plain, en).to_owned();
        let mut parts = vec![self.when(tongue)];
        let mut share = vec![yen(self.share)];
        if self.full_price > Yen(0) {
            share.push(match tongue {
                Tongue::Japanese => format!("全額自己負担の日の分　{}", yen(self.full_price)),
                Tongue::Plain => format!("ぜんぶ 自分で はらう 日の お金　{}", yen(self.full_price)),
                Tongue::English => format!("Days paid in full by yourself: {}", yen(self.full_price)),
            });
        }
        parts.push(part(&say("利用者負担額（見込み）", "お金（だいたい）", "Your share (estimate)"), share));
        parts.push(self.cancelling(tongue));
        let mut bring = vec![match self.credential {
            Credential::Coupon => say(
                "電子クーポンを表示できるスマートフォン",
                "スマートフォン（電子クーポンを 見せて ください）",
                "Your phone, to show the electronic coupon",
            ),
            Credential::Card => say("利用者カード", "利用者カード", "Your user card (利用者カード)"),
            Credential::None => {
                say("利用者番号の分かるもの", "利用者番号が わかる もの", "Something that shows your user number")
            }
        }];
        bring.push(say(
            "母子健康手帳",
            "母子健康手帳（ぼし けんこう てちょう）",
            "Mother and child handbook (母子健康手帳)",
        ));
        bring.extend(self.bring.lines().map(str::to_owned));
        parts.push(part(&say("お持ちいただくもの", "もって くる もの", "What to bring"), bring));
        if !self.house.opens_at.is_empty() {
            let hours = format!("{}〜{}", clock(&self.house.opens_at), clock(&self.house.closes_at));
            let hours = if tongue == Tongue::English { hours.replace('〜', " – ") } else { hours };
            parts.push(part(&say("電話のつながる時間", "電話が できる 時間", "We answer the telephone"), vec![hours]));
        }
        if !self.rules.trim().is_empty() {
            let rules = self.rules.lines().map(str::to_owned).collect();
            parts.push(part(&say("施設からのお願い", "施設の やくそく", "House rules"), rules));
        }
        Note {
            tongue,
            title: say("予約票", "よやくの かみ（予約票）", "Reservation slip"),
            to: addressed(tongue, &self.to.name),
            named: Some(self.to.clone()),
            parts,
            from: from(tongue, &self.house),
            practice: self.house.practice,
        }
    }

    fn when(&self, tongue: Tongue) -> Part {
        let day = full_day(tongue, self.first_day);
        let gap = pick(tongue, "　", "　", ", ");
        let mut lines = vec![format!("{day}{gap}{}", arrives(tongue, &self.arrives_at))];
        let mut what = service(tongue, self.service).to_owned();
        if self.service == Service::Stay {
            let nights = self.days.saturating_sub(1);
            what += &match tongue {
                Tongue::Japanese | Tongue::Plain => format!("　{nights}泊{}日", self.days),
                Tongue::English => format!(", {} days, {nights} {}", self.days, plural(nights, "night")),
            };
            let more = u64::from(nights);
            if let Some(last) = self.first_day.checked_add_days(chrono::Days::new(more)) {
                lines.push(match tongue {
                    Tongue::Japanese => format!("退所　{}", full_day(tongue, last)),
                    Tongue::Plain => format!("かえる 日　{}", full_day(tongue, last)),
                    Tongue::English => format!("You leave on {}", full_day(tongue, last)),
                });
            }
        }
        lines.insert(0, what);
        Part { weighty: true, ..part(pick(tongue, "ご予約", "よやく", "Your reservation"), lines) }
    }

    fn cancelling(&self, tongue: Tongue) -> Part {
        let until = moment(tongue, self.deadline);
        let lines = match (tongue, self.deadline_passed) {
            (Tongue::Japanese, false) => vec![
                format!("{until}まで"),
                "これより後のご連絡は、予定どおり利用したものとして回数を数え、利用者負担額をいただきます。".to_owned(),
            ],
            (Tongue::Japanese, true) => vec![
                format!("{until}（過ぎています）"),
                "これからのキャンセルは、予定どおり利用したものとして回数を数え、利用者負担額をいただきます。"
                    .to_owned(),
            ],
            (Tongue::Plain, false) => vec![
                format!("{until}までに 電話を して ください。"),
                "この 時間の あとに やめると、つかった ことに なります。お金も はらいます。".to_owned(),
            ],
            (Tongue::Plain, true) => vec![
                format!("{until}（もう すぎました）"),
                "いま やめると、つかった ことに なります。お金も はらいます。".to_owned(),
            ],
            (Tongue::English, false) => vec![
                format!("by {until}"),
                "After this time the reserved days count as used, and your share is due.".to_owned(),
            ],
            (Tongue::English, true) => vec![
                format!("{until} – this time has passed"),
                "If you cancel now, the reserved days count as used, and your share is due.".to_owned(),
            ],
        };
        let head = pick(tongue, "キャンセルの期限", "やめる ときの しめきり", "If you have to cancel");
        Part { weighty: true, ..part(head, lines) }
    }
}

impl CardSlip {
    /// The note in a language.
    pub fn note(&self, tongue: Tongue) -> Note {
        let say = |ja: &str, plain: &str, en: &str| pick(tongue, ja, plain, en).to_owned();
        let column = service(tongue, self.service);
        let (day, reserved) = (full_day(tongue, self.write), full_day(tongue, self.reserved_for));
        let units = self.units;
        let unit = crate::words::unit(self.service);
        let write = match tongue {
            Tongue::Japanese => format!("カードの「{column}」の欄に、下の日付を{units}{unit}分、書いてください。"),
            Tongue::Plain => format!("カードの「{column}」の ところに、下の 日を {units}{unit}分 書いて ください。"),
            Tongue::English => {
                format!(
                    "Write the date below into the column “{column}” of your card, for {units} {}.",
                    plural(units, "unit")
                )
            }
        };
        let why = match (tongue, self.no_show) {
            (Tongue::Japanese, false) => format!("{reserved}のご予約を、期限のあとにキャンセルされました。"),
            (Tongue::Japanese, true) => format!("{reserved}のご予約に、ご連絡のないまま来られませんでした。"),
            (Tongue::Plain, false) => format!("{reserved}の よやくを、しめきりの あとに やめました。"),
            (Tongue::Plain, true) => format!("{reserved}の よやくの 日に、れんらくが ありませんでした。"),
            (Tongue::English, false) => format!("Your reservation of {reserved} was cancelled after its deadline."),
            (Tongue::English, true) => format!("We did not hear from you about your reservation of {reserved}."),
        };
        let parts = vec![
            part(&say("わけ", "どうして", "Why"), vec![why]),
            Part {
                weighty: true, ..part(&say("書いていただくこと", "書く こと", "What to write"), vec![write, day])
            },
            part(&say("利用者負担額", "お金", "Your share"), vec![yen(self.share)]),
        ];
        Note {
            tongue,
            title: say(
                "利用者カードへの記入のお願い",
                "利用者カードに 書いて ください",
                "Please write this into your card",
            ),
            to: addressed(tongue, &self.to.name),
            named: Some(self.to.clone()),
            parts,
            from: from(tongue, &self.house),
            practice: self.house.practice,
        }
    }
}

/// The list of whom to phone about a closed day.
pub fn phone_list(date: Date, reason: &str, groups: &[PhoneGroup], house: &House) -> Note {
    let group = |g: &PhoneGroup| part(&g.head, g.lines.iter().map(|l| format!("□　{l}")).collect());
    let mut parts = vec![Part {
        weighty: true,
        ..part("休みにした日", vec![full_day(Tongue::Japanese, date), reason.to_owned()])
    }];
    parts.extend(groups.iter().map(group));
    Note {
        tongue: Tongue::Japanese,
        title: "電話する方の一覧".to_owned(),
        to: String::new(),
        named: None,
        parts,
        from: from(Tongue::Japanese, house),
        practice: house.practice,
    }
}

fn from(tongue: Tongue, house: &House) -> Vec<String> {
    let phone = |phone: &str| match (tongue, phone) {
        (_, "") => String::new(),
        (Tongue::Japanese, n) => format!("　電話 {n}"),
        (Tongue::Plain, n) => format!("　でんわ {n}"),
        (Tongue::English, n) => format!("  tel. {n}"),
    };
    let ask = pick(tongue, "制度のお問い合わせ", "わからない とき（区）", "Questions about the programme:");
    vec![
        format!("{}{}", house.name, phone(&house.phone)),
        format!("{ask}　{} {}{}", house.programme, house.office, phone(&house.office_phone)),
    ]
}

fn yen(amount: Yen) -> String {
    crate::pdf::yen(amount.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::note::Sheet;

    fn slip() -> Slip {
        Slip {
            to: Named { name: "氷川台 栞".into(), kana: "ひかわだい しおり".into() },
            service: Service::Stay,
            first_day: "2026-09-15".parse().unwrap(),
            days: 3,
            arrives_at: "09:30".into(),
            share: Yen(10_500),
            full_price: Yen(0),
            deadline: "2026-09-13T10:00:00+09:00".parse().unwrap(),
            deadline_passed: false,
            credential: Credential::Card,
            bring: "着替え\n哺乳びん".into(),
            rules: "面会は14:00からです。".into(),
            house: House {
                name: "れんしゅう助産院".into(),
                phone: "03-0000-0000".into(),
                opens_at: "09:00".into(),
                closes_at: "17:00".into(),
                programme: "練馬区産後ケア事業".into(),
                office: "健康推進課母子保健係".into(),
                office_phone: "03-5984-4621".into(),
                practice: true,
            },
        }
    }

    fn told(note: &Note) -> String {
        let lines = note.parts.iter().map(|p| format!("{}: {}", p.head, p.lines.join(" / ")));
        let head = [note.title.clone(), note.to.clone()].into_iter();
        head.chain(lines).chain(note.from.iter().cloned()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_slip_says_when_what_it_costs_until_when_it_can_be_cancelled_and_what_to_bring() {
        let ja = "予約票\n氷川台 栞 様\n\
            ご予約: 母子ショートステイ　2泊3日 / 令和8年9月15日（火）　9:30から / 退所　令和8年9月17日（木）\n\
            利用者負担額（見込み）: ¥10,500\n\
            キャンセルの期限: 令和8年9月13日（日） 10:00 まで / これより後のご連絡は、予定どおり利用したものとして\
            回数を数え、利用者負担額をいただきます。\n\
            お持ちいただくもの: 利用者カード / 母子健康手帳 / 着替え / 哺乳びん\n\
            電話のつながる時間: 9:00〜17:00\n\
            施設からのお願い: 面会は14:00からです。\n\
            れんしゅう助産院　電話 03-0000-0000\n\
            制度のお問い合わせ　練馬区産後ケア事業 健康推進課母子保健係　電話 03-5984-4621";
        assert_eq!(told(&slip().note(Tongue::Japanese)), ja);
        let plain = told(&slip().note(Tongue::Plain));
        for words in ["9:30に きて ください", "やめる ときの しめきり", "10:00 までに 電話を して ください。"]
        {
            assert!(plain.contains(words), "{plain}");
        }
        let english = told(&slip().note(Tongue::English));
        for words in [
            "Tuesday 15 September 2026, at 9:30",
            "Short stay, 3 days, 2 nights",
            "You leave on Thursday 17 September 2026",
            "by 10:00 on Sunday 13 September 2026",
            "Your user card",
        ] {
            assert!(english.contains(words), "{english}");
        }
    }

    #[test]
    fn a_deadline_that_has_passed_is_said_to_have_passed() {
        let late = Slip { deadline_passed: true, ..slip() };
        for (tongue, word) in
            [(Tongue::Japanese, "過ぎています"), (Tongue::Plain, "もう すぎました"), (Tongue::English, "has passed")]
        {
            assert!(told(&late.note(tongue)).contains(word));
        }
    }

    #[test]
    fn a_name_that_the_typeface_lacks_is_printed_in_kana_and_reported() {
        let rare = Slip { to: Named { name: "𠮷田 栞".into(), kana: "よしだ しおり".into() }, ..slip() };
        let drawn = rare.note(Tongue::Japanese).draw(Sheet::A5).unwrap();
        assert_eq!((drawn.missing, drawn.pages), (vec!['𠮷'], 1));
    }

    #[test]
    fn rules_of_many_lines_go_on_on_another_page() {
        let long =
            Slip { rules: "面会は14:00からです。静かな時間があります。\n".repeat(60), ..slip() };
        assert!(long.note(Tongue::Japanese).draw(Sheet::A5).unwrap().pages > 1);
    }

    #[test]
    fn a_card_is_told_the_column_the_day_and_how_many() {
        let card = CardSlip {
            to: slip().to,
            service: Service::DayCare,
            reserved_for: "2026-09-15".parse().unwrap(),
            write: "2026-09-13".parse().unwrap(),
            units: 1,
            no_show: false,
            share: Yen(1_500),
            house: slip().house,
        };
        let written = "書いていただくこと: カードの「母子デイケア」の欄に、下の日付を1日分、書いてください。 / 令和8年9月13日（日）";
        let note = told(&card.note(Tongue::Japanese));
        assert!(note.contains(written), "{note}");
        assert!(note.contains("令和8年9月15日（火）のご予約を、期限のあとにキャンセルされました。"));
        assert!(told(&CardSlip { no_show: true, ..card }.note(Tongue::English)).contains("We did not hear from you"));
    }
}
