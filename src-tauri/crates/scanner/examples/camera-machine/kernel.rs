//! Plugging in and pulling out: modules and their devices.

use std::fs;
use std::process::Command;

use crate::story::Failure;

/// The camera that a program plays: what one end writes, the other reads. It is an output until somebody writes.
pub(crate) const LOOPBACK: &str = "Reception-Webcam";
/// The kernel's own camera with a test picture; it can be pulled out while it is read.
pub(crate) const TEST_PICTURE: &str = "vivid";

pub(crate) fn plug_loopback() -> Result<(), Failure> {
    let label = format!("card_label={LOOPBACK}");
    busybox(&["insmod", "/modules/v4l2loopback.ko", "devices=1", "video_nr=0", "exclusive_caps=1", &label])
}

pub(crate) fn pull_loopback() -> Result<(), Failure> {
    busybox(&["rmmod", "v4l2loopback"])
}

pub(crate) fn load_test_picture() -> Result<(), Failure> {
    // One device that only captures, as a webcam does.
    busybox(&["insmod", "/modules/vivid.ko", "n_devs=1", "node_types=0x1", "num_inputs=1", "input_types=0x0"])
}

pub(crate) fn pull_test_picture() -> Result<(), Failure> {
    Ok(fs::write("/sys/bus/platform/drivers/vivid/unbind", "vivid.0")?)
}

pub(crate) fn plug_test_picture() -> Result<(), Failure> {
    Ok(fs::write("/sys/bus/platform/drivers/vivid/bind", "vivid.0")?)
}

fn busybox(words: &[&str]) -> Result<(), Failure> {
    let done = Command::new("/bin/busybox").args(words).output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(Failure::Story(format!("{}: {}", words.join(" "), String::from_utf8_lossy(&done.stderr).trim())))
}
