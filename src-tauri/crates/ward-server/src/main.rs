//! ward-server
fn main() {}
