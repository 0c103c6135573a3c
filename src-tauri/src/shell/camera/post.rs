//! What lies ready for the window: always the newest, and never more than one picture.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
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
    /// Width and height of the frames the reader sees.
    frame: (f32, f32),
    hints: Hints,
    told: Told,
    view: CameraView,
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
            frame: (1.0, 1.0),
            hints: Hints::default(),
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

    /// A frame came: `picture` is it, made small.
    pub(super) fn picture(&self, picture: Gray, frame: (usize, usize)) {
        self.change(|slot| {
            slot.frame = (frame.0.max(1) as f32, frame.1.max(1) as f32);
            slot.picture = Some(picture);
        });
    }

    pub(super) fn standing(&self, standing: CameraStanding) {
        self.change(|slot| {
            if !matches!(standing, CameraStanding::Running { .. }) {
                slot.picture = None;
                slot.hints = Hints::default();
                slot.view.hint = CameraHint::Show;
                slot.view.corners.clear();
            }
            slot.view.standing = standing;
        });
    }

    /// The reader has looked at a frame. One that it gave up says nothing.
    pub(super) fn glanced(&self, glance: Result<Glance, PictureError>) {
        let Ok(glance) = glance else { return };
        let mut slot = self.slot();
        let (width, height) = slot.frame;
        let hint = slot.hints.after(&glance);
        slot.view.hint = hint;
        let share = |(x, y): (f32, f32)| [x / width, y / height];
        slot.view.corners = glance.found.iter().map(|code| code.corners.map(share)).collect();
        // With several codes in the picture it is not known which is meant.
        let news = slot.told.news(if hint == CameraHint::Several { vec![] } else { glance.believed });
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
