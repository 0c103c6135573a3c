//! Pictures and frames made to keep a reader busy. A file of its own: how many threads were given up is counted for
//! the whole process.
#![allow(clippy::unwrap_used, missing_docs)]

mod webcam;

use std::io::Cursor;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use image::ImageFormat;
use scanner::{Gray, Live, PictureError, scan};

/// Waits for the threads that were given up.
fn all_come_back() {
    let ended = Instant::now();
    while scanner::abandoned_threads() > 0 {
        assert!(ended.elapsed() < Duration::from_secs(60), "a thread never came back");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_picture_made_to_keep_the_reader_busy_gets_its_answer_in_time_and_leaves_no_thread_behind() {
    for (width, height) in [(640, 480), (1280, 720), (3000, 2000)] {
        for (name, picture) in webcam::hostile::hostile(width, height) {
            let mut bytes = Cursor::new(vec![]);
            picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
            let bytes = bytes.into_inner();
            let began = Instant::now();
            match scan(&bytes) {
                Ok(texts) => assert!(texts.is_empty(), "{name}: nothing is written there"),
                Err(error) => {
                    assert!(matches!(error, PictureError::TookTooLong | PictureError::Busy), "{name}: {error}")
                }
            }
            // A quarter of a second, and room for a machine that builds something else meanwhile.
            assert!(began.elapsed() < Duration::from_secs(1), "{name}: {:?}", began.elapsed());
        }
    }
    all_come_back();
}

#[test]
fn frames_made_to_keep_the_reader_busy_are_done_in_time_and_leave_nothing_behind() {
    let hostile = webcam::hostile::hostile(1280, 720);
    let frames: Vec<Gray> = hostile
        .iter()
        .map(|(_, picture)| Gray { width: 1280, height: 720, pixels: picture.as_raw().clone() })
        .collect();
    for _ in 0..4 {
        let (tell, told) = mpsc::channel();
        let live = Live::start(|_| false, move |glance| drop(tell.send(glance))).unwrap();
        for (frame, (name, _)) in frames.iter().zip(&hostile) {
            live.show(frame.clone());
            // A frame that was given up is an answer too.
            let Ok(glance) = told.recv_timeout(Duration::from_secs(10)).unwrap() else { continue };
            assert_eq!(glance.believed, Vec::<String>::new(), "{name}");
            assert!(glance.took < Duration::from_millis(500), "{name}: {:?}", glance.took);
        }
    }
    all_come_back();
}
