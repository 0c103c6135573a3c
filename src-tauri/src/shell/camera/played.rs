//! A folder of pictures or a video in the camera's place, over and over: for practice and for tests. What happens to a
//! camera happens to it too: a path that is not there is no camera, one that goes away is a lost one.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use scanner::{Folder, FrameSource, Gray, SourceError, Video};

use super::source::News;
use crate::view::CameraStanding;

/// How long one picture of a folder is shown, and how often in that time.
const SHOWN: u32 = 40;
const BEAT: Duration = Duration::from_millis(50);
/// From one look for the path to the next.
const AGAIN: Duration = Duration::from_secs(1);

/// What plays.
pub(super) struct Played {
    path: PathBuf,
    reel: Option<Reel>,
    standing: CameraStanding,
    next_try: Instant,
}

struct Reel {
    source: Box<dyn FrameSource>,
    frames: u64,
    /// A frame could not be read.
    spoilt: bool,
    /// A picture of a folder, and how often it is still to be shown.
    still: Option<(Gray, u32)>,
}

impl Played {
    pub(super) fn new(path: &Path) -> Played {
        let standing = CameraStanding::Opening {};
        Played { path: path.to_owned(), reel: None, standing, next_try: Instant::now() }
    }

    /// The next frame or change, about `wait` later at the latest.
    pub(super) fn next(&mut self, wait: Duration) -> News {
        let Some(reel) = &mut self.reel else { return self.open(wait) };
        if let Some((picture, left)) = &mut reel.still
            && *left > 0
        {
            *left -= 1;
            let picture = picture.clone();
            thread::sleep(BEAT);
            return News::Frame(picture);
        }
        let came = reel.source.next_frame(wait).and_then(|frame| Ok(frame.gray()?));
        match came {
            Ok(frame) => {
                reel.frames += 1;
                if self.path.is_dir() {
                    reel.still = Some((frame.clone(), SHOWN));
                }
                News::Frame(frame)
            }
            Err(SourceError::TimedOut) => News::Nothing,
            Err(SourceError::Spoilt(_)) => {
                reel.spoilt = true;
                News::Nothing
            }
            // It begins again; a reel without a frame is a camera that sends nothing.
            Err(SourceError::Ended) if reel.frames > 0 => {
                self.reel = None;
                News::Nothing
            }
            Err(SourceError::Ended) if reel.spoilt => self.stopped("camera-format"),
            Err(SourceError::Ended) => self.stopped("camera-silent"),
            Err(SourceError::NotAVideo | SourceError::Io(_)) => self.stopped("camera-unplugged"),
        }
    }

    fn open(&mut self, wait: Duration) -> News {
        let now = Instant::now();
        if now < self.next_try {
            thread::sleep(wait.min(self.next_try - now));
            return News::Nothing;
        }
        self.next_try = now + AGAIN;
        let path = &self.path;
        let opened: Result<Box<dyn FrameSource>, SourceError> = if path.is_dir() {
            Folder::open(path).map(|folder| Box::new(folder) as _)
        } else {
            Video::open(path).map(|video| Box::new(video) as _)
        };
        match opened {
            Ok(source) => {
                let camera = source.name().to_owned();
                self.reel = Some(Reel { source, frames: 0, spoilt: false, still: None });
                self.now(CameraStanding::Running { camera })
            }
            Err(SourceError::NotAVideo) => self.stopped("camera-format"),
            Err(_) => self.stopped("no-camera"),
        }
    }

    fn stopped(&mut self, code: &str) -> News {
        self.reel = None;
        self.next_try = Instant::now() + AGAIN;
        let code = code.to_owned();
        let standing = match &self.standing {
            CameraStanding::Running { camera } | CameraStanding::Lost { camera, .. } => {
                CameraStanding::Lost { camera: camera.clone(), code }
            }
            _ => CameraStanding::Missing { code },
        };
        self.now(standing)
    }

    fn now(&mut self, standing: CameraStanding) -> News {
        if self.standing == standing {
            return News::Nothing;
        }
        self.standing = standing.clone();
        News::Standing(standing)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const WAIT: Duration = Duration::from_millis(20);

    fn until(played: &mut Played, wanted: impl Fn(&News) -> bool) {
        let end = Instant::now() + Duration::from_secs(10);
        while !wanted(&played.next(WAIT)) {
            assert!(Instant::now() < end, "it never came");
        }
    }
    fn runs(news: &News) -> bool {
        matches!(news, News::Standing(CameraStanding::Running { .. }))
    }
    fn lost_by(code: &str) -> impl Fn(&News) -> bool {
        move |news| matches!(news, News::Standing(CameraStanding::Lost { code: why, .. }) if why == code)
    }
    fn lost(news: &News) -> bool {
        matches!(news, News::Standing(CameraStanding::Lost { .. }))
    }

    fn video(path: &Path) {
        let gray = image::GrayImage::from_pixel(64, 48, image::Luma([120]));
        let mut jpeg = std::io::Cursor::new(vec![]);
        gray.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
        let frames = vec![jpeg.into_inner(); 3];
        std::fs::write(path, scanner::video_of(&frames, 64, 48, 100)).unwrap();
    }

    #[test]
    fn a_video_plays_over_and_over_is_lost_when_it_goes_away_and_comes_back_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("phone.avi");
        let mut played = Played::new(&path);
        let missing = News::Standing(CameraStanding::Missing { code: "no-camera".to_owned() });
        assert_eq!(played.next(WAIT), missing);
        video(&path);
        until(&mut played, runs);
        for _ in 0..10 {
            until(&mut played, |news| matches!(news, News::Frame(_)));
        }
        std::fs::remove_file(&path).unwrap();
        until(&mut played, lost);
        video(&path);
        until(&mut played, runs);
    }

    #[test]
    fn an_empty_folder_is_a_camera_that_sends_nothing_one_of_spoilt_pictures_has_no_format_and_a_letter_is_no_camera() {
        let folder = tempfile::tempdir().unwrap();
        let mut played = Played::new(folder.path());
        until(&mut played, lost_by("camera-silent"));
        std::fs::write(folder.path().join("spoilt.jpg"), "Dear mother").unwrap();
        until(&mut Played::new(folder.path()), lost_by("camera-format"));
        let letter = folder.path().join("letter.avi");
        std::fs::write(&letter, "Dear mother").unwrap();
        let unreadable = News::Standing(CameraStanding::Missing { code: "camera-format".to_owned() });
        assert_eq!(Played::new(&letter).next(WAIT), unreadable);
    }
}
