//! The camera as the window looks through it. The window asks for one picture after the other and is given the newest,
//! with what was seen: nothing is pushed, so that a slow window misses frames and never has any waiting, and one that
//! asks no more switches the camera off. No frame is kept.

mod hint;
mod played;
mod post;
mod preview;
mod source;
mod told;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use scanner::camera::Fault;
use scanner::{Live, PictureError};

use crate::desk::{Acting, Desk, DeskError, Reception, camera};
use crate::view::{CameraHint, CameraStanding, CameraView};
use post::{Closing, Post};
use source::{News, Source, Wanted};

/// The longest nap of the thread that holds the camera, and of a question.
const NAP: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_millis(500);

/// The camera, switched on or off.
#[derive(Default)]
pub(super) struct Eye {
    /// Pictures from here instead of a camera.
    played: Option<PathBuf>,
    open: Mutex<Option<Open>>,
}

struct Open {
    post: Arc<Post>,
    thread: Option<JoinHandle<()>>,
}

impl Eye {
    pub(super) fn playing(played: Option<PathBuf>) -> Eye {
        Eye { played, open: Mutex::default() }
    }

    /// Switches the camera on: the one of this name where it is there, else the first.
    ///
    /// # Errors
    /// What the desk says of a played camera, and the store; `reader-busy` where the machine gives no thread.
    pub(super) fn open(&self, desk: &Arc<Desk>, by: &Acting<Reception>, name: Option<String>) -> Result<(), DeskError> {
        let wanted = match &self.played {
            Some(path) => {
                camera::may_be_played(desk)?;
                Wanted::Played(path.clone())
            }
            None => Wanted::Camera(name),
        };
        let accept = camera::known_whole(desk, by)?;
        let post = Arc::new(Post::new());
        let told = Arc::clone(&post);
        let live = Live::start(accept, move |glance| told.glanced(glance, Instant::now()))?;
        let mut open = self.held();
        let before = open.take().and_then(|mut before| {
            before.post.close();
            before.thread.take()
        });
        let theirs = Closing(Arc::clone(&post));
        let worker = thread::Builder::new().name("camera".to_owned());
        let thread = worker.spawn(move || {
            // Two at once would find the camera busy.
            if let Some(before) = before {
                drop(before.join());
            }
            look_through(&theirs.0, &wanted, &live);
        });
        let thread = thread.map_err(|_| PictureError::Busy)?;
        *open = Some(Open { post, thread: Some(thread) });
        Ok(())
    }

    /// Switches it off. The thread lets go of it a moment later.
    pub(super) fn close(&self) {
        if let Some(open) = self.held().as_ref() {
            open.post.close();
        }
    }

    /// What is to be seen, once it is newer than the last answer: length of the view (four bytes, the lowest first),
    /// the view as JSON, the picture's grey pixels.
    pub(super) fn look(&self) -> Result<Vec<u8>, DeskError> {
        let post = self.held().as_ref().map(|open| Arc::clone(&open.post));
        let (view, picture) = match post {
            Some(post) => post.take(PATIENCE),
            None => (off(), None),
        };
        let told = serde_json::to_vec(&view).map_err(DeskError::Answer)?;
        let pixels = picture.map_or(vec![], |picture| picture.pixels);
        let mut bytes = Vec::with_capacity(4 + told.len() + pixels.len());
        bytes.extend((told.len() as u32).to_le_bytes());
        bytes.extend(told);
        bytes.extend(pixels);
        Ok(bytes)
    }

    /// The cameras that can be chosen.
    pub(super) fn names(&self) -> Result<Vec<String>, Fault> {
        source::names(self.played.as_deref())
    }

    fn held(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn off() -> CameraView {
    let standing = CameraStanding::Off {};
    CameraView { standing, hint: CameraHint::Show, corners: vec![], read: vec![], width: 0, height: 0 }
}

fn look_through(post: &Post, wanted: &Wanted, live: &Live) {
    let mut source = Source::of(wanted);
    while post.wanted() {
        match source.next(NAP) {
            News::Frame(frame) => {
                post.picture(preview::preview(&frame));
                live.show(frame);
            }
            News::Standing(standing) => post.standing(standing),
            News::Nothing => {}
        }
    }
}
