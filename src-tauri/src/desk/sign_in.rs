//! Set-up, staff and sign-in by PIN (Argon2id).

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use wire::{EachService, FacilitySet, Role, StaffSet};

use super::{Acting, Anyone, Desk, DeskError, Manager, Person, Session};

const SHORTEST_PIN: usize = 6;

/// Names the facility and its first manager. Only once.
///
/// # Errors
/// [`DeskError::AlreadySetUp`], [`DeskError::PinTooShort`], [`DeskError::Empty`], and
/// [`DeskError::NotPractice`] for a real facility in played time.
pub fn set_up(
    desk: &Desk,
    _by: &Acting<Anyone>,
    facility: &str,
    practice: bool,
    manager: &str,
    pin: &str,
) -> Result<Person, DeskError> {
    let mut store = desk.store();
    if store.facility()?.is_some() {
        return Err(DeskError::AlreadySetUp);
    }
    if !practice && desk.time_is_played() {
        return Err(DeskError::NotPractice);
    }
    let facility = FacilitySet {
        name: required(facility, "facility")?,
        programme: desk.programme().id().to_owned(),
        practice,
        closed_weekdays: vec![7],
        closed_on: vec![],
        open_on: vec![],
        closed_on_public_holidays: true,
        closes_at: "17:00".to_owned(),
        full_prices: vec![],
        unit_prices: vec![],
        oldest_months: EachService { stay: None, day_care: None, visit: None },
        needs_orientation: false,
        rooms: vec![],
        opens_at: String::new(),
        places: EachService::default(),
        issuer: wire::Issuer::default(),
        own_code: String::new(),
        bring: wire::Told::default(),
        house_rules: wire::Told::default(),
        short_names: false,
    };
    let roles = vec![Role::Reception, Role::Midwife, Role::Manager];
    let first = StaffSet {
        staff_id: "s1".to_owned(),
        name: required(manager, "manager")?,
        roles: roles.clone(),
        pin_hash: hash_pin(pin)?,
        active: true,
    };
    let person = Person { staff_id: first.staff_id.clone(), name: first.name.clone(), roles };
    let author = desk.author_named(&person.staff_id);
    store.write(|tx| {
        tx.append(&author, facility)?;
        tx.append(&author, first)?;
        Ok::<_, DeskError>(())
    })?;
    Ok(person)
}

/// Adds a member of staff and gives her id.
///
/// # Errors
/// [`DeskError::PinTooShort`], [`DeskError::Empty`].
pub fn add_staff(
    desk: &Desk,
    by: &Acting<Manager>,
    name: &str,
    roles: Vec<Role>,
    pin: &str,
) -> Result<String, DeskError> {
    let pin_hash = hash_pin(pin)?;
    let mut store = desk.store();
    let staff_id = format!("s{}", store.staff_list()?.len() + 1);
    let name = required(name, "name")?;
    let member = StaffSet { staff_id: staff_id.clone(), name, roles, pin_hash, active: true };
    store.write(|tx| tx.append(&desk.author(by), member).map_err(DeskError::from))?;
    Ok(staff_id)
}

/// Signs in by PIN.
///
/// # Errors
/// [`DeskError::WrongPin`] also for an unknown person, so that names cannot be tried out.
pub fn sign_in(desk: &Desk, staff_id: &str, pin: &str) -> Result<Session, DeskError> {
    let member = desk.store().staff(staff_id)?.filter(|s| s.active).ok_or(DeskError::WrongPin)?;
    let stored = PasswordHash::new(&member.pin_hash).map_err(|_| DeskError::WrongPin)?;
    Argon2::default().verify_password(pin.as_bytes(), &stored).map_err(|_| DeskError::WrongPin)?;
    let StaffSet { staff_id, name, roles, .. } = member;
    Ok(Session::of(Person { staff_id, name, roles }))
}

fn hash_pin(pin: &str) -> Result<String, DeskError> {
    let digits = pin.chars().all(|c| c.is_ascii_digit());
    if pin.len() < SHORTEST_PIN || !digits {
        return Err(DeskError::PinTooShort);
    }
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| DeskError::NoRandomness)?;
    let hash = Argon2::default().hash_password_with_salt(pin.as_bytes(), &salt);
    hash.map(|h| h.to_string()).map_err(|_| DeskError::PinTooShort)
}

fn required(text: &str, field: &'static str) -> Result<String, DeskError> {
    let text = text.trim();
    if text.is_empty() { Err(DeskError::Empty { field }) } else { Ok(text.to_owned()) }
}
