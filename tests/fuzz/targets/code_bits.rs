//! The segments of a code, drawn clear and large: what the reader tells must be what a strict decoder of its own makes
//! of the same bits, or nothing.
#![no_main]

use std::time::Duration;

use fuzz::codes::{self, strict};
use fuzz::{all_come_back, begin, within};
use libfuzzer_sys::fuzz_target;
use scanner::PictureError;

/// What a still picture may take.
const STILL: Duration = Duration::from_millis(250);

fuzz_target!(init: begin(codes::seeds), |bytes: &[u8]| {
    let Some((data, picture)) = codes::drawn(bytes) else { return };
    match within(STILL, || scanner::read_gray(&picture)) {
        Ok(found) => {
            let told: Vec<String> = found.into_iter().map(|found| found.text).collect();
            let expected: Vec<String> = strict::text(&data).into_iter().collect();
            // The sanitizer makes the reader slow: its time may be over before it has found the code.
            assert!(told.is_empty() || told == expected, "{told:?}, but the bits say {expected:?}");
        }
        Err(error) => assert_eq!(error, PictureError::TookTooLong),
    }
    all_come_back();
});
