//! The two libraries by themselves, as their examples use them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ::rxing::common::HybridBinarizer;
use ::rxing::multi::MultipleBarcodeReader;
use ::rxing::qrcode::cpp_port::QrReader;
use ::rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source};
use scanner::Gray;

pub fn rxing(gray: &Gray) -> Vec<String> {
    let read = || {
        let source = Luma8Source::new(gray.pixels.clone(), gray.width as u32, gray.height as u32).ok()?;
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        let hints = DecodeHints {
            TryHarder: Some(true),
            PossibleFormats: Some([BarcodeFormat::QR_CODE].into()),
            ..DecodeHints::default()
        };
        QrReader.decode_multiple_with_hints(&mut bitmap, &hints).ok()
    };
    let results = catch_unwind(AssertUnwindSafe(read)).ok().flatten().unwrap_or_default();
    results.iter().map(|r| r.getText().to_owned()).collect()
}

pub fn rqrr(gray: &Gray) -> Vec<String> {
    let read = || {
        let pixel = |x: usize, y: usize| gray.pixels[y * gray.width + x];
        let mut image = ::rqrr::PreparedImage::prepare_from_greyscale(gray.width, gray.height, pixel);
        let grids = image.detect_grids();
        grids.iter().filter_map(|g| g.decode().ok()).map(|(_, text)| text).collect::<Vec<_>>()
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_default()
}
