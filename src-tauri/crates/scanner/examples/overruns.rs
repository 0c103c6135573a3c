//! Shows a live reader thousands of frames made to keep it busy, and pictures of many megapixels to the reader of
//! stills, and says how long the longest took and what is left of threads and memory afterwards:
//! `cargo run --release -p scanner --example overruns -- [FRAMES]`.
#![allow(clippy::unwrap_used)]

#[path = "../tests/webcam/mod.rs"]
mod webcam;

use std::io::Cursor;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, mpsc};
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
    let (mut times, mut given_up, mut skipped) = (vec![], 0, 0);
    let stall = longest_stall();
    for number in 0..frames {
        live.show(kinds[number % kinds.len()].clone());
        match told.recv_timeout(Duration::from_secs(5)).unwrap() {
            Ok(glance) => times.push(glance.took),
            Err(PictureError::Busy) => skipped += 1,
            Err(_) => given_up += 1,
        }
    }
    drop(live);
    let ended = Instant::now();
    times.sort();
    let at = |part: usize| times.get((times.len() * part / 100).min(times.len().saturating_sub(1)));
    let slow = times.iter().filter(|took| **took > Duration::from_millis(33)).count();
    println!("{frames} frames: median {:?}, p95 {:?}, longest {:?}", at(50), at(95), times.last());
    println!("{slow} over 33 ms, {given_up} given up, {skipped} skipped");
    println!(
        "a thread that only sleeps 5 ms was up to {:?} late meanwhile",
        Duration::from_micros(stall.load(Relaxed))
    );
    drop(stall);
    std::thread::sleep(Duration::from_millis(10));
    while scanner::abandoned_threads() > 0 && ended.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    println!("after {:?}: {}", ended.elapsed(), footprint());
}

fn stills() {
    let mut longest = Duration::ZERO;
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
                longest = longest.max(took);
                if took > Duration::from_millis(215) || read.as_ref().is_ok_and(|texts| !texts.is_empty()) {
                    println!("{width}x{height} {format:?} {name}: {took:?} (decoding {decoding:?}), {read:?}");
                }
                while scanner::abandoned_threads() > 0 {
                    std::thread::sleep(Duration::from_millis(5));
                }
            }
        }
    }
    println!("stills: longest {longest:?}");
}

fn gray(picture: &GrayImage) -> Gray {
    Gray { width: picture.width() as usize, height: picture.height() as usize, pixels: picture.as_raw().clone() }
}

/// How late the machine wakes a thread that does nothing, in microseconds: what is in the times above and not the
/// reader's.
fn longest_stall() -> Arc<AtomicU64> {
    let longest = Arc::new(AtomicU64::new(0));
    let ours = Arc::downgrade(&longest);
    std::thread::spawn(move || {
        while let Some(longest) = ours.upgrade() {
            let asleep = Instant::now();
            std::thread::sleep(Duration::from_millis(5));
            longest.fetch_max(asleep.elapsed().as_micros() as u64 - 5000, Relaxed);
        }
    });
    longest
}

/// Threads and memory, where the system tells them in `/proc`.
fn footprint() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status.lines().filter(|line| line.starts_with("Threads") || line.starts_with("VmRSS"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}
