//! `cargo xtask …`: everything a newcomer types. Each task does its own set-up first.

mod camera_test;
mod fuzz;
mod setup;
mod step;
mod tasks;

use std::process::ExitCode;

const USAGE: &str = "cargo xtask COMMAND

  run     opens the window on a demonstration facility; without a display it plays the day by itself
  test    every test: rules, store, ward, acceptance, and the real window
  e2e     the tests of the real window only
  lint    formatting, clippy, types of the window, licences
  bench   the figures, each beside its peer (a release build: takes a while)
  camera-test   a real camera device in a small virtual machine, before which a phone is held (Debian, x86-64)
  fuzz    hostile bytes for a minute a target: [TARGET] [--seconds N] (needs a nightly compiler)
  setup   what the others do first: system packages, npm packages, the window's bundle
";

/// Why a task did not end well.
#[derive(Debug, thiserror::Error)]
enum TaskError {
    /// A program cannot be started.
    #[error("{program} cannot be started: {source}\n{hint}")]
    NotStarted {
        program: String,
        hint: &'static str,
        #[source]
        source: std::io::Error,
    },
    /// A step ended badly.
    #[error("failed: {step} ({status})")]
    Failed { step: String, status: std::process::ExitStatus },
    /// A step was not over when it had to be.
    #[error("{step} took too long")]
    TookTooLong { step: String },
    /// A file of ours cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        path: std::path::PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// Something must be installed by hand.
    #[error("{0}")]
    Missing(String),
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let done = match command.as_str() {
        "run" => tasks::run(),
        "test" => tasks::test(&rest),
        "e2e" => tasks::e2e(&rest),
        "lint" => tasks::lint(),
        "bench" => tasks::bench(&rest),
        "camera-test" => camera_test::run(),
        "fuzz" => fuzz::fuzz(&rest),
        "setup" => setup::everything(),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("\n{e}");
            ExitCode::FAILURE
        }
    }
}
