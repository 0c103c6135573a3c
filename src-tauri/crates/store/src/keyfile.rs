//! The raw key of the data file: 64 hex digits in a file that only its owner can read.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::StoreError;
use crate::open::DATABASE;

const KEY_FILE: &str = "sango.key";

/// The key; made on the first start, and never where a data file is already there that needs another.
pub(crate) fn read(dir: &Path) -> Result<String, StoreError> {
    let path = dir.join(KEY_FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound && holds_data(&dir.join(DATABASE)) => {
            return Err(StoreError::KeyMissing);
        }
        Err(e) if e.kind() == ErrorKind::NotFound => make(dir, &path)?,
        Err(e) if e.kind() == ErrorKind::InvalidData => return Err(StoreError::KeyFile),
        Err(e) => return Err(StoreError::Folder(e)),
    };
    let text = text.trim();
    match hex::decode(text) {
        Ok(key) if key.len() == 32 => Ok(text.to_owned()),
        _ => Err(StoreError::KeyFile),
    }
}

fn holds_data(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|m| m.len() > 0)
}

/// Writes a new key beside its place first: a power cut leaves a whole key or none.
fn make(dir: &Path, path: &Path) -> Result<String, StoreError> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|_| StoreError::NoRandomness)?;
    let text = hex::encode(random);
    let beside = dir.join(format!("{KEY_FILE}.new"));
    fs::remove_file(&beside).ok();
    let written = owner_only(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    written.map_err(StoreError::Folder)?;
    Ok(text)
}

#[cfg(unix)]
fn owner_only(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)
}

/// Elsewhere the folder lies in the user's profile, which others cannot read.
#[cfg(not(unix))]
fn owner_only(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().create_new(true).write(true).open(path)
}
