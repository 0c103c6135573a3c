//! `cargo xtask camera-test`: a real camera device on a machine that has none. A small virtual machine with Debian's
//! own kernel plays a webcam (v4l2loopback), a phone that shows a coupon is held before it, and the desk's camera and
//! reader do the rest: `scanner/examples/camera-machine`.

mod kernel;
mod machine;
mod parts;

use std::path::{Path, PathBuf};

use crate::TaskError;
use crate::setup;
use crate::step::{output, root};

/// What it needs of the system beside what building needs.
const PACKAGES: [&str; 3] = ["qemu-system-x86", "busybox-static", "cpio"];

/// Everything that is fetched, built and written lies here.
fn folder() -> PathBuf {
    root().join("target/camera-test")
}

/// The whole test. Where it is not possible, that is said, and nothing has failed.
pub(crate) fn run() -> Result<(), TaskError> {
    if let Some(why) = not_possible() {
        println!("camera-test: not possible here: {why}. Nothing was tested.");
        return Ok(());
    }
    setup::packages(&[&setup::TO_BUILD[..], &PACKAGES].concat())?;
    let kernel = kernel::ready(&folder())?;
    let coupon = parts::coupon(&folder())?;
    let program = parts::program(&folder())?;
    let image = parts::image(&folder(), &kernel, &coupon, &program)?;
    machine::boot(&kernel.image, &image, &folder().join("log.txt"))
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
