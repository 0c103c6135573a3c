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
    /// An earlier attempt hangs in the driver, or could not be made to let the camera go.
    #[error("the camera's driver does not answer; unplug the camera, or start the program again")]
    Stuck,
    /// Anything else.
    #[error("the camera's driver reports {0}")]
    Driver(Oddity),
}

/// What is kept of a driver's own report. Never its words: a camera's name may stand in them, and a person's in that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// An error number of the system.
    Number(i32),
    /// A result code of Windows.
    Result(u32),
    /// A kind of error.
    Kind(std::io::ErrorKind),
    /// It panicked.
    Panic,
    /// Words alone.
    Words,
}

impl std::fmt::Display for Oddity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Oddity::Number(number) => write!(f, "error {number}"),
            Oddity::Result(code) => write!(f, "error {code:#010X}"),
            Oddity::Kind(kind) => write!(f, "{kind}"),
            Oddity::Panic => f.write_str("nothing: it panicked"),
            Oddity::Words => f.write_str("an error without a number"),
        }
    }
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
