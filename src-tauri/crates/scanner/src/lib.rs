//! Picture → texts of the QR codes in it. Knows no coupon.
//!
//! Two readers look at several views of the picture: rxing's port of zxing-cpp first, rqrr as the
//! second opinion where rxing finds nothing. Every call is bounded in time, in memory and against
//! panics of the readers; no text is returned that no reader decoded whole.

mod bounded;
mod picture;
mod readers;
mod views;

pub use bounded::READER_THREAD;
pub use picture::{Gray, decode_picture};

/// Why a picture gives no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Not a picture, or a broken one.
    #[error("the picture cannot be read; use PNG, JPEG, WebP, BMP or PGM/PPM")]
    Unreadable,
    /// More pixels than any camera here makes.
    #[error("the picture has more than 40 megapixels; make it smaller")]
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
/// [`PictureError`]; never panics, and answers within a few seconds whatever the bytes.
pub fn scan(bytes: &[u8]) -> Result<Vec<String>, PictureError> {
    let bytes = bytes.to_vec();
    bounded::run(move || Ok(readers::texts(&decode_picture(&bytes)?)))?
}
