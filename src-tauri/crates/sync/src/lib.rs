//! The way to the ward: what to send, when, and what an answer means.
//!
//! The core decides without network ([`plan`], [`interpret`], [`Backoff`]); [`Ward`] is the thin HTTP
//! edge; [`drain`] is the loop between them. Knows no SQL: the desk hands in an [`Outbox`].

mod backoff;
mod core;
mod drain;
mod edge;

pub use backoff::Backoff;
pub use core::{Heard, Outgoing, Reply, Trouble, interpret, plan};
pub use drain::{Drained, Outbox, drain};
pub use edge::{EdgeError, Ward, enrol, stays_on_this_machine};
