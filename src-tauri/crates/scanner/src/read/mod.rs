//! Black and white → texts: the finder patterns, the sets of three of them, the grid each set spans, what it says.
//! Every step looks at the clock, so that no picture can hold a reader.

mod capstones;
mod finders;
mod grid;
mod second;
mod segments;
mod sets;
mod text;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use rxing::common::{BitMatrix, DetectorRXingResult};
use rxing::qrcode::cpp_port::detector::{FinderPatternSet, SampleQR};

pub(crate) use grid::{Grey, by_grey};
pub(crate) use second::second_opinion;
use text::text_of;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock(Instant);

impl Clock {
    pub(crate) fn of(time: Duration) -> Clock {
        Clock(Instant::now() + time)
    }

    pub(crate) fn until(end: Instant) -> Clock {
        Clock(end)
    }

    pub(crate) fn over(self) -> bool {
        Instant::now() >= self.0
    }

    /// What is left, cut in `parts`.
    pub(crate) fn share(self, parts: u32) -> Clock {
        Clock::of(self.0.saturating_duration_since(Instant::now()) / parts.max(1))
    }
}

/// A place in a picture: pixels from its left and from its top.
pub type Place = (f32, f32);

/// A code that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What the code says, whole.
    pub text: String,
    /// Its corners, in the order of the code's own top left, top right, bottom right, bottom left.
    pub corners: [Place; 4],
    /// How many pixels of the picture one module of the code takes: under 3.5 it is held too far away.
    pub pixels_per_module: f32,
}

/// What one view gave: codes read, and sets of finder patterns that look like a code but could not be read.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) found: Vec<Found>,
    pub(crate) unread: Vec<FinderPatternSet>,
    /// There are so many finder patterns that not all were looked for: a sheet made to keep a reader busy.
    pub(crate) crowded: bool,
}

const MOST_UNREAD: usize = 6;
/// After so many sets one after the other that say nothing, the rest, less likely still, are left.
const MOST_IN_VAIN: usize = 400;
/// The same among more finder patterns than an honest picture has.
const MOST_IN_VAIN_IN_A_CROWD: usize = 40;

/// Reads every code of a bitmap.
pub(crate) fn read(matrix: &BitMatrix, clock: Clock) -> Seen {
    // A panic in a reader is a view it cannot read, nothing more.
    catch_unwind(AssertUnwindSafe(|| every_set(matrix, clock))).unwrap_or_default()
}

fn every_set(matrix: &BitMatrix, clock: Clock) -> Seen {
    let mut patterns = finders::find(matrix, clock);
    let mut seen = Seen { crowded: patterns.len() >= finders::MOST_PATTERNS, ..Seen::default() };
    let most_in_vain = if seen.crowded { MOST_IN_VAIN_IN_A_CROWD } else { MOST_IN_VAIN };
    let mut used = vec![];
    let mut in_vain = 0;
    for set in sets::likely(&mut patterns) {
        if clock.over() || in_vain > most_in_vain {
            break;
        }
        let three = [set.bl, set.tl, set.tr];
        if three.iter().any(|pattern| used.contains(pattern)) {
            continue;
        }
        let read = catch_unwind(AssertUnwindSafe(|| sample(matrix, &set))).ok().flatten();
        match read {
            Some(found) => {
                used.extend(three);
                in_vain = 0;
                seen.found.push(found);
            }
            None => {
                in_vain += 1;
                if seen.unread.len() < MOST_UNREAD {
                    seen.unread.push(set);
                }
            }
        }
    }
    seen
}

fn sample(matrix: &BitMatrix, set: &FinderPatternSet) -> Option<Found> {
    let sampled = SampleQR(matrix, set).ok()?;
    let text = text_of(sampled.getBits())?;
    let points = sampled.getPoints();
    let corner = |i: usize| points.get(i).map_or((0.0, 0.0), |p| (p.x, p.y));
    // The reader tells the bottom left before the bottom right.
    let corners = [corner(0), corner(1), corner(3), corner(2)];
    Some(Found { text, corners, pixels_per_module: module(corners, sampled.getBits().width()) })
}

fn module(corners: [Place; 4], modules: u32) -> f32 {
    let side = |a: Place, b: Place| (a.0 - b.0).hypot(a.1 - b.1);
    let around = (0..4).map(|i| side(corners[i], corners[(i + 1) % 4])).sum::<f32>();
    around / 4.0 / modules.max(1) as f32
}
