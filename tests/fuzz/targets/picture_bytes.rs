//! A picture's file: dropped into the window, pasted, or given to `scan`.
#![no_main]

use std::time::Duration;

use fuzz::{all_come_back, begin, have_places, pictures, within};
use libfuzzer_sys::fuzz_target;

/// What a still picture may take.
const STILL: Duration = Duration::from_millis(250);

fuzz_target!(init: begin(pictures::files), |bytes: &[u8]| {
    if let Ok(found) = within(STILL, || scanner::read_picture(bytes)) {
        have_places(&found);
    }
    all_come_back();
});
