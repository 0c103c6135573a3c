//! Which cameras are there, in the order in which they are offered, and which one is taken.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use super::aside::{self, Aside};
use super::device::Driver;
use super::fault::{Fault, Oddity};
use crate::bounded::Places;

/// What a camera is, as far as its name and driver tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Glass and a sensor.
    Real,
    /// For face recognition: a lit screen is black to it.
    Infrared,
    /// A program that plays a camera.
    Virtual,
}

/// A camera that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name, distinct among those listed. It may hold a person's name ("…'s phone"): not for logs.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The system's number for it; may be another one after the next start.
    pub index: u32,
}

const VIRTUAL: [&str; 12] = [
    "virtual",
    "obs",
    "loopback",
    "dummy",
    "manycam",
    "snap camera",
    "xsplit",
    "droidcam",
    "iriun",
    "mmhmm",
    "vivid",
    "akvcam",
];
const INFRARED: [&str; 3] = ["ir camera", "infrared", "windows hello"];

/// What a camera's name (or its driver's) says about it.
pub(super) fn kind_of(name: &str) -> Kind {
    let name = name.to_lowercase();
    if VIRTUAL.iter().any(|word| name.contains(word)) {
        Kind::Virtual
    } else if INFRARED.iter().any(|word| name.contains(word)) {
        Kind::Infrared
    } else {
        Kind::Real
    }
}

/// Real cameras first; two of the same name get a number.
pub(super) fn arranged(mut cameras: Vec<Listed>) -> Vec<Listed> {
    cameras.sort_by_key(|c| (c.kind, c.index));
    let mut names: Vec<String> = vec![];
    for camera in &mut cameras {
        let plain = camera.name.clone();
        let mut nth = 1;
        while names.contains(&camera.name) {
            nth += 1;
            camera.name = format!("{plain} ({nth})");
        }
        names.push(camera.name.clone());
    }
    cameras
}

/// The remembered camera where it is there, else the first.
pub(super) fn chosen<'a>(cameras: &'a [Listed], remembered: Option<&str>) -> Option<&'a Listed> {
    let remembered = remembered.and_then(|name| cameras.iter().find(|c| c.name == name));
    remembered.or_else(|| cameras.first())
}

/// The cameras are asked for, on a thread that may be left alone.
pub(super) struct Listing {
    answered: Receiver<Result<Vec<Listed>, Fault>>,
    _aside: Aside,
}

impl Listing {
    /// None where too many threads are left alone already.
    pub(super) fn begin(driver: Arc<dyn Driver>, left_alone: &'static Places) -> Option<Listing> {
        let (answer, answered) = mpsc::channel();
        let aside = Aside::begin(left_alone, move || drop(answer.send(driver.list().map(arranged))))?;
        Some(Listing { answered, _aside: aside })
    }

    /// The answer; none where the driver has not given it in this time.
    pub(super) fn answer(&self, within: Duration) -> Option<Result<Vec<Listed>, Fault>> {
        match self.answered.recv_timeout(within) {
            Ok(listed) => Some(listed),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Err(Fault::Driver(Oddity::Panic))),
        }
    }
}

const LONGEST: Duration = Duration::from_secs(5);

/// The cameras, for the picker: real ones first, each with a name of its own.
///
/// # Errors
/// [`Fault::TookTooLong`] or [`Fault::Stuck`] where the driver hangs.
pub fn cameras(driver: impl Driver) -> Result<Vec<Listed>, Fault> {
    let listing = Listing::begin(Arc::new(driver), &aside::OF_THE_PROCESS).ok_or(Fault::Stuck)?;
    listing.answer(LONGEST).unwrap_or(Err(Fault::TookTooLong))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn listed(name: &str, index: u32) -> Listed {
        Listed { name: name.to_owned(), kind: kind_of(name), index }
    }

    fn names(cameras: &[Listed]) -> Vec<&str> {
        cameras.iter().map(|c| c.name.as_str()).collect()
    }

    #[test]
    fn virtual_cameras_come_last_and_those_that_see_heat_before_them() {
        let seen = [listed("OBS Virtual Camera", 0), listed("Integrated IR Camera", 1), listed("HD Webcam", 2)];
        let seen = arranged(seen.into());
        assert_eq!(names(&seen), ["HD Webcam", "Integrated IR Camera", "OBS Virtual Camera"]);
    }

    #[test]
    fn two_cameras_of_one_name_can_be_told_apart() {
        let seen = arranged(vec![listed("HD Webcam", 0), listed("HD Webcam", 2), listed("HD Webcam (2)", 4)]);
        assert_eq!(names(&seen), ["HD Webcam", "HD Webcam (2)", "HD Webcam (2) (2)"]);
    }

    #[test]
    fn the_remembered_camera_is_taken_by_its_name_wherever_it_is_listed_now() {
        let seen = arranged(vec![listed("Front", 0), listed("Desk", 7)]);
        assert_eq!(chosen(&seen, Some("Desk")).map(|c| c.index), Some(7));
        assert_eq!(chosen(&seen, Some("Gone")).map(|c| c.index), Some(0));
        assert_eq!(chosen(&seen, None).map(|c| c.index), Some(0));
        assert_eq!(chosen(&[], Some("Desk")), None);
    }
}
