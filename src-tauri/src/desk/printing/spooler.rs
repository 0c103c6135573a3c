//! The system's printers, by the system's own programs: CUPS on Linux and macOS, PowerShell on Windows. Names and papers
//! are arguments, never a shell's words; titles hold no personal data.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::view::PaperSize;

/// A system that does not name its printers in this time has none that could be used.
const TO_NAME: Duration = Duration::from_secs(4);
/// A printer that has not taken a document in this time is off.
const TO_PRINT: Duration = Duration::from_secs(40);
/// More than any list of printers or jobs, bytes.
const MOST_SAID: u64 = 1 << 20;
/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// Why nothing came out. Says nothing of the document.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error("the printing program is not there")]
    NoProgram(#[source] std::io::Error),
    #[error("the printing program did not end in time")]
    TooSlow,
    #[error("the printing program refused")]
    Refused,
    #[cfg(not(windows))]
    #[error("the printer is switched off in the system, or takes nothing")]
    Off,
    #[cfg(not(windows))]
    #[error("the printer did not take it in time")]
    NotTaken,
    #[cfg(windows)]
    #[error("the document could not be put down for the printing program")]
    File(#[source] std::io::Error),
}

/// Runs a program with bytes on its input; gives what it said. It is ended where it takes longer than it may.
fn run(command: &mut Command, input: Option<&[u8]>, limit: Duration) -> Result<String, Trouble> {
    let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
    // What is matched below is not translated.
    let command = command.env("LC_ALL", "C").stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(Trouble::NoProgram)?;
    // Threads that nobody waits for: what the program started itself may hold its pipes longer than it lives.
    if let (Some(mut pipe), Some(bytes)) = (child.stdin.take(), input) {
        let bytes = bytes.to_vec();
        // A program that ends without reading breaks the pipe; what it ends with decides.
        std::thread::spawn(move || pipe.write_all(&bytes).ok());
    }
    let (hand, said) = mpsc::channel();
    if let Some(out) = child.stdout.take() {
        std::thread::spawn(move || {
            let mut said = vec![];
            out.take(MOST_SAID).read_to_end(&mut said).ok();
            hand.send(String::from_utf8_lossy(&said).into_owned()).ok();
        });
    }
    if !ended(&mut child, limit)? {
        return Err(Trouble::Refused);
    }
    Ok(said.recv_timeout(10 * LOOK).unwrap_or_default())
}

fn ended(child: &mut Child, limit: Duration) -> Result<bool, Trouble> {
    let until = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if Instant::now() < until => std::thread::sleep(LOOK),
            Ok(None) | Err(_) => {
                child.kill().ok();
                child.wait().ok();
                return Err(Trouble::TooSlow);
            }
        }
    }
}

/// Starts the system's viewer; whether it could be started is all that is known of it.
pub(super) fn show(file: &Path) -> bool {
    let program = match std::env::consts::OS {
        "windows" => "explorer.exe",
        "macos" => "open",
        _ => "xdg-open",
    };
    let mut command = Command::new(program);
    command.arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut viewer) = command.spawn() else { return false };
    std::thread::spawn(move || viewer.wait().ok());
    true
}

fn lines(said: &str) -> Vec<String> {
    said.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

#[cfg(not(windows))]
mod cups {
    use super::*;

    pub(in super::super) fn printers() -> Vec<String> {
        run(Command::new("lpstat").arg("-e"), None, TO_NAME).map(|said| lines(&said)).unwrap_or_default()
    }

    pub(in super::super) fn print(printer: &str, paper: PaperSize, title: &str, pdf: &[u8]) -> Result<(), Trouble> {
        let state = run(Command::new("lpstat").args(["-p", printer]), None, TO_NAME)?;
        if state.contains(" disabled ") {
            return Err(Trouble::Off);
        }
        let media = match paper {
            PaperSize::A4 => "media=A4",
            PaperSize::A5 => "media=A5",
        };
        let asked = ["-d", printer, "-o", media, "-t", &format!("Sango Desk {title}")];
        let said = run(Command::new("lp").args(asked), Some(pdf), TO_PRINT)?;
        let Some(job) = job_of(&said) else { return Ok(()) };
        let until = Instant::now() + TO_PRINT;
        while waits(printer, &job)? {
            if Instant::now() > until {
                // Or it would come out tomorrow, when it has long been printed elsewhere.
                run(Command::new("cancel").arg(&job), None, TO_NAME).ok();
                return Err(Trouble::NotTaken);
            }
            std::thread::sleep(4 * LOOK);
        }
        Ok(())
    }

    /// `request id is NAME-12 (0 file(s))`.
    fn job_of(said: &str) -> Option<String> {
        let job = said.split("request id is ").nth(1)?.split_whitespace().next()?;
        Some(job.to_owned())
    }

    /// Whether a job is still among those that have not come out.
    fn waits(printer: &str, job: &str) -> Result<bool, Trouble> {
        let said = run(Command::new("lpstat").args(["-W", "not-completed", "-o", printer]), None, TO_NAME)?;
        Ok(said.lines().any(|l| l.split_whitespace().next() == Some(job)))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_job_is_what_the_program_named() {
            assert_eq!(job_of("request id is front-desk-12 (0 file(s))\n").as_deref(), Some("front-desk-12"));
            assert_eq!(job_of("something else"), None);
        }
    }
}

#[cfg(windows)]
mod powershell {
    use super::*;

    fn powershell(script: &str) -> Command {
        let mut command = Command::new("powershell.exe");
        command.args(["-NoProfile", "-NonInteractive", "-Command", script]);
        command
    }

    pub(in super::super) fn printers() -> Vec<String> {
        let script = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; (Get-Printer).Name";
        run(&mut powershell(script), None, TO_NAME).map(|said| lines(&said)).unwrap_or_default()
    }

    /// The paper is the one that the printer is set to: the verb that prints a file takes none.
    pub(in super::super) fn print(printer: &str, _paper: PaperSize, title: &str, pdf: &[u8]) -> Result<(), Trouble> {
        let file = std::env::temp_dir().join(format!("sango-desk-{title}-{}.pdf", uuid::Uuid::now_v7()));
        std::fs::write(&file, pdf).map_err(Trouble::File)?;
        // Both travel beside the script, so that no name is read as a command.
        let script = "Start-Process -FilePath $env:SANGO_FILE -Verb PrintTo -ArgumentList ('\"' + $env:SANGO_PRINTER + '\"') -WindowStyle Hidden -Wait";
        let printed = run(powershell(script).env("SANGO_FILE", &file).env("SANGO_PRINTER", printer), None, TO_PRINT);
        std::fs::remove_file(&file).ok();
        printed.map(|_| ())
    }
}

#[cfg(not(windows))]
pub(super) use cups::{print, printers};
#[cfg(windows)]
pub(super) use powershell::{print, printers};
