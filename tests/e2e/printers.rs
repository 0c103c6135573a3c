//! A stand-in for the system's printing programs: foreign programs, as `lp` and `lpstat` are.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// A folder with programs that know one printer and keep what they are given.
pub struct Printers(tempfile::TempDir);

impl Printers {
    /// One printer, switched on.
    pub fn new() -> Printers {
        let printers = Printers(tempfile::tempdir().unwrap());
        let here = printers.path().display().to_string();
        printers.program("lpstat", "case \"$1\" in -e) echo front-desk;; -p) echo \"printer $2 is idle.\";; esac");
        let lp = format!("echo \"$*\" >> {here}/asked; cat >> {here}/paper; echo \"request id is $2-7 (0 file(s))\"");
        printers.program("lp", &lp);
        printers
    }

    /// Where the programs lie.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    fn program(&self, name: &str, script: &str) {
        let file = self.path().join(name);
        std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// What was asked of `lp`, a line each time.
    pub fn asked(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.path().join("asked")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }
}
