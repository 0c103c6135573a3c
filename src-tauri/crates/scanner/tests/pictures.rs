//! Pictures as they reach the desk, good and bad.
#![allow(clippy::unwrap_used, missing_docs)]

mod cases;

use std::io::Cursor;
use std::time::{Duration, Instant};

use image::{GrayImage, ImageFormat, Luma, imageops};
use proptest::prelude::*;
use scanner::{PictureError, scan};

fn code(text: &str, pixels_a_module: u32) -> GrayImage {
    let code = qrcode::QrCode::new(text).unwrap();
    let side = code.width() as u32;
    let quiet = 4;
    let size = (side + 2 * quiet) * pixels_a_module;
    GrayImage::from_fn(size, size, |x, y| {
        let (mx, my) = (x / pixels_a_module, y / pixels_a_module);
        let inside = mx >= quiet && my >= quiet && mx < side + quiet && my < side + quiet;
        let dark = inside && code[((mx - quiet) as usize, (my - quiet) as usize)] == qrcode::Color::Dark;
        Luma([if dark { 20 } else { 235 }])
    })
}

fn file(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(vec![]);
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn png(picture: &GrayImage) -> Vec<u8> {
    file(picture, ImageFormat::Png)
}

const TEXT: &str = "PPC1:NCFK90-10FFWTWGSLKC 4Z99%.16.4IIV.HHM7BV%KUZCAL6NF6FN0YLD-7SWY0XLD%*0J";

#[test]
fn a_code_is_read_in_every_format_and_turned_every_way() {
    let picture = code(TEXT, 5);
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Pnm] {
        assert_eq!(scan(&file(&picture, format)).unwrap(), [TEXT], "{format:?}");
    }
    for turned in [imageops::rotate90(&picture), imageops::rotate180(&picture), imageops::rotate270(&picture)] {
        assert_eq!(scan(&png(&turned)).unwrap(), [TEXT]);
    }
}

#[test]
fn an_inverted_and_a_dark_code_are_read() {
    let mut inverted = code(TEXT, 6);
    imageops::invert(&mut inverted);
    assert_eq!(scan(&png(&inverted)).unwrap(), [TEXT]);
    let mut dark = code(TEXT, 6);
    dark.pixels_mut().for_each(|p| p.0[0] /= 8);
    assert_eq!(scan(&png(&dark)).unwrap(), [TEXT]);
}

#[test]
fn two_codes_in_one_picture_are_both_told() {
    let (left, right) = (code("first", 6), code("second", 6));
    let mut both = GrayImage::from_pixel(left.width() + right.width() + 80, 400, Luma([235]));
    imageops::overlay(&mut both, &left, 10, 20);
    imageops::overlay(&mut both, &right, i64::from(left.width()) + 60, 90);
    assert_eq!(scan(&png(&both)).unwrap(), ["first", "second"]);
}

#[test]
fn a_picture_without_a_code_gives_no_text() {
    let blank = GrayImage::from_pixel(640, 480, Luma([200]));
    assert_eq!(scan(&png(&blank)).unwrap(), Vec::<String>::new());
    assert_eq!(scan(&png(&GrayImage::new(1, 1))).unwrap(), Vec::<String>::new());
}

#[test]
fn fifty_megapixels_and_broken_bytes_are_an_error_within_a_moment() {
    // Fifty megapixels that are all there, and would be long in decoding.
    let mut whole = b"P5 10000 5000 255\n".to_vec();
    whole.resize(whole.len() + 50_000_000, 200);
    let began = Instant::now();
    assert_eq!(scan(&whole), Err(PictureError::TooLarge));
    assert!(began.elapsed() < Duration::from_millis(250), "{:?}", began.elapsed());
    // A PGM header promises what the file does not hold.
    let began = Instant::now();
    assert_eq!(scan(b"P5 10000 5000 255\n"), Err(PictureError::TooLarge));
    assert_eq!(scan(b"P5 1000 1000 255\nshort"), Err(PictureError::Unreadable));
    assert_eq!(scan(b"GIF89a"), Err(PictureError::Unreadable));
    assert_eq!(scan(b""), Err(PictureError::Unreadable));
    assert!(began.elapsed() < Duration::from_millis(250), "none of them was decoded: {:?}", began.elapsed());
}

#[test]
fn a_file_of_more_than_64_megabytes_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("huge.pgm");
    let file = std::fs::File::create(&path).unwrap();
    file.set_len((64 << 20) + 1).unwrap();
    assert_eq!(scanner::read_file(&path).unwrap(), Err(PictureError::TooLarge));
    file.set_len(5).unwrap();
    assert_eq!(scanner::read_file(&path).unwrap(), Ok(vec![0; 5]));
    assert!(scanner::read_file(dir.path()).is_err());
    let mut bytes = b"P5 40 40 255\n".to_vec();
    bytes.resize((64 << 20) + 1, 200);
    let began = Instant::now();
    assert_eq!(scan(&bytes), Err(PictureError::TooLarge));
    assert!(began.elapsed() < Duration::from_millis(5), "not even copied: {:?}", began.elapsed());
}

#[test]
fn a_code_in_a_corner_of_a_twelve_megapixel_photograph_is_read_and_its_place_told() {
    let mut picture = GrayImage::from_fn(4000, 3000, |x, y| Luma([150 + ((x / 40 + y / 25) % 60) as u8]));
    imageops::overlay(&mut picture, &code(TEXT, 12), 3000, 2000);
    assert_eq!(scan(&file(&picture, ImageFormat::Jpeg)).unwrap(), [TEXT]);
    let small = imageops::thumbnail(&picture, 1000, 750);
    let found = scanner::read_picture(&png(&small)).unwrap();
    let (x, y) = found[0].corners[0];
    // The quiet zone is four modules of twelve pixels, at a quarter of the size.
    assert!((x - 762.0).abs() < 3.0 && (y - 512.0).abs() < 3.0, "{:?}", found[0].corners);
    assert!((found[0].pixels_per_module - 3.0).abs() < 0.2, "{}", found[0].pixels_per_module);
}

#[test]
fn a_small_blurred_code_is_read_by_its_grey() {
    let small = imageops::resize(&code(TEXT, 8), 150, 150, imageops::FilterType::Triangle);
    let blurred = imageops::blur(&small, 1.2);
    assert_eq!(scan(&png(&blurred)).unwrap(), [TEXT]);
}

proptest! {
    #![proptest_config(cases::usually(60))]

    #[test]
    fn spoilt_bytes_never_panic_and_never_invent_a_text(place in 0usize..4000, byte: u8) {
        let mut bytes = png(&code(TEXT, 4));
        let place = place % bytes.len();
        bytes[place] = byte;
        if let Ok(texts) = scan(&bytes) {
            prop_assert!(texts.is_empty() || texts == [TEXT]);
        }
    }

    #[test]
    fn any_bytes_at_all_are_an_answer(
        head in prop::sample::select(vec![&b""[..], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF....WEBPVP8 ", b"BM", b"P5 40 40 255\n", b"P6\n9 9\n255\n"]),
        rest in prop::collection::vec(any::<u8>(), 0..3000),
    ) {
        let began = Instant::now();
        if let Ok(texts) = scan(&[head, &rest].concat()) {
            prop_assert!(texts.is_empty());
        }
        prop_assert!(began.elapsed() < Duration::from_secs(1));
    }

    #[test]
    fn a_spoilt_jpeg_or_webp_never_invents_a_text(
        webp: bool,
        spoilt in prop::collection::vec((0usize..20_000, any::<u8>()), 1..12),
        kept in 0usize..20_000,
    ) {
        let mut bytes = file(&code(TEXT, 4), if webp { ImageFormat::WebP } else { ImageFormat::Jpeg });
        let whole = bytes.len();
        for (place, byte) in spoilt {
            bytes[place % whole] = byte;
        }
        bytes.truncate(whole - kept % (whole / 2));
        if let Ok(texts) = scan(&bytes) {
            prop_assert!(texts.is_empty() || texts == [TEXT]);
        }
    }
}
