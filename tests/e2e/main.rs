//! The real window on the built binary, driven through WebDriver under Xvfb: clicks, keys and files only.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod bookings;
mod day;
#[path = "../demonstration/facility.rs"]
mod facility;
#[path = "../demonstration/film.rs"]
mod film;
mod forgotten;
mod live;
mod mothers;
#[path = "../demonstration/people.rs"]
mod people;
mod power_cut;
mod printers;
mod quota;
mod scenes;
mod screens;
mod settings;
#[path = "../demonstration/ward.rs"]
mod ward;
mod window;
