//! Set-up on a machine that has Rust and Node and nothing else. What is there already is left alone.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use crate::TaskError;
use crate::step::{NPM, output, root, run, step};

/// What building needs: the window's web view, the camera's bindings, the encrypted database.
pub(crate) const TO_BUILD: [&str; 6] =
    ["build-essential", "pkg-config", "perl", "libssl-dev", "libwebkit2gtk-4.1-dev", "libclang-dev"];
/// What the tests need: a display, a driver for the window, readers of PDFs, a typeface for rare characters.
const TO_TEST: [&str; 7] = ["xvfb", "xauth", "dbus", "webkit2gtk-driver", "poppler-utils", "qpdf", "fonts-noto-cjk"];
const OLDEST_NODE: u32 = 20;

/// System packages, npm packages, the window's bundle.
pub(crate) fn everything() -> Result<(), TaskError> {
    packages(&[&TO_BUILD[..], &TO_TEST].concat())?;
    window()
}

/// Has these system packages installed, where they are missing.
pub(crate) fn packages(wanted: &[&str]) -> Result<(), TaskError> {
    if !cfg!(target_os = "linux") {
        // The web views of Windows and macOS come with the system.
        return Ok(());
    }
    if output("dpkg-query", &["--version"]).is_none() {
        println!(
            "This is not Debian or Ubuntu: have the counterparts of these packages installed: {}",
            wanted.join(" ")
        );
        return Ok(());
    }
    let missing = missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    println!("\n── system packages\n   These are installed now: {}", missing.join(" "));
    let steps: [&[&str]; 2] = [&["update"], &INSTALL];
    for verb in steps {
        run("system packages", &mut apt(verb, &missing)?)?;
    }
    Ok(())
}

/// Those of the packages that are not installed.
pub(crate) fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    wanted.iter().copied().filter(|package| !is_installed(package)).collect()
}

fn is_installed(package: &str) -> bool {
    output("dpkg-query", &["-W", "-f=${Status}", package]).is_some_and(|s| s.contains("install ok installed"))
}

/// How apt installs, to be followed by packages.
pub(crate) const INSTALL: [&str; 3] = ["install", "-y", "--no-install-recommends"];

/// apt with the rights it needs. All but `update` is done to the packages.
pub(crate) fn apt(verb: &[&str], packages: &[&str]) -> Result<Command, TaskError> {
    let mut apt = match output("id", &["-u"]).as_deref().map(str::trim) {
        Some("0") => Command::new("env"),
        _ if output("sudo", &["--version"]).is_some() => {
            let mut sudo = Command::new("sudo");
            sudo.arg("env");
            sudo
        }
        _ => return Err(TaskError::Missing(format!("As root, run: apt-get install {}", packages.join(" ")))),
    };
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]).args(verb).stdout(Stdio::null());
    if verb != ["update"] {
        apt.args(packages);
    }
    Ok(apt)
}

/// npm packages and the bundle that the binary carries, each only where it is older than its sources.
pub(crate) fn window() -> Result<(), TaskError> {
    let version = output("node", &["--version"]).unwrap_or_default();
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|n| n.parse::<u32>().ok());
    if major.is_none_or(|m| m < OLDEST_NODE) {
        let found = if version.is_empty() { "none is here".to_owned() } else { format!("here is {}", version.trim()) };
        return Err(TaskError::Missing(format!(
            "Node.js {OLDEST_NODE} or later is needed ({found}): https://nodejs.org"
        )));
    }
    let ui = root().join("ui");
    if newest(&ui.join("node_modules/.package-lock.json")) < newest(&ui.join("package-lock.json")) {
        step("npm packages of the window", "ui", NPM, &["ci", "--no-audit", "--no-fund"])?;
    }
    let sources = ["src", "index.html", "package-lock.json", "vite.config.ts", "../assets/fonts"];
    let changed = sources.iter().filter_map(|s| newest(&ui.join(s))).max();
    if newest(&ui.join("dist/index.html")) < changed {
        step("the window's bundle", "ui", NPM, &["run", "build"])?;
    }
    Ok(())
}

/// When a file, or the newest file of a folder, was changed; none where nothing is there.
fn newest(path: &Path) -> Option<SystemTime> {
    let meta = std::fs::metadata(path).ok()?;
    if !meta.is_dir() {
        return meta.modified().ok();
    }
    let inside = std::fs::read_dir(path).ok()?;
    inside.filter_map(|entry| newest(&entry.ok()?.path())).max()
}
