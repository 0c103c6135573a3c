//! Sango Desk
fn main() {}
