//! The ward's rules and words, as pure functions of facts.
//!
//! Knows no clock, no file, no network and no serialisation: today is an argument. Dates are
//! [`chrono::NaiveDate`] in Japan's calendar, moments are [`chrono::DateTime<chrono::FixedOffset>`].

mod words;

pub use words::*;
