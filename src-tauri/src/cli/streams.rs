//! Commands that work line by line on standard input: no facility is needed for them.

use std::io::{self, BufRead, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, FixedOffset};
use coupon::{CouponLine, KeySet};
use domain::Programme;
use serde_json::json;

use super::run::{Failure, Outcome};
use crate::desk::rules_check::{CheckedLine, check_line};

/// Longest line that is read; a longer one is an error of its own, not of the machine.
const LONGEST_LINE: u64 = 1 << 20;

/// `rules check`.
pub(super) fn rules_check(programme: Option<&Path>) -> Result<Outcome, Failure> {
    let programme = match programme {
        Some(file) => Programme::parse(&std::fs::read_to_string(file).map_err(Failure::File)?),
        None => domain::nerima(),
    };
    let programme = programme.map_err(|e| Failure::Desk(e.into()))?;
    each_line(|line| {
        if line.trim().is_empty() {
            return None;
        }
        let answer = check_line(line, &programme);
        let good = matches!(answer, CheckedLine::Verdict(_));
        Some((answer.text().to_owned(), good))
    })
}

/// `coupon verify`.
pub(super) fn coupon_verify(keys: &Path, at: DateTime<FixedOffset>) -> Result<Outcome, Failure> {
    let keys = std::fs::read_to_string(keys).map_err(Failure::File)?;
    let keys = KeySet::from_jwks(&keys).map_err(Failure::Keys)?;
    let at = at.to_utc();
    each_line(|line| {
        Some(match coupon::verify(line, &keys, at) {
            Ok(coupon) => (json!(CouponLine::from(&coupon)).to_string(), true),
            Err(e) => (json!({"error": e.code()}).to_string(), false),
        })
    })
}

/// Answers each line of standard input, in order. Lines end at LF or CRLF and are not trimmed.
fn each_line(mut answer: impl FnMut(&str) -> Option<(String, bool)>) -> Result<Outcome, Failure> {
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut all_good = true;
    let mut bytes = vec![];
    loop {
        bytes.clear();
        let read = io::Read::take(&mut input, LONGEST_LINE).read_until(b'\n', &mut bytes);
        if read.map_err(Failure::File)? == 0 {
            break;
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
        }
        let line = String::from_utf8_lossy(&bytes);
        if let Some((text, good)) = answer(&line) {
            all_good &= good;
            writeln!(output, "{text}").map_err(Failure::File)?;
        }
    }
    output.flush().map_err(Failure::File)?;
    Ok(if all_good { Outcome::Good } else { Outcome::Bad })
}

/// `scan`.
pub(super) fn scan(files: &[PathBuf]) -> Result<Outcome, Failure> {
    let mut output = io::stdout().lock();
    let mut all_good = true;
    for file in files {
        let name = file.display().to_string();
        let line = match std::fs::read(file) {
            Err(_) => json!({"file": name, "error": "unreadable-file"}),
            Ok(bytes) => {
                let began = Instant::now();
                match scanner::scan(&bytes) {
                    Ok(texts) => {
                        let ms = began.elapsed().as_secs_f64() * 1000.0;
                        json!({"file": name, "texts": texts, "ms": (ms * 10.0).round() / 10.0})
                    }
                    Err(e) => json!({"file": name, "error": e.code()}),
                }
            }
        };
        all_good &= line.get("error").is_none();
        writeln!(output, "{line}").map_err(Failure::File)?;
    }
    Ok(if all_good { Outcome::Good } else { Outcome::Bad })
}
