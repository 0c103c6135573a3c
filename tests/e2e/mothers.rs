//! Mothers in the window, with the ward out of reach: registered, edited, found again; a list imported; July.

use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use serde_json::json;

use crate::day::{sign_in, until};
use crate::facility::{Demonstration, NOW};
use crate::people::{FIRST, PEOPLE};
use crate::window::Window;

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// A facility whose ward does not answer, and its window at a time.
fn opened(folder: &Path, name: &str, now: &str) -> (Demonstration, Window) {
    let mut facility = Demonstration::in_folder(folder);
    facility.ward.take_away();
    let data = facility.data.to_str().unwrap().to_owned();
    std::fs::remove_dir_all(kept(name)).ok();
    let mut window = Window::open(&["--data", &data, "--now", now], &kept(name));
    sign_in(&mut window, "s2");
    (facility, window)
}

/// The list shows only who is looked for.
fn finds(window: &Window, typed: &str, number: &str) {
    window.replace("[data-testid=mothers-search]", typed);
    until(&format!("{typed} finds her alone"), || {
        window.count("[data-testid=mother-row]") == 1
            && window.count(&format!("[data-testid=mother-row][data-number='{number}']")) == 1
    });
}

#[test]
fn a_mother_is_registered_edited_and_found_again() {
    const NUMBER: &str = "40731958";
    let folder = tempfile::tempdir().unwrap();
    let (_facility, mut window) = opened(folder.path(), "mothers", NOW);
    window.press(Key::F4);
    window.see("[data-testid=mother-row]");
    assert_eq!(window.text("[data-testid=mothers-total]"), "16人");
    window.picture("list");

    // Half filled in, left, and gone on with; kana in the number, a birth to come: each is told at its field.
    window.click("[data-testid=register]");
    window.fill("[data-testid=register-number]", "よんまる");
    window.fill("[data-testid=register-name]", "髙﨑 このみ");
    window.press(Key::Escape);
    window.see("[data-testid=mothers-search]");
    window.click("[data-testid=register]");
    assert_eq!(window.attribute("[data-testid=register-name]", "value"), "髙﨑 このみ", "nothing is lost");
    window.see("[data-testid=fresh]");
    window.fill("[data-testid=register-kana]", "たかさき このみ");
    window.fill("[data-testid=register-born]", "R8.8.1");
    window.click("[data-testid=register-save]");
    until("the number is wrong", || window.text("[data-testid=form-wrong]").contains("英数字"));
    window.replace("[data-testid=register-number]", "４０７３１９５８");
    window.click("[data-testid=register-save]");
    until("the birth is to come", || window.text("[data-testid=form-wrong]").contains("先の日付"));
    window.picture("form-wrong");
    window.replace("[data-testid=register-born]", "R8.6.1");
    window.fill("[data-testid=register-phone]", "090-1234-5678");
    window.fill("[data-testid=register-allergies]", "卵、乳");
    window.press(Key::Tab);
    window.picture("form");
    window.click("[data-testid=register-save]");
    window.see("[data-testid=mother-saved]");
    assert_eq!(window.text("[data-testid=mother-name]"), "髙﨑 このみ");
    assert_eq!(window.text("[data-testid=entry-allergies]"), "卵、乳");
    window.picture("detail");

    window.click("[data-testid=edit-mother]");
    window.replace("[data-testid=register-phone]", "03-9876-5432");
    window.click("[data-testid=register-save]");
    window.see("[data-testid=undo-edit]");
    until("the new number stands there", || window.text("[data-testid=entry-phone]") == "03-9876-5432");
    until("the edit is in her history", || window.count("[data-testid=history][data-code=edited]") == 1);
    window.picture("edited");
    window.click("[data-testid=undo-edit]");
    until("the old one is back", || window.text("[data-testid=entry-phone]") == "090-1234-5678");
    window.press(Key::Escape);

    for typed in ["高崎", "タカサキ", "ﾀｶｻｷ", "たかさきこ", "4073", "０９０１２３４", "1234-5678"]
    {
        finds(&window, typed, NUMBER);
    }
    window.press(Key::Enter);
    window.see("[data-testid=mother-name]");
    window.press(Key::Escape);

    // The same person under a number with two digits that changed places.
    window.click("[data-testid=register]");
    window.fill("[data-testid=register-number]", "40731985");
    window.fill("[data-testid=register-name]", "高崎 このみ");
    window.fill("[data-testid=register-kana]", "タカサキ コノミ");
    window.fill("[data-testid=register-born]", "2026/6/1");
    window.click("[data-testid=register-save]");
    window.see("[data-testid=similar]");
    window.picture("similar");
    window.click("[data-testid=open-similar]");
    until("her entry is open", || window.text("[data-testid=mother-name]") == "髙﨑 このみ");
    window.press(Key::Escape);

    // A caller is told of nothing but whether number and day belong together.
    window.click("[data-testid=caller]");
    window.fill("[data-testid=caller-number]", PEOPLE[FIRST].number);
    window.fill("[data-testid=caller-born]", PEOPLE[FIRST].born);
    window.click("[data-testid=caller-check]");
    window.see("[data-testid=caller-answer][data-matches=true]");
    window.picture("caller");
    window.replace("[data-testid=caller-born]", "2026-03-07");
    window.click("[data-testid=caller-check]");
    window.see("[data-testid=caller-answer][data-matches=false]");
    window.press(Key::Escape);

    // From the list to the check-in by keys alone.
    finds(&window, "4073", NUMBER);
    window.press(Key::Enter);
    window.click("[data-testid=receive-mother]");
    window.see("[data-testid=verdict]");
    window.close();
}

#[test]
fn import_of_500_rows_in_shift_jis_with_three_bad_ones() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("riyosha.csv");
    std::fs::write(&list, five_hundred_rows()).unwrap();
    let (facility, mut window) = opened(folder.path(), "import", NOW);
    window.press(Key::F4);
    window.click("[data-testid=mothers-import]");
    window.see("[data-testid=import-choose]");
    window.picture("choose");
    window.fill("[data-testid=import-file]", list.to_str().unwrap());
    window.see("[data-testid=import-good]");
    assert!(window.text("[data-testid=import-good]").contains("497人"));
    assert_eq!(window.count("[data-testid=bad-row]"), 3);
    let said = window.text("[data-testid=bad-row]");
    assert!(said.contains("12行目") && said.contains("利用者番号") && said.contains("英数字"), "{said}");
    window.picture("preview");
    window.click("[data-testid=import-export]");
    until("the three are written to a list of their own", || {
        std::fs::read_dir(facility.data.join("exports")).is_ok_and(|files| files.count() == 1)
    });

    // Left without importing, nobody is registered.
    window.click("[data-testid=import-cancel]");
    window.see("[data-testid=import-choose]");
    window.click("[data-testid=mothers-list]");
    until("nobody is registered by looking", || window.text("[data-testid=mothers-total]") == "16人");

    window.click("[data-testid=mothers-import]");
    window.fill("[data-testid=import-file]", list.to_str().unwrap());
    window.click("[data-testid=import-go]");
    window.see("[data-testid=import-done]");
    window.picture("done");
    window.click("[data-testid=import-to-list]");
    until("all good rows are registered", || window.text("[data-testid=mothers-total]") == "513人");
    finds(&window, "20000497", "20000497");
    window.press(Key::Enter);
    assert!(window.text("[data-testid=mother-name]").starts_with("髙橋"));
    window.press(Key::Escape);

    // The list is long now: its end is reached by one key, and only what is seen is drawn.
    window.replace("[data-testid=mothers-search]", "髙橋");
    until("497 are found", || window.text("[data-testid=mothers-total]") == "497人");
    window.press(Key::Enter);
    window.press(Key::End);
    until("the last one has the focus", || {
        window.looks("return document.activeElement?.dataset.index ?? ''", vec![]) == json!("496")
    });
    assert!(window.count("[data-testid=mother-row]") < 60);
    window.picture("long-list");

    // A second time everybody is known.
    window.click("[data-testid=mothers-import]");
    window.fill("[data-testid=import-file]", list.to_str().unwrap());
    window.see("[data-testid=import-known]");
    assert!(window.text("[data-testid=import-good]").contains("0人"));
    window.close();
}

/// As a facility keeps it in Excel: Shift_JIS, half-width kana, dates of several kinds, a rare kanji, columns of its own.
fn five_hundred_rows() -> Vec<u8> {
    let dates = ["2026/5/1", "2026-05-01", "R8.5.1", "令和8年5月1日", "２０２６年５月１日"];
    let mut text =
        "利用者番号,氏名,フリガナ,お子さまの生年月日,電話番号,多胎,妊婦面談日,食物アレルギー,備考\r\n".to_owned();
    for n in 1..=500 {
        let number = if n == 11 { "にせんまん".to_owned() } else { format!("{}", 20_000_000 + n) };
        let born = if n == 121 { "2026/2/30" } else { dates[n % dates.len()] };
        let kana = if n == 500 { "" } else { "ﾀｶﾊｼ ﾊﾅ" };
        text += &format!("{number},髙橋 花{n},{kana},{born},090-0000-{n:04},,R8.4.2,卵,紹介\r\n");
    }
    let (bytes, _, lost) = encoding_rs::SHIFT_JIS.encode(&text);
    assert!(!lost);
    bytes.into_owned()
}

#[test]
fn an_exempt_household_in_july() {
    const NUMBER: &str = "55128046";
    let folder = tempfile::tempdir().unwrap();
    let (_facility, mut window) = opened(folder.path(), "july", NOW);
    window.press(Key::F4);
    window.click("[data-testid=register]");
    window.fill("[data-testid=register-number]", NUMBER);
    window.fill("[data-testid=register-name]", "小竹 環");
    window.fill("[data-testid=register-kana]", "こたけ たまき");
    window.fill("[data-testid=register-born]", "R8.5.20");
    window.click("[data-testid=add-period]");
    window.fill("[data-testid=waived-from]", "R8.6.1");
    window.click("[data-testid=register-save]");
    window.see("[data-testid=recheck]");
    window.picture("entry");
    window.press(Key::Escape);

    window.click("[data-testid=mothers-work]");
    until("she waits for the re-check", || window.text("[data-testid=count-recheck]") == "1件");
    assert!(window.count("[data-testid=work-row]") == 0, "the list is opened by hand: the counter is public");
    window.click("[data-testid=work-recheck]");
    window.see("[data-testid=work-row]");
    assert!(window.text("[data-testid=work-row]").contains(NUMBER));
    window.picture("work-list");

    // The mark changes no verdict: her whole way through the check-in, at ¥0.
    window.fill("#scan", NUMBER);
    window.press(Key::Enter);
    window.see("[data-testid=verdict]");
    assert_eq!(window.text("[data-testid=charge]"), "¥0");
    window.picture("check-in");
    window.click("[data-testid=tick-number-matches]");
    window.click("[data-testid=verdict]");
    window.keys(" ");
    window.press(Key::Enter);
    window.see("[data-testid=saved]");
    window.press(Key::F4);
    window.click("[data-testid=mothers-work]");
    until("she still waits", || window.text("[data-testid=count-recheck]") == "1件");
    window.click("[data-testid=work-recheck]");
    window.click("[data-testid=work-row] button");
    until("it is in her history", || window.count("[data-testid=history][data-code=checked-in]") == 1);

    // The ward answers: the period has an end, and nothing waits any more.
    window.click("[data-testid=edit-mother]");
    window.fill("[data-testid=waived-until]", "R9.6.30");
    window.click("[data-testid=register-save]");
    window.see("[data-testid=mother-saved]");
    until("nothing waits", || window.count("[data-testid=recheck]") == 0);
    window.press(Key::Escape);
    until("the list is empty", || window.text("[data-testid=count-recheck]") == "0件");
    window.close();
}
