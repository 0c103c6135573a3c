//! rqrr as the second opinion: it finds patterns that the first reader misses. Only its grids are taken; what they say
//! is decoded as that of the other grids is, whole or not at all. It cannot be stopped, so what it would find is counted
//! first, by its own rule.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rqrr::{BitGrid, PreparedImage};
use rxing::common::BitMatrix;

use super::{Clock, Found, Place, capstones, module, text_of};

/// Every code rqrr finds in a small bitmap.
pub(crate) fn second_opinion(matrix: &BitMatrix, clock: Clock) -> Vec<Found> {
    if clock.over() || !capstones::few(matrix) {
        return vec![];
    }
    catch_unwind(AssertUnwindSafe(|| grids(matrix))).unwrap_or_default()
}

fn grids(matrix: &BitMatrix) -> Vec<Found> {
    let (width, height) = (matrix.width() as usize, matrix.height() as usize);
    let dark = |x: usize, y: usize| matrix.get(x as u32, y as u32);
    let mut image = PreparedImage::prepare_from_bitmap(width, height, dark);
    let mut found = vec![];
    for grid in image.detect_grids() {
        let Some(text) = modules(&grid.grid).and_then(|modules| text_of(&modules)) else { continue };
        let corners: [Place; 4] = grid.bounds.map(|p| (p.x as f32, p.y as f32));
        let size = u32::try_from(grid.grid.size()).unwrap_or(u32::MAX);
        found.push(Found { text, corners, pixels_per_module: module(corners, size) });
    }
    found
}

fn modules(grid: &impl BitGrid) -> Option<BitMatrix> {
    let size = u32::try_from(grid.size()).ok()?;
    let mut modules = BitMatrix::new(size, size).ok()?;
    for y in 0..size {
        for x in (0..size).filter(|x| grid.bit(y as usize, *x as usize)) {
            modules.set(x, y);
        }
    }
    Some(modules)
}
