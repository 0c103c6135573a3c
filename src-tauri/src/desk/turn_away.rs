//! Somebody came without a reservation and could not be received: no use, no charge, a reason.

use wire::TurnedAway;

use super::words::service_in;
use super::written::written;
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{Done, TurnAwayRequest};

/// Writes down that she could not be received, and why.
///
/// # Errors
/// [`DeskError::Empty`] without a reason, [`DeskError::UnknownNumber`].
pub fn turn_away(desk: &Desk, by: &Acting<Reception>, request: TurnAwayRequest) -> Result<Done, DeskError> {
    let reason = written(&request.reason, "reason")?;
    let mut store = desk.store();
    let mother = store.mother(&request.user_number)?.ok_or(DeskError::UnknownNumber)?;
    let service = service_in(request.service);
    let fact = TurnedAway { user_number: mother.user_number, service, date: desk.today(), reason };
    store.write(|tx| tx.append(&desk.author(by), fact).map_err(DeskError::from))?;
    Ok(Done { done: true })
}
