//! The way to the ward, one file a subject.

mod correct;
mod enrol;
mod queue;
mod reconcile;
mod send;

use sync::Ward;

use super::{Desk, DeskError};

pub use correct::{correct, resend};
pub use enrol::enrol;
pub use queue::queue;
pub use reconcile::reconcile;
pub(super) use reconcile::{our_ledger, reconciled_view};
pub use send::{send, send_now, tick};

fn ward_error(e: sync::EdgeError) -> DeskError {
    DeskError::Ward { code: e.code().to_owned() }
}

fn ward(desk: &Desk) -> Result<Ward, DeskError> {
    let store = desk.store();
    let e = store.enrolment()?.ok_or(DeskError::NotEnrolled)?;
    Ward::new(&e.ward_url, &e.desk_id, store.signing_key(), &e.ward_key).map_err(ward_error)
}
