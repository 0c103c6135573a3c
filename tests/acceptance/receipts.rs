//! Receipts: numbered without a gap, issued with their money, printed once and then marked, cancelled by a counter-receipt.

use serde_json::{Value, json};

use crate::forms::{With, draft, draft_with_coupon, mother, text};
use crate::printing::{Printers, call};
use crate::world::{PIN, Who, World};

const NUMBER: &str = "40731958";
const OTHER: &str = "40731959";
const BORN: &str = "2026-06-10";
const NOW: &str = "2026-09-14T09:30:00+09:00";

fn world() -> World {
    let mut world = World::on("2026-09-14 09:30");
    for number in [NUMBER, OTHER] {
        world.registers(mother(number, BORN));
    }
    world
}

/// `number kind amount` of each receipt of the day.
fn of_the_day(world: &mut World, date: &str) -> Vec<String> {
    let money = world.does("day_money", json!({"date": date}));
    let row = |r: &Value| format!("{} {} {}", text(r, "number"), text(r, "kind"), r["received"]);
    money["receipts"].as_array().unwrap().iter().map(row).collect()
}

fn words_of(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("receipt.pdf");
    std::fs::write(&file, pdf).unwrap();
    let done = std::process::Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output().unwrap();
    assert!(done.status.success(), "pdftotext reads it");
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn a_receipt_is_issued_with_the_money_and_numbered_without_a_gap() {
    let mut world = world();
    let first = world.check_in(&draft(NUMBER, "day-care"));
    let later = world.ready(&draft(OTHER, "day-care")).with("means", "later");
    let owed = world.does("check_in", later);
    assert_eq!((&owed["receipt"]["receipt_id"], text(&owed["receipt"], "kind")), (&Value::Null, "nothing"));
    let refused = world.ready(&draft(OTHER, "day-care")).with("ticks", json!([]));
    assert_eq!(world.refused("check_in", refused), "ticks-missing", "and no number is lost by it");
    let paid = world.does("pay", json!({"use_id": owed["use_id"], "yen": 1500, "means": "card"}));
    let [a, b] = [text(&first["receipt"], "number"), text(&paid["receipt"], "number")];
    assert!(a.ends_with("-00001") && b.ends_with("-00002"), "{a} {b}");
    let r = &first["receipt"];
    assert_eq!(
        (text(r, "name"), &r["received"], &r["tax_free"], text(r, "means")),
        ("桜台 美緒", &json!(1500), &json!(1500), "cash")
    );
    assert_eq!(text(r, "wording"), "産後ケア事業 母子デイケア 利用料（令和8年9月14日 利用分）として");
    assert_eq!(text(&r["issuer"], "name"), "れんしゅう助産院");
}

#[test]
fn the_full_price_is_no_part_of_what_is_free_of_tax() {
    let mut world = World::on("2026-09-14 09:30").with_full_prices().enrolled();
    let coupon = world.ward.coupon_with(NUMBER, BORN, |o| o.used.stay = 5);
    world.registers(mother(NUMBER, BORN));
    let saved = world.check_in(&draft_with_coupon(NUMBER, "stay", &coupon.text).with("days", 3));
    let r = &saved["receipt"];
    assert_eq!((&r["received"], &r["tax_free"]), (&json!(37000), &json!(7000)));
    assert_eq!(text(r, "wording"), "産後ケア事業 母子ショートステイ 利用料（令和8年9月14日〜16日 利用分）として");
}

#[test]
fn addressee_and_wording_can_be_changed_before_and_never_after() {
    let mut world = world();
    let ready =
        world.ready(&draft(NUMBER, "day-care")).with("addressee", "桜台 太郎").with("wording", "デイケア代として");
    let long = ready.clone().with("addressee", "長".repeat(81));
    assert_eq!(world.refused("check_in", long), "unreadable-field");
    assert_eq!(world.refused("check_in", ready.clone().with("wording", "　")), "empty-field");
    let saved = world.does("check_in", ready);
    assert_eq!(
        (text(&saved["receipt"], "name"), text(&saved["receipt"], "wording")),
        ("桜台 太郎", "デイケア代として")
    );
    let id = json!({"receipt_id": saved["receipt"]["receipt_id"]});
    let counter = world.does("cancel_receipt", id.clone());
    assert_eq!(
        (text(&counter, "kind"), &counter["received"], &counter["cancels"]),
        ("cancels", &json!(-1500), &saved["receipt"]["number"])
    );
    assert_eq!(world.refused("cancel_receipt", id), "receipt-cancelled");
    assert_eq!(world.refused("cancel_receipt", json!({"receipt_id": counter["receipt_id"]})), "receipt-cancelled");
    let again = world.does("issue_receipt", json!({"use_id": saved["use_id"]}));
    assert_eq!(
        (text(&again, "name"), &again["received"], &again["tax_free"], text(&again, "means")),
        ("桜台 美緒", &json!(1500), &json!(1500), "cash")
    );
    let none = world.does("issue_receipt", json!({"use_id": saved["use_id"]}));
    assert_eq!((&none["received"], text(&none, "kind")), (&json!(0), "received"), "on request for nothing at all");
    let kinds = of_the_day(&mut world, "2026-09-14");
    let kinds: Vec<&str> = kinds.iter().map(|k| k.split_once(' ').unwrap().1).collect();
    assert_eq!(kinds, ["received 1500", "cancels -1500", "received 1500", "received 0"]);
}

#[test]
fn what_goes_back_has_its_paper_and_cancels_the_receipt_it_takes_back_whole() {
    let mut world = world();
    let saved = world.check_in(&draft(NUMBER, "stay").with("days", 3));
    let shorter = json!({"use_id": saved["use_id"], "days": 2, "reason": "発熱のため退所", "agreed_full_price": false});
    world.by(Who::Manager, |w| w.does("change_stay", shorter));
    let back = world.does("pay", json!({"use_id": saved["use_id"], "yen": -3500, "means": "cash"}))["receipt"].clone();
    assert_eq!(
        (text(&back, "kind"), &back["received"], &back["tax_free"]),
        ("given-back", &json!(-3500), &json!(-3500))
    );
    let other = world.check_in(&draft(OTHER, "day-care"));
    world.does("take_back", json!({"use_id": other["use_id"], "reason": "別の方でした"}));
    let whole = world.does("pay", json!({"use_id": other["use_id"], "yen": -1500, "means": "cash"}))["receipt"].clone();
    assert_eq!((text(&whole, "kind"), &whole["cancels"]), ("cancels", &other["receipt"]["number"]));
}

#[test]
fn a_late_cancellation_and_a_no_show_have_words_of_their_own() {
    let mut world = world();
    let late = world.books(NUMBER, "day-care", "2026-09-15", 1);
    let missed = world.books(OTHER, "day-care", "2026-09-15", 1);
    world.at("2026-09-14 12:00");
    let late = world.does("cancel", json!({"reservation_id": late["reservation_id"]}));
    world.at("2026-09-15 18:00");
    let missed = world.does("declare_no_show", json!({"reservation_id": missed["reservation_id"]}));
    let paper = |world: &mut World, used: &Value| {
        let paid = world.does("pay", json!({"use_id": used["use_id"], "yen": 1500, "means": "cash"}));
        text(&paid["receipt"], "wording").to_owned()
    };
    assert!(paper(&mut world, &late).contains("期限後キャンセル"));
    assert!(paper(&mut world, &missed).contains("ご連絡のなかった日"));
}

#[test]
fn the_first_print_is_the_original_and_every_other_says_so() {
    let mut world = world();
    world.settings(|s| {
        s.with(
            "issuer",
            json!({"name": "れんしゅう産院 株式会社", "address": "練馬区豊玉北0-0-0", "phone": "03-0000-0000",
            "registration": "T1234567890123", "kind": "company"}),
        )
    });
    let id = {
        let saved = world.check_in(&draft(NUMBER, "day-care"));
        json!({"receipt_id": saved["receipt"]["receipt_id"]})
    };
    let printers = Printers::new();
    let mut ask = |name: &str, request: Value| call(&mut world, printers.path(), NOW, name, request).line();
    assert_eq!(ask("print_receipt", id.clone())["outcome"], "no-printer");
    ask("set_printer", json!({"document": "receipt", "printer": "front-desk", "paper": "a5"}));
    printers.switch(false);
    assert_eq!(ask("print_receipt", id.clone())["outcome"], "failed");
    assert_eq!(ask("unprinted_receipts", json!({}))["receipts"][0]["receipt_id"], id["receipt_id"]);
    printers.switch(true);
    assert_eq!(ask("print_receipt", id.clone())["outcome"], "printed");
    assert_eq!(ask("unprinted_receipts", json!({}))["receipts"], json!([]));
    let first = words_of(&printers.paper());
    for said in
        ["領 収 書", "桜台 美緒", "¥1,500", "非課税", "れんしゅう産院", "T1234567890123", "練習", "令和8年9月14日"]
    {
        assert!(first.contains(said), "the paper lacks {said}:\n{first}");
    }
    assert!(!first.contains("再発行") && !first.contains("収入印紙"), "{first}");
    std::fs::remove_file(printers.path().join("paper")).unwrap();
    ask("print_receipt", id.clone());
    assert!(words_of(&printers.paper()).contains("再発行"));
    assert_eq!(printers.asked().last().unwrap(), "-d front-desk -o media=A5 -t Sango Desk receipt");
    assert_eq!(ask("receipt", id)["printed"], 2);
}

#[test]
fn a_stamp_is_due_on_a_companys_receipt_for_much_cash_and_on_no_other() {
    let mut world = World::on("2026-09-14 09:30").with_full_prices();
    let issuer = |kind: &str| json!({"name": "", "address": "", "phone": "", "registration": "", "kind": kind});
    let mut stamp = |number: &str, kind: &str, means: &str, days: u32| {
        world.registers(mother(number, BORN).with("moved_out_on", "2026-09-15"));
        world.settings(|s| s.with("issuer", issuer(kind)));
        let ready = world.ready(&draft(number, "stay").with("days", days)).with("means", means);
        let saved = world.does("check_in", ready);
        (saved["receipt"]["received"].clone(), saved["receipt"]["stamp"].clone())
    };
    assert_eq!(stamp("40731961", "company", "cash", 3), (json!(63500), json!(true)));
    assert_eq!(stamp("40731962", "company", "card", 3), (json!(63500), json!(false)));
    assert_eq!(stamp("40731963", "practitioner", "cash", 3), (json!(63500), json!(false)));
    assert_eq!(stamp("40731964", "non-profit", "cash", 3), (json!(63500), json!(false)));
    assert_eq!(stamp("40731965", "company", "cash", 2), (json!(33500), json!(false)));
}

#[test]
fn the_wards_questionnaire_is_on_the_paper_where_the_ward_has_one_and_she_is_not_parted_from_her_child() {
    let mut world = world();
    let plan = |world: &mut World, number: &str| {
        let saved = world.check_in(&draft(number, "day-care"));
        let id = saved["receipt"]["receipt_id"].clone();
        let file = world.does("open_receipt", json!({"receipt_id": id}))["file"].as_str().unwrap().to_owned();
        assert!(!file.contains(number), "no number in a file's name");
        let paper = words_of(&std::fs::read(file).unwrap());
        let asked = world.does("check_out_plan", json!({"use_id": saved["use_id"]}))["questionnaire"].clone();
        (paper.contains("アンケート"), asked["url"].clone())
    };
    assert_eq!(plan(&mut world, NUMBER), (false, Value::Null));
    let nerima = include_str!("../../assets/programmes/nerima.toml");
    let with_url =
        nerima.replace("# questionnaire_url = \"https://…\"", "questionnaire_url = \"https://ward.example/q\"");
    assert_ne!(with_url, nerima);
    std::fs::write(world.data().join("programme.toml"), with_url).unwrap();
    world.at("2026-09-14 09:40");
    assert_eq!(plan(&mut world, OTHER), (true, json!("https://ward.example/q")));
    let apart = "40731960";
    world.registers(mother(apart, BORN).with("apart", "hospitalised"));
    assert_eq!(plan(&mut world, apart), (false, Value::Null));
}

#[test]
fn a_name_the_typeface_lacks_is_printed_in_kana() {
    let mut world = world();
    let rare = "40731966";
    world.registers(mother(rare, BORN).with("name", "\u{20bb7}野 花").with("kana", "よしの はな"));
    let saved = world.check_in(&draft(rare, "day-care"));
    assert_eq!(text(&saved["receipt"], "name"), "\u{20bb7}野 花", "the data keep her name");
    let opened = world.does("open_receipt", json!({"receipt_id": saved["receipt"]["receipt_id"]}));
    let paper = words_of(&std::fs::read(text(&opened, "file")).unwrap());
    assert!(paper.contains("よしの はな※"), "{paper}");
    let other = world.does("issue_receipt", json!({"use_id": saved["use_id"], "addressee": "\u{20bb7}野 太郎"}));
    let opened = world.does("open_receipt", json!({"receipt_id": other["receipt_id"]}));
    let paper = words_of(&std::fs::read(text(&opened, "file")).unwrap());
    assert!(paper.contains("〓野 太郎"), "{paper}");
}

#[test]
fn two_hands_at_once_never_share_a_number() {
    let mut world = world();
    let requests = [NUMBER, OTHER].map(|n| world.ready(&draft(n, "day-care")));
    let (desk, session) = world.desk_and_session();
    let call = |request: Value| {
        let mut session = session.clone();
        sango_desk::view::commands::call(desk, &mut session, "check_in", request).unwrap()
    };
    let numbers = std::thread::scope(|threads| {
        let hands = requests.map(|r| threads.spawn(|| text(&call(r)["receipt"], "number").to_owned()));
        hands.map(|h| h.join().unwrap())
    });
    let mut numbers = numbers.map(|n| n.split_once('-').unwrap().1.to_owned());
    numbers.sort();
    assert_eq!((numbers, PIN.len()), (["00001".to_owned(), "00002".to_owned()], 6));
}

#[test]
fn what_a_cancelled_receipt_took_back_is_not_taken_back_on_paper_twice() {
    let mut world = world();
    let saved = world.check_in(&draft(NUMBER, "day-care"));
    world.does("cancel_receipt", json!({"receipt_id": saved["receipt"]["receipt_id"]}));
    world.does("take_back", json!({"use_id": saved["use_id"], "reason": "人ちがい"}));
    let back = world.does("pay", json!({"use_id": saved["use_id"], "yen": -1500, "means": "cash"}));
    assert_eq!(back["receipt"]["receipt_id"], Value::Null, "the counter-receipt has said it");
    let again = json!({"use_id": saved["use_id"]});
    let nothing = world.does("issue_receipt", again.clone());
    assert_eq!(
        (&nothing["received"], world.refused("issue_receipt", again)),
        (&json!(0), "nothing-received".to_owned())
    );
    let sum: i64 =
        of_the_day(&mut world, "2026-09-14").iter().filter_map(|r| r.rsplit(' ').next()?.parse::<i64>().ok()).sum();
    assert_eq!(sum, 0, "no paper says more than is here");
}

#[test]
fn no_more_is_received_than_is_unpaid_and_only_a_manager_gives_back_what_is_due() {
    let mut world = world();
    let later = world.ready(&draft(NUMBER, "day-care")).with("means", "later");
    let id = world.does("check_in", later)["use_id"].clone();
    let pays = |yen: i64| json!({"use_id": id, "yen": yen, "means": "cash"});
    assert_eq!(world.refused("issue_receipt", json!({"use_id": id})), "nothing-received");
    assert_eq!(world.refused("pay", pays(1501)), "more-than-due");
    world.does("pay", pays(1500));
    assert_eq!(world.refused("pay", pays(1500)), "more-than-due", "a second press takes no second payment");
    let refused = world.by(Who::Reception, |w| w.refused("pay", pays(-1500)));
    assert_eq!(refused, "needs-manager");
}
