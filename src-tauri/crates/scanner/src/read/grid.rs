//! The second way to read a set of finder patterns: the grid is laid so that the patterns every code has lie best on
//! the grey picture, and each module is judged against its neighbours. This reads what one threshold tears apart:
//! blur, small codes, glare.

use rxing::common::{BitMatrix, PerspectiveTransform, Quadrilateral};
use rxing::qrcode::cpp_port::detector::FinderPatternSet;
use rxing::{Point, point};

use super::text::text_of;
use super::{Clock, Found, Place};
use crate::Gray;

const FEWEST: i32 = 21;
const MOST: i32 = 101;
/// How much of what the neighbours of a module add to it by blur is taken away again, in turn.
const SHARPER: [f32; 4] = [0.0, 0.1, 0.2, 0.35];

/// What a set of finder patterns turned out to be.
pub(crate) enum Grey {
    /// A code, and what it says.
    Read(Found),
    /// The timing and alignment patterns are where a code has them, but what it says cannot be read.
    Unread,
    /// Nothing: grain, or a picture's details.
    NoCode,
}

/// Reads the code a set of finder patterns belongs to. The set's places are those of `gray`.
pub(crate) fn by_grey(gray: &Gray, set: &FinderPatternSet, clock: Clock) -> Grey {
    let mut laid: Vec<Laid> = vec![];
    for modules in modules_a_side(set).into_iter().filter(|modules| (FEWEST..=MOST).contains(modules)) {
        if clock.over() {
            break;
        }
        laid.extend(lay(gray, set, modules, clock).filter(|grid| grid.agrees > AGREES));
        if laid.last().is_some_and(|grid| grid.agrees > AGREES_WELL) {
            break;
        }
    }
    laid.sort_by(|a, b| b.agrees.total_cmp(&a.agrees));
    match laid.iter().take(2).find_map(|grid| decode(gray, grid, clock)) {
        Some(found) => Grey::Read(found),
        None if laid.is_empty() => Grey::NoCode,
        None => Grey::Unread,
    }
}

/// The size the patterns' sizes and distances tell, and its neighbours.
fn modules_a_side(set: &FinderPatternSet) -> Vec<i32> {
    let module = (set.tl.size + set.tr.size + set.bl.size) as f32 / 21.0;
    let distance = ((set.tr.p - set.tl.p).length() + (set.bl.p - set.tl.p).length()) / 2.0;
    let told = distance / module.max(0.5) + 7.0;
    let nearest = ((told - 17.0) / 4.0).round() as i32 * 4 + 17;
    let reach = if nearest > 41 { 3 } else { 2 };
    let mut sizes: Vec<i32> = (-reach..=reach).map(|step| nearest + 4 * step).collect();
    sizes.sort_by(|a, b| (*a as f32 - told).abs().total_cmp(&(*b as f32 - told).abs()));
    sizes
}

struct Laid {
    modules: i32,
    grid: PerspectiveTransform,
    /// How clear the timing and alignment patterns are, measured by the finder patterns: about 1 where all is well.
    agrees: f32,
}

/// Below this the three patterns do not belong together, or the size is wrong.
const AGREES: f32 = 0.2;
/// Above this no other size is tried.
const AGREES_WELL: f32 = 0.7;
/// Fewer grey levels between dark and light than this are noise.
const FAINT: f32 = 4.0;

/// Moves the fourth corner until the fixed patterns fit best.
fn lay(gray: &Gray, set: &FinderPatternSet, modules: i32, clock: Clock) -> Option<Laid> {
    let fixed = Fixed::of(modules);
    let side = (modules - 7) as f32;
    let (right, down) = ((set.tr.p - set.tl.p) / side, (set.bl.p - set.tl.p) / side);
    // The centre of the alignment pattern, where the code has one.
    let inset = if modules > 21 { 3.0 } else { 0.0 };
    let mut best = set.tl.p + right * (side - inset) + down * (side - inset);
    let mut laid = grid(set, modules, inset, best)?;
    let finders = contrast(gray, &laid, &fixed.finders);
    if finders < FAINT {
        return None;
    }
    let reach = 3 + modules / 10;
    // First by what lies far from the three patterns, then by all of it.
    let mut fit = f32::MIN;
    for (steps, step, all) in [(reach, 1.0f32, false), (2, 0.4, true), (2, 0.15, true)] {
        let centre = best;
        if all {
            fit = f32::MIN;
        }
        for v in -steps..=steps {
            if clock.over() {
                return None;
            }
            for u in -steps..=steps {
                let corner = centre + right * (u as f32 * step) + down * (v as f32 * step);
                let Some(moved) = grid(set, modules, inset, corner) else { continue };
                let mut better = contrast(gray, &moved, &fixed.others);
                if all {
                    better += contrast(gray, &moved, &fixed.finders);
                }
                if better > fit {
                    (fit, laid, best) = (better, moved, corner);
                }
            }
        }
    }
    let agrees = contrast(gray, &laid, &fixed.others) / contrast(gray, &laid, &fixed.finders).max(FAINT);
    Some(Laid { modules, grid: laid, agrees })
}

fn grid(set: &FinderPatternSet, modules: i32, inset: f32, corner: Point) -> Option<PerspectiveTransform> {
    let (near, far) = (3.5, modules as f32 - 3.5);
    let of_modules = [point(near, near), point(far, near), point(far - inset, far - inset), point(near, far)];
    let of_pixels = [set.tl.p, set.tr.p, corner, set.bl.p];
    let (from, to) = (Quadrilateral::from(of_modules), Quadrilateral::from(of_pixels));
    PerspectiveTransform::quadrilateralToQuadrilateral(from, to).ok()
}

/// The modules whose colour every code of a size shares.
struct Fixed {
    finders: Pattern,
    /// Timing and alignment.
    others: Pattern,
}

#[derive(Default)]
struct Pattern {
    light: Vec<Point>,
    dark: Vec<Point>,
}

impl Pattern {
    fn add(&mut self, x: i32, y: i32, dark: bool) {
        let side = if dark { &mut self.dark } else { &mut self.light };
        side.push(point(x as f32 + 0.5, y as f32 + 0.5));
    }
}

impl Fixed {
    fn of(modules: i32) -> Fixed {
        let (mut finders, mut others) = (Pattern::default(), Pattern::default());
        for (left, top) in [(0, 0), (modules - 7, 0), (0, modules - 7)] {
            for y in -1..8i32 {
                for x in -1..8i32 {
                    let ring = (x - 3).abs().max((y - 3).abs());
                    let inside = (0..modules).contains(&(left + x)) && (0..modules).contains(&(top + y));
                    if inside {
                        finders.add(left + x, top + y, ring != 2 && ring != 4);
                    }
                }
            }
        }
        for i in 8..modules - 8 {
            others.add(i, 6, i % 2 == 0);
            others.add(6, i, i % 2 == 0);
        }
        if modules > 21 {
            for y in -2..=2i32 {
                for x in -2..=2i32 {
                    others.add(modules - 7 + x, modules - 7 + y, x.abs().max(y.abs()) != 1);
                }
            }
        }
        Fixed { finders, others }
    }
}

/// How much lighter the light modules of a pattern are than the dark ones.
fn contrast(gray: &Gray, grid: &PerspectiveTransform, pattern: &Pattern) -> f32 {
    let mean = |modules: &[Point]| {
        let light = |module: &Point| light_at(gray, grid.transform_point(*module));
        modules.iter().map(light).sum::<f32>() / modules.len().max(1) as f32
    };
    mean(&pattern.light) - mean(&pattern.dark)
}

/// The grey between pixels; beyond the edge that of the edge.
fn light_at(gray: &Gray, place: Point) -> f32 {
    let x = (place.x - 0.5).clamp(0.0, (gray.width - 1) as f32);
    let y = (place.y - 0.5).clamp(0.0, (gray.height - 1) as f32);
    let (left, top) = (x as usize, y as usize);
    let (right, bottom) = ((left + 1).min(gray.width - 1), (top + 1).min(gray.height - 1));
    let (u, v) = (x - left as f32, y - top as f32);
    let at = |x: usize, y: usize| f32::from(gray.pixels[y * gray.width + x]);
    let upper = at(left, top) * (1.0 - u) + at(right, top) * u;
    let lower = at(left, bottom) * (1.0 - u) + at(right, bottom) * u;
    upper * (1.0 - v) + lower * v
}

fn decode(gray: &Gray, laid: &Laid, clock: Clock) -> Option<Found> {
    let modules = laid.modules as usize;
    let lights = lights(gray, laid);
    let text = SHARPER.iter().find_map(|sharper| {
        if clock.over() {
            return None;
        }
        text_of(&judged(&lights, modules, *sharper)?)
    })?;
    let end = laid.modules as f32;
    let corner = |x: f32, y: f32| -> Place {
        let place = laid.grid.transform_point(point(x, y));
        (place.x, place.y)
    };
    let corners = [corner(0.0, 0.0), corner(end, 0.0), corner(end, end), corner(0.0, end)];
    Some(Found { text, corners, pixels_per_module: super::module(corners, laid.modules as u32) })
}

/// The light of each module: the mean of its middle.
fn lights(gray: &Gray, laid: &Laid) -> Vec<f32> {
    let around = [(0.5, 0.5), (0.3, 0.3), (0.7, 0.3), (0.3, 0.7), (0.7, 0.7)];
    let modules = laid.modules;
    let places = (0..modules).flat_map(|y| (0..modules).map(move |x| (x as f32, y as f32)));
    let light = |(x, y): (f32, f32)| {
        let at = |(u, v): (f32, f32)| light_at(gray, laid.grid.transform_point(point(x + u, y + v)));
        around.into_iter().map(at).sum::<f32>() / around.len() as f32
    };
    places.map(light).collect()
}

/// Dark is what is darker than the modules around it, once the neighbours' light is taken out of it.
fn judged(lights: &[f32], modules: usize, sharper: f32) -> Option<BitMatrix> {
    const REACH: usize = 4;
    let at = |x: usize, y: usize| lights[y * modules + x];
    let mut clear = Vec::with_capacity(lights.len());
    for y in 0..modules {
        for x in 0..modules {
            // Beyond the edge lies the quiet zone, as light as anything.
            let mut others = 0.0;
            for (dx, dy) in [(-1i32, 0i32), (1, 0), (0, -1), (0, 1)] {
                let (nx, ny) = (x as i32 + dx, y as i32 + dy);
                let inside = nx >= 0 && ny >= 0 && nx < modules as i32 && ny < modules as i32;
                others += if inside { at(nx as usize, ny as usize) } else { 255.0f32.min(at(x, y) + 60.0) };
            }
            clear.push(at(x, y) * (1.0 + 4.0 * sharper) - others * sharper);
        }
    }
    let mut matrix = BitMatrix::new(modules as u32, modules as u32).ok()?;
    let side = modules + 1;
    let mut sums = vec![0f32; side * side];
    for y in 0..modules {
        let mut row = 0f32;
        for x in 0..modules {
            row += clear[y * modules + x];
            sums[(y + 1) * side + x + 1] = sums[y * side + x + 1] + row;
        }
    }
    for y in 0..modules {
        let (top, bottom) = (y.saturating_sub(REACH), (y + REACH + 1).min(modules));
        for x in 0..modules {
            let (left, right) = (x.saturating_sub(REACH), (x + REACH + 1).min(modules));
            let sum = sums[bottom * side + right] - sums[top * side + right] - sums[bottom * side + left]
                + sums[top * side + left];
            if clear[y * modules + x] * (((bottom - top) * (right - left)) as f32) < sum {
                matrix.set(x as u32, y as u32);
            }
        }
    }
    Some(matrix)
}
