//! One frame as a camera writes it.

use crate::{Gray, PictureError};

/// How the pixels of a frame are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelFormat {
    /// Luma and colour by turns (YUY2).
    Yuyv,
    /// All luma, then colour in pairs. I420 begins in the same way.
    Nv12,
    /// A JPEG picture a frame.
    Jpeg,
    /// Luma only.
    Gray,
}

/// A frame, not decoded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Pixels in a row; a JPEG's own header is believed before this.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// How the bytes are to be read.
    pub pixels: PixelFormat,
    /// The bytes as the camera gave them.
    pub bytes: Vec<u8>,
}

impl Frame {
    /// Its light alone.
    ///
    /// # Errors
    /// [`PictureError`] where the bytes are not what the format says.
    pub fn gray(&self) -> Result<Gray, PictureError> {
        match self.pixels {
            PixelFormat::Yuyv => Gray::from_yuyv(self.width, self.height, &self.bytes),
            PixelFormat::Nv12 => Gray::from_nv12(self.width, self.height, &self.bytes),
            PixelFormat::Jpeg => Gray::from_jpeg(&self.bytes),
            PixelFormat::Gray => Gray::from_luma(self.width, self.height, self.width, &self.bytes),
        }
    }
}

impl From<Gray> for Frame {
    fn from(gray: Gray) -> Frame {
        Frame { width: gray.width, height: gray.height, pixels: PixelFormat::Gray, bytes: gray.pixels }
    }
}
