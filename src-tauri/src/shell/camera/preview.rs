//! A frame made small for the window: grey, each pixel the mean of those it stands for. It is not compressed: packing
//! and unpacking would cost more than handing over a quarter of a megabyte.

use scanner::Gray;

/// The window shows the picture no wider.
const MOST: usize = 640;

/// The frame at most 640 pixels wide and high.
pub(super) fn preview(frame: &Gray) -> Gray {
    let step = frame.width.max(frame.height).div_ceil(MOST).max(1);
    let (width, height) = (frame.width / step, frame.height / step);
    let mut pixels = Vec::with_capacity(width * height);
    let mut sums = vec![0u32; width];
    let area = (step * step) as u32;
    for rows in frame.pixels.chunks_exact(frame.width.max(1) * step).take(height) {
        sums.fill(0);
        for row in rows.chunks_exact(frame.width) {
            for (sum, part) in sums.iter_mut().zip(row.chunks_exact(step)) {
                *sum += part.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
            }
        }
        pixels.extend(sums.iter().map(|sum| (sum / area) as u8));
    }
    Gray { width, height, pixels }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(width: usize, height: usize) -> Gray {
        let pixels = (0..width * height).map(|n| (n % width % 256) as u8).collect();
        Gray { width, height, pixels }
    }

    #[test]
    fn a_large_frame_becomes_small_and_a_small_one_stays() {
        let size = |gray: Gray| (gray.width, gray.height, gray.pixels.len());
        assert_eq!(size(preview(&of(1280, 720))), (640, 360, 640 * 360));
        assert_eq!(size(preview(&of(1921, 1081))), (480, 270, 480 * 270));
        assert_eq!(size(preview(&of(720, 1280))), (360, 640, 360 * 640));
        assert_eq!(preview(&of(320, 240)), of(320, 240));
        assert_eq!(size(preview(&Gray { width: 0, height: 0, pixels: vec![] })), (0, 0, 0));
        assert_eq!(size(preview(&of(3000, 1))), (600, 0, 0), "a sliver shows nothing and breaks nothing");
    }

    #[test]
    fn each_pixel_is_the_mean_of_those_it_stands_for() {
        let mut frame = of(1280, 2);
        frame.pixels[..4].copy_from_slice(&[0, 100, 200, 255]);
        frame.pixels[1280..1284].copy_from_slice(&[100, 200, 0, 1]);
        assert_eq!(preview(&frame).pixels[..2], [100, 114]);
    }
}
