//! What the targets share: seeds, what is no news, and how long an answer may take.

pub mod codes;
pub mod coupons;
pub mod pictures;

use std::time::{Duration, Instant};

/// How much longer than at the desk an answer may take: the sanitizer and a machine that does something else too.
const PATIENCE: u32 = 20;
/// A thread that was given up is back by then.
const COMES_BACK: Duration = Duration::from_secs(10);

/// Begins a target. The seeds go into the folder that `FUZZ_SEEDS` names; a panic that the scanner catches on its
/// own thread is an answer like another, every other one ends the run.
pub fn begin(seeds: impl FnOnce() -> Vec<Vec<u8>>) {
    let ends_the_run = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(scanner::READER_THREAD) {
            ends_the_run(panic);
        }
    }));
    let Some(folder) = std::env::var_os("FUZZ_SEEDS").map(std::path::PathBuf::from) else { return };
    for (number, seed) in seeds().into_iter().enumerate() {
        std::fs::write(folder.join(format!("seed-{number}")), seed).expect("seeds can be written");
    }
}

/// Gives the answer, which must come within a multiple of what the desk waits.
pub fn within<T>(at_the_desk: Duration, answer: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let answer = answer();
    let took = began.elapsed();
    assert!(took <= at_the_desk * PATIENCE, "the answer took {took:?}");
    answer
}

/// The threads that were given up come back; one that does not ends the run.
pub fn all_come_back() {
    let began = Instant::now();
    while scanner::abandoned_threads() > 0 {
        assert!(began.elapsed() <= COMES_BACK, "a reader does not come back");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A text has a place that can be drawn.
pub fn have_places(found: &[scanner::Found]) {
    for code in found {
        let numbers = code.corners.iter().flat_map(|(x, y)| [*x, *y]).chain([code.pixels_per_module]);
        assert!(numbers.into_iter().all(f32::is_finite), "a corner lies nowhere: {:?}", code.corners);
    }
}
