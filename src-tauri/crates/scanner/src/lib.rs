//! Picture or camera frame → texts of the QR codes in it. Knows no coupon.
//!
//! Two readers look at several views of the picture: rxing's port of zxing-cpp first; rqrr finds codes in still
//! pictures where that one finds nothing. What a code says is decoded here, whole or not at all. Looking for codes is
//! bounded in time, in memory and against panics of the readers.

mod bounded;
#[cfg(feature = "camera")]
pub mod camera;
mod gray;
mod huffman;
mod live;
mod look;
mod picture;
mod read;
mod regions;
mod source;
mod still;
mod views;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, Instant};

pub use bounded::{READER_THREAD, abandoned_threads};
pub use gray::Gray;
pub use live::{Glance, Light, Live, LiveReader, Suspected};
pub use picture::decode_picture;
pub(crate) use read::Clock;
pub use read::{Found, Place};
pub use source::{Folder, Format, Frame, FrameSource, PixelFormat, SourceError, Video, video_of};

/// A still picture that takes longer, decoding included, is given up.
/// The rest of the quarter of a second is for threads that are late to be told.
const HARD_BUDGET: Duration = Duration::from_millis(205);
/// After this no further view of a still picture is begun.
const BUDGET: Duration = Duration::from_millis(150);
/// A picture that was long in decoding is looked at for so long at least, if that can be.
const A_LOOK: Duration = Duration::from_millis(40);

/// No picture's file is larger.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Why a picture gives no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Not a picture, or a broken one.
    #[error("the picture cannot be read; use PNG, JPEG, WebP, BMP or PGM/PPM")]
    Unreadable,
    /// More pixels than any camera here makes, or more bytes.
    #[error("the picture has more than 49 megapixels or 64 megabytes; make it smaller")]
    TooLarge,
    /// Reading took too long; the picture is hostile or the machine overloaded.
    #[error("reading the picture took too long; take it again, nearer and straighter")]
    TookTooLong,
    /// Earlier pictures are still being read.
    #[error("the reader is still busy with earlier pictures; wait a moment")]
    Busy,
}

impl PictureError {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            PictureError::Unreadable => "unreadable-picture",
            PictureError::TooLarge => "picture-too-large",
            PictureError::TookTooLong => "picture-timeout",
            PictureError::Busy => "reader-busy",
        }
    }
}

/// The distinct texts of all QR codes in a picture file's bytes, sorted; empty where there is none.
///
/// # Errors
/// As [`read_picture`].
pub fn scan(bytes: &[u8]) -> Result<Vec<String>, PictureError> {
    let mut texts: Vec<String> = read_picture(bytes)?.into_iter().map(|found| found.text).collect();
    texts.sort();
    Ok(texts)
}

/// The bytes of a picture's file, for [`scan`]. The error inside is that of a file with more than it would look at.
///
/// # Errors
/// Those of the file.
pub fn read_file(path: &Path) -> io::Result<Result<Vec<u8>, PictureError>> {
    let file = File::open(path)?;
    if file.metadata()?.len() > MOST_BYTES {
        return Ok(Err(PictureError::TooLarge));
    }
    let mut bytes = vec![];
    // It may grow meanwhile, or be none that has a length.
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > MOST_BYTES { Err(PictureError::TooLarge) } else { Ok(bytes) })
}

/// The codes in a picture file's bytes, each text once, with their places in the decoded picture.
///
/// # Errors
/// [`PictureError`]; never panics, and answers within a quarter of a second whatever the bytes.
pub fn read_picture(bytes: &[u8]) -> Result<Vec<Found>, PictureError> {
    let began = Instant::now();
    if bytes.len() as u64 > MOST_BYTES {
        return Err(PictureError::TooLarge);
    }
    let bytes = bytes.to_vec();
    bounded::PICTURES.run(HARD_BUDGET.saturating_sub(began.elapsed()), move || {
        let gray = decode_picture(&bytes)?;
        let end = (began + BUDGET).max(Instant::now() + A_LOOK);
        Ok(still::codes(&gray, Clock::until(end)))
    })?
}

/// The codes in a picture that is grey already.
///
/// # Errors
/// As [`read_picture`].
pub fn read_gray(gray: &Gray) -> Result<Vec<Found>, PictureError> {
    let began = Instant::now();
    let gray = gray.clone();
    bounded::PICTURES
        .run(HARD_BUDGET.saturating_sub(began.elapsed()), move || still::codes(&gray, Clock::until(began + BUDGET)))
}
