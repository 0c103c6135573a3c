//! 停電用の控え: what the desk needs to know while nothing has power, with room to write.

use domain::{Date, Moment};

use crate::paper::{HEIGHT, MARGIN, PRACTICE, Paper, Side, WIDTH, Weight};
use crate::pdf::{moment, weekday};
use crate::receipt::reiwa;
use crate::{Drawn, ReportError};

const RIGHT: f32 = WIDTH - MARGIN;
const ROW: f32 = 11.0;
const LAST_ROW: f32 = HEIGHT - 26.0;

/// The sheet.
#[derive(Debug, Clone)]
pub struct MorningSheet {
    /// The facility's name.
    pub facility: String,
    /// The day it is for.
    pub date: Date,
    /// Invented people.
    pub practice: bool,
    /// When it was made.
    pub made_at: Moment,
    /// The ward's office and telephone.
    pub ward: String,
    /// Until when the facility answers, e.g. `17:00`.
    pub closes_at: String,
    /// The lists, in order.
    pub lists: Vec<SheetList>,
}

/// One list of the sheet.
#[derive(Debug, Clone)]
pub struct SheetList {
    /// e.g. 来所予定.
    pub title: String,
    /// Its people.
    pub lines: Vec<SheetLine>,
    /// Rows left empty below, for whom nobody expected.
    pub empty_rows: usize,
}

/// One person.
#[derive(Debug, Clone, Default)]
pub struct SheetLine {
    /// Planned time or last day, may be empty.
    pub time: String,
    /// 利用者番号.
    pub user_number: String,
    /// Name as written at the desk.
    pub name: String,
    /// Printed instead where the typeface lacks a character of the name.
    pub kana: String,
    /// Service and length.
    pub service: String,
    /// Room.
    pub room: String,
    /// キャンセルの期限, or 過ぎています; empty where there is none.
    pub deadline: String,
    /// The share she was told, empty where none was.
    pub share: String,
}

const COLUMNS: [(&str, f32, f32); 11] = [
    ("予定", 16.0, 15.0),
    ("利用者番号", 32.0, 20.0),
    ("氏名", 53.0, 36.0),
    ("サービス", 90.0, 27.0),
    ("部屋", 118.0, 19.0),
    ("取消の期限", 138.0, 27.0),
    ("負担額", 166.0, 16.0),
    ("着いた時刻", 184.0, 20.0),
    ("出た時刻", 205.0, 20.0),
    ("受け取った金額", 226.0, 24.0),
    ("連絡を受けた時刻・内容", 251.0, 30.0),
];
/// From here on somebody writes.
const BLANK_FROM: usize = 7;

/// Draws it.
///
/// # Errors
/// [`ReportError::Typeface`].
pub fn morning_sheet(s: &MorningSheet) -> Result<Drawn, ReportError> {
    let mut paper = Paper::new(&format!("停電用の控え {}", reiwa(s.date)))?;
    let mut missing = vec![];
    paper.page();
    let title = format!("停電用の控え　{}（{}）", reiwa(s.date), weekday(s.date));
    paper.text(MARGIN, 26.0, 18.0, Weight::Bold, Side::Left, &title);
    let mut y = 34.0;
    for list in &s.lists {
        if y > LAST_ROW - 2.0 * ROW {
            paper.page();
            y = 24.0;
        }
        let head = format!("{}　{}人", list.title, list.lines.len());
        paper.text(MARGIN, y, 12.0, Weight::Bold, Side::Left, &head);
        y = columns(&mut paper, y + 6.0);
        let blank = std::iter::repeat_n(None, list.empty_rows);
        for line in list.lines.iter().map(Some).chain(blank) {
            if y + ROW > LAST_ROW {
                paper.page();
                paper.text(MARGIN, 24.0, 12.0, Weight::Bold, Side::Left, &format!("{}（つづき）", list.title));
                y = columns(&mut paper, 30.0);
            }
            if let Some(line) = line {
                row(&mut paper, y, line, &mut missing);
            }
            for (_, x, _) in &COLUMNS[BLANK_FROM..] {
                paper.line((x - 1.0, y), (x - 1.0, y + ROW), 0.3);
            }
            y += ROW;
            paper.rule(MARGIN, RIGHT, y, 0.3);
        }
        y += 8.0;
    }
    notes(&mut paper, s, y);
    let mark = if s.practice {
        PRACTICE
    } else {
        "関係者だけが見る紙です。一日の終わりに破棄します。"
    };
    paper.frame(&s.facility, mark, &format!("作成 {}", moment(s.made_at)));
    missing.sort_unstable();
    missing.dedup();
    Ok(Drawn { pages: paper.count(), pdf: paper.bytes(), missing })
}

/// The head of a list; gives where its first row begins.
fn columns(paper: &mut Paper, y: f32) -> f32 {
    for (name, x, width) in COLUMNS {
        paper.fitted((x, y), width, 8.5, Side::Left, name);
    }
    paper.rule(MARGIN, RIGHT, y + 2.0, 0.8);
    y + 2.0
}

fn row(paper: &mut Paper, y: f32, line: &SheetLine, missing: &mut Vec<char>) {
    let lacks = paper.lacks(&line.name);
    let name = if lacks.is_empty() { line.name.clone() } else { format!("{}※", line.kana) };
    missing.extend(lacks);
    let cells = [&line.time, &line.user_number, &name, &line.service, &line.room, &line.deadline, &line.share];
    for ((_, x, width), cell) in COLUMNS.iter().zip(cells) {
        paper.fitted((*x, y + 7.0), *width, 10.5, Side::Left, cell);
    }
}

fn notes(paper: &mut Paper, s: &MorningSheet, y: f32) {
    let texts = [
        "着いた時刻・出た時刻は、そのときの時計の時刻を書きます。電気が戻ったら「あとから入力」でその時刻のまま入れます。".to_owned(),
        "取消の連絡は、受けた時刻を書きます。期限を過ぎたかどうかは、受けた時刻で決まります。".to_owned(),
        "クーポン・カードを見せてもらったか、体調の確認、受け取った金額と手段（現金・カード）も書きます。".to_owned(),
        format!("連絡なしの判断は閉所（{}）のあとにします。区への連絡：{}", s.closes_at, s.ward),
    ];
    let mut y = y;
    if y + 6.0 * texts.len() as f32 > HEIGHT - 16.0 {
        paper.page();
        y = 26.0;
    }
    for text in texts {
        paper.fitted((MARGIN, y), RIGHT - MARGIN, 10.0, Side::Left, &format!("・{text}"));
        y += 6.0;
    }
}
