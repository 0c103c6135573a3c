//! The use cases of the front desk, one file each. They know the store, the rules, the coupon, the
//! scanner and the way to the ward; they know no window and no terminal.

mod acting;
mod clock;
mod error;
mod open;
pub mod sign_in;

pub use acting::{Acting, Anyone, Manager, Midwife, Needs, Person, Reception, Session};
pub use clock::{Clock, japan};
pub use error::DeskError;
pub use open::Desk;
