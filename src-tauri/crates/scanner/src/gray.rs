//! Grey pixels, and how the formats of cameras become grey without a detour through colour.

use std::panic::catch_unwind;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::PictureError;
use crate::huffman::with_tables;

/// A frame with more pixels than this is refused before it is decoded.
pub(crate) const MOST_FRAME_PIXELS: usize = 9_000_000;

/// Grey pixels, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gray {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height` values, 0 black to 255 white.
    pub pixels: Vec<u8>,
}

impl Gray {
    /// From one byte a pixel; rows may be followed by padding up to `stride` bytes. This is also how the luma plane
    /// that NV12 and its kin begin with is taken.
    ///
    /// # Errors
    /// [`PictureError::Unreadable`] where the bytes are too few, [`PictureError::TooLarge`] where the size is absurd.
    pub fn from_luma(width: usize, height: usize, stride: usize, bytes: &[u8]) -> Result<Gray, PictureError> {
        Self::from_rows(width, height, stride, 1, bytes)
    }

    /// From YUYV (YUY2): every second byte is luma.
    ///
    /// # Errors
    /// As [`Gray::from_luma`].
    pub fn from_yuyv(width: usize, height: usize, bytes: &[u8]) -> Result<Gray, PictureError> {
        Self::from_rows(width, height, width.saturating_mul(2), 2, bytes)
    }

    /// From NV12: the luma plane comes first, whole.
    ///
    /// # Errors
    /// As [`Gray::from_luma`].
    pub fn from_nv12(width: usize, height: usize, bytes: &[u8]) -> Result<Gray, PictureError> {
        Self::from_rows(width, height, width, 1, bytes)
    }

    /// From one JPEG picture of an MJPEG stream; only its luma is decoded.
    ///
    /// # Errors
    /// [`PictureError::TooLarge`] from the header alone, [`PictureError::Unreadable`] for bytes that are no JPEG.
    pub fn from_jpeg(bytes: &[u8]) -> Result<Gray, PictureError> {
        jpeg_within(bytes, MOST_FRAME_PIXELS)
    }

    fn from_rows(width: usize, height: usize, stride: usize, step: usize, bytes: &[u8]) -> Result<Gray, PictureError> {
        let row = width.checked_mul(step).ok_or(PictureError::TooLarge)?;
        let pixels = width.checked_mul(height).ok_or(PictureError::TooLarge)?;
        if pixels > MOST_FRAME_PIXELS {
            return Err(PictureError::TooLarge);
        }
        let needed = stride.checked_mul(height.saturating_sub(1)).and_then(|all| all.checked_add(row));
        if pixels == 0 || stride < row || needed.is_none_or(|needed| bytes.len() < needed) {
            return Err(PictureError::Unreadable);
        }
        let rows = (0..height).filter_map(|y| bytes.get(y * stride..y * stride + row));
        let pixels = rows.flat_map(|bytes| bytes.iter().step_by(step).copied()).collect();
        Ok(Gray { width, height, pixels })
    }

    /// The part that begins at (`left`, `top`), cut off at the edges.
    pub(crate) fn part(&self, left: usize, top: usize, width: usize, height: usize) -> Gray {
        let (left, top) = (left.min(self.width), top.min(self.height));
        let (width, height) = (width.min(self.width - left), height.min(self.height - top));
        let rows = self.pixels.chunks(self.width.max(1)).skip(top).take(height);
        Gray { width, height, pixels: rows.flat_map(|row| row[left..left + width].iter().copied()).collect() }
    }
}

/// A JPEG's luma.
pub(crate) fn jpeg_within(bytes: &[u8], most_pixels: usize) -> Result<Gray, PictureError> {
    // A panic in the decoder is a picture it cannot read, on whatever thread.
    let decoded = catch_unwind(|| decoded(&with_tables(bytes), most_pixels));
    decoded.unwrap_or(Err(PictureError::Unreadable))
}

fn decoded(bytes: &[u8], most_pixels: usize) -> Result<Gray, PictureError> {
    let options = DecoderOptions::new_fast().jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| PictureError::Unreadable)?;
    let (width, height) = decoder.dimensions().ok_or(PictureError::Unreadable)?;
    if width.saturating_mul(height) > most_pixels {
        return Err(PictureError::TooLarge);
    }
    let pixels = decoder.decode().map_err(|_| PictureError::Unreadable)?;
    if width == 0 || pixels.len() != width * height {
        return Err(PictureError::Unreadable);
    }
    Ok(Gray { width, height, pixels })
}
