//! Where frames come from.

mod folder;
mod frame;
mod video;

use std::time::Duration;

pub use folder::Folder;
pub use frame::{Frame, PixelFormat};
pub use video::{Video, video_of};

use crate::PictureError;

/// A camera, or what stands in its place.
pub trait FrameSource: Send {
    /// The name people know it by.
    fn name(&self) -> &str;

    /// The formats it can give; the first is the one in use.
    fn formats(&self) -> Vec<Format>;

    /// The next frame, waiting for it no longer than `wait`.
    ///
    /// # Errors
    /// [`SourceError`]
    fn next_frame(&mut self, wait: Duration) -> Result<Frame, SourceError>;
}

/// What the frames of a source are like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Format {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// How a pixel is written.
    pub pixels: PixelFormat,
    /// Frames a second.
    pub rate: f32,
}

/// Why a source gives no frame.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The video or the folder is at its end.
    #[error("there are no more frames")]
    Ended,
    /// Nothing came in time.
    #[error("no frame came in time")]
    TimedOut,
    /// This one frame is spoilt; the next may be well.
    #[error("a frame cannot be read")]
    Spoilt(#[from] PictureError),
    /// It is no video this reader knows.
    #[error("not an AVI file with Motion JPEG")]
    NotAVideo,
    /// The file or folder cannot be read.
    #[error("the source cannot be read")]
    Io(#[from] std::io::Error),
}
