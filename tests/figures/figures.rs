//! `cargo xtask bench`: the desk's figures on a facility with ten years behind it, each beside a peer
//! that does the unavoidable part of the same work with the same library in the same run.
//!
//! `cargo xtask bench --mothers 2000` takes a smaller facility.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod desk;
mod mothers;
mod screens;
mod table;
#[cfg(target_os = "linux")]
mod window;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut mothers = 20_000usize;
    while let Some(word) = arguments.next() {
        // Cargo adds `--bench`.
        if word == "--mothers" {
            mothers = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(mothers);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    desk::make(folder.path(), mothers);
    table::head();
    desk::rows(folder.path());
    mothers::rows(folder.path());
    screens::rows(folder.path());
    #[cfg(target_os = "linux")]
    window::rows(folder.path());
}
