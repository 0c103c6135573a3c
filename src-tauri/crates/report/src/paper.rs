//! Pages to write on: text at places, lines, tables that break. A4 landscape, millimetres from the
//! top left.

use printpdf::{
    Color, FontId, Line, LinePoint, Mm, Op, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt,
    Rgb, TextItem,
};

use crate::ReportError;
use crate::typeface::{BOLD, REGULAR, Typeface, drawable};

pub(crate) const WIDTH: f32 = 297.0;
pub(crate) const HEIGHT: f32 = 210.0;
pub(crate) const MARGIN: f32 = 16.0;
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

/// The paper under way.
pub(crate) struct Paper {
    document: PdfDocument,
    regular: (FontId, Typeface),
    bold: (FontId, Typeface),
    pages: Vec<Vec<Op>>,
}

impl Paper {
    pub(crate) fn new(title: &str) -> Result<Paper, ReportError> {
        let mut document = PdfDocument::new(title);
        // A fixed id: the same figures give the same bytes.
        document.metadata.info.identifier = "sango-desk".to_owned();
        let mut font = |bytes: &'static [u8]| {
            let parsed = ParsedFont::from_bytes(bytes, 0, &mut vec![]).ok_or(ReportError::Typeface)?;
            Ok::<_, ReportError>((document.add_font(&parsed), Typeface::of(bytes)?))
        };
        let (regular, bold) = (font(REGULAR)?, font(BOLD)?);
        Ok(Paper { document, regular, bold, pages: vec![] })
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
        let Some(ops) = self.pages.get_mut(page) else { return };
        ops.extend([
            Op::StartTextSection,
            Op::SetTextCursor { pos: Point::new(Mm(left), Mm(HEIGHT - y)) },
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

    /// A horizontal line.
    pub(crate) fn rule(&mut self, from: f32, to: f32, y: f32, points: f32) {
        let point = |x: f32| LinePoint { p: Point::new(Mm(x), Mm(HEIGHT - y)), bezier: false };
        let line = Line { points: vec![point(from), point(to)], is_closed: false };
        if let Some(ops) = self.pages.last_mut() {
            ops.extend([
                Op::SetOutlineColor { col: black() },
                Op::SetOutlineThickness { pt: Pt(points) },
                Op::DrawLine { line },
            ]);
        }
    }

    pub(crate) fn bytes(mut self) -> Vec<u8> {
        let page = |ops| PdfPage::new(Mm(WIDTH), Mm(HEIGHT), ops);
        let pages = std::mem::take(&mut self.pages).into_iter().map(page).collect();
        self.document.with_pages(pages).save(&PdfSaveOptions::default(), &mut vec![])
    }
}

fn black() -> Color {
    Color::Rgb(Rgb { r: 0.1, g: 0.1, b: 0.1, icc_profile: None })
}
