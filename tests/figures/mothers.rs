//! The screen 利用者 without its window: the list, a keystroke in it, one mother, whom to look at, a list to import.

use std::hint::black_box;
use std::path::Path;

use base64::Engine;
use rusqlite::OpenFlags;
use serde_json::json;

use crate::desk::{bare, call, open};
use crate::table::{Times, row};

/// Rows of the list that are asked for at once.
const PART: u32 = 50;

/// The rows.
pub fn rows(dir: &Path) {
    list(dir);
    keystroke(dir);
    one(dir);
    work_lists(dir);
    import(dir);
}

fn list(dir: &Path) {
    let desk = open(dir);
    let db = bare(dir, "sango.db", OpenFlags::SQLITE_OPEN_READ_ONLY);
    let mut plain = db.prepare("SELECT body FROM mothers ORDER BY kana, user_number LIMIT ?1 OFFSET ?2").unwrap();
    let total = call(&desk, "mothers", json!({"query": "", "from": 0, "limit": 1}))["total"].as_u64().unwrap();
    let (mut first, mut ours, mut theirs) = (Times::default(), Times::default(), Times::default());
    for n in 0..20 {
        first.take(|| call(&desk, "mothers", json!({"query": "", "from": 0, "limit": PART})));
        let from = n * (total / 20);
        ours.take(|| call(&desk, "mothers", json!({"query": "", "from": from, "limit": PART})));
        theirs.take(|| {
            let rows = plain.query_map([u64::from(PART), from], |r| r.get::<_, String>(0)).unwrap();
            black_box(rows.map(Result::unwrap).collect::<Vec<_>>())
        });
    }
    let peer = "the same rows of the same file, as they lie there";
    row("mothers, the first part of the list, slowest", first.at(1.0), peer, theirs.at(1.0), "≤ 300 ms");
    row("mothers, any part of the list, slowest", ours.at(1.0), peer, theirs.at(1.0), "≤ 300 ms");
}

fn keystroke(dir: &Path) {
    let desk = open(dir);
    let db = bare(dir, "sango.db", OpenFlags::SQLITE_OPEN_READ_ONLY);
    let mut like = db
        .prepare("SELECT body FROM mothers WHERE search LIKE '%' || ?1 || '%' ORDER BY kana, user_number LIMIT 50")
        .unwrap();
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for word in ["ひかりがおか", "たがら", "桜台", "かすが はな", "10012345", "09012", "ん", "を"] {
        for end in word.char_indices().map(|(at, c)| at + c.len_utf8()) {
            let typed = &word[..end];
            ours.take(|| call(&desk, "mothers", json!({"query": typed, "from": 0, "limit": PART})));
            theirs.take(|| {
                let rows = like.query_map([typed], |r| r.get::<_, String>(0)).unwrap();
                black_box(rows.map(Result::unwrap).collect::<Vec<_>>())
            });
        }
    }
    let peer = "bare LIKE in the same file";
    row("mothers, a keystroke in the list, median", ours.at(0.5), peer, theirs.at(0.5), "");
    row("mothers, a keystroke in the list, slowest", ours.at(1.0), peer, theirs.at(1.0), "≤ 10 ms");
}

fn one(dir: &Path) {
    let desk = open(dir);
    let db = bare(dir, "sango.db", OpenFlags::SQLITE_OPEN_READ_ONLY);
    let numbers: Vec<String> = db
        .prepare("SELECT user_number FROM mothers ORDER BY user_number DESC LIMIT 50")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut uses = db.prepare("SELECT * FROM uses WHERE user_number = ?1").unwrap();
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for number in &numbers {
        ours.take(|| {
            call(&desk, "mother_detail", json!({"input": number}));
            call(&desk, "mother_history", json!({"user_number": number}))
        });
        theirs.take(|| {
            let rows = uses.query_map([number], |r| r.get::<_, Vec<u8>>(0)).unwrap();
            black_box(rows.map(Result::unwrap).count())
        });
    }
    row("one mother with her history, slowest", ours.at(1.0), "her uses, read", theirs.at(1.0), "≤ 300 ms");
}

fn work_lists(dir: &Path) {
    let desk = open(dir);
    let db = bare(dir, "sango.db", OpenFlags::SQLITE_OPEN_READ_ONLY);
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for _ in 0..10 {
        ours.take(|| call(&desk, "work_lists", json!({})));
        theirs.take(|| {
            let sql = "SELECT COUNT(*) FROM mothers WHERE body ->> '$.born' >= '2025-06-14'";
            black_box(db.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap())
        });
    }
    row("work lists, slowest", ours.at(1.0), "counting the mothers they are about", theirs.at(1.0), "≤ 300 ms");
}

/// The largest list that is taken, of whom nobody is registered.
fn import(dir: &Path) {
    let desk = open(dir);
    let mut list = "利用者番号,氏名,フリガナ,お子さまの生年月日,電話番号\r\n".to_owned();
    for n in 0..20_000 {
        list += &format!("{},髙橋 花,ﾀｶﾊｼ ﾊﾅ,R8.5.1,090-0000-{:04}\r\n", 90_000_000 + n, n % 10_000);
    }
    let csv = base64::engine::general_purpose::STANDARD.encode(&list);
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for _ in 0..3 {
        let shown = ours.take(|| call(&desk, "preview_import", json!({"csv": csv})));
        assert_eq!(shown["good"], 20_000);
        theirs.take(|| {
            let mut cells = 0;
            for record in csv::Reader::from_reader(list.as_bytes()).records() {
                cells += record.unwrap().len();
            }
            black_box(cells)
        });
    }
    row("a list of 20,000 mothers looked at", ours.at(1.0), "the csv crate reads it", theirs.at(1.0), "");
}
