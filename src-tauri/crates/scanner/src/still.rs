//! A still picture: every view, until one is read or the time is over.

use std::rc::Rc;

use crate::look::{Lies, Look, WHOLE, at_scale};
use crate::regions::{Region, textured};
use crate::views::{blurred, by_blocks, by_one_threshold, double, flipped, half, local_mean, scaled, sharpened};
use crate::{Clock, Found, Gray};

/// Up to this side a picture is also looked at enlarged, whole.
const SMALL: usize = 700;
/// So many sets of finder patterns of a view are read the second way.
const SETS: usize = 6;

/// Every code of a picture, each text once.
pub(crate) fn codes(gray: &Gray, clock: Clock) -> Vec<Found> {
    let mut look = Look::new(clock);
    plain(&mut look, gray);
    if !look.done() {
        changed(&mut look, gray);
    }
    if !look.done() {
        resized(&mut look, gray);
    }
    if !look.done() {
        closely(&mut look, gray);
    }
    look.found
}

/// The picture and its half always, so that two codes of different size are both seen; then what makes up for light.
fn plain(look: &mut Look, gray: &Gray) {
    let whole = Rc::new(gray.clone());
    let smaller = Rc::new(half(gray));
    let halved = at_scale(0.5);
    let blocks = by_blocks(&smaller);
    look.view(&smaller, halved, blocks.clone());
    let whole_blocks = by_blocks(gray);
    look.view(&whole, WHOLE, whole_blocks.clone());
    if look.done() {
        return;
    }
    look.view_inverted(&smaller, halved, blocks);
    look.view(&whole, WHOLE, local_mean(gray, 25, 5));
    look.view(&smaller, halved, local_mean(&smaller, 12, 5));
    look.view_inverted(gray, WHOLE, whole_blocks);
    look.by_grey(SETS);
}

/// Blur taken away, noise taken away.
fn changed(look: &mut Look, gray: &Gray) {
    if gray.width.max(gray.height) <= SMALL {
        let larger = Rc::new(double(gray));
        look.view(&larger, at_scale(2.0), by_blocks(&larger));
        look.view(&larger, at_scale(2.0), local_mean(&larger, 25, 3));
        look.by_grey(SETS);
    }
    let changes: [fn(&Gray) -> Gray; 4] =
        [|g| sharpened(g, 2, 6), |g| blurred(g, 1), |g| blurred(g, 2), |g| sharpened(g, 4, 12)];
    for change in changes {
        if look.done() {
            return;
        }
        let changed = Rc::new(change(gray));
        look.view(&changed, WHOLE, by_blocks(&changed));
        look.view(&changed, WHOLE, local_mean(&changed, 12, 2));
        look.by_grey(SETS);
    }
}

fn resized(look: &mut Look, gray: &Gray) {
    let whole = Rc::new(gray.clone());
    look.view(&whole, WHOLE, by_one_threshold(gray));
    look.view(&whole, WHOLE, local_mean(gray, 60, 5));
    let quarter = Rc::new(half(&half(gray)));
    look.view(&quarter, at_scale(0.25), by_blocks(&quarter));
    look.view(&quarter, at_scale(0.25), local_mean(&quarter, 6, 3));
    let smaller = Rc::new(scaled(&blurred(gray, 1), gray.width * 2 / 3, gray.height * 2 / 3));
    look.view(&smaller, at_scale(2.0 / 3.0), by_blocks(&smaller));
    look.by_grey(SETS);
}

/// The places where a code may be, enlarged; and what rqrr says.
fn closely(look: &mut Look, gray: &Gray) {
    let smaller = half(gray);
    for (view, lies) in [(gray, WHOLE), (&smaller, at_scale(0.5))] {
        look.second_opinion(local_mean(view, 25, 5), lies);
        look.second_opinion(by_blocks(view), lies);
        look.second_opinion(local_mean(view, 25, 5).map(flipped), lies);
    }
    if gray.width.max(gray.height) <= SMALL {
        return;
    }
    let suspected = look.suspected.map(|(region, _)| region);
    for region in suspected.into_iter().chain(textured(&smaller).into_iter().map(Region::doubled)) {
        for turn in 0..4 {
            if look.done() {
                return;
            }
            look.part(gray, region, turn);
        }
        let part = gray.part(region.left, region.top, region.side, region.side);
        let lies = Lies { scale: 1.0, left: region.left as f32, top: region.top as f32 };
        look.second_opinion(local_mean(&part, 25, 5), lies);
    }
}
