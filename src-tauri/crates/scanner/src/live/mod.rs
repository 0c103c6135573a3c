//! The camera's stream: frames are shown to it, and it tells what it sees in the newest one. Whoever shows frames
//! never waits; a frame that nobody came to look at is replaced by the next.

mod belief;
mod reader;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

pub use reader::{LiveReader, Suspected};

use crate::{Found, Gray, PictureError, bounded};
use belief::Belief;

/// A frame that takes longer is given up; the reader means to take a fifth of it.
const HARD_BUDGET: Duration = Duration::from_millis(150);

/// What one frame showed.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// Codes read in this frame, believed or not: to draw their corners.
    pub found: Vec<Found>,
    /// The texts that may be acted upon: two different frames agreed, or `accept` said yes.
    pub believed: Vec<String>,
    /// Something that looks like a code and could not be read: the ground for "closer".
    pub suspected: Option<Suspected>,
    /// How light the frame is.
    pub light: Light,
    /// Width and height of the frame.
    pub size: (usize, usize),
    /// How long the frame was looked at.
    pub took: Duration,
}

/// How light a frame is, from every sixteenth pixel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Light {
    /// The mean, 0 to 255: under 40 is too dark.
    pub mean: f32,
    /// The share of pixels with no more room above, 0 to 1: glare.
    pub blown: f32,
}

impl Light {
    /// Of one frame.
    pub fn of(frame: &Gray) -> Light {
        let (mut sum, mut blown, mut count) = (0u64, 0u64, 0u64);
        for pixel in frame.pixels.iter().step_by(16) {
            sum += u64::from(*pixel);
            blown += u64::from(*pixel >= 250);
            count += 1;
        }
        let count = count.max(1) as f32;
        Light { mean: sum as f32 / count, blown: blown as f32 / count }
    }
}

/// A running reader; it stops when this is dropped.
#[derive(Debug)]
pub struct Live {
    mailbox: Arc<Mailbox>,
    thread: Option<JoinHandle<()>>,
}

impl Live {
    /// Begins. `accept` knows texts that need no second frame, such as a coupon by its signature; `tell` hears of
    /// every frame that was looked at, or why one was given up. Both are called on the reader's own thread; where one
    /// panics, the text is not accepted, the frame is not told, and the next is looked at.
    ///
    /// # Errors
    /// [`PictureError::Busy`] where the machine gives no thread.
    pub fn start(
        accept: impl Fn(&str) -> bool + Send + 'static,
        tell: impl FnMut(Result<Glance, PictureError>) + Send + 'static,
    ) -> Result<Live, PictureError> {
        let mailbox = Arc::new(Mailbox::default());
        let theirs = Arc::clone(&mailbox);
        let thread = thread::Builder::new().name("live reader".to_owned());
        let thread = thread.spawn(move || read_newest(&theirs, &accept, tell)).map_err(|_| PictureError::Busy)?;
        Ok(Live { mailbox, thread: Some(thread) })
    }

    /// Shows a frame; one that still waits is thrown away. Gives back at once.
    pub fn show(&self, frame: Gray) {
        self.mailbox.slot().frame = Some(frame);
        self.mailbox.arrived.notify_one();
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.mailbox.slot().closed = true;
        self.mailbox.arrived.notify_one();
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            // A thread that panicked has nothing more to say.
            drop(thread.join());
        }
    }
}

#[derive(Debug, Default)]
struct Mailbox {
    slot: Mutex<Slot>,
    arrived: Condvar,
}

#[derive(Debug, Default)]
struct Slot {
    frame: Option<Gray>,
    closed: bool,
}

impl Mailbox {
    fn slot(&self) -> MutexGuard<'_, Slot> {
        // A slot is whole at every moment, also after a panic.
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The newest frame; none once the mailbox is closed.
    fn take(&self) -> Option<Gray> {
        let waiting = |slot: &mut Slot| slot.frame.is_none() && !slot.closed;
        let mut slot = self.arrived.wait_while(self.slot(), waiting).unwrap_or_else(PoisonError::into_inner);
        if slot.closed { None } else { slot.frame.take() }
    }
}

fn read_newest(mailbox: &Mailbox, accept: &dyn Fn(&str) -> bool, mut tell: impl FnMut(Result<Glance, PictureError>)) {
    let mut belief = Belief::default();
    let mut reader = LiveReader::new();
    let mut last = None;
    // Whoever asked may panic over one text or one frame; the next is looked at all the same.
    let accept = |text: &str| catch_unwind(AssertUnwindSafe(|| accept(text))).unwrap_or(false);
    while let Some(frame) = mailbox.take() {
        let began = Instant::now();
        let frame = Arc::new(frame);
        let another = last.as_ref() != Some(&frame);
        last = Some(Arc::clone(&frame));
        let light = Light::of(&frame);
        let size = (frame.width, frame.height);
        // The reader goes along with the frame and is lost with it where the frame is given up.
        let mut theirs = std::mem::take(&mut reader);
        let looked = bounded::FRAMES.run(HARD_BUDGET, move || {
            let found = theirs.look(&frame);
            (theirs, found)
        });
        // The same pixels once more, as a camera that hangs sends them, agree with nothing but themselves.
        if another {
            belief.next_frame();
        }
        let glance = looked.map(|(back, found)| {
            let suspected = back.suspected();
            reader = back;
            let texts = found.iter().map(|found| &found.text);
            let believed = texts.filter(|text| belief.believes(text, &accept)).cloned().collect();
            Glance { found, believed, suspected, light, size, took: began.elapsed() }
        });
        drop(catch_unwind(AssertUnwindSafe(|| tell(glance))));
    }
}
