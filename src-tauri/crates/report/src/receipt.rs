//! 領収書: one page that she takes home, and the counter-receipt that cancels one.

use domain::{Date, Service, Yen};

use crate::paper::{Code, PRACTICE, Paper, Side, Weight};
use crate::pdf::yen;
use crate::{Drawn, LineKind, ReportError};

/// Paper, upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptSize {
    /// 210 × 297 mm.
    A4,
    /// 148 × 210 mm.
    A5,
}

impl ReceiptSize {
    fn millimetres(self) -> (f32, f32) {
        match self {
            ReceiptSize::A4 => (210.0, 297.0),
            ReceiptSize::A5 => (148.0, 210.0),
        }
    }
}

/// What the paper is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptKind {
    /// Money was received, or she asked for a paper although nothing was due.
    Received,
    /// Money went back.
    GivenBack,
    /// It cancels the receipt of this number.
    Cancels {
        /// As printed on the other.
        number: String,
    },
}

/// Who issues it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReceiptIssuer {
    /// Name.
    pub name: String,
    /// Postal address, may be empty.
    pub address: String,
    /// Telephone, may be empty.
    pub phone: String,
    /// 登録番号, may be empty.
    pub registration: String,
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What it is.
    pub kind: ReceiptKind,
    /// Number.
    pub number: String,
    /// The day on which the money changed hands.
    pub date: Date,
    /// 宛名.
    pub addressee: String,
    /// Printed instead where the typeface lacks a character of the addressee; may be empty.
    pub kana: String,
    /// The amount, without sign.
    pub amount: Yen,
    /// Of it, what is free of consumption tax.
    pub tax_free: Yen,
    /// 現金, カード; empty where no money moved.
    pub means: String,
    /// 但し書き.
    pub wording: String,
    /// Who issues it.
    pub issuer: ReceiptIssuer,
    /// Who took the money.
    pub staff: String,
    /// A box for a revenue stamp (収入印紙).
    pub stamp: bool,
    /// It was printed before: 再発行.
    pub again: bool,
    /// Invented people.
    pub practice: bool,
    /// The ward's questionnaire, where it has one.
    pub questionnaire: Option<Code>,
}

/// From this amount on a receipt of a company for cash bears a stamp.
pub const STAMP_FROM: Yen = Yen(50_000);

/// What a receipt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceiptFor {
    /// The service.
    pub service: Service,
    /// How it came to count.
    pub kind: LineKind,
    /// First day.
    pub first_day: Date,
    /// Last day.
    pub last_day: Date,
}

/// The last day as far as it differs from the first; nothing where there is one day only.
fn until(first: Date, last: Date) -> String {
    use chrono::Datelike;
    match (first.year() == last.year(), first.month() == last.month()) {
        _ if last <= first => String::new(),
        (true, true) => format!("〜{}日", last.day()),
        (true, false) => format!("〜{}月{}日", last.month(), last.day()),
        (false, _) => format!("〜{}", reiwa(last)),
    }
}

/// The usual 但し書き.
pub fn receipt_wording(what: &ReceiptFor) -> String {
    let service = match what.service {
        Service::Stay => "母子ショートステイ",
        Service::DayCare => "母子デイケア",
        Service::Visit => "産後ケア訪問",
    };
    let days = format!("{}{}", reiwa(what.first_day), until(what.first_day, what.last_day));
    match what.kind {
        LineKind::Used => format!("産後ケア事業 {service} 利用料（{days} 利用分）として"),
        LineKind::LateCancellation => {
            format!("産後ケア事業 {service}（{days} 予約分）期限後キャンセルの利用者負担額として")
        }
        LineKind::NoShow => format!("産後ケア事業 {service}（{days} 予約分）ご連絡のなかった日の利用者負担額として"),
    }
}

const MARGIN: f32 = 14.0;

/// Draws it.
///
/// # Errors
/// [`ReportError::Typeface`].
pub fn receipt(r: &Receipt, size: ReceiptSize) -> Result<Drawn, ReportError> {
    let (width, height) = size.millimetres();
    let right = width - MARGIN;
    let mut paper = Paper::sized(&format!("領収書 {}", r.number), (width, height))?;
    paper.page();
    let mut missing = vec![];
    if r.practice {
        paper.text(right, 11.0, 9.0, Weight::Bold, Side::Right, PRACTICE);
    }
    let title = match r.kind {
        ReceiptKind::Received => "領　収　書",
        ReceiptKind::GivenBack => "返　金　書",
        ReceiptKind::Cancels { .. } => "領収書の取消",
    };
    paper.text(width / 2.0, 26.0, 22.0, Weight::Bold, Side::Middle, title);
    if r.again {
        let (left, top, wide, high) = (MARGIN, 18.0, 22.0, 10.0);
        frame(&mut paper, (left, top), (wide, high), 1.2);
        paper.text(left + wide / 2.0, top + 7.0, 13.0, Weight::Bold, Side::Middle, "再発行");
    }
    paper.text(right, 36.0, 10.0, Weight::Regular, Side::Right, &format!("No. {}", r.number));
    paper.text(right, 42.0, 10.0, Weight::Regular, Side::Right, &reiwa(r.date));

    let addressee = printable(&paper, &r.addressee, &r.kana, &mut missing);
    paper.fitted((MARGIN, 56.0), width - 2.0 * MARGIN - 34.0, 16.0, Side::Left, &addressee);
    paper.text(right - 30.0, 56.0, 13.0, Weight::Regular, Side::Left, "様");
    paper.rule(MARGIN, right - 22.0, 59.0, 0.6);

    paper.rule(MARGIN, right, 66.0, 0.8);
    paper.rule(MARGIN, right, 84.0, 0.8);
    let sign = if matches!(r.kind, ReceiptKind::Received) { "" } else { "−" };
    let amount = format!("{sign}{}", yen(r.amount.0));
    paper.text(MARGIN + 4.0, 77.5, 11.0, Weight::Regular, Side::Left, "金額");
    paper.text(width / 2.0, 79.0, 26.0, Weight::Bold, Side::Middle, &amount);

    let mut y = 94.0;
    let wording = printable(&paper, &r.wording, "", &mut missing);
    paper.text(MARGIN, y, 10.5, Weight::Regular, Side::Left, "但し");
    for line in wording_lines(&paper, &wording, right - MARGIN - 14.0) {
        paper.text(MARGIN + 14.0, y, 10.5, Weight::Regular, Side::Left, &line);
        y += 5.6;
    }
    y += 2.0;
    let sentence = match &r.kind {
        ReceiptKind::Received => "上記の金額を領収いたしました。".to_owned(),
        ReceiptKind::GivenBack => "上記の金額をお返しいたしました。".to_owned(),
        ReceiptKind::Cancels { number } => format!("領収書 No. {number} を取り消します。"),
    };
    paper.text(MARGIN, y, 10.5, Weight::Regular, Side::Left, &sentence);
    y += 10.0;
    for (name, amount) in rows(r) {
        paper.text(MARGIN, y, 9.5, Weight::Regular, Side::Left, name);
        paper.text(right, y, 9.5, Weight::Regular, Side::Right, &amount);
        paper.rule(MARGIN, right, y + 2.0, 0.2);
        y += 7.0;
    }
    issuer(&mut paper, r, (width, height), &mut missing);
    missing.sort_unstable();
    missing.dedup();
    Ok(Drawn { pages: paper.count(), pdf: paper.bytes(), missing })
}

/// The wording in lines; its last word, として, stays whole.
fn wording_lines(paper: &Paper, wording: &str, width: f32) -> Vec<String> {
    const AS: &str = "として";
    let Some(body) = wording.strip_suffix(AS) else {
        return paper.wrapped(wording, width, 10.5, Weight::Regular);
    };
    let mut lines = paper.wrapped(body, width, 10.5, Weight::Regular);
    match lines.last_mut() {
        Some(last) if paper.width_of(&format!("{last}{AS}"), 10.5, Weight::Regular) <= width => last.push_str(AS),
        _ => lines.push(AS.to_owned()),
    }
    lines
}

fn rows(r: &Receipt) -> Vec<(&'static str, String)> {
    let rest = r.amount.0.saturating_sub(r.tax_free.0);
    let mut rows = vec![];
    if r.tax_free > Yen(0) || rest == 0 {
        rows.push(("内訳　産後ケア事業 利用者負担額（非課税）", yen(r.tax_free.0)));
    }
    if rest > 0 {
        rows.push(("内訳　全額自己負担の分（税込）", yen(rest)));
    }
    if !r.means.is_empty() {
        rows.push(("お支払い方法", r.means.clone()));
    }
    rows
}

/// The foot: who issued it, a place for the stamp, the ward's questionnaire.
fn issuer(paper: &mut Paper, r: &Receipt, (width, height): (f32, f32), missing: &mut Vec<char>) {
    let right = width - MARGIN;
    let top = height - 62.0;
    let left = width / 2.0 - 8.0;
    let i = &r.issuer;
    let mut y = top + 6.0;
    let registration =
        if i.registration.is_empty() { String::new() } else { format!("登録番号 {}", i.registration) };
    let phone = if i.phone.is_empty() { String::new() } else { format!("電話 {}", i.phone) };
    let staff = if r.staff.is_empty() { String::new() } else { format!("担当 {}", r.staff) };
    for (text, size) in [(&i.name, 13.0), (&i.address, 9.0), (&phone, 9.0), (&registration, 9.0), (&staff, 9.0)] {
        if text.is_empty() {
            continue;
        }
        let text = printable(paper, text, "", missing);
        for line in paper.wrapped(&text, right - left, size, Weight::Regular) {
            paper.text(left, y, size, Weight::Regular, Side::Left, &line);
            y += size * 0.5;
        }
        y += 1.0;
    }
    if r.stamp {
        let (wide, high) = (22.0, 26.0);
        frame(paper, (MARGIN, top), (wide, high), 0.6);
        paper.text(MARGIN + wide / 2.0, top + 15.0, 9.0, Weight::Regular, Side::Middle, "収入印紙");
    }
    if let Some(code) = &r.questionnaire {
        let (side, top) = (20.0, height - 32.0);
        paper.code(code, (MARGIN, top), side);
        let beside = MARGIN + side + 5.0;
        paper.text(beside, top + 8.0, 9.5, Weight::Bold, Side::Left, "区のアンケートにご協力ください。");
        let how = "スマートフォンで左の二次元コードを読み取ると開きます。";
        paper.fitted((beside, top + 14.0), right - beside, 8.5, Side::Left, how);
    }
}

fn frame(paper: &mut Paper, (left, top): (f32, f32), (wide, high): (f32, f32), points: f32) {
    let (right, bottom) = (left + wide, top + high);
    paper.line((left, top), (right, top), points);
    paper.line((right, top), (right, bottom), points);
    paper.line((right, bottom), (left, bottom), points);
    paper.line((left, bottom), (left, top), points);
}

/// The text, the kana with ※ where the typeface lacks one of its characters, or a geta where there is no kana.
pub(crate) fn printable(paper: &Paper, text: &str, kana: &str, missing: &mut Vec<char>) -> String {
    let lacks = paper.lacks(text);
    if lacks.is_empty() {
        return text.to_owned();
    }
    let geta =
        |text: &str| text.chars().map(|c| if paper.lacks(&c.to_string()).is_empty() { c } else { '〓' }).collect();
    let shown = if kana.is_empty() { geta(text) } else { format!("{}※", geta(kana)) };
    missing.extend(lacks);
    shown
}

/// 令和8年9月14日; before 2020 the Christian year.
pub(crate) fn reiwa(date: Date) -> String {
    use chrono::Datelike;
    let year = match date.year() - 2018 {
        2.. => format!("令和{}年", date.year() - 2018),
        _ => format!("{}年", date.year()),
    };
    format!("{year}{}月{}日", date.month(), date.day())
}
