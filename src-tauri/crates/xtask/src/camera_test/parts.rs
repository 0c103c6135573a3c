//! What goes into the little machine: a coupon of the ward's, the test's program, and the disk that holds both.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::kernel::Kernel;
use super::machine::UP;
use super::{make, read, write};
use crate::TaskError;
use crate::step::{cargo, root, run};

/// A coupon's picture and the keys that check it.
pub(super) struct Coupon {
    picture: PathBuf,
    keys: PathBuf,
}

const WARD: [&str; 6] = ["build", "--workspace", "--features", "desktop", "--bin", "sango-ward"];

/// The reference ward issues a coupon, as it would to a mother.
pub(super) fn coupon(folder: &Path) -> Result<Coupon, TaskError> {
    println!("\n── a coupon of the ward's");
    let ward = folder.join("ward");
    if ward.exists() {
        std::fs::remove_dir_all(&ward).map_err(|source| TaskError::File { path: ward.clone(), source })?;
    }
    make(&ward)?;
    run("the ward", Command::new(cargo()).args(WARD).current_dir(root()))?;
    let built = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir));
    let (picture, keys) = (ward.join("coupon.png"), ward.join("keys.json"));
    let ask = || {
        let mut command = Command::new(built.join("debug/sango-ward"));
        command.arg("--data").arg(ward.join("ledger")).stdout(Stdio::null());
        command
    };
    let order = ["coupon", "issue", "--number", "1300000017", "--born", "2026-05-01", "--png"];
    run("the coupon", ask().args(order).arg(&picture))?;
    run("the ward's keys", ask().args(["keys", "export", "--out"]).arg(&keys))?;
    Ok(Coupon { picture, keys })
}

/// The test's program, with everything it needs in it: the little machine has no libraries.
pub(super) fn program(folder: &Path) -> Result<PathBuf, TaskError> {
    const TARGET: &str = "x86_64-unknown-linux-gnu";
    println!("\n── the program of the test");
    let target = folder.join("cargo");
    let mut build = Command::new(cargo());
    build
        .args(["build", "--package", "scanner", "--features", "camera", "--example", "camera-machine"])
        .args(["--target", TARGET, "--target-dir"])
        .arg(&target)
        .env("RUSTFLAGS", "-C target-feature=+crt-static")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .current_dir(root());
    run("the program", &mut build)?;
    let small = folder.join("camera-machine");
    let built = target.join(TARGET).join("debug/examples/camera-machine");
    run("stripping", Command::new("strip").arg("-o").arg(&small).arg(built))?;
    Ok(small)
}

/// Modules that the story itself plugs in and out.
const PLUGGED: [&str; 2] = ["v4l2loopback", "vivid"];

/// The disk: busybox, modules, the program, the coupon.
pub(super) fn image(folder: &Path, kernel: &Kernel, coupon: &Coupon, program: &Path) -> Result<PathBuf, TaskError> {
    let inside = folder.join("disk");
    for place in ["bin", "modules", "dev", "proc", "sys"] {
        make(&inside.join(place))?;
    }
    let mut first = String::new();
    for module in kernel.with_needed(&PLUGGED)? {
        let name = module.file_name().unwrap_or_default().to_string_lossy().into_owned();
        write(&inside.join("modules").join(&name), read(&module)?)?;
        if !PLUGGED.iter().any(|plugged| name.strip_suffix(".ko") == Some(plugged)) {
            first.push_str(&format!("busybox insmod /modules/{name}\n"));
        }
    }
    copy(Path::new("/bin/busybox"), &inside.join("bin/busybox"))?;
    copy(program, &inside.join("camera-machine"))?;
    copy(&coupon.picture, &inside.join("coupon.png"))?;
    copy(&coupon.keys, &inside.join("keys.json"))?;
    let init = format!(
        "#!/bin/busybox sh\nbusybox mount -t proc proc /proc\nbusybox mount -t sysfs sys /sys\n\
         busybox mount -t devtmpfs dev /dev\nbusybox echo {UP}\n{first}/camera-machine\nbusybox poweroff -f\n"
    );
    write(&inside.join("init"), init)?;
    run("the disk", Command::new("chmod").arg("755").arg(inside.join("init")))?;
    let image = folder.join("disk.cpio");
    let pack = "find . | cpio --quiet -o -H newc > \"$0\"";
    run("the disk", Command::new("sh").arg("-c").arg(pack).arg(&image).current_dir(&inside))?;
    Ok(image)
}

fn copy(from: &Path, to: &Path) -> Result<(), TaskError> {
    std::fs::copy(from, to).map(|_| ()).map_err(|source| TaskError::File { path: from.to_owned(), source })
}
