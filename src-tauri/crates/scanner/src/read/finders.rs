//! The finder patterns of a bitmap: three nested squares whose middle lines run 1:1:3:1:1.

use rxing::common::BitMatrix;
use rxing::common::cpp_essentials::{ConcentricPattern, LocateConcentricPattern};
use rxing::point;

use super::Clock;

/// A picture with more than this is a sheet of them, made to keep a reader busy.
pub(super) const MOST_PATTERNS: usize = 240;
/// The rows between two that are looked at: a pattern's middle is three modules high.
const STEP: u32 = 3;

pub(crate) fn find(matrix: &BitMatrix, clock: Clock) -> Vec<ConcentricPattern> {
    let mut patterns: Vec<ConcentricPattern> = vec![];
    let mut edges: Vec<u32> = vec![];
    let mut y = STEP - 1;
    while y < matrix.height() && patterns.len() < MOST_PATTERNS && !clock.over() {
        edges_of(matrix, y, &mut edges);
        // Every black run that stands in the middle of five.
        for run in edges.windows(6).step_by(2) {
            if !plausible(run) {
                continue;
            }
            let centre = point((run[2] + run[3]) as f32 / 2.0, y as f32 + 0.5);
            let inside = |old: &ConcentricPattern| (old.p - centre).length() < old.size as f32 / 2.0;
            if patterns.iter().any(inside) {
                continue;
            }
            // Three times: for very slanted ones.
            let range = (run[5] - run[0]) as i32 * 3;
            if let Some(pattern) = LocateConcentricPattern::<true, 5, 7>(matrix, &[1, 1, 3, 1, 1], centre, range) {
                patterns.push(pattern);
            }
        }
        y += STEP;
    }
    patterns
}

/// Where the row changes colour: begins of black at even places, ends at odd ones.
pub(super) fn edges_of(matrix: &BitMatrix, y: u32, edges: &mut Vec<u32>) {
    edges.clear();
    let row = matrix.getRow(y);
    let width = matrix.width() as usize;
    let mut x = 0;
    while x < width {
        let begin = row.getNextSet(x);
        if begin >= width {
            break;
        }
        x = row.getNextUnset(begin);
        edges.extend([begin as u32, x as u32]);
    }
}

/// Do five runs look like 1:1:3:1:1? Pairs of neighbours are compared, so that ink that spreads does no harm.
fn plausible(edges: &[u32]) -> bool {
    let run = |i: usize| edges[i + 1] - edges[i];
    let (a, b, c, d, e) = (run(0), run(1), run(2), run(3), run(4));
    if c < 3 || c < 2 * a.max(e) || c < b.max(d) {
        return false;
    }
    // Black and white together, edge to edge: 2:4:4:2 modules.
    let module = (a + b + c + d + e) as f32 / 7.0;
    let fits = |sum: u32, modules: f32| (sum as f32 - modules * module).abs() < modules * module * 0.5 + 0.5;
    fits(a + b, 2.0) && fits(b + c, 4.0) && fits(c + d, 4.0) && fits(d + e, 2.0)
}
