//! An open desk: store, programme, clock, and what is known of the line just now.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::Programme;
use store::{Author, Store, Time};
use sync::{Backoff, EdgeError};

use super::mothers::Importing;
use super::{Acting, Clock, DeskError};

/// The line to the ward as this process has seen it. Nothing here needs to survive.
#[derive(Debug, Clone, Default)]
pub struct LineState {
    /// Failed tries in a row.
    pub backoff: Backoff,
    /// Why the last try failed.
    pub trouble: Option<EdgeError>,
    /// When the next try is due.
    pub next_try: Option<DateTime<FixedOffset>>,
    /// When the ward was last tried.
    pub drained: Option<DateTime<FixedOffset>>,
    /// When the ward last answered everything it was asked.
    pub contact: Option<DateTime<FixedOffset>>,
}

/// The desk.
#[derive(Debug)]
pub struct Desk {
    store: Mutex<Store>,
    programme: Programme,
    clock: Clock,
    line: Mutex<LineState>,
    /// Never more than one sender.
    pub(super) sending: Mutex<()>,
    /// How far an import is.
    pub(super) importing: Importing,
}

impl Desk {
    /// Opens the facility in a folder. Played time is refused on a facility that is not practice.
    ///
    /// # Errors
    /// What the store says, [`DeskError::NotPractice`], or [`DeskError::Programme`] for a wrong file.
    pub fn open(dir: &Path, clock: Clock) -> Result<Desk, DeskError> {
        let store = Store::open(dir)?;
        let real = store.facility()?.is_some_and(|f| !f.practice);
        if real && !matches!(clock, Clock::Machine) {
            return Err(DeskError::NotPractice);
        }
        Ok(Desk {
            store: Mutex::new(store),
            programme: programme(dir)?,
            clock,
            line: Mutex::default(),
            sending: Mutex::default(),
            importing: Importing::default(),
        })
    }

    /// The store. Taken once by a use case and held for its whole transaction.
    pub fn store(&self) -> MutexGuard<'_, Store> {
        // A panic elsewhere rolled its transaction back; the store itself is whole.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The line as last seen.
    pub fn line(&self) -> MutexGuard<'_, LineState> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The ward's programme.
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// Now, in Japan.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.clock.now()
    }

    /// Today, in Japan.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// Whether the time is played, as practice facilities may.
    pub(super) fn time_is_played(&self) -> bool {
        !matches!(self.clock, Clock::Machine)
    }

    /// The author of a fact.
    pub(super) fn author<R>(&self, by: &Acting<R>) -> Author {
        self.author_named(by.staff_id())
    }

    pub(super) fn author_named(&self, staff: &str) -> Author {
        let now = self.now();
        let time = if self.time_is_played() { Time::Played } else { Time::Real };
        Author { staff: staff.to_owned(), occurred_at: now, recorded_at: now, time }
    }

    /// Where the month's files go when nobody says where.
    pub fn exports(&self) -> PathBuf {
        self.store().dir().join("exports")
    }
}

/// The ward's programme: a file of this name in the data folder, else Nerima's own.
pub(super) const PROGRAMME: &str = "programme.toml";

fn programme(dir: &Path) -> Result<Programme, DeskError> {
    match std::fs::read_to_string(dir.join(PROGRAMME)) {
        Ok(text) => Ok(Programme::parse(&text)?),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(domain::nerima()?),
        Err(e) => Err(DeskError::File(e)),
    }
}
