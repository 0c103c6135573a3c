//! Everything of one mother on one screen: her entry, what is left, what is coming.

use chrono::SecondsFormat;
use domain::{Remaining, recheck_due};
use store::Store;
use wire::{MotherSet, Service};

use super::brief;
use super::entry::as_form;
use crate::desk::check_in::taken_off;
use crate::desk::judging::{About, Known, circumstances};
use crate::desk::words::{service_out, service_rule, source_out};
use crate::desk::{Acting, Desk, DeskError, Reception, japan};
use crate::view::{ComingView, LeftView, MotherView, RecogniseRequest, ServiceLeft, WaivedView};

const SERVICES: [Service; 3] = [Service::Stay, Service::DayCare, Service::Visit];

/// Everything of one mother. Her history is asked for apart.
///
/// # Errors
/// [`DeskError::UnknownNumber`].
pub fn mother_detail(desk: &Desk, _by: &Acting<Reception>, request: RecogniseRequest) -> Result<MotherView, DeskError> {
    let store = desk.store();
    let mother = store.mother(&request.input)?.ok_or(DeskError::UnknownNumber)?;
    let today = desk.today();
    let ward = store.ward_mother(&mother.user_number)?;
    let coupon = store.coupon_read(&mother.user_number)?;
    // Before the birth the expected date stands in: exemption and residence do not depend on it.
    let born = mother.born.or(mother.expected_on).unwrap_or(today);
    let hers = circumstances(&mother, born, &ward, coupon.as_ref());
    let mut left = vec![];
    if mother.born.is_some() {
        for service in SERVICES {
            let known = About::of(&mother.user_number, service).known(&store)?;
            left.push(of_service(desk, &known));
        }
    }
    Ok(MotherView {
        brief: brief(desk, &mother),
        left,
        exempt: hers.is_exempt(today),
        recheck_since: recheck_due(&hers, today, desk.programme()),
        moved_out_on: hers.moved_out_on,
        waived: hers.waived.iter().map(|w| WaivedView { from: w.from, until: w.until }).collect(),
        coming: coming(desk, &store, &mother)?,
        form: as_form(mother),
    })
}

fn of_service(desk: &Desk, known: &Known) -> ServiceLeft {
    let edition = desk.programme().edition_on(desk.today());
    let about = edition.terms(service_rule(known.service)).about_months;
    ServiceLeft {
        service: service_out(known.service),
        last_day: known.circumstances.last_day(edition.within_months),
        about_until: about.map(|months| known.circumstances.last_day(months)),
        limit: known.quota(desk, desk.today()).0,
        left: known.remaining.as_ref().map(figure),
    }
}

fn figure(r: &Remaining) -> LeftView {
    LeftView {
        left: r.left.0,
        figure: r.figure.left.0,
        source: source_out(r.figure.source),
        as_of: r.figure.as_of.with_timezone(&japan()).to_rfc3339_opts(SecondsFormat::Secs, false),
        taken_off: r.taken_off.iter().map(taken_off).collect(),
    }
}

fn coming(desk: &Desk, store: &Store, mother: &MotherSet) -> Result<Vec<ComingView>, DeskError> {
    let mut rows = store.open_reservations_of(&mother.user_number)?;
    rows.retain(|r| r.booked.starts_on >= desk.today());
    let view = |b: wire::Booked| ComingView {
        reservation_id: b.reservation_id,
        service: service_out(b.service),
        starts_on: b.starts_on,
        days: b.days,
        arrives_at: b.arrives_at,
        room: b.room,
        cancel_deadline: b.cancel_deadline.to_rfc3339(),
    };
    Ok(rows.into_iter().map(|r| view(r.booked)).collect())
}
