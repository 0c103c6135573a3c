//! A camera's frame, with whatever size the camera claims, shown to the live reader a few times.
#![no_main]

use std::sync::mpsc;
use std::time::Duration;

use fuzz::pictures::{Shown, frames};
use fuzz::{all_come_back, begin, have_places, within};
use libfuzzer_sys::fuzz_target;
use scanner::{Frame, Live};

/// After this the live reader gives a frame up.
const FRAME: Duration = Duration::from_millis(150);

fuzz_target!(init: begin(frames), |bytes: &[u8]| {
    let Some(Shown { pixels, times, width, height, bytes }) = Shown::read(bytes) else { return };
    let frame = Frame { width, height, pixels, bytes };
    let Ok(gray) = within(FRAME, || frame.gray()) else { return };
    assert_eq!(gray.pixels.len(), gray.width * gray.height);
    let (tell, told) = mpsc::channel();
    let live = Live::start(|_| false, move |glance| drop(tell.send(glance))).expect("a thread");
    for _ in 0..times {
        let glance = within(FRAME, || {
            live.show(gray.clone());
            told.recv().expect("the reader is there")
        });
        if let Ok(glance) = glance {
            have_places(&glance.found);
            let suspected = glance.suspected.map_or(0.0, |s| s.centre.0 + s.centre.1 + s.pixels_per_module);
            assert!(suspected.is_finite() && glance.light.mean.is_finite() && glance.light.blown.is_finite());
        }
    }
    all_come_back();
});
