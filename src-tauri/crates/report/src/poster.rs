//! The facility's own code as an A4 poster, for the mother's telephone.

use crate::paper::{Code, PRACTICE, Paper, Side, Weight};
use crate::{Drawn, ReportError};

/// A4 upright, millimetres.
const WIDTH: f32 = 210.0;
const HEIGHT: f32 = 297.0;
const MIDDLE: f32 = WIDTH / 2.0;
/// The code's side without its quiet zone of four modules.
const SIDE: f32 = 130.0;
const TOP: f32 = 88.0;

/// What the poster shows.
#[derive(Debug, Clone)]
pub struct Poster {
    /// The facility's name.
    pub facility: String,
    /// The programme's name.
    pub programme: String,
    /// Invented people: said on the paper.
    pub practice: bool,
    /// The code.
    pub code: Code,
    /// The same as text, for a hand that types; left out where it is too long to type.
    pub text: String,
}

/// Draws it.
///
/// # Errors
/// [`ReportError::Typeface`].
pub fn poster(p: &Poster) -> Result<Drawn, ReportError> {
    let mut paper = Paper::sized(&format!("{} {}", p.programme, p.facility), (WIDTH, HEIGHT))?;
    paper.page();
    let mut middle = |y: f32, size: f32, weight: Weight, text: &str| {
        let mut size = size;
        while size > 9.0 && paper.width_of(text, size, weight) > WIDTH - 36.0 {
            size -= 1.0;
        }
        paper.text(MIDDLE, y, size, weight, Side::Middle, text);
    };
    if p.practice {
        middle(18.0, 14.0, Weight::Bold, PRACTICE);
    }
    middle(36.0, 18.0, Weight::Regular, &p.programme);
    middle(52.0, 32.0, Weight::Bold, &p.facility);
    middle(68.0, 16.0, Weight::Regular, "電子クーポンの画面で、この二次元コードを読み取ってください。");
    middle(77.0, 12.0, Weight::Regular, "Open your coupon and scan this code with your phone.");
    middle(TOP + SIDE + 22.0, 20.0, Weight::Bold, "読み取ったら、画面を受付にお見せください。");
    middle(TOP + SIDE + 31.0, 12.0, Weight::Regular, "Then show the screen at the desk.");
    const EASY_TO_TYPE: usize = 40;
    if p.text.chars().count() <= EASY_TO_TYPE {
        middle(TOP + SIDE + 44.0, 14.0, Weight::Regular, &format!("施設のコード　{}", p.text));
    }
    middle(TOP + SIDE + 55.0, 12.0, Weight::Regular, "読み取れないときは、受付で番号をお伝えください。");
    paper.code(&p.code, (MIDDLE - SIDE / 2.0, TOP), SIDE);
    let missing = paper.lacks(&format!("{}{}", p.facility, p.programme));
    Ok(Drawn { pages: paper.count(), pdf: paper.bytes(), missing })
}
