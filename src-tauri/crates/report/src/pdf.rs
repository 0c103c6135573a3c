//! The month's papers: 利用実績報告書, 減算依頼一覧, 利用者別明細.

use chrono::{Datelike, Weekday};
use domain::{Date, Moment, Subtraction};

use crate::paper::{HEIGHT, MARGIN, PRACTICE, Paper, Side, WIDTH, Weight};
use crate::table::presented;
use crate::{Line, LineKind, Month, ReportError, Totals, totals, words};

const RIGHT: f32 = WIDTH - MARGIN;
const ROW: f32 = 7.0;
const LAST_ROW: f32 = HEIGHT - 24.0;

/// A finished PDF.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The file.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// Characters the typeface lacks; those names are printed in kana with ※.
    pub missing: Vec<char>,
}

/// The papers marked 下書き: the month still goes on, or the ward's ledger was not compared.
///
/// # Errors
/// [`ReportError::Typeface`].
pub fn draft(month: &Month) -> Result<Drawn, ReportError> {
    draw(month, "下書き")
}

/// The papers as they are handed in.
///
/// # Errors
/// [`ReportError::Typeface`].
pub fn final_copy(month: &Month) -> Result<Drawn, ReportError> {
    draw(month, "提出用")
}

fn draw(month: &Month, copy: &str) -> Result<Drawn, ReportError> {
    let mut paper = Paper::new(&format!("{} {}", month.programme, month.heading()))?;
    let mut missing = vec![];
    summary(&mut paper, month);
    subtractions(&mut paper, month, &mut missing);
    details(&mut paper, month, &mut missing);
    frame(&mut paper, month, copy);
    missing.sort_unstable();
    missing.dedup();
    Ok(Drawn { pages: paper.count(), pdf: paper.bytes(), missing })
}

/// Header and footer of every page.
fn frame(paper: &mut Paper, month: &Month, copy: &str) {
    let marks = if month.practice { format!("{PRACTICE}　{copy}") } else { copy.to_owned() };
    let head = format!("{}　{}", month.facility, month.heading());
    paper.frame(&head, &marks, &format!("作成 {}　{}", moment(month.made_at), month.staff));
    for page in 0..paper.count() {
        paper.text_on(page, (RIGHT, HEIGHT - 10.0), 8.0, Weight::Regular, Side::Right, &month.programme);
    }
}

fn title(paper: &mut Paper, text: &str) {
    paper.page();
    paper.text(MARGIN, 26.0, 18.0, Weight::Bold, Side::Left, text);
}

struct Column {
    name: &'static str,
    x: f32,
    width: f32,
    side: Side,
}

const fn left(name: &'static str, x: f32, width: f32) -> Column {
    Column { name, x, width, side: Side::Left }
}

const fn right(name: &'static str, x: f32, width: f32) -> Column {
    Column { name, x, width, side: Side::Right }
}

fn head(paper: &mut Paper, columns: &[Column], y: f32) {
    paper.rule(MARGIN, RIGHT, y - ROW + 1.5, 0.8);
    for c in columns {
        paper.text(c.x, y, 8.5, Weight::Bold, c.side, c.name);
    }
    paper.rule(MARGIN, RIGHT, y + 2.2, 0.8);
}

fn row(paper: &mut Paper, columns: &[Column], y: f32, cells: &[String]) {
    for (c, cell) in columns.iter().zip(cells) {
        paper.fitted((c.x, y), c.width, 9.5, c.side, cell);
    }
    paper.rule(MARGIN, RIGHT, y + 2.2, 0.15);
}

const SUMMARY: [Column; 11] = [
    left("サービス", 16.0, 34.0),
    left("世帯", 52.0, 14.0),
    right("利用", 88.0, 18.0),
    right("数量", 110.0, 20.0),
    right("うち多胎", 132.0, 20.0),
    right("うち上限超過", 158.0, 24.0),
    right("うち転出後", 182.0, 22.0),
    right("期限後キャンセル", 212.0, 28.0),
    right("連絡なし", 230.0, 17.0),
    right("利用者負担額", 256.0, 25.0),
    right("全額自己負担", 281.0, 24.0),
];

fn summary(paper: &mut Paper, month: &Month) {
    title(paper, "産後ケア事業 利用実績報告書");
    paper.text(MARGIN, 36.0, 11.0, Weight::Regular, Side::Left, &format!("{} 御中", month.addressee));
    paper.text(RIGHT, 36.0, 11.0, Weight::Regular, Side::Right, &month.facility);
    let persons = format!("実人数 {}人　明細 {}件", month.persons(), month.lines.len());
    paper.text(MARGIN, 48.0, 11.0, Weight::Regular, Side::Left, &persons);
    paper.text(RIGHT, 48.0, 11.0, Weight::Regular, Side::Right, &reconciled(month));
    let totals = totals(month);
    let mut y = 62.0;
    head(paper, &SUMMARY, y);
    for t in &totals {
        y += ROW + 1.0;
        row(paper, &SUMMARY, y, &summary_cells(t));
    }
    y += ROW + 1.0;
    let sum = |of: fn(&Totals) -> u64| totals.iter().map(of).sum::<u64>();
    let cells = [
        "合計".to_owned(),
        String::new(),
        format!("{}件", sum(|t| t.uses)),
        "―".to_owned(),
        "―".to_owned(),
        sum(|t| t.over_quota_units.0).to_string(),
        sum(|t| t.moved_out_units.0).to_string(),
        format!("{}件", sum(|t| t.late_cancellations)),
        format!("{}件", sum(|t| t.no_shows)),
        yen(sum(|t| t.copay.0)),
        yen(sum(|t| t.full_price.0)),
    ];
    row(paper, &SUMMARY, y, &cells);
    paper.rule(MARGIN, RIGHT, y + 2.2, 0.8);
    let notes = [
        "数量は実際に利用した日数・回数です。期限後キャンセルと連絡なしは含みません。",
        "利用者負担額は期限後キャンセルと連絡なしの分を含みます。全額自己負担は上限を超えた日と転出後の日の分です。",
    ];
    for note in notes {
        y += 7.0;
        paper.text(MARGIN, y + 4.0, 9.0, Weight::Regular, Side::Left, note);
    }
    if month.lines.is_empty() {
        paper.text(MARGIN, y + 18.0, 12.0, Weight::Bold, Side::Left, "この月の利用はありません。");
    }
}

fn reconciled(month: &Month) -> String {
    match &month.reconciliation {
        Some(r) if r.agrees => {
            format!("照合済　区の記録と{}件一致　照合番号 {}（{}）", r.count, r.number, moment(r.at))
        }
        Some(r) => format!("区の記録と一致していません（{}）", moment(r.at)),
        None => "未照合".to_owned(),
    }
}

fn summary_cells(t: &Totals) -> [String; 11] {
    let unit = words::unit(t.service);
    [
        words::service(t.service).to_owned(),
        if t.exempt { "無償" } else { "課税" }.to_owned(),
        format!("{}件", t.uses),
        format!("{}{unit}", t.units.0),
        format!("{}{unit}", t.multiples_units.0),
        format!("{}{unit}", t.over_quota_units.0),
        format!("{}{unit}", t.moved_out_units.0),
        format!("{}件", t.late_cancellations),
        format!("{}件", t.no_shows),
        yen(t.copay.0),
        yen(t.full_price.0),
    ]
}

const SUBTRACT: [Column; 7] = [
    left("利用日", 16.0, 38.0),
    left("利用者番号", 58.0, 34.0),
    left("氏名", 96.0, 50.0),
    left("サービス", 150.0, 34.0),
    right("数量", 204.0, 18.0),
    left("理由", 214.0, 36.0),
    left("送信状況", 254.0, 27.0),
];

fn subtractions(paper: &mut Paper, month: &Month, missing: &mut Vec<char>) {
    let listed: Vec<(&Line, Subtraction)> = month.lines.iter().filter_map(|l| Some((l, l.subtraction?))).collect();
    let name = "減算依頼一覧";
    title(paper, name);
    paper.text(
        MARGIN,
        34.0,
        9.5,
        Weight::Regular,
        Side::Left,
        "区で利用回数の減算（または取り消し）をお願いするものです。",
    );
    if listed.is_empty() {
        paper.text(MARGIN, 48.0, 12.0, Weight::Regular, Side::Left, "該当はありません。");
        return;
    }
    let mut y = 44.0;
    head(paper, &SUBTRACT, y);
    for (l, asked) in listed {
        y += ROW;
        if y > LAST_ROW {
            title(paper, "減算依頼一覧（つづき）");
            y = 38.0;
            head(paper, &SUBTRACT, y);
            y += ROW;
        }
        let cells = [
            day(l.first_day),
            l.user_number.clone(),
            printable_name(paper, l, missing),
            words::service(l.service).to_owned(),
            format!("{}{}", asked.units.0, words::unit(l.service)),
            asked.reason.word().to_owned(),
            l.standing.word().to_owned(),
        ];
        row(paper, &SUBTRACT, y, &cells);
    }
}

const DETAIL: [Column; 12] = [
    left("利用日", 16.0, 36.0),
    left("利用者番号", 54.0, 28.0),
    left("氏名", 84.0, 42.0),
    left("サービス", 128.0, 28.0),
    left("種別", 158.0, 26.0),
    left("世帯", 186.0, 9.0),
    left("提示", 197.0, 15.0),
    right("数量", 219.0, 9.0),
    right("超過", 229.0, 9.0),
    right("転出後", 240.5, 10.5),
    right("利用者負担額", 262.0, 20.0),
    right("全額自己負担", 281.0, 19.0),
];

fn details(paper: &mut Paper, month: &Month, missing: &mut Vec<char>) {
    title(paper, "利用者別明細");
    if month.lines.is_empty() {
        paper.text(MARGIN, 48.0, 12.0, Weight::Regular, Side::Left, "この月の利用はありません。");
        return;
    }
    let mut y = 36.0;
    head(paper, &DETAIL, y);
    let mut carried = (0u64, 0u64);
    for l in &month.lines {
        y += ROW;
        if y > LAST_ROW {
            carry(paper, y, "ここまでの計", carried);
            title(paper, "利用者別明細（つづき）");
            y = 36.0;
            head(paper, &DETAIL, y);
            y += ROW;
            carry(paper, y, "前ページから", carried);
            y += ROW;
        }
        if !l.taken_back {
            carried = (carried.0 + l.copay.0, carried.1 + l.full_price.0);
        }
        let cells = detail_cells(paper, l, missing);
        row(paper, &DETAIL, y, &cells);
    }
    carry(paper, y + ROW, "合計", carried);
}

fn carry(paper: &mut Paper, y: f32, name: &str, (copay, full): (u64, u64)) {
    paper.text(DETAIL[7].x, y, 9.0, Weight::Bold, Side::Right, name);
    paper.text(DETAIL[10].x, y, 9.0, Weight::Bold, Side::Right, &yen(copay));
    paper.text(DETAIL[11].x, y, 9.0, Weight::Bold, Side::Right, &yen(full));
}

fn detail_cells(paper: &Paper, l: &Line, missing: &mut Vec<char>) -> [String; 12] {
    let kind = match (l.taken_back, l.kind) {
        (true, kind) => format!("取消（{}）", kind.word()),
        (false, LineKind::Used) if l.multiples => "利用（多胎）".to_owned(),
        (false, kind) => kind.word().to_owned(),
    };
    [
        day(l.first_day),
        l.user_number.clone(),
        printable_name(paper, l, missing),
        words::service(l.service).to_owned(),
        kind,
        if l.exempt { "無償" } else { "課税" }.to_owned(),
        presented(l).to_owned(),
        format!("{}{}", l.units.0, words::unit(l.service)),
        l.over_quota_units.0.to_string(),
        l.moved_out_units.0.to_string(),
        yen(l.copay.0),
        yen(l.full_price.0),
    ]
}

/// The name, or the kana with ※ where the typeface lacks one of its characters.
fn printable_name(paper: &Paper, l: &Line, missing: &mut Vec<char>) -> String {
    let lacks = paper.lacks(&l.name);
    if lacks.is_empty() {
        return l.name.clone();
    }
    missing.extend(lacks);
    let kana: String = l.kana.chars().filter(|c| paper.lacks(&c.to_string()).is_empty()).collect();
    format!("{kana}※")
}

pub(crate) fn yen(amount: u64) -> String {
    let digits = amount.to_string();
    let mut out = String::from("¥");
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

pub(crate) fn day(date: Date) -> String {
    format!("{date}（{}）", weekday(date))
}

pub(crate) fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "月",
        Weekday::Tue => "火",
        Weekday::Wed => "水",
        Weekday::Thu => "木",
        Weekday::Fri => "金",
        Weekday::Sat => "土",
        Weekday::Sun => "日",
    }
}

pub(crate) fn moment(at: Moment) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}
