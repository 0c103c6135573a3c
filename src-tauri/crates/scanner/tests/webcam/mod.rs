//! Draws what a cheap webcam sees when a mother holds up her phone: seeded, so that a frame can be had again.
//! Shared by the tests and by the bench.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used)]

mod chance;
pub mod hostile;
mod lens;
mod phone;

use chance::Chance;
use lens::Lens;
use phone::Phone;

/// Frames are 720p, as desks' webcams give them.
pub const WIDTH: usize = 1280;
pub const HEIGHT: usize = 720;

/// What goes wrong in a frame. `Mixed` is a little of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    None,
    Blur,
    Motion,
    Glare,
    Moire,
    LowLight,
    Noise,
    Tilt,
    Jpeg,
    Inverted,
    Small,
    OffCentre,
    Mixed,
}

pub const TROUBLES: [Trouble; 13] = [
    Trouble::None,
    Trouble::Blur,
    Trouble::Motion,
    Trouble::Glare,
    Trouble::Moire,
    Trouble::LowLight,
    Trouble::Noise,
    Trouble::Tilt,
    Trouble::Jpeg,
    Trouble::Inverted,
    Trouble::Small,
    Trouble::OffCentre,
    Trouble::Mixed,
];

pub struct Shot {
    pub text: String,
    pub trouble: Trouble,
    pub pixels: Vec<u8>,
}

/// One frame.
pub fn frame(seed: u64) -> Shot {
    let trouble = TROUBLES[(seed % TROUBLES.len() as u64) as usize];
    let mut chance = Chance::new(seed);
    let phone = Phone::new(trouble, &mut chance);
    let lens = Lens::new(trouble, &mut chance);
    Shot { text: phone.text.clone(), trouble, pixels: lens.sees(&phone, &mut chance) }
}

/// Frames one after the other: the hand trembles, the lens looks for its focus.
pub fn scene(seed: u64, frames: usize) -> Vec<Shot> {
    let trouble = TROUBLES[(seed % TROUBLES.len() as u64) as usize];
    let mut chance = Chance::new(seed ^ 0x5ce4e);
    let mut phone = Phone::new(trouble, &mut chance);
    let mut lens = Lens::new(trouble, &mut chance);
    let mut shots = vec![];
    for _ in 0..frames {
        shots.push(Shot { text: phone.text.clone(), trouble, pixels: lens.sees(&phone, &mut chance) });
        phone.trembles(&mut chance);
        lens.looks_for_focus(&mut chance);
    }
    shots
}

/// A desk without a phone before the lens.
pub fn empty_desk(seed: u64) -> Vec<u8> {
    let mut chance = Chance::new(seed ^ 0xde5c);
    let mut phone = Phone::new(Trouble::None, &mut chance);
    phone.out_of_sight();
    Lens::new(Trouble::None, &mut chance).sees(&phone, &mut chance)
}
