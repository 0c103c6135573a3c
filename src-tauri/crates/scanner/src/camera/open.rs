//! The camera as the desk holds it: frames, and what is to be said when there are none.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::aside;
use super::attempt::{Attempt, Post};
use super::device::Driver;
use super::list::Listing;
use super::watch::{Heard, OPENING, Order, Showing, Watch};
use crate::Gray;
use crate::bounded::Places;

/// The longest nap between two looks at the clock.
const NAP: Duration = Duration::from_millis(100);

/// What the camera gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The newest frame.
    Frame(Gray),
    /// Something is to be said.
    Changed(Showing),
    /// Nothing new in the time given.
    Nothing,
}

/// A camera that finds itself, opens itself again when it is lost, and is switched off when dropped.
///
/// It works while it is asked for its [`next`](Camera::next) frame.
pub struct Camera {
    driver: Arc<dyn Driver>,
    remembered: Option<String>,
    watch: Watch,
    attempt: Option<Attempt>,
    /// A look for the remembered camera. One that hangs is kept: another would hang, too.
    around: Option<Listing>,
    shown: Showing,
    left_alone: &'static Places,
}

impl Camera {
    /// The remembered camera where it is connected, else the first one until it is.
    pub fn new(driver: impl Driver, remembered: Option<String>) -> Camera {
        Self::counting(driver, remembered, OPENING, &aside::OF_THE_PROCESS)
    }

    fn counting(
        driver: impl Driver,
        remembered: Option<String>,
        opening: Duration,
        left_alone: &'static Places,
    ) -> Camera {
        let watch = Watch::new(remembered.clone(), Instant::now(), opening);
        let shown = watch.showing();
        Camera { driver: Arc::new(driver), remembered, watch, attempt: None, around: None, shown, left_alone }
    }

    /// What is to be shown now.
    pub fn showing(&self) -> &Showing {
        &self.shown
    }

    /// The next frame or change, at the latest after `wait`.
    pub fn next(&mut self, wait: Duration) -> Seen {
        let until = Instant::now() + wait;
        loop {
            self.step();
            let left = until.saturating_duration_since(Instant::now()).min(NAP);
            let frame = self.receive(left);
            let showing = self.watch.showing();
            if showing != self.shown {
                // A frame that came with the news is older than the next one: it is not missed.
                self.shown = showing.clone();
                return Seen::Changed(showing);
            }
            if let Some(frame) = frame {
                return Seen::Frame(frame);
            }
            if Instant::now() >= until {
                return Seen::Nothing;
            }
        }
    }

    fn step(&mut self) {
        let now = Instant::now();
        // Who was not asked for a while has not fallen silent: a frame may lie there.
        if self.attempt.as_ref().is_some_and(Attempt::has_frame) {
            self.watch.hear(Heard::Frame, now);
        }
        let found = self.around.as_ref().and_then(|around| around.answer(Duration::ZERO));
        if let Some(listed) = found {
            self.around = None;
            let names = listed.unwrap_or_default().into_iter().map(|camera| camera.name).collect();
            self.watch.hear(Heard::Names(names), now);
        }
        match self.watch.tick(now) {
            Some(Order::Begin) => {
                self.attempt = None;
                let begun = Attempt::begin(Arc::clone(&self.driver), self.remembered.clone(), self.left_alone);
                match begun {
                    Some(attempt) => self.attempt = Some(attempt),
                    None => self.watch.no_room(now),
                }
            }
            Some(Order::Stop) => self.attempt.iter().for_each(Attempt::stop),
            Some(Order::LeaveAlone) => self.attempt = None,
            Some(Order::LookAround) if self.around.is_none() => {
                self.around = Listing::begin(Arc::clone(&self.driver), self.left_alone);
            }
            Some(Order::LookAround) | None => {}
        }
    }

    fn receive(&mut self, wait: Duration) -> Option<Gray> {
        let Some(attempt) = &self.attempt else {
            std::thread::sleep(wait);
            return None;
        };
        match attempt.post(wait)? {
            Post::Said(heard) => {
                if matches!(heard, Heard::Ended(_)) {
                    self.attempt = None;
                }
                self.watch.hear(heard, Instant::now());
                None
            }
            Post::Frame(frame) => {
                self.watch.hear(Heard::Frame, Instant::now());
                Some(frame)
            }
        }
    }
}

#[cfg(test)]
mod tests;
