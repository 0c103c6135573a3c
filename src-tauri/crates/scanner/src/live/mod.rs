//! The camera's stream.

mod reader;

pub use reader::LiveReader;
