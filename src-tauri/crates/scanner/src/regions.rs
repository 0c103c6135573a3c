//! Where in a picture a code may be: squares with many steps between dark and light, close together.

use crate::Gray;

/// A square part of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) side: usize,
}

impl Region {
    /// The same place in a picture of twice the size.
    pub(crate) fn doubled(self) -> Region {
        Region { left: self.left * 2, top: self.top * 2, side: self.side * 2 }
    }

    /// Are they all but the same place?
    pub(crate) fn near(self, other: Region) -> bool {
        let within = |a: usize, b: usize| a.abs_diff(b) <= self.side / 16 + 1;
        within(self.left, other.left) && within(self.top, other.top) && within(self.side, other.side)
    }
}

const CELL: usize = 8;
const MOST: usize = 4;
const SIDES: [usize; 2] = [12, 22];

/// The most promising squares, best first.
pub(crate) fn textured(gray: &Gray) -> Vec<Region> {
    let (columns, rows) = (gray.width / CELL, gray.height / CELL);
    let cells: Vec<f32> = (0..rows)
        .flat_map(|y| (0..columns).map(move |x| (x, y)))
        .map(|(x, y)| steps(gray, x * CELL, y * CELL))
        .collect();
    let mut ranked: Vec<(f32, Region)> = vec![];
    for side in SIDES {
        let side = side.min(columns).min(rows);
        if side == 0 {
            continue;
        }
        for y in (0..=rows - side).step_by(side.div_ceil(3)) {
            for x in (0..=columns - side).step_by(side.div_ceil(3)) {
                let inside = (y..y + side).flat_map(|y| (x..x + side).map(move |x| y * columns + x));
                let sum: f32 = inside.map(|at| cells[at]).sum();
                let region = Region { left: x * CELL, top: y * CELL, side: side * CELL };
                ranked.push((sum / (side as f32).powf(1.5), region));
            }
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut chosen: Vec<Region> = vec![];
    for (_, region) in ranked {
        if chosen.len() == MOST {
            break;
        }
        let near = |a: usize, b: usize, side: usize| a.abs_diff(b) < side / 2;
        let apart = |old: &Region| {
            !(near(old.left, region.left, old.side) && near(old.top, region.top, old.side) && old.side == region.side)
        };
        if chosen.iter().all(apart) {
            chosen.push(region);
        }
    }
    chosen
}

/// How much the light of a cell changes both ways; text and edges change it one way only.
fn steps(gray: &Gray, left: usize, top: usize) -> f32 {
    let (mut across, mut down) = (0u32, 0u32);
    for y in top..top + CELL - 1 {
        for x in left..left + CELL - 1 {
            let at = |x: usize, y: usize| gray.pixels[y * gray.width + x];
            across += u32::from(at(x, y).abs_diff(at(x + 1, y)));
            down += u32::from(at(x, y).abs_diff(at(x, y + 1)));
        }
    }
    (across.min(down) as f32).sqrt()
}
