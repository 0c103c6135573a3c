//! Mothers (利用者): register, edit, find, import; their history and the lists of whom to look at.

mod detail;
mod entry;
mod history;
pub mod import;
mod lists;
mod register;
mod search;
mod similar;

pub use detail::mother_detail;
pub use history::history;
pub use import::Importing;
pub use lists::work_lists;
pub use register::{edit, form, register};
pub use search::{check_caller, mothers, search};
pub use similar::similar;

use domain::months_old;
use wire::MotherSet;

use super::Desk;
use super::words::credential_out;
use crate::view::MotherBrief;

/// Enough to recognise her. Of a child that she is parted from, no age.
pub(super) fn brief(desk: &Desk, m: &MotherSet) -> MotherBrief {
    let together = m.apart.is_none();
    MotherBrief {
        user_number: m.user_number.clone(),
        name: m.name.clone(),
        kana: m.kana.clone(),
        born: m.born,
        months: m.born.filter(|_| together).and_then(|born| months_old(born, desk.today())),
        babies: m.babies,
        credential: credential_out(m.credential),
        unlisted: m.unlisted,
        apart: !together,
    }
}

/// The name as public screens show it: the family name, and nothing for who is not to be named.
pub(super) fn surname(m: &MotherSet) -> String {
    if m.unlisted {
        return String::new();
    }
    m.name.split([' ', '　']).next().unwrap_or_default().to_owned()
}
