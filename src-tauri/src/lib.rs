//! Sango Desk
