//! The main day: the line is down, mothers are received, the line comes back, everything counts once.

use sango_desk::desk::way;
use serde_json::{Value, json};
use store::Waiting;

use crate::forms::{draft, draft_with_coupon, mother, text};
use crate::line::Manner;
use crate::world::{Who, World};

const MOTHERS: [(&str, &str); 3] = [("40731958", "2026-05-01"), ("55128046", "2026-06-20"), ("61900277", "2026-02-11")];

const COUNTED: [&str; 3] = [
    "40731958 day-care 2026-09-14 1 used 1500",
    "55128046 day-care 2026-09-14 1 used 1500",
    "61900277 day-care 2026-09-14 1 used 1500",
];

/// Three mothers received from their pictures while nobody answers.
fn morning_without_line() -> World {
    let mut world = World::on("2026-09-14 09:30").enrolled();
    let coupons = MOTHERS.map(|(number, born)| world.ward.coupon(number, born));
    world.ward.line_down();
    for ((number, born), coupon) in MOTHERS.iter().zip(coupons) {
        let seen = world.scan(&coupon.picture);
        assert_eq!((text(&seen, "kind"), &seen["mother"]), ("coupon", &Value::Null));
        assert_eq!((text(&seen["coupon"], "user_number"), text(&seen["coupon"], "born")), (*number, *born));
        world.registers(mother(number, born));
        let saved = world.check_in(&draft_with_coupon(number, "day-care", text(&seen["coupon"], "text")));
        assert_eq!(saved["receipt"]["total"], 1500);
    }
    world
}

fn verdicts(sent: &Value) -> Vec<&str> {
    sent["answers"].as_array().unwrap().iter().map(|a| text(a, "verdict")).collect()
}

#[test]
fn three_mothers_received_while_the_line_was_down_are_counted_exactly_once() {
    let mut world = morning_without_line();
    assert_eq!(world.ward.ledger(), [""; 0]);
    let sent = world.sync();
    assert_eq!((&sent["sent"], &sent["waiting"], text(&sent, "trouble")), (&json!(0), &json!(3), "ward-unreachable"));

    world.ward.line_up();
    let sent = world.sync();
    assert_eq!((&sent["sent"], &sent["waiting"], &sent["trouble"]), (&json!(3), &json!(0), &Value::Null));
    assert_eq!(verdicts(&sent), ["accepted"; 3]);
    assert_eq!(world.ward.ledger(), COUNTED);

    let again = world.sync();
    assert_eq!((&again["sent"], &again["answers"]), (&json!(0), &json!([])));
    assert_eq!(world.ward.ledger(), COUNTED);
    assert!(world.queue("2026-09").iter().all(|r| r.ends_with("used accepted")));
    world.facts();
}

#[test]
fn a_report_sent_twice_counts_once() {
    let mut world = morning_without_line();
    let waiting = world.desk().store().waiting(200, wire::MAX_BATCH_BYTES).unwrap();
    let out = |w: Waiting| sync::Outgoing { event_id: w.event_id, hash: w.hash, bytes: w.bytes };
    let batch: Vec<sync::Outgoing> = waiting.into_iter().map(out).collect();
    world.ward.line_up();
    world.sync();
    for _ in 0..3 {
        let store = world.desk().store();
        let e = store.enrolment().unwrap().unwrap();
        let ward = sync::Ward::new(&e.ward_url, &e.desk_id, store.signing_key(), &e.ward_key).unwrap();
        drop(store);
        let sync::Heard::Verdicts(heard) = sync::interpret(&ward.reports(&batch).unwrap(), &batch) else {
            panic!("the ward answers")
        };
        assert_eq!(heard.iter().map(|a| a.verdict).collect::<Vec<_>>(), [wire::Verdict::Duplicate; 3]);
        assert_eq!(world.ward.ledger(), COUNTED);
    }
}

#[test]
fn a_ward_that_stops_between_its_commit_and_its_answer_has_counted_once() {
    let mut world = morning_without_line();
    world.ward.line_turns(Manner::LosesAnswers);
    let sent = world.sync();
    assert_eq!((text(&sent, "trouble"), &sent["waiting"]), ("ward-unreachable", &json!(3)));
    assert_eq!(world.ward.ledger(), COUNTED, "the ward has committed, the desk does not know");

    world.ward.line_up();
    let sent = world.sync();
    assert_eq!(verdicts(&sent), ["duplicate"; 3]);
    assert_eq!((&sent["waiting"], world.ward.ledger()), (&json!(0), COUNTED.map(str::to_owned).to_vec()));
    assert!(world.queue("2026-09").iter().all(|r| r.ends_with("used accepted")), "a duplicate is delivered");
    assert_eq!(world.sync()["sent"], 0);
    world.facts();
}

#[test]
fn pages_errors_silence_and_cut_answers_leave_everything_waiting() {
    let mut world = morning_without_line();
    let before = world.facts();
    for (manner, trouble) in [
        (Manner::Page(200), "ward-unintelligible"),
        (Manner::Page(302), "ward-unintelligible"),
        (Manner::Page(404), "ward-unintelligible"),
        (Manner::Page(500), "ward-error"),
        (Manner::Page(503), "ward-error"),
        (Manner::Page(401), "ward-refused"),
        (Manner::HangsUp, "ward-unreachable"),
    ] {
        world.ward.line_turns(manner);
        let sent = world.sync();
        assert_eq!((text(&sent, "trouble"), &sent["sent"]), (trouble, &json!(0)), "{manner:?}");
        let line = &world.does("status", Value::Null)["line"];
        assert_eq!((text(line, "trouble"), &line["waiting"], &line["held"]), (trouble, &json!(3), &json!(0)));
        assert_eq!(world.facts(), before, "{manner:?}: nothing was written");
        assert_eq!(world.ward.ledger(), [""; 0]);
    }
    world.ward.line_turns(Manner::CutsAnswers);
    assert_eq!(world.sync()["waiting"], 3);
    world.ward.line_up();
    assert_eq!(verdicts(&world.sync()), ["duplicate"; 3]);
    assert_eq!(world.ward.ledger(), COUNTED);
}

#[test]
fn what_waits_survives_the_night() {
    let mut world = morning_without_line();
    world.at("2026-09-15 09:00");
    assert_eq!(world.does("status", Value::Null)["line"]["waiting"], 3);
    world.ward.line_up();
    assert_eq!(world.sync()["sent"], 3);
    assert_eq!(world.ward.ledger(), COUNTED);
}

#[test]
fn four_senders_at_once_send_each_report_once() {
    let mut world = morning_without_line();
    world.ward.line_up();
    let desk = world.desk();
    let sent: u32 = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..4).map(|_| scope.spawn(|| way::send(desk).unwrap().sent)).collect();
        senders.into_iter().map(|s| s.join().unwrap()).sum()
    });
    assert_eq!((sent, world.ward.ledger()), (3, COUNTED.map(str::to_owned).to_vec()));
    world.facts();
}

#[test]
fn one_report_at_which_the_ward_fails_waits_alone() {
    let mut world = morning_without_line();
    let hard = world.desk().store().waiting(2, wire::MAX_BATCH_BYTES).unwrap().pop().unwrap();
    let signed = sync::Outgoing { event_id: hard.event_id, hash: hard.hash, bytes: hard.bytes }.text();
    world.ward.line_turns(Manner::ChokesOn(signed.as_bytes()[signed.len() - 40..].try_into().unwrap()));
    let sent = world.sync();
    assert_eq!((&sent["sent"], &sent["waiting"], text(&sent, "trouble")), (&json!(2), &json!(1), "ward-error"));
    assert_eq!(world.ward.ledger(), [COUNTED[0], COUNTED[2]]);
    world.ward.line_up();
    let sent = world.sync();
    assert_eq!((&sent["sent"], &sent["trouble"]), (&json!(1), &Value::Null));
    assert_eq!(world.ward.ledger(), COUNTED);
}

#[test]
fn more_reports_than_one_batch_holds_arrive_all_and_once() {
    const MANY: usize = wire::MAX_RECORDS + 5;
    let mut world = World::on("2026-09-14 09:30").enrolled();
    world.ward.line_down();
    for n in 0..MANY {
        let number = format!("{}", 50_000_000 + n);
        world.ward.office().register(&number, "2026-05-01".parse().unwrap(), 1, domain::PerService::default()).unwrap();
        world.registers(mother(&number, "2026-05-01"));
        world.check_in(&draft(&number, "visit"));
    }
    world.ward.line_turns(Manner::LosesAnswers);
    world.sync();
    assert_eq!(world.ward.ledger().len(), wire::MAX_RECORDS, "the first batch has arrived");
    world.ward.line_up();
    let sent = world.sync();
    assert_eq!((&sent["sent"], &sent["waiting"]), (&json!(MANY), &json!(0)));
    assert_eq!(verdicts(&sent).iter().filter(|v| **v == "duplicate").count(), wire::MAX_RECORDS);
    assert_eq!(world.ward.ledger().len(), MANY);
    let agreed = world.by(Who::Manager, |w| w.does("reconcile_month", json!({"month": "2026-09"})));
    assert_eq!((&agreed["agrees"], &agreed["count"]), (&json!(true), &json!(MANY)));
}
