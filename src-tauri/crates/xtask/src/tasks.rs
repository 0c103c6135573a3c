//! The tasks. One feature set and one profile serve `run`, `test` and `e2e`, so that nothing is built twice.

use crate::TaskError;
use crate::setup;
use crate::step::{NPM, built, cargo, output, step};

pub(crate) const HOUSE: [&str; 3] = ["--workspace", "--features", "desktop"];

fn cargo_step(what: &str, verb: &str, arguments: &[&str], rest: &[String]) -> Result<(), TaskError> {
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let words = [&[verb], &HOUSE[..], arguments, &rest].concat();
    step(what, ".", &cargo(), &words)
}

/// The window on a demonstration facility, or the day by itself where there is no display.
pub(crate) fn run() -> Result<(), TaskError> {
    setup::everything()?;
    let display = !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()));
    if !display {
        println!("\nThere is no display here, so the day plays itself in a real window that nobody sees.");
        return cargo_step(
            "the day at the desk",
            "test",
            &["--test", "e2e"],
            &["--".into(), "day::".into(), "--nocapture".into()],
        );
    }
    cargo_step("building", "build", &["--bins", "--example", "demonstration"], &[])?;
    // `cargo run` takes no --workspace, and without it would build everything once more.
    let program = built("examples/demonstration");
    step("the demonstration facility", ".", &program.to_string_lossy(), &[])
}

/// Every test.
pub(crate) fn test(rest: &[String]) -> Result<(), TaskError> {
    setup::everything()?;
    step("types of the window", "ui", NPM, &["run", "check"])?;
    step("tests of the window's own code", "ui", NPM, &["test"])?;
    cargo_step("tests", "test", &[], rest)
}

/// The real window only.
pub(crate) fn e2e(rest: &[String]) -> Result<(), TaskError> {
    setup::everything()?;
    let rest = [&["--".to_owned(), "--nocapture".to_owned()], rest].concat();
    cargo_step("the real window", "test", &["--test", "e2e"], &rest)
}

/// Formatting, clippy, types, licences.
pub(crate) fn lint() -> Result<(), TaskError> {
    setup::everything()?;
    step("formatting", ".", &cargo(), &["fmt", "--all", "--check"])?;
    // A workspace of its own, which `--all` does not know.
    step("formatting of the fuzz targets", "tests/fuzz", &cargo(), &["fmt", "--check"])?;
    cargo_step("clippy", "clippy", &["--all-targets"], &["--".into(), "-D".into(), "warnings".into()])?;
    step("types of the window", "ui", NPM, &["run", "check"])?;
    step("formatting of the window", "ui", NPM, &["run", "format:check"])?;
    if output("cargo-deny", &["--version"]).is_none() {
        step("cargo-deny", ".", &cargo(), &["install", "cargo-deny", "--locked"])?;
    }
    // Advisories need the internet: the workflow asks for them.
    step("licences, bans and sources", ".", &cargo(), &["deny", "check", "bans", "licenses", "sources"])
}

/// The figures beside their peers: the desk's, or with the word `scanner` the readers'.
pub(crate) fn bench(rest: &[String]) -> Result<(), TaskError> {
    setup::everything()?;
    if let Some((word, rest)) = rest.split_first()
        && word == "scanner"
    {
        let rest: Vec<String> = [&["--".to_owned()], rest].concat();
        return cargo_step("readers", "bench", &["--bench", "readers"], &rest);
    }
    // The peer of the window's start is an example: `cargo bench` builds none.
    cargo_step("the empty window", "build", &["--release", "--example", "empty-window"], &[])?;
    let rest: Vec<String> = if rest.is_empty() { vec![] } else { [&["--".to_owned()], rest].concat() };
    cargo_step("figures", "bench", &["--bench", "figures"], &rest)
}
