//! Runs a reader on its own thread with a deadline. A thread cannot be killed, so at most two
//! abandoned ones may exist; until one of them returns, nothing new is begun. The readers look at the clock
//! themselves; this is for the moment they do not.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::PictureError;

const MOST_ABANDONED: usize = 2;
const BREATH: Duration = Duration::from_millis(2);

/// The name of the threads on which pictures are read: a panic on one of them is caught and is no news.
pub const READER_THREAD: &str = "picture reader";

static ABANDONED: AtomicUsize = AtomicUsize::new(0);

/// How many threads overran their time and are still at it: never more than two.
pub fn abandoned_threads() -> usize {
    ABANDONED.load(Ordering::SeqCst)
}

/// Who speaks last: the caller that stops waiting, or the work that ends. Exactly one of them does.
const RUNNING: u8 = 0;
const LEFT_ALONE: u8 = 1;
const ENDED: u8 = 2;

/// Gives what the work gave within `longest`, or why it did not.
pub(crate) fn run<T: Send + 'static>(
    longest: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PictureError> {
    let began = Instant::now();
    while abandoned_threads() >= MOST_ABANDONED {
        // They look at the clock too, and mostly are back in a moment.
        if began.elapsed() >= longest / 2 {
            return Err(PictureError::Busy);
        }
        thread::sleep(BREATH);
    }
    let (answer, answered) = mpsc::channel();
    let state = Arc::new(AtomicU8::new(RUNNING));
    let theirs = Arc::clone(&state);
    let worker = thread::Builder::new().name(READER_THREAD.to_owned()).spawn(move || {
        let done = catch_unwind(AssertUnwindSafe(work));
        match theirs.swap(ENDED, Ordering::SeqCst) {
            // Nobody waits any more: this was an abandoned thread, and it is back.
            LEFT_ALONE => drop(ABANDONED.fetch_sub(1, Ordering::SeqCst)),
            _ => drop(answer.send(done)),
        }
    });
    worker.map_err(|_| PictureError::Busy)?;
    let mut heard = answered.recv_timeout(longest.saturating_sub(began.elapsed()));
    if heard.is_err() {
        ABANDONED.fetch_add(1, Ordering::SeqCst);
        if state.compare_exchange(RUNNING, LEFT_ALONE, Ordering::SeqCst, Ordering::SeqCst).is_ok() {
            return Err(PictureError::TookTooLong);
        }
        // It ended in this very moment: its answer is on the way.
        ABANDONED.fetch_sub(1, Ordering::SeqCst);
        heard = answered.recv().map_err(mpsc::RecvTimeoutError::from);
    }
    match heard {
        Ok(Ok(value)) => Ok(value),
        // A panic, or a worker that is gone.
        Ok(Err(_)) | Err(_) => Err(PictureError::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Duration = Duration::from_millis(30);

    // One test: the count of abandoned threads is the whole process's.
    #[test]
    fn work_that_panics_is_unreadable_and_work_that_overruns_is_left_alone_twice_at_most_until_it_returns() {
        let nothing: Vec<u8> = std::hint::black_box(vec![]);
        let panics = run(MOMENT * 100, move || nothing[0]);
        assert_eq!(panics, Err(PictureError::Unreadable));
        let slow = || run(MOMENT, || thread::sleep(MOMENT * 20));
        let began = Instant::now();
        assert_eq!([slow(), slow()], [Err(PictureError::TookTooLong), Err(PictureError::TookTooLong)]);
        assert!(began.elapsed() < MOMENT * 15, "nobody waited for the end");
        for _ in 0..10 {
            assert_eq!(run(MOMENT, || 7), Err(PictureError::Busy));
        }
        assert_eq!(abandoned_threads(), 2);
        while abandoned_threads() > 0 {
            assert!(began.elapsed() < Duration::from_secs(60), "the threads never came back");
            thread::sleep(MOMENT);
        }
        assert_eq!(run(MOMENT * 100, || 7), Ok(7));
    }
}
