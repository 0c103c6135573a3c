//! One drain: send what waits, batch by batch, until nothing waits or something stands in the way;
//! then fetch what changed at the ward.

use wire::{Answer, KeyList, WardChanged};

use crate::{EdgeError, Heard, Outgoing, Trouble, Ward, interpret, plan};

/// What the desk keeps, as the way to the ward needs it. Each call is short and durable: the desk is
/// not held up while the line is slow.
pub trait Outbox {
    /// The desk's own error.
    type Error;
    /// The next records to send, in order.
    fn waiting(&mut self, most: usize) -> Result<Vec<Outgoing>, Self::Error>;
    /// Keeps the ward's answers.
    fn answered(&mut self, answers: Vec<Answer>) -> Result<(), Self::Error>;
    /// Where the ward's changes were left.
    fn cursor(&mut self) -> Result<String, Self::Error>;
    /// Keeps a page of changes.
    fn changed(&mut self, page: WardChanged) -> Result<(), Self::Error>;
    /// Keeps the ward's coupon keys, where they are news.
    fn keys(&mut self, list: KeyList) -> Result<(), Self::Error>;
}

/// What a drain did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drained {
    /// Records sent, those sent again among them.
    pub sent: usize,
    /// Every answer.
    pub answers: Vec<Answer>,
    /// Why it ended early.
    pub trouble: Option<&'static str>,
}

/// Sends everything that waits and fetches what changed.
///
/// # Errors
/// The desk's own; what the ward or the line does is in [`Drained::trouble`].
pub fn drain<O: Outbox>(outbox: &mut O, ward: &Ward) -> Result<Drained, O::Error> {
    let mut done = Drained::default();
    let mut step = send(outbox, ward, &mut done)?;
    if step.is_ok() {
        step = fetch(outbox, ward)?;
    }
    done.trouble = step.err().map(EdgeError::code);
    Ok(done)
}

/// Nested: the desk's errors end everything, the ward's only this drain.
type Step = Result<(), EdgeError>;

fn send<O: Outbox>(outbox: &mut O, ward: &Ward, done: &mut Drained) -> Result<Step, O::Error> {
    let mut most = wire::MAX_RECORDS;
    loop {
        let waiting = outbox.waiting(most)?;
        if waiting.is_empty() {
            return Ok(Ok(()));
        }
        let batch = &waiting[..plan(&waiting, most)];
        let reply = match ward.reports(batch) {
            Ok(reply) => reply,
            Err(e) => return Ok(Err(e)),
        };
        match interpret(&reply, batch) {
            Heard::Verdicts(answers) => {
                done.sent += batch.len();
                outbox.answered(answers.clone())?;
                let all = answers.len() == batch.len();
                done.answers.extend(answers);
                if !all {
                    return Ok(Err(EdgeError::Trouble(Trouble::Unintelligible)));
                }
            }
            Heard::Halve => most = (batch.len() / 2).max(1),
            Heard::Failed(trouble) => return Ok(Err(EdgeError::Trouble(trouble))),
        }
    }
}

fn fetch<O: Outbox>(outbox: &mut O, ward: &Ward) -> Result<Step, O::Error> {
    match ward.keys() {
        Ok(list) => outbox.keys(list)?,
        Err(e) => return Ok(Err(e)),
    }
    let mut cursor = outbox.cursor()?;
    loop {
        let page = match ward.changes(&cursor) {
            Ok(page) => page,
            Err(e) => return Ok(Err(e)),
        };
        let more = page.more && page.cursor != cursor;
        cursor.clone_from(&page.cursor);
        if !page.changes.is_empty() {
            outbox.changed(WardChanged { cursor: page.cursor, changes: page.changes })?;
        }
        if !more {
            return Ok(Ok(()));
        }
    }
}
