//! Looking at one picture through many views: what was read so far, and what looked like a code and was not read.

use std::rc::Rc;

use rxing::common::BitMatrix;
use rxing::qrcode::cpp_port::detector::FinderPatternSet;

use crate::read::Grey;
use crate::regions::Region;
use crate::views::{by_blocks, double, inverted, local_mean, sharpened};
use crate::{Clock, Found, Gray, read};

/// Up to this area rqrr is asked about a picture: it cannot be stopped.
const SECOND_OPINION: usize = 360_000;
/// Up to this side a part of a picture is enlarged before it is looked at.
const SMALL_PART: usize = 420;

/// Where a view lies in the picture: enlarged so many times, begun at that place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lies {
    pub(crate) scale: f32,
    pub(crate) left: f32,
    pub(crate) top: f32,
}

pub(crate) const WHOLE: Lies = Lies { scale: 1.0, left: 0.0, top: 0.0 };

/// The whole picture, at another size.
pub(crate) fn at_scale(scale: f32) -> Lies {
    Lies { scale, ..WHOLE }
}

pub(crate) struct Look {
    pub(crate) found: Vec<Found>,
    clock: Clock,
    unread: Vec<(Rc<Gray>, Lies, FinderPatternSet)>,
    /// A view held more finder patterns than an honest picture.
    pub(crate) crowded: bool,
    /// The part of the picture in which a code lies that was not read, and the pixels one of its modules takes.
    pub(crate) suspected: Option<(Region, f32)>,
}

impl Look {
    pub(crate) fn new(clock: Clock) -> Look {
        Look { found: vec![], clock, unread: vec![], crowded: false, suspected: None }
    }

    pub(crate) fn done(&self) -> bool {
        !self.found.is_empty() || self.clock.over()
    }

    /// Reads a view that was made black and white; `gray` is what it was made of.
    pub(crate) fn view(&mut self, gray: &Rc<Gray>, lies: Lies, matrix: Option<BitMatrix>) {
        let Some(matrix) = matrix else { return };
        if self.clock.over() {
            return;
        }
        let seen = read::read(&matrix, self.clock);
        self.crowded |= seen.crowded;
        self.keep(seen.found, lies);
        self.unread.extend(seen.unread.into_iter().map(|set| (Rc::clone(gray), lies, set)));
    }

    /// Reads a view light on dark: `gray` and `matrix` are as they are, not inverted.
    pub(crate) fn view_inverted(&mut self, gray: &Gray, lies: Lies, matrix: Option<BitMatrix>) {
        let Some(mut matrix) = matrix else { return };
        if self.clock.over() {
            return;
        }
        matrix.flip_self();
        let seen = read::read(&matrix, self.clock);
        self.crowded |= seen.crowded;
        self.keep(seen.found, lies);
        if !seen.unread.is_empty() {
            let gray = Rc::new(inverted(gray));
            self.unread.extend(seen.unread.into_iter().map(|set| (Rc::clone(&gray), lies, set)));
        }
    }

    /// Lays grids on the grey of what was not read so far, at most `most` of them, and remembers where the best was.
    pub(crate) fn by_grey(&mut self, most: usize) {
        let mut tried: Vec<Region> = vec![];
        for (gray, lies, set) in std::mem::take(&mut self.unread) {
            let Some(region) = around(&set, lies) else { continue };
            // The same three patterns, seen in several views.
            if tried.iter().any(|other| other.near(region)) {
                continue;
            }
            if self.done() || tried.len() == most {
                return;
            }
            tried.push(region);
            match read::by_grey(&gray, &set, self.clock.share(2)) {
                Grey::Read(found) => self.keep(vec![found], lies),
                Grey::Unread => {
                    let module = (set.tl.size + set.tr.size + set.bl.size) as f32 / 21.0 / lies.scale;
                    self.suspected = self.suspected.or(Some((region, module)));
                }
                Grey::NoCode => {}
            }
        }
    }

    /// Looks at a part of the picture more closely.
    pub(crate) fn part(&mut self, gray: &Gray, region: Region, turn: usize) {
        let part = gray.part(region.left, region.top, region.side, region.side);
        let corner = Lies { scale: 1.0, left: region.left as f32, top: region.top as f32 };
        let (part, lies) = if region.side <= SMALL_PART {
            (Rc::new(double(&part)), Lies { scale: 2.0, ..corner })
        } else {
            (Rc::new(part), corner)
        };
        match turn % 4 {
            0 => self.view(&part, lies, by_blocks(&part)),
            1 => self.view(&part, lies, local_mean(&part, 25, 3)),
            2 => {
                let sharp = Rc::new(sharpened(&part, 4, 8));
                self.view(&sharp, lies, by_blocks(&sharp));
            }
            _ => self.view_inverted(&part, lies, by_blocks(&part)),
        }
        self.by_grey(2);
    }

    /// Asks rqrr, where the picture is small enough and nothing was read.
    pub(crate) fn second_opinion(&mut self, matrix: Option<BitMatrix>, lies: Lies) {
        let small = |matrix: &BitMatrix| (matrix.width() * matrix.height()) as usize <= SECOND_OPINION;
        if let Some(matrix) = matrix.filter(|matrix| small(matrix) && !self.done()) {
            self.keep(read::second_opinion(&matrix, self.clock), lies);
        }
    }

    fn keep(&mut self, found: Vec<Found>, lies: Lies) {
        for mut found in found {
            if self.found.iter().any(|known| known.text == found.text) {
                continue;
            }
            found.corners = found.corners.map(|(x, y)| (x / lies.scale + lies.left, y / lies.scale + lies.top));
            found.pixels_per_module /= lies.scale;
            self.found.push(found);
        }
    }
}

/// The square around three finder patterns, with its quiet zone.
fn around(set: &FinderPatternSet, lies: Lies) -> Option<Region> {
    let (across, down) = (set.tr.p - set.tl.p, set.bl.p - set.tl.p);
    let centre = set.tl.p + (across + down) / 2.0;
    let side = across.length().max(down.length()) * 1.9 / lies.scale;
    let (x, y) = (centre.x / lies.scale + lies.left, centre.y / lies.scale + lies.top);
    let sound = side.is_finite() && x.is_finite() && y.is_finite() && side >= 16.0;
    let begin = |centre: f32| (centre - side / 2.0).max(0.0) as usize;
    sound.then(|| Region { left: begin(x), top: begin(y), side: side as usize })
}
