//! The desk's clock: the only place of the application that asks what time it is.

use std::time::Instant;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// Where "now" comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    Machine,
    /// Played time, on practice facilities only: starts at a moment and runs on from there.
    Played {
        /// The moment at which it was started.
        from: DateTime<FixedOffset>,
        /// When that was.
        started: Instant,
    },
    /// Stands still until it is set again; for tests and one-shot commands.
    Still(DateTime<FixedOffset>),
}

impl Clock {
    /// Played time that starts here and runs on.
    pub fn played(from: DateTime<FixedOffset>) -> Clock {
        Clock::Played { from, started: Instant::now() }
    }

    /// Now, in Japan time, to the second.
    pub fn now(&self) -> DateTime<FixedOffset> {
        let now = match self {
            Clock::Machine => Utc::now().fixed_offset(),
            Clock::Played { from, started } => {
                let ran = chrono::TimeDelta::from_std(started.elapsed()).unwrap_or_default();
                from.checked_add_signed(ran).unwrap_or(*from)
            }
            Clock::Still(at) => *at,
        };
        whole_second(now.with_timezone(&japan()))
    }

    /// Today in Japan.
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }
}

fn whole_second(at: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    use chrono::Timelike;
    at.with_nanosecond(0).unwrap_or(at)
}

/// Japan Standard Time, +09:00, all year.
pub fn japan() -> FixedOffset {
    const SECONDS_EAST: i32 = 9 * 3600;
    FixedOffset::east_opt(SECONDS_EAST).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}
