//! A thread that may hang in a driver. It cannot be killed: it is left alone, and at most two are at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use crate::READER_THREAD;
use crate::bounded::{Places, Watched};

/// Those of this process.
pub(super) static OF_THE_PROCESS: Places = Places::new(2);

/// Work on a thread of its own. Dropping this leaves the work alone where it has not ended.
pub(super) struct Aside(Arc<Watched>);

impl Aside {
    /// Begins; none where two have not ended yet, or the system gives no thread.
    pub(super) fn begin(places: &'static Places, work: impl FnOnce() + Send + 'static) -> Option<Aside> {
        let watched = Arc::new(Watched::begin(places)?);
        let theirs = Arc::clone(&watched);
        // The readers' name: a driver's panic is caught here, and is no news either.
        let thread = thread::Builder::new().name(READER_THREAD.to_owned()).spawn(move || {
            drop(catch_unwind(AssertUnwindSafe(work)));
            theirs.end();
        });
        match thread {
            Ok(_) => Some(Aside(watched)),
            Err(_) => {
                watched.end();
                None
            }
        }
    }

    /// The work is over.
    pub(super) fn ended(&self) -> bool {
        self.0.ended()
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        self.0.leave_alone();
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
        static LEFT: Places = Places::new(2);
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
        assert!(soon(|| LEFT.left_alone() == 1));
        assert!(hang().1.is_some());
        drop(second);
        assert!(soon(|| LEFT.left_alone() == 0));
    }

    #[test]
    fn of_eight_begun_at_once_two_run() {
        static LEFT: Places = Places::new(2);
        let (release, held) = mpsc::channel::<()>();
        let held = Arc::new(std::sync::Mutex::new(held));
        let begun: Vec<_> = (0..8)
            .map(|_| {
                let held = Arc::clone(&held);
                thread::spawn(move || Aside::begin(&LEFT, move || drop(held.lock().map(|held| held.recv()))))
            })
            .collect();
        let asides: Vec<_> = begun.into_iter().filter_map(|caller| caller.join().unwrap()).collect();
        assert_eq!(asides.len(), 2);
        drop(asides);
        assert_eq!(LEFT.left_alone(), 2);
        drop(release);
        assert!(soon(|| LEFT.left_alone() == 0));
    }

    #[test]
    fn work_that_ended_or_panicked_is_not_counted_as_left_alone() {
        static LEFT: Places = Places::new(2);
        for _ in 0..20 {
            let aside = Aside::begin(&LEFT, || std::panic::panic_any(1)).unwrap();
            assert!(soon(|| aside.ended()));
        }
        assert_eq!(LEFT.left_alone(), 0);
    }
}
