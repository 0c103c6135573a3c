//! A ward's programme file, as somebody changed it.
#![no_main]

use std::time::Duration;

use domain::Programme;
use fuzz::{begin, within};
use libfuzzer_sys::fuzz_target;

/// The desk starts in less than a second, and reads the file meanwhile.
const START: Duration = Duration::from_millis(100);

const NERIMA: &str = include_str!("../../../assets/programmes/nerima.toml");

fuzz_target!(init: begin(|| vec![NERIMA.as_bytes().to_vec(), b"id = \"x\"\n[[edition]]\n".to_vec()]), |bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match within(START, || Programme::parse(text)) {
        // The first edition is asked for without looking whether there is one.
        Ok(programme) => drop(programme.edition_on(chrono::NaiveDate::default())),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
