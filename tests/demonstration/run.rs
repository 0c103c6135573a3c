//! Opens the window on the demonstration facility, with its own ward on loopback, and waits until it is closed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod facility;
mod people;
mod ward;

use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    // Cargo puts examples into a folder below the binaries.
    let here = std::env::current_exe().unwrap();
    let app = here.ancestors().nth(2).unwrap().join(format!("sango-desk{}", std::env::consts::EXE_SUFFIX));
    let folder = tempfile::tempdir().unwrap();
    println!("A fortnight of an invented facility is played through the real use cases; a moment, please.");
    let facility = facility::Demonstration::in_folder(folder.path());
    println!("PIN of everybody: {}    a coupon to read: {}", facility::PIN, facility.coupon.display());
    let window = Command::new(app).arg("--data").arg(&facility.data).args(["--now", facility::NOW]).status();
    if window.is_ok_and(|s| s.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
