//! Which of the texts that were read are told: each once, however long its code is held before the camera. Pure.

use std::time::{Duration, Instant};

/// After so long without it a text may be told again.
const AWAY: Duration = Duration::from_secs(2);

/// The texts in the picture that were told already.
#[derive(Debug, Default)]
pub(super) struct Told {
    seen: Vec<(String, Instant)>,
}

impl Told {
    /// A frame was looked at now, and these texts were believed in it: which are news?
    pub(super) fn news(&mut self, believed: Vec<String>, now: Instant) -> Vec<String> {
        self.seen.retain(|(_, seen)| now.saturating_duration_since(*seen) < AWAY);
        believed
            .into_iter()
            .filter(|text| match self.seen.iter_mut().find(|(known, _)| known == text) {
                Some((_, seen)) => {
                    *seen = now;
                    false
                }
                None => {
                    self.seen.push((text.clone(), now));
                    true
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A code that is held up for three seconds, gone for a moment, back, gone for two seconds, back.
    fn comes_and_goes(frames_a_second: u32) {
        let beat = Duration::from_secs(1) / frames_a_second;
        let (mut told, mut now) = (Told::default(), Instant::now());
        let hers = || vec!["30517246".to_owned()];
        let mut look = |believed: Vec<String>, long: Duration| {
            let end = now + long;
            let mut news = vec![];
            while now < end {
                news.extend(told.news(believed.clone(), now));
                now += beat;
            }
            news
        };
        assert_eq!(look(hers(), Duration::from_secs(3)), hers());
        assert_eq!(look(vec![], AWAY - beat * 2), [""; 0]);
        assert_eq!(look(hers(), Duration::from_secs(1)), [""; 0], "one bad moment is no coming back");
        assert_eq!(look(vec![], AWAY), [""; 0]);
        assert_eq!(look(hers(), Duration::from_secs(1)), hers());
    }

    #[test]
    fn a_code_that_stays_before_the_camera_is_told_once_and_again_when_it_comes_back() {
        comes_and_goes(30);
    }

    #[test]
    fn two_seconds_are_two_seconds_for_a_slow_camera_too() {
        comes_and_goes(5);
    }

    #[test]
    fn another_code_is_news_at_once() {
        let (mut told, now) = (Told::default(), Instant::now());
        told.news(vec!["30517246".to_owned()], now);
        assert_eq!(told.news(vec!["30517246".to_owned(), "30518093".to_owned()], now), ["30518093"]);
    }
}
