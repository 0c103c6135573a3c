//! The other end of the loopback: writes the frames that the camera then sends.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use scanner::camera::Encoding;
use v4l::video::Output;
use v4l::{Device, Format, FourCC};

use crate::phone::{HEIGHT, WIDTH};
use crate::story::Failure;

const PACE: Duration = Duration::from_millis(33);

/// Sends until it is dropped.
pub(crate) struct Sender {
    silent: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Sender {
    pub(crate) fn start(encoding: Encoding, frames: Vec<Vec<u8>>) -> Result<Sender, Failure> {
        let mut device = Device::new(0)?;
        let four = if encoding == Encoding::Mjpeg { b"MJPG" } else { b"YUYV" };
        Output::set_format(&device, &Format::new(WIDTH as u32, HEIGHT as u32, FourCC::new(four)))?;
        let (silent, over) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (theirs, ended) = (Arc::clone(&silent), Arc::clone(&over));
        let thread = thread::Builder::new().name("phone".to_owned()).spawn(move || {
            for frame in frames.iter().cycle() {
                if ended.load(Ordering::SeqCst) {
                    break;
                }
                if !theirs.load(Ordering::SeqCst)
                    && let Err(e) = device.write_all(frame)
                {
                    println!("camera-test: the loopback takes no frame: {e}");
                }
                thread::sleep(PACE);
            }
        })?;
        Ok(Sender { silent, over, thread: Some(thread) })
    }

    /// The device stays open, and nothing more comes.
    pub(crate) fn fall_silent(&self) {
        self.silent.store(true, Ordering::SeqCst);
    }

    pub(crate) fn speak_again(&self) {
        self.silent.store(false, Ordering::SeqCst);
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        drop(self.thread.take().map(JoinHandle::join));
    }
}
