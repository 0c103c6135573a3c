//! Small pictures of codes, and what a camera would make of them.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use scanner::{PixelFormat, video_of};

/// Of a camera's formats, in the order of a frame's first byte.
pub const PIXELS: [PixelFormat; 4] = [PixelFormat::Yuyv, PixelFormat::Nv12, PixelFormat::Jpeg, PixelFormat::Gray];

/// Frames are filled with their last bytes over and over up to so many.
const MOST_FILLED: usize = 2 * 1280 * 720;

/// A frame as bytes: how it is written, how often it is shown, whether its bytes are repeated, its size, its bytes.
pub struct Shown {
    pub pixels: PixelFormat,
    pub times: usize,
    pub width: usize,
    pub height: usize,
    pub bytes: Vec<u8>,
}

impl Shown {
    /// Any ten bytes and more are a frame.
    pub fn read(bytes: &[u8]) -> Option<Shown> {
        let (head, rest) = bytes.split_first_chunk::<10>()?;
        let side = |at: usize| match u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]) {
            u32::MAX => usize::MAX,
            side => side as usize,
        };
        let (width, height) = (side(2), side(6));
        let mut bytes = rest.to_vec();
        let wanted = width.saturating_mul(height).saturating_mul(2);
        if head[1] >= 128 && wanted <= MOST_FILLED && !rest.is_empty() {
            bytes = rest.iter().copied().cycle().take(wanted).collect();
        }
        let (pixels, times) = (PIXELS[usize::from(head[0]) % 4], usize::from(head[1]) % 5 + 1);
        Some(Shown { pixels, times, width, height, bytes })
    }

    fn written(pixels: usize, width: u32, height: u32, filled: bool, bytes: &[u8]) -> Vec<u8> {
        let head = [pixels as u8, if filled { 130 } else { 1 }];
        [&head[..], &width.to_le_bytes(), &height.to_le_bytes(), bytes].concat()
    }
}

fn code(text: &str, pixels_a_module: u32) -> GrayImage {
    let code = qrcode::QrCode::new(text).expect("a short text");
    let side = code.width() as u32;
    let size = (side + 8) * pixels_a_module;
    GrayImage::from_fn(size, size, |x, y| {
        let (x, y) = ((x / pixels_a_module).wrapping_sub(4), (y / pixels_a_module).wrapping_sub(4));
        let dark = x < side && y < side && code[(x as usize, y as usize)] == qrcode::Color::Dark;
        Luma([if dark { 20 } else { 235 }])
    })
}

/// A sheet of finder patterns, as a hostile hand would draw it.
fn finders(width: u32, height: u32, module: u32) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| {
        let ring = (x / module % 9).abs_diff(3).max((y / module % 9).abs_diff(3));
        Luma([if ring != 2 && ring < 4 { 10 } else { 240 }])
    })
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(vec![]);
    picture.write_to(&mut bytes, format).expect("a small picture can be written");
    bytes.into_inner()
}

/// Picture files of every kind that is read, grey, coloured and half transparent.
pub fn files() -> Vec<Vec<u8>> {
    let grey = DynamicImage::from(code("40731958", 3));
    let hostile = DynamicImage::from(finders(120, 90, 2));
    let blank = DynamicImage::from(GrayImage::from_pixel(5, 3, Luma([200])));
    let mut files = vec![b"P5 10000 5000 255\n".to_vec(), b"P1 3 2 1 0 1 0 1 0\n".to_vec(), b"P2 2 1 9 3 4\n".to_vec()];
    for picture in [&grey, &hostile, &blank] {
        let (colour, clear) = (DynamicImage::from(picture.to_rgb8()), DynamicImage::from(picture.to_rgba8()));
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Pnm] {
            files.extend([file(picture, format), file(&colour, format)]);
        }
        files.extend([ImageFormat::Png, ImageFormat::WebP, ImageFormat::Bmp].map(|format| file(&clear, format)));
    }
    files.push(file(&DynamicImage::from(grey.to_luma16()), ImageFormat::Png));
    files
}

/// Frames of every format: a code, patterns, noise-like bytes that are repeated, and sizes that lie.
pub fn frames() -> Vec<Vec<u8>> {
    let mut frames = vec![];
    for picture in [code("40731958", 3), finders(96, 72, 2), finders(160, 45, 1)] {
        let (width, height) = picture.dimensions();
        let luma = picture.as_raw();
        let yuyv: Vec<u8> = luma.iter().flat_map(|y| [*y, 128]).collect();
        let nv12 = [luma.as_slice(), &vec![128; luma.len() / 2]].concat();
        let jpeg = file(&DynamicImage::from(picture.clone()), ImageFormat::Jpeg);
        for (pixels, bytes) in [&yuyv, &nv12, &jpeg, luma].into_iter().enumerate() {
            frames.push(Shown::written(pixels, width, height, false, bytes));
        }
        for (width, height) in [(u32::MAX, 2), (2, u32::MAX), (50_000, 50_000), (0, 9), (width, height + 1), (1, 4000)]
        {
            frames.push(Shown::written(frames.len() % 4, width, height, false, &luma[..64]));
        }
    }
    // A strip of patterns, repeated down the whole frame.
    let strip = finders(640, 18, 2);
    frames.push(Shown::written(3, 640, 480, true, strip.as_raw()));
    frames.push(Shown::written(0, 320, 240, true, finders(640, 9, 1).as_raw()));
    frames.push(Shown::written(1, 400, 300, true, b"\x05\xf0\x40\x99\x10\xdd\x00"));
    frames
}

/// Videos: as the desk writes them, with an odd frame, with none.
pub fn videos() -> Vec<Vec<u8>> {
    let picture = |grey: GrayImage| file(&DynamicImage::from(grey), ImageFormat::Jpeg);
    let (shown, mut odd) = (picture(code("40731958", 2)), picture(finders(40, 30, 1)));
    if odd.len() % 2 == 0 {
        odd.push(0);
    }
    vec![
        video_of(&[shown.clone(), odd.clone(), shown], 66, 66, 1000),
        video_of(&[vec![], odd, b"no jpeg".to_vec()], 40, 30, 1000),
        video_of(&[], 0, 0, 0),
    ]
}
