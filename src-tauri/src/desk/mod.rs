//! The use cases of the front desk, one file each. They know the store, the rules, the coupon, the
//! scanner and the way to the ward; they know no window and no terminal.

mod acting;
pub mod appointments;
pub mod camera;
pub mod cancel;
pub mod changes;
pub mod charges;
pub mod check_in;
mod clock;
mod code;
pub mod demo;
pub mod drawer;
mod error;
pub mod facility;
pub mod guide;
mod judging;
pub mod kitchen;
pub mod late_entry;
pub mod month;
pub mod morning_sheet;
pub mod mothers;
mod open;
pub mod poster;
pub mod practice;
pub mod printing;
pub mod programme;
mod reasons;
pub mod receipts;
pub mod recognise;
pub mod reservations;
mod rooms;
pub mod rules_check;
pub mod sign_in;
pub mod status;
mod strict_json;
pub mod today;
pub mod turn_away;
pub mod way;
pub mod wishes;
pub(crate) mod words;
mod written;

pub use acting::{Acting, Anyone, Manager, Midwife, Needs, Person, Reception, Session};
pub use clock::{Clock, japan};
pub use error::DeskError;
pub use open::{Desk, LineState};
