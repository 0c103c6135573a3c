//! Views of a picture under which a reader may see what it misses in the picture itself.

use rxing::common::{BitMatrix, HybridBinarizer};
use rxing::{Binarizer, Luma8Source};

use crate::Gray;

/// No code has fewer pixels on a side, and readers stumble over such pictures.
pub(crate) const SMALLEST: usize = 16;

/// Half the size, each pixel the mean of four: noise and moiré go.
pub(crate) fn half(gray: &Gray) -> Gray {
    let (width, height) = (gray.width / 2, gray.height / 2);
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        let upper = &gray.pixels[2 * y * gray.width..][..gray.width];
        let lower = &gray.pixels[(2 * y + 1) * gray.width..][..gray.width];
        let pairs = upper.chunks_exact(2).zip(lower.chunks_exact(2));
        pixels.extend(
            pairs.map(|(u, l)| ((u16::from(u[0]) + u16::from(u[1]) + u16::from(l[0]) + u16::from(l[1]) + 2) / 4) as u8),
        );
    }
    Gray { width, height, pixels }
}

/// Twice the size, smoothly: small codes get enough pixels a module.
pub(crate) fn double(gray: &Gray) -> Gray {
    scaled(gray, gray.width * 2, gray.height * 2)
}

/// Another size by Catmull-Rom: edges stay steep.
pub(crate) fn scaled(gray: &Gray, width: usize, height: usize) -> Gray {
    if gray.width == 0 || gray.height == 0 || width == 0 || height == 0 {
        return Gray { width: 0, height: 0, pixels: vec![] };
    }
    let across = Taps::new(gray.width, width);
    let mut rows = vec![0f32; width * gray.height];
    for (row, out) in gray.pixels.chunks_exact(gray.width).zip(rows.chunks_exact_mut(width)) {
        for (out, (from, weights)) in out.iter_mut().zip(&across.0) {
            *out = (0..4).map(|i| f32::from(row[from[i]]) * weights[i]).sum();
        }
    }
    let down = Taps::new(gray.height, height);
    let mut pixels = Vec::with_capacity(width * height);
    for (from, weights) in &down.0 {
        let row = |i: usize| &rows[from[i] * width..][..width];
        let (a, b, c, d) = (row(0), row(1), row(2), row(3));
        pixels.extend((0..width).map(|x| {
            let sum = a[x] * weights[0] + b[x] * weights[1] + c[x] * weights[2] + d[x] * weights[3];
            (sum + 0.5).clamp(0.0, 255.0) as u8
        }));
    }
    Gray { width, height, pixels }
}

/// For each pixel of the result, four pixels of the source and their weights.
struct Taps(Vec<([usize; 4], [f32; 4])>);

impl Taps {
    fn new(from: usize, to: usize) -> Taps {
        let step = from as f32 / to as f32;
        let tap = |i: usize| {
            let centre = (i as f32 + 0.5) * step - 0.5;
            let (whole, t) = (centre.floor(), centre - centre.floor());
            let at = |d: f32| ((whole + d).max(0.0) as usize).min(from - 1);
            let (t2, t3) = (t * t, t * t * t);
            let weights = [
                -0.5 * t3 + t2 - 0.5 * t,
                1.5 * t3 - 2.5 * t2 + 1.0,
                -1.5 * t3 + 2.0 * t2 + 0.5 * t,
                0.5 * t3 - 0.5 * t2,
            ];
            ([at(-1.0), at(0.0), at(1.0), at(2.0)], weights)
        };
        Taps((0..to).map(tap).collect())
    }
}

/// Dark and light exchanged.
pub(crate) fn inverted(gray: &Gray) -> Gray {
    Gray { pixels: gray.pixels.iter().map(|p| 255 - p).collect(), ..gray.clone() }
}

/// The same of a bitmap.
pub(crate) fn flipped(mut matrix: BitMatrix) -> BitMatrix {
    matrix.flip_self();
    matrix
}

/// The mean of the square of `2 * radius + 1` pixels around each pixel.
pub(crate) fn blurred(gray: &Gray, radius: usize) -> Gray {
    let mut pixels = Vec::with_capacity(gray.pixels.len());
    around(gray, radius, |_, sum, count| pixels.push(((sum + count / 2) / count.max(1)) as u8));
    Gray { pixels, ..*gray }
}

/// What differs from its surroundings, made stronger: blur goes.
pub(crate) fn sharpened(gray: &Gray, radius: usize, strength: i32) -> Gray {
    let mut pixels = Vec::with_capacity(gray.pixels.len());
    around(gray, radius, |pixel, sum, count| {
        let (pixel, mean) = (i32::from(pixel), (sum / count.max(1)) as i32);
        pixels.push((pixel + (pixel - mean) * strength / 4).clamp(0, 255) as u8);
    });
    Gray { pixels, ..*gray }
}

/// Black where darker than the mean around it by more than `below`: shadows and glare go.
pub(crate) fn local_mean(gray: &Gray, radius: usize, below: u32) -> Option<BitMatrix> {
    let mut matrix = empty(gray)?;
    let (mut x, mut y, width) = (0u32, 0u32, gray.width as u32);
    around(gray, radius, |pixel, sum, count| {
        if (u32::from(pixel) + below) * count < sum {
            matrix.set(x, y);
        }
        x += 1;
        if x == width {
            (x, y) = (0, y + 1);
        }
    });
    Some(matrix)
}

/// Black and white by blocks, as the readers of this family do it.
pub(crate) fn by_blocks(gray: &Gray) -> Option<BitMatrix> {
    let (width, height) = sides(gray)?;
    let source = Luma8Source::new(gray.pixels.clone(), width, height).ok()?;
    HybridBinarizer::new(source).get_black_matrix().ok().cloned()
}

/// Black below one threshold, the one that parts the histogram best (Otsu).
pub(crate) fn by_one_threshold(gray: &Gray) -> Option<BitMatrix> {
    let mut histogram = [0u64; 256];
    gray.pixels.iter().for_each(|p| histogram[usize::from(*p)] += 1);
    let all = gray.pixels.len() as f64;
    let total: f64 = histogram.iter().enumerate().map(|(v, n)| v as f64 * *n as f64).sum();
    let (mut below, mut sum, mut best, mut threshold) = (0f64, 0f64, 0f64, 127u8);
    for (value, count) in histogram.iter().enumerate() {
        below += *count as f64;
        sum += value as f64 * *count as f64;
        if below == 0.0 || below == all {
            continue;
        }
        let apart = sum / below - (total - sum) / (all - below);
        let spread = below * (all - below) * apart * apart;
        if spread > best {
            (best, threshold) = (spread, value as u8);
        }
    }
    let mut matrix = empty(gray)?;
    for (y, row) in gray.pixels.chunks_exact(gray.width).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, p)| **p <= threshold) {
            matrix.set(x as u32, y as u32);
        }
    }
    Some(matrix)
}

fn sides(gray: &Gray) -> Option<(u32, u32)> {
    if gray.width < SMALLEST || gray.height < SMALLEST {
        return None;
    }
    Some((u32::try_from(gray.width).ok()?, u32::try_from(gray.height).ok()?))
}

fn empty(gray: &Gray) -> Option<BitMatrix> {
    let (width, height) = sides(gray)?;
    BitMatrix::new(width, height).ok()
}

/// Tells `each`, for every pixel row by row: the pixel, the sum of the square around it, and how many pixels that has.
fn around(gray: &Gray, radius: usize, mut each: impl FnMut(u8, u32, u32)) {
    let (w, h) = (gray.width, gray.height);
    if w == 0 {
        return;
    }
    // The sum of each column over the rows of the square; a row enters below as one leaves above.
    let mut columns = vec![0u32; w];
    let mut before = vec![0u32; w + 1];
    let row = |y: usize| &gray.pixels[y * w..][..w];
    for y in 0..radius.min(h) {
        columns.iter_mut().zip(row(y)).for_each(|(sum, p)| *sum += u32::from(*p));
    }
    for y in 0..h {
        if y + radius < h {
            columns.iter_mut().zip(row(y + radius)).for_each(|(sum, p)| *sum += u32::from(*p));
        }
        if y > radius {
            columns.iter_mut().zip(row(y - radius - 1)).for_each(|(sum, p)| *sum -= u32::from(*p));
        }
        let rows = ((y + radius + 1).min(h) - y.saturating_sub(radius)) as u32;
        let mut sum = 0u32;
        for (x, column) in columns.iter().enumerate() {
            sum += column;
            before[x + 1] = sum;
        }
        for (x, pixel) in row(y).iter().enumerate() {
            let (left, right) = (x.saturating_sub(radius), (x + radius + 1).min(w));
            each(*pixel, before[right] - before[left], rows * (right - left) as u32);
        }
    }
}
