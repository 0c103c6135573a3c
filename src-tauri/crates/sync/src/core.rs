//! Decisions without network.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;
use wire::{Answer, MAX_BATCH_BYTES, MAX_RECORDS, ReportsResponse};

/// A record as signed, waiting to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its name here.
    pub event_id: Uuid,
    /// SHA-256 of the bytes.
    pub hash: [u8; 32],
    /// As signed.
    pub bytes: Vec<u8>,
}

impl Outgoing {
    /// As it stands in the request.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.bytes)
    }
}

/// What the wire brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// An HTTP answer.
    Answered {
        /// Its status.
        status: u16,
        /// Its body.
        body: Vec<u8>,
    },
    /// No answer at all.
    Nothing,
}

/// Why a try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody answers.
    Unreachable,
    /// The answer is not of this protocol (a proxy's page, say).
    Unintelligible,
    /// The ward says it cannot just now.
    WardError,
    /// The ward does not know this desk any more, or its clock is far off: a person must act.
    Refused,
}

impl Trouble {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Trouble::Unreachable => "ward-unreachable",
            Trouble::Unintelligible => "ward-unintelligible",
            Trouble::WardError => "ward-error",
            Trouble::Refused => "ward-refused",
        }
    }
}

/// What an answer to a batch means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Verdicts for some or all of the batch; the rest is still waiting.
    Verdicts(Vec<Answer>),
    /// The batch was too large: send half.
    Halve,
    /// The ward failed over this batch: it may be one record that it cannot digest.
    Choked,
    /// Nothing is known of the batch: it is still waiting.
    Failed(Trouble),
}

/// How many of the waiting records go into the next batch: at least one, within count and bytes.
pub fn plan(waiting: &[Outgoing], most: usize) -> usize {
    let mut bytes = r#"{"records":[]}"#.len();
    let fits = |record: &&Outgoing| {
        bytes += record.bytes.len().div_ceil(3) * 4 + r#""","#.len();
        bytes <= MAX_BATCH_BYTES
    };
    let within = waiting.iter().take(most.clamp(1, MAX_RECORDS)).take_while(fits).count();
    within.max(1).min(waiting.len())
}

/// Reads the answer to a batch. Verdicts are matched by the hash of what was sent, and each record
/// takes at most one; a verdict on anything else is not ours.
pub fn interpret(reply: &Reply, sent: &[Outgoing]) -> Heard {
    let (status, body) = match reply {
        Reply::Nothing => return Heard::Failed(Trouble::Unreachable),
        Reply::Answered { status, body } => (*status, body),
    };
    match status {
        200 => {}
        401 | 403 => return Heard::Failed(Trouble::Refused),
        413 => return if sent.len() > 1 { Heard::Halve } else { Heard::Failed(Trouble::WardError) },
        500 => return Heard::Choked,
        429 | 501.. => return Heard::Failed(Trouble::WardError),
        _ => return Heard::Failed(Trouble::Unintelligible),
    }
    let Ok(answer) = serde_json::from_slice::<ReportsResponse>(body) else {
        return Heard::Failed(Trouble::Unintelligible);
    };
    let mut open: HashMap<String, Uuid> = sent.iter().map(|o| (hex::encode(o.hash), o.event_id)).collect();
    let ours = |v: wire::RecordVerdict| {
        let event_id = open.remove(&v.hash.to_ascii_lowercase())?;
        Some(Answer { event_id, ..v.answer })
    };
    let verdicts: Vec<Answer> = answer.verdicts.into_iter().filter_map(ours).collect();
    // An answer that names none of the batch would be asked for again at once, for ever.
    if verdicts.is_empty() { Heard::Failed(Trouble::Unintelligible) } else { Heard::Verdicts(verdicts) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;
    use wire::{RecordVerdict, Verdict};

    fn record(n: u8, size: usize) -> Outgoing {
        let bytes = vec![n; size];
        Outgoing { event_id: Uuid::from_bytes([n; 16]), hash: wire::hash(&bytes), bytes }
    }

    fn answer(of: &[&Outgoing]) -> Reply {
        let verdicts = of.iter().map(|o| RecordVerdict {
            hash: hex::encode(o.hash),
            answer: Answer { event_id: Uuid::nil(), verdict: Verdict::Accepted, code: None, receipt: None },
        });
        let body = serde_json::to_vec(&ReportsResponse { verdicts: verdicts.collect() }).unwrap();
        Reply::Answered { status: 200, body }
    }

    #[test]
    fn a_record_without_a_verdict_is_still_waiting() {
        let (a, b) = (record(1, 9), record(2, 9));
        let Heard::Verdicts(heard) = interpret(&answer(&[&b]), &[a, b.clone()]) else { panic!() };
        assert_eq!(heard.iter().map(|a| a.event_id).collect::<Vec<_>>(), [b.event_id]);
    }

    #[test]
    fn a_verdict_given_twice_counts_once_and_one_on_a_stranger_not_at_all() {
        let (a, stranger) = (record(1, 9), record(3, 9));
        let Heard::Verdicts(heard) = interpret(&answer(&[&a, &a, &stranger]), std::slice::from_ref(&a)) else {
            panic!()
        };
        assert_eq!(heard.len(), 1);
    }

    #[test]
    fn html_five_hundred_and_silence_leave_everything_waiting() {
        let sent = [record(1, 9)];
        let html = |status| Reply::Answered { status, body: b"<html>maintenance</html>".to_vec() };
        assert_eq!(interpret(&html(200), &sent), Heard::Failed(Trouble::Unintelligible));
        assert_eq!(interpret(&html(500), &sent), Heard::Choked);
        assert_eq!(interpret(&html(503), &sent), Heard::Failed(Trouble::WardError));
        assert_eq!(interpret(&html(401), &sent), Heard::Failed(Trouble::Refused));
        assert_eq!(interpret(&Reply::Nothing, &sent), Heard::Failed(Trouble::Unreachable));
        assert_eq!(interpret(&html(413), &[record(1, 9), record(2, 9)]), Heard::Halve);
        assert_eq!(interpret(&html(413), &sent), Heard::Failed(Trouble::WardError));
    }

    proptest! {
        #[test]
        fn a_batch_is_never_empty_too_many_or_too_large(sizes in prop::collection::vec(1usize..9000, 1..300), most in 0usize..400) {
            let waiting: Vec<Outgoing> = sizes.iter().map(|s| record(7, *s)).collect();
            let n = plan(&waiting, most);
            prop_assert!((1..=MAX_RECORDS).contains(&n) && n <= waiting.len());
            let texts: Vec<String> = waiting[..n].iter().map(Outgoing::text).collect();
            let bytes = serde_json::to_vec(&wire::ReportsRequest { records: texts }).unwrap().len();
            prop_assert!(n == 1 || bytes <= MAX_BATCH_BYTES);
        }

        #[test]
        fn no_answer_ever_names_a_record_that_was_not_sent(status in 100u16..600, body in ".{0,200}") {
            let sent = [record(1, 9)];
            if let Heard::Verdicts(v) = interpret(&Reply::Answered { status, body: body.into_bytes() }, &sent) {
                prop_assert!(v.iter().all(|a| a.event_id == sent[0].event_id));
            }
        }
    }
}
