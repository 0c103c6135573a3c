//! The camera as one source of frames among others.

use std::time::Duration;

use super::open::{Camera, Seen};
use super::shape::Encoding;
use super::watch::Showing;
use crate::{Format, Frame, FrameSource, PixelFormat, SourceError};

impl FrameSource for Camera {
    fn name(&self) -> &str {
        match self.showing() {
            Showing::Running(opened) => &opened.name,
            Showing::Lost { name, .. } => name,
            Showing::Searching(_) | Showing::Opening => "",
        }
    }

    fn formats(&self) -> Vec<Format> {
        let Showing::Running(opened) = self.showing() else { return vec![] };
        let pixels = match opened.shape.encoding {
            Encoding::Grey => PixelFormat::Gray,
            Encoding::Nv12 => PixelFormat::Nv12,
            Encoding::Yuyv => PixelFormat::Yuyv,
            Encoding::Mjpeg => PixelFormat::Jpeg,
        };
        let (width, height) = (opened.shape.width as usize, opened.shape.height as usize);
        vec![Format { width, height, pixels, rate: opened.shape.rate as f32 }]
    }

    /// A camera never ends: where there is no frame, [`Camera::showing`] says why, and it is tried again.
    fn next_frame(&mut self, wait: Duration) -> Result<Frame, SourceError> {
        match self.next(wait) {
            Seen::Frame(gray) => Ok(gray.into()),
            Seen::Changed(_) | Seen::Nothing => Err(SourceError::TimedOut),
        }
    }
}
