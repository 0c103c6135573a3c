//! Enrolling at the ward.

use std::sync::PoisonError;

use wire::Enrolled;

use super::super::{Acting, Desk, DeskError, Manager};
use super::{send, ward_error};
use crate::view::{Done, EnrolRequest};

/// Enrols this desk at the ward, and fetches its keys.
///
/// # Errors
/// [`DeskError::Ward`] with what stands in the way; [`DeskError::PracticeWard`] where a practice facility
/// would reach a ward that is not on this machine.
pub fn enrol(desk: &Desk, by: &Acting<Manager>, request: EnrolRequest) -> Result<Done, DeskError> {
    let practice = desk.store().facility()?.is_some_and(|f| f.practice);
    if practice && !sync::stays_on_this_machine(&request.ward_url) {
        return Err(DeskError::PracticeWard);
    }
    let public_key = desk.store().public_key();
    let answer = sync::enrol(&request.ward_url, &request.code, public_key).map_err(ward_error)?;
    let enrolled = Enrolled {
        ward_url: request.ward_url.trim().to_owned(),
        facility_id: answer.facility_id,
        desk_id: answer.desk_id,
        ward_key: answer.ward_key,
    };
    {
        // Not while another drain writes what the ward before this one said.
        let _one = desk.sending.lock().unwrap_or_else(PoisonError::into_inner);
        desk.store().write(|tx| tx.append(&desk.author(by), enrolled).map_err(DeskError::from))?;
    }
    send(desk)?;
    Ok(Done { done: true })
}
