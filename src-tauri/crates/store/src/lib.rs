//! The facility's memory: a signed, hash-chained journal of facts, the tables folded from it, and the
//! stream of records to the ward, in one SQLite file encrypted with SQLCipher.
//!
//! The only crate of the desk that says SQL. What a power cut may not separate stands in one
//! [`Store::write`]. Knows no rules, no HTTP, no window.

mod backup;
mod error;
mod fold;
mod journal;
mod keyfile;
mod open;
mod queries;
mod search;
mod verify;

pub use error::StoreError;
pub use journal::{Author, RecordDraft, SignedFact, Time, Tx};
pub use open::Store;
pub use queries::*;
pub use search::fold_text;
pub use verify::{Finding, VerifyReport};
