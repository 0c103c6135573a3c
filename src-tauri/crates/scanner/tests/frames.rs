//! Frames as cameras write them, and the stream of them.
#![allow(clippy::panic, clippy::unwrap_used, missing_docs)]

mod cases;
mod webcam;

use std::io::Cursor;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use scanner::{
    Folder, Frame, FrameSource, Glance, Gray, Live, LiveReader, PictureError, PixelFormat, SourceError, Video, video_of,
};
use webcam::{HEIGHT, Trouble, WIDTH};

const WAIT: Duration = Duration::from_secs(10);

/// A frame that is easily read.
fn clear(seed: u64) -> (Gray, String) {
    let shot = webcam::frame(seed * webcam::TROUBLES.len() as u64);
    assert_eq!(shot.trouble, Trouble::None);
    (Gray { width: WIDTH, height: HEIGHT, pixels: shot.pixels }, shot.text)
}

fn jpeg(gray: &Gray) -> Vec<u8> {
    let mut bytes = vec![];
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 85);
    let (width, height) = (gray.width as u32, gray.height as u32);
    image::ImageEncoder::write_image(encoder, &gray.pixels, width, height, image::ExtendedColorType::L8).unwrap();
    bytes
}

/// The same picture in every format of a camera.
fn written(gray: &Gray) -> [Frame; 4] {
    let frame = |pixels, bytes| Frame { width: gray.width, height: gray.height, pixels, bytes };
    let luma = gray.pixels.clone();
    [
        frame(PixelFormat::Yuyv, luma.iter().flat_map(|y| [*y, 128]).collect()),
        frame(PixelFormat::Nv12, [luma.clone(), vec![128; luma.len() / 2]].concat()),
        frame(PixelFormat::Jpeg, jpeg(gray)),
        frame(PixelFormat::Gray, luma),
    ]
}

fn texts(found: &[scanner::Found]) -> Vec<&str> {
    found.iter().map(|found| found.text.as_str()).collect()
}

#[test]
fn a_code_is_read_in_every_format_of_a_camera() {
    let (gray, text) = clear(1);
    for frame in written(&gray) {
        let (gray, mut reader) = (frame.gray().unwrap(), LiveReader::new());
        // On a machine with much else to do a frame's time may be over before its code is read.
        let found = (0..20).map(|_| reader.look(&gray)).find(|found| !found.is_empty()).unwrap_or_default();
        assert_eq!(texts(&found), [&text], "{:?}", frame.pixels);
        assert!(found[0].pixels_per_module > 3.0);
    }
    let padded: Vec<u8> = gray.pixels.chunks(WIDTH).flat_map(|row| [row, &[9; 64]].concat()).collect();
    assert_eq!(Gray::from_luma(WIDTH, HEIGHT, WIDTH + 64, &padded).unwrap(), gray, "rows may be padded");
}

/// The same picture without its Huffman tables, as webcams send it.
fn without_tables(jpeg: &[u8]) -> Vec<u8> {
    let (mut bare, mut at) = (jpeg[..2].to_vec(), 2);
    while jpeg[at + 1] != 0xda {
        let end = at + 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        if jpeg[at + 1] != 0xc4 {
            bare.extend(&jpeg[at..end]);
        }
        at = end;
    }
    [&bare, &jpeg[at..]].concat()
}

#[test]
fn a_jpeg_without_its_huffman_tables_is_read_by_the_typical_ones() {
    let (gray, _) = clear(2);
    let mut coloured = vec![];
    let rgb: Vec<u8> = gray.pixels.iter().flat_map(|p| [*p, p / 2, 255 - p]).collect();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut coloured, 85);
    let (width, height) = (WIDTH as u32, HEIGHT as u32);
    image::ImageEncoder::write_image(encoder, &rgb, width, height, image::ExtendedColorType::Rgb8).unwrap();
    for whole in [jpeg(&gray), coloured] {
        let bare = without_tables(&whole);
        assert!(bare.len() < whole.len() - 30);
        assert_eq!(Gray::from_jpeg(&bare).unwrap(), Gray::from_jpeg(&whole).unwrap());
    }
    let stub = without_tables(&jpeg(&gray));
    for cut in 0..300 {
        drop(Gray::from_jpeg(&stub[..cut]));
    }
}

#[test]
fn a_frame_that_lacks_bytes_or_claims_too_many_is_an_error() {
    assert_eq!(Gray::from_yuyv(640, 480, &[0; 640 * 480]), Err(PictureError::Unreadable));
    assert_eq!(Gray::from_nv12(640, 480, &[0; 640 * 479]), Err(PictureError::Unreadable));
    assert_eq!(Gray::from_luma(0, 480, 640, &[]), Err(PictureError::Unreadable));
    assert_eq!(Gray::from_luma(640, 480, 639, &[0; 640 * 480]), Err(PictureError::Unreadable));
    assert_eq!(Gray::from_luma(usize::MAX, 2, usize::MAX, &[]), Err(PictureError::TooLarge));
    assert_eq!(Gray::from_yuyv(50_000, 50_000, &[]), Err(PictureError::TooLarge));
    assert_eq!(Gray::from_jpeg(b"no jpeg"), Err(PictureError::Unreadable));
    let one_row = Gray::from_luma(3, 1, usize::MAX, &[1, 2, 3]);
    assert_eq!(one_row.unwrap().pixels, [1, 2, 3], "the last row needs no padding");
    assert_eq!(Gray::from_luma(3, 2, 3, &[1, 2, 3, 4, 5, 6, 7]).unwrap().pixels, [1, 2, 3, 4, 5, 6]);
    assert_eq!(Gray::from_luma(2, 2, 5, &[1, 2, 0, 0, 0, 3, 4]).unwrap().pixels, [1, 2, 3, 4], "an odd stride");
}

#[test]
fn most_scenes_are_read_within_five_frames_and_nothing_is_invented() {
    let mut read = 0;
    for seed in 0..26 {
        let mut reader = LiveReader::new();
        let shots = webcam::scene(seed, 5);
        let found: Vec<_> = shots
            .iter()
            .flat_map(|shot| reader.look(&Gray { width: WIDTH, height: HEIGHT, pixels: shot.pixels.clone() }))
            .collect();
        assert!(found.iter().all(|found| found.text == shots[0].text), "{:?}", shots[0].trouble);
        read += usize::from(!found.is_empty());
    }
    assert!(read >= 19, "{read} of 26");
}

/// What a live reader tells of these frames, one at a time.
fn told(frames: &[Gray], accept: impl Fn(&str) -> bool + Send + 'static) -> Vec<Glance> {
    let (tell, told) = mpsc::channel();
    let live = Live::start(accept, move |glance| drop(tell.send(glance))).unwrap();
    let show = |frame: &Gray| {
        live.show(frame.clone());
        told.recv_timeout(WAIT).unwrap().unwrap()
    };
    frames.iter().map(show).collect()
}

#[test]
fn a_text_is_believed_when_two_frames_agree_or_when_it_is_known_to_be_whole() {
    let (frame, text) = clear(1);
    let (other, other_text) = clear(2);
    let glances = told(&[frame.clone(), other.clone(), frame.clone()], |_| false);
    assert_eq!(texts(&glances[0].found), [&text]);
    assert_eq!(glances[0].believed, Vec::<String>::new(), "one frame alone is not enough");
    assert_eq!(texts(&glances[1].found), [&other_text]);
    assert_eq!(glances[1].believed, Vec::<String>::new(), "two texts do not agree");
    assert_eq!(glances[2].believed, std::slice::from_ref(&text));
    let known = text.clone();
    assert_eq!(told(&[frame], move |text| text == known)[0].believed, [text]);
}

#[test]
fn a_frame_that_is_the_last_one_over_again_agrees_with_nothing() {
    let (frame, text) = clear(1);
    let still = vec![frame.clone(); 4];
    let glances = told(&still, |_| false);
    assert!(glances.iter().all(|glance| glance.found.len() == 1 && glance.believed.is_empty()));
    let mut other = frame.clone();
    other.pixels[0] ^= 1;
    assert_eq!(told(&[frame.clone(), frame, other], |_| false)[2].believed, std::slice::from_ref(&text));
    let known = text.clone();
    let accepted = told(&still, move |read| read == known);
    assert!(accepted.iter().all(|glance| glance.believed == [text.clone()]), "a still picture shown as a film");
}

#[test]
fn whoever_panics_over_a_text_or_a_frame_is_shown_the_next_one() {
    let (tell, told) = mpsc::channel();
    let accept = |text: &str| std::panic::panic_any(text.len());
    let panics = move |glance: Result<Glance, PictureError>| {
        drop(tell.send(glance));
        std::panic::panic_any(1);
    };
    let live = Live::start(accept, panics).unwrap();
    let (frame, text) = clear(1);
    live.show(frame);
    let glance = told.recv_timeout(WAIT).unwrap().unwrap();
    assert_eq!((texts(&glance.found), glance.believed.len()), (vec![text.as_str()], 0));
    live.show(clear(2).0);
    assert!(told.recv_timeout(WAIT).unwrap().is_ok());
}

#[test]
fn only_the_newest_frame_is_looked_at() {
    let (tell, told) = mpsc::channel();
    let (go, gone) = mpsc::channel::<()>();
    let mut first = true;
    let live = Live::start(
        |_| true,
        move |glance| {
            drop(tell.send(glance));
            // The desk is slow with the first one, and frames come meanwhile.
            if std::mem::take(&mut first) {
                assert_eq!(gone.recv_timeout(WAIT), Ok(()));
            }
        },
    )
    .unwrap();
    let (newest, text) = clear(2);
    live.show(clear(1).0);
    told.recv_timeout(WAIT).unwrap().unwrap();
    for _ in 0..20 {
        live.show(Gray { width: 640, height: 480, pixels: vec![200; 640 * 480] });
    }
    live.show(newest);
    go.send(()).unwrap();
    assert_eq!(told.recv_timeout(WAIT).unwrap().unwrap().believed, [text]);
    assert!(told.recv_timeout(Duration::from_millis(300)).is_err(), "the twenty others were thrown away");
}

#[test]
fn what_cannot_be_read_is_told_with_how_light_it_is() {
    let dark = told(&[Gray { width: 640, height: 480, pixels: vec![12; 640 * 480] }], |_| true).remove(0);
    assert_eq!((dark.found.len(), dark.light.mean, dark.light.blown), (0, 12.0, 0.0));
    let glaring = told(&[Gray { width: 640, height: 480, pixels: vec![255; 640 * 480] }], |_| true).remove(0);
    assert_eq!(glaring.light.blown, 1.0);
}

#[test]
fn a_video_plays_its_frames_at_its_pace_and_ends() {
    let (gray, text) = clear(3);
    let bytes = video_of(&vec![jpeg(&gray); 3], WIDTH as u32, HEIGHT as u32, 20);
    let mut video = Video::from_reader("phone".into(), Cursor::new(bytes)).unwrap();
    let format = video.formats()[0];
    assert_eq!((video.name(), format.width, format.height, format.rate), ("phone", WIDTH, HEIGHT, 20.0));
    let first = video.next_frame(WAIT).unwrap().gray().unwrap();
    assert_eq!(texts(&LiveReader::new().look(&first)), [&text]);
    let early = video.next_frame(Duration::ZERO);
    assert!(matches!(early, Err(SourceError::TimedOut)), "the second is due 50 ms later");
    assert!(video.next_frame(WAIT).is_ok() && video.next_frame(WAIT).is_ok());
    assert!(matches!(video.next_frame(WAIT), Err(SourceError::Ended)));
}

#[test]
fn a_video_of_another_stream_plays_and_one_of_noughts_ends_at_once() {
    let (gray, _) = clear(3);
    let mut bytes = video_of(&vec![jpeg(&gray); 2], WIDTH as u32, HEIGHT as u32, 1000);
    for at in 0..bytes.len() - 4 {
        if &bytes[at..at + 4] == b"00dc" {
            bytes[at + 1] = b'1';
        }
    }
    let mut video = Video::from_reader("sound first".into(), Cursor::new(bytes)).unwrap();
    assert!(video.next_frame(WAIT).is_ok() && video.next_frame(WAIT).is_ok());

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cut off.avi");
    let whole = video_of(&[], 64, 48, 30);
    std::fs::write(&path, &whole[..whole.len() - 8]).unwrap();
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(1 << 30).unwrap();
    let began = Instant::now();
    let mut video = Video::open(&path).unwrap();
    assert!(matches!(video.next_frame(WAIT), Err(SourceError::Ended)));
    assert!(began.elapsed() < Duration::from_millis(100), "{:?}", began.elapsed());
    // A gigabyte of chunks of nothing, where the header should be.
    std::fs::write(&path, b"RIFF\0\0\0\0AVI ").unwrap();
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(1 << 30).unwrap();
    let began = Instant::now();
    assert!(matches!(Video::open(&path), Err(SourceError::NotAVideo)));
    assert!(began.elapsed() < Duration::from_millis(100), "{:?}", began.elapsed());
    // Many chunks that are no picture, then one that is: a call has its bound, and the next one goes on.
    let mut chunks = whole[..whole.len() - 8].to_vec();
    (0..50_000).for_each(|_| chunks.extend(b"01wb\0\0\0\0"));
    chunks.extend(b"00dc\x02\0\0\0\xff\xd8");
    let mut video = Video::from_reader("long".into(), Cursor::new(chunks)).unwrap();
    assert!(matches!(video.next_frame(WAIT), Err(SourceError::TimedOut)));
    assert!((0..20).any(|_| video.next_frame(WAIT).is_ok()));
}

#[test]
fn a_picture_of_49_megapixels_in_a_folder_keeps_nobody_waiting() {
    let dir = tempfile::tempdir().unwrap();
    let large = image::GrayImage::from_fn(7000, 6990, |x, y| image::Luma([(x * 7 + y * 13 + x * y / 3) as u8]));
    large.save(dir.path().join("large.png")).unwrap();
    let mut folder = Folder::open(dir.path()).unwrap();
    let began = Instant::now();
    match folder.next_frame(WAIT) {
        Ok(frame) => assert!(frame.width <= 2000),
        Err(error) => assert!(matches!(error, SourceError::Spoilt(PictureError::TookTooLong)), "{error}"),
    }
    assert!(began.elapsed() < Duration::from_millis(1500), "{:?}", began.elapsed());
}

#[test]
fn a_folder_gives_its_pictures_by_name_and_tells_of_spoilt_ones() {
    let dir = tempfile::tempdir().unwrap();
    let (gray, text) = clear(4);
    std::fs::write(dir.path().join("2.JPG"), jpeg(&gray)).unwrap();
    std::fs::write(dir.path().join("1.png"), b"no picture").unwrap();
    std::fs::write(dir.path().join("notes.txt"), b"not looked at").unwrap();
    let mut folder = Folder::open(dir.path()).unwrap();
    assert!(matches!(folder.next_frame(WAIT), Err(SourceError::Spoilt(PictureError::Unreadable))));
    let second = folder.next_frame(WAIT).unwrap().gray().unwrap();
    assert_eq!(texts(&LiveReader::new().look(&second)), [&text]);
    assert!(matches!(folder.next_frame(WAIT), Err(SourceError::Ended)));
    assert!(matches!(Folder::open(&dir.path().join("nowhere")), Err(SourceError::Io(_))));
}

proptest! {
    #![proptest_config(cases::usually(48))]

    #[test]
    fn any_bytes_as_a_frame_are_read_or_refused(
        width in 0usize..400,
        height in 0usize..300,
        bytes in prop::collection::vec(any::<u8>(), 0..60_000),
        times in 1usize..5,
    ) {
        let bytes = bytes.repeat(times);
        for pixels in [PixelFormat::Yuyv, PixelFormat::Nv12, PixelFormat::Jpeg, PixelFormat::Gray] {
            let frame = Frame { width, height, pixels, bytes: bytes.clone() };
            if let Ok(gray) = frame.gray() {
                prop_assert_eq!(gray.pixels.len(), gray.width * gray.height);
                prop_assert!(LiveReader::new().look(&gray).is_empty());
            }
        }
    }

    #[test]
    fn any_bytes_as_a_video_play_or_are_refused(
        place in 0usize..5000, byte: u8, cut in 0usize..5000,
        junk in prop::collection::vec(any::<u8>(), 0..2000),
    ) {
        let small = Gray { width: 64, height: 48, pixels: vec![90; 64 * 48] };
        let mut bytes = video_of(&vec![jpeg(&small); 3], 64, 48, 1000);
        let whole = bytes.len();
        bytes[place % whole] = byte;
        bytes.truncate(whole - cut % whole);
        for bytes in [bytes, junk] {
            let Ok(mut video) = Video::from_reader("v".into(), Cursor::new(bytes)) else { continue };
            let ended = (0..50).any(|_| match video.next_frame(Duration::from_millis(2)) {
                Ok(frame) => { drop(frame.gray()); false }
                Err(SourceError::TimedOut) => false,
                Err(_) => true,
            });
            prop_assert!(ended || video.formats()[0].rate < 900.0);
        }
    }
}
