//! What crosses to the window and to the command line: request and response types, and the command table.
//!
//! Plain data. The window gets these types as TypeScript (`ui/src/ipc/generated`), a script gets them
//! as JSON schemas (`sango-desk commands`). Codes, never sentences: people read `ui/src/text`.
//! Knows no Tauri.

mod appointments;
mod bookings;
mod camera;
mod charges;
mod check_in;
pub mod commands;
mod common;
mod facility;
mod guide;
mod import;
mod leaving;
mod money;
mod month;
mod mothers;
mod printing;
mod queue;
mod reservations;
mod slip;
mod status;
mod today;
mod wishes;

pub use appointments::*;
pub use bookings::*;
pub use camera::*;
pub use charges::*;
pub use check_in::*;
pub use common::*;
pub use facility::*;
pub use guide::*;
pub use import::*;
pub use leaving::*;
pub use money::*;
pub use month::*;
pub use mothers::*;
pub use printing::*;
pub use queue::*;
pub use reservations::*;
pub use slip::*;
pub use status::*;
pub use today::*;
pub use wishes::*;
