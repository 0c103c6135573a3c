//! What a driver must be able to do. The one seam between systems.

use std::time::Duration;

use super::fault::Fault;
use super::list::Listed;
use super::shape::Shape;
use crate::Gray;

/// A system's way to its cameras. Every call may hang: they are made on threads that may be left alone.
pub trait Driver: Send + Sync + 'static {
    /// The cameras that can be read, output devices left out, in the system's order.
    ///
    /// # Errors
    /// [`Fault`] where the system does not even give a list.
    fn list(&self) -> Result<Vec<Listed>, Fault>;

    /// Opens a camera in the format that suits the reader best, and lets it send.
    ///
    /// # Errors
    /// [`Fault`], each with its own code.
    fn open(&self, camera: &Listed) -> Result<Box<dyn Device>, Fault>;
}

/// What came from an open camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// A frame.
    Frame(Gray),
    /// A frame that cannot be read; the next one may be well.
    Spoilt,
    /// None in time.
    Nothing,
}

/// An open camera. Closed when dropped.
pub trait Device {
    /// What it sends.
    fn shape(&self) -> Shape;

    /// The next frame.
    ///
    /// # Errors
    /// [`Fault`] where the camera is lost.
    fn next(&mut self, wait: Duration) -> Result<Came, Fault>;
}
