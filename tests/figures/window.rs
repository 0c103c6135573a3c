//! The window's start and memory, beside an empty Tauri window on the same display.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::table::{Times, row, size_row};

/// Starts that are measured of each, one after the other.
const STARTS: usize = 5;

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        Command::new("kill").args(["-9", "--", &format!("-{}", self.0.id())]).stderr(Stdio::null()).status().ok();
        self.0.wait().ok();
    }
}

/// The rows.
pub fn rows(dir: &Path) {
    let Some((_display, display)) = display() else {
        println!("(no Xvfb here: the window is not measured)");
        return;
    };
    let desk = PathBuf::from(env!("CARGO_BIN_EXE_sango-desk"));
    let empty = desk.parent().unwrap().join("examples/empty-window");
    if !empty.exists() {
        println!("(the empty window is not built: the window is not measured)");
        return;
    }
    let data = dir.display().to_string();
    let ours = [desk.display().to_string(), "--data".into(), data, "--now".into(), "2026-07-14T10:00:00+09:00".into()];
    let theirs = [empty.display().to_string()];
    let (mut our_start, mut their_start) = (Times::default(), Times::default());
    let (mut our_size, mut their_size) = (0.0, 0.0);
    for _ in 0..STARTS {
        let (time, size) = start(&ours, &display);
        our_start.push(time);
        our_size = size;
        let (time, size) = start(&theirs, &display);
        their_start.push(time);
        their_size = size;
    }
    row("window usable, cold start", our_start.at(0.5), "empty Tauri window", their_start.at(0.5), "≤ 1.2, ≤ 1.5 s");
    size_row("window's memory (PSS)", our_size, "empty Tauri window", their_size, "≤ 1.2");
}

fn display() -> Option<(Ended, String)> {
    let mut child = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .ok()?;
    let mut number = String::new();
    BufReader::new(child.stdout.take()?).read_line(&mut number).ok()?;
    Some((Ended(child), format!(":{}", number.trim())))
}

/// From the start of the process to the line that says it is ready; then its memory, with its children's.
fn start(words: &[String], display: &str) -> (Duration, f64) {
    let began = Instant::now();
    // One that never says it is ready is not waited for for ever.
    let mut child = Command::new("timeout")
        .arg("60")
        .args(words)
        .env("DISPLAY", display)
        .env("RUST_LOG", "sango_desk=info")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stderr.take().unwrap());
    let child = Ended(child);
    let ready = said.lines().map_while(Result::ok).any(|line| line.contains("the window is ready"));
    assert!(ready, "{} ended before it was ready", words[0]);
    let time = began.elapsed();
    std::thread::sleep(Duration::from_millis(800));
    (time, group_memory(child.0.id()))
}

/// Proportional set size of every process of a group, MiB.
fn group_memory(group: u32) -> f64 {
    let mut kib = 0.0;
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        if after_name.split_whitespace().nth(2) != Some(&group.to_string()) {
            continue;
        }
        let rollup = std::fs::read_to_string(entry.path().join("smaps_rollup")).unwrap_or_default();
        let pss = rollup.lines().find_map(|l| l.strip_prefix("Pss:")?.split_whitespace().next()?.parse::<f64>().ok());
        kib += pss.unwrap_or(0.0);
    }
    kib / 1024.0
}
