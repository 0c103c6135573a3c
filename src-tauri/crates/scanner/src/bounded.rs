//! Runs a reader on its own thread with a deadline. A thread cannot be killed, so at most two
//! abandoned ones may exist; until one of them returns, nothing new is begun.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::PictureError;

const LONGEST: Duration = Duration::from_secs(4);
const MOST_ABANDONED: usize = 2;

/// The name of the threads on which pictures are read: a panic on one of them is caught and is no news.
pub const READER_THREAD: &str = "picture reader";

static ABANDONED: AtomicUsize = AtomicUsize::new(0);

/// Gives what the work gave, or why it did not.
pub(crate) fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, PictureError> {
    if ABANDONED.load(Ordering::SeqCst) >= MOST_ABANDONED {
        return Err(PictureError::Busy);
    }
    let (answer, answered) = mpsc::channel();
    let worker = thread::Builder::new().name(READER_THREAD.to_owned()).spawn(move || {
        let done = catch_unwind(AssertUnwindSafe(work));
        // Nobody waits any more: this was an abandoned thread, and it is back.
        if answer.send(done).is_err() {
            ABANDONED.fetch_sub(1, Ordering::SeqCst);
        }
    });
    worker.map_err(|_| PictureError::Busy)?;
    match answered.recv_timeout(LONGEST) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_panic)) => Err(PictureError::Unreadable),
        Err(_late) => {
            ABANDONED.fetch_add(1, Ordering::SeqCst);
            Err(PictureError::TookTooLong)
        }
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
