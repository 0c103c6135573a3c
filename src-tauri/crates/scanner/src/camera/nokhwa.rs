//! Windows (Media Foundation) and macOS (AVFoundation), through nokhwa.
//!
//! **Never seen running on Windows or macOS**: compiled for them in the workflow only. On Linux this same code reads
//! a camera in `cargo xtask camera-test`. What is known of the others, and what is done about it (nokhwa's issues):
//! - its callback camera deadlocks (#111, #165): the plain one is read, on a thread that may be left alone;
//! - opening may hang on Windows (#101) and macOS (#204): the same thread, with a time limit;
//! - macOS sends another layout than the one asked for (#160), with padded rows (#100, #246): what came is read by its
//!   length;
//! - macOS ends the program where the asked frame rate belongs to another format (#180, #247): the format it opened
//!   with is kept there;
//! - macOS wants the permission asked first (`nokhwa_initialize`).

use std::time::{Duration, Instant};

use nokhwa::Camera;
use nokhwa::utils::{ApiBackend, CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType};

use super::device::{Came, Device, Driver};
use super::fault::{Fault, Oddity};
use super::list::{Listed, kind_of};
use super::shape::{Encoding, Shape, best};

/// The cameras of any system nokhwa knows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nokhwa;

const READABLE: [FrameFormat; 4] = [FrameFormat::GRAY, FrameFormat::NV12, FrameFormat::YUYV, FrameFormat::MJPEG];

impl Driver for Nokhwa {
    fn list(&self) -> Result<Vec<Listed>, Fault> {
        permitted()?;
        let found = nokhwa::query(ApiBackend::Auto).map_err(|e| fault(&e.to_string()))?;
        let listed = found.into_iter().enumerate().map(|(nth, camera)| {
            // Names from Windows may end in NULs.
            let name = camera.human_name().trim_matches(|c: char| c == '\0' || c.is_whitespace()).to_owned();
            let index = camera.index().as_index().ok().or_else(|| u32::try_from(nth).ok()).unwrap_or(0);
            Listed { kind: kind_of(&name), name, index }
        });
        Ok(listed.collect())
    }

    fn open(&self, camera: &Listed) -> Result<Box<dyn Device>, Fault> {
        let any = RequestedFormat::with_formats(RequestedFormatType::None, &READABLE);
        let mut camera = Camera::new(CameraIndex::Index(camera.index), any).map_err(|e| fault(&e.to_string()))?;
        if cfg!(target_os = "macos") {
            let format = camera.frame_format();
            drop(camera.set_frame_format(format));
        } else {
            negotiate(&mut camera)?;
        }
        camera.open_stream().map_err(|e| fault(&e.to_string()))?;
        let shape = shape(&camera.camera_format()).ok_or(Fault::NoFormat)?;
        Ok(Box::new(Open { camera, shape }))
    }
}

fn negotiate(camera: &mut Camera) -> Result<(), Fault> {
    let offers = camera.compatible_camera_formats().map_err(|e| fault(&e.to_string()))?;
    let shapes: Vec<Shape> = offers.iter().filter_map(shape).collect();
    let Some(wanted) = best(&shapes) else { return Ok(()) };
    let format = offers.into_iter().find(|offer| shape(offer) == Some(wanted));
    if let Some(format) = format.filter(|f| *f != camera.camera_format()) {
        let exact = RequestedFormat::with_formats(RequestedFormatType::Exact(format), &READABLE);
        camera.set_camera_requset(exact).map_err(|e| fault(&e.to_string()))?;
    }
    Ok(())
}

fn encoding(format: FrameFormat) -> Option<Encoding> {
    match format {
        FrameFormat::GRAY => Some(Encoding::Grey),
        FrameFormat::NV12 => Some(Encoding::Nv12),
        FrameFormat::YUYV => Some(Encoding::Yuyv),
        FrameFormat::MJPEG => Some(Encoding::Mjpeg),
        FrameFormat::RAWRGB | FrameFormat::RAWBGR => None,
    }
}

fn shape(format: &CameraFormat) -> Option<Shape> {
    let encoding = encoding(format.format())?;
    Some(Shape { encoding, width: format.width(), height: format.height(), stride: 0, rate: format.frame_rate() })
}

struct Open {
    camera: Camera,
    shape: Shape,
}

impl Device for Open {
    fn shape(&self) -> Shape {
        self.shape
    }

    /// nokhwa knows no time limit: this may hang, and is left alone then.
    fn next(&mut self, wait: Duration) -> Result<Came, Fault> {
        let asked = Instant::now();
        let frame = self.camera.frame().map_err(|e| fault(&e.to_string()))?;
        if let Ok(gray) = as_sent(self.shape, frame.buffer()).gray(frame.buffer()) {
            return Ok(Came::Frame(gray));
        }
        // A driver that gives spoilt frames without waiting must not take the whole processor.
        std::thread::sleep(wait.saturating_sub(asked.elapsed()).min(Duration::from_millis(20)));
        Ok(Came::Spoilt)
    }
}

/// The layout that the bytes really have: macOS calls everything grey, pads rows, and may send another layout.
fn as_sent(asked: Shape, bytes: &[u8]) -> Shape {
    let (pixels, rows) = (asked.width as usize * asked.height as usize, asked.height as usize);
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Shape { encoding: Encoding::Mjpeg, ..asked };
    }
    if asked.encoding == Encoding::Mjpeg || !cfg!(target_os = "macos") || rows == 0 {
        return asked;
    }
    let (encoding, stride) = if bytes.len() >= pixels * 2 {
        (Encoding::Yuyv, bytes.len() / rows)
    } else if bytes.len() * 2 >= pixels * 3 {
        (Encoding::Nv12, bytes.len() * 2 / 3 / rows)
    } else {
        (Encoding::Grey, bytes.len() / rows)
    };
    Shape { encoding, stride: u32::try_from(stride).unwrap_or(0), ..asked }
}

#[cfg(target_os = "macos")]
fn permitted() -> Result<(), Fault> {
    use std::sync::mpsc;
    if nokhwa::nokhwa_check() {
        return Ok(());
    }
    let (answer, answered) = mpsc::channel();
    let answer = std::sync::Mutex::new(answer);
    nokhwa::nokhwa_initialize(move |granted| {
        if let Ok(answer) = answer.lock() {
            drop(answer.send(granted));
        }
    });
    // The person is asked by the system; until there is an answer it is tried again.
    match answered.recv_timeout(Duration::from_secs(4)) {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(Fault::Denied),
    }
}

#[cfg(not(target_os = "macos"))]
fn permitted() -> Result<(), Fault> {
    Ok(())
}

/// What a driver's words say. nokhwa keeps no number but in its text, so the numbers are looked for there: errno as
/// Rust prints it, and the HRESULTs of Media Foundation.
fn fault(said: &str) -> Fault {
    const DENIED: [&str; 4] = ["os error 13", "os error 1)", "80070005", "Permission"];
    const BUSY: [&str; 4] = ["os error 16", "C00D3704", "C00D3EA3", "80070020"];
    const UNPLUGGED: [&str; 6] = ["os error 19", "os error 6)", "os error 5)", "os error 2)", "C00D3EA2", "80070006"];
    let says = |words: &[&str]| words.iter().any(|word| said.to_lowercase().contains(&word.to_lowercase()));
    if says(&DENIED) {
        Fault::Denied
    } else if says(&BUSY) {
        Fault::Busy
    } else if says(&UNPLUGGED) {
        Fault::Unplugged
    } else if said.contains("Failed to Fufill") {
        Fault::NoFormat
    } else {
        Fault::Driver(number_in(said))
    }
}

/// The number in a driver's words, which are not kept.
fn number_in(said: &str) -> Oddity {
    let after = |mark: &str| said.split(mark).nth(1);
    let digits = |text: &str, base: u32| text.chars().take_while(|c| c.is_digit(base)).collect::<String>();
    let number = after("os error ").and_then(|text| digits(text, 10).parse().ok());
    let result = || after("0x").and_then(|text| u32::from_str_radix(&digits(text, 16), 16).ok());
    number.map(Oddity::Number).or_else(|| result().map(Oddity::Result)).unwrap_or(Oddity::Words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_drivers_words_have_the_desks_words() {
        assert_eq!(fault("Could not open device 0: V4L2 Error: Permission denied (os error 13)"), Fault::Denied);
        assert_eq!(fault("Could not open device 0: Device or resource busy (os error 16)"), Fault::Busy);
        assert_eq!(fault("Could not capture frame: … no longer present. (0xC00D3EA2)"), Fault::Unplugged);
        assert_eq!(fault("Could not get device property CameraFormat: Failed to Fufill"), Fault::NoFormat);
        assert_eq!(fault("something else").code(), "camera-driver");
    }

    #[test]
    fn of_a_drivers_words_only_a_number_is_kept() {
        assert_eq!(fault("cannot read Hanako's phone (os error 22)"), Fault::Driver(Oddity::Number(22)));
        assert_eq!(fault("Hanako's phone: failed (0xC00D36B4)"), Fault::Driver(Oddity::Result(0xC00D_36B4)));
        assert_eq!(fault("Hanako's phone is asleep"), Fault::Driver(Oddity::Words));
        let said = fault("Hanako's phone: failed (0xC00D36B4)").to_string();
        assert_eq!(said, "the camera's driver reports error 0xC00D36B4");
    }

    #[test]
    fn a_picture_that_is_a_jpeg_is_read_as_one_whatever_was_asked() {
        let asked = Shape { encoding: Encoding::Yuyv, width: 4, height: 2, stride: 0, rate: 30 };
        assert_eq!(as_sent(asked, &[0xff, 0xd8, 0xff, 0xe0]).encoding, Encoding::Mjpeg);
        assert_eq!(as_sent(asked, &[0; 16]), asked);
    }
}
