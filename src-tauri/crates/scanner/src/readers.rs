//! Both readers over the views of one still picture.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source};

use crate::Gray;
use crate::views::{double, half, inverted, local_mean};

/// No code has fewer pixels on a side, and readers stumble over such pictures.
const SMALLEST: usize = 16;
/// Below this side a picture is also looked at enlarged.
const SMALL: usize = 500;
/// After this no further view is begun.
const ENOUGH: Duration = Duration::from_millis(2500);

/// Every distinct text, sorted.
pub(crate) fn texts(gray: &Gray) -> Vec<String> {
    let began = Instant::now();
    let mut found = BTreeSet::new();
    // The picture and its half always: two codes of different size are both seen.
    found.extend(rxing_texts(gray));
    let smaller = half(gray);
    found.extend(rxing_texts(&smaller));
    type View = fn(&Gray, &Gray) -> Gray;
    let views: [View; 6] = [
        |g, _| local_mean(g, 25),
        |_, h| local_mean(h, 12),
        |_, h| inverted(h),
        |g, _| inverted(g),
        |_, h| half(h),
        |g, _| if g.width.max(g.height) < SMALL { double(g) } else { local_mean(g, 60) },
    ];
    for view in views {
        if !found.is_empty() || began.elapsed() > ENOUGH {
            break;
        }
        found.extend(rxing_texts(&view(gray, &smaller)));
    }
    let second: [View; 3] = [|g, _| g.clone(), |g, _| local_mean(g, 25), |_, h| h.clone()];
    for view in second {
        if !found.is_empty() || began.elapsed() > ENOUGH {
            break;
        }
        found.extend(rqrr_texts(&view(gray, &smaller)));
    }
    found.into_iter().collect()
}

fn rxing_texts(gray: &Gray) -> Vec<String> {
    let read = || {
        let (width, height) = (u32::try_from(gray.width).ok()?, u32::try_from(gray.height).ok()?);
        if gray.width < SMALLEST || gray.height < SMALLEST {
            return None;
        }
        let source = Luma8Source::new(gray.pixels.clone(), width, height).ok()?;
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        let hints = DecodeHints {
            TryHarder: Some(true),
            PossibleFormats: Some([BarcodeFormat::QR_CODE].into()),
            ..DecodeHints::default()
        };
        QrReader.decode_multiple_with_hints(&mut bitmap, &hints).ok()
    };
    // A panic in a reader is a picture it cannot read, nothing more.
    let results = catch_unwind(AssertUnwindSafe(read)).ok().flatten().unwrap_or_default();
    results.iter().map(|r| r.getText().to_owned()).filter(|t| !t.is_empty()).collect()
}

fn rqrr_texts(gray: &Gray) -> Vec<String> {
    if gray.width < SMALLEST || gray.height < SMALLEST {
        return vec![];
    }
    let read = || {
        let pixel = |x: usize, y: usize| gray.pixels[y * gray.width + x];
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(gray.width, gray.height, pixel);
        let grids = image.detect_grids();
        grids.iter().filter_map(|g| g.decode().ok()).map(|(_, text)| text).collect::<Vec<_>>()
    };
    let mut texts = catch_unwind(AssertUnwindSafe(read)).unwrap_or_default();
    texts.retain(|t| !t.is_empty());
    texts
}
