//! Cameras that misbehave as real ones do: they hang, fall silent, panic, are pulled out.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use super::super::device::{Came, Device};
use super::super::fault::{Fault, Oddity};
use super::super::list::{Kind, Listed};
use super::super::shape::{Encoding, Shape};
use super::super::watch::SILENT;
use super::*;

/// What one opening of the camera does, one after the other; the last one again and again.
#[derive(Clone, Copy, PartialEq)]
enum Does {
    NotThere,
    Refuse,
    HangAtOpening,
    Send,
    SendThenUnplug,
    SendThenFallSilent,
    SendThenHang,
    SendThenPanic,
    SendSpoilt,
}

struct Bench {
    plan: Mutex<Vec<Does>>,
    hang: Arc<Mutex<Receiver<()>>>,
    open: Arc<AtomicUsize>,
    plugged_in: Arc<Mutex<Vec<&'static str>>>,
}

struct Toy {
    does: Does,
    sent: u8,
    hang: Arc<Mutex<Receiver<()>>>,
    open: Arc<AtomicUsize>,
}

impl Bench {
    fn next(&self) -> Does {
        let mut plan = self.plan.lock().unwrap();
        if plan.len() > 1 { plan.remove(0) } else { plan[0] }
    }
}

impl Driver for Bench {
    fn list(&self) -> Result<Vec<Listed>, Fault> {
        let mut plan = self.plan.lock().unwrap();
        if plan[0] == Does::NotThere {
            if plan.len() > 1 {
                plan.remove(0);
            }
            return Ok(vec![]);
        }
        let plugged_in = self.plugged_in.lock().unwrap();
        let named = |name: &&str| Listed { name: (*name).to_owned(), kind: Kind::Real, index: 0 };
        Ok(plugged_in.iter().map(named).collect())
    }

    fn open(&self, _: &Listed) -> Result<Box<dyn Device>, Fault> {
        let does = self.next();
        match does {
            Does::Refuse => return Err(Fault::Busy),
            Does::HangAtOpening => drop(self.hang.lock().unwrap().recv()),
            _ => {}
        }
        self.open.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(Toy { does, sent: 0, hang: Arc::clone(&self.hang), open: Arc::clone(&self.open) }))
    }
}

impl Device for Toy {
    fn shape(&self) -> Shape {
        Shape { encoding: Encoding::Grey, width: 2, height: 1, stride: 2, rate: 30 }
    }

    fn next(&mut self, wait: Duration) -> Result<Came, Fault> {
        thread::sleep(Duration::from_millis(5));
        self.sent = self.sent.saturating_add(1);
        match self.does {
            Does::SendThenUnplug if self.sent > 3 => Err(Fault::Unplugged),
            Does::SendThenPanic if self.sent > 3 => std::panic::panic_any(1),
            Does::SendThenFallSilent if self.sent > 3 => {
                thread::sleep(wait);
                Ok(Came::Nothing)
            }
            Does::SendThenHang if self.sent > 3 => {
                self.hang.lock().unwrap().recv().unwrap_or_default();
                Ok(Came::Nothing)
            }
            Does::SendSpoilt => Ok(Came::Spoilt),
            _ => Ok(Came::Frame(Gray { width: 2, height: 1, pixels: vec![self.sent, 0] })),
        }
    }
}

impl Drop for Toy {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Shorter than in the house: the tests wait it out.
const OPENING: Duration = Duration::from_millis(500);

/// A camera, what holds its hanging threads, and how many devices are open.
fn camera(plan: &[Does], left: &'static Places) -> (Camera, mpsc::Sender<()>, Arc<AtomicUsize>) {
    let (release, hang) = mpsc::channel();
    let open = Arc::new(AtomicUsize::new(0));
    let bench = Bench {
        plan: Mutex::new(plan.to_vec()),
        hang: Arc::new(Mutex::new(hang)),
        open: Arc::clone(&open),
        plugged_in: Arc::new(Mutex::new(vec!["Toy"])),
    };
    (Camera::counting(bench, None, OPENING, left), release, open)
}

/// Asks for frames until something else is shown, and gives it. Opening may be too short to be seen.
fn change(camera: &mut Camera, within: Duration) -> Option<Showing> {
    let began = Instant::now();
    while began.elapsed() < within {
        if let Seen::Changed(showing) = camera.next(Duration::from_millis(50))
            && showing != Showing::Opening
        {
            return Some(showing);
        }
    }
    None
}

fn frame(camera: &mut Camera) -> Option<Gray> {
    let frames = std::iter::repeat_with(|| camera.next(Duration::from_millis(50))).take(100);
    frames.into_iter().find_map(|seen| if let Seen::Frame(gray) = seen { Some(gray) } else { None })
}

const SHORT: Duration = Duration::from_secs(5);

fn runs(camera: &mut Camera) -> bool {
    matches!(change(camera, SHORT), Some(Showing::Running(_)))
}

fn lost(why: Fault) -> Option<Showing> {
    Some(Showing::Lost { name: "Toy".to_owned(), why })
}

#[test]
fn a_camera_plugged_in_later_is_found() {
    static LEFT: Places = Places::new(2);
    let (mut camera, _release, _) = camera(&[Does::NotThere, Does::Send], &LEFT);
    assert_eq!(change(&mut camera, SHORT), Some(Showing::Searching(Some(Fault::NoCamera))));
    assert!(runs(&mut camera));
    assert!(frame(&mut camera).is_some());
}

#[test]
fn a_busy_camera_is_said_to_be_busy_and_taken_when_it_is_free() {
    static LEFT: Places = Places::new(2);
    let (mut camera, _release, _) = camera(&[Does::Refuse, Does::Send], &LEFT);
    assert_eq!(change(&mut camera, SHORT), Some(Showing::Searching(Some(Fault::Busy))));
    assert!(runs(&mut camera));
}

#[test]
fn a_camera_pulled_out_or_whose_driver_panics_comes_back_by_itself() {
    static LEFT: Places = Places::new(2);
    let (mut camera, _release, open) = camera(&[Does::SendThenUnplug, Does::SendThenPanic, Does::Send], &LEFT);
    assert!(runs(&mut camera));
    assert_eq!(change(&mut camera, SHORT), lost(Fault::Unplugged));
    assert!(runs(&mut camera));
    assert_eq!(change(&mut camera, SHORT), lost(Fault::Driver(Oddity::Panic)));
    assert!(runs(&mut camera));
    assert_eq!(open.load(Ordering::SeqCst), 1, "the lost ones were closed");
}

#[test]
fn a_camera_that_stops_sending_is_said_after_three_seconds_closed_and_opened_again() {
    static LEFT: Places = Places::new(2);
    let (mut camera, _release, open) = camera(&[Does::SendThenFallSilent, Does::Send], &LEFT);
    assert!(runs(&mut camera));
    let began = Instant::now();
    assert_eq!(change(&mut camera, SHORT), lost(Fault::Silent));
    assert!(began.elapsed() >= SILENT);
    assert!(runs(&mut camera));
    assert_eq!(open.load(Ordering::SeqCst), 1);
    assert_eq!(LEFT.left_alone(), 0);
}

#[test]
fn a_camera_that_sends_only_what_cannot_be_read_says_so() {
    static LEFT: Places = Places::new(2);
    let (mut camera, _release, _) = camera(&[Does::SendSpoilt, Does::Send], &LEFT);
    assert!(runs(&mut camera));
    assert_eq!(change(&mut camera, SHORT), lost(Fault::NoFormat));
    assert!(runs(&mut camera));
}

#[test]
fn a_camera_that_our_own_hanging_thread_holds_is_not_said_to_be_another_programs() {
    static LEFT: Places = Places::new(2);
    let (mut camera, release, _) = camera(&[Does::SendThenHang, Does::Refuse, Does::Send], &LEFT);
    assert!(runs(&mut camera));
    assert_eq!(change(&mut camera, SHORT), lost(Fault::Silent));
    assert_eq!(change(&mut camera, SHORT), lost(Fault::Stuck));
    drop(release);
    assert!(runs(&mut camera));
}

#[test]
fn a_driver_that_hangs_costs_at_most_two_threads_and_the_camera_runs_when_it_returns() {
    static LEFT: Places = Places::new(2);
    let (mut camera, release, _) = camera(&[Does::HangAtOpening, Does::HangAtOpening, Does::Send], &LEFT);
    assert_eq!(change(&mut camera, SHORT), Some(Showing::Searching(Some(Fault::TookTooLong))));
    assert_eq!(change(&mut camera, SHORT), Some(Showing::Searching(Some(Fault::Stuck))));
    assert_eq!(LEFT.left_alone(), 2);
    drop(release);
    assert!(runs(&mut camera));
    assert_eq!(LEFT.left_alone(), 0);
}

#[test]
fn the_remembered_camera_plugged_in_later_takes_over() {
    static LEFT: Places = Places::new(2);
    let (_release, hang) = mpsc::channel();
    let (open, plugged_in) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(vec!["Toy"])));
    let bench = Bench {
        plan: Mutex::new(vec![Does::Send]),
        hang: Arc::new(Mutex::new(hang)),
        open: Arc::clone(&open),
        plugged_in: Arc::clone(&plugged_in),
    };
    let mut camera = Camera::counting(bench, Some("Front".to_owned()), OPENING, &LEFT);
    let name = |showing| if let Some(Showing::Running(opened)) = showing { Some(opened.name) } else { None };
    assert_eq!(name(change(&mut camera, SHORT)).as_deref(), Some("Toy"));
    plugged_in.lock().unwrap().push("Front");
    assert_eq!(change(&mut camera, SHORT), Some(Showing::Searching(None)));
    assert_eq!(name(change(&mut camera, SHORT)).as_deref(), Some("Front"));
    assert_eq!((open.load(Ordering::SeqCst), LEFT.left_alone()), (1, 0), "the other one is closed");
}

#[test]
fn a_camera_is_switched_off_when_it_is_dropped() {
    static LEFT: Places = Places::new(2);
    let (mut camera, _release, open) = camera(&[Does::Send], &LEFT);
    assert!(runs(&mut camera));
    drop(camera);
    assert_eq!((open.load(Ordering::SeqCst), LEFT.left_alone()), (0, 0));
}

#[test]
fn only_the_newest_frame_waits_for_a_slow_reader() {
    static LEFT: Places = Places::new(2);
    let (mut camera, _release, _) = camera(&[Does::Send], &LEFT);
    assert!(runs(&mut camera));
    let first = frame(&mut camera).unwrap().pixels[0];
    thread::sleep(Duration::from_millis(300));
    assert!(frame(&mut camera).unwrap().pixels[0] > first + 5);
}

#[test]
fn who_does_not_ask_for_frames_for_a_while_finds_the_camera_still_running() {
    static LEFT: Places = Places::new(2);
    let (mut camera, _release, _) = camera(&[Does::Send], &LEFT);
    assert!(runs(&mut camera));
    thread::sleep(SILENT + Duration::from_millis(300));
    assert!(matches!(camera.next(Duration::from_millis(50)), Seen::Frame(_)));
}

#[test]
fn as_a_source_of_frames_it_has_the_name_and_the_format_of_what_runs() {
    use crate::{FrameSource, PixelFormat};
    static LEFT: Places = Places::new(2);
    let (mut camera, _release, _) = camera(&[Does::Send], &LEFT);
    assert_eq!((camera.name(), camera.formats().len()), ("", 0));
    let mut frames = std::iter::repeat_with(|| camera.next_frame(Duration::from_millis(50))).take(100);
    assert_eq!(frames.find_map(Result::ok).map(|frame| (frame.width, frame.height)), Some((2, 1)));
    drop(frames);
    assert_eq!((camera.name(), camera.formats()[0].pixels), ("Toy", PixelFormat::Gray));
}
