//! One attempt on its own thread: list, choose, open, read until told to stop. The newest frame waits in a mailbox;
//! an older one that nobody took is gone.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::aside::Aside;
use super::device::{Came, Driver};
use super::fault::{Fault, Oddity};
use super::list::{arranged, chosen};
use super::watch::{Heard, LEAVING, Opened};
use crate::Gray;
use crate::bounded::Places;

/// How long a device is waited for before the thread looks whether it is still wanted.
const LOOK_UP: Duration = Duration::from_millis(200);

#[derive(Default)]
struct Inbox {
    said: VecDeque<Heard>,
    frame: Option<Gray>,
}

#[derive(Default)]
struct Mailbox {
    inbox: Mutex<Inbox>,
    arrived: Condvar,
    stop: AtomicBool,
}

impl Mailbox {
    fn put(&self, change: impl FnOnce(&mut Inbox)) {
        change(&mut self.inbox.lock().unwrap_or_else(PoisonError::into_inner));
        self.arrived.notify_all();
    }

    fn wanted(&self) -> bool {
        !self.stop.load(Ordering::SeqCst)
    }
}

/// Something from the attempt.
pub(super) enum Post {
    Said(Heard),
    Frame(Gray),
}

pub(super) struct Attempt {
    mailbox: Arc<Mailbox>,
    aside: Aside,
}

impl Attempt {
    /// None where too many earlier ones hang.
    pub(super) fn begin(
        driver: Arc<dyn Driver>,
        remembered: Option<String>,
        left_alone: &'static Places,
    ) -> Option<Attempt> {
        let mailbox = Arc::new(Mailbox::default());
        let theirs = Arc::clone(&mailbox);
        let aside = Aside::begin(left_alone, move || {
            let why = match caught(|| read(&*driver, remembered.as_deref(), &theirs)) {
                Ok(()) => Fault::Silent,
                Err(fault) => fault,
            };
            theirs.put(|inbox| inbox.said.push_back(Heard::Ended(why)));
        })?;
        Some(Attempt { mailbox, aside })
    }

    /// The next post, at the latest after `wait`. What was said comes before the frame.
    pub(super) fn post(&self, wait: Duration) -> Option<Post> {
        let inbox = self.mailbox.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        let empty = |inbox: &mut Inbox| inbox.said.is_empty() && inbox.frame.is_none();
        let waited = self.mailbox.arrived.wait_timeout_while(inbox, wait, empty);
        let (mut inbox, _) = waited.unwrap_or_else(PoisonError::into_inner);
        inbox.said.pop_front().map(Post::Said).or_else(|| inbox.frame.take().map(Post::Frame))
    }

    /// A frame nobody has taken yet.
    pub(super) fn has_frame(&self) -> bool {
        self.mailbox.inbox.lock().unwrap_or_else(PoisonError::into_inner).frame.is_some()
    }

    pub(super) fn stop(&self) {
        self.mailbox.stop.store(true, Ordering::SeqCst);
    }
}

impl Drop for Attempt {
    /// Switches the camera off, and waits a moment for it.
    fn drop(&mut self) {
        let began = Instant::now();
        let already = self.mailbox.stop.swap(true, Ordering::SeqCst);
        while !already && !self.aside.ended() && began.elapsed() < LEAVING {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn read(driver: &dyn Driver, remembered: Option<&str>, mailbox: &Mailbox) -> Result<(), Fault> {
    let cameras = arranged(driver.list()?);
    let camera = chosen(&cameras, remembered).ok_or(Fault::NoCamera)?;
    // Opened here and closed here, each apart: a driver that panics while a panic closes it would end the program.
    let mut device = caught(|| driver.open(camera))?;
    let opened = Opened { name: camera.name.clone(), shape: device.shape() };
    mailbox.put(|inbox| inbox.said.push_back(Heard::Opened(opened)));
    let mut ended = Ok(());
    while mailbox.wanted() {
        match caught(|| device.next(LOOK_UP)) {
            Ok(Came::Frame(frame)) => mailbox.put(|inbox| inbox.frame = Some(frame)),
            Ok(Came::Spoilt) => mailbox.put(|inbox| {
                // Said once until it is heard.
                if inbox.said.back() != Some(&Heard::Spoilt) {
                    inbox.said.push_back(Heard::Spoilt);
                }
            }),
            Ok(Came::Nothing) => {}
            Err(fault) => {
                ended = Err(fault);
                break;
            }
        }
    }
    caught(|| {
        drop(device);
        Ok(())
    })?;
    ended
}

/// A panic in a driver is a fault like any other.
fn caught<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|_| Err(Fault::Driver(Oddity::Panic)))
}
