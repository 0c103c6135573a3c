//! The month: the papers, the ward's ledger and the journal say the same.

use std::path::Path;
use std::process::Command;

use rusqlite::named_params;
use serde_json::json;

use crate::forms::{With, draft, draft_with_coupon, mother, text};
use crate::terminal::sango;
use crate::world::{Who, World};

/// Per service and household: uses, units, over quota, moved out, late, no-shows, share, full price.
type Figures = Vec<(String, bool, [i64; 8])>;

/// Summed over the bodies of the facts, without any folded table.
const OVER_THE_JOURNAL: &str = "
    WITH fact AS (SELECT lamport, kind, json(body) AS body, body ->> 'use_id' AS use_id FROM journal),
    booked AS (SELECT body ->> 'reservation_id' AS id, body FROM fact WHERE kind = 'booked'),
    changed AS (
        SELECT use_id, body FROM fact f WHERE kind = 'use-changed' AND NOT EXISTS (
            SELECT 1 FROM fact l WHERE l.kind = 'use-changed' AND l.use_id = f.use_id AND l.lamport > f.lamport)),
    counted AS (
        SELECT f.use_id, 'used' AS kind, f.body ->> 'service' AS service, f.body ->> 'starts_on' AS first_day,
            f.body ->> 'exempt' AS exempt, coalesce(c.body, f.body) AS now
        FROM fact f LEFT JOIN changed c ON c.use_id = f.use_id WHERE f.kind = 'checked-in'
        UNION ALL
        SELECT f.use_id, f.body ->> 'kind', b.body ->> 'service', b.body ->> 'starts_on', f.body ->> 'exempt', f.body
        FROM fact f JOIN booked b ON b.id = f.body ->> 'reservation_id'
        WHERE f.kind = 'cancelled' AND f.body ->> 'kind' IN ('late', 'no-show'))
    SELECT service, exempt,
        count(*) FILTER (WHERE kind = 'used'),
        coalesce(sum(now ->> 'units') FILTER (WHERE kind = 'used'), 0),
        coalesce(sum(now ->> 'over_quota_units') FILTER (WHERE kind = 'used'), 0),
        coalesce(sum(now ->> 'moved_out_units') FILTER (WHERE kind = 'used'), 0),
        count(*) FILTER (WHERE kind = 'late'),
        count(*) FILTER (WHERE kind = 'no-show'),
        coalesce(sum(now ->> 'copay'), 0),
        coalesce(sum(now ->> 'full_price'), 0)
    FROM counted
    WHERE substr(first_day, 1, 7) = :month AND use_id NOT IN (SELECT use_id FROM fact WHERE kind = 'taken-back')
    GROUP BY service, exempt ORDER BY service, exempt";

fn over_the_journal(world: &mut World, month: &str) -> Figures {
    let db = world.database();
    let mut statement = db.prepare(OVER_THE_JOURNAL).unwrap();
    let row = |r: &rusqlite::Row<'_>| {
        let mut figures = [0; 8];
        for (n, figure) in figures.iter_mut().enumerate() {
            *figure = r.get(n + 2)?;
        }
        Ok((r.get(0)?, r.get(1)?, figures))
    };
    let figures = statement.query_map(named_params! {":month": month}, row).unwrap().map(Result::unwrap).collect();
    drop(statement);
    drop(db);
    world.back();
    figures
}

struct Papers {
    rows: Vec<Vec<String>>,
    words: String,
    bytes: usize,
}

fn papers(world: &mut World, month: &str) -> Papers {
    let (pdf, csv) = (world.file("month.pdf"), world.file("month.csv"));
    world.by(Who::Manager, |w| w.does("export_month", json!({"month": month, "pdf": pdf, "csv": csv})));
    read_papers(&pdf, &csv)
}

fn read_papers(pdf: &Path, csv: &Path) -> Papers {
    let table = std::fs::read_to_string(csv).unwrap();
    let table = table.strip_prefix('\u{feff}').expect("Excel opens it as UTF-8");
    let mut reader = csv::ReaderBuilder::new().from_reader(table.as_bytes());
    let rows = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    let out =
        Command::new("pdftotext").args(["-layout"]).arg(pdf).arg("-").output().expect("poppler-utils is installed");
    let words = String::from_utf8(out.stdout).unwrap().replace(',', "");
    Papers { rows, words, bytes: std::fs::metadata(pdf).unwrap().len() as usize }
}

impl Papers {
    fn of(&self, kind: &str) -> impl Iterator<Item = &Vec<String>> {
        self.rows.iter().filter(move |r| r[0] == kind)
    }

    fn totals(&self) -> Figures {
        let service = |word: &str| match word {
            "ショートステイ" => "stay",
            "デイケア" => "day-care",
            "訪問" => "visit",
            other => panic!("{other} is a service"),
        };
        let counts = |text: &str| -> Vec<i64> {
            let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty());
            digits.map(|d| d.parse().unwrap()).collect()
        };
        let row = |r: &Vec<String>| {
            let of = |n: usize| r[n].parse::<i64>().unwrap();
            let [uses, late, no_shows] = counts(&r[5])[..] else { panic!("three counts in {r:?}") };
            (service(&r[4]).to_owned(), r[6] == "無償", [uses, of(9), of(11), of(12), late, no_shows, of(13), of(14)])
        };
        let mut totals: Figures = self.of("集計").map(row).filter(|(_, _, f)| *f != [0; 8]).collect();
        totals.sort();
        totals
    }

    /// Every line of the table stands in the papers, with all its figures in one line of print.
    fn pdf_shows_the_table(&self) {
        for row in self.rows.iter().filter(|r| r[0] == "明細" || r[0] == "取消") {
            let beyond = row[11].parse::<u64>().unwrap() + row[12].parse::<u64>().unwrap();
            let cells = [
                row[1].clone(),
                row[2].clone(),
                format!("{}{}", row[9], row[10]),
                beyond.to_string(),
                format!("¥{}", row[13]),
                format!("¥{}", row[14]),
            ];
            let printed = |line: &str| {
                let words: Vec<&str> = line.split_whitespace().collect();
                cells.iter().all(|c| words.iter().any(|w| w == c || w.starts_with(&format!("{c}（"))))
            };
            assert!(self.words.lines().any(printed), "{cells:?} in one line");
        }
        for row in self.of("集計") {
            let cells = [format!("{}{}", row[9], row[10]), format!("¥{}", row[13]), format!("¥{}", row[14])];
            let printed = |line: &str| {
                line.contains(&row[4])
                    && line.contains(&row[6])
                    && cells.iter().all(|c| line.split_whitespace().any(|w| w == c))
            };
            assert!(self.words.lines().any(printed), "{cells:?} in one line");
        }
        let sum = self.of("合計").next().unwrap();
        for cell in [13, 14] {
            assert!(self.words.contains(&format!("¥{}", sum[cell])), "{}", sum[cell]);
        }
        assert!(self.words.contains(&sum[5].replace("実人数", "実人数 ")), "{}", sum[5]);
    }
}

/// A September in which everything happens once.
fn a_september() -> World {
    let mut world = World::on("2026-09-01 09:00").with_full_prices().enrolled();
    let born = "2026-07-01";
    let mut coupons = vec![];
    let numbers: Vec<String> = (0..8).map(|n| format!("4073195{n}")).collect();
    for (n, number) in numbers.iter().enumerate() {
        let coupon = world.ward.coupon_with(number, born, |o| o.used.visit = if n == 7 { 6 } else { 0 });
        coupons.push(coupon.text);
        let form = mother(number, born);
        world.registers(match n {
            1 => form.with("waived", json!([{"from": "2026-08-01", "until": null}])),
            2 => form.with("moved_out_on", "2026-09-03"),
            3 => form.with("credential", "card").with("interview_on", "2026-02-10"),
            4 => form.with("babies", 2),
            _ => form,
        });
    }
    let late = world.books(&numbers[5], "day-care", "2026-09-10", 1);
    let missed = world.books(&numbers[1], "stay", "2026-09-08", 2);
    let kept = world.books(&numbers[6], "visit", "2026-09-09", 1);

    world.at("2026-09-02 09:30");
    let stay = world.check_in(&draft(&numbers[0], "stay").with("days", 3));
    world.check_in(&draft(&numbers[2], "stay"));
    world.check_in(&draft(&numbers[1], "day-care"));
    world.check_in(&draft(&numbers[3], "day-care").with("presented", "card-shown"));
    world.sync();
    world.at("2026-09-04 09:30");
    world.does("change_stay", json!({"use_id": stay["use_id"], "days": 4, "reason": "", "agreed_full_price": false}));
    world.check_in(&draft(&numbers[4], "day-care").with("presented", "not-shown"));
    world.check_in(&draft_with_coupon(&numbers[7], "visit", &coupons[7]));
    let mistake = world.check_in(&draft(&numbers[6], "day-care"));
    world.does("take_back", json!({"use_id": mistake["use_id"], "reason": "別の方の受付でした"}));
    world.at("2026-09-09 10:00");
    world.does("declare_no_show", json!({"reservation_id": missed["reservation_id"]}));
    world.check_in(&draft(&numbers[6], "visit").with("reservation_id", kept["reservation_id"].clone()));
    world.at("2026-09-09 10:30");
    world.does("cancel", json!({"reservation_id": late["reservation_id"]}));
    world.sync();
    world.at("2026-10-01 09:00");
    world
}

#[test]
fn the_papers_of_a_real_month_agree_with_the_ward_and_with_the_journal() {
    let mut world = a_september();
    let agreed = world.by(Who::Manager, |w| w.does("reconcile_month", json!({"month": "2026-09"})));
    let ledger = world.ward.office().ledger(None, Some("2026-09")).unwrap();
    assert_eq!(
        (&agreed["agrees"], &agreed["count"], ledger.len()),
        (&json!(true), &json!(9), 9),
        "{agreed} {ledger:?}"
    );

    let papers = papers(&mut world, "2026-09");
    papers.pdf_shows_the_table();
    assert!(papers.words.contains("照合済") && papers.words.contains(text(&agreed, "number")));
    assert!(papers.words.contains("提出用") && !papers.words.contains("下書き"));
    assert_eq!(papers.of("明細").count(), 9);
    assert_eq!(papers.of("取消").count(), 1);

    let totals = papers.totals();
    assert_eq!(totals, over_the_journal(&mut world, "2026-09"));
    let sum = |of: usize| totals.iter().map(|(_, _, f)| f[of]).sum::<i64>();
    assert_eq!(sum(6), ledger.iter().map(|l| l.share_due as i64).sum::<i64>(), "the share");
    assert_eq!(sum(2), ledger.iter().map(|l| l.over_quota_units as i64).sum::<i64>(), "over quota");
    let used = ledger.iter().filter(|l| l.kind == "used");
    assert_eq!(sum(1), used.map(|l| l.units as i64).sum::<i64>(), "units");
    assert!((2..=5).all(|n| sum(n) > 0) && sum(7) > 0, "this month has one of each: {totals:?}");

    let listed: Vec<&str> = papers.rows.iter().filter_map(|r| r[15].split_once('・')).map(|(why, _)| why).collect();
    assert_eq!(listed, ["未提示", "減算取消", "連絡なし", "期限後キャンセル"], "what the ward must subtract");
    world.leave();
    let data = world.data();
    let (pdf, csv) = (world.file("cli.pdf"), world.file("cli.csv"));
    let args = [
        "--data",
        data.to_str().unwrap(),
        "--now",
        "2026-10-01T09:00:00+09:00",
        "report",
        "month",
        "2026-09",
        "--pdf",
        pdf.to_str().unwrap(),
        "--csv",
        csv.to_str().unwrap(),
    ];
    let said = sango(&args, b"");
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(read_papers(&pdf, &csv).rows, papers.rows, "the terminal writes the same table");
}

#[test]
fn a_difference_with_the_ward_is_said_and_the_papers_stay_a_draft() {
    let mut world = a_september();
    world.ward.coupon("61900277", "2026-07-01");
    world.registers(mother("61900277", "2026-07-02"));
    world.at("2026-09-30 10:00");
    world.check_in(&draft("61900277", "day-care"));
    world.sync();
    world.at("2026-10-01 09:00");
    let compared = world.by(Who::Manager, |w| w.does("reconcile_month", json!({"month": "2026-09"})));
    assert_eq!(
        (&compared["agrees"], &compared["count"], &compared["ward_count"]),
        (&json!(false), &json!(10), &json!(9))
    );
    let papers = papers(&mut world, "2026-09");
    assert!(papers.words.contains("一致していません") && papers.words.contains("下書き"));
    assert!(!papers.words.contains("照合済"));
    assert_eq!(world.month("2026-09")["reconciled"]["agrees"], false);
}

#[test]
fn a_month_changed_after_it_was_compared_is_not_compared() {
    let mut world = a_september();
    world.by(Who::Manager, |w| w.does("reconcile_month", json!({"month": "2026-09"})));
    assert_eq!(world.month("2026-09")["reconciled"]["agrees"], true);
    let today = world.does("today", json!({}));
    world.does("take_back", json!({"use_id": today["in_house"][0]["use_id"], "reason": "別の方の受付でした"}));
    assert_eq!(world.month("2026-09")["reconciled"], json!(null));
    let papers = papers(&mut world, "2026-09");
    assert!(papers.words.contains("未照合") && papers.words.contains("下書き") && !papers.words.contains("照合済"));
}

#[test]
fn a_month_that_still_runs_is_a_draft_and_says_that_nobody_compared_it() {
    let mut world = World::on("2026-09-14 09:30");
    world.registers(mother("40731958", "2026-07-01"));
    world.check_in(&draft("40731958", "day-care"));
    let papers = papers(&mut world, "2026-09");
    assert!(papers.words.contains("下書き") && papers.words.contains("未照合") && papers.words.contains("練習"));
    papers.pdf_shows_the_table();
}

#[test]
fn a_month_of_hundreds_of_uses_agrees_with_the_journal_and_stays_small() {
    let mut world = World::on("2026-09-30 18:00");
    world.leave();
    let data = world.data();
    let args = [
        "--data",
        data.to_str().unwrap(),
        "--now",
        "2026-09-30T18:00:00+09:00",
        "demo",
        "--years",
        "1",
        "--mothers",
        "1300",
        "--seed",
        "7",
    ];
    assert_eq!(sango(&args, b"").code, 0);
    world.back();
    let papers = papers(&mut world, "2026-06");
    let uses = papers.of("明細").count();
    assert!(uses >= 600, "{uses} uses");
    assert!(papers.bytes < 1_000_000, "{} bytes", papers.bytes);
    papers.pdf_shows_the_table();
    assert_eq!(papers.totals(), over_the_journal(&mut world, "2026-06"));
    world.facts();
}

#[test]
fn a_month_that_is_none_is_refused() {
    let mut world = World::on("2026-09-14 09:30");
    world.as_who(Who::Manager);
    for month in ["2026-13", "2026-9", "", "September", "2026-09-01"] {
        assert_eq!(world.refused("month", json!({"month": month})), "unreadable-field", "{month}");
        assert_eq!(world.refused("export_month", json!({"month": month})), "unreadable-field", "{month}");
    }
    let nowhere = json!({"month": "2026-09", "pdf": "/proc/nowhere/month.pdf"});
    assert_eq!(world.refused("export_month", nowhere), "file");
}
