//! 食数表: what the kitchen cooks on a day, for whom, and what they must not be given. Nothing of money.

use domain::{Date, Moment};

use crate::paper::{HEIGHT, MARGIN, PRACTICE, Paper, Side, WIDTH, Weight};
use crate::pdf::{day, moment};
use crate::receipt::printable;
use crate::{Drawn, ReportError};

const RIGHT: f32 = WIDTH - MARGIN;
const LAST_ROW: f32 = HEIGHT - 22.0;
const LINE: f32 = 5.4;

/// The sheet of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitchenSheet {
    /// The facility's name.
    pub facility: String,
    /// The day.
    pub date: Date,
    /// Invented people.
    pub practice: bool,
    /// When it was made.
    pub made_at: Moment,
    /// Who eats, in the order of rooms.
    pub lines: Vec<KitchenLine>,
}

/// One mother's meals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KitchenLine {
    /// Name.
    pub name: String,
    /// Printed instead where the typeface lacks a character of the name.
    pub kana: String,
    /// Room, may be empty.
    pub room: String,
    /// Service and where she stands, e.g. `デイケア・10:30 予定`.
    pub standing: String,
    /// 朝, 昼, 夕.
    pub meals: [u32; 3],
    /// 食物アレルギー, may be empty.
    pub allergies: String,
    /// 食事の決まり, may be empty.
    pub diet: String,
}

const COLUMNS: [(&str, f32, f32); 8] = [
    ("部屋", 16.0, 24.0),
    ("氏名", 42.0, 42.0),
    ("利用", 86.0, 44.0),
    ("朝", 132.0, 8.0),
    ("昼", 142.0, 8.0),
    ("夕", 152.0, 8.0),
    ("食物アレルギー", 164.0, 66.0),
    ("食事の決まり", 232.0, 49.0),
];

/// Draws it.
///
/// # Errors
/// [`ReportError::Typeface`].
pub fn kitchen_sheet(s: &KitchenSheet) -> Result<Drawn, ReportError> {
    let mut paper = Paper::new(&format!("食数表 {}", day(s.date)))?;
    let mut missing = vec![];
    paper.page();
    paper.text(MARGIN, 26.0, 18.0, Weight::Bold, Side::Left, &format!("食数表　{}", day(s.date)));
    let sum = |n: usize| s.lines.iter().map(|l| l.meals[n]).sum::<u32>();
    let sums = format!("朝食 {}食　昼食 {}食　夕食 {}食", sum(0), sum(1), sum(2));
    paper.text(RIGHT, 26.0, 16.0, Weight::Bold, Side::Right, &sums);
    let mut y = head(&mut paper, 36.0);
    for line in &s.lines {
        y = row(&mut paper, y, line, &mut missing);
    }
    if s.lines.is_empty() {
        paper.text(MARGIN, y + 10.0, 12.0, Weight::Regular, Side::Left, "この日に食事をする方はいません。");
    }
    let pages = paper.count();
    let made = format!("作成 {}　食数は予定です。", moment(s.made_at));
    let mark =
        if s.practice { PRACTICE } else { "厨房だけで使う紙です。一日の終わりに破棄します。" };
    paper.frame(&s.facility, mark, &made);
    missing.sort_unstable();
    missing.dedup();
    Ok(Drawn { pages, pdf: paper.bytes(), missing })
}

fn head(paper: &mut Paper, y: f32) -> f32 {
    for (name, x, _) in COLUMNS {
        paper.text(x, y, 9.5, Weight::Bold, Side::Left, name);
    }
    paper.rule(MARGIN, RIGHT, y + 2.0, 0.8);
    y + 2.0
}

/// A row as high as its longest cell; gives where the next begins.
fn row(paper: &mut Paper, y: f32, line: &KitchenLine, missing: &mut Vec<char>) -> f32 {
    let name = printable(paper, &line.name, &line.kana, missing);
    let [breakfast, lunch, dinner] = line.meals.map(|n| if n == 0 { "―".to_owned() } else { n.to_string() });
    let texts = [&line.room, &name, &line.standing, &breakfast, &lunch, &dinner, &line.allergies, &line.diet];
    let mut cells = vec![];
    for (n, (text, (_, _, width))) in texts.into_iter().zip(COLUMNS).enumerate() {
        let text = printable(paper, text, "", missing);
        // What must not be eaten is told in bold.
        let weight = if n == 6 || n == 1 { Weight::Bold } else { Weight::Regular };
        cells.push((paper.wrapped(&text, width, 10.5, weight), weight));
    }
    let lines = cells.iter().map(|(c, _)| c.len()).max().unwrap_or(1).max(1);
    let height = lines as f32 * LINE + 4.0;
    let mut y = y;
    if y + height > LAST_ROW {
        paper.page();
        y = head(paper, 28.0);
    }
    for ((cell, weight), (_, x, _)) in cells.into_iter().zip(COLUMNS) {
        for (n, text) in cell.iter().enumerate() {
            paper.text(x, y + 6.0 + n as f32 * LINE, 10.5, weight, Side::Left, text);
        }
    }
    paper.rule(MARGIN, RIGHT, y + height, 0.3);
    y + height
}
