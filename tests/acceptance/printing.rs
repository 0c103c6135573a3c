//! Paper at the desk, beside a stand-in for the system's printing programs: a foreign program, as `lp` is.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::terminal::{Said, sango_beside};
use crate::world::{PIN, World};

/// A folder with `lp`, `lpstat` and `cancel`, which know two printers and keep what they are given.
pub(crate) struct Printers(tempfile::TempDir);

impl Printers {
    pub(crate) fn new() -> Printers {
        let folder = tempfile::tempdir().unwrap();
        let printers = Printers(folder);
        let here = printers.path().display().to_string();
        printers.program(
            "lpstat",
            &format!(
                "case \"$1\" in -e) echo front-desk; echo office;; \
                 -p) if [ -e {here}/off ]; then echo \"printer $2 disabled since today\"; else echo \"printer $2 is idle.\"; fi;; \
                 -W) if [ -e {here}/jam ]; then echo \"$4-7 somebody 1024 today\"; fi;; esac"
            ),
        );
        let cat = "/bin/cat";
        printers.program(
            "lp",
            &format!("echo \"$*\" >> {here}/asked; {cat} >> {here}/paper; echo \"request id is $2-7 (0 file(s))\""),
        );
        printers.program("cancel", &format!("echo \"$1\" >> {here}/cancelled"));
        printers
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    fn program(&self, name: &str, script: &str) {
        let file = self.path().join(name);
        std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// They are switched off, or on again.
    pub(crate) fn switch(&self, on: bool) {
        let off = self.path().join("off");
        if on { std::fs::remove_file(off).unwrap() } else { std::fs::write(off, "").unwrap() }
    }

    /// What was asked of `lp`, a line each time.
    pub(crate) fn asked(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.path().join("asked")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// What came out, all of it.
    pub(crate) fn paper(&self) -> Vec<u8> {
        std::fs::read(self.path().join("paper")).unwrap_or_default()
    }
}

/// One call by the manager, as another process beside these programs; the desk here is closed for it.
pub(crate) fn call(world: &mut World, programs: &Path, now: &str, name: &str, request: Value) -> Said {
    world.leave();
    let data = world.data().display().to_string();
    let request = request.to_string();
    let args = ["--data", &data, "--now", now, "--staff", "s1", "--secrets-fd", "0", "call", name, &request];
    let said = sango_beside(programs, &args, PIN.as_bytes());
    world.back();
    said
}

const NOW: &str = "2026-09-14T09:30:00+09:00";

fn waiting(world: &World) -> PathBuf {
    world.data().join("exports").join("unprinted")
}

/// A list that was made while there was no printer.
fn list_made_before(world: &World) -> &'static str {
    std::fs::create_dir_all(waiting(world)).unwrap();
    std::fs::write(waiting(world).join("list-20260914-090000-1.pdf"), b"%PDF-1.3 a list").unwrap();
    "list-20260914-090000-1.pdf"
}

#[test]
fn each_kind_of_document_remembers_its_printer_and_paper() {
    let mut world = World::on("2026-09-14 09:30");
    let printers = Printers::new();
    let mut ask = |name: &str, request: Value| call(&mut world, printers.path(), NOW, name, request);
    let before = ask("printers", json!({})).line();
    assert_eq!(before["printers"], json!(["front-desk", "office"]));
    assert!(before["documents"].as_array().unwrap().iter().all(|d| d["printer"].is_null() && d["paper"] == "a4"));

    let choose =
        |document: &str, printer: &str, paper: &str| json!({"document": document, "printer": printer, "paper": paper});
    assert_eq!(ask("set_printer", choose("receipt", "front-desk", "a5")).code, 0);
    assert_eq!(ask("set_printer", choose("list", "office", "a4")).code, 0);
    let unknown = ask("set_printer", choose("slip", "-o; rm", "a4")).line();
    assert_eq!(unknown["code"], "unreadable-field");
    let now = ask("printers", json!({})).line();
    let of = |kind: &str| now["documents"].as_array().unwrap().iter().find(|d| d["document"] == kind).unwrap().clone();
    let told = |d: Value| format!("{} {} {}", d["printer"], d["paper"], d["missing"]);
    assert_eq!(told(of("receipt")), "\"front-desk\" \"a5\" false");
    assert_eq!(told(of("slip")), "null \"a4\" false");

    let nowhere = tempfile::tempdir().unwrap();
    let gone = call(&mut world, nowhere.path(), NOW, "printers", json!({})).line();
    assert_eq!(gone["printers"], json!([]));
    assert_eq!(gone["documents"].as_array().unwrap().iter().filter(|d| d["missing"] == true).count(), 2);
}

#[test]
fn what_is_not_printed_waits_until_it_is() {
    let mut world = World::on("2026-09-14 09:30");
    let printers = Printers::new();
    let name = list_made_before(&world);
    let one = json!({"name": name});
    let mut ask = |name: &str, request: Value| call(&mut world, printers.path(), NOW, name, request).line();
    let waits = ask("unprinted", json!({}));
    assert_eq!(waits["documents"], json!([{"name": name, "document": "list", "made_at": "2026-09-14T09:00:00+09:00"}]));
    assert_eq!(ask("print_unprinted", one.clone())["outcome"], "no-printer");
    ask("set_printer", json!({"document": "list", "printer": "office", "paper": "a4"}));
    printers.switch(false);
    assert_eq!(ask("print_unprinted", one.clone())["outcome"], "failed");
    assert_eq!(printers.asked(), [""; 0], "a printer that is off is not asked");
    printers.switch(true);
    assert_eq!(ask("print_unprinted", one.clone())["outcome"], "printed");
    assert_eq!(printers.asked(), ["-d office -o media=A4 -t Sango Desk list"]);
    assert_eq!(printers.paper(), b"%PDF-1.3 a list");
    assert_eq!(ask("unprinted", json!({}))["documents"], json!([]));
    assert_eq!(ask("print_unprinted", one)["code"], "unreadable-field", "it waits no more");
    assert_eq!(ask("drop_unprinted", json!({"name": "../../sango.key"}))["code"], "unreadable-field");
}
