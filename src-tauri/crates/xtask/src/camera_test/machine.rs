//! The little machine: no network, no disk, its console is the log.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::{Stopped, not_here, write};
use crate::TaskError;

const QEMU: &str = "qemu-system-x86_64";
/// The test says something every few seconds, and on a slow machine every minute.
const SILENT: Duration = Duration::from_secs(150);
/// Once it is up all cases together take no longer: about a minute and a half on a quiet machine, emulated.
const CASES: Duration = Duration::from_secs(900);
/// A processor that is lent needs a second or two to here; where lending is broken (a machine within a machine), it
/// never comes.
const UP_WITH_KVM: Duration = Duration::from_secs(15);
/// The processor of this machine.
const LENT: [&str; 4] = ["-accel", "kvm", "-smp", "2"];
/// An emulated one. Its clock counts its own work, a nanosecond an instruction, so that time limits in it mean the same
/// however busy this machine is.
const EMULATED: [&str; 4] = ["-accel", "tcg", "-icount", "shift=0,sleep=off"];
/// The first line of the disk's own.
pub(super) const UP: &str = "camera-test: the little machine is up";

/// Boots, shows what the test says, and ends with its verdict. `until` it must have come up.
pub(super) fn boot(kernel: &Path, disk: &Path, log: &Path, until: Instant) -> Result<(), Stopped> {
    let began = Instant::now();
    let kvm = File::options().read(true).write(true).open("/dev/kvm").is_ok();
    let mut console = vec![];
    let mut ended = if kvm { with_kvm(kernel, disk, until, &mut console).map_err(not_here)? } else { None };
    if ended.is_none() {
        println!("\n── the little machine, emulated: there is no usable /dev/kvm");
        console.clear();
        let mut machine = Machine::start(&EMULATED, kernel, disk).map_err(not_here)?;
        ended = Some(match machine.told_up_to(UP, &mut console, until) {
            Ended::Over if is_up(&console) => machine.told(&mut console, Instant::now() + CASES),
            before => before,
        });
    }
    write(log, console.join("\n")).map_err(Stopped::Failed)?;
    println!("   {:.0} s; the whole console: {}", began.elapsed().as_secs_f64(), log.display());
    verdict(&console, ended.unwrap_or(Ended::Late))
}

/// None where it does not come up.
fn with_kvm(kernel: &Path, disk: &Path, until: Instant, console: &mut Vec<String>) -> Result<Option<Ended>, TaskError> {
    println!("\n── the little machine, with KVM");
    let mut machine = Machine::start(&LENT, kernel, disk)?;
    machine.told_up_to(UP, console, until.min(Instant::now() + UP_WITH_KVM));
    if !is_up(console) {
        println!("   it does not come up: the processor is not really lent here");
        return Ok(None);
    }
    Ok(Some(machine.told(console, Instant::now() + CASES)))
}

fn is_up(console: &[String]) -> bool {
    console.iter().any(|line| line == UP)
}

/// How the console came to its end.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Ended {
    /// The machine went off, or what was waited for was said.
    Over,
    /// Not a word for [`SILENT`].
    Silent,
    /// Words came, and the time was over.
    Late,
}

/// Once the machine is up, all is ours: a case that failed, a program that ended without a word, one that hangs and one
/// that takes too long. A machine that does not come up here is not.
fn verdict(console: &[String], ended: Ended) -> Result<(), Stopped> {
    if console.iter().any(|line| line == "camera-test: passed") {
        return Ok(());
    }
    if let Some(failed) = console.iter().find(|line| line.starts_with("camera-test: FAILED")) {
        return Err(Stopped::Failed(TaskError::Missing(failed.clone())));
    }
    let failed = |how: &str| Err(Stopped::Failed(TaskError::Missing(format!("camera-test: FAILED: {how}"))));
    match ended {
        _ if !is_up(console) => Err(Stopped::NotHere("the little machine does not come up".to_owned())),
        Ended::Over => failed("the test ended without a verdict"),
        Ended::Silent => failed(&format!("the test hangs: not a word for {} s", SILENT.as_secs())),
        Ended::Late => failed(&format!("the cases took longer than {} s", CASES.as_secs())),
    }
}

/// A running one; it does not outlive this.
struct Machine {
    qemu: Child,
    lines: Receiver<String>,
}

impl Machine {
    fn start(processor: &[&str], kernel: &Path, disk: &Path) -> Result<Machine, TaskError> {
        let mut qemu = Command::new(QEMU);
        qemu.args(processor)
            .args(["-cpu", "max", "-m", "1024", "-nodefaults", "-no-user-config"])
            .args(["-display", "none", "-nic", "none", "-no-reboot", "-serial", "stdio"])
            .arg("-kernel")
            .arg(kernel)
            .arg("-initrd")
            .arg(disk)
            .args(["-append", "console=ttyS0 quiet panic=-1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let hint = "Install qemu-system-x86, then try again.";
        let started = qemu.spawn();
        let mut qemu = started.map_err(|source| TaskError::NotStarted { program: QEMU.to_owned(), hint, source })?;
        let (line, lines) = mpsc::channel();
        if let Some(out) = qemu.stdout.take() {
            std::thread::spawn(move || {
                for bytes in BufReader::new(out).split(b'\n').map_while(Result::ok) {
                    let text = String::from_utf8_lossy(&bytes).trim_end_matches('\r').to_owned();
                    if line.send(text).is_err() {
                        break;
                    }
                }
            });
        }
        Ok(Machine { qemu, lines })
    }

    /// Everything written until the machine goes off or the time is over; the test's own lines are shown as they come.
    fn told(&mut self, console: &mut Vec<String>, until: Instant) -> Ended {
        self.told_up_to("\0", console, until)
    }

    /// The same, but no further than a line.
    fn told_up_to(&mut self, last: &str, console: &mut Vec<String>, until: Instant) -> Ended {
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left.min(SILENT)) {
                Ok(text) => {
                    if let Some(ours) = text.strip_prefix("camera-test: ") {
                        println!("   {ours}");
                    }
                    let over = text == last;
                    console.push(text);
                    if over {
                        return Ended::Over;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Ended::Over,
                Err(RecvTimeoutError::Timeout) if left > SILENT => return Ended::Silent,
                Err(RecvTimeoutError::Timeout) => return Ended::Late,
            }
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        drop(self.qemu.kill());
        drop(self.qemu.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lines: &[&str], ended: Ended) -> Result<(), String> {
        let console: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        match verdict(&console, ended) {
            Ok(()) => Ok(()),
            Err(Stopped::NotHere(why)) => Err(format!("not here: {why}")),
            Err(Stopped::Failed(why)) => Err(why.to_string()),
        }
    }

    #[test]
    fn what_is_ours_fails_and_what_is_the_machines_is_only_said() {
        let began = [UP, "camera-test: YUYV"];
        let with = |line| [&began[..], &[line]].concat();
        assert_eq!(told(&with("camera-test: passed"), Ended::Over), Ok(()));
        let failed = "camera-test: FAILED: no coupon was read";
        assert_eq!(told(&with(failed), Ended::Over), Err(failed.to_owned()));
        assert_eq!(told(&with(failed), Ended::Late), Err(failed.to_owned()));
        assert!(told(&began, Ended::Over).is_err_and(|why| why.starts_with("camera-test: FAILED")));
        assert!(told(&began, Ended::Silent).is_err_and(|why| why.starts_with("camera-test: FAILED")));
        assert!(told(&began, Ended::Late).is_err_and(|why| why.starts_with("camera-test: FAILED")));
        for ended in [Ended::Over, Ended::Silent, Ended::Late] {
            assert!(told(&["Booting"], ended).is_err_and(|why| why.starts_with("not here")));
        }
    }
}
