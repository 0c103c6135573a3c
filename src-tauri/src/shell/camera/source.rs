//! Where the frames come from: the camera, or what is played in its place.

use std::path::{Path, PathBuf};
use std::time::Duration;

use scanner::camera::{Camera, Fault, Native, Showing, cameras};
use scanner::{FrameSource, Gray};

use super::played::Played;
use crate::view::CameraStanding;

/// What a source has to say.
#[derive(Debug, PartialEq)]
pub(super) enum News {
    Frame(Gray),
    Standing(CameraStanding),
    Nothing,
}

/// What is to be looked through.
#[derive(Debug, Clone)]
pub(super) enum Wanted {
    /// The camera of this name where it is there, else the first.
    Camera(Option<String>),
    /// Pictures from here.
    Played(PathBuf),
}

pub(super) enum Source {
    /// A camera, and what was last told of it.
    Camera(Camera, Showing),
    Played(Played),
}

impl Source {
    /// Begins; whether there is a picture is told later.
    pub(super) fn of(wanted: &Wanted) -> Source {
        match wanted {
            Wanted::Camera(name) => {
                let camera = Camera::new(Native::default(), name.clone());
                let told = camera.showing().clone();
                Source::Camera(camera, told)
            }
            Wanted::Played(path) => Source::Played(Played::new(path)),
        }
    }

    /// The next frame or change, about `wait` later at the latest.
    pub(super) fn next(&mut self, wait: Duration) -> News {
        match self {
            Source::Played(played) => played.next(wait),
            Source::Camera(camera, told) => {
                let came = camera.next_frame(wait).and_then(|frame| Ok(frame.gray()?));
                if camera.showing() != told {
                    *told = camera.showing().clone();
                    return News::Standing(standing(told.clone()));
                }
                came.map_or(News::Nothing, News::Frame)
            }
        }
    }
}

fn standing(showing: Showing) -> CameraStanding {
    match showing {
        Showing::Searching(None) | Showing::Opening => CameraStanding::Opening {},
        Showing::Searching(Some(why)) => CameraStanding::Missing { code: code(&why) },
        Showing::Running(opened) => CameraStanding::Running { camera: opened.name },
        Showing::Lost { name, why } => CameraStanding::Lost { camera: name, code: code(&why) },
    }
}

fn code(why: &Fault) -> String {
    if let Fault::Driver(_) = why {
        tracing::warn!(%why, "no picture");
    }
    why.code().to_owned()
}

/// The cameras that can be chosen, by name.
pub(super) fn names(played: Option<&Path>) -> Result<Vec<String>, Fault> {
    match played {
        Some(path) => Ok(vec![path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()]),
        None => Ok(cameras(Native::default())?.into_iter().map(|camera| camera.name).collect()),
    }
}
