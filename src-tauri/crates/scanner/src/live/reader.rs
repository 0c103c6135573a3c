//! A stream of frames: each frame gets the plain views and one extra, so that all are had within a few frames. rqrr is
//! not asked: it cannot be stopped, and on a frame of 720p without a code it takes 9 to 14 of the 24 milliseconds.

use std::rc::Rc;
use std::time::Duration;

use crate::look::{Look, WHOLE, at_scale};
use crate::regions::{Region, textured};
use crate::views::{blurred, by_blocks, half, local_mean, sharpened};
use crate::{Clock, Found, Gray, Place};

/// No frame is looked at for longer.
const BUDGET: Duration = Duration::from_millis(24);
/// Frames larger than this are looked at in half size first.
const LARGE: usize = 1_300_000;
/// A frame larger than this is not looked at whole at all.
const TOO_LARGE: usize = 4_000_000;

/// A place that looks like a code and could not be read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suspected {
    /// The middle of the place, in pixels of the frame.
    pub centre: Place,
    /// About how many pixels of the frame one module takes.
    pub pixels_per_module: f32,
}

/// Reads one frame after the other, on the caller's thread. [`crate::Live`] has the thread and the watchdog.
#[derive(Debug, Default)]
pub struct LiveReader {
    turn: usize,
    region: Option<Region>,
    suspected: Option<Suspected>,
}

impl LiveReader {
    /// A reader that has seen nothing yet.
    pub fn new() -> LiveReader {
        LiveReader::default()
    }

    /// What looked like a code in the last frame and was not read.
    pub fn suspected(&self) -> Option<Suspected> {
        self.suspected
    }

    /// Every code read in this frame, each text once.
    pub fn look(&mut self, frame: &Gray) -> Vec<Found> {
        let mut scale = 1.0;
        let mut smaller = None;
        while smaller.as_ref().unwrap_or(frame).pixels.len() > TOO_LARGE {
            smaller = Some(half(smaller.as_ref().unwrap_or(frame)));
            scale *= 2.0;
        }
        let mut found = self.look_at(smaller.as_ref().unwrap_or(frame));
        for code in &mut found {
            code.corners = code.corners.map(|(x, y)| (x * scale, y * scale));
            code.pixels_per_module *= scale;
        }
        if let Some(suspected) = &mut self.suspected {
            suspected.centre = (suspected.centre.0 * scale, suspected.centre.1 * scale);
            suspected.pixels_per_module *= scale;
        }
        found
    }

    fn look_at(&mut self, frame: &Gray) -> Vec<Found> {
        let mut look = Look::new(Clock::of(BUDGET));
        let turn = self.turn;
        self.turn = self.turn.wrapping_add(1);
        let smaller = Rc::new(half(frame));
        let halved = at_scale(0.5);
        let large = frame.pixels.len() > LARGE;
        let whole = Rc::new(frame.clone());
        let mut whole_blocks = None;
        if !large || turn % 2 == 1 {
            whole_blocks = by_blocks(frame);
            look.view(&whole, WHOLE, whole_blocks.clone());
        }
        if !look.done() {
            let blocks = by_blocks(&smaller);
            look.view(&smaller, halved, blocks.clone());
            if !look.done() {
                look.view_inverted(&smaller, halved, blocks);
            }
            if !look.done() {
                look.view_inverted(frame, WHOLE, whole_blocks.clone());
            }
            if look.crowded {
                // No desk looks like this; the next frame is worth more than this one.
                (self.region, self.suspected) = (None, None);
                return look.found;
            }
            look.by_grey(5);
        }
        let known = self.region.take();
        if !look.done() {
            let seen = look.suspected.map(|(region, _)| region).or(known);
            let guessed = || textured(&smaller).into_iter().nth(turn / 4 % 3).map(Region::doubled);
            let region = seen.or_else(guessed);
            if let Some(region) = region {
                look.part(frame, region, turn);
            }
            // Three patterns were seen: this place is worth the time of the whole frame.
            for other in 1..4 {
                if let Some((region, _)) = look.suspected.filter(|_| !look.done()) {
                    look.part(frame, region, turn + other);
                }
            }
        }
        if !look.done() {
            extra(&mut look, &whole, &smaller, turn);
            look.by_grey(3);
        }
        let unread = look.suspected.filter(|_| look.found.is_empty());
        self.region = unread.map(|(region, _)| region);
        self.suspected = unread.map(|(region, pixels_per_module)| {
            let half = region.side as f32 / 2.0;
            let centre = (region.left as f32 + half, region.top as f32 + half);
            Suspected { centre, pixels_per_module }
        });
        look.found
    }
}

fn extra(look: &mut Look, whole: &Rc<Gray>, smaller: &Rc<Gray>, turn: usize) {
    let halved = at_scale(0.5);
    match turn % 4 {
        0 => look.view(smaller, halved, local_mean(smaller, 12, 5)),
        1 => look.view(whole, WHOLE, local_mean(whole, 25, 5)),
        2 => {
            let calm = Rc::new(blurred(smaller, 1));
            look.view(&calm, halved, local_mean(&calm, 12, 2));
        }
        _ => {
            let sharp = Rc::new(sharpened(smaller, 2, 6));
            look.view(&sharp, halved, by_blocks(&sharp));
        }
    }
}
