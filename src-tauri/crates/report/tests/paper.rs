//! The papers, as poppler reads them.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
#![cfg(target_os = "linux")]

use std::process::Command;

use domain::{Presented, Service, Subtraction, SubtractionReason, Units, Yen};
use report::*;

fn line(n: u32, service: Service) -> Line {
    Line {
        first_day: chrono::NaiveDate::from_ymd_opt(2026, 9, n % 28 + 1).unwrap(),
        user_number: format!("4073{n:04}"),
        name: "光が丘 花".into(),
        kana: "ひかりがおか はな".into(),
        service,
        kind: LineKind::Used,
        taken_back: false,
        exempt: n.is_multiple_of(7),
        multiples: n.is_multiple_of(11),
        presented: Presented::CouponRead,
        units: Units(1),
        over_quota_units: Units(0),
        moved_out_units: Units(0),
        copay: Yen(u64::from(1500 + n)),
        full_price: Yen(0),
        subtraction: None,
        standing: ReportStanding::Accepted,
    }
}

fn month(lines: Vec<Line>) -> Month {
    Month {
        facility: "れんしゅう助産院".into(),
        programme: "練馬区産後ケア事業".into(),
        addressee: "練馬区 健康推進課母子保健係".into(),
        year: 2026,
        month: 9,
        practice: true,
        made_at: "2026-10-01T09:00:00+09:00".parse().unwrap(),
        staff: "大泉".into(),
        reconciliation: None,
        lines,
    }
}

fn text_of(pdf: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("month.pdf");
    std::fs::write(&file, pdf).unwrap();
    let out = Command::new("pdftotext").args(["-layout"]).arg(&file).arg("-").output().unwrap();
    assert!(out.status.success(), "pdftotext is there and reads it");
    String::from_utf8(out.stdout).unwrap()
}

fn cells(csv: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8(csv.to_vec()).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("Excel needs the mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn every_figure_of_the_csv_stands_in_the_pdf() {
    let mut lines: Vec<Line> = (0..90).map(|n| line(n, Service::ALL[n as usize % 3])).collect();
    lines[3].kind = LineKind::NoShow;
    lines[3].subtraction = Some(Subtraction { reason: SubtractionReason::NoShow, units: Units(1) });
    lines[4].taken_back = true;
    let month = month(lines);
    let text = text_of(&draft(&month).unwrap().pdf).replace(',', "");
    let rows = cells(&csv(&month).unwrap());
    assert!(rows.iter().all(|r| r.len() == 16));
    for row in &rows[1..] {
        for cell in [1, 2, 9, 11, 12, 13, 14] {
            assert!(text.contains(&row[cell]), "{} of {:?}", row[cell], row);
        }
    }
    assert!(text.contains("練習") && text.contains("下書き") && text.contains("減算依頼一覧"));
}

#[test]
fn pages_are_numbered_and_a_thousand_uses_stay_under_a_megabyte() {
    let month = month((0..1000).map(|n| line(n, Service::DayCare)).collect());
    let drawn = final_copy(&month).unwrap();
    assert!(drawn.pdf.len() < 1_000_000, "{} bytes", drawn.pdf.len());
    let text = text_of(&drawn.pdf);
    assert!(text.contains(&format!("{0} / {0} ページ", drawn.pages)));
    assert_eq!(text.matches('\u{c}').count(), drawn.pages);
}

#[test]
fn an_empty_month_says_so() {
    let text = text_of(&draft(&month(vec![])).unwrap().pdf);
    assert!(text.contains("利用はありません"), "{text}");
}

#[test]
fn a_name_the_typeface_lacks_is_printed_in_kana_and_reported() {
    let mut rare = line(1, Service::DayCare);
    rare.name = "𠮷野\u{e0100} 花".into();
    let drawn = draft(&month(vec![rare])).unwrap();
    assert_eq!(drawn.missing, ['𠮷']);
    assert!(text_of(&drawn.pdf).contains("ひかりがおか はな※"));
}

#[test]
fn a_cell_that_looks_like_a_formula_is_text() {
    let mut odd = line(1, Service::DayCare);
    odd.name = "=HYPERLINK(1)".into();
    assert_eq!(cells(&csv(&month(vec![odd])).unwrap())[1][3], "'=HYPERLINK(1)");
}

#[test]
fn late_cancellations_are_money_but_no_use() {
    let mut late = line(1, Service::DayCare);
    late.kind = LineKind::LateCancellation;
    let month = month(vec![late, line(2, Service::DayCare)]);
    let day_care = totals(&month)[2];
    assert_eq!((day_care.uses, day_care.units, day_care.late_cancellations), (1, Units(1), 1));
    assert_eq!(day_care.copay, Yen(3003));
    assert_eq!(month.persons(), 1);
}
