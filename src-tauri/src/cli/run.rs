//! Runs the command line: decode, ask the desk, print.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use serde_json::{Value, json};
use tracing_subscriber::EnvFilter;

use super::args::{Cli, Command, Coupon, Journal, Report, Rules};
use super::streams;
use crate::desk::{Clock, Desk, DeskError, Session, demo, sign_in, way};
use crate::view::{ExportRequest, ProblemView, commands};

/// How a command ended that could be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All well.
    Good,
    /// It was done, and something in it is wrong: exit code 1.
    Bad,
}

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The desk said no.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A file or stream failed.
    #[error("a file or stream could not be read or written: {0}")]
    File(#[source] io::Error),
    /// The key file is wrong.
    #[error(transparent)]
    Keys(coupon::KeySetError),
    /// The window could not be opened.
    #[error("{0}")]
    Window(String),
    /// A needed option is missing.
    #[error("--data DIR is needed for this")]
    NoData,
    /// A camera where nothing looks.
    #[error("--camera is for the window, which opens where no command is given")]
    CameraWithoutWindow,
}

impl From<store::StoreError> for Failure {
    fn from(e: store::StoreError) -> Failure {
        Failure::Desk(e.into())
    }
}

/// The program.
pub fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(io::stderr).with_env_filter(log_filter()).init();
    readers_panics_are_no_news();
    let cli = Cli::parse();
    // Where every line of output answers a line of input, a failure is no answer.
    let line_by_line =
        matches!(cli.command, Some(Command::Rules { .. } | Command::Scan { .. } | Command::Coupon { .. }));
    match run(cli) {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Bad) => ExitCode::FAILURE,
        Err(failure) => {
            let problem = match &failure {
                Failure::Desk(e) => json!(ProblemView::from(e)),
                other => json!({"code": "command-line", "detail": other.to_string(), "facts": {}}),
            };
            let told =
                if line_by_line { writeln!(io::stderr(), "{problem}") } else { writeln!(io::stdout(), "{problem}") };
            told.ok();
            ExitCode::FAILURE
        }
    }
}

/// Warnings, or what `RUST_LOG` says; but never the bodies of requests, which the HTTP library would trace.
fn log_filter() -> EnvFilter {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    ["ureq=info", "ureq_proto=info", "rustls=info"]
        .iter()
        .filter_map(|quiet| quiet.parse().ok())
        .fold(filter, EnvFilter::add_directive)
}

/// A reader that stumbles over a picture is caught and answered for; nothing of it belongs on the terminal.
fn readers_panics_are_no_news() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(scanner::READER_THREAD) {
            before(panic);
        }
    }));
}

fn run(cli: Cli) -> Result<Outcome, Failure> {
    let clock = cli.now.map_or(Clock::Machine, Clock::Still);
    let Some(command) = &cli.command else { return window(&cli) };
    if cli.camera.is_some() {
        return Err(Failure::CameraWithoutWindow);
    }
    let dir = || cli.data.clone().ok_or(Failure::NoData);
    let desk = || Ok::<_, Failure>(Desk::open(&dir()?, clock.clone())?);
    match command {
        Command::Rules { command: Rules::Check { programme } } => streams::rules_check(programme.as_deref()),
        Command::Scan { files } => streams::scan(files),
        Command::Coupon { command: Coupon::Verify { keys, at } } => streams::coupon_verify(keys, *at),
        Command::Commands => say(&json!(commands::list())),
        Command::Call { name, request } => {
            let desk = desk()?;
            let mut session = session(&cli, &desk)?;
            let request = match request {
                Some(text) => serde_json::from_str(text).map_err(DeskError::BadRequest)?,
                None => Value::Null,
            };
            say(&commands::call(&desk, &mut session, name, request)?)
        }
        Command::Journal { command } => journal(&desk()?, command),
        Command::Sync => {
            let sent = way::send(&desk()?)?;
            let line = json!(sent);
            say(&line)?;
            Ok(if sent.trouble.is_some() { Outcome::Bad } else { Outcome::Good })
        }
        Command::Report { command: Report::Month { month, pdf, csv } } => report_month(&cli, &desk()?, month, pdf, csv),
        Command::Backup { file } => {
            desk()?.store().backup(file)?;
            say(&json!({"backup": file.display().to_string()}))
        }
        Command::Restore { file } => {
            let restored = store::Store::restore(&dir()?, file)?;
            let report = restored.verify()?;
            say(&json!({"facts": report.facts, "findings": report.findings.len()}))
        }
        Command::Demo { years, mothers, seed } => {
            let past = demo::past(&desk()?, *years, *mothers, *seed)?;
            say(&json!(past))
        }
    }
}

fn say(line: &Value) -> Result<Outcome, Failure> {
    writeln!(io::stdout(), "{line}").map_err(Failure::File)?;
    Ok(Outcome::Good)
}

/// Signs in with `--staff` and the PIN from `--secrets-fd`; nobody where neither is given.
fn session(cli: &Cli, desk: &Desk) -> Result<Session, Failure> {
    let Some(who) = &cli.staff else { return Ok(Session::default()) };
    let pin = read_secret(cli.secrets_fd.unwrap_or(0)).map_err(Failure::File)?;
    let staff = desk.store().staff_list()?;
    let found = staff.iter().find(|s| s.staff_id == *who || s.name == *who);
    let staff_id = found.map_or(who.as_str(), |s| s.staff_id.as_str());
    Ok(sign_in::sign_in(desk, staff_id, pin.trim())?)
}

fn read_secret(fd: i32) -> io::Result<String> {
    let mut text = String::new();
    match fd {
        0 => io::stdin().read_to_string(&mut text)?,
        _ => open_fd(fd)?.read_to_string(&mut text)?,
    };
    Ok(text)
}

#[cfg(unix)]
fn open_fd(fd: i32) -> io::Result<std::fs::File> {
    std::fs::File::open(Path::new("/dev/fd").join(fd.to_string()))
}

/// Elsewhere only standard input hands secrets over.
#[cfg(not(unix))]
fn open_fd(_fd: i32) -> io::Result<std::fs::File> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "use --secrets-fd 0"))
}

fn journal(desk: &Desk, command: &Journal) -> Result<Outcome, Failure> {
    match command {
        Journal::Verify => {
            let report = desk.store().verify()?;
            let findings: Vec<Value> = report.findings.iter().map(|f| json!({"row": f.row, "what": f.what})).collect();
            let good = findings.is_empty();
            say(&json!({"ok": good, "facts": report.facts, "records": report.records, "findings": findings}))?;
            Ok(if good { Outcome::Good } else { Outcome::Bad })
        }
        Journal::Rebuild => {
            desk.store().rebuild()?;
            say(&json!({"rebuilt": true}))
        }
        Journal::Dump => {
            desk.store().dump(&mut io::stdout().lock())?;
            Ok(Outcome::Good)
        }
    }
}

/// Needs a manager where somebody signs in; without one, the machine's owner asks, as for a backup.
fn report_month(cli: &Cli, desk: &Desk, month: &str, pdf: &Path, csv: &Path) -> Result<Outcome, Failure> {
    let mut session = match &cli.staff {
        Some(_) => session(cli, desk)?,
        None => Session::of(crate::desk::Person {
            staff_id: "terminal".to_owned(),
            name: String::new(),
            roles: vec![wire::Role::Manager],
        }),
    };
    let text = |path: &Path| Some(path.display().to_string());
    let request = ExportRequest { month: month.to_owned(), pdf: text(pdf), csv: text(csv) };
    say(&commands::call(desk, &mut session, "export_month", json!(request))?)
}

/// The desk for a window. A window that was closed a moment ago may still be letting go of the folder: it is waited for
/// a little; one that is open keeps it.
#[cfg(feature = "desktop")]
fn opened(dir: &Path, clock: &Clock) -> Result<Desk, DeskError> {
    const AGAIN: std::time::Duration = std::time::Duration::from_millis(100);
    for _ in 0..30 {
        match Desk::open(dir, clock.clone()) {
            Err(e) if e.code() == "already-open" => std::thread::sleep(AGAIN),
            answer => return answer,
        }
    }
    Desk::open(dir, clock.clone())
}

#[cfg(feature = "desktop")]
fn window(cli: &Cli) -> Result<Outcome, Failure> {
    let dir: PathBuf = match &cli.data {
        Some(dir) => dir.clone(),
        None => crate::shell::default_folder().ok_or(Failure::NoData)?,
    };
    // Played time runs on while the window is open.
    let clock = cli.now.map_or(Clock::Machine, Clock::played);
    let desk = opened(&dir, &clock)?;
    if cli.camera.is_some() {
        crate::desk::camera::may_be_played(&desk)?;
    }
    crate::shell::open(desk, cli.camera.clone()).map_err(Failure::Window)?;
    Ok(Outcome::Good)
}

#[cfg(not(feature = "desktop"))]
fn window(_cli: &Cli) -> Result<Outcome, Failure> {
    let _: Option<PathBuf> = None;
    Err(Failure::Window("this build has no window; see --help for its commands".to_owned()))
}
