//! `cargo xtask fuzz`: hostile bytes by libFuzzer, through cargo-fuzz and a nightly compiler. The targets, their seeds
//! and what they demand are in `tests/fuzz`; what a run finds lies in the target folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::TaskError;
use crate::step::{output, root, run};

const TARGETS: [Target; 6] = [
    Target { name: "picture_bytes", longest: 16 * 1024 },
    Target { name: "frame_bytes", longest: 64 * 1024 },
    Target { name: "video_bytes", longest: 16 * 1024 },
    Target { name: "code_bits", longest: 160 },
    Target { name: "coupon_text", longest: 2 * 1024 },
    Target { name: "programme_file", longest: 32 * 1024 },
];
const SECONDS: u64 = 60;
/// A target itself says when an answer is late; this is for an answer that never comes.
const LONGEST_ANSWER: u32 = 15;
/// A picture of forty megapixels is decoded in half a gigabyte, and the sanitizer keeps what was given back for a while.
const MOST_MEMORY_MB: u32 = 3072;
const NIGHTLY: [&str; 2] = ["run", "nightly"];

struct Target {
    name: &'static str,
    /// Longer inputs are not tried.
    longest: u32,
}

/// The targets one after the other, or the one that is named.
pub(crate) fn fuzz(words: &[String]) -> Result<(), TaskError> {
    let (targets, seconds) = asked(words)?;
    let host = host()?;
    if output("cargo-fuzz", &["--version"]).is_none() {
        println!("\n── cargo-fuzz");
        run("cargo-fuzz", Command::new("rustup").args(NIGHTLY).args(["cargo", "install", "cargo-fuzz", "--locked"]))?;
    }
    let folder = folder();
    for target in &targets {
        println!("\n── building {}", target.name);
        let mut build = Command::new("rustup");
        build.args(NIGHTLY).args(["cargo", "fuzz", "build", "--fuzz-dir", "tests/fuzz", "--target", &host]);
        build.arg("--target-dir").arg(&folder).arg(target.name).current_dir(root());
        run(target.name, &mut build)?;
    }
    for target in &targets {
        attack(target, &folder, &host, seconds)?;
    }
    println!(
        "\nfuzz: nothing broke, nothing was late. ({seconds} s a target; cargo-fuzz, libFuzzer, AddressSanitizer)"
    );
    Ok(())
}

/// Everything that is built and found lies here.
fn folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root().join(target).join("fuzz")
}

fn asked(words: &[String]) -> Result<(Vec<&'static Target>, u64), TaskError> {
    let (mut targets, mut seconds) = (vec![], SECONDS);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "--seconds" {
            let number = words.next().and_then(|number| number.parse().ok()).filter(|number| *number > 0);
            seconds = number.ok_or_else(|| TaskError::Missing("--seconds wants a number above 0".to_owned()))?;
        } else if let Some(target) = TARGETS.iter().find(|target| target.name == word) {
            targets.push(target);
        } else {
            let names = TARGETS.map(|target| target.name).join(", ");
            return Err(TaskError::Missing(format!("There is no target {word}. There are: {names}")));
        }
    }
    if targets.is_empty() {
        targets = TARGETS.iter().collect();
    }
    Ok((targets, seconds))
}

/// The machine's own triple, as the nightly compiler says it.
fn host() -> Result<String, TaskError> {
    let version = output("rustup", &[&NIGHTLY[..], &["rustc", "-vV"]].concat());
    let host = version.as_deref().unwrap_or_default().lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| {
        let sentence =
            "Fuzzing needs a nightly compiler: rustup toolchain install nightly (rustup is at https://rustup.rs)";
        TaskError::Missing(sentence.to_owned())
    })
}

fn attack(target: &Target, folder: &Path, host: &str, seconds: u64) -> Result<(), TaskError> {
    println!("\n── {} for {seconds} s", target.name);
    let [corpus, seeds, found] = ["corpus", "seeds", "artifacts"].map(|kind| folder.join(kind).join(target.name));
    for place in [&corpus, &seeds, &found] {
        make(place)?;
    }
    let program = folder.join(host).join("release").join(format!("{}{}", target.name, std::env::consts::EXE_SUFFIX));
    let mut command = Command::new(program);
    command.args([&corpus, &seeds]).env("FUZZ_SEEDS", &seeds).arg(format!("-artifact_prefix={}/", found.display()));
    command.args([
        format!("-max_total_time={seconds}"),
        format!("-max_len={}", target.longest),
        format!("-timeout={LONGEST_ANSWER}"),
        format!("-rss_limit_mb={MOST_MEMORY_MB}"),
        // What a thread on its way back still holds is no leak.
        "-detect_leaks=0".to_owned(),
        "-print_final_stats=1".to_owned(),
    ]);
    let done = run(target.name, &mut command);
    if done.is_err() {
        println!("\nThe bytes that did it lie in {}", found.display());
    }
    done
}

fn make(folder: &Path) -> Result<(), TaskError> {
    std::fs::create_dir_all(folder).map_err(|source| TaskError::File { path: folder.to_owned(), source })
}
