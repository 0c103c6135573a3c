//! zxing-cpp and zbar, read by a small Python program in a virtual environment that is made here.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::pictures::Group;
use crate::tally::Tally;

const SCRIPT: &str = include_str!("peers.py");

/// The peers' tallies; says what is missing where something is.
pub fn run(group: &Group) -> Vec<Tally<'_>> {
    read(group).unwrap_or_else(|missing| {
        println!("zxing-cpp and zbar were not measured: {missing}");
        vec![]
    })
}

fn read(group: &Group) -> Result<Vec<Tally<'_>>, String> {
    let python = environment()?;
    let dir = tempfile::tempdir().map_err(|e| e.to_string())?;
    let mut list = String::new();
    for (index, picture) in group.pictures.iter().enumerate() {
        let path = dir.path().join(format!("{index}.pgm"));
        let mut file = std::fs::File::create(&path).map_err(|e| e.to_string())?;
        let head = format!("P5 {} {} 255\n", picture.gray.width, picture.gray.height);
        file.write_all(head.as_bytes())
            .and_then(|()| file.write_all(&picture.gray.pixels))
            .map_err(|e| e.to_string())?;
        list.push_str(&format!("{index}\t{}\n", path.display()));
    }
    let list_file = dir.path().join("list");
    std::fs::write(&list_file, list).map_err(|e| e.to_string())?;
    let output = Command::new(python)
        .args(["-c", SCRIPT])
        .arg(&list_file)
        .stderr(Stdio::null())
        .output()
        .map_err(|e| e.to_string())?;
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut tallies: Vec<(String, Tally<'_>)> = vec![];
    for line in lines.lines() {
        let mut parts = line.split('\t');
        let (Some(reader), Some(index), Some(ms)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let (Ok(index), Ok(ms)) = (index.parse(), ms.parse()) else { continue };
        let texts: Vec<String> = parts.filter_map(unhexed).collect();
        if !tallies.iter().any(|(name, _)| name == reader) {
            tallies.push((reader.to_owned(), Tally::new(reader, group)));
        }
        if let Some((_, tally)) = tallies.iter_mut().find(|(name, _)| name == reader) {
            tally.add(index, &texts, ms);
        }
    }
    for missing in ["zxing-cpp", "zbar"].iter().filter(|name| !tallies.iter().any(|(told, _)| told == *name)) {
        println!("{missing} was not measured: it could not be installed (zbar also needs the library libzbar0)");
    }
    Ok(tallies.into_iter().map(|(_, tally)| tally).collect())
}

fn unhexed(hex: &str) -> Option<String> {
    let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..hex.len()).step_by(2).map(byte).collect();
    String::from_utf8(bytes?).ok()
}

/// The virtual environment's Python, made on first use.
fn environment() -> Result<PathBuf, String> {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scanner-peers");
    let python = dir.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if !python.exists() {
        let made = Command::new("python3").args(["-m", "venv"]).arg(&dir).status();
        if !made.is_ok_and(|status| status.success()) {
            return Err("python3 with its venv module is not here".to_owned());
        }
        println!("installing zxing-cpp and pyzbar into {}", dir.display());
        let wanted = ["-m", "pip", "install", "-q", "numpy", "zxing-cpp", "pyzbar"];
        let installed = Command::new(&python).args(wanted).status();
        if !installed.is_ok_and(|status| status.success()) {
            return Err("pip could not install them (no network?)".to_owned());
        }
    }
    Ok(python)
}
