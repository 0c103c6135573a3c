//! Recognising: a coupon, a number or a name, however it reached the desk.

use std::collections::BTreeSet;

use base64::Engine;
use chrono::SecondsFormat;
use coupon::reader::{Reading, read};
use coupon::{Coupon, FeeClass, KeySet};
use domain::PerService;
use store::Store;
use wire::{Allowance, CouponRead, EachService};

use super::mothers::brief;
use super::{Acting, Desk, DeskError, Reception};
use crate::view::{CouponView, ReadPictureRequest, RecogniseRequest, Recognised};

/// How many mothers are offered for a name.
const OFFERED: usize = 20;

/// Recognises what was scanned or typed.
///
/// # Errors
/// [`DeskError::Coupon`] and its neighbours for a coupon that does not hold.
pub fn recognise(desk: &Desk, _by: &Acting<Reception>, request: RecogniseRequest) -> Result<Recognised, DeskError> {
    recognise_text(desk, &request.input)
}

/// Reads the codes of a picture and recognises the one that is there.
///
/// # Errors
/// [`DeskError::NoCode`], [`DeskError::SeveralCodes`], [`DeskError::Picture`] and as [`recognise`].
pub fn read_picture(
    desk: &Desk,
    _by: &Acting<Reception>,
    request: ReadPictureRequest,
) -> Result<Recognised, DeskError> {
    let bytes = match (request.picture, request.file) {
        (Some(text), None) => {
            let decoded = base64::engine::general_purpose::STANDARD.decode(text);
            decoded.map_err(|_| DeskError::Unreadable { field: "picture", expected: "base64" })?
        }
        (None, Some(path)) => scanner::read_file(path.as_ref()).map_err(DeskError::File)??,
        _ => return Err(DeskError::Unreadable { field: "picture", expected: "either picture or file" }),
    };
    let texts: BTreeSet<String> = scanner::scan(&bytes)?.into_iter().collect();
    let mut texts = texts.into_iter();
    match (texts.next(), texts.next()) {
        (None, _) => Err(DeskError::NoCode),
        (Some(text), None) => match read(&text, desk.programme().number_parameters()) {
            Reading::Other(_) => Err(DeskError::ForeignCode),
            _ => recognise_text(desk, &text),
        },
        (Some(_), Some(_)) => Err(DeskError::SeveralCodes),
    }
}

fn recognise_text(desk: &Desk, text: &str) -> Result<Recognised, DeskError> {
    let store = desk.store();
    match read(text, desk.programme().number_parameters()) {
        Reading::Coupon(text) => recognised_coupon(desk, &store, text),
        Reading::Number(number) => {
            let number = number.as_str();
            let found = store.mother(number)?;
            match found {
                Some(mother) => Ok(Recognised::Mothers { mothers: vec![brief(desk, &mother)] }),
                None => {
                    // The beginning of a number or a telephone number may be meant.
                    let near = store.search_mothers(number, OFFERED)?;
                    if near.is_empty() {
                        return Ok(Recognised::UnknownNumber { user_number: number.to_owned() });
                    }
                    Ok(Recognised::Mothers { mothers: near.iter().map(|m| brief(desk, m)).collect() })
                }
            }
        }
        Reading::Other(name) => {
            if name.contains("://") {
                return Err(DeskError::ForeignCode);
            }
            let found = store.search_mothers(&name, OFFERED)?;
            if found.is_empty() {
                return Ok(Recognised::NobodyFound {});
            }
            Ok(Recognised::Mothers { mothers: found.iter().map(|m| brief(desk, m)).collect() })
        }
    }
}

fn recognised_coupon(desk: &Desk, store: &Store, text: String) -> Result<Recognised, DeskError> {
    let coupon = verified(desk, store, &text)?;
    let mother = store.mother(&coupon.user_number)?;
    let mut warnings = vec![];
    if let Some(m) = &mother
        && m.born != Some(coupon.born)
    {
        warnings.push("birth-mismatch".to_owned());
    }
    let today = desk.today();
    let reservation = store
        .open_reservations_of(&coupon.user_number)?
        .into_iter()
        .find(|r| r.booked.starts_on == today)
        .map(|r| r.booked.reservation_id);
    Ok(Recognised::Coupon {
        mother: mother.map(|m| brief(desk, &m)),
        reservation,
        warnings,
        coupon: Box::new(CouponView {
            text,
            user_number: coupon.user_number.clone(),
            born: coupon.born,
            babies: u32::try_from(coupon.children).unwrap_or(u32::MAX),
            used_as_of: coupon.used_as_of.with_timezone(&super::japan()).to_rfc3339(),
            expires_at: coupon.expires_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        }),
    })
}

/// A coupon that holds: signed by the ward, of this ward, not revoked, not older than one seen before.
pub(super) fn verified(desk: &Desk, store: &Store, text: &str) -> Result<Coupon, DeskError> {
    let keys = match store.keys()? {
        Some(list) => KeySet::from_jwks(&list.jwks).unwrap_or_default(),
        None => KeySet::default(),
    };
    let coupon = coupon::verify(text, &keys, desk.now().to_utc()).map_err(|e| DeskError::Coupon { code: e.code() })?;
    if coupon.issuer != desk.programme().ward_code() {
        return Err(DeskError::OtherWard);
    }
    if store.is_revoked(&hex::encode(coupon.id))? {
        return Err(DeskError::Revoked);
    }
    let newer = store.coupon_read(&coupon.user_number)?.is_some_and(|c| c.counter > coupon.counter);
    if newer { Err(DeskError::CounterWentBack) } else { Ok(coupon) }
}

/// The fact that a coupon was read.
pub(super) fn coupon_fact(c: &Coupon) -> CouponRead {
    let each = |q: &PerService<coupon::Allowance>| {
        let of = |a: coupon::Allowance| Allowance { limit: a.limit.into(), used: a.used.into() };
        EachService { stay: of(q.stay), day_care: of(q.day_care), visit: of(q.visit) }
    };
    let japan = super::japan();
    CouponRead {
        coupon_id: hex::encode(c.id),
        user_number: c.user_number.clone(),
        born: c.born,
        babies: u32::try_from(c.children).unwrap_or(u32::MAX),
        exempt: c.fee_class == FeeClass::Exempt,
        fee_class_until: c.fee_class_until,
        quota: each(&c.quota),
        used_as_of: c.used_as_of.with_timezone(&japan),
        issued_at: c.issued_at.with_timezone(&japan),
        counter: c.counter,
    }
}
