//! The frame around every screen.

use domain::Programme;
use wire::FacilitySet;

use super::words::role_out;
use super::{Desk, DeskError, Session};
use crate::view::{FacilityView, KeysAge, KeysView, LineView, StaffView, StatusView};

/// Days after which a key list is old, and after which it is stale.
const OLD_AFTER: i64 = 7;
const STALE_AFTER: i64 = 30;

/// What the frame shows.
///
/// # Errors
/// What the store says.
pub fn status(desk: &Desk, session: &Session) -> Result<StatusView, DeskError> {
    let line = line(desk)?;
    let store = desk.store();
    let enrolled = store.enrolment()?.is_some();
    let staff = store.staff_list()?.into_iter().filter(|s| s.active);
    let keys = store.keys()?;
    let age = |made_at: chrono::DateTime<chrono::FixedOffset>| match (desk.now() - made_at).num_days() {
        days if days <= OLD_AFTER => KeysAge::Fresh,
        days if days <= STALE_AFTER => KeysAge::Old,
        _ => KeysAge::Stale,
    };
    Ok(StatusView {
        now: desk.now().to_rfc3339(),
        facility: store.facility()?.map(|f| facility_view(&f, desk.programme(), enrolled)),
        signed_in: session.person().map(|p| StaffView {
            staff_id: p.staff_id.clone(),
            name: p.name.clone(),
            roles: p.roles.iter().copied().map(role_out).collect(),
        }),
        staff: staff
            .map(|s| StaffView {
                staff_id: s.staff_id,
                name: s.name,
                roles: s.roles.into_iter().map(role_out).collect(),
            })
            .collect(),
        line,
        keys: KeysView {
            age: keys.as_ref().map_or(KeysAge::Missing, |k| age(k.made_at)),
            made_at: keys.map(|k| k.made_at.to_rfc3339()),
        },
    })
}

fn facility_view(f: &FacilitySet, programme: &Programme, enrolled: bool) -> FacilityView {
    FacilityView {
        name: f.name.clone(),
        practice: f.practice,
        programme: programme.name().to_owned(),
        ward_office: programme.contact().office.clone(),
        ward_phone: programme.contact().phone.clone(),
        rooms: f.rooms.clone(),
        enrolled,
        own_code: !f.own_code.is_empty(),
    }
}

/// The way to the ward in one line.
pub(super) fn line(desk: &Desk) -> Result<LineView, DeskError> {
    let state = desk.line().clone();
    let store = desk.store();
    let counts = store.queue_counts()?;
    Ok(LineView {
        waiting: counts.waiting,
        waiting_since: counts.waiting_since,
        held: counts.held,
        warned: counts.warned,
        last_contact: state.contact.map(|t| t.to_rfc3339()).or(store.last_contact()?),
        trouble: state.trouble.map(|t| t.code().to_owned()),
        next_try: state.next_try.map(|t| t.to_rfc3339()),
    })
}
