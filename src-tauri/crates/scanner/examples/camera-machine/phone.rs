//! What the webcam sees: a phone in a hand, its screen white, the coupon's code on it.

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use scanner::Gray;
use scanner::camera::Encoding;

use crate::story::Failure;

pub(crate) const WIDTH: usize = 1280;
pub(crate) const HEIGHT: usize = 720;
const CODE: usize = 400;

/// Frames in which the hand trembles, as the camera would send them.
pub(crate) fn frames(code: &Gray, encoding: Encoding, count: usize) -> Result<Vec<Vec<u8>>, Failure> {
    (0..count).map(|nth| encoded(&scene(code, nth), encoding)).collect()
}

fn scene(code: &Gray, nth: usize) -> Vec<u8> {
    let (left, top) = (440 + nth * 7 % 23, 150 + nth * 5 % 17);
    let mut pixels = Vec::with_capacity(WIDTH * HEIGHT);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let (u, v) = (x.wrapping_sub(left), y.wrapping_sub(top));
            let light = if u < CODE && v < CODE {
                let at = v * code.height / CODE * code.width + u * code.width / CODE;
                if code.pixels.get(at).is_some_and(|p| *p < 128) { 28 } else { 225 }
            } else if (left - 20..left + CODE + 20).contains(&x) && (top - 60..top + CODE + 100).contains(&y) {
                218
            } else if (left - 36..left + CODE + 36).contains(&x) && (top - 84..top + CODE + 124).contains(&y) {
                20
            } else {
                // The room, darker to one side.
                60 + x * 70 / WIDTH + (y / 90 % 2) * 18
            };
            // A sensor's grain.
            let grain = (x * 31 + y * 57 + nth * 101) * 2_654_435_761 % 4_294_967_296 / 536_870_912;
            pixels.push(u8::try_from(light + grain).unwrap_or(u8::MAX));
        }
    }
    pixels
}

fn encoded(gray: &[u8], encoding: Encoding) -> Result<Vec<u8>, Failure> {
    match encoding {
        Encoding::Mjpeg => {
            let mut jpeg = vec![];
            let rgb: Vec<u8> = gray.iter().flat_map(|p| [*p, *p, *p]).collect();
            JpegEncoder::new_with_quality(&mut jpeg, 85).encode(
                &rgb,
                WIDTH as u32,
                HEIGHT as u32,
                ExtendedColorType::Rgb8,
            )?;
            Ok(jpeg)
        }
        Encoding::Yuyv => Ok(gray.iter().flat_map(|p| [*p, 128]).collect()),
        Encoding::Grey | Encoding::Nv12 => Err(Failure::Story("not sent by this phone".to_owned())),
    }
}
