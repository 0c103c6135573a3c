//! Opens the window on the demonstration facility, with its own ward on loopback, and waits until it is closed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod facility;
mod people;
mod ward;

use std::process::{Command, ExitCode};
use std::time::Duration;

/// How long the line is down.
const DOWN: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    // Cargo puts examples into a folder below the binaries.
    let here = std::env::current_exe().unwrap();
    let app = here.ancestors().nth(2).unwrap().join(format!("sango-desk{}", std::env::consts::EXE_SUFFIX));
    let folder = tempfile::tempdir().unwrap();
    println!("A fortnight of an invented facility is played through the real use cases; a moment, please.");
    let mut facility = facility::Demonstration::in_folder(folder.path());
    println!("PIN of everybody: {}    a coupon to read: {}", facility::PIN, facility.coupon.display());
    // The line is down when the window opens and comes back a minute later: what waits can be seen going out.
    facility.ward.take_away();
    let window = Command::new(app).arg("--data").arg(&facility.data).args(["--now", facility::NOW]).spawn();
    let Ok(mut window) = window else { return ExitCode::FAILURE };
    std::thread::sleep(DOWN);
    facility.ward.give_back();
    if window.wait().is_ok_and(|s| s.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
