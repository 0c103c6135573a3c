//! Pictures and frames made to keep a reader busy. A file of its own: how many threads were given up is counted for
//! the whole process.
#![allow(clippy::unwrap_used, missing_docs)]

mod webcam;

use std::io::Cursor;
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use image::{DynamicImage, ImageBuffer, ImageFormat, Rgba};
use scanner::{Gray, Live, PictureError, scan};

/// What a picture and a frame may take, and room for a machine that builds something else meanwhile.
const STILL: Duration = Duration::from_millis(250 + 250);
const LIVE: Duration = Duration::from_millis(150 + 250);

/// One after the other: they would be busy with each other's pictures.
static ALONE: Mutex<()> = Mutex::new(());

/// Waits for the threads that were given up.
fn all_come_back() {
    let ended = Instant::now();
    while scanner::abandoned_threads() > 0 {
        assert!(ended.elapsed() < Duration::from_secs(10), "a thread does not come back");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Cursor::new(vec![]);
    picture.into().write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn a_picture_made_to_keep_the_reader_busy_gets_its_answer_in_time_and_leaves_no_thread_behind() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut answered = 0;
    for (width, height) in [(590, 590), (640, 480), (1280, 720), (3000, 2000)] {
        for (name, picture) in webcam::hostile::hostile(width, height) {
            let bytes = png(picture);
            let began = Instant::now();
            let told = scan(&bytes);
            assert!(began.elapsed() < STILL, "{name} {width}: {:?}", began.elapsed());
            match told {
                Ok(texts) => {
                    assert!(texts.is_empty(), "{name}: nothing is written there");
                    answered += 1;
                }
                // Nobody else asks, so the reader is never busy.
                Err(error) => assert_eq!(error, PictureError::TookTooLong, "{name}"),
            }
            all_come_back();
        }
    }
    assert!(answered > 0, "some of them are looked at to the end");
}

#[test]
fn frames_made_to_keep_the_reader_busy_are_done_in_time_and_leave_nothing_behind() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let hostile = webcam::hostile::hostile(1280, 720);
    let (tell, told) = mpsc::channel();
    let live = Live::start(|_| false, move |glance| drop(tell.send(glance))).unwrap();
    let mut looked_at = 0;
    for (name, picture) in hostile.iter().cycle().take(hostile.len() * 4) {
        let frame = Gray { width: 1280, height: 720, pixels: picture.as_raw().clone() };
        let began = Instant::now();
        live.show(frame);
        let glance = told.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(began.elapsed() < LIVE, "{name}: {:?}", began.elapsed());
        match glance {
            Ok(glance) => {
                assert_eq!(glance.believed, Vec::<String>::new(), "{name}");
                looked_at += 1;
            }
            Err(error) => assert_eq!(error, PictureError::TookTooLong, "{name}"),
        }
        all_come_back();
    }
    assert!(looked_at > hostile.len(), "{looked_at}: most are looked at to the end");
}

#[test]
fn eight_pictures_at_once_are_read_two_at_a_time_and_no_more_are_left_alone() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // Forty megapixels that do not pack well.
    let picture = ImageBuffer::from_fn(7000, 5700, |x, y| image::Luma([(x * 7 + y * 13 + x * y / 3) as u8]));
    let bytes = png(picture);
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let bytes = bytes.clone();
            std::thread::spawn(move || {
                let began = Instant::now();
                (scan(&bytes), began.elapsed())
            })
        })
        .collect();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(1) {
        assert!(scanner::abandoned_threads() <= 2);
        std::thread::sleep(Duration::from_millis(1));
    }
    let (mut busy, mut others) = (0, 0);
    for caller in callers {
        let (told, took) = caller.join().unwrap();
        assert!(took < STILL, "{took:?}");
        match told {
            Err(PictureError::Busy) => busy += 1,
            Ok(texts) => assert!(texts.is_empty()),
            Err(error) => {
                assert_eq!(error, PictureError::TookTooLong);
                others += 1;
            }
        }
    }
    assert!(others <= 8 - busy, "{busy} were turned away");
    all_come_back();
    let wide = ImageBuffer::from_pixel(7000, 6990, Rgba([60_000u16, 60_000, 60_000, 65_535]));
    assert_eq!(scan(&png(DynamicImage::from(wide))), Err(PictureError::TooLarge), "sixteen bits a colour");
}

#[test]
fn while_pictures_hold_their_readers_the_camera_reads_on() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let picture = png(ImageBuffer::from_fn(7000, 6000, |x, y| image::Luma([(x * 7 + y * 13 + x * y / 3) as u8])));
    let (tell, told) = mpsc::channel();
    let live = Live::start(|_| true, move |glance| drop(tell.send(glance))).unwrap();
    let shot = webcam::frame(13);
    std::thread::scope(|scope| {
        (0..4).for_each(|_| drop(scope.spawn(|| scan(&picture))));
        std::thread::sleep(Duration::from_millis(20));
        let read = (0..20).any(|_| {
            live.show(Gray { width: webcam::WIDTH, height: webcam::HEIGHT, pixels: shot.pixels.clone() });
            let glance = told.recv_timeout(Duration::from_secs(10)).unwrap();
            assert_ne!(glance, Err(PictureError::Busy));
            glance.is_ok_and(|glance| glance.believed == [shot.text.clone()])
        });
        assert!(read);
    });
    all_come_back();
}
