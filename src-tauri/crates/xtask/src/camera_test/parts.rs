//! What goes into the little machine: a coupon of the ward's, the test's program, and the disk that holds both.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::kernel::Kernel;
use super::machine::UP;
use super::{make, make_anew, read, write};
use crate::TaskError;
use crate::step::{built, cargo, output, root, run};
use crate::tasks::HOUSE;

/// A coupon's picture and the keys that check it.
pub(super) struct Coupon {
    picture: PathBuf,
    keys: PathBuf,
}

/// The reference ward issues a coupon, as it would to a mother.
pub(super) fn coupon(folder: &Path) -> Result<Coupon, TaskError> {
    println!("\n── a coupon of the ward's");
    let ward = folder.join("ward");
    make_anew(&ward)?;
    let words = [&HOUSE[..], &["--bin", "sango-ward"]].concat();
    run("the ward", Command::new(cargo()).arg("build").args(words).current_dir(root()))?;
    let (picture, keys) = (ward.join("coupon.png"), ward.join("keys.json"));
    let ask = || {
        let mut command = Command::new(built("sango-ward"));
        command.arg("--data").arg(ward.join("ledger")).stdout(Stdio::null());
        command
    };
    let order = ["coupon", "issue", "--number", "1300000017", "--born", "2026-05-01", "--png"];
    run("the coupon", ask().args(order).arg(&picture))?;
    run("the ward's keys", ask().args(["keys", "export", "--out"]).arg(&keys))?;
    Ok(Coupon { picture, keys })
}

/// The test's program, built as everything else is, so that nothing is built twice.
pub(super) fn program(folder: &Path) -> Result<PathBuf, TaskError> {
    println!("\n── the program of the test");
    let words = [&HOUSE[..], &["--example", "camera-machine"]].concat();
    run("the program", Command::new(cargo()).arg("build").args(words).current_dir(root()))?;
    let small = folder.join("camera-machine");
    run("stripping", Command::new("strip").arg("-o").arg(&small).arg(built("examples/camera-machine")))?;
    Ok(small)
}

/// The libraries a program needs, by the loader's own word.
fn libraries(program: &Path) -> Result<Vec<PathBuf>, TaskError> {
    let said = output("ldd", &[&program.to_string_lossy()]).unwrap_or_default();
    let paths = said.split_whitespace().filter(|word| word.starts_with('/')).map(PathBuf::from);
    let paths: Vec<PathBuf> = paths.collect();
    let missing = || TaskError::Missing(format!("ldd does not say what {} needs", program.display()));
    if paths.is_empty() { Err(missing()) } else { Ok(paths) }
}

/// Modules that the story itself plugs in and out.
const PLUGGED: [&str; 2] = ["v4l2loopback", "vivid"];

/// The disk: busybox, modules, the program with its libraries, the coupon.
pub(super) fn image(folder: &Path, kernel: &Kernel, coupon: &Coupon, program: &Path) -> Result<PathBuf, TaskError> {
    let inside = folder.join("disk");
    make_anew(&inside)?;
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
    for library in libraries(program)? {
        let place = inside.join(library.strip_prefix("/").unwrap_or(&library));
        make(place.parent().unwrap_or(&inside))?;
        copy(&library, &place)?;
    }
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
