//! The desk without its window.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use printpdf::{Mm, Op, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem};
use rusqlite::{Connection, OpenFlags};
use sango_desk::desk::{Clock, Desk, Person, Session, demo};
use sango_desk::view::commands;
use serde_json::{Value, json};

use crate::table::{Times, row};

const NOW: &str = "2026-07-14T10:00:00+09:00";
const MONTH: &str = "2026-06";

pub fn session() -> Session {
    use wire::Role::{Manager, Midwife, Reception};
    Session::of(Person { staff_id: "s1".into(), name: "計測".into(), roles: vec![Reception, Midwife, Manager] })
}

/// The desk of a folder, at the time of the figures.
pub fn open(dir: &Path) -> Desk {
    let now: DateTime<FixedOffset> = NOW.parse().unwrap();
    Desk::open(dir, Clock::Still(now)).unwrap()
}

/// Rings a bell that must answer.
pub fn call(desk: &Desk, name: &str, request: Value) -> Value {
    commands::call(desk, &mut session(), name, request).unwrap()
}

/// A practice facility with ten years behind it.
pub fn make(dir: &Path, mothers: usize) {
    let began = Instant::now();
    let desk = open(dir);
    let mut nobody = Session::default();
    let request = json!({"facility": "計測用の施設", "practice": true, "manager": "計測", "pin": "240714"});
    commands::call(&desk, &mut nobody, "set_up", request).unwrap();
    let past = demo::past(&desk, 10, mothers, 7).unwrap();
    println!("{} mothers and {} uses written in {:.0} s", past.mothers, past.uses, began.elapsed().as_secs_f64());
}

/// The rows.
pub fn rows(dir: &Path) {
    check_in(dir);
    search(dir);
    month(dir);
    refold(dir);
    cold_start(dir);
}

/// The file as the desk's key opens it, with the desk's settings.
pub fn bare(dir: &Path, file: &str, flags: OpenFlags) -> Connection {
    let key = std::fs::read_to_string(dir.join("sango.key")).unwrap();
    let db = Connection::open_with_flags(dir.join(file), flags).unwrap();
    db.pragma_update(None, "key", format!("x'{}'", key.trim())).unwrap();
    db
}

fn check_in(dir: &Path) {
    let desk = open(dir);
    let peer = bare(dir, "peer.db", OpenFlags::default());
    let _: String = peer.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0)).unwrap();
    peer.pragma_update(None, "synchronous", "FULL").unwrap();
    peer.execute_batch("CREATE TABLE journal (id INTEGER PRIMARY KEY, bytes BLOB); CREATE TABLE records (id INTEGER PRIMARY KEY, bytes BLOB);").unwrap();
    let newest = bare(dir, "sango.db", OpenFlags::SQLITE_OPEN_READ_ONLY);
    let sql = "SELECT body ->> '$.user_number' FROM mothers ORDER BY body ->> '$.born' DESC LIMIT 300 OFFSET (SELECT COUNT(*) / 100 FROM mothers)";
    let numbers: Vec<String> =
        newest.prepare(sql).unwrap().query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    let written = |table: &str, columns: &str| -> usize {
        let sql = format!("SELECT {columns} FROM {table} ORDER BY rowid DESC LIMIT 1");
        newest.query_row(&sql, [], |r| r.get(0)).unwrap()
    };
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    let mut sizes = (0, 0);
    for number in &numbers {
        let draft = json!({
            "user_number": number, "reservation_id": null, "service": "day-care", "days": 1,
            "presented": "card-shown", "coupon_text": null, "remaining_told": {"count": 6, "source": "card"}, "room": "",
        });
        let shown = commands::call(&desk, &mut session(), "preview_check_in", draft.clone());
        let Ok(shown) = shown else { continue };
        if shown["outcome"] == "no" {
            continue;
        }
        let ticks: Vec<&Value> = shown["ticks"].as_array().unwrap().iter().map(|t| &t["code"]).collect();
        let request =
            json!({"draft": draft, "charge_shown": shown["charge"], "ticks": ticks, "note": "計測", "means": "cash"});
        ours.take(|| call(&desk, "check_in", request));
        if sizes.0 == 0 {
            // Two facts (the figure told, the check-in) and one record, as they lie in the file.
            sizes.0 = 2 * written("journal", "length(head) + length(body) + 100");
            sizes.1 = written("records", "length(message) + 100");
        }
        theirs.take(|| {
            peer.execute_batch("BEGIN IMMEDIATE").unwrap();
            peer.execute("INSERT INTO journal (bytes) VALUES (randomblob(?1))", [sizes.0]).unwrap();
            peer.execute("INSERT INTO records (bytes) VALUES (randomblob(?1))", [sizes.1]).unwrap();
            peer.execute_batch("COMMIT").unwrap();
        });
    }
    let peer = "SQLCipher commit of the same bytes";
    row("check-in saved, p50", ours.at(0.5), peer, theirs.at(0.5), "");
    row("check-in saved, p99", ours.at(0.99), peer, theirs.at(0.99), "≤ 1.3, ≤ 30 ms");
}

fn search(dir: &Path) {
    let desk = open(dir);
    let db = bare(dir, "sango.db", OpenFlags::SQLITE_OPEN_READ_ONLY);
    let mut like =
        db.prepare("SELECT body FROM mothers WHERE search LIKE '%' || ?1 || '%' ORDER BY kana LIMIT 50").unwrap();
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for word in ["ひかりがおか", "たがら", "桜台", "かすが はな", "10012345", "090-12", "ん", "を"] {
        for end in word.char_indices().map(|(at, c)| at + c.len_utf8()) {
            let typed = &word[..end];
            ours.take(|| call(&desk, "search_mothers", json!({"query": typed})));
            theirs.take(|| {
                let rows = like.query_map([typed], |r| r.get::<_, String>(0)).unwrap();
                black_box(rows.map(Result::unwrap).collect::<Vec<_>>())
            });
        }
    }
    row("search, a keystroke, slowest", ours.at(1.0), "bare LIKE in the same file", theirs.at(1.0), "≤ 10 ms");
}

fn month(dir: &Path) {
    let desk = open(dir);
    let out = tempfile::tempdir().unwrap();
    let path = |name: &str| out.path().join(name).display().to_string();
    let request = json!({"month": MONTH, "pdf": path("m.pdf"), "csv": path("m.csv")});
    let mut ours = Times::default();
    for _ in 0..5 {
        ours.take(|| call(&desk, "export_month", request.clone()));
    }
    let csv = std::fs::read_to_string(path("m.csv")).unwrap();
    let mut theirs = Times::default();
    for _ in 0..5 {
        theirs.take(|| black_box(plain_pages(&csv)));
    }
    let uses = csv.lines().filter(|l| l.starts_with("明細")).count();
    let figure = format!("month of {uses} uses as PDF and CSV");
    row(&figure, ours.at(0.5), "printpdf, the CSV's lines as they are", theirs.at(0.5), "≤ 1 s");
}

/// The same typeface, the same number of texts, no layout at all.
fn plain_pages(csv: &str) -> Vec<u8> {
    static FONT: &[u8] = include_bytes!("../../assets/fonts/BIZUDPGothic-Regular.ttf");
    let mut document = PdfDocument::new("plain");
    let font = document.add_font(&ParsedFont::from_bytes(FONT, 0, &mut vec![]).unwrap());
    let lines: Vec<&str> = csv.lines().collect();
    let page = |lines: &[&str]| {
        let mut ops = vec![];
        for (n, line) in lines.iter().enumerate() {
            for (k, cell) in line.trim_start_matches('\u{feff}').split(',').enumerate() {
                let pos = Point::new(Mm(10.0 + k as f32 * 17.0), Mm(195.0 - n as f32 * 6.0));
                ops.extend([
                    Op::StartTextSection,
                    Op::SetTextCursor { pos },
                    Op::SetFont { font: PdfFontHandle::External(font.clone()), size: Pt(9.0) },
                    Op::ShowText { items: vec![TextItem::Text(cell.to_owned())] },
                    Op::EndTextSection,
                ]);
            }
        }
        PdfPage::new(Mm(297.0), Mm(210.0), ops)
    };
    let pages: Vec<PdfPage> = lines.chunks(30).map(page).collect();
    document.with_pages(pages).save(&PdfSaveOptions::default(), &mut vec![])
}

fn refold(dir: &Path) {
    let desk = open(dir);
    let began = Instant::now();
    desk.store().rebuild().unwrap();
    let ours = began.elapsed();
    drop(desk);
    let db = bare(dir, "sango.db", OpenFlags::SQLITE_OPEN_READ_ONLY);
    let began = Instant::now();
    let mut read = db.prepare("SELECT head, body FROM journal ORDER BY lamport, desk, epoch, seq").unwrap();
    let mut rows = read.query([]).unwrap();
    let mut bytes = 0usize;
    while let Some(row) = rows.next().unwrap() {
        let body: serde_json::Value = serde_json::from_str(row.get_ref(1).unwrap().as_str().unwrap()).unwrap();
        bytes += row.get_ref(0).unwrap().as_blob().unwrap().len() + usize::from(body.is_object());
    }
    black_box(bytes);
    row("refold of every table", ours, "reading and parsing every fact once", began.elapsed(), "≤ 3 s");
}

fn cold_start(dir: &Path) {
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for _ in 0..10 {
        ours.take(|| {
            let desk = open(dir);
            call(&desk, "status", json!({}));
            call(&desk, "today", json!({}))
        });
        theirs.take(|| {
            let db = bare(dir, "sango.db", OpenFlags::SQLITE_OPEN_READ_ONLY);
            db.query_row("SELECT COUNT(*) FROM reservations", [], |r| r.get::<_, i64>(0)).unwrap()
        });
    }
    let _: Duration = ours.at(0.5);
    row(
        "cold start without the window: opened, today's list",
        ours.at(1.0),
        "SQLCipher opens the same file",
        theirs.at(1.0),
        "≤ 1.5 s",
    );
}
