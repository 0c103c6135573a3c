//! What to do about the camera: searching → opening → running → lost → opening … Pure: the time is an argument, and
//! the machine only says what is to be done.

use std::time::{Duration, Instant};

use super::fault::Fault;
use super::shape::Shape;

/// Opening a camera may take this long (some need seconds to wake).
pub(super) const OPENING: Duration = Duration::from_secs(10);
/// A running camera that sends nothing for so long is lost.
pub(super) const SILENT: Duration = Duration::from_secs(3);
/// One that sent nothing readable for so long, and something so lately, sends what cannot be read.
const LATELY: Duration = Duration::from_secs(1);
/// A camera that was told to stop is waited for so long before its thread is left alone.
pub(super) const LEAVING: Duration = Duration::from_secs(1);
/// From one look for cameras to the next.
pub(super) const AGAIN: Duration = Duration::from_secs(1);
/// The same while another than the remembered camera runs.
pub(super) const AROUND: Duration = Duration::from_secs(2);

/// The camera that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its name, as listed.
    pub name: String,
    /// What it sends.
    pub shape: Shape,
}

/// What is to be shown about the camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Showing {
    /// Looking for a camera; the reason is that of the last look.
    Searching(Option<Fault>),
    /// One was found and is being opened.
    Opening,
    /// It sends pictures.
    Running(Opened),
    /// It did, and does no more. Tried again all the time.
    Lost {
        /// The name of the camera that was lost.
        name: String,
        /// Why.
        why: Fault,
    },
}

/// What the attempt reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heard {
    Opened(Opened),
    Frame,
    /// A frame came that cannot be read.
    Spoilt,
    Ended(Fault),
    /// The cameras that are there, while one of them runs.
    Names(Vec<String>),
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Begin an attempt: list, choose, open, read.
    Begin,
    /// Tell the attempt to stop.
    Stop,
    /// It did not stop: leave its thread alone.
    LeaveAlone,
    /// Ask which cameras there are now; the attempt goes on.
    LookAround,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Waiting { until: Instant },
    Opening { since: Instant },
    Running { opened: Opened, last_frame: Instant, spoilt: Option<Instant>, last_look: Instant, makes_way: bool },
    Leaving { since: Instant },
}

/// The machine.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    state: State,
    /// The camera that is wanted rather than another.
    remembered: Option<String>,
    /// Opening may take this long.
    opening: Duration,
    /// The camera that ran last, until another runs.
    was: Option<String>,
    why: Option<Fault>,
    /// An attempt was left alone, and none has opened the camera since: it may be that one which holds it.
    left_alone: bool,
}

impl Watch {
    pub(super) fn new(remembered: Option<String>, now: Instant, opening: Duration) -> Watch {
        Watch { state: State::Waiting { until: now }, remembered, opening, was: None, why: None, left_alone: false }
    }

    pub(super) fn showing(&self) -> Showing {
        match (&self.state, &self.was, &self.why) {
            (State::Running { opened, .. }, _, None) => Showing::Running(opened.clone()),
            (_, Some(name), Some(why)) => Showing::Lost { name: name.clone(), why: why.clone() },
            (State::Opening { .. }, _, None) => Showing::Opening,
            (_, _, why) => Showing::Searching(why.clone()),
        }
    }

    /// The attempt said something, or the look around did.
    pub(super) fn hear(&mut self, heard: Heard, now: Instant) {
        match (heard, &mut self.state) {
            (Heard::Opened(opened), State::Opening { .. }) => {
                let (last_frame, last_look) = (now, now);
                self.state = State::Running { opened, last_frame, spoilt: None, last_look, makes_way: false };
                self.left_alone = false;
                // Of a camera that sent nothing to be read, only a frame is news.
                if !matches!(self.why, Some(Fault::Silent | Fault::NoFormat)) {
                    self.runs();
                }
            }
            (Heard::Frame, State::Running { last_frame, .. }) => {
                *last_frame = now;
                self.runs();
            }
            (Heard::Spoilt, State::Running { spoilt, .. }) => *spoilt = Some(now),
            // Its end was already wanted, for a better reason than the one it gives.
            (Heard::Ended(_), State::Leaving { .. }) => self.state = State::Waiting { until: now + AGAIN },
            (Heard::Ended(why), _) => {
                self.keep_name();
                // Busy with an earlier attempt of ours: no other program need be closed.
                let ours = self.left_alone && why == Fault::Busy;
                self.why = Some(if ours { Fault::Stuck } else { why });
                self.state = State::Waiting { until: now + AGAIN };
            }
            (Heard::Names(names), State::Running { opened, makes_way, .. }) => {
                *makes_way = self.remembered.as_ref().is_some_and(|name| *name != opened.name && names.contains(name));
            }
            // Late words of an attempt that was told to stop, or of a look around.
            (Heard::Opened(_) | Heard::Frame | Heard::Spoilt | Heard::Names(_), _) => {}
        }
    }

    /// No attempt could be begun.
    pub(super) fn no_room(&mut self, now: Instant) {
        self.why = Some(Fault::Stuck);
        self.state = State::Waiting { until: now + AGAIN };
    }

    /// Time went by.
    pub(super) fn tick(&mut self, now: Instant) -> Option<Order> {
        let after = |since: Instant, long: Duration| now.saturating_duration_since(since) >= long;
        match &mut self.state {
            State::Waiting { until } if now >= *until => {
                self.state = State::Opening { since: now };
                Some(Order::Begin)
            }
            State::Opening { since } if after(*since, self.opening) => {
                self.why = Some(Fault::TookTooLong);
                self.state = State::Leaving { since: now };
                Some(Order::Stop)
            }
            State::Running { last_frame, spoilt, .. } if after(*last_frame, SILENT) => {
                let sends = spoilt.is_some_and(|came| !after(came, LATELY));
                self.keep_name();
                self.why = Some(if sends { Fault::NoFormat } else { Fault::Silent });
                self.state = State::Leaving { since: now };
                Some(Order::Stop)
            }
            // Nothing is wrong with it, and nothing is said.
            State::Running { makes_way: true, .. } => {
                self.state = State::Leaving { since: now };
                Some(Order::Stop)
            }
            State::Leaving { since } if after(*since, LEAVING) => {
                self.state = State::Waiting { until: now };
                self.left_alone = true;
                Some(Order::LeaveAlone)
            }
            State::Running { opened, last_look, .. }
                if after(*last_look, AROUND) && self.remembered.as_ref().is_some_and(|name| *name != opened.name) =>
            {
                *last_look = now;
                Some(Order::LookAround)
            }
            _ => None,
        }
    }

    fn runs(&mut self) {
        self.was = None;
        self.why = None;
    }

    fn keep_name(&mut self) {
        if let State::Running { opened, .. } = &self.state {
            self.was = Some(opened.name.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::super::shape::Encoding;
    use super::*;

    fn opened() -> Opened {
        let shape = Shape { encoding: Encoding::Yuyv, width: 1280, height: 720, stride: 2560, rate: 30 };
        Opened { name: "Desk".to_owned(), shape }
    }

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    fn running(now: Instant) -> Watch {
        running_beside(None, now)
    }

    /// The camera "Desk" runs, and another may be wanted rather.
    fn running_beside(remembered: Option<&str>, now: Instant) -> Watch {
        let mut watch = Watch::new(remembered.map(str::to_owned), now, OPENING);
        assert_eq!(watch.tick(now), Some(Order::Begin));
        watch.hear(Heard::Opened(opened()), now);
        watch
    }

    #[test]
    fn without_a_camera_it_looks_again_every_second_and_says_why() {
        let now = Instant::now();
        let mut watch = Watch::new(None, now, OPENING);
        assert_eq!(watch.showing(), Showing::Searching(None));
        for n in 0..5 {
            assert_eq!(watch.tick(now + seconds(n)), Some(Order::Begin));
            watch.hear(Heard::Ended(Fault::NoCamera), now + seconds(n));
            assert_eq!(watch.tick(now + seconds(n)), None);
            assert_eq!(watch.showing(), Showing::Searching(Some(Fault::NoCamera)));
        }
    }

    #[test]
    fn a_camera_that_is_plugged_in_runs() {
        let now = Instant::now();
        assert_eq!(running(now).showing(), Showing::Running(opened()));
    }

    #[test]
    fn a_camera_pulled_out_is_named_as_lost_until_one_runs_again() {
        let now = Instant::now();
        let mut watch = running(now);
        watch.hear(Heard::Ended(Fault::Unplugged), now);
        let lost = |why| Showing::Lost { name: "Desk".to_owned(), why };
        assert_eq!(watch.showing(), lost(Fault::Unplugged));
        assert_eq!(watch.tick(now + AGAIN), Some(Order::Begin));
        assert_eq!(watch.showing(), lost(Fault::Unplugged), "an attempt to open it is no news");
        watch.hear(Heard::Ended(Fault::NoCamera), now + AGAIN);
        assert_eq!(watch.showing(), lost(Fault::NoCamera));
        assert_eq!(watch.tick(now + AGAIN * 2), Some(Order::Begin));
        watch.hear(Heard::Opened(opened()), now + AGAIN * 2);
        assert_eq!(watch.showing(), Showing::Running(opened()));
    }

    #[test]
    fn three_seconds_without_a_frame_are_said_and_it_is_opened_again() {
        let now = Instant::now();
        let mut watch = running(now);
        watch.hear(Heard::Frame, now + seconds(1));
        assert_eq!(watch.tick(now + Duration::from_millis(3999)), None);
        assert_eq!(watch.tick(now + seconds(4)), Some(Order::Stop));
        assert_eq!(watch.showing(), Showing::Lost { name: "Desk".to_owned(), why: Fault::Silent });
        watch.hear(Heard::Ended(Fault::Unplugged), now + seconds(4));
        assert_eq!(watch.showing(), Showing::Lost { name: "Desk".to_owned(), why: Fault::Silent });
        assert_eq!(watch.tick(now + seconds(5)), Some(Order::Begin));
    }

    #[test]
    fn a_camera_that_hangs_while_opening_is_left_alone_and_another_attempt_is_made() {
        let now = Instant::now();
        let mut watch = Watch::new(None, now, OPENING);
        assert_eq!(watch.tick(now), Some(Order::Begin));
        assert_eq!(watch.tick(now + OPENING), Some(Order::Stop));
        assert_eq!(watch.tick(now + OPENING), None);
        assert_eq!(watch.tick(now + OPENING + LEAVING), Some(Order::LeaveAlone));
        assert_eq!(watch.tick(now + OPENING + LEAVING), Some(Order::Begin));
        watch.no_room(now + OPENING + LEAVING);
        assert_eq!(watch.showing(), Showing::Searching(Some(Fault::Stuck)));
    }

    #[test]
    fn a_camera_whose_frames_are_all_spoilt_has_a_format_that_is_not_read() {
        let now = Instant::now();
        let mut watch = running(now);
        for tenth in 0..30 {
            watch.hear(Heard::Spoilt, now + Duration::from_millis(100 * tenth));
        }
        assert_eq!(watch.tick(now + SILENT), Some(Order::Stop));
        assert_eq!(watch.showing(), Showing::Lost { name: "Desk".to_owned(), why: Fault::NoFormat });
    }

    #[test]
    fn a_camera_that_is_opened_again_and_still_sends_nothing_is_not_said_to_run_in_between() {
        let now = Instant::now();
        let mut watch = running(now);
        let lost = Showing::Lost { name: "Desk".to_owned(), why: Fault::Silent };
        assert_eq!(watch.tick(now + SILENT), Some(Order::Stop));
        watch.hear(Heard::Ended(Fault::Silent), now + SILENT);
        assert_eq!(watch.tick(now + SILENT + AGAIN), Some(Order::Begin));
        watch.hear(Heard::Opened(opened()), now + SILENT + AGAIN);
        assert_eq!(watch.showing(), lost);
        watch.hear(Heard::Frame, now + SILENT + AGAIN);
        assert_eq!(watch.showing(), Showing::Running(opened()));
    }

    #[test]
    fn a_camera_that_fell_silent_after_a_spoilt_frame_fell_silent() {
        let now = Instant::now();
        let mut watch = running(now);
        watch.hear(Heard::Spoilt, now + seconds(1));
        assert_eq!(watch.tick(now + SILENT), Some(Order::Stop));
        assert_eq!(watch.showing(), Showing::Lost { name: "Desk".to_owned(), why: Fault::Silent });
    }

    #[test]
    fn a_camera_that_an_attempt_of_ours_still_holds_is_not_called_another_programs() {
        let now = Instant::now();
        let mut watch = Watch::new(None, now, OPENING);
        assert_eq!(watch.tick(now), Some(Order::Begin));
        watch.hear(Heard::Ended(Fault::Busy), now);
        assert_eq!(watch.showing(), Showing::Searching(Some(Fault::Busy)), "nothing of ours holds it");
        let mut watch = running(now);
        assert_eq!(watch.tick(now + SILENT), Some(Order::Stop));
        let later = now + SILENT + LEAVING;
        assert_eq!(watch.tick(later), Some(Order::LeaveAlone));
        assert_eq!(watch.tick(later), Some(Order::Begin));
        watch.hear(Heard::Ended(Fault::Busy), later);
        assert_eq!(watch.showing(), Showing::Lost { name: "Desk".to_owned(), why: Fault::Stuck });
        assert_eq!(watch.tick(later + AGAIN), Some(Order::Begin));
        watch.hear(Heard::Opened(opened()), later + AGAIN);
        watch.hear(Heard::Ended(Fault::Unplugged), later + AGAIN);
        assert_eq!(watch.tick(later + AGAIN * 2), Some(Order::Begin));
        watch.hear(Heard::Ended(Fault::Busy), later + AGAIN * 2);
        assert_eq!(watch.showing(), Showing::Lost { name: "Desk".to_owned(), why: Fault::Busy }, "it was let go since");
    }

    fn there(names: &[&str]) -> Heard {
        Heard::Names(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn the_remembered_camera_takes_over_when_it_is_plugged_in() {
        let now = Instant::now();
        let mut watch = running_beside(Some("Front"), now);
        watch.hear(Heard::Frame, now + AROUND);
        assert_eq!(watch.tick(now + AROUND), Some(Order::LookAround));
        assert_eq!(watch.tick(now + AROUND), None, "one look at a time");
        watch.hear(there(&["Desk"]), now + AROUND);
        assert_eq!(watch.tick(now + AROUND), None);
        assert_eq!(watch.showing(), Showing::Running(opened()), "the other one goes on until then");
        watch.hear(Heard::Frame, now + AROUND * 2);
        assert_eq!(watch.tick(now + AROUND * 2), Some(Order::LookAround));
        watch.hear(there(&["Desk", "Front"]), now + AROUND * 2);
        assert_eq!(watch.tick(now + AROUND * 2), Some(Order::Stop));
        assert_eq!(watch.showing(), Showing::Searching(None), "nothing was lost");
        watch.hear(Heard::Ended(Fault::Silent), now + AROUND * 2);
        assert_eq!(watch.tick(now + AROUND * 2 + AGAIN), Some(Order::Begin));
        assert_eq!(watch.showing(), Showing::Opening);
        let front = Opened { name: "Front".to_owned(), ..opened() };
        watch.hear(Heard::Opened(front.clone()), now + seconds(6));
        assert_eq!(watch.showing(), Showing::Running(front));
        watch.hear(Heard::Frame, now + seconds(8));
        assert_eq!(watch.tick(now + seconds(8)), None, "it is the chosen one: nothing else is looked for");
    }

    #[test]
    fn where_none_is_remembered_the_running_camera_is_left_in_peace() {
        let now = Instant::now();
        let mut watch = running(now);
        watch.hear(Heard::Frame, now + AROUND);
        assert_eq!(watch.tick(now + AROUND), None);
        watch.hear(there(&["Desk", "Front"]), now + AROUND);
        assert_eq!(watch.tick(now + AROUND), None);
        assert_eq!(watch.showing(), Showing::Running(opened()));
    }

    #[test]
    fn a_late_answer_to_a_look_around_stops_nothing() {
        let now = Instant::now();
        let mut watch = running_beside(Some("Front"), now);
        watch.hear(Heard::Ended(Fault::Unplugged), now);
        watch.hear(there(&["Front"]), now);
        assert_eq!(watch.tick(now + AGAIN), Some(Order::Begin));
        watch.hear(there(&["Front"]), now + AGAIN);
        assert_eq!(watch.tick(now + AGAIN), None);
        watch.hear(Heard::Opened(opened()), now + AGAIN);
        assert_eq!(watch.tick(now + AGAIN), None, "what was heard of an earlier camera is forgotten");
    }

    fn anything() -> impl Strategy<Value = Option<Heard>> {
        prop_oneof![
            Just(None),
            Just(Some(Heard::Frame)),
            Just(Some(Heard::Spoilt)),
            Just(Some(Heard::Opened(opened()))),
            Just(Some(Heard::Ended(Fault::Busy))),
            Just(Some(there(&["Desk", "Front"]))),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_heard_and_whenever_there_is_never_more_than_one_attempt(
            steps in prop::collection::vec((0u64..5000, anything()), 0..60)
        ) {
            let mut now = Instant::now();
            let mut watch = Watch::new(Some("Front".to_owned()), now, OPENING);
            let mut attempts = 0;
            for (millis, heard) in steps {
                now += Duration::from_millis(millis);
                match watch.tick(now) {
                    Some(Order::Begin) => attempts += 1,
                    Some(Order::LeaveAlone) => attempts -= 1,
                    Some(Order::Stop | Order::LookAround) => prop_assert_eq!(attempts, 1),
                    None => {}
                }
                if let Some(heard) = heard.filter(|_| attempts == 1) {
                    attempts -= i32::from(matches!(heard, Heard::Ended(_)));
                    watch.hear(heard, now);
                }
                prop_assert!((0..=1).contains(&attempts));
            }
        }
    }
}
