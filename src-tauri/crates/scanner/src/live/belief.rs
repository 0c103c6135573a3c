//! When a text is believed: two frames agree on it, or whoever asked knows it to be whole.

/// So many frames a first reading is remembered.
const REMEMBERED: u64 = 15;

/// What was read lately, and when.
#[derive(Debug, Default)]
pub(crate) struct Belief {
    frame: u64,
    read: Vec<(String, u64)>,
}

impl Belief {
    /// The next frame begins.
    pub(crate) fn next_frame(&mut self) {
        self.frame += 1;
        let frame = self.frame;
        self.read.retain(|(_, read)| frame - read <= REMEMBERED);
    }

    /// Is this text, read in the present frame, to be believed?
    pub(crate) fn believes(&mut self, text: &str, accept: &dyn Fn(&str) -> bool) -> bool {
        let earlier = self.read.iter_mut().find(|(known, _)| known == text);
        let agreed = earlier.as_ref().is_some_and(|(_, read)| *read < self.frame);
        match earlier {
            Some((_, read)) => *read = self.frame,
            None => self.read.push((text.to_owned(), self.frame)),
        }
        agreed || accept(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn never(_: &str) -> bool {
        false
    }

    #[test]
    fn one_frame_alone_is_not_believed_and_two_are() {
        let mut belief = Belief::default();
        belief.next_frame();
        assert!(!belief.believes("a", &never));
        assert!(!belief.believes("a", &never), "twice in one frame is one frame");
        belief.next_frame();
        assert!(!belief.believes("b", &never), "another text is no agreement");
        assert!(belief.believes("a", &never));
    }

    #[test]
    fn what_is_known_to_be_whole_is_believed_at_once() {
        let mut belief = Belief::default();
        belief.next_frame();
        assert!(belief.believes("signed", &|text| text == "signed"));
    }

    #[test]
    fn a_reading_of_long_ago_agrees_with_nothing() {
        let mut belief = Belief::default();
        belief.next_frame();
        assert!(!belief.believes("a", &never));
        (0..=REMEMBERED).for_each(|_| belief.next_frame());
        assert!(!belief.believes("a", &never));
    }
}
