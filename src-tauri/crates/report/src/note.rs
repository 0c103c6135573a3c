//! A note: parts with headings, addressed to somebody or for the house, and how it is drawn on as many pages as it takes.

use crate::ReportError;
use crate::paper::{PRACTICE, Paper, Side, Weight};
use crate::pdf::Drawn;
use crate::tongue::{Tongue, addressed, pick};

/// The sheet a note is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// 210 × 297 mm.
    A4,
    /// 148 × 210 mm.
    A5,
}

/// A name on paper, with the kana that stand in for a character the typeface lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Its kana.
    pub kana: String,
}

/// One part of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub head: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// It is what must not be missed.
    pub weighty: bool,
}

/// A note as it stands on the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its language.
    pub tongue: Tongue,
    /// Its heading.
    pub title: String,
    /// To whom, as the paper addresses her; empty for a list of the house.
    pub to: String,
    /// The name in it, with the kana that may have to stand in.
    pub named: Option<Named>,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Who hands it out, and whom to ask.
    pub from: Vec<String>,
    /// Invented people.
    pub practice: bool,
}

impl Note {
    /// The note on paper.
    ///
    /// # Errors
    /// [`ReportError::Typeface`].
    pub fn draw(&self, sheet: Sheet) -> Result<Drawn, ReportError> {
        let ((width, height), scale) = match sheet {
            Sheet::A4 => ((210.0, 297.0), 1.25),
            Sheet::A5 => ((148.0, 210.0), 1.0),
        };
        let mut pen = Pen::on(Paper::sized(&self.title, (width, height))?, (width, height), scale);
        pen.page(self);
        let mut missing = vec![];
        if !self.to.is_empty() {
            let to = self.printable(&pen.paper, &mut missing);
            pen.line(&to, 13.0, Weight::Bold);
            pen.down(3.0);
        }
        for part in &self.parts {
            pen.part(self, part, &mut missing);
        }
        pen.down(2.0);
        pen.rule(0.4);
        for line in &self.from {
            pen.written(self, line, 9.0, Weight::Regular);
        }
        missing.sort_unstable();
        missing.dedup();
        Ok(Drawn { pages: pen.paper.count(), pdf: pen.paper.bytes(), missing })
    }

    /// Her name, or the kana with ※ where the typeface lacks one of its characters.
    fn printable(&self, paper: &Paper, missing: &mut Vec<char>) -> String {
        let Some(named) = &self.named else { return self.to.clone() };
        let lacks = paper.lacks(&named.name);
        if lacks.is_empty() {
            return self.to.clone();
        }
        missing.extend(lacks);
        addressed(self.tongue, &format!("{}※", printable(paper, &named.kana)))
    }
}

fn printable(paper: &Paper, text: &str) -> String {
    text.chars().filter(|c| paper.lacks(&c.to_string()).is_empty()).collect()
}

/// Writes a note from top to bottom, on as many pages as it takes.
struct Pen {
    paper: Paper,
    width: f32,
    height: f32,
    scale: f32,
    margin: f32,
    y: f32,
}

impl Pen {
    fn on(paper: Paper, (width, height): (f32, f32), scale: f32) -> Pen {
        Pen { paper, width, height, scale, margin: 12.0 * scale, y: 0.0 }
    }

    fn page(&mut self, note: &Note) {
        self.paper.page();
        let (margin, scale) = (self.margin, self.scale);
        if note.practice {
            let mark =
                pick(note.tongue, PRACTICE, "れんしゅう（ほんとうの 人では ありません）", "Practice, invented people");
            self.paper.text(self.width - margin, 8.0 * scale, 8.0 * scale, Weight::Bold, Side::Right, mark);
        }
        self.paper.text(margin, 16.0 * scale, 16.0 * scale, Weight::Bold, Side::Left, &note.title);
        self.y = 19.0 * scale;
        self.rule(1.0);
        self.down(6.0);
    }

    fn down(&mut self, by: f32) {
        self.y += by * self.scale;
    }

    fn rule(&mut self, points: f32) {
        self.paper.rule(self.margin, self.width - self.margin, self.y, points);
    }

    fn line(&mut self, text: &str, size: f32, weight: Weight) {
        self.down(size * 0.42);
        self.paper.text(self.margin, self.y, size * self.scale, weight, Side::Left, text);
        self.down(size * 0.13);
    }

    /// A text in as many lines as it takes; a page that is full is followed by another.
    fn written(&mut self, note: &Note, text: &str, size: f32, weight: Weight) {
        let width = self.width - 2.0 * self.margin;
        for line in self.paper.wrapped(text, width, size * self.scale, weight) {
            if self.y > self.height - 14.0 * self.scale {
                self.page(note);
            }
            self.line(&line, size, weight);
        }
    }

    fn part(&mut self, note: &Note, part: &Part, missing: &mut Vec<char>) {
        if self.y > self.height - 26.0 * self.scale {
            self.page(note);
        }
        self.rule(if part.weighty { 1.2 } else { 0.3 });
        self.down(1.0);
        self.written(note, &part.head, 9.0, Weight::Bold);
        self.down(0.6);
        for (n, line) in part.lines.iter().enumerate() {
            missing.extend(self.paper.lacks(line));
            let line = printable(&self.paper, line);
            let (size, weight) = if part.weighty && n < 2 { (12.5, Weight::Bold) } else { (10.5, Weight::Regular) };
            self.written(note, &line, size, weight);
        }
        self.down(3.2);
    }
}
