//! The little machine: no network, no disk, its console is the log.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use super::write;
use crate::TaskError;

const QEMU: &str = "qemu-system-x86_64";
const LONGEST: Duration = Duration::from_secs(600);
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

/// Boots, shows what the test says, and ends with its verdict.
pub(super) fn boot(kernel: &Path, disk: &Path, log: &Path) -> Result<(), TaskError> {
    let began = Instant::now();
    let kvm = File::options().read(true).write(true).open("/dev/kvm").is_ok();
    let console = match kvm.then(|| with_kvm(kernel, disk)).transpose()?.flatten() {
        Some(console) => console,
        None => {
            println!("\n── the little machine, emulated: there is no usable /dev/kvm");
            let mut machine = Machine::start(&EMULATED, kernel, disk)?;
            machine.console(Instant::now() + LONGEST)
        }
    };
    write(log, console.join("\n"))?;
    println!("   {:.0} s; the whole console: {}", began.elapsed().as_secs_f64(), log.display());
    if console.iter().any(|line| line == "camera-test: passed") {
        return Ok(());
    }
    let failed = console.iter().find(|line| line.starts_with("camera-test: FAILED"));
    let silent = || format!("camera-test: the little machine ended, or took over {LONGEST:?}, without a verdict");
    Err(TaskError::Missing(failed.cloned().unwrap_or_else(silent)))
}

/// None where it does not come up.
fn with_kvm(kernel: &Path, disk: &Path) -> Result<Option<Vec<String>>, TaskError> {
    println!("\n── the little machine, with KVM");
    let mut machine = Machine::start(&LENT, kernel, disk)?;
    let mut console = machine.console_up_to(UP, Instant::now() + UP_WITH_KVM);
    if console.last().is_none_or(|line| line != UP) {
        println!("   it does not come up: the processor is not really lent here");
        return Ok(None);
    }
    console.extend(machine.console(Instant::now() + LONGEST));
    Ok(Some(console))
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
    fn console(&mut self, until: Instant) -> Vec<String> {
        self.console_up_to("\0", until)
    }

    /// The same, but no further than a line.
    fn console_up_to(&mut self, last: &str, until: Instant) -> Vec<String> {
        let mut console: Vec<String> = vec![];
        // Disconnected or too late: both are the end.
        while let Ok(text) = self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            if let Some(ours) = text.strip_prefix("camera-test: ") {
                println!("   {ours}");
            }
            let over = text == last;
            console.push(text);
            if over {
                break;
            }
        }
        console
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        drop(self.qemu.kill());
        drop(self.qemu.wait());
    }
}
