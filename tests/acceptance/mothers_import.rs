//! The list a facility has today becomes entries: looked at first, then all good rows or none.

use base64::Engine;
use serde_json::{Value, json};

use crate::forms::{With, mother, text};
use crate::world::World;

const HEAD: &str = "利用者番号,氏名,フリガナ,お子さまの生年月日,電話番号,多胎,妊婦面談日,食物アレルギー,備考";

fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn shift_jis(text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding_rs::SHIFT_JIS.encode(text);
    assert!(!lost, "the list can be written in Shift_JIS");
    bytes.into_owned()
}

/// A list of so many rows, all good, as a facility keeps it.
fn rows(count: usize) -> Vec<String> {
    let row = |n: usize| {
        let dates = ["2026/5/1", "2026-05-01", "R8.5.1", "令和8年5月1日", "２０２６年５月１日", "20260501"];
        format!(
            "{},髙橋 花{n},ﾀｶﾊｼ ﾊﾅ,{},090-0000-{n:04},,{},卵,ピアノ教室の紹介",
            20_000_000 + n,
            dates[n % 6],
            "R8.4.2"
        )
    };
    (1..=count).map(row).collect()
}

fn list(rows: &[String]) -> String {
    format!("{HEAD}\r\n{}\r\n", rows.join("\r\n"))
}

fn preview(world: &mut World, bytes: &[u8]) -> Value {
    world.does("preview_import", json!({"csv": base64(bytes)}))
}

/// Numbers of good, known and wrong rows.
fn counts(preview: &Value) -> [u64; 3] {
    let of = |name: &str| preview[name].as_array().unwrap().len() as u64;
    [preview["good"].as_u64().unwrap(), of("known"), preview["bad_total"].as_u64().unwrap()]
}

fn registered(world: &mut World) -> u64 {
    world.does("mothers", json!({"query": "", "from": 0, "limit": 1}))["total"].as_u64().unwrap()
}

#[test]
fn five_hundred_rows_of_excel_with_three_wrong_ones_become_497_entries_in_one_step() {
    let mut world = World::on("2026-07-14 09:30");
    let mut rows = rows(500);
    rows[10] = rows[10].replace("20000011", "にせんまん");
    rows[120] =
        rows[120].replace("2026/5/1", "2026/2/30").replace("R8.5.1", "2026/2/30").replace("2026-05-01", "2026/2/30");
    rows[499] = rows[499].replace("ﾀｶﾊｼ ﾊﾅ", "");
    let bytes = shift_jis(&list(&rows));
    let shown = preview(&mut world, &bytes);
    assert_eq!(
        (text(&shown, "encoding"), shown["rows"].as_u64(), counts(&shown)),
        ("shift-jis", Some(500), [497, 0, 3])
    );
    let wrong: Vec<String> = shown["bad"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| {
            let cell = |c: &Value| format!("{} {} {}", row["line"], text(c, "column"), text(c, "code"));
            row["cells"].as_array().unwrap().iter().map(cell).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(wrong, ["12 利用者番号 unreadable", "122 お子さまの生年月日 not-a-date", "501 フリガナ empty"]);
    let columns: Vec<&Value> = shown["columns"].as_array().unwrap().iter().map(|c| &c["field"]).collect();
    assert_eq!(columns[8], &Value::Null, "備考 goes nowhere, and that is said");
    assert_eq!(registered(&mut world), 0, "looking saves nothing");

    let done = world.does("import_mothers", json!({"csv": base64(&bytes), "good_shown": 497}));
    assert_eq!(done, json!({"registered": 497, "known": 0, "bad": 3}));
    assert_eq!(registered(&mut world), 497);
    let hers = world.does("mother", json!({"input": "20000001"}));
    assert_eq!(
        (text(&hers, "born"), text(&hers, "kana"), text(&hers, "credential")),
        ("2026-05-01", "タカハシ ハナ", "coupon")
    );
    assert_eq!((text(&hers, "interview_on"), text(&hers, "allergies")), ("2026-04-02", "卵"));
    world.facts();

    let again = preview(&mut world, &bytes);
    assert_eq!(counts(&again), [0, 497, 3], "who is registered is told as known");
}

#[test]
fn the_rows_that_could_not_be_taken_are_handed_back_mended_and_taken() {
    let mut world = World::on("2026-07-14 09:30");
    let mut rows = rows(4);
    rows[1] = rows[1].replace("20000002", "番号");
    let bytes = shift_jis(&list(&rows));
    world.does("import_mothers", json!({"csv": base64(&bytes), "good_shown": 3}));
    let handed = world.does("export_import_errors", json!({"csv": base64(&bytes)}));
    let back = std::fs::read_to_string(text(&handed, "path")).unwrap();
    assert_eq!(back.lines().count(), 2, "{back}");
    assert!(back.starts_with('\u{feff}') && back.contains("エラー") && back.contains("3行目：利用者番号"), "{back}");
    let mended = back.replacen(",番号,", ",20000002,", 1).replacen("番号,髙橋", "20000002,髙橋", 1);
    let shown = preview(&mut world, mended.as_bytes());
    assert_eq!((text(&shown, "encoding"), counts(&shown)), ("utf8", [1, 0, 0]));
}

#[test]
fn a_list_is_read_in_either_encoding_and_with_any_separator() {
    let mut world = World::on("2026-07-14 09:30");
    let plain = list(&rows(3));
    let marked = [b"\xef\xbb\xbf", plain.as_bytes()].concat();
    let titled = format!("利用者一覧（令和8年度）,,,\r\n{plain}\r\n\r\n,,,\r\n");
    for bytes in [
        plain.clone().into_bytes(),
        marked,
        shift_jis(&plain),
        plain.replace(',', "\t").into_bytes(),
        plain.replace(',', ";").into_bytes(),
        titled.into_bytes(),
    ] {
        assert_eq!(counts(&preview(&mut world, &bytes)), [3, 0, 0]);
    }
    let apart = "利用者No.,姓,名,セイ,メイ,出産予定日\r\n30000001,桜台,美緒,サクラダイ,ミオ,2026/9/1\r\n";
    let shown = preview(&mut world, apart.as_bytes());
    assert_eq!((counts(&shown), text(&shown["first"][0], "name")), ([1, 0, 0], "桜台 美緒"));
}

#[test]
fn what_is_no_list_is_refused_with_its_reason_and_nothing_is_written() {
    let mut world = World::on("2026-07-14 09:30");
    let large = vec![b'a'; (5 << 20) + 1];
    let long = format!("{HEAD}\r\n{}", "1,a,あ,2026/5/1\r\n".repeat(20_001));
    for (bytes, code) in [
        (&b"PK\x03\x04 a workbook"[..], "import-not-csv"),
        (b"", "import-not-csv"),
        (b"\r\n\r\n", "import-not-csv"),
        (b"\xff\xfea\0b\0", "import-not-csv"),
        (b"\x82\xff\xfd\xfe,\x81", "import-unreadable"),
        (&large, "import-too-large"),
        (long.as_bytes(), "import-too-large"),
        ("氏名,電話\r\n桜台 美緒,090\r\n".as_bytes(), "import-columns"),
    ] {
        assert_eq!(world.refused("preview_import", json!({"csv": base64(bytes)})), code);
        assert_eq!(world.refused("import_mothers", json!({"csv": base64(bytes), "good_shown": 1})), code);
    }
    let lacking = world.problem("preview_import", json!({"csv": base64("氏名,電話\r\na,b\r\n".as_bytes())}));
    assert_eq!(lacking.facts["fields"], "user_number,kana,born");
    assert_eq!(world.refused("preview_import", json!({"csv": "no base64!"})), "unreadable-field");
    assert_eq!(world.refused("preview_import", json!({})), "unreadable-field");
}

#[test]
fn who_is_registered_stays_as_she_is_and_what_the_list_says_otherwise_is_shown() {
    let mut world = World::on("2026-07-14 09:30");
    world.registers(mother("20000001", "2026-05-02").with("phone", "03-1111-2222").with("kana", "たかはし はな"));
    let bytes = list(&rows(2)).into_bytes();
    let shown = preview(&mut world, &bytes);
    assert_eq!(counts(&shown), [1, 1, 0]);
    let differs: Vec<&str> =
        shown["known"][0]["differs"].as_array().unwrap().iter().map(|d| text(d, "field")).collect();
    assert_eq!(differs, ["name", "kana", "phone", "born", "interview_on", "allergies"]);
    let before = world.does("mother", json!({"input": "20000001"}));
    world.does("import_mothers", json!({"csv": base64(&bytes), "good_shown": 1}));
    assert_eq!(world.does("mother", json!({"input": "20000001"})), before);
}

#[test]
fn one_number_twice_in_a_list_is_taken_once_and_a_likeness_is_told() {
    let mut world = World::on("2026-07-14 09:30");
    world.registers(mother("90000000", "2026-05-01").with("kana", "タカハシ ハナ"));
    let mut rows = rows(3);
    rows[2] = rows[0].clone();
    let shown = preview(&mut world, list(&rows).as_bytes());
    assert_eq!(counts(&shown), [2, 0, 1]);
    assert_eq!(text(&shown["bad"][0]["cells"][0], "code"), "twice-in-list");
    assert_eq!(shown["similar"].as_array().unwrap().len(), 2, "the same kana and birth date are registered already");
}

#[test]
fn what_has_changed_since_it_was_shown_is_looked_at_again() {
    let mut world = World::on("2026-07-14 09:30");
    let bytes = list(&rows(3)).into_bytes();
    assert_eq!(counts(&preview(&mut world, &bytes)), [3, 0, 0]);
    world.registers(mother("20000002", "2026-05-01"));
    let stale = json!({"csv": base64(&bytes), "good_shown": 3});
    assert_eq!(world.refused("import_mothers", stale), "import-changed");
}

#[test]
fn an_import_that_somebody_stops_registers_nobody() {
    let mut world = World::on("2026-07-14 09:30");
    let request = json!({"csv": base64(list(&rows(5000)).as_bytes()), "good_shown": 5000});
    let (facts, _) = world.facts();
    let (desk, session) = world.desk_and_session();
    let refused = std::thread::scope(|scope| {
        let import = scope.spawn(|| {
            sango_desk::view::commands::call(desk, &mut session.clone(), "import_mothers", request).unwrap_err().code()
        });
        let call = |name: &str| sango_desk::view::commands::call(desk, &mut session.clone(), name, json!({})).unwrap();
        while call("import_progress")["done"].as_u64().unwrap() < 100 {
            assert!(!import.is_finished(), "it says how far it is");
            std::thread::yield_now();
        }
        assert_eq!(call("import_progress")["total"], 5000);
        call("stop_import");
        import.join().unwrap()
    });
    assert_eq!(refused, "import-stopped");
    assert_eq!((world.facts().0, registered(&mut world)), (facts, 0));
    assert_eq!(world.does("import_progress", Value::Null), json!({"done": 0, "total": 0}));
}

#[test]
fn wrong_cells_are_each_named_and_a_cell_of_a_few_words_takes_those() {
    let mut world = World::on("2026-07-14 09:30");
    let head = "番号,お名前,かな,生年月日,人数,お持ちのもの,言語,非表示,無償開始日,無償終了日,転出日";
    let good = "1,桜台 美緒,さくらだい みお,R8.5.1,双胎,紙のカード,English,○,2026/6/1,2027/3/31,2026/12/1";
    let wrong = "2,田柄 葵👶,タガラ,来月,七人,手帳,ドイツ語,たぶん,,2027/3/31,未定";
    let future = "3,錦 楓,にしき かえで,2026/7/15,,,,,,,";
    let mothers = "4,錦 楓,にしき かえで,1990/7/15,,,,,,,";
    let shown = preview(&mut world, format!("{head}\n{good}\n{wrong}\n{future}\n{mothers}\n").as_bytes());
    assert_eq!(counts(&shown), [1, 0, 3]);
    let cells = |n: usize| -> Vec<String> {
        let cells = shown["bad"][n]["cells"].as_array().unwrap();
        cells.iter().map(|c| format!("{} {}", text(c, "field"), text(c, "code"))).collect()
    };
    assert_eq!(
        cells(0),
        [
            "born not-a-date",
            "moved_out_on not-a-date",
            "waived empty",
            "babies not-a-choice",
            "credential not-a-choice",
            "language not-a-choice",
            "unlisted not-a-choice",
            "name unreadable"
        ]
    );
    assert_eq!((cells(1), cells(2)), (vec!["born in-future".to_owned()], vec!["born unreadable".to_owned()]));
    let bytes = format!("{head}\n{good}\n");
    world.does("import_mothers", json!({"csv": base64(bytes.as_bytes()), "good_shown": 1}));
    let hers = world.does("mother", json!({"input": "1"}));
    assert_eq!((hers["babies"].as_u64(), text(&hers, "credential"), text(&hers, "language")), (Some(2), "card", "en"));
    assert_eq!(hers["unlisted"], true);
    assert_eq!(hers["waived"], json!([{"from": "2026-06-01", "until": "2027-03-31"}]));
}

#[test]
fn the_sample_that_comes_with_the_program_is_a_good_list_whose_every_column_is_used() {
    let mut world = World::on("2026-07-14 09:30");
    let sample = include_bytes!("../../assets/samples/mothers.csv");
    let shown = preview(&mut world, sample);
    assert_eq!(counts(&shown), [3, 0, 0]);
    assert!(shown["columns"].as_array().unwrap().iter().all(|c| !c["field"].is_null()), "{}", shown["columns"]);
}

#[test]
fn a_quotation_mark_left_open_is_told_with_the_lines_it_swallowed() {
    let mut world = World::on("2026-07-14 09:30");
    let mut rows = rows(8);
    rows[1] = rows[1].replace("髙橋", "\"髙橋");
    let shown = preview(&mut world, list(&rows).as_bytes());
    assert_eq!(counts(&shown), [1, 0, 1]);
    let cell = &shown["bad"][0]["cells"][0];
    assert_eq!((text(cell, "code"), text(cell, "field")), ("quote-open", "name"));
    assert!(text(cell, "value").starts_with("3–9"), "{cell}");
    // Also where it stands in a column that is not taken.
    let mut rows = self::rows(8);
    rows[1] = rows[1].replace("ピアノ", "\"ピアノ");
    let shown = preview(&mut world, list(&rows).as_bytes());
    assert_eq!(text(&shown["bad"][0]["cells"][0], "code"), "quote-open");
}

#[test]
fn who_stands_twice_in_a_list_under_two_numbers_is_told() {
    let mut world = World::on("2026-07-14 09:30");
    let shown = preview(&mut world, list(&rows(7)).as_bytes());
    assert_eq!(counts(&shown), [7, 0, 0]);
    let similar: Vec<&str> = shown["similar"].as_array().unwrap().iter().map(|s| text(s, "user_number")).collect();
    assert_eq!(similar.len(), 6, "all have one kana and one birth date, and the first is like nobody: {similar:?}");
}

#[test]
fn a_list_of_what_is_wrong_holds_no_formula_and_is_read_again_as_it_was() {
    let mut world = World::on("2026-07-14 09:30");
    let wrong = "=1+1,田柄 葵,たがら あおい,来月,+81-3-0000-0000,,,,@x,beyond";
    let bytes = format!("{HEAD}\r\n{wrong}\r\n").into_bytes();
    let file = world.does("export_import_errors", json!({"csv": base64(&bytes)}));
    let written = std::fs::read(text(&file, "path")).unwrap();
    let line = String::from_utf8(written.clone()).unwrap();
    let cells: Vec<&str> = line.lines().nth(1).unwrap().split(',').collect();
    assert!(cells.iter().all(|c| !c.starts_with(['=', '+', '-', '@'])), "{line}");
    assert!(cells.contains(&"'=1+1") && cells.contains(&"'+81-3-0000-0000") && cells.contains(&"beyond"), "{line}");
    let again = preview(&mut world, &written);
    let mended = String::from_utf8(written).unwrap().replace("来月", "2026/5/1").replace("'=1+1", "20000001");
    assert_eq!(again["bad"][0]["cells"].as_array().unwrap().len(), 2);
    assert_eq!(counts(&preview(&mut world, mended.as_bytes())), [1, 0, 0]);
    world.does("import_mothers", json!({"csv": base64(mended.as_bytes()), "good_shown": 1}));
    assert_eq!(text(&world.does("mother", json!({"input": "20000001"})), "phone"), "+81-3-0000-0000");
}

#[cfg(unix)]
#[test]
fn a_device_that_never_ends_is_a_list_too_large() {
    let mut world = World::on("2026-07-14 09:30");
    assert_eq!(world.refused("preview_import", json!({"file": "/dev/zero"})), "import-too-large");
}
