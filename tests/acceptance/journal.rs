//! The journal after a day: it verifies, and whoever touched it is found out from the terminal.

use serde_json::json;

use crate::forms::{draft_with_coupon, mother, text};
use crate::terminal::{Said, sango};
use crate::world::World;

/// A day with two mothers, a late cancellation and the ward's answers, closed for the night.
fn after_a_day() -> World {
    let mut world = World::on("2026-09-14 10:30").enrolled();
    for (number, born) in [("40731958", "2026-05-01"), ("55128046", "2026-06-20")] {
        let coupon = world.ward.coupon(number, born);
        world.registers(mother(number, born));
        world.check_in(&draft_with_coupon(number, "day-care", &coupon.text));
    }
    let booked = world.books("55128046", "visit", "2026-09-15", 1);
    world.does("cancel", json!({"reservation_id": booked["reservation_id"]}));
    world.sync();
    world.leave();
    world
}

fn journal(world: &World, command: &str) -> Said {
    sango(&["--data", world.data().to_str().unwrap(), "journal", command], b"")
}

/// Does something to the file that no trigger stops, and gives what `verify` then names.
fn named_after(tampering: &str) -> Vec<String> {
    let mut world = after_a_day();
    let db = world.database();
    let triggers: Vec<String> = {
        let mut statement = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").unwrap();
        statement.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for trigger in triggers {
        db.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    let changed = db.execute(tampering, []).unwrap();
    assert!(changed >= 1, "{tampering} changed something");
    drop(db);
    let said = journal(&world, "verify");
    let line = said.line();
    assert_eq!((said.code, &line["ok"]), (1, &json!(false)), "{tampering}");
    line["findings"].as_array().unwrap().iter().map(|f| format!("{}: {}", text(f, "row"), text(f, "what"))).collect()
}

#[test]
fn after_a_day_the_journal_verifies_from_the_terminal() {
    let world = after_a_day();
    let said = journal(&world, "verify");
    let line = said.line();
    assert_eq!((said.code, &line["ok"], &line["records"], &line["findings"]), (0, &json!(true), &json!(3), &json!([])));
    assert!(line["facts"].as_u64().unwrap() > 10);
}

#[test]
fn tables_dropped_and_folded_anew_dump_the_same() {
    let mut world = after_a_day();
    let before = journal(&world, "dump").out;
    assert!(before.lines().count() > 15);
    let db = world.database();
    for table in ["uses", "reports", "mothers", "ward_mothers", "reservations", "coupons"] {
        db.execute_batch(&format!("DELETE FROM {table}")).unwrap();
    }
    drop(db);
    assert_ne!(journal(&world, "dump").out, before);
    assert_eq!(journal(&world, "verify").code, 1, "it is seen that rows are gone");
    assert_eq!(journal(&world, "rebuild").code, 0);
    assert_eq!(journal(&world, "dump").out, before);
    assert_eq!(journal(&world, "verify").code, 0);
}

#[test]
fn one_flipped_byte_in_a_row_is_named() {
    for (column, seq) in [("head", 5), ("salt", 7), ("body", 9)] {
        let flip = match column {
            "body" => "CAST(replace(body, '2026', '2027') AS TEXT)".to_owned(),
            _ => format!(
                "CAST(substr({column}, 1, 11) || CASE substr({column}, 12, 1) WHEN x'41' THEN x'42' ELSE x'41' END || substr({column}, 13) AS BLOB)"
            ),
        };
        let from = if column == "body" {
            "(SELECT min(seq) FROM journal WHERE kind = 'checked-in')".to_owned()
        } else {
            seq.to_string()
        };
        let named = named_after(&format!("UPDATE journal SET {column} = {flip} WHERE seq = {from}"));
        assert!(named.iter().any(|n| n.starts_with("journal ") && n.contains("/1/")), "{column}: {named:?}");
        if column != "body" {
            assert!(named[0].contains(&format!("/1/{seq}:")), "{column}: {named:?}");
        }
    }
}

#[test]
fn whichever_row_a_byte_is_flipped_in_it_is_that_row_that_is_named() {
    let mut world = after_a_day();
    let db = world.database();
    db.execute_batch("DROP TRIGGER journal_is_append_only").unwrap();
    let rows: i64 = db.query_row("SELECT count(*) FROM journal", [], |r| r.get(0)).unwrap();
    drop(db);
    assert!(rows > 10);
    for seq in 1..=rows {
        let mut swap = |from: &str, to: &str| {
            let sql = format!(
                "UPDATE journal SET body = '{to}' || substr(body, 2) WHERE seq = {seq} AND body LIKE '{from}%'"
            );
            assert_eq!(world.database().execute(&sql, []).unwrap(), 1);
            world.back();
            let report = world.desk().store().verify().unwrap();
            world.leave();
            report.findings
        };
        let findings = swap("{", "[");
        assert!(findings.len() == 1 && findings[0].row.ends_with(&format!("/1/{seq}")), "{seq}: {findings:?}");
        assert_eq!(swap("[", "{"), vec![]);
    }
}

#[test]
fn a_removed_last_row_is_named() {
    let named = named_after("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)");
    assert!(named[0].starts_with("journal ") && named[0].contains("removed"), "{named:?}");
    let named = named_after("DELETE FROM records WHERE seq = (SELECT max(seq) FROM records)");
    assert!(named[0].starts_with("records ") && named[0].contains("removed"), "{named:?}");
}

#[test]
fn a_removed_tail_with_its_signed_end_is_named_by_what_the_ward_acknowledged() {
    let named = named_after("DELETE FROM records");
    assert!(named.iter().any(|n| n.contains("removed")), "{named:?}");
}

#[test]
fn a_tampered_row_of_a_folded_table_is_shown_to_differ() {
    let named = named_after("UPDATE uses SET copay = copay - 500 WHERE user_number = '55128046' AND kind = 'used'");
    assert!(named.len() == 1 && named[0].starts_with("uses row "), "{named:?}");
    let named = named_after("UPDATE reports SET state = 'waiting', answered_at = NULL, receipt = NULL");
    assert!(named[0].starts_with("reports row "), "{named:?}");
}

#[test]
fn findings_and_dumps_name_rows_by_their_place_and_never_a_person() {
    let named = named_after("UPDATE mothers SET body = replace(body, '桜台', '春日')");
    assert!(named.iter().all(|n| !n.contains("桜台") && !n.contains("春日") && !n.contains("40731958")), "{named:?}");
}

#[test]
fn a_backup_is_restored_into_a_new_epoch_and_the_desk_goes_on() {
    let mut world = after_a_day();
    let data = world.data();
    let data = data.to_str().unwrap();
    let copy = world.file("copy.db");
    let copy = copy.to_str().unwrap();
    assert_eq!(sango(&["--data", data, "backup", copy], b"").code, 0);
    assert_eq!(sango(&["--data", data, "backup", copy], b"").code, 1, "a file that is there is not overwritten");
    assert_eq!(sango(&["--data", data, "restore", copy], b"").code, 0);
    world.back();
    world.registers(mother("61900277", "2026-02-11"));
    world.check_in(&crate::forms::draft("61900277", "day-care"));
    world.ward.coupon("61900277", "2026-02-11");
    assert_eq!(world.sync()["answers"][0]["verdict"], "accepted");
    world.facts();
}
