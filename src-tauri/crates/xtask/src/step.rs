//! One step of a task: a program that is run, told before, timed after.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::TaskError;

/// The project's own folder, three above this crate. Cargo says where that is: two checkouts may share what is built.
pub(crate) fn root() -> PathBuf {
    let built_in = || env!("CARGO_MANIFEST_DIR").into();
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(built_in));
    here.ancestors().nth(3).unwrap_or(&here).to_owned()
}

/// A program that cargo has built, where cargo puts it.
pub(crate) fn built(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir));
    target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Runs a program in a folder of the project and says how long it took.
pub(crate) fn step(what: &str, folder: &str, program: &str, arguments: &[&str]) -> Result<(), TaskError> {
    println!("\n── {what}");
    let began = Instant::now();
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root().join(folder));
    run(what, &mut command)?;
    println!("   {what}: {:.0} s", began.elapsed().as_secs_f64());
    Ok(())
}

/// Runs a command; its output is the newcomer's.
pub(crate) fn run(what: &str, command: &mut Command) -> Result<(), TaskError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|source| TaskError::NotStarted { hint: hint(&program), program, source })?;
    if status.success() { Ok(()) } else { Err(TaskError::Failed { step: what.to_owned(), status }) }
}

/// The same, but no longer than until then.
pub(crate) fn run_until(until: Instant, what: &str, command: &mut Command) -> Result<(), TaskError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let not_started = |source| TaskError::NotStarted { hint: hint(&program), program: program.clone(), source };
    let mut child = command.spawn().map_err(not_started)?;
    loop {
        match child.try_wait().map_err(not_started)? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(TaskError::Failed { step: what.to_owned(), status }),
            None if Instant::now() < until => std::thread::sleep(Duration::from_millis(50)),
            None => {
                drop(child.kill());
                drop(child.wait());
                return Err(TaskError::TookTooLong { step: what.to_owned() });
            }
        }
    }
}

/// A program's output, none where it is missing or fails.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let done = Command::new(program).args(arguments).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

/// `npm` is a script on Windows, and only its full name is found there.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The cargo that runs this.
pub(crate) fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

fn hint(program: &str) -> &'static str {
    match program {
        NPM => "Install Node.js 20 or later (https://nodejs.org), then try again.",
        _ => "Install it, then try again.",
    }
}
