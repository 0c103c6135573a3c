//! Who acts: a use case takes the acting person and names by type the role it needs.

use std::marker::PhantomData;

use wire::Role;

use super::DeskError;

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Her staff id; written into every fact.
    pub staff_id: String,
    /// Her name.
    pub name: String,
    /// What she may do.
    pub roles: Vec<Role>,
}

/// Who is signed in at this desk, if anybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Session {
    person: Option<Person>,
}

/// A role as a type.
pub trait Needs {
    /// The role's value, none where anybody may.
    const ROLE: Option<Role>;
}

/// Anybody, also before the sign-in.
#[derive(Debug)]
pub struct Anyone;
/// 受付; a manager may do all that reception may.
#[derive(Debug)]
pub struct Reception;
/// 助産師.
#[derive(Debug)]
pub struct Midwife;
/// 管理者.
#[derive(Debug)]
pub struct Manager;

impl Needs for Anyone {
    const ROLE: Option<Role> = None;
}
impl Needs for Reception {
    const ROLE: Option<Role> = Some(Role::Reception);
}
impl Needs for Midwife {
    const ROLE: Option<Role> = Some(Role::Midwife);
}
impl Needs for Manager {
    const ROLE: Option<Role> = Some(Role::Manager);
}

/// The proof that a person with role `R` acts. Only a [`Session`] makes one.
#[derive(Debug)]
pub struct Acting<R> {
    person: Person,
    role: PhantomData<R>,
}

impl<R> Acting<R> {
    /// Her id, as facts name her.
    pub fn staff_id(&self) -> &str {
        &self.person.staff_id
    }

    /// Her name, as papers name her.
    pub fn name(&self) -> &str {
        &self.person.name
    }

    /// Whether she may decide what only a manager decides.
    pub fn is_manager(&self) -> bool {
        self.person.roles.contains(&Role::Manager)
    }
}

impl Session {
    /// Somebody signed in.
    pub fn of(person: Person) -> Session {
        Session { person: Some(person) }
    }

    /// Who is signed in.
    pub fn person(&self) -> Option<&Person> {
        self.person.as_ref()
    }

    /// The proof for a use case that needs role `R`.
    ///
    /// # Errors
    /// [`DeskError::NotSignedIn`] or [`DeskError::RoleMissing`].
    pub fn acting<R: Needs>(&self) -> Result<Acting<R>, DeskError> {
        let Some(role) = R::ROLE else {
            let nobody = || Person { staff_id: "-".into(), name: String::new(), roles: vec![] };
            let person = self.person.clone().unwrap_or_else(nobody);
            return Ok(Acting { person, role: PhantomData });
        };
        let person = self.person.clone().ok_or(DeskError::NotSignedIn)?;
        let may = person.roles.contains(&role) || (role == Role::Reception && person.roles.contains(&Role::Manager));
        if may { Ok(Acting { person, role: PhantomData }) } else { Err(DeskError::RoleMissing { role }) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn session(roles: &[Role]) -> Session {
        let roles = roles.to_vec();
        Session::of(Person { staff_id: "s1".into(), name: "北町".into(), roles })
    }

    #[test]
    fn nobody_signed_in_may_do_nothing_that_needs_a_role() {
        assert!(matches!(Session::default().acting::<Reception>(), Err(DeskError::NotSignedIn)));
        assert!(Session::default().acting::<Anyone>().is_ok());
    }

    #[test]
    fn reception_may_not_do_what_a_manager_does() {
        let refused = session(&[Role::Reception]).acting::<Manager>();
        assert!(matches!(refused, Err(DeskError::RoleMissing { role: Role::Manager })));
    }

    #[test]
    fn a_manager_may_receive_a_mother_but_not_write_a_midwifes_log() {
        assert!(session(&[Role::Manager]).acting::<Reception>().is_ok());
        assert!(session(&[Role::Manager]).acting::<Midwife>().is_err());
    }
}
