//! What a camera at the desk sees, drawn: an empty counter, and a phone that is held up. As a video file, which may change
//! under the window's eyes.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{GrayImage, Luma};

pub const WIDTH: u32 = 1280;
pub const HEIGHT: u32 = 720;
const RATE: u32 = 30;

/// A film in the camera's place. It plays over and over; a new one is seen when the one before has ended.
pub struct Film {
    pub path: PathBuf,
}

impl Film {
    /// Where it will lie.
    pub fn at(path: PathBuf) -> Film {
        Film { path }
    }

    /// One second of this, held by a hand that is not quite still.
    pub fn show(&self, scene: &GrayImage) {
        self.tell(&[(scene, 1)]);
    }

    /// A whole story: each scene for so many seconds.
    pub fn tell(&self, scenes: &[(&GrayImage, usize)]) {
        let mut frames = vec![];
        for (scene, seconds) in scenes {
            let jpegs = jpegs(scene);
            frames.extend((0..seconds * RATE as usize).map(|n| jpegs[n / 3 % jpegs.len()].clone()));
        }
        let made = self.path.with_extension("new");
        std::fs::write(&made, scanner::video_of(&frames, WIDTH, HEIGHT, RATE)).unwrap();
        std::fs::rename(&made, &self.path).unwrap();
    }
}

/// The different pictures of such a second.
pub fn jpegs(scene: &GrayImage) -> Vec<Vec<u8>> {
    (0..4).map(|n| jpeg(&moved(scene, n))).collect()
}

/// A counter with a wall behind it, and nobody there.
pub fn counter() -> GrayImage {
    GrayImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let wall = 118 + (x / 40 + y / 56) % 3 * 4;
        let edge = if y > 560 { 74 } else { wall };
        Luma([(edge + (x * 7 + y * 13) % 5) as u8])
    })
}

/// A phone held up, its code `side` pixels wide with its quiet zone.
pub fn phone(scene: &GrayImage, code: &GrayImage, side: u32, (x, y): (i64, i64)) -> GrayImage {
    let mut scene = scene.clone();
    let (left, top) = (x - i64::from(side) / 2, y - i64::from(side) / 2);
    let body = GrayImage::from_pixel(side + side / 5, side * 8 / 5, Luma([24]));
    imageops::overlay(&mut scene, &body, left - i64::from(side) / 10, top - i64::from(side) * 3 / 10);
    let small = imageops::resize(code, side, side, FilterType::Triangle);
    // No screen is as white and no code as black as a file is.
    let lit = GrayImage::from_fn(side, side, |x, y| Luma([30 + small.get_pixel(x, y).0[0] / 4 * 3]));
    imageops::overlay(&mut scene, &lit, left, top);
    scene
}

/// The picture of a code, grey.
pub fn code(path: &Path) -> GrayImage {
    image::open(path).unwrap().into_luma8()
}

fn moved(scene: &GrayImage, n: i64) -> GrayImage {
    let mut frame = scene.clone();
    imageops::overlay(&mut frame, scene, n - 2, (n * 3) % 4 - 2);
    frame
}

fn jpeg(frame: &GrayImage) -> Vec<u8> {
    let mut bytes = Cursor::new(vec![]);
    JpegEncoder::new_with_quality(&mut bytes, 80).encode_image(frame).unwrap();
    let mut bytes = bytes.into_inner();
    // Pieces of a film are of even length; what follows a picture's end is no part of it.
    bytes.resize(bytes.len().next_multiple_of(2), 0);
    bytes
}
