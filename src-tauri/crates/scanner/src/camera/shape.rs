//! The picture formats a camera offers, which of them is taken, and how each becomes grey.

use crate::{Gray, PictureError};

/// How a frame's bytes are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// One byte a pixel.
    Grey,
    /// Luma plane, then colour.
    Nv12,
    /// Luma every second byte.
    Yuyv,
    /// A JPEG picture a frame.
    Mjpeg,
}

impl Encoding {
    /// Its name as people know it.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Grey => "GREY",
            Encoding::Nv12 => "NV12",
            Encoding::Yuyv => "YUYV",
            Encoding::Mjpeg => "MJPEG",
        }
    }
}

/// One format a camera sends, or offers to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The bytes' layout.
    pub encoding: Encoding,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bytes from one row to the next; 0 where the driver does not say.
    pub stride: u32,
    /// Frames in a second; 0 where the driver does not say.
    pub rate: u32,
}

impl std::fmt::Display for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}×{}", self.encoding.name(), self.width, self.height)?;
        if self.rate > 0 { write!(f, " at {} frames/s", self.rate) } else { Ok(()) }
    }
}

/// The size the reader is made for.
const WANTED: (u32, u32) = (1280, 720);
/// Below this the picture stutters.
const FLUENT: u32 = 15;

/// The offer to take: fluent first, then near to 1280×720 (rather larger than smaller), then the cheapest to make grey.
pub(super) fn best(offers: &[Shape]) -> Option<Shape> {
    let wanted = u64::from(WANTED.0) * u64::from(WANTED.1);
    let rank = |s: &Shape| {
        let pixels = (u64::from(s.width) * u64::from(s.height)).max(1);
        // In hundredths: a picture with half the pixels counts as far off as one with four times as many.
        let off = if pixels < wanted { wanted * 200 / pixels } else { 100 + pixels * 100 / wanted };
        let rate = if s.rate == 0 { FLUENT } else { s.rate };
        let cost = match s.encoding {
            Encoding::Grey => 0,
            Encoding::Nv12 => 1,
            Encoding::Yuyv => 2,
            Encoding::Mjpeg => 3,
        };
        (rate < FLUENT, off, cost, std::cmp::Reverse(rate.min(30)))
    };
    offers.iter().filter(|s| s.width > 0 && s.height > 0).min_by_key(|s| rank(s)).copied()
}

impl Shape {
    /// A frame's bytes in grey; never through colour.
    pub(super) fn gray(&self, bytes: &[u8]) -> Result<Gray, PictureError> {
        let (width, height, stride) = (self.width as usize, self.height as usize, self.stride as usize);
        match self.encoding {
            Encoding::Mjpeg => Gray::from_jpeg(bytes),
            Encoding::Yuyv if stride > width * 2 => {
                Ok(Gray::from_yuyv(stride / 2, height, bytes)?.part(0, 0, width, height))
            }
            Encoding::Yuyv => Gray::from_yuyv(width, height, bytes),
            Encoding::Grey | Encoding::Nv12 => Gray::from_luma(width, height, stride.max(width), bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shape(encoding: Encoding, width: u32, height: u32, rate: u32) -> Shape {
        Shape { encoding, width, height, stride: 0, rate }
    }

    #[test]
    fn a_camera_that_sends_720p_fluently_only_as_jpeg_is_read_as_jpeg() {
        let jpeg = shape(Encoding::Mjpeg, 1280, 720, 30);
        let offers = [shape(Encoding::Yuyv, 1280, 720, 9), shape(Encoding::Yuyv, 640, 480, 30), jpeg];
        assert_eq!(best(&offers), Some(jpeg));
    }

    #[test]
    fn of_two_ways_to_send_the_same_picture_the_uncompressed_is_taken() {
        let yuyv = shape(Encoding::Yuyv, 1280, 720, 30);
        assert_eq!(best(&[shape(Encoding::Mjpeg, 1280, 720, 30), yuyv]), Some(yuyv));
    }

    #[test]
    fn a_larger_picture_is_better_than_a_much_smaller_one_and_a_huge_one_is_not() {
        let full = shape(Encoding::Mjpeg, 1920, 1080, 30);
        assert_eq!(best(&[shape(Encoding::Yuyv, 640, 360, 30), full]), Some(full));
        let vga = shape(Encoding::Yuyv, 640, 480, 30);
        assert_eq!(best(&[shape(Encoding::Yuyv, 3840, 2160, 30), vga]), Some(vga));
    }

    #[test]
    fn a_camera_without_a_known_format_gives_none() {
        assert_eq!(best(&[]), None);
    }

    #[test]
    fn padding_after_each_row_is_left_out_in_every_layout() {
        let padded = Shape { encoding: Encoding::Yuyv, width: 2, height: 2, stride: 6, rate: 0 };
        let gray = padded.gray(&[1, 0, 2, 0, 9, 9, 3, 0, 4, 0, 9, 9]).unwrap();
        assert_eq!((gray.width, gray.height, gray.pixels), (2, 2, vec![1, 2, 3, 4]));
        let padded = Shape { encoding: Encoding::Nv12, width: 2, height: 2, stride: 3, rate: 0 };
        assert_eq!(padded.gray(&[1, 2, 9, 3, 4, 9, 7, 7, 7]).unwrap().pixels, [1, 2, 3, 4]);
    }

    #[test]
    fn a_frame_that_is_cut_short_is_an_error_and_no_panic() {
        for encoding in [Encoding::Grey, Encoding::Nv12, Encoding::Yuyv, Encoding::Mjpeg] {
            assert!(shape(encoding, 1280, 720, 30).gray(&[0xff, 0xd8, 3]).is_err());
        }
    }
}
