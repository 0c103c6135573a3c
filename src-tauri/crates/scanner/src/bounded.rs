//! Runs a reader on its own thread with a deadline. A thread cannot be killed, so at most two
//! abandoned ones may exist; until one of them returns, nothing new is begun.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use crate::PictureError;

const LONGEST: Duration = Duration::from_secs(4);
const MOST_ABANDONED: usize = 2;

/// The name of the threads on which pictures are read: a panic on one of them is caught and is no news.
pub const READER_THREAD: &str = "picture reader";

static ABANDONED: AtomicUsize = AtomicUsize::new(0);

/// Who speaks last: the caller that stops waiting, or the work that ends. Exactly one of them does.
const RUNNING: u8 = 0;
const LEFT_ALONE: u8 = 1;
const ENDED: u8 = 2;

/// Gives what the work gave, or why it did not.
pub(crate) fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, PictureError> {
    if ABANDONED.load(Ordering::SeqCst) >= MOST_ABANDONED {
        return Err(PictureError::Busy);
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
    let mut heard = answered.recv_timeout(LONGEST);
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

    #[test]
    fn a_reader_that_panics_is_an_unreadable_picture() {
        let answer = run(|| if std::hint::black_box(true) { std::panic::panic_any(1) } else { 0 });
        assert_eq!(answer, Err(PictureError::Unreadable));
    }
}
