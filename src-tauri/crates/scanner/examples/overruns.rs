//! Shows a live reader thousands of frames made to keep it busy, and pictures of many megapixels to the reader of
//! stills, and says how long the longest took and what is left of threads and memory afterwards:
//! `cargo run --release -p scanner --example overruns -- [FRAMES]`.
#![allow(clippy::unwrap_used)]

#[path = "../tests/webcam/mod.rs"]
mod webcam;

use std::io::Cursor;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use image::{GrayImage, ImageFormat};
use scanner::{Gray, Live, PictureError};

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let frames: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(10_000);
    stills();
    println!("before: {}", footprint());
    let (tell, told) = mpsc::channel();
    let live = Live::start(|_| false, move |glance| drop(tell.send(glance))).unwrap();
    let kinds: Vec<Gray> = webcam::hostile::hostile(1280, 720).into_iter().map(|(_, p)| gray(&p)).collect();
    let (mut longest, mut slow, mut given_up, mut skipped) = (Duration::ZERO, 0, 0, 0);
    for number in 0..frames {
        live.show(kinds[number % kinds.len()].clone());
        match told.recv_timeout(Duration::from_secs(5)).unwrap() {
            Ok(glance) => {
                longest = longest.max(glance.took);
                slow += usize::from(glance.took > Duration::from_millis(33));
            }
            Err(PictureError::Busy) => skipped += 1,
            Err(_) => given_up += 1,
        }
    }
    drop(live);
    let ended = Instant::now();
    println!("{frames} frames: longest {longest:?}, {slow} over 33 ms, {given_up} given up, {skipped} skipped");
    while scanner::abandoned_threads() > 0 && ended.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    println!("after {:?}: {}", ended.elapsed(), footprint());
}

fn stills() {
    for (width, height) in [(1280, 720), (3000, 2000), (4000, 3000), (7000, 5500)] {
        for (name, picture) in webcam::hostile::hostile(width, height) {
            for format in [ImageFormat::Png, ImageFormat::Jpeg] {
                let mut bytes = Cursor::new(vec![]);
                picture.write_to(&mut bytes, format).unwrap();
                let bytes = bytes.into_inner();
                let began = Instant::now();
                let gray = scanner::decode_picture(&bytes);
                let decoding = began.elapsed();
                drop(gray);
                let began = Instant::now();
                let read = scanner::scan(&bytes);
                let took = began.elapsed();
                if took > Duration::from_millis(215)
                    || read.as_ref().is_ok_and(|texts| !texts.is_empty())
                    || read.is_err()
                {
                    println!("{width}x{height} {format:?} {name}: {took:?} (decoding {decoding:?}), {read:?}");
                }
                while scanner::abandoned_threads() > 0 {
                    std::thread::sleep(Duration::from_millis(5));
                }
            }
        }
    }
}

fn gray(picture: &GrayImage) -> Gray {
    Gray { width: picture.width() as usize, height: picture.height() as usize, pixels: picture.as_raw().clone() }
}

/// Threads and memory, where the system tells them in `/proc`.
fn footprint() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status.lines().filter(|line| line.starts_with("Threads") || line.starts_with("VmRSS"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}
