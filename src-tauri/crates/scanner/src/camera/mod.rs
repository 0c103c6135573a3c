//! The real camera. Finding, opening and reading happen on a thread that may be left alone, because drivers can hang;
//! what to do next is decided by a pure machine ([`watch`]).
//!
//! On Linux the camera is spoken to in V4L2 itself ([`v4l2`]): nokhwa cannot be woken from a camera that stops sending
//! and then holds the device for ever, does not know `GREY`, refuses 1001/30000 seconds a frame, and keeps no error
//! number. Windows and macOS go through nokhwa ([`nokhwa`]), which is compiled and tried on Linux too.

mod aside;
mod attempt;
mod device;
mod fault;
mod frames;
mod list;
mod nokhwa;
mod open;
mod shape;
#[cfg(target_os = "linux")]
mod v4l2;
mod watch;

pub use device::Driver;
pub use fault::{Fault, Oddity};
pub use list::{Kind, Listed, cameras};
pub use nokhwa::Nokhwa;
pub use open::{Camera, Seen};
pub use shape::{Encoding, Shape};
#[cfg(target_os = "linux")]
pub use v4l2::V4l2;
pub use watch::{Opened, Showing};

/// The driver of this system.
#[cfg(target_os = "linux")]
pub type Native = V4l2;
/// The driver of this system.
#[cfg(not(target_os = "linux"))]
pub type Native = Nokhwa;
