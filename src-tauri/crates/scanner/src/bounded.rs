//! Runs a reader on its own thread with a deadline. A thread cannot be killed, so a place is reserved for each before it
//! begins and is free again only when it ends: no more than two run or are left alone at a time, whoever asks. The
//! readers look at the clock themselves; this is for the moment they do not.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::PictureError;

const BREATH: Duration = Duration::from_millis(2);

/// The name of the threads on which pictures are read: a panic on one of them is caught and is no news.
pub const READER_THREAD: &str = "picture reader";

/// Pictures of which each may take much memory.
pub(crate) static PICTURES: Places = Places::new(2);
/// Frames of a stream: a picture that holds its reader does not stop the camera.
pub(crate) static FRAMES: Places = Places::new(2);

/// How many threads overran their time and are still at it: never more than two of pictures and two of frames.
pub fn abandoned_threads() -> usize {
    PICTURES.left_alone() + FRAMES.left_alone()
}

/// Room for so many threads at a time.
#[derive(Debug)]
pub(crate) struct Places {
    most: usize,
    taken: AtomicUsize,
    left_alone: AtomicUsize,
}

/// Who speaks last: whoever stops waiting, or the work that ends. Exactly one of them does.
const RUNNING: u8 = 0;
const LEFT_ALONE: u8 = 1;
const ENDED: u8 = 2;

impl Places {
    pub(crate) const fn new(most: usize) -> Places {
        Places { most, taken: AtomicUsize::new(0), left_alone: AtomicUsize::new(0) }
    }

    pub(crate) fn left_alone(&self) -> usize {
        self.left_alone.load(Ordering::SeqCst)
    }

    /// Gives what the work gave within `longest`, or why it did not. Half of that time may go by until there is a place.
    pub(crate) fn run<T: Send + 'static>(
        &'static self,
        longest: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PictureError> {
        let began = Instant::now();
        let watched = loop {
            if let Some(watched) = Watched::begin(self) {
                break Arc::new(watched);
            }
            // Those before look at the clock too, and mostly are back in a moment.
            if began.elapsed() >= longest / 2 {
                return Err(PictureError::Busy);
            }
            thread::sleep(BREATH);
        };
        let (answer, answered) = mpsc::channel();
        let theirs = Arc::clone(&watched);
        let worker = thread::Builder::new().name(READER_THREAD.to_owned()).spawn(move || {
            let done = catch_unwind(AssertUnwindSafe(work));
            // Where nobody waits any more, what it gave goes before its place does.
            let unheard = answer.send(done);
            drop(catch_unwind(AssertUnwindSafe(|| drop(unheard))));
            theirs.end();
        });
        if worker.is_err() {
            watched.end();
            return Err(PictureError::Busy);
        }
        let heard = answered.recv_timeout(longest.saturating_sub(began.elapsed()));
        if heard.is_err() {
            // What came in this very moment is dropped here with the channel.
            drop(answered);
            watched.leave_alone();
            return Err(PictureError::TookTooLong);
        }
        match heard {
            Ok(Ok(value)) => Ok(value),
            // A panic, or a worker that is gone.
            Ok(Err(_)) | Err(_) => Err(PictureError::Unreadable),
        }
    }
}

/// Work that has a place until it ends, and may be left alone.
#[derive(Debug)]
pub(crate) struct Watched {
    places: &'static Places,
    state: AtomicU8,
}

impl Watched {
    /// Takes a place, if one is free.
    pub(crate) fn begin(places: &'static Places) -> Option<Watched> {
        let one_more = |taken: usize| (taken < places.most).then_some(taken + 1);
        let took = places.taken.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_more);
        took.is_ok().then_some(Watched { places, state: AtomicU8::new(RUNNING) })
    }

    /// Nobody waits for it any more.
    pub(crate) fn leave_alone(&self) {
        // Counted before it is said, so that work that ends in this moment never counts below nothing.
        self.places.left_alone.fetch_add(1, Ordering::SeqCst);
        if self.state.compare_exchange(RUNNING, LEFT_ALONE, Ordering::SeqCst, Ordering::SeqCst).is_err() {
            self.places.left_alone.fetch_sub(1, Ordering::SeqCst);
        }
    }

    /// The work is over, and its place free.
    pub(crate) fn end(&self) {
        let before = self.state.swap(ENDED, Ordering::SeqCst);
        if before == LEFT_ALONE {
            self.places.left_alone.fetch_sub(1, Ordering::SeqCst);
        }
        if before != ENDED {
            self.places.taken.fetch_sub(1, Ordering::SeqCst);
        }
    }

    #[cfg(feature = "camera")]
    pub(crate) fn ended(&self) -> bool {
        self.state.load(Ordering::SeqCst) == ENDED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Duration = Duration::from_millis(30);

    fn all_come_back(places: &Places) {
        let began = Instant::now();
        while places.left_alone() > 0 {
            assert!(began.elapsed() < Duration::from_secs(60), "the threads never came back");
            thread::sleep(MOMENT);
        }
    }

    #[test]
    fn work_that_panics_is_unreadable_and_work_that_overruns_is_left_alone_twice_at_most_until_it_returns() {
        static PLACES: Places = Places::new(2);
        let nothing: Vec<u8> = std::hint::black_box(vec![]);
        let panics = PLACES.run(MOMENT * 100, move || nothing[0]);
        assert_eq!(panics, Err(PictureError::Unreadable));
        let slow = || PLACES.run(MOMENT, || thread::sleep(MOMENT * 20));
        let began = Instant::now();
        assert_eq!([slow(), slow()], [Err(PictureError::TookTooLong), Err(PictureError::TookTooLong)]);
        assert!(began.elapsed() < MOMENT * 15, "nobody waited for the end");
        for _ in 0..5 {
            assert_eq!(PLACES.run(MOMENT, || 7), Err(PictureError::Busy));
        }
        assert_eq!(PLACES.left_alone(), 2);
        all_come_back(&PLACES);
        assert_eq!(PLACES.run(MOMENT * 100, || 7), Ok(7));
    }

    #[test]
    fn of_eight_at_once_two_run_and_no_more_than_two_are_left_alone() {
        static PLACES: Places = Places::new(2);
        static AT_ONCE: AtomicUsize = AtomicUsize::new(0);
        static MOST_AT_ONCE: AtomicUsize = AtomicUsize::new(0);
        let slow = || {
            let now = AT_ONCE.fetch_add(1, Ordering::SeqCst) + 1;
            MOST_AT_ONCE.fetch_max(now, Ordering::SeqCst);
            thread::sleep(MOMENT * 10);
            AT_ONCE.fetch_sub(1, Ordering::SeqCst);
        };
        let callers: Vec<_> = (0..8).map(|_| thread::spawn(move || PLACES.run(MOMENT, slow))).collect();
        let told: Vec<_> = callers.into_iter().filter_map(|caller| caller.join().ok()).collect();
        let of = |error| told.iter().filter(|answer| **answer == Err(error)).count();
        assert_eq!((of(PictureError::TookTooLong), of(PictureError::Busy)), (2, 6));
        assert!(PLACES.left_alone() <= 2);
        all_come_back(&PLACES);
        assert_eq!(MOST_AT_ONCE.load(Ordering::SeqCst), 2);
    }
}
