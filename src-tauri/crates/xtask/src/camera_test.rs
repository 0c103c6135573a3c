//! `cargo xtask camera-test`: a real camera device on a machine that has none. A small virtual machine with Debian's
//! own kernel plays a webcam (v4l2loopback), a phone that shows a coupon is held before it, and the desk's camera and
//! reader do the rest: `scanner/examples/camera-machine`.

mod kernel;
mod machine;
mod parts;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::TaskError;
use crate::setup;
use crate::step::{self, output, root, run_until};

/// What it needs of the system beside what building needs.
const PACKAGES: [&str; 3] = ["qemu-system-x86", "busybox-static", "cpio"];

/// Everything that is fetched, built and written lies here.
fn folder() -> PathBuf {
    root().join("target/camera-test")
}

/// Getting the parts and the machine's coming up together take no longer; building, which is ours, is not counted.
const LONGEST: Duration = Duration::from_secs(360);

/// Why the test did not pass.
enum Stopped {
    /// This machine cannot do it: the parts are not to be had in time, or the little machine does not come up. Nothing
    /// has failed, and nothing was tested.
    NotHere(String),
    /// Something of ours is wrong.
    Failed(TaskError),
}

fn not_here(why: TaskError) -> Stopped {
    Stopped::NotHere(why.to_string())
}

/// The whole test. Where it is not possible, nothing has failed, and the last words say loudly that nothing was tested.
pub(crate) fn run() -> Result<(), TaskError> {
    match whole() {
        Ok(()) => Ok(()),
        Err(Stopped::NotHere(why)) => {
            println!("{}", not_tested(&why));
            Ok(())
        }
        Err(Stopped::Failed(why)) => Err(why),
    }
}

/// Words that nobody overlooks at the end of a long log.
fn not_tested(why: &str) -> String {
    let said = format!("!! camera-test: THE CAMERA WAS NOT TESTED. Not possible here: {why}.");
    let bar = "!".repeat(said.chars().count());
    format!("\n{bar}\n{said}\n{bar}")
}

fn whole() -> Result<(), Stopped> {
    if let Some(why) = not_possible() {
        return Err(Stopped::NotHere(why.to_owned()));
    }
    setup::packages(&setup::TO_BUILD).map_err(Stopped::Failed)?;
    let coupon = parts::coupon(&folder()).map_err(Stopped::Failed)?;
    let program = parts::program(&folder()).map_err(Stopped::Failed)?;
    let until = Instant::now() + LONGEST;
    install(until).map_err(not_here)?;
    let kernel = kernel::ready(&folder(), until).map_err(not_here)?;
    let image = parts::image(&folder(), &kernel, &coupon, &program).map_err(Stopped::Failed)?;
    machine::boot(&kernel.image, &image, &folder().join("log.txt"), until)
}

/// Fetching may be stopped at any moment, installing may not.
fn install(until: Instant) -> Result<(), TaskError> {
    let missing = setup::missing(&PACKAGES);
    if missing.is_empty() {
        return Ok(());
    }
    println!("\n── system packages\n   These are installed now: {}", missing.join(" "));
    let fetch = [&setup::INSTALL[..], &["--download-only"]].concat();
    for verb in [&["update"], &fetch[..]] {
        run_until(until, "fetching system packages", &mut setup::apt(verb, &missing)?)?;
    }
    step::run("installing system packages", &mut setup::apt(&setup::INSTALL, &missing)?)
}

fn not_possible() -> Option<&'static str> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Some("the little machine is an x86-64 one on Linux");
    }
    let debian = std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|l| l == "ID=debian"));
    if !debian || output("apt-get", &["--version"]).is_none() {
        return Some("kernel and modules are Debian's packages, and this is not Debian");
    }
    None
}

/// Makes a folder and all above it.
fn make(folder: &Path) -> Result<(), TaskError> {
    std::fs::create_dir_all(folder).map_err(|source| TaskError::File { path: folder.to_owned(), source })
}

/// Makes a folder with nothing in it.
fn make_anew(folder: &Path) -> Result<(), TaskError> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|source| TaskError::File { path: folder.to_owned(), source })?;
    }
    make(folder)
}

fn read(path: &Path) -> Result<Vec<u8>, TaskError> {
    std::fs::read(path).map_err(|source| TaskError::File { path: path.to_owned(), source })
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), TaskError> {
    std::fs::write(path, bytes).map_err(|source| TaskError::File { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_nothing_was_tested_stands_between_bars_of_its_own_length() {
        let said = not_tested("this is not Debian");
        let lines: Vec<&str> = said.lines().skip(1).collect();
        assert_eq!(lines[1], "!! camera-test: THE CAMERA WAS NOT TESTED. Not possible here: this is not Debian.");
        assert_eq!((lines[0], lines[0].len()), (lines[2], lines[1].len()));
    }
}
