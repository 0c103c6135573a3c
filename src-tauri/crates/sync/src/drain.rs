//! One drain: send what waits, batch by batch, until nothing waits or something stands in the way;
//! then fetch what changed at the ward.

use std::collections::HashSet;

use uuid::Uuid;
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
    /// Why it ended early, or what was left behind.
    pub trouble: Option<EdgeError>,
}

/// Sends everything that waits and fetches what changed.
///
/// # Errors
/// The desk's own; what the ward or the line does is in [`Drained::trouble`].
pub fn drain<O: Outbox>(outbox: &mut O, ward: &Ward) -> Result<Drained, O::Error> {
    let mut done = Drained::default();
    let mut left = Left::default();
    let mut step = send(outbox, ward, &mut done, &mut left)?;
    if step.is_ok() {
        step = fetch(outbox, ward)?;
    }
    done.trouble = step.err().or(left.trouble.map(EdgeError::Trouble));
    Ok(done)
}

/// Nested: the desk's errors end everything, the ward's only this drain.
type Step = Result<(), EdgeError>;

/// Records the ward gave no verdict on: they wait for the next drain, and nothing behind them does.
#[derive(Default)]
struct Left {
    records: HashSet<Uuid>,
    trouble: Option<Trouble>,
    in_a_row: usize,
}

impl Left {
    /// So many hard records one after the other are no fault of the records: the drain ends.
    const MOST_IN_A_ROW: usize = 5;

    fn behind(&mut self, record: &Outgoing, trouble: Trouble) -> Step {
        self.records.insert(record.event_id);
        self.trouble = Some(trouble);
        self.in_a_row += 1;
        if self.in_a_row < Left::MOST_IN_A_ROW { Ok(()) } else { Err(EdgeError::Trouble(trouble)) }
    }
}

fn send<O: Outbox>(outbox: &mut O, ward: &Ward, done: &mut Drained, left: &mut Left) -> Result<Step, O::Error> {
    let mut ceiling = wire::MAX_RECORDS;
    let mut most = ceiling;
    let mut ward_lives = false;
    loop {
        let mut waiting = outbox.waiting(most.saturating_add(left.records.len()))?;
        waiting.retain(|o| !left.records.contains(&o.event_id));
        if waiting.is_empty() {
            return Ok(Ok(()));
        }
        let batch = &waiting[..plan(&waiting, most)];
        let reply = match ward.reports(batch) {
            Ok(reply) => reply,
            Err(e) => return Ok(Err(e)),
        };
        let step = match interpret(&reply, batch) {
            Heard::Verdicts(answers) => {
                done.sent += batch.len();
                outbox.answered(answers.clone())?;
                let answered: HashSet<Uuid> = answers.iter().map(|a| a.event_id).collect();
                done.answers.extend(answers);
                most = most.saturating_mul(2).min(ceiling);
                left.in_a_row = 0;
                let mut silent = batch.iter().filter(|o| !answered.contains(&o.event_id));
                silent.try_for_each(|o| left.behind(o, Trouble::Unintelligible))
            }
            Heard::Halve => {
                ceiling = (batch.len() / 2).max(1);
                most = ceiling;
                Ok(())
            }
            // A ward that answers nothing else either is down: it is not asked half by half.
            Heard::Choked if !ward_lives => match ward.keys() {
                Ok(_) => {
                    ward_lives = true;
                    Ok(())
                }
                Err(_) => Err(EdgeError::Trouble(Trouble::WardError)),
            },
            Heard::Choked => match batch {
                [hard] => left.behind(hard, Trouble::WardError),
                _ => {
                    most = batch.len() / 2;
                    Ok(())
                }
            },
            Heard::Failed(trouble) => Err(EdgeError::Trouble(trouble)),
        };
        if step.is_err() {
            return Ok(step);
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
