//! Linux: Video4Linux, by the crate that nokhwa itself stands on.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use v4l::buffer::{Flags as BufferFlags, Type};
use v4l::capability::Flags;
use v4l::framesize::FrameSizeEnum;
use v4l::io::traits::{CaptureStream, Stream};
use v4l::prelude::MmapStream;
use v4l::video::Capture;
use v4l::video::capture::Parameters;
use v4l::{Format, FourCC, Fraction};

use super::device::{Came, Device, Driver};
use super::fault::{Fault, Oddity};
use super::list::{Kind, Listed, kind_of};
use super::shape::{Encoding, Shape, best};

/// The cameras of Linux.
#[derive(Debug, Clone, Copy, Default)]
pub struct V4l2;

const BUFFERS: u32 = 4;
/// `POLLIN` of poll(2).
const READABLE: i16 = 1;
/// Sizes asked of a camera that takes any.
const SIZES: [(u32, u32); 4] = [(1280, 720), (1920, 1080), (800, 600), (640, 480)];

impl Driver for V4l2 {
    fn list(&self) -> Result<Vec<Listed>, Fault> {
        let entries = match fs::read_dir("/dev") {
            Ok(entries) => entries,
            Err(e) => return Err(fault(&e)),
        };
        let number = |entry: io::Result<fs::DirEntry>| {
            entry.ok()?.file_name().to_str()?.strip_prefix("video")?.parse::<u32>().ok()
        };
        let mut numbers: Vec<u32> = entries.filter_map(number).collect();
        numbers.sort_unstable();
        Ok(numbers.into_iter().filter_map(camera).collect())
    }

    fn open(&self, camera: &Listed) -> Result<Box<dyn Device>, Fault> {
        let opened = open(camera.index);
        let mut kept = kept_open();
        match opened {
            Ok(open) => {
                kept.retain(|index| *index != camera.index);
                Ok(Box::new(open))
            }
            Err(why) => Err(held_by_whom(why, kept.contains(&camera.index))),
        }
    }
}

/// Cameras that did not let themselves be stopped: this program has them until it ends, or until they are pulled out.
static KEPT_OPEN: Mutex<Vec<u32>> = Mutex::new(vec![]);

fn kept_open() -> MutexGuard<'static, Vec<u32>> {
    KEPT_OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A camera that is busy with ourselves is no other program's.
fn held_by_whom(why: Fault, kept: bool) -> Fault {
    if kept && why == Fault::Busy { Fault::Stuck } else { why }
}

fn open(index: u32) -> Result<Open, Fault> {
    let device = v4l::Device::with_path(path(index)).map_err(|e| fault(&e))?;
    let shape = negotiate(&device).map_err(|e| fault(&e))?.ok_or(Fault::NoFormat)?;
    let stream = MmapStream::with_buffers(&device, Type::VideoCapture, BUFFERS).map_err(|e| fault(&e))?;
    let mut open = Open { index, shape, stream: Some(stream) };
    open.begin().map_err(|e| fault(&e))?;
    Ok(open)
}

fn path(index: u32) -> PathBuf {
    PathBuf::from(format!("/dev/video{index}"))
}

/// The node, where it is a camera and no output, metadata or radio.
fn camera(index: u32) -> Option<Listed> {
    let said = fs::read_to_string(format!("/sys/class/video4linux/video{index}/name")).unwrap_or_default();
    let (name, driver) = match v4l::Device::with_path(path(index)).and_then(|device| device.query_caps()) {
        Ok(caps) => {
            if !caps.capabilities.contains(Flags::VIDEO_CAPTURE | Flags::STREAMING) {
                return None;
            }
            (caps.card, caps.driver)
        }
        // It is listed, so that opening it can say that it is not allowed.
        Err(e) if e.kind() == io::ErrorKind::PermissionDenied => (said.trim().to_owned(), String::new()),
        Err(_) => return None,
    };
    let kind = kind_of(&name).max(if kind_of(&driver) == Kind::Virtual { Kind::Virtual } else { Kind::Real });
    let name = if name.is_empty() { path(index).display().to_string() } else { name };
    Some(Listed { name, kind, index })
}

fn encoding(four: FourCC) -> Option<Encoding> {
    match &four.repr {
        b"GREY" => Some(Encoding::Grey),
        b"NV12" => Some(Encoding::Nv12),
        b"YUYV" => Some(Encoding::Yuyv),
        b"MJPG" | b"JPEG" => Some(Encoding::Mjpeg),
        _ => None,
    }
}

/// Asks for the best of what is offered, and gives what the driver then says it sends.
fn negotiate(device: &v4l::Device) -> io::Result<Option<Shape>> {
    let mut offers = vec![];
    for four in device.enum_formats()?.into_iter().map(|f| f.fourcc) {
        let Some(encoding) = encoding(four) else { continue };
        for (width, height) in sizes(device, four) {
            for rate in rates(device, four, width, height) {
                offers.push((four, Shape { encoding, width, height, stride: 0, rate }));
            }
        }
    }
    let shapes: Vec<Shape> = offers.iter().map(|(_, shape)| *shape).collect();
    if let Some(wanted) = best(&shapes) {
        let four = offers.iter().find(|(_, shape)| *shape == wanted).map(|(four, _)| *four);
        let asked = Format::new(wanted.width, wanted.height, four.unwrap_or(FourCC::new(b"YUYV")));
        device.set_format(&asked)?;
        if wanted.rate > 0 {
            // A camera that keeps its own pace is as good.
            drop(device.set_params(&Parameters::new(Fraction::new(1, wanted.rate))));
        }
    }
    let given = device.format()?;
    let rate = device.params().map(|p| per_second(p.interval)).unwrap_or(0);
    Ok(encoding(given.fourcc).map(|encoding| {
        let stride = if encoding == Encoding::Mjpeg { 0 } else { given.stride };
        Shape { encoding, width: given.width, height: given.height, stride, rate }
    }))
}

fn sizes(device: &v4l::Device, four: FourCC) -> Vec<(u32, u32)> {
    let sizes = device.enum_framesizes(four).unwrap_or_default().into_iter().flat_map(|size| match size.size {
        FrameSizeEnum::Discrete(d) => vec![(d.width, d.height)],
        FrameSizeEnum::Stepwise(s) => {
            let fits =
                |w: u32, h: u32| (s.min_width..=s.max_width).contains(&w) && (s.min_height..=s.max_height).contains(&h);
            SIZES.into_iter().filter(|(w, h)| fits(*w, *h)).collect()
        }
    });
    sizes.collect()
}

/// Frames in a second, rounded: 1001/30000 seconds are 30.
fn rates(device: &v4l::Device, four: FourCC, width: u32, height: u32) -> Vec<u32> {
    use v4l::frameinterval::FrameIntervalEnum::{Discrete, Stepwise};
    let offered = device.enum_frameintervals(four, width, height).unwrap_or_default();
    let mut rates: Vec<u32> = offered
        .into_iter()
        .map(|interval| match interval.interval {
            Discrete(time) => per_second(time),
            Stepwise(times) => per_second(times.min).min(30),
        })
        .collect();
    if rates.is_empty() {
        rates.push(0);
    }
    rates
}

fn per_second(time: Fraction) -> u32 {
    let (seconds, parts) = (u64::from(time.numerator), u64::from(time.denominator));
    let rounded = (parts + seconds / 2).checked_div(seconds);
    rounded.and_then(|rate| u32::try_from(rate).ok()).unwrap_or(0)
}

struct Open {
    index: u32,
    shape: Shape,
    /// There until this is dropped.
    stream: Option<MmapStream<'static>>,
}

impl Open {
    /// Lets it send. The first buffer is left out: reading a frame hands it in.
    fn begin(&mut self) -> io::Result<()> {
        let Some(stream) = &mut self.stream else { return Ok(()) };
        for buffer in 1..BUFFERS {
            // A driver may grant fewer than asked.
            if CaptureStream::queue(stream, buffer as usize).is_err() {
                break;
            }
        }
        Stream::start(stream)
    }
}

impl Device for Open {
    fn shape(&self) -> Shape {
        self.shape
    }

    fn next(&mut self, wait: Duration) -> Result<Came, Fault> {
        let Some(stream) = &mut self.stream else { return Err(Fault::Unplugged) };
        let millis = i32::try_from(wait.as_millis()).unwrap_or(i32::MAX);
        match stream.handle().poll(READABLE, millis) {
            Ok(0) => return Ok(Came::Nothing),
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::Interrupted => return Ok(Came::Nothing),
            Err(e) => return Err(fault(&e)),
        }
        stream.set_timeout(wait);
        let (bytes, about) = CaptureStream::next(stream).map_err(|e| fault(&e))?;
        if about.flags.contains(BufferFlags::ERROR) {
            return Ok(Came::Spoilt);
        }
        let sent = bytes.get(..about.bytesused as usize).unwrap_or(bytes);
        Ok(self.shape.gray(sent).map_or(Came::Spoilt, Came::Frame))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let Some(mut stream) = self.stream.take() else { return };
        // The crate's own clean-up panics twice, which ends the program, where a driver does not let the camera stop.
        // Such a camera is better left open.
        match Stream::stop(&mut stream) {
            Err(e) if fault(&e) != Fault::Unplugged => {
                kept_open().push(self.index);
                std::mem::forget(stream);
            }
            _ => drop(stream),
        }
    }
}

/// What an error number says about a camera.
fn fault(error: &io::Error) -> Fault {
    const EIO: i32 = 5;
    const ENXIO: i32 = 6;
    const EBUSY: i32 = 16;
    const ENODEV: i32 = 19;
    match (error.kind(), error.raw_os_error()) {
        (io::ErrorKind::PermissionDenied, _) => Fault::Denied,
        (io::ErrorKind::NotFound, _) => Fault::Unplugged,
        (io::ErrorKind::TimedOut, _) => Fault::Silent,
        (_, Some(EBUSY)) => Fault::Busy,
        (_, Some(ENODEV | ENXIO | EIO)) => Fault::Unplugged,
        (_, Some(number)) => Fault::Driver(Oddity::Number(number)),
        (kind, None) => Fault::Driver(Oddity::Kind(kind)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_in_odd_fractions_is_a_rate() {
        assert_eq!(per_second(Fraction::new(1001, 30000)), 30);
        assert_eq!(per_second(Fraction::new(1, 30)), 30);
        assert_eq!(per_second(Fraction::new(2, 15)), 8);
        assert_eq!(per_second(Fraction::new(0, 30)), 0);
    }

    #[test]
    fn error_numbers_have_the_desks_words() {
        let of = |number| fault(&io::Error::from_raw_os_error(number));
        assert_eq!((of(13), of(1), of(16)), (Fault::Denied, Fault::Denied, Fault::Busy));
        assert_eq!((of(19), of(2), of(5)), (Fault::Unplugged, Fault::Unplugged, Fault::Unplugged));
        assert_eq!((of(22).code(), of(22)), ("camera-driver", Fault::Driver(Oddity::Number(22))));
    }

    #[test]
    fn a_camera_that_this_program_could_not_stop_is_not_called_another_programs() {
        assert_eq!(held_by_whom(Fault::Busy, true), Fault::Stuck);
        assert_eq!(held_by_whom(Fault::Busy, false), Fault::Busy);
        assert_eq!(held_by_whom(Fault::Unplugged, true), Fault::Unplugged, "whoever held it");
    }

    #[test]
    fn what_a_driver_says_in_words_of_its_own_is_not_kept() {
        let said = io::Error::other("no answer from Hanako's phone");
        assert_eq!(fault(&said), Fault::Driver(Oddity::Kind(io::ErrorKind::Other)));
        assert!(!fault(&said).to_string().contains("Hanako"));
    }

    #[test]
    fn no_more_is_listed_than_there_is_and_without_a_camera_nothing() {
        let entries = std::fs::read_dir("/dev").map(|dir| dir.flatten().collect::<Vec<_>>()).unwrap_or_default();
        let is_video = |entry: &&std::fs::DirEntry| entry.file_name().to_string_lossy().starts_with("video");
        let there = entries.iter().filter(is_video).count();
        assert!(V4l2.list().is_ok_and(|listed| listed.len() <= there));
    }
}
