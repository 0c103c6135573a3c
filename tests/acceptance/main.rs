//! Days at the desk, told through the command table with a real database, a real ward on a loopback
//! port, pictures of real coupons, and a clock that is set by hand. Nothing of ours is mocked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod appointments;
mod architecture;
mod bad_input;
mod bookings;
mod charges;
mod check_in;
mod command_line;
mod forms;
mod held;
mod journal;
mod line;
mod line_states;
mod money;
mod month;
mod mothers;
mod mothers_import;
mod moving;
mod offline;
mod places;
mod power_cut;
#[cfg(unix)]
mod printing;
mod privacy;
#[cfg(unix)]
mod receipts;
mod remaining;
mod roles;
mod settings;
mod slips;
mod stays;
mod terminal;
mod ward;
mod world;
