//! Debian's kernel with its modules, unpacked and not installed, and v4l2loopback built for it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::{make, make_anew, read, write};
use crate::TaskError;
use crate::setup;
use crate::step::{output, run, run_until};

/// A kernel, and the files of all its modules by name.
pub(super) struct Kernel {
    pub(super) image: PathBuf,
    modules: BTreeMap<String, PathBuf>,
}

/// The kernel of an earlier run, or Debian's newest.
pub(super) fn ready(folder: &Path, until: Instant) -> Result<Kernel, TaskError> {
    let unpacked = folder.join("kernel");
    let done = unpacked.join("ready");
    if !done.is_file() {
        fetch(&unpacked, until)?;
        build_loopback(&unpacked, until)?;
        write(&done, "")?;
    }
    let image = only(&unpacked.join("boot"), "vmlinuz-")?;
    let mut modules = BTreeMap::new();
    collect(&unpacked.join("lib/modules"), &mut modules);
    collect(&only(&unpacked.join("usr/src"), "v4l2loopback-")?, &mut modules);
    Ok(Kernel { image, modules })
}

impl Kernel {
    /// The modules these need, those first that others need, and these last. What is built in is in no file.
    pub(super) fn with_needed(&self, names: &[&str]) -> Result<Vec<PathBuf>, TaskError> {
        let mut order = vec![];
        for name in names {
            self.add(name, &mut order)?;
        }
        Ok(order)
    }

    fn add(&self, name: &str, order: &mut Vec<PathBuf>) -> Result<(), TaskError> {
        let Some(file) = self.modules.get(&plain(name)) else { return Ok(()) };
        if order.contains(file) {
            return Ok(());
        }
        for needed in needs(&read(file)?) {
            self.add(&needed, order)?;
        }
        order.push(file.clone());
        Ok(())
    }
}

/// Dashes and underscores are one in a module's name.
fn plain(name: &str) -> String {
    name.replace('-', "_")
}

/// What a module says it depends on.
fn needs(module: &[u8]) -> Vec<String> {
    let mark = b"\0depends=";
    let Some(at) = module.windows(mark.len()).position(|bytes| bytes == mark) else { return vec![] };
    let names = module[at + mark.len()..].split(|byte| *byte == 0).next().unwrap_or_default();
    String::from_utf8_lossy(names).split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn fetch(unpacked: &Path, until: Instant) -> Result<(), TaskError> {
    let headers = newest_headers(until)?;
    let version = headers.trim_start_matches("linux-headers-").to_owned();
    let beside = depends(&headers).into_iter().filter(|p| p.ends_with("-common") || p.starts_with("linux-kbuild-"));
    let mut wanted = vec![format!("linux-image-{version}"), headers, "v4l2loopback-dkms".to_owned()];
    wanted.extend(beside);
    println!("\n── a kernel for the little machine\n   These are downloaded, and not installed: {}", wanted.join(" "));
    // What an interrupted run left is not built upon.
    make_anew(unpacked)?;
    let packages = unpacked.join("packages");
    make(&packages)?;
    let mut download = Command::new("apt-get");
    download.args(["-q", "download"]).args(&wanted).current_dir(&packages);
    run_until(until, "fetching the kernel", &mut download)?;
    for package in files(&packages).filter(|path| path.extension().is_some_and(|e| e == "deb")) {
        run("unpacking", Command::new("dpkg-deb").arg("-x").arg(package).arg(unpacked))?;
    }
    // Only what was in them is needed from now on.
    std::fs::remove_dir_all(&packages).map_err(|source| TaskError::File { path: packages, source })
}

fn newest_headers(until: Instant) -> Result<String, TaskError> {
    let of = || depends("linux-headers-amd64").into_iter().find(|p| p.starts_with("linux-headers-"));
    if let Some(name) = of() {
        return Ok(name);
    }
    run_until(until, "fetching the lists of packages", &mut setup::apt(&["update"], &[])?)?;
    let missing = || TaskError::Missing("apt offers no linux-headers-amd64".to_owned());
    of().ok_or_else(missing)
}

fn depends(package: &str) -> Vec<String> {
    let said = output("apt-cache", &["depends", package]).unwrap_or_default();
    said.lines().filter_map(|line| line.trim().strip_prefix("Depends: ")).map(str::to_owned).collect()
}

fn build_loopback(unpacked: &Path, until: Instant) -> Result<(), TaskError> {
    println!("\n── the module that plays a webcam");
    let sources = unpacked.join("usr/src");
    let image = only(&unpacked.join("boot"), "vmlinuz-")?;
    let version = image.file_name().unwrap_or_default().to_string_lossy().replace("vmlinuz-", "");
    let headers = sources.join(format!("linux-headers-{version}"));
    // The headers name their place on an installed system.
    let makefile = headers.join("Makefile");
    let text = String::from_utf8_lossy(&read(&makefile)?).replace("/usr/src/", &format!("{}/", sources.display()));
    write(&makefile, text)?;
    let module = only(&sources, "v4l2loopback-")?;
    let mut make = Command::new("make");
    make.args(["-s", "-C"]).arg(&headers).arg(format!("M={}", module.display())).arg("modules");
    run_until(until, "building v4l2loopback", &mut make)
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()))
}

fn only(folder: &Path, beginning: &str) -> Result<PathBuf, TaskError> {
    let begins = |path: &PathBuf| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(beginning));
    let missing = || TaskError::Missing(format!("no {beginning}… in {}: remove target/camera-test", folder.display()));
    files(folder).find(begins).ok_or_else(missing)
}

fn collect(folder: &Path, modules: &mut BTreeMap<String, PathBuf>) {
    for path in files(folder) {
        if path.is_dir() && !path.is_symlink() {
            collect(&path, modules);
        } else if path.extension().is_some_and(|e| e == "ko") {
            modules.insert(plain(&path.file_stem().unwrap_or_default().to_string_lossy()), path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::needs;

    #[test]
    fn what_a_module_needs_stands_in_it() {
        assert_eq!(needs(b"x\0license=GPL\0depends=videodev,mc\0name=v\0"), ["videodev", "mc"]);
        assert!(needs(b"x\0depends=\0name=mc\0").is_empty());
        assert!(needs(b"no module").is_empty());
    }
}
