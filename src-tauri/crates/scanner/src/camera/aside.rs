//! A thread that may hang in a driver. It cannot be killed: it is left alone, and at most two are at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::thread;

use crate::READER_THREAD;

const MOST: usize = 2;

/// How many are left alone in this process.
pub(super) static OF_THE_PROCESS: AtomicUsize = AtomicUsize::new(0);

const RUNNING: u8 = 0;
const LEFT_ALONE: u8 = 1;
const ENDED: u8 = 2;

/// Work on a thread of its own. Dropping this leaves the work alone where it has not ended.
pub(super) struct Aside {
    state: Arc<AtomicU8>,
    left_alone: &'static AtomicUsize,
}

impl Aside {
    /// Begins; none where too many are left alone already, or the system gives no thread.
    pub(super) fn begin(left_alone: &'static AtomicUsize, work: impl FnOnce() + Send + 'static) -> Option<Aside> {
        if left_alone.load(Ordering::SeqCst) >= MOST {
            return None;
        }
        let state = Arc::new(AtomicU8::new(RUNNING));
        let theirs = Arc::clone(&state);
        // The readers' name: a driver's panic is caught here, and is no news either.
        let thread = thread::Builder::new().name(READER_THREAD.to_owned()).spawn(move || {
            drop(catch_unwind(AssertUnwindSafe(work)));
            if theirs.swap(ENDED, Ordering::SeqCst) == LEFT_ALONE {
                left_alone.fetch_sub(1, Ordering::SeqCst);
            }
        });
        thread.ok().map(|_| Aside { state, left_alone })
    }

    /// The work is over.
    pub(super) fn ended(&self) -> bool {
        self.state.load(Ordering::SeqCst) == ENDED
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // Counted before it is said, so that a thread that returns in this moment never counts below nothing.
        self.left_alone.fetch_add(1, Ordering::SeqCst);
        if self.state.compare_exchange(RUNNING, LEFT_ALONE, Ordering::SeqCst, Ordering::SeqCst).is_err() {
            self.left_alone.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::sync::mpsc;
    use std::time::{Duration, Instant};

    use super::*;

    fn soon(what: impl Fn() -> bool) -> bool {
        let began = Instant::now();
        while !what() && began.elapsed() < Duration::from_secs(5) {
            thread::sleep(Duration::from_millis(2));
        }
        what()
    }

    #[test]
    fn no_third_is_begun_while_two_hang_and_one_that_returns_makes_room() {
        static LEFT: AtomicUsize = AtomicUsize::new(0);
        let hang = || {
            let (release, held) = mpsc::channel::<()>();
            (release, Aside::begin(&LEFT, move || held.recv().unwrap_or_default()))
        };
        let (first, aside) = hang();
        drop(aside);
        let (second, aside) = hang();
        drop(aside);
        assert!(hang().1.is_none());
        drop(first);
        assert!(soon(|| LEFT.load(Ordering::SeqCst) == 1));
        assert!(hang().1.is_some());
        drop(second);
        assert!(soon(|| LEFT.load(Ordering::SeqCst) == 0));
    }

    #[test]
    fn work_that_ended_or_panicked_is_not_counted_as_left_alone() {
        static LEFT: AtomicUsize = AtomicUsize::new(0);
        for _ in 0..20 {
            let aside = Aside::begin(&LEFT, || std::panic::panic_any(1)).unwrap();
            assert!(soon(|| aside.ended()));
        }
        assert_eq!(LEFT.load(Ordering::SeqCst), 0);
    }
}
