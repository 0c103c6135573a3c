//! Why there is no picture.

/// What keeps the camera from showing a picture. Whatever it is, the camera is tried again by itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// None is connected.
    #[error("no camera is connected")]
    NoCamera,
    /// The system does not let this program use it.
    #[error("the system does not allow the camera to be used; allow it in the system's privacy settings")]
    Denied,
    /// Another program has it.
    #[error("another program is using the camera; close it there")]
    Busy,
    /// It was pulled out.
    #[error("the camera was unplugged")]
    Unplugged,
    /// It is there and sends nothing.
    #[error("the camera sends no picture")]
    Silent,
    /// It offers none of the formats read here.
    #[error("the camera offers no picture format that is known here")]
    NoFormat,
    /// It does not open.
    #[error("the camera does not open")]
    TookTooLong,
    /// Two earlier attempts hang in the driver; until one returns, no third is made.
    #[error("the camera's driver does not answer; unplug the camera, or start the program again")]
    Stuck,
    /// Anything else, in the driver's words (for the log: they may be in any language).
    #[error("the camera's driver says: {0}")]
    Driver(String),
}

impl Fault {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::NoCamera => "no-camera",
            Fault::Denied => "camera-denied",
            Fault::Busy => "camera-busy",
            Fault::Unplugged => "camera-unplugged",
            Fault::Silent => "camera-silent",
            Fault::NoFormat => "camera-format",
            Fault::TookTooLong => "camera-timeout",
            Fault::Stuck => "camera-stuck",
            Fault::Driver(_) => "camera-driver",
        }
    }
}
