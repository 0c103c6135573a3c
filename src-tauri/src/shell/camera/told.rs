//! Which of the texts that were read are told: each once, however long its code is held before the camera. Pure.

/// After so many frames without it a text may be told again, about two seconds.
const AWAY: u64 = 60;

/// The texts in the picture that were told already.
#[derive(Debug, Default)]
pub(super) struct Told {
    frame: u64,
    seen: Vec<(String, u64)>,
}

impl Told {
    /// One more frame was looked at, and these texts were believed in it: which are news?
    pub(super) fn news(&mut self, believed: Vec<String>) -> Vec<String> {
        self.frame += 1;
        let frame = self.frame;
        self.seen.retain(|(_, seen)| frame - seen <= AWAY);
        believed
            .into_iter()
            .filter(|text| match self.seen.iter_mut().find(|(known, _)| known == text) {
                Some((_, seen)) => {
                    *seen = frame;
                    false
                }
                None => {
                    self.seen.push((text.clone(), frame));
                    true
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_stays_before_the_camera_is_told_once_and_again_when_it_comes_back() {
        let mut told = Told::default();
        let hers = || vec!["30517246".to_owned()];
        assert_eq!(told.news(hers()), hers());
        (0..200).for_each(|_| assert_eq!(told.news(hers()), [""; 0]));
        (1..AWAY).for_each(|_| drop(told.news(vec![])));
        assert_eq!(told.news(hers()), [""; 0], "one bad moment is no coming back");
        (0..AWAY).for_each(|_| drop(told.news(vec![])));
        assert_eq!(told.news(hers()), hers());
    }

    #[test]
    fn another_code_is_news_at_once() {
        let mut told = Told::default();
        told.news(vec!["30517246".to_owned()]);
        assert_eq!(told.news(vec!["30517246".to_owned(), "30518093".to_owned()]), ["30518093"]);
    }
}
