//! What lies ready for the window: always the newest, and never more than one picture.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use scanner::{Glance, Gray, PictureError};

use super::hint::Hints;
use super::told::Told;
use crate::view::{CameraHint, CameraStanding, CameraView};

/// A window that does not ask for so long is not looking: the camera is switched off.
const UNASKED: Duration = Duration::from_secs(4);

pub(super) struct Post {
    slot: Mutex<Slot>,
    came: Condvar,
}

struct Slot {
    asked: Instant,
    closed: bool,
    /// Something new lies here.
    fresh: bool,
    picture: Option<Gray>,
    hints: Hints,
    /// A code was read since the last answer, whatever came after it: a slow window does not miss it.
    found: bool,
    told: Told,
    view: CameraView,
}

impl Slot {
    /// What was seen in earlier frames is no longer so.
    fn forget(&mut self) {
        self.hints = Hints::default();
        self.view.hint = CameraHint::Show;
        self.view.corners.clear();
    }
}

impl Post {
    pub(super) fn new() -> Post {
        let view = CameraView {
            standing: CameraStanding::Opening {},
            hint: CameraHint::Show,
            corners: vec![],
            read: vec![],
            width: 0,
            height: 0,
        };
        let slot = Slot {
            asked: Instant::now(),
            closed: false,
            fresh: true,
            picture: None,
            hints: Hints::default(),
            found: false,
            told: Told::default(),
            view,
        };
        Post { slot: Mutex::new(slot), came: Condvar::new() }
    }

    /// Whether anybody is looking.
    pub(super) fn wanted(&self) -> bool {
        let slot = self.slot();
        !slot.closed && slot.asked.elapsed() < UNASKED
    }

    pub(super) fn close(&self) {
        let mut slot = self.slot();
        slot.closed = true;
        slot.picture = None;
        self.came.notify_all();
    }

    /// A frame came: this is it, made small.
    pub(super) fn picture(&self, picture: Gray) {
        self.change(|slot| slot.picture = Some(picture));
    }

    pub(super) fn standing(&self, standing: CameraStanding) {
        self.change(|slot| {
            if !matches!(standing, CameraStanding::Running { .. }) {
                slot.picture = None;
                slot.found = false;
                slot.forget();
            }
            slot.view.standing = standing;
        });
    }

    /// The reader has looked at a frame now. Of one that it gave up nothing is known, and nothing is said.
    pub(super) fn glanced(&self, glance: Result<Glance, PictureError>, now: Instant) {
        let mut slot = self.slot();
        let Ok(glance) = glance else { return slot.forget() };
        let hint = slot.hints.after(&glance, now);
        slot.view.hint = hint;
        slot.found |= hint == CameraHint::Found;
        // Of the frame that was read: the next one may have another size.
        let (width, height) = (glance.size.0.max(1) as f32, glance.size.1.max(1) as f32);
        let share = |(x, y): (f32, f32)| [x / width, y / height];
        slot.view.corners = glance.found.iter().map(|code| code.corners.map(share)).collect();
        // With several codes in the picture it is not known which is meant.
        let news = slot.told.news(if hint == CameraHint::Several { vec![] } else { glance.believed }, now);
        if !news.is_empty() {
            slot.view.read.extend(news);
            slot.fresh = true;
            self.came.notify_all();
        }
    }

    /// The newest, as soon as there is something newer than last time, or as it stands after `wait`.
    pub(super) fn take(&self, wait: Duration) -> (CameraView, Option<Gray>) {
        let mut slot = self.slot();
        slot.asked = Instant::now();
        let stale = |slot: &mut Slot| !slot.fresh && !slot.closed;
        let (mut slot, _) = self.came.wait_timeout_while(slot, wait, stale).unwrap_or_else(PoisonError::into_inner);
        slot.asked = Instant::now();
        slot.fresh = false;
        let picture = slot.picture.take();
        let size = picture.as_ref().map_or((0, 0), |p| (p.width, p.height));
        (slot.view.width, slot.view.height) = (size.0 as u32, size.1 as u32);
        let mut view = slot.view.clone();
        if std::mem::take(&mut slot.found) && view.hint == CameraHint::Show {
            view.hint = CameraHint::Found;
        }
        if slot.closed {
            view.standing = CameraStanding::Off {};
        }
        slot.view.read.clear();
        (view, picture)
    }

    fn change(&self, what: impl FnOnce(&mut Slot)) {
        let mut slot = self.slot();
        what(&mut slot);
        slot.fresh = true;
        self.came.notify_all();
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        // A slot is whole at every moment.
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes the post when it goes, however that comes: a thread that panics leaves no picture standing as if it ran.
pub(super) struct Closing(pub(super) Arc<Post>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use scanner::{Found, Light};

    use super::*;

    fn running() -> Arc<Post> {
        let post = Arc::new(Post::new());
        post.standing(CameraStanding::Running { camera: "Desk".to_owned() });
        post
    }

    fn read_in(size: (usize, usize)) -> Glance {
        let corners = [(10.0, 10.0), (20.0, 10.0), (20.0, 20.0), (10.0, 20.0)];
        let found = vec![Found { text: "30517246".to_owned(), corners, pixels_per_module: 4.0 }];
        let light = Light { mean: 120.0, blown: 0.0 };
        Glance { found, believed: vec![], suspected: None, light, size, took: Duration::ZERO }
    }

    fn seen(post: &Post) -> CameraView {
        post.take(Duration::ZERO).0
    }

    #[test]
    fn corners_are_shares_of_the_frame_that_was_read_whatever_came_after_it() {
        let post = running();
        post.picture(Gray { width: 400, height: 300, pixels: vec![0; 120_000] });
        post.glanced(Ok(read_in((40, 80))), Instant::now());
        assert_eq!(seen(&post).corners[0][2], [0.5, 0.25]);
    }

    #[test]
    fn a_frame_that_was_given_up_leaves_no_corners_and_no_hint_of_an_earlier_one() {
        let post = running();
        post.glanced(Ok(read_in((40, 80))), Instant::now());
        assert_eq!(seen(&post).hint, CameraHint::Found);
        post.glanced(Err(PictureError::TookTooLong), Instant::now());
        let after = seen(&post);
        assert_eq!((after.hint, after.corners.len()), (CameraHint::Show, 0));
    }

    #[test]
    fn a_window_that_asks_seldom_hears_once_of_a_code_that_was_read_in_between() {
        let post = running();
        post.glanced(Ok(read_in((40, 80))), Instant::now());
        post.glanced(Err(PictureError::TookTooLong), Instant::now());
        assert_eq!((seen(&post).hint, seen(&post).hint), (CameraHint::Found, CameraHint::Show));
        post.glanced(Ok(read_in((40, 80))), Instant::now());
        post.standing(CameraStanding::Missing { code: "no-camera".to_owned() });
        assert_eq!(seen(&post).hint, CameraHint::Show, "of a camera that is gone nothing is said");
    }

    #[test]
    fn a_thread_that_panics_leaves_the_camera_switched_off_and_no_picture() {
        let post = running();
        let theirs = Arc::clone(&post);
        let thread = std::thread::spawn(move || {
            let closing = Closing(theirs);
            closing.0.picture(Gray { width: 1, height: 1, pixels: vec![0] });
            std::panic::resume_unwind(Box::new("a source"));
        });
        assert!(thread.join().is_err());
        assert!(!post.wanted());
        let (view, picture) = post.take(Duration::ZERO);
        assert_eq!((view.standing, picture), (CameraStanding::Off {}, None));
    }
}
