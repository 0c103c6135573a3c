//! Commands that work line by line on standard input: no facility is needed for them.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, FixedOffset};
use coupon::{CouponLine, KeySet};
use domain::Programme;
use serde_json::json;

use super::run::{Failure, Outcome};
use crate::desk::rules_check::{CheckedLine, check_line, unreadable_line};

/// Longest line that is looked at; the rest of a longer one is passed over, and it has one answer all the same.
const LONGEST_LINE: u64 = 1 << 20;

/// `rules check`.
pub(super) fn rules_check(programme: Option<&Path>) -> Result<Outcome, Failure> {
    let programme = match programme {
        Some(file) => Programme::parse(&std::fs::read_to_string(file).map_err(Failure::File)?),
        None => domain::nerima(),
    };
    let programme = programme.map_err(|e| Failure::Desk(e.into()))?;
    each_line(|line| {
        let answer = match line {
            Line::Whole(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => return None,
            Line::Whole(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => check_line(text, &programme),
                Err(_) => unreadable_line(),
            },
            Line::Cut(_) => unreadable_line(),
        };
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
        // Longer than any coupon: its beginning says which error it is.
        let (Line::Whole(bytes) | Line::Cut(bytes)) = line;
        Some(match coupon::verify(&String::from_utf8_lossy(bytes), &keys, at) {
            Ok(coupon) => (json!(CouponLine::from(&coupon)).to_string(), true),
            Err(e) => (json!({"error": e.code()}).to_string(), false),
        })
    })
}

/// A line of standard input without its end.
enum Line<'a> {
    Whole(&'a [u8]),
    /// The first [`LONGEST_LINE`] bytes of a longer one.
    Cut(&'a [u8]),
}

/// Answers each line of standard input, in order. Lines end at LF or CRLF and are not trimmed.
fn each_line(mut answer: impl FnMut(Line<'_>) -> Option<(String, bool)>) -> Result<Outcome, Failure> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut output = BufWriter::new(io::stdout().lock());
    let mut all_good = true;
    let mut bytes = vec![];
    while read_line(&mut input, &mut bytes).map_err(Failure::File)? {
        let whole = bytes.strip_suffix(b"\n").map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let line = match whole {
            Some(line) => Line::Whole(line),
            None if (bytes.len() as u64) < LONGEST_LINE => Line::Whole(&bytes),
            None => {
                pass_over_line(&mut input).map_err(Failure::File)?;
                Line::Cut(&bytes)
            }
        };
        if let Some((text, good)) = answer(line) {
            all_good &= good;
            writeln!(output, "{text}").map_err(Failure::File)?;
        }
        // Whoever asks line by line is answered line by line.
        if input.buffer().is_empty() {
            output.flush().map_err(Failure::File)?;
        }
    }
    output.flush().map_err(Failure::File)?;
    Ok(if all_good { Outcome::Good } else { Outcome::Bad })
}

fn read_line(input: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<bool> {
    bytes.clear();
    Ok(input.take(LONGEST_LINE).read_until(b'\n', bytes)? > 0)
}

fn pass_over_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let ready = input.fill_buf()?;
        match ready.iter().position(|b| *b == b'\n') {
            Some(end) => {
                input.consume(end + 1);
                return Ok(());
            }
            None if ready.is_empty() => return Ok(()),
            None => {
                let all = ready.len();
                input.consume(all);
            }
        }
    }
}

/// `scan`.
pub(super) fn scan(files: &[PathBuf]) -> Result<Outcome, Failure> {
    let mut output = io::stdout().lock();
    let mut all_good = true;
    for file in files {
        let name = file.display().to_string();
        // A pipe may never end.
        let read = if file.is_file() { scanner::read_file(file) } else { Err(io::ErrorKind::InvalidInput.into()) };
        let line = match read {
            Err(_) => json!({"file": name, "error": "unreadable-file"}),
            Ok(bytes) => {
                let began = Instant::now();
                match bytes.and_then(|bytes| scanner::scan(&bytes)) {
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
