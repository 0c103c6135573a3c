//! What would help the camera, from what it saw in the last frames. Pure.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

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
/// So far it is looked back for something like a code: it is found in some frames only, by the view that happens to be
/// its turn, and a slow camera sends few.
const LOOKED_BACK: Duration = Duration::from_millis(1500);
/// Seen in one frame alone it may be grain.
const SOME: usize = 2;
/// What is said of the light must be true of two frames in three of so long a time.
const LASTS: Duration = Duration::from_millis(650);

/// The hint that stands. It changes slowly, so that it can be read; but what is found is said at once.
#[derive(Debug, Default)]
pub(super) struct Hints {
    frames: VecDeque<(Instant, CameraHint)>,
}

impl Hints {
    /// A frame was looked at now: what is to be said?
    pub(super) fn after(&mut self, glance: &Glance, now: Instant) -> CameraHint {
        match glance.found.len() {
            0 => {}
            1 => return self.at_once(CameraHint::Found),
            _ => return self.at_once(CameraHint::Several),
        }
        let old = |since: Instant, long: Duration| now.saturating_duration_since(since) >= long;
        self.frames.push_back((now, of_one(glance.light, glance.suspected)));
        while self.frames.front().is_some_and(|(at, _)| old(*at, LOOKED_BACK)) {
            self.frames.pop_front();
        }
        // From the last frame that is old enough on: less is no lasting.
        let begins = self.frames.iter().rposition(|(at, _)| old(*at, LASTS));
        let lately = |hint: CameraHint| {
            let Some(begins) = begins else { return false };
            let frames = self.frames.iter().skip(begins);
            frames.clone().filter(|(_, h)| *h == hint).count() * 3 >= frames.count() * 2
        };
        if self.frames.iter().filter(|(_, hint)| *hint == CameraHint::Closer).count() >= SOME {
            CameraHint::Closer
        } else if lately(CameraHint::TooDark) {
            CameraHint::TooDark
        } else if lately(CameraHint::Glare) {
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
        Glance { found: vec![], believed: vec![], suspected, light, size: (1280, 720), took: Duration::ZERO }
    }

    /// What is said after the same was seen for so long, whatever the camera's pace.
    fn after(millis: u64, glance: &Glance) -> CameraHint {
        let said = [5, 15, 30].map(|rate| {
            let (mut hints, began) = (Hints::default(), Instant::now());
            let looks =
                (0..=millis * rate / 1000).map(|n| hints.after(glance, began + Duration::from_millis(n * 1000 / rate)));
            looks.last().unwrap_or(CameraHint::Show)
        });
        assert!(said.iter().all(|hint| *hint == said[0]), "at 5, 15 and 30 frames a second: {said:?}");
        said[0]
    }

    #[test]
    fn a_code_of_small_modules_is_wanted_closer_also_where_only_the_phone_is_lit() {
        assert_eq!(after(200, &glance(120.0, 0.0, Some(2.0))), CameraHint::Closer);
        assert_eq!(after(2000, &glance(25.0, 0.0, Some(2.0))), CameraHint::Closer);
        assert_eq!(
            after(2000, &glance(12.0, 0.0, Some(2.0))),
            CameraHint::TooDark,
            "at night anything looks like a code"
        );
        assert_eq!(
            after(500, &glance(120.0, 0.0, Some(5.0))),
            CameraHint::Show,
            "large enough: it is not the distance"
        );
    }

    #[test]
    fn a_small_code_that_a_slow_camera_shows_in_every_fourth_frame_is_wanted_closer() {
        let (mut hints, began) = (Hints::default(), Instant::now());
        let (plain, small) = (glance(120.0, 0.0, None), glance(120.0, 0.0, Some(2.0)));
        let look = |n: u64| {
            hints.after(if n.is_multiple_of(4) { &small } else { &plain }, began + Duration::from_millis(200 * n))
        };
        let said: Vec<CameraHint> = (0..20).map(look).collect();
        assert!(said[4..].iter().filter(|hint| **hint == CameraHint::Closer).count() > 10, "{said:?}");
    }

    #[test]
    fn darkness_and_glare_are_said_when_they_last() {
        assert_eq!(after(600, &glance(20.0, 0.0, None)), CameraHint::Show);
        assert_eq!(after(800, &glance(20.0, 0.0, None)), CameraHint::TooDark);
        assert_eq!(after(800, &glance(180.0, 0.5, None)), CameraHint::Glare);
        assert_eq!(after(800, &glance(150.0, 0.1, Some(5.0))), CameraHint::Glare, "a mirrored lamp lies on the code");
        assert_eq!(after(800, &glance(150.0, 0.1, None)), CameraHint::Show, "a white wall is no glare");
    }

    #[test]
    fn a_shadow_that_passes_is_not_said_to_be_darkness() {
        let (mut hints, began) = (Hints::default(), Instant::now());
        for n in 0..90 {
            let seen = if n % 30 < 12 { glance(20.0, 0.0, None) } else { glance(120.0, 0.0, None) };
            assert_eq!(hints.after(&seen, began + Duration::from_millis(33 * n)), CameraHint::Show);
        }
    }

    #[test]
    fn a_code_that_is_read_is_said_at_once_and_what_was_before_is_forgotten() {
        let (mut hints, began) = (Hints::default(), Instant::now());
        let at = |millis: u64| began + Duration::from_millis(millis);
        let dark = glance(20.0, 0.0, None);
        (0..15).for_each(|n| assert_ne!(hints.after(&dark, at(33 * n)), CameraHint::Found));
        let found = Found { text: "30517246".to_owned(), corners: [(0.0, 0.0); 4], pixels_per_module: 4.0 };
        let mut read = Glance { found: vec![found.clone()], ..dark.clone() };
        assert_eq!(hints.after(&read, at(500)), CameraHint::Found);
        read.found.push(Found { text: "30518093".to_owned(), ..found });
        assert_eq!(hints.after(&read, at(533)), CameraHint::Several);
        assert_eq!(hints.after(&dark, at(566)), CameraHint::Show);
        assert_eq!(hints.after(&dark, at(900)), CameraHint::Show);
    }
}
