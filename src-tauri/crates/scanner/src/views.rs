//! Views of a picture under which a reader may see what it misses in the picture itself.

use crate::Gray;

/// Half the size, each pixel the mean of four: noise and moiré go.
pub(crate) fn half(gray: &Gray) -> Gray {
    let (width, height) = (gray.width / 2, gray.height / 2);
    let at = |x: usize, y: usize| u32::from(gray.pixels[y * gray.width + x]);
    let mean = |x: usize, y: usize| {
        ((at(2 * x, 2 * y) + at(2 * x + 1, 2 * y) + at(2 * x, 2 * y + 1) + at(2 * x + 1, 2 * y + 1)) / 4) as u8
    };
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    Gray { width, height, pixels: pixels.map(|(x, y)| mean(x, y)).collect() }
}

/// Twice the size: small codes get enough pixels a module.
pub(crate) fn double(gray: &Gray) -> Gray {
    let (width, height) = (gray.width * 2, gray.height * 2);
    let pixel = |x: usize, y: usize| gray.pixels[(y / 2) * gray.width + x / 2];
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    Gray { width, height, pixels: pixels.map(|(x, y)| pixel(x, y)).collect() }
}

/// Dark and light exchanged.
pub(crate) fn inverted(gray: &Gray) -> Gray {
    Gray { pixels: gray.pixels.iter().map(|p| 255 - p).collect(), ..gray.clone() }
}

/// Black where darker than the mean around it: shadows and glare go. `radius` in pixels.
pub(crate) fn local_mean(gray: &Gray, radius: usize) -> Gray {
    let (w, h) = (gray.width, gray.height);
    // sums[(y, x)] = sum of all pixels above and left of (x, y).
    let mut sums = vec![0u32; (w + 1) * (h + 1)];
    for y in 0..h {
        let mut row = 0u32;
        for x in 0..w {
            row += u32::from(gray.pixels[y * w + x]);
            sums[(y + 1) * (w + 1) + x + 1] = sums[y * (w + 1) + x + 1].wrapping_add(row);
        }
    }
    let mut pixels = Vec::with_capacity(w * h);
    for y in 0..h {
        let (top, bottom) = (y.saturating_sub(radius), (y + radius + 1).min(h));
        for x in 0..w {
            let (left, right) = (x.saturating_sub(radius), (x + radius + 1).min(w));
            let sum = |y: usize, x: usize| sums[y * (w + 1) + x];
            let around = sum(bottom, right)
                .wrapping_sub(sum(top, right))
                .wrapping_sub(sum(bottom, left))
                .wrapping_add(sum(top, left));
            let count = ((bottom - top) * (right - left)) as u32;
            // A little below the mean, so that plain paper stays white.
            let dark = (u32::from(gray.pixels[y * w + x]) + 5) * count < around;
            pixels.push(if dark { 0 } else { 255 });
        }
    }
    Gray { width: w, height: h, pixels }
}
