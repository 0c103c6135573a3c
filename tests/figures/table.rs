//! Rows: a figure, the peer measured in the same run, and their ratio.

use std::time::{Duration, Instant};

/// Many measurements of one thing.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Times one piece of work.
    pub fn take<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        self.0.push(began.elapsed());
        done
    }

    /// Takes in one that was measured elsewhere.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time that a share of all measurements did not pass.
    pub fn at(&self, share: f64) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        sorted[((last as f64) * share).round() as usize]
    }
}

/// The table's head.
pub fn head() {
    println!("\n| figure | ours | peer | peer's | ratio | to reach |\n| --- | ---: | --- | ---: | ---: | --- |");
}

/// One row of times.
pub fn row(figure: &str, ours: Duration, peer: &str, theirs: Duration, goal: &str) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64().max(1e-9);
    println!("| {figure} | {} | {peer} | {} | {ratio:.2} | {goal} |", ms(ours), ms(theirs));
}

/// One row of sizes in MiB.
pub fn size_row(figure: &str, ours: f64, peer: &str, theirs: f64, goal: &str) {
    println!("| {figure} | {ours:.0} MiB | {peer} | {theirs:.0} MiB | {:.2} | {goal} |", ours / theirs.max(0.001));
}

fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 10.0 { format!("{ms:.2} ms") } else { format!("{ms:.0} ms") }
}
