//! A video's file: its chunks are walked, and each frame becomes grey.
#![no_main]

use std::io::Cursor;
use std::time::Duration;

use fuzz::{begin, pictures, within};
use libfuzzer_sys::fuzz_target;
use scanner::{FrameSource, SourceError, Video};

/// What one call may take; a frame of nine megapixels is decoded in it.
const CALL: Duration = Duration::from_millis(150);

fuzz_target!(init: begin(pictures::videos), |bytes: &[u8]| {
    let cursor = Cursor::new(bytes.to_vec());
    let Ok(mut video) = within(CALL, || Video::from_reader("video".into(), cursor)) else { return };
    let rate = video.formats()[0].rate;
    assert!(rate.is_finite() && rate > 0.0);
    for _ in 0..40 {
        // A slow video has its next frame in seconds: nobody waits for it here.
        match within(CALL, || video.next_frame(Duration::from_millis(1))) {
            Ok(frame) => drop(within(CALL, || frame.gray())),
            Err(SourceError::Spoilt(_)) => {}
            Err(_) => break,
        }
    }
});
