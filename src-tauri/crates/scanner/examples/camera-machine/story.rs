//! The cases, one after the other, each with a time limit.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::Utc;
use coupon::{Coupon, KeySet};
use scanner::camera::{Camera, Encoding, Fault, Nokhwa, Seen, Showing, V4l2, cameras};
use scanner::{Gray, LiveReader, decode_picture, read_gray};

use crate::kernel::{self, LOOPBACK, TEST_PICTURE};
use crate::phone;
use crate::sender::Sender;

/// Why the test did not pass.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Story(String),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Picture(#[from] scanner::PictureError),
    #[error("{0}")]
    Image(#[from] image::ImageError),
    #[error("{0}")]
    Keys(#[from] coupon::KeySetError),
    #[error("{0:?}")]
    Camera(#[from] Fault),
}

/// As many frames are read in each case.
const FRAMES: usize = 36;
const LONGEST: Duration = Duration::from_secs(40);

/// The word with which this program is started as somebody who may not use the camera.
pub(crate) const REFUSED: &str = "refused";

struct Reception {
    code: Gray,
    keys: KeySet,
}

pub(crate) fn tell() -> Result<(), Failure> {
    let code = decode_picture(&fs::read("/coupon.png")?)?;
    let reception = Reception { code, keys: KeySet::from_jwks(&fs::read_to_string("/keys.json")?)? };
    reception.coupon_before_the_camera()?;
    reception.through_nokhwa()?;
    pulled_out_while_it_is_read()
}

impl Reception {
    fn phone(&self, encoding: Encoding) -> Result<Sender, Failure> {
        Sender::start(encoding, phone::frames(&self.code, encoding, 12)?)
    }

    fn coupon_before_the_camera(&self) -> Result<(), Failure> {
        kernel::plug_loopback()?;
        say("an output device is no camera");
        let mut camera = Camera::new(V4l2, Some(LOOPBACK.to_owned()));
        await_showing(&mut camera, |s| *s == Showing::Searching(Some(Fault::NoCamera)))?;

        say("YUYV");
        let sender = self.phone(Encoding::Yuyv)?;
        self.reads(&mut camera, Encoding::Yuyv)?;

        say("a camera that stops sending");
        sender.fall_silent();
        let began = Instant::now();
        await_showing(&mut camera, |s| matches!(s, Showing::Lost { why: Fault::Silent, .. }))?;
        say(&format!("  said after {:.1} s", began.elapsed().as_secs_f64()));
        sender.speak_again();
        self.reads(&mut camera, Encoding::Yuyv)?;

        say("unplug 1: the sender goes away and the device with it");
        drop(sender);
        await_showing(&mut camera, |s| matches!(s, Showing::Lost { .. }))?;
        until_done(kernel::pull_loopback)?;
        await_showing(&mut camera, |s| matches!(s, Showing::Lost { why: Fault::NoCamera, .. }))?;
        kernel::plug_loopback()?;
        say("plugged in again, now MJPEG");
        let _sender = self.phone(Encoding::Mjpeg)?;
        self.reads(&mut camera, Encoding::Mjpeg)
    }

    /// The code that Windows and macOS use, here over Linux.
    fn through_nokhwa(&self) -> Result<(), Failure> {
        say("YUYV through nokhwa");
        let sender = self.phone(Encoding::Yuyv)?;
        let mut camera = Camera::new(Nokhwa, Some(LOOPBACK.to_owned()));
        self.reads(&mut camera, Encoding::Yuyv)?;
        say("its thread hangs, is left alone, and comes back with the picture");
        sender.fall_silent();
        await_showing(&mut camera, |s| matches!(s, Showing::Lost { why: Fault::Silent, .. }))?;
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(3) {
            camera.next(Duration::from_millis(200));
        }
        sender.speak_again();
        // nokhwa shares the device among its cameras: the one left alone, when it comes back, closes it for the next
        // one too, which is opened once more.
        until_done(|| self.reads(&mut camera, Encoding::Yuyv))?;
        drop((camera, sender));

        say("MJPEG through nokhwa");
        let _sender = self.phone(Encoding::Mjpeg)?;
        self.reads(&mut Camera::new(Nokhwa, Some(LOOPBACK.to_owned())), Encoding::Mjpeg)
    }

    /// The camera runs, its frames come, and a coupon in them is the ward's.
    fn reads(&self, camera: &mut Camera, encoding: Encoding) -> Result<(), Failure> {
        runs(camera, LOOPBACK, Some(encoding))?;
        let (mut reader, mut frames, mut coupon) = (LiveReader::new(), 0, None);
        let began = Instant::now();
        while frames < FRAMES || coupon.is_none() && began.elapsed() < LONGEST {
            let Some(gray) = frame(camera, began)? else { continue };
            frames += 1;
            if coupon.is_none() {
                coupon = self.coupon_in(&mut reader, &gray)?.map(|coupon| (coupon, frames));
            }
        }
        say(&format!("  frames read: {frames} in {:.1} s", began.elapsed().as_secs_f64()));
        let (coupon, at) = coupon.ok_or_else(|| Failure::Story("no coupon was read".to_owned()))?;
        say(&format!("  coupon verified in frame {at}: ward {}, counter {}", coupon.issuer, coupon.counter));
        Ok(())
    }

    fn coupon_in(&self, reader: &mut LiveReader, gray: &Gray) -> Result<Option<Coupon>, Failure> {
        let mut found = reader.look(gray);
        if found.is_empty() {
            // An emulated processor does little in a live frame's time; a still picture has more.
            found = read_gray(gray).unwrap_or_default();
        }
        let verified = found.first().map(|found| coupon::verify(&found.text, &self.keys, Utc::now()));
        verified.transpose().map_err(|e| Failure::Story(format!("the coupon was refused: {}", e.code())))
    }
}

fn pulled_out_while_it_is_read() -> Result<(), Failure> {
    say("unplug 2: pulled out while it is read; before that, one who may not use it, and one who comes second");
    kernel::load_test_picture()?;
    let nobody = Command::new("/proc/self/exe").arg(REFUSED).uid(65534).gid(65534).status()?;
    if !nobody.success() {
        return Err(Failure::Story("who may not use the camera was not told so".to_owned()));
    }
    let mut camera = Camera::new(V4l2, Some(TEST_PICTURE.to_owned()));
    runs(&mut camera, TEST_PICTURE, None)?;
    let mut second = Camera::new(V4l2, Some(TEST_PICTURE.to_owned()));
    await_showing(&mut second, |s| *s == Showing::Searching(Some(Fault::Busy)))?;
    drop(second);
    for turn in 1..=2 {
        runs(&mut camera, TEST_PICTURE, None)?;
        let (began, mut frames) = (Instant::now(), 0);
        while frames < FRAMES {
            frames += usize::from(frame(&mut camera, began)?.is_some());
        }
        say(&format!("  frames read: {frames}"));
        let began = Instant::now();
        kernel::pull_test_picture()?;
        await_showing(&mut camera, |s| matches!(s, Showing::Lost { why: Fault::Unplugged, .. }))?;
        say(&format!("  pulled out ({turn}), said after {:.2} s", began.elapsed().as_secs_f64()));
        kernel::plug_test_picture()?;
    }
    runs(&mut camera, TEST_PICTURE, None)?;
    drop(camera);
    // A device that somebody holds could not be let go in peace.
    let left = cameras(V4l2)?;
    say(&format!("  cameras at the end: {}", left.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ")));
    kernel::pull_test_picture()
}

/// Told by somebody who may not use the camera.
pub(crate) fn refused() -> Result<(), Failure> {
    let mut camera = Camera::new(V4l2, Some(TEST_PICTURE.to_owned()));
    await_showing(&mut camera, |s| *s == Showing::Searching(Some(Fault::Denied))).map(|_| ())
}

fn runs(camera: &mut Camera, name: &str, encoding: Option<Encoding>) -> Result<(), Failure> {
    let fits = |showing: &Showing| match showing {
        Showing::Running(opened) => {
            opened.name == name && encoding.is_none_or(|encoding| opened.shape.encoding == encoding)
        }
        _ => false,
    };
    let showing = await_showing(camera, fits)?;
    if let Showing::Running(opened) = showing {
        say(&format!("  device: {}; format: {}", opened.name, opened.shape));
    }
    Ok(())
}

fn frame(camera: &mut Camera, began: Instant) -> Result<Option<Gray>, Failure> {
    match camera.next(Duration::from_millis(200)) {
        Seen::Frame(gray) => Ok(Some(gray)),
        Seen::Changed(showing) => Err(Failure::Story(format!("while frames were read: {showing:?}"))),
        Seen::Nothing if began.elapsed() > LONGEST => Err(Failure::Story("frames do not come".to_owned())),
        Seen::Nothing => Ok(None),
    }
}

fn await_showing(camera: &mut Camera, fits: impl Fn(&Showing) -> bool) -> Result<Showing, Failure> {
    let began = Instant::now();
    while !fits(camera.showing()) {
        if began.elapsed() > LONGEST {
            return Err(Failure::Story(format!("still {:?}", camera.showing())));
        }
        if let Seen::Changed(showing) = camera.next(Duration::from_millis(100)) {
            say(&format!("  {showing:?}"));
        }
    }
    Ok(camera.showing().clone())
}

fn until_done(mut what: impl FnMut() -> Result<(), Failure>) -> Result<(), Failure> {
    let began = Instant::now();
    loop {
        match what() {
            Err(why) if began.elapsed() > LONGEST => return Err(why),
            Err(_) => std::thread::sleep(Duration::from_millis(100)),
            Ok(()) => return Ok(()),
        }
    }
}

fn say(what: &str) {
    println!("camera-test: {what}");
}
