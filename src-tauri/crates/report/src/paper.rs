//! Pages to write on: text at places, lines, tables that break. A4 landscape unless said otherwise,
//! millimetres from the top left.

use printpdf::{
    Color, FontId, Line, LinePoint, Mm, Op, PaintMode, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions,
    Point, Polygon, PolygonRing, Pt, Rgb, TextItem, WindingOrder,
};

use crate::ReportError;
use crate::typeface::{BOLD, REGULAR, Typeface, drawable};

pub(crate) const WIDTH: f32 = 297.0;
pub(crate) const HEIGHT: f32 = 210.0;
pub(crate) const MARGIN: f32 = 16.0;
/// What every paper of a practice facility says.
pub(crate) const PRACTICE: &str = "練習（架空のデータ）";
const POINTS_A_MM: f32 = 72.0 / 25.4;

/// Which weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// Where a text stands against its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
    Middle,
}

/// A two-dimensional code as its modules, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Modules on a side.
    pub width: usize,
    /// Which are dark; `width * width` of them.
    pub dark: Vec<bool>,
}

/// The paper under way.
pub(crate) struct Paper {
    document: PdfDocument,
    regular: (FontId, Typeface),
    bold: (FontId, Typeface),
    pages: Vec<Vec<Op>>,
    width: f32,
    height: f32,
}

impl Paper {
    pub(crate) fn new(title: &str) -> Result<Paper, ReportError> {
        Paper::sized(title, (WIDTH, HEIGHT))
    }

    /// Paper of another size, width and height in millimetres.
    pub(crate) fn sized(title: &str, (width, height): (f32, f32)) -> Result<Paper, ReportError> {
        let mut document = PdfDocument::new(title);
        // A fixed id: the same figures give the same bytes.
        document.metadata.info.identifier = "sango-desk".to_owned();
        let mut font = |bytes: &'static [u8]| {
            let parsed = ParsedFont::from_bytes(bytes, 0, &mut vec![]).ok_or(ReportError::Typeface)?;
            Ok::<_, ReportError>((document.add_font(&parsed), Typeface::of(bytes)?))
        };
        let (regular, bold) = (font(REGULAR)?, font(BOLD)?);
        Ok(Paper { document, regular, bold, pages: vec![], width, height })
    }

    pub(crate) fn page(&mut self) {
        self.pages.push(vec![]);
    }

    pub(crate) fn count(&self) -> usize {
        self.pages.len()
    }

    fn font(&self, weight: Weight) -> &(FontId, Typeface) {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// Characters the typeface lacks.
    pub(crate) fn lacks(&self, text: &str) -> Vec<char> {
        self.regular.1.lacks(&drawable(text))
    }

    /// Writes on the newest page.
    pub(crate) fn text(&mut self, x: f32, y: f32, size: f32, weight: Weight, side: Side, text: &str) {
        let page = self.pages.len().saturating_sub(1);
        self.text_on(page, (x, y), size, weight, side, text);
    }

    /// Writes on a page; smaller where it would pass `width` is the caller's business.
    pub(crate) fn text_on(
        &mut self,
        page: usize,
        (x, y): (f32, f32),
        size: f32,
        weight: Weight,
        side: Side,
        text: &str,
    ) {
        let text = drawable(text);
        let (font, typeface) = self.font(weight);
        let width = typeface.width(&text, size) / POINTS_A_MM;
        let left = match side {
            Side::Left => x,
            Side::Right => x - width,
            Side::Middle => x - width / 2.0,
        };
        let font = PdfFontHandle::External(font.clone());
        let height = self.height;
        let Some(ops) = self.pages.get_mut(page) else { return };
        ops.extend([
            Op::StartTextSection,
            Op::SetTextCursor { pos: Point::new(Mm(left), Mm(height - y)) },
            Op::SetFont { font, size: Pt(size) },
            Op::SetLineHeight { lh: Pt(size) },
            Op::SetFillColor { col: black() },
            Op::ShowText { items: vec![TextItem::Text(text)] },
            Op::EndTextSection,
        ]);
    }

    /// Writes within a width: smaller first, then shortened with an ellipsis.
    pub(crate) fn fitted(&mut self, (x, y): (f32, f32), width: f32, size: f32, side: Side, text: &str) {
        let fits =
            |paper: &Paper, text: &str, size: f32| paper.regular.1.width(&drawable(text), size) / POINTS_A_MM <= width;
        let mut size = size;
        while size > 6.0 && !fits(self, text, size) {
            size -= 0.5;
        }
        let mut shown = text.to_owned();
        while !fits(self, &shown, size) && shown.chars().count() > 2 {
            shown = shown.chars().take(shown.chars().count() - 2).collect::<String>() + "…";
        }
        self.text(x, y, size, Weight::Regular, side, &shown);
    }

    /// A text as lines that fit a width; Latin words stay whole, and no line begins with a full stop or a closing bracket.
    pub(crate) fn wrapped(&self, text: &str, width: f32, size: f32, weight: Weight) -> Vec<String> {
        let (_, typeface) = self.font(weight);
        let fits = |line: &str| typeface.width(&drawable(line), size) / POINTS_A_MM <= width;
        let mut lines = vec![];
        for paragraph in text.lines() {
            let mut line = String::new();
            for piece in pieces(paragraph) {
                let longer = format!("{line}{piece}");
                let hangs = piece.chars().all(|c| "、。」）)！？,.!?".contains(c));
                if line.is_empty() || hangs || fits(longer.trim_end()) {
                    line = longer;
                } else {
                    lines.push(line.trim_end().to_owned());
                    line = piece.trim_start().to_owned();
                }
            }
            lines.push(line.trim_end().to_owned());
        }
        lines
    }

    /// How wide a text is, millimetres.
    pub(crate) fn width_of(&self, text: &str, size: f32, weight: Weight) -> f32 {
        self.font(weight).1.width(&drawable(text), size) / POINTS_A_MM
    }

    /// A horizontal line.
    pub(crate) fn rule(&mut self, from: f32, to: f32, y: f32, points: f32) {
        self.line((from, y), (to, y), points);
    }

    /// A line from place to place.
    pub(crate) fn line(&mut self, from: (f32, f32), to: (f32, f32), points: f32) {
        let line = Line { points: vec![self.point(from), self.point(to)], is_closed: false };
        if let Some(ops) = self.pages.last_mut() {
            ops.extend([
                Op::SetOutlineColor { col: black() },
                Op::SetOutlineThickness { pt: Pt(points) },
                Op::DrawLine { line },
            ]);
        }
    }

    /// A two-dimensional code with sides of this length, without its quiet zone: one shape, sharp at every size.
    pub(crate) fn code(&mut self, code: &Code, (left, top): (f32, f32), side: f32) {
        let width = code.width.max(1);
        let module = side / width as f32;
        let mut rings = vec![];
        for (row, dark) in code.dark.chunks(width).enumerate() {
            let mut column = 0;
            while column < dark.len() {
                let run = dark.iter().skip(column).take_while(|d| **d).count();
                if run > 0 {
                    let (x, y) = (left + column as f32 * module, top + row as f32 * module);
                    let (to, below) = (x + run as f32 * module, y + module);
                    let corners = [(x, y), (to, y), (to, below), (x, below)];
                    rings.push(PolygonRing { points: corners.map(|c| self.point(c)).to_vec() });
                }
                column += run.max(1);
            }
        }
        let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
        if let Some(ops) = self.pages.last_mut() {
            ops.extend([Op::SetFillColor { col: black() }, Op::DrawPolygon { polygon }]);
        }
    }

    fn point(&self, (x, y): (f32, f32)) -> LinePoint {
        LinePoint { p: Point::new(Mm(x), Mm(self.height - y)), bezier: false }
    }

    /// Heads and foots every page of what lies across on A4, once their number is known: whose it is, a mark, what is
    /// said of its making, and the page of how many.
    pub(crate) fn frame(&mut self, head: &str, mark: &str, made: &str) {
        let (right, foot, pages) = (WIDTH - MARGIN, HEIGHT - 10.0, self.count());
        for page in 0..pages {
            self.text_on(page, (MARGIN, 12.0), 9.0, Weight::Regular, Side::Left, head);
            self.text_on(page, (right, 12.0), 9.0, Weight::Bold, Side::Right, mark);
            self.text_on(page, (MARGIN, foot), 8.0, Weight::Regular, Side::Left, made);
            let number = format!("{} / {} ページ", page + 1, pages);
            self.text_on(page, (WIDTH / 2.0, foot), 9.0, Weight::Regular, Side::Middle, &number);
        }
    }

    pub(crate) fn bytes(mut self) -> Vec<u8> {
        let (width, height) = (self.width, self.height);
        let page = |ops| PdfPage::new(Mm(width), Mm(height), ops);
        let pages = std::mem::take(&mut self.pages).into_iter().map(page).collect();
        self.document.with_pages(pages).save(&PdfSaveOptions::default(), &mut vec![])
    }
}

/// Where a text may break: around every character but within words of Latin letters and figures.
fn pieces(text: &str) -> Vec<String> {
    let word = |c: char| c.is_ascii_graphic() || c == '¥';
    let mut pieces: Vec<String> = vec![];
    for c in text.chars() {
        match pieces.last_mut() {
            Some(last) if word(c) && last.ends_with(word) => last.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}

fn black() -> Color {
    Color::Rgb(Rgb { r: 0.1, g: 0.1, b: 0.1, icc_profile: None })
}
