//! A text as a QR code in a PNG.

use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

use crate::WardError;

const PIXELS_A_MODULE: u32 = 8;
const QUIET_MODULES: u32 = 4;

/// The code at level M with its quiet zone, as the bytes of a PNG.
///
/// # Errors
/// [`WardError::Coupon`] for a text that fits no QR code.
pub fn qr_png(text: &str) -> Result<Vec<u8>, WardError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| WardError::Coupon)?;
    let side = code.width() as u32;
    let size = (side + 2 * QUIET_MODULES) * PIXELS_A_MODULE;
    let colors = code.to_colors();
    let dark = |x: u32, y: u32| {
        let module = |p: u32| (p / PIXELS_A_MODULE).checked_sub(QUIET_MODULES).filter(|m| *m < side);
        let place = module(x).zip(module(y)).map(|(mx, my)| (my * side + mx) as usize);
        place.is_some_and(|p| colors.get(p) == Some(&Color::Dark))
    };
    let picture = GrayImage::from_fn(size, size, |x, y| Luma([if dark(x, y) { 0 } else { 255 }]));
    let mut png = Cursor::new(vec![]);
    picture.write_to(&mut png, ImageFormat::Png).map_err(|_| WardError::Coupon)?;
    Ok(png.into_inner())
}
