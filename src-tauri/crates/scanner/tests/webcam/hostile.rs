//! Pictures made to keep a reader busy.

use image::{GrayImage, Luma};

use super::chance::Chance;

/// Every kind, by name.
pub fn hostile(width: u32, height: u32) -> Vec<(&'static str, GrayImage)> {
    vec![
        ("finder patterns, 1 pixel a module", finders(width, height, 1, false)),
        ("finder patterns, 2 pixels a module", finders(width, height, 2, false)),
        ("finder patterns, 3 pixels a module", finders(width, height, 3, false)),
        ("finder patterns, 5 pixels a module", finders(width, height, 5, false)),
        ("finder patterns, light on dark", finders(width, height, 3, true)),
        ("finder patterns among noise", noisy(finders(width, height, 3, false))),
        ("checkers of 1 pixel", checkers(width, height, 1)),
        ("checkers of 2 pixels", checkers(width, height, 2)),
        ("checkers of 4 pixels", checkers(width, height, 4)),
        ("noise", noise(width, height, 1)),
        ("noise of 2 pixels", noise(width, height, 2)),
        ("noise of 4 pixels", noise(width, height, 4)),
        ("stripes 1:1:3:1:1", stripes(width, height)),
        ("rings", rings(width, height)),
        // rings that are thicker than a finder pattern's: readers differ in what they count
        ("rings of 3 with a core of 5", cored(width, height, [3, 1, 5], 1)),
        ("rings of 2 with a core of 4", cored(width, height, [2, 1, 4], 2)),
    ]
}

fn finders(width: u32, height: u32, module: u32, inverted: bool) -> GrayImage {
    drawn(width, height, |x, y| {
        let (x, y) = ((x / module) % 9, (y / module) % 9);
        let ring = x.abs_diff(3).max(y.abs_diff(3));
        (ring != 2 && ring < 4) != inverted
    })
}

/// Rings of so many pixels, white of so many, a core, and a gap to the next.
fn cored(width: u32, height: u32, [ring, white, core]: [u32; 3], gap: u32) -> GrayImage {
    let side = 2 * ring + 2 * white + core;
    drawn(width, height, |x, y| {
        let (x, y) = (x % (side + gap), y % (side + gap));
        if x >= side || y >= side {
            return false;
        }
        let edge = x.min(side - 1 - x).min(y.min(side - 1 - y));
        edge < ring || edge >= ring + white
    })
}

fn checkers(width: u32, height: u32, size: u32) -> GrayImage {
    drawn(width, height, |x, y| (x / size + y / size).is_multiple_of(2))
}

fn stripes(width: u32, height: u32) -> GrayImage {
    drawn(width, height, |x, _| matches!(x / 2 % 9, 0 | 2..=4 | 6))
}

fn rings(width: u32, height: u32) -> GrayImage {
    drawn(width, height, |x, y| ((x % 90).abs_diff(45).pow(2) + (y % 90).abs_diff(45).pow(2)).isqrt() / 3 % 2 == 0)
}

fn noise(width: u32, height: u32, size: u32) -> GrayImage {
    let mut chance = Chance::new(u64::from(size));
    let cells: Vec<bool> = (0..(width / size + 1) * (height / size + 1)).map(|_| chance.one_in(2)).collect();
    drawn(width, height, |x, y| cells[(y / size * (width / size + 1) + x / size) as usize])
}

fn noisy(mut picture: GrayImage) -> GrayImage {
    let mut chance = Chance::new(7);
    for pixel in picture.pixels_mut() {
        pixel.0[0] = (f32::from(pixel.0[0]) + chance.around_zero() * 50.0).clamp(0.0, 255.0) as u8;
    }
    picture
}

fn drawn(width: u32, height: u32, dark: impl Fn(u32, u32) -> bool) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| Luma([if dark(x, y) { 10 } else { 240 }]))
}
