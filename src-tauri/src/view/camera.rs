//! What the window is told of the camera, beside the picture itself. No picture and no text is kept anywhere.

use serde::Serialize;
use ts_rs::TS;

/// Whether there is a picture, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "kebab-case")]
#[ts(export)]
pub enum CameraStanding {
    /// Switched off.
    Off {},
    /// It is being looked for and opened.
    Opening {},
    /// None can be used. It is tried again by itself.
    Missing {
        /// Why, such as `no-camera` or `camera-busy`.
        code: String,
    },
    /// It sends pictures.
    Running {
        /// Its name.
        camera: String,
    },
    /// It did, and does no more. It is tried again by itself.
    Lost {
        /// Its name.
        camera: String,
        /// Why.
        code: String,
    },
}

/// What would help the camera to read the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum CameraHint {
    /// Nothing that looks like a code is to be seen.
    Show,
    /// One code is read.
    Found,
    /// Several codes are read: one is wanted.
    Several,
    /// The code is too small in the picture.
    Closer,
    /// There is too little light.
    TooDark,
    /// A lamp or the sky is mirrored.
    Glare,
}

/// What is told with each picture.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct CameraView {
    /// Whether there is a picture.
    pub standing: CameraStanding,
    /// What would help.
    pub hint: CameraHint,
    /// The corners of each code that is read: shares of the picture's width and height, 0 to 1, clockwise from the
    /// code's own top left.
    pub corners: Vec<[[f32; 2]; 4]>,
    /// Texts that may be acted upon. Each is told once, however long the code is shown.
    pub read: Vec<String>,
    /// Pixels in a row of the picture that comes along; 0 where none does.
    pub width: u32,
    /// Its rows.
    pub height: u32,
}
