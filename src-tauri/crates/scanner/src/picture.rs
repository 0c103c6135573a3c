//! Picture files → grey pixels, with the size checked by the header, before any pixel is decoded.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use crate::views::half;
use crate::{Gray, PictureError, gray};

/// The largest sensors of phones are called 48 megapixels.
const MOST_PIXELS: u64 = 49_000_000;
/// What a decoder may hold: so many pixels in four bytes each, and room to work.
const MOST_BYTES: u64 = 4 * MOST_PIXELS + 32 * 1024 * 1024;
/// Codes are read at this size; larger pictures are halved first.
const LONGEST_SIDE: usize = 2000;

/// Decodes PNG, JPEG, WebP, BMP, PGM or PPM.
///
/// # Errors
/// [`PictureError::TooLarge`] from the header alone, [`PictureError::Unreadable`] for the rest.
pub fn decode_picture(bytes: &[u8]) -> Result<Gray, PictureError> {
    check_size(bytes)?;
    let mut gray = match gray::jpeg_within(bytes, MOST_PIXELS as usize) {
        // Its luma alone is decoded; JPEGs of other colours go the long way.
        Ok(gray) => gray,
        Err(_) => {
            let picture = reader(bytes)?.decode().map_err(|_| PictureError::Unreadable)?;
            let gray = on_white(picture);
            Gray { width: gray.width() as usize, height: gray.height() as usize, pixels: gray.into_raw() }
        }
    };
    while gray.width.max(gray.height) > LONGEST_SIDE {
        gray = half(&gray);
    }
    Ok(gray)
}

/// Looks at the header alone.
fn check_size(bytes: &[u8]) -> Result<(), PictureError> {
    let decoder = reader(bytes)?.into_decoder().map_err(|_| PictureError::Unreadable)?;
    let (width, height) = decoder.dimensions();
    match u64::from(width) * u64::from(height) {
        0 => Err(PictureError::Unreadable),
        pixels if pixels > MOST_PIXELS => Err(PictureError::TooLarge),
        // Sixteen bits a colour take twice the room.
        _ if decoder.total_bytes() > 4 * MOST_PIXELS => Err(PictureError::TooLarge),
        _ => Ok(()),
    }
}

fn reader(bytes: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, PictureError> {
    let guessed = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = guessed.map_err(|_| PictureError::Unreadable)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    if reader.format().is_some() { Ok(reader) } else { Err(PictureError::Unreadable) }
}

/// A transparent picture of a code is meant to lie on white paper.
fn on_white(picture: DynamicImage) -> image::GrayImage {
    if !picture.color().has_alpha() {
        return picture.into_luma8();
    }
    let with_alpha = picture.into_luma_alpha8();
    image::GrayImage::from_fn(with_alpha.width(), with_alpha.height(), |x, y| {
        let [luma, alpha] = with_alpha.get_pixel(x, y).0;
        let blended = (u32::from(luma) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255;
        image::Luma([blended as u8])
    })
}
