//! What would help the camera, from what it saw in the last frames. Pure.

use std::collections::VecDeque;

use scanner::{Glance, Light, Suspected};

use crate::view::CameraHint;

/// Under so many pixels a module a code is too small.
const SMALL: f32 = 3.5;
/// Under so many it is more likely grain of the picture than a code.
const GRAIN: f32 = 1.6;
/// A mean under this is dark.
const DARK: f32 = 40.0;
/// Under this nothing that looks like a code need be one.
const NIGHT: f32 = 20.0;
/// A share of white pixels above this is a lamp or a window.
const BLOWN: f32 = 0.3;
/// With something like a code in the picture, less white may be what hides it.
const BLOWN_AT_A_CODE: f32 = 0.06;
/// So many frames are looked back on, about a second.
const FRAMES: usize = 30;
/// Something like a code is found in some frames only, by the view that happens to be its turn.
const SOME: usize = 2;
/// What is said of the light must be true of most frames.
const MOST: usize = 20;

/// The hint that stands. It changes slowly, so that it can be read; but what is found is said at once.
#[derive(Debug, Default)]
pub(super) struct Hints {
    frames: VecDeque<CameraHint>,
}

impl Hints {
    /// One more frame was looked at: what is to be said now?
    pub(super) fn after(&mut self, glance: &Glance) -> CameraHint {
        match glance.found.len() {
            0 => {}
            1 => return self.at_once(CameraHint::Found),
            _ => return self.at_once(CameraHint::Several),
        }
        self.frames.push_back(of_one(glance.light, glance.suspected));
        if self.frames.len() > FRAMES {
            self.frames.pop_front();
        }
        let holds = |hint: CameraHint, often: usize| self.frames.iter().filter(|h| **h == hint).count() >= often;
        if holds(CameraHint::Closer, SOME) {
            CameraHint::Closer
        } else if holds(CameraHint::TooDark, MOST) {
            CameraHint::TooDark
        } else if holds(CameraHint::Glare, MOST) {
            CameraHint::Glare
        } else {
            CameraHint::Show
        }
    }

    fn at_once(&mut self, hint: CameraHint) -> CameraHint {
        self.frames.clear();
        hint
    }
}

fn of_one(light: Light, suspected: Option<Suspected>) -> CameraHint {
    if light.mean >= NIGHT && suspected.is_some_and(|code| (GRAIN..SMALL).contains(&code.pixels_per_module)) {
        return CameraHint::Closer;
    }
    let blown = if suspected.is_some() { BLOWN_AT_A_CODE } else { BLOWN };
    if light.mean < DARK {
        CameraHint::TooDark
    } else if light.blown > blown {
        CameraHint::Glare
    } else {
        CameraHint::Show
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use scanner::Found;

    use super::*;

    fn glance(mean: f32, blown: f32, module: Option<f32>) -> Glance {
        let suspected = module.map(|pixels_per_module| Suspected { centre: (100.0, 100.0), pixels_per_module });
        let light = Light { mean, blown };
        Glance { found: vec![], believed: vec![], suspected, light, took: Duration::ZERO }
    }

    fn after(frames: usize, glance: &Glance) -> CameraHint {
        let mut hints = Hints::default();
        (0..frames).map(|_| hints.after(glance)).last().unwrap_or(CameraHint::Show)
    }

    #[test]
    fn a_code_of_small_modules_is_wanted_closer_also_where_only_the_phone_is_lit() {
        assert_eq!(after(2, &glance(120.0, 0.0, Some(2.0))), CameraHint::Closer);
        assert_eq!(after(20, &glance(25.0, 0.0, Some(2.0))), CameraHint::Closer);
        assert_eq!(
            after(20, &glance(12.0, 0.0, Some(2.0))),
            CameraHint::TooDark,
            "at night anything looks like a code"
        );
        assert_eq!(after(15, &glance(120.0, 0.0, Some(5.0))), CameraHint::Show, "large enough: it is not the distance");
    }

    #[test]
    fn darkness_and_glare_are_said_when_they_last() {
        assert_eq!(after(19, &glance(20.0, 0.0, None)), CameraHint::Show);
        assert_eq!(after(20, &glance(20.0, 0.0, None)), CameraHint::TooDark);
        assert_eq!(after(20, &glance(180.0, 0.5, None)), CameraHint::Glare);
        assert_eq!(after(20, &glance(150.0, 0.1, Some(5.0))), CameraHint::Glare, "a mirrored lamp lies on the code");
        assert_eq!(after(20, &glance(150.0, 0.1, None)), CameraHint::Show, "a white wall is no glare");
    }

    #[test]
    fn a_code_that_is_read_is_said_at_once_and_what_was_before_is_forgotten() {
        let mut hints = Hints::default();
        let dark = glance(20.0, 0.0, None);
        (0..15).for_each(|_| assert_ne!(hints.after(&dark), CameraHint::Found));
        let found = Found { text: "30517246".to_owned(), corners: [(0.0, 0.0); 4], pixels_per_module: 4.0 };
        let mut read = Glance { found: vec![found.clone()], ..dark.clone() };
        assert_eq!(hints.after(&read), CameraHint::Found);
        read.found.push(Found { text: "30518093".to_owned(), ..found });
        assert_eq!(hints.after(&read), CameraHint::Several);
        assert_eq!(hints.after(&dark), CameraHint::Show);
    }
}
