//! A facility with its people and its clock, told in verbs. Every verb rings a command's bell.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use sango_desk::desk::{Clock, Desk, Session};
use sango_desk::view::{ProblemView, commands};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::forms::{With, text};
use crate::ward::WardOffice;

pub(crate) const PIN: &str = "246810";

/// Who stands at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    Nobody,
    Reception,
    Midwife,
    Manager,
}

impl Who {
    pub(crate) fn id(self) -> &'static str {
        match self {
            Who::Nobody => "",
            Who::Manager => "s1",
            Who::Reception => "s2",
            Who::Midwife => "s3",
        }
    }
}

pub(crate) struct World {
    pub(crate) ward: WardOffice,
    pub(crate) who: Who,
    now: DateTime<FixedOffset>,
    desk: Option<Desk>,
    sessions: HashMap<Who, Session>,
    folder: TempDir,
}

/// A moment in Japan, e.g. `2026-09-14 10:00` or `2026-09-14 10:01:00`.
pub(crate) fn moment(text: &str) -> DateTime<FixedOffset> {
    let seconds = if text.len() == 16 { ":00" } else { "" };
    format!("{}{seconds}+09:00", text.replace(' ', "T")).parse().unwrap()
}

impl World {
    /// A practice facility, set up, with three people; reception is signed in.
    pub(crate) fn on(time: &str) -> World {
        let folder = tempfile::tempdir().unwrap();
        let now = moment(time);
        let mut world = World {
            ward: WardOffice::new(folder.path().join("ward"), now),
            who: Who::Manager,
            now,
            desk: None,
            sessions: [Who::Nobody, Who::Manager].map(|who| (who, Session::default())).into(),
            folder,
        };
        world.back();
        let set_up = json!({"facility": "れんしゅう助産院", "practice": true, "manager": "大泉 環", "pin": PIN});
        world.does("set_up", set_up);
        world.settings(|s| s.with("rooms", json!(["さくら", "もも"])));
        for (name, role) in [("北町 文", "reception"), ("関町 遥", "midwife")] {
            world.does("add_staff", json!({"name": name, "roles": [role], "pin": PIN}));
        }
        world.as_who(Who::Reception);
        world
    }

    /// The same with a ward on a loopback port, at which the desk is enrolled.
    pub(crate) fn enrolled(mut self) -> World {
        self.ward.line_up();
        let (url, code) = self.ward.admits("れんしゅう助産院");
        self.enrols(&url, &code);
        self
    }

    /// The manager enrols the desk at a ward.
    pub(crate) fn enrols(&mut self, url: &str, code: &str) {
        self.by(Who::Manager, |w| w.does("enrol", json!({"ward_url": url, "code": code})));
    }

    /// The facility's full prices are set.
    pub(crate) fn with_full_prices(mut self) -> World {
        let price =
            |service: &str, yen: u64| json!({"service": service, "from": "2026-04-01", "until": null, "yen": yen});
        let prices = json!([price("stay", 30000), price("day-care", 20000), price("visit", 10000)]);
        self.settings(|s| s.with("full_prices", prices));
        self
    }

    /// The manager changes the facility's settings.
    pub(crate) fn settings(&mut self, edit: impl FnOnce(Value) -> Value) {
        self.by(Who::Manager, |w| {
            let now = w.does("facility_settings", Value::Null);
            w.does("set_facility", edit(now));
        });
    }

    /// Somebody else takes over.
    pub(crate) fn as_who(&mut self, who: Who) -> &mut World {
        self.who = who;
        let new_here = !self.sessions.contains_key(&who);
        if new_here {
            self.does("sign_in", json!({"staff_id": who.id(), "pin": PIN}));
        }
        self
    }

    /// Somebody else does one thing.
    pub(crate) fn by<T>(&mut self, who: Who, act: impl FnOnce(&mut World) -> T) -> T {
        let before = self.who;
        self.as_who(who);
        let done = act(self);
        self.who = before;
        done
    }

    /// It is another time now. The desk is closed and opened again, as overnight.
    pub(crate) fn at(&mut self, time: &str) -> &mut World {
        self.now = moment(time);
        self.leave();
        self.back();
        self.ward.at(self.now);
        self
    }

    /// The desk is closed: another process may have its folder.
    pub(crate) fn leave(&mut self) {
        self.desk = None;
    }

    /// The desk is opened again.
    pub(crate) fn back(&mut self) {
        self.desk = Some(opened(&self.data(), Clock::Still(self.now)));
    }

    pub(crate) fn desk(&self) -> &Desk {
        self.desk.as_ref().expect("the desk is open")
    }

    /// The desk and who is signed in, for several hands at once.
    pub(crate) fn desk_and_session(&self) -> (&Desk, &Session) {
        (self.desk(), &self.sessions[&self.who])
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("desk")
    }

    /// A path for a file of the test.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Rings a bell.
    pub(crate) fn call(&mut self, name: &str, request: Value) -> Result<Value, ProblemView> {
        let desk = self.desk.as_ref().expect("the desk is open");
        let session = self.sessions.entry(self.who).or_default();
        commands::call(desk, session, name, request).map_err(|e| ProblemView::from(&e))
    }

    /// Rings a bell that must answer.
    pub(crate) fn does(&mut self, name: &str, request: Value) -> Value {
        self.call(name, request).unwrap_or_else(|p| panic!("{name}: {} ({}) {:?}", p.code, p.detail, p.facts))
    }

    /// Rings a bell that must refuse, and nothing may have been written. Gives the code.
    pub(crate) fn refused(&mut self, name: &str, request: Value) -> String {
        self.problem(name, request).code
    }

    /// As [`World::refused`], with the facts.
    pub(crate) fn problem(&mut self, name: &str, request: Value) -> ProblemView {
        let before = (self.dump(), self.facts());
        let Err(problem) = self.call(name, request) else { panic!("{name} was not refused") };
        assert!(!problem.detail.is_empty(), "{name}: {} says what to do", problem.code);
        assert_eq!((self.dump(), self.facts()), before, "{name}: {} left something behind", problem.code);
        problem
    }

    /// All folded tables, in key order.
    pub(crate) fn dump(&self) -> String {
        let mut out = vec![];
        self.desk().store().dump(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// How many facts and records there are; the journal must verify.
    pub(crate) fn facts(&self) -> (u64, u64) {
        let report = self.desk().store().verify().unwrap();
        assert_eq!(report.findings, vec![], "the journal verifies");
        (report.facts, report.records)
    }

    /// Registers a mother.
    pub(crate) fn registers(&mut self, form: Value) {
        self.does("register_mother", form);
    }

    /// Shows a picture to the desk.
    pub(crate) fn scan(&mut self, picture: &Path) -> Value {
        self.does("read_picture", json!({"picture": null, "file": picture}))
    }

    /// The verdict on a draft.
    pub(crate) fn preview(&mut self, draft: &Value) -> Value {
        self.does("preview_check_in", draft.clone())
    }

    /// What saves a draft: everything asked for is ticked, the charge is as shown.
    pub(crate) fn ready(&mut self, draft: &Value) -> Value {
        let shown = self.preview(draft);
        let ticks: Vec<&str> = shown["ticks"].as_array().unwrap().iter().map(|t| text(t, "code")).collect();
        json!({"draft": draft, "charge_shown": shown["charge"], "ticks": ticks, "note": "", "means": "cash"})
    }

    /// Checks in: verdict, ticks, saved.
    pub(crate) fn check_in(&mut self, draft: &Value) -> Value {
        let request = self.ready(draft);
        self.does("check_in", request)
    }

    /// Books and gives the reservation's id.
    pub(crate) fn books(&mut self, number: &str, service: &str, starts_on: &str, days: u32) -> Value {
        let request = json!({"user_number": number, "service": service, "starts_on": starts_on, "days": days,
            "arrives_at": "10:00", "room": ""});
        self.does("book", request)
    }

    /// One drain.
    pub(crate) fn sync(&mut self) -> Value {
        self.does("send_now", Value::Null)
    }

    /// The month's figures, as the manager sees them.
    pub(crate) fn month(&mut self, month: &str) -> Value {
        self.by(Who::Manager, |w| w.does("month", json!({"month": month})))
    }

    /// The reports as the queue shows them: `number state code`.
    pub(crate) fn queue(&mut self, month: &str) -> Vec<String> {
        let queue = self.does("queue", json!({"month": month}));
        let row = |r: &Value| {
            let state = &r["state"];
            let code = state["code"].as_str().map(|c| format!(" {c}")).unwrap_or_default();
            format!("{} {} {}{code}", text(r, "user_number"), text(r, "kind"), text(state, "state"))
        };
        queue["reports"].as_array().unwrap().iter().map(row).collect()
    }

    /// The database as somebody with the key opens it; the desk is closed for it.
    pub(crate) fn database(&mut self) -> rusqlite::Connection {
        self.leave();
        let key = std::fs::read_to_string(self.data().join("sango.key")).unwrap();
        let db = rusqlite::Connection::open(self.data().join("sango.db")).unwrap();
        db.pragma_update(None, "key", format!("x'{key}'")).unwrap();
        db
    }
}

/// Opens the desk. A process that another test is just starting holds a copy of the folder's lock until it
/// has become its own program: that moment is waited for, and no longer.
fn opened(data: &Path, clock: Clock) -> Desk {
    for _ in 0..250 {
        match Desk::open(data, clock.clone()) {
            Err(e) if e.code() == "already-open" => std::thread::sleep(std::time::Duration::from_millis(20)),
            other => return other.unwrap(),
        }
    }
    panic!("the folder stays open elsewhere");
}
