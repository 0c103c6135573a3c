//! When to try again: full jitter between nothing and a ceiling that doubles.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(300);

/// Failed tries in a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// After a try that failed.
    pub fn failed(self) -> Backoff {
        Backoff { failures: self.failures.saturating_add(1) }
    }

    /// How long to wait: `random` from 0 to 1 is the share of the ceiling; at least two seconds, so
    /// that a dead ward costs at most one request in that time.
    pub fn wait(self, random: f64) -> Duration {
        if self.failures == 0 {
            return Duration::ZERO;
        }
        let doubled = 1u32.checked_shl(self.failures.min(16)).unwrap_or(u32::MAX);
        let ceiling = FIRST.saturating_mul(doubled).min(LONGEST);
        ceiling.mul_f64(random.clamp(0.0, 1.0)).max(FIRST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_never_passes_five_minutes() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.wait(1.0), Duration::ZERO);
        for _ in 0..40 {
            backoff = backoff.failed();
            assert!(backoff.wait(1.0) <= LONGEST && backoff.wait(0.0) >= FIRST);
        }
        assert_eq!(backoff.wait(1.0), LONGEST);
    }
}
