//! The arrows between the rooms of the house, and what each room must not say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Room → the rooms it may use.
const ARROWS: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("scanner", &[]),
    ("wire", &[]),
    ("coupon", &["domain"]),
    ("report", &["domain"]),
    ("store", &["domain", "wire"]),
    ("sync", &["domain", "wire"]),
    ("ward-server", &["coupon", "domain", "wire"]),
    ("sango-desk", &["coupon", "domain", "report", "scanner", "store", "sync", "wire"]),
    // It drives the others as programs.
    ("xtask", &[]),
];

fn metadata() -> Metadata {
    let manifest = Path::new(ROOT).join("Cargo.toml");
    MetadataCommand::new().manifest_path(manifest).no_deps().other_options(["--offline".to_owned()]).exec().unwrap()
}

/// Package → what it needs to be built, dev-dependencies left out.
fn needs() -> BTreeMap<String, BTreeSet<String>> {
    let packages = metadata().packages;
    let of = |p: &cargo_metadata::Package| {
        let needed = p.dependencies.iter().filter(|d| d.kind != DependencyKind::Development);
        (p.name.to_string(), needed.map(|d| d.name.clone()).collect())
    };
    packages.iter().map(of).collect()
}

fn files(folder: &str, endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = vec![];
    let mut folders = vec![Path::new(ROOT).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && !["node_modules", "dist", "target"].contains(&name) {
                folders.push(path);
            } else if endings.iter().any(|e| name.ends_with(e)) {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(ROOT).unwrap().to_owned(), text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has sources");
    found
}

/// Files that say one of the words, apart from those whose path begins with an allowed place.
fn who_says(folder: &str, words: &[&str], allowed: &[&str]) -> Vec<String> {
    let says = |text: &str| words.iter().any(|w| text.contains(w));
    let elsewhere = |path: &Path| !allowed.iter().any(|a| path.starts_with(a));
    let found = files(folder, &[".rs", ".ts", ".svelte", ".js"]).into_iter();
    found.filter(|(path, text)| elsewhere(path) && says(text)).map(|(path, _)| path.display().to_string()).collect()
}

#[test]
fn every_arrow_between_rooms_is_one_of_the_plan() {
    let needs = needs();
    let ours: BTreeSet<&String> = needs.keys().collect();
    for (room, needed) in &needs {
        let allowed =
            ARROWS.iter().find(|(name, _)| name == room).unwrap_or_else(|| panic!("{room} is a room of the plan")).1;
        for other in needed.iter().filter(|n| ours.contains(n)) {
            assert!(allowed.contains(&other.as_str()), "{room} uses {other}");
        }
    }
    assert_eq!(needs.len(), ARROWS.len(), "every room of the plan is there");
}

#[test]
fn a_folder_is_named_as_its_package() {
    for package in metadata().packages.iter().filter(|p| p.name.as_str() != "sango-desk") {
        let folder = package.manifest_path.parent().unwrap();
        assert_eq!(folder.file_name(), Some(package.name.as_str()));
        assert!(folder.parent().unwrap().ends_with("src-tauri/crates"), "{folder}");
    }
}

#[test]
fn only_the_store_and_the_ward_know_sqlite() {
    for (room, needed) in needs() {
        let sqlite = needed.contains("rusqlite");
        assert_eq!(sqlite, ["store", "ward-server"].contains(&room.as_str()), "{room}");
    }
    let sql = ["SELECT ", "INSERT INTO ", "UPDATE reports", "DELETE FROM ", "PRAGMA "];
    let allowed = ["src-tauri/crates/store", "src-tauri/crates/ward-server", "src-tauri/crates/xtask"];
    assert_eq!(who_says("src-tauri", &sql, &allowed), [""; 0]);
}

#[test]
fn the_rules_are_pure() {
    let allowed: BTreeSet<String> = ["chrono", "thiserror", "toml_edit"].map(str::to_owned).into();
    assert_eq!(needs()["domain"], allowed);
    let impure =
        ["Utc::now", "Local::now", "SystemTime", "Instant", "std::fs", "std::env", "std::net", "async fn", "println!"];
    assert_eq!(who_says("src-tauri/crates/domain/src", &impure, &[]), [""; 0]);
    assert!(Path::new(ROOT).join("src-tauri/crates/domain/clippy.toml").is_file());
}

#[test]
fn neither_the_papers_nor_the_coupon_nor_the_messages_do_input_or_output() {
    for room in ["report", "coupon", "wire"] {
        let io = ["std::fs", "std::net", "std::env", "Utc::now", "Local::now"];
        assert_eq!(who_says(&format!("src-tauri/crates/{room}/src"), &io, &[]), [""; 0]);
    }
}

#[test]
fn only_the_clock_and_the_lines_edge_ask_what_time_it_is() {
    let clock = ["Utc::now", "Local::now", "SystemTime::now"];
    let allowed = [
        "src-tauri/src/desk/clock.rs",
        "src-tauri/crates/sync/src/edge.rs",
        "src-tauri/crates/ward-server",
        "src-tauri/crates/xtask",
        // The machine that the camera's test boots; no part of the desk.
        "src-tauri/crates/scanner/examples",
    ];
    assert_eq!(who_says("src-tauri", &clock, &allowed), [""; 0]);
}

#[test]
fn only_the_shell_says_tauri() {
    let words = ["tauri::", "use tauri", "#[tauri"];
    assert_eq!(who_says("src-tauri/src", &words, &["src-tauri/src/shell"]), [""; 0]);
    for (room, needed) in needs() {
        assert_eq!(needed.contains("tauri"), room == "sango-desk", "{room}");
    }
}

#[test]
fn use_cases_know_no_window_and_no_terminal() {
    let words = ["crate::shell", "crate::cli", "clap::", "println!", "eprintln!"];
    assert_eq!(who_says("src-tauri/src/desk", &words, &[]), [""; 0]);
    assert_eq!(who_says("src-tauri/src/view", &words, &[]), [""; 0]);
}

#[test]
fn only_one_file_of_the_window_knows_the_shell() {
    assert_eq!(who_says("ui/src", &["@tauri-apps"], &["ui/src/ipc/tauri.ts"]), [""; 0]);
    assert_eq!(who_says("ui/src", &["window.__TAURI"], &[]), [""; 0]);
}

#[test]
fn the_top_level_holds_what_the_house_allows() {
    let allowed = [
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "assets",
        "deny.toml",
        "rustfmt.toml",
        "src-tauri",
        "tauri.conf.json",
        "tests",
        "ui",
        // Made by building, never kept.
        "gen",
        "target",
    ];
    let names = std::fs::read_dir(ROOT).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let others: Vec<String> = names.filter(|n| !n.starts_with('.') && !allowed.contains(&n.as_str())).collect();
    assert_eq!(others, [""; 0]);
}

#[test]
fn names_come_from_the_desk() {
    let banned = ["Manager", "Helper", "Handler", "Utils"];
    for (path, text) in files("src-tauri", &[".rs"]) {
        let names = text.lines().filter_map(|l| {
            let rest = l
                .trim_start()
                .trim_start_matches("pub ")
                .trim_start_matches("pub(crate) ")
                .trim_start_matches("pub(super) ");
            ["struct ", "enum ", "trait "].iter().find_map(|k| rest.strip_prefix(k))
        });
        for name in names.filter_map(|n| n.split(|c: char| !c.is_alphanumeric()).next()) {
            // 管理者 is a person of the desk.
            let bad = banned.iter().any(|b| name.ends_with(b)) && name != "Manager";
            assert!(!bad, "{} has {name}", path.display());
        }
        assert!(
            !["utils.rs", "helpers.rs", "misc.rs", "common.rs"].iter().any(|n| path.ends_with(n))
                || path.starts_with("src-tauri/src/view"),
            "{}",
            path.display()
        );
    }
}
