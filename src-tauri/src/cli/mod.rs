//! The same use cases from a terminal.

mod args;
mod run;
mod streams;

pub use run::main;
