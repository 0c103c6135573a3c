//! Sango Desk: the front desk of a postpartum-care facility.
//!
//! `desk` holds the use cases, `view` what crosses to the window, `cli` the same from a terminal,
//! `shell` the window itself. See `src-tauri/ARCHITECTURE.md`.

pub mod cli;
pub mod desk;
#[cfg(feature = "desktop")]
mod shell;
pub mod view;
