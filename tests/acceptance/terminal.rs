//! The built binary, as a person at a terminal runs it.

use std::ffi::OsStr;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What it said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// Each line of its answer as JSON.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }

    /// Why it could not begin to answer line by line: told beside the answers, of which there are none.
    pub(crate) fn complaint(&self) -> Value {
        assert_eq!((self.code, self.out.as_str()), (1, ""), "{self:?}");
        serde_json::from_str(&self.err).unwrap()
    }

    /// Its one line.
    pub(crate) fn line(&self) -> Value {
        let lines = self.lines();
        assert_eq!(lines.len(), 1, "{self:?}");
        lines[0].clone()
    }
}

/// Runs `sango-desk`.
pub(crate) fn sango<S: AsRef<OsStr>>(args: &[S], input: &[u8]) -> Said {
    run(Command::new(env!("CARGO_BIN_EXE_sango-desk")).args(args), input)
}

/// Runs it with everything logged that helps to find a fault.
pub(crate) fn sango_talkative<S: AsRef<OsStr>>(args: &[S], input: &[u8]) -> Said {
    run(Command::new(env!("CARGO_BIN_EXE_sango-desk")).args(args).env("RUST_LOG", "debug"), input)
}

/// Runs it where only these programs are found.
#[cfg(unix)]
pub(crate) fn sango_beside<S: AsRef<OsStr>>(programs: &std::path::Path, args: &[S], input: &[u8]) -> Said {
    run(Command::new(env!("CARGO_BIN_EXE_sango-desk")).args(args).env("PATH", programs), input)
}

fn run(command: &mut Command, input: &[u8]) -> Said {
    let folder = tempfile::tempdir().unwrap();
    let mut child = command
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let typing = std::thread::spawn(move || stdin.write_all(&input).ok());
    let output = child.wait_with_output().unwrap();
    typing.join().unwrap();
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(left, Vec::<std::ffi::OsString>::new(), "nothing is left where it was started");
    Said {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
