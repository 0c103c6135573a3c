//! From nothing to the first check-in: what a new facility has done already.

use super::printing::any_printer;
use super::{Acting, Desk, DeskError, Manager};
use crate::view::{GuideStep, GuideStepId, GuideView, Nothing};

/// The steps in the order in which they are taken.
///
/// # Errors
/// [`DeskError::NotSetUp`].
pub fn guide(desk: &Desk, _by: &Acting<Manager>, _request: Nothing) -> Result<GuideView, DeskError> {
    let printer = any_printer(desk)?;
    let store = desk.store();
    let f = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let staff = store.staff_list()?.iter().filter(|s| s.active).count();
    let steps = [
        (GuideStepId::Staff, staff > 1),
        (GuideStepId::Calendar, !f.opens_at.is_empty()),
        (GuideStepId::Prices, !f.full_prices.is_empty()),
        (GuideStepId::Rooms, !f.rooms.is_empty()),
        (GuideStepId::Ward, store.enrolment()?.is_some()),
        (GuideStepId::Printer, printer),
        (GuideStepId::Mother, store.any_mother()?),
        (GuideStepId::CheckIn, store.any_use()?),
    ];
    Ok(GuideView { steps: steps.map(|(step, done)| GuideStep { step, done }).to_vec() })
}
