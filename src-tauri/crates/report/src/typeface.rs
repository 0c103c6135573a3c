//! BIZ UDPGothic: widths for alignment, and which characters it lacks.

use ttf_parser::Face;

use crate::ReportError;

pub(crate) static REGULAR: &[u8] = include_bytes!("../../../../assets/fonts/BIZUDPGothic-Regular.ttf");
pub(crate) static BOLD: &[u8] = include_bytes!("../../../../assets/fonts/BIZUDPGothic-Bold.ttf");

/// One weight with its measures.
pub(crate) struct Typeface {
    face: Face<'static>,
}

impl Typeface {
    pub(crate) fn of(bytes: &'static [u8]) -> Result<Typeface, ReportError> {
        Face::parse(bytes, 0).map(|face| Typeface { face }).map_err(|_| ReportError::Typeface)
    }

    /// Width of a text in points at a size in points.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        let advance = |c: char| {
            let glyph = self.face.glyph_index(c)?;
            self.face.glyph_hor_advance(glyph)
        };
        let units: u32 = text.chars().map(|c| u32::from(advance(c).unwrap_or_default())).sum();
        units as f32 * size / f32::from(self.face.units_per_em())
    }

    /// Characters that would print as a blank box.
    pub(crate) fn lacks(&self, text: &str) -> Vec<char> {
        text.chars().filter(|c| self.face.glyph_index(*c).is_none()).collect()
    }
}

/// Without variation selectors: they choose a form the typeface does not have and would print as boxes.
pub(crate) fn drawable(text: &str) -> String {
    let selector = |c: char| matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    text.chars().filter(|c| !selector(*c) && !c.is_control()).collect()
}
