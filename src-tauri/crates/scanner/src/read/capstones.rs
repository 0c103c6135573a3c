//! How many finder patterns rqrr would see in a bitmap, by its own rule: a ring and a stone inside it that are not
//! connected, met along a row in about 1:1:3:1:1. It compares every three of them, each time on a copy of the picture.

use std::collections::BTreeSet;

use rxing::common::BitMatrix;

use super::finders::edges_of;

/// With more than this, four codes, it may compare for a minute.
const MOST: usize = 12;
/// It keeps so many areas in mind; beyond that it measures them again and again.
const KEPT: usize = 250;
/// So many pixels it may measure then.
const MEASURED: u64 = 4_000_000;

/// So few that rqrr is done in a moment.
pub(super) fn few(matrix: &BitMatrix) -> bool {
    let areas = Areas::of(matrix);
    let (mut stones, mut looked_at) = (BTreeSet::new(), BTreeSet::new());
    let mut measured = 0;
    let mut edges = vec![];
    for y in 0..matrix.height() {
        edges_of(matrix, y, &mut edges);
        for run in edges.windows(6).step_by(2).filter(|run| like_a_pattern(run)) {
            let [left, stone, right] = [run[0], run[2], run[4]].map(|x| areas.at(x, y));
            looked_at.extend([right, stone]);
            let (ring_size, stone_size) = (areas.size(right), areas.size(stone));
            measured += u64::from(ring_size) + u64::from(stone_size);
            let share = stone_size * 100 / ring_size.max(1);
            if left == right && stone != right && share > 10 && share < 70 {
                stones.insert(stone);
            }
        }
        if stones.len() > MOST || (looked_at.len() > KEPT && measured > MEASURED) {
            return false;
        }
    }
    true
}

/// Five runs whose lengths rqrr takes for a pattern's.
fn like_a_pattern(edges: &[u32]) -> bool {
    let run = |i: usize| edges[i + 1] - edges[i];
    let mean = (run(0) + run(1) + run(3) + run(4)) / 4;
    let off = mean * 3 / 4;
    let fits = |i: usize, modules: u32| (modules * mean - off..=modules * mean + off).contains(&run(i));
    fits(0, 1) && fits(1, 1) && fits(2, 3) && fits(3, 1) && fits(4, 1)
}

/// The connected black areas of a bitmap, corners not counted.
struct Areas {
    width: usize,
    of: Vec<u32>,
    sizes: Vec<u32>,
}

impl Areas {
    fn of(matrix: &BitMatrix) -> Areas {
        let (width, height) = (matrix.width() as usize, matrix.height() as usize);
        let mut parents: Vec<u32> = vec![];
        let mut of = vec![u32::MAX; width * height];
        let mut edges = vec![];
        for y in 0..height {
            edges_of(matrix, y as u32, &mut edges);
            for run in edges.chunks_exact(2) {
                let (begin, end) = (run[0] as usize, run[1] as usize);
                let mut area = parents.len() as u32;
                parents.push(area);
                if y > 0 {
                    for above in &of[(y - 1) * width + begin..(y - 1) * width + end] {
                        if *above != u32::MAX {
                            let (one, other) = (root(&mut parents, *above), root(&mut parents, area));
                            area = one.min(other);
                            parents[one.max(other) as usize] = area;
                        }
                    }
                }
                of[y * width + begin..y * width + end].fill(area);
            }
        }
        let mut sizes = vec![0u32; parents.len()];
        for area in of.iter_mut().filter(|area| **area != u32::MAX) {
            *area = root(&mut parents, *area);
            sizes[*area as usize] += 1;
        }
        Areas { width, of, sizes }
    }

    fn at(&self, x: u32, y: u32) -> u32 {
        self.of.get(y as usize * self.width + x as usize).copied().unwrap_or(u32::MAX)
    }

    fn size(&self, area: u32) -> u32 {
        self.sizes.get(area as usize).copied().unwrap_or(0)
    }
}

fn root(parents: &mut [u32], mut area: u32) -> u32 {
    while parents[area as usize] != area {
        let above = parents[parents[area as usize] as usize];
        parents[area as usize] = above;
        area = above;
    }
    area
}
