//! What the camera may show, and which of its texts need no second look.

use std::sync::Arc;

use coupon::{KeySet, Rejection};

use super::{Acting, Desk, DeskError, Reception};

/// Whether pictures from a file may stand in the camera's place.
///
/// # Errors
/// [`DeskError::NotPractice`] on a real facility: there, mothers show their coupons.
pub fn may_be_played(desk: &Desk) -> Result<(), DeskError> {
    let real = desk.store().facility()?.is_some_and(|facility| !facility.practice);
    if real { Err(DeskError::NotPractice) } else { Ok(()) }
}

/// Knows a text that was read whole: a coupon whose signature holds by the ward's keys kept here. Whether it may be
/// used is another question, asked when it is recognised.
///
/// # Errors
/// What the store says.
pub fn known_whole(
    desk: &Arc<Desk>,
    _by: &Acting<Reception>,
) -> Result<impl Fn(&str) -> bool + Send + 'static, DeskError> {
    let list = desk.store().keys()?;
    let keys = list.map(|list| KeySet::from_jwks(&list.jwks).unwrap_or_default()).unwrap_or_default();
    let desk = Arc::clone(desk);
    Ok(move |text: &str| match coupon::verify(text, &keys, desk.now().to_utc()) {
        Ok(_) => true,
        // Both come after the signature.
        Err(e) => matches!(e, Rejection::Expired | Rejection::NotYetValid),
    })
}
