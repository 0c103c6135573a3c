//! Which three finder patterns may belong to one code. Those that fit together best come first, whatever their size:
//! among the grain of a dark picture small patterns lie close together, and a reader that began with them would not
//! come to the code in time.

use rxing::Point;
use rxing::common::cpp_essentials::ConcentricPattern;
use rxing::qrcode::cpp_port::detector::FinderPatternSet;

/// A pattern is combined with so many of its nearest neighbours.
const NEIGHBOURS: usize = 15;
/// The corner at the top left, as a cosine: a code held very slanted is no more than this from a right angle.
const MOST_SLANTED: f32 = 0.65;
/// One side may look so much longer than the other.
const LONGEST_SIDE: f32 = 2.4;
/// The nearest pattern may look so much larger than the farthest.
const LARGEST: i32 = 2;
/// From pattern to pattern, in modules: those of the smallest and of the largest code, foreshortened.
const MODULES: std::ops::RangeInclusive<f32> = 11.0..=250.0;

/// The likely sets, likeliest first.
pub(super) fn likely(patterns: &mut [ConcentricPattern]) -> Vec<FinderPatternSet> {
    patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.size));
    let mut sets = vec![];
    let mut near: Vec<(f32, ConcentricPattern)> = vec![];
    for (index, largest) in patterns.iter().enumerate() {
        let farthest = largest.size as f32 / 7.0 * MODULES.end();
        near.clear();
        near.extend(
            patterns[index + 1..]
                .iter()
                .take_while(|other| largest.size <= other.size * LARGEST)
                .map(|other| ((other.p - largest.p).length(), *other))
                .filter(|(distance, _)| *distance <= farthest),
        );
        if near.len() > NEIGHBOURS {
            near.select_nth_unstable_by(NEIGHBOURS, |a, b| a.0.total_cmp(&b.0));
            near.truncate(NEIGHBOURS);
        }
        for (place, (_, one)) in near.iter().enumerate() {
            for (_, other) in &near[place + 1..] {
                // Held very slanted, more than one of the three may look like the corner.
                sets.extend(set(one, largest, other));
                sets.extend(set(largest, one, other));
                sets.extend(set(largest, other, one));
            }
        }
    }
    sets.sort_by(|a, b| a.0.total_cmp(&b.0));
    sets.into_iter().map(|(_, set)| set).collect()
}

/// How far three patterns are from the corner of a square seen from the front, if `b` is that corner.
fn set(a: &ConcentricPattern, b: &ConcentricPattern, c: &ConcentricPattern) -> Option<(f32, FinderPatternSet)> {
    let (to_a, to_c) = (a.p - b.p, c.p - b.p);
    // Patterns farther away look smaller, and so does the way to them.
    let length = |to: Point, other: &ConcentricPattern| to.length() / ((other.size * b.size) as f32).sqrt().max(1.0);
    let (length_a, length_c) = (length(to_a, a), length(to_c, c));
    let uneven = length_a.max(length_c) / length_a.min(length_c).max(f32::EPSILON);
    let slant = (to_a.x * to_c.x + to_a.y * to_c.y) / (to_a.length() * to_c.length()).max(f32::EPSILON);
    let module = (a.size + b.size + c.size) as f32 / 21.0;
    let modules = (to_a.length() + to_c.length()) / 2.0 / module.max(0.1);
    if uneven > LONGEST_SIDE || slant.abs() > MOST_SLANTED || !MODULES.contains(&modules) {
        return None;
    }
    let (least, most) = (a.size.min(b.size).min(c.size), a.size.max(b.size).max(c.size));
    // A size is told in whole pixels.
    let unlike = (most - least - 2).max(0) as f32 / most.max(1) as f32;
    let unlikely = unlike + (uneven - 1.0) / 2.0 + slant.abs() + modules / 300.0;
    let clockwise = to_c.x * to_a.y - to_c.y * to_a.x >= 0.0;
    let (bl, tr) = if clockwise { (*a, *c) } else { (*c, *a) };
    Some((unlikely, FinderPatternSet { bl, tl: *b, tr }))
}

#[cfg(test)]
mod tests {
    use rxing::point;

    use super::*;

    fn pattern(x: f32, y: f32, size: i32) -> ConcentricPattern {
        ConcentricPattern { p: point(x, y), size }
    }

    #[test]
    fn three_patterns_of_a_code_are_told_apart_also_turned() {
        for (tl, tr, bl) in [
            ((100.0, 100.0), (170.0, 102.0), (98.0, 171.0)),
            ((170.0, 100.0), (170.0, 170.0), (100.0, 100.0)),
            ((170.0, 170.0), (100.0, 170.0), (170.0, 100.0)),
        ] {
            let at = |(x, y): (f32, f32)| pattern(x, y, 28);
            let found = likely(&mut [at(tr), at(bl), at(tl)]);
            assert_eq!(found[0], FinderPatternSet { bl: at(bl), tl: at(tl), tr: at(tr) });
        }
    }

    #[test]
    fn a_code_comes_before_the_grain_around_it() {
        let code = [pattern(400.0, 300.0, 21), pattern(500.0, 300.0, 22), pattern(400.0, 401.0, 21)];
        let mut patterns = code.to_vec();
        patterns.extend((0..24).map(|i| {
            let (x, y) = ((i * 37 % 200) as f32, (i * 53 % 170) as f32);
            pattern(380.0 + x, 280.0 + y, 7 + i % 6)
        }));
        let sets = likely(&mut patterns);
        let place = sets.iter().position(|set| [set.tl, set.tr, set.bl] == code);
        assert!(place.is_some_and(|place| place < sets.len() / 50), "{place:?} of {}", sets.len());
    }

    #[test]
    fn three_in_a_row_or_of_very_different_size_are_no_code() {
        let row = [pattern(100.0, 100.0, 21), pattern(200.0, 100.0, 21), pattern(300.0, 100.0, 21)];
        assert_eq!(likely(&mut row.clone()), []);
        let unlike = [pattern(100.0, 100.0, 50), pattern(200.0, 100.0, 21), pattern(100.0, 200.0, 21)];
        assert_eq!(likely(&mut unlike.clone()), []);
    }
}
