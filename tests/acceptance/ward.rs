//! The ward's office and the line to it: the real server, stopped and started on one port.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use domain::{PerService, Programme};
use tokio::runtime::Runtime;
use ward_server::{CouponOrder, Running, Ward, WardClock, qr_png, start};

use crate::line::{BadLine, Manner};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

pub(crate) struct WardOffice {
    folder: PathBuf,
    now: DateTime<FixedOffset>,
    office: Option<Arc<Ward>>,
    port: u16,
    running: Option<Running>,
    bad_line: Option<BadLine>,
}

/// A coupon as the mother holds it.
pub(crate) struct Coupon {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) picture: PathBuf,
}

impl WardOffice {
    pub(crate) fn new(folder: PathBuf, now: DateTime<FixedOffset>) -> WardOffice {
        WardOffice { folder, now, office: None, port: 0, running: None, bad_line: None }
    }

    /// The office: what its own people do, also while the line is down.
    pub(crate) fn office(&mut self) -> Arc<Ward> {
        let open =
            || Arc::new(Ward::open(&self.folder, domain::nerima().unwrap(), WardClock::Still(self.now)).unwrap());
        Arc::clone(self.office.get_or_insert_with(open))
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Another facility: the ward's address and a one-time code.
    pub(crate) fn admits(&mut self, facility: &str) -> (String, String) {
        (self.url(), self.office().add_facility(facility).unwrap().code)
    }

    /// The ward answers, on the same port as before.
    pub(crate) fn line_up(&mut self) {
        self.line_down();
        let running = serve(self.office(), self.port);
        self.port = running.addr.port();
        self.running = Some(running);
    }

    /// Nobody answers.
    pub(crate) fn line_down(&mut self) {
        self.bad_line = None;
        if let Some(running) = self.running.take() {
            RUNTIME.block_on(running.stop());
        }
    }

    /// Something stands between the desk and the ward and behaves badly.
    pub(crate) fn line_turns(&mut self, manner: Manner) {
        self.line_down();
        let behind = serve(self.office(), 0);
        self.bad_line = Some(BadLine::on(self.port, behind.addr, manner));
        self.running = Some(behind);
    }

    pub(crate) fn at(&mut self, now: DateTime<FixedOffset>) {
        self.now = now;
        let up = self.running.is_some();
        if up {
            self.line_down();
        }
        self.office = None;
        if up {
            self.line_up();
        }
    }

    /// A coupon of an ordinary household, unused, good for 90 days.
    pub(crate) fn coupon(&mut self, number: &str, born: &str) -> Coupon {
        self.coupon_with(number, born, |_| {})
    }

    /// A coupon ordered otherwise.
    pub(crate) fn coupon_with(&mut self, number: &str, born: &str, edit: impl FnOnce(&mut CouponOrder)) -> Coupon {
        let office = self.office();
        self.issue(&office, number, born, edit)
    }

    /// A coupon signed with this ward's key in the name of another ward.
    pub(crate) fn coupon_of_another_ward(&mut self, number: &str, born: &str) -> Coupon {
        let file = include_str!("../../assets/programmes/nerima.toml").replace("\"13120\"", "\"13119\"");
        let other = Ward::open(&self.folder, Programme::parse(&file).unwrap(), WardClock::Still(self.now)).unwrap();
        self.issue(&other, number, born, |_| {})
    }

    /// A coupon of a household to which the ward grants so many days of day-care, three of them used.
    pub(crate) fn coupon_of_a_larger_quota(&self, number: &str, born: &str, day_care: u64) -> Coupon {
        let file = include_str!("../../assets/programmes/nerima.toml");
        let file = file.replace("quota = 12\n", &format!("quota = {day_care}\n"));
        let larger = Ward::open(&self.folder, Programme::parse(&file).unwrap(), WardClock::Still(self.now)).unwrap();
        self.issue(&larger, number, born, |o| o.used.day_care = 3)
    }

    /// A coupon signed with a key nobody here knows.
    pub(crate) fn coupon_of_an_unknown_key(&self, number: &str, born: &str) -> Coupon {
        let folder = self.folder.with_extension("elsewhere");
        let other = Ward::open(&folder, domain::nerima().unwrap(), WardClock::Still(self.now)).unwrap();
        self.issue(&other, number, born, |_| {})
    }

    fn issue(&self, ward: &Ward, number: &str, born: &str, edit: impl FnOnce(&mut CouponOrder)) -> Coupon {
        let mut order = CouponOrder {
            user_number: number.to_owned(),
            born: born.parse().unwrap(),
            children: 1,
            exempt_from: None,
            fee_class_until: "2027-06-30".parse().unwrap(),
            used: PerService::default(),
            at: self.now,
            valid_days: 90,
        };
        edit(&mut order);
        let issued = ward.issue_coupon(&order).unwrap();
        let picture = self.folder.with_file_name(format!("{}.png", issued.coupon_id));
        std::fs::write(&picture, qr_png(&issued.text).unwrap()).unwrap();
        Coupon { id: issued.coupon_id, text: issued.text, picture }
    }

    /// What the ward has counted: `number service first-day units kind share`.
    pub(crate) fn ledger(&mut self) -> Vec<String> {
        let lines = self.office().ledger(None, None).unwrap();
        let line = |l: &wire::LedgerLine| {
            format!("{} {} {} {} {} {}", l.user_number, l.service.id(), l.first_day, l.units, l.kind, l.share_due)
        };
        let mut lines: Vec<String> = lines.iter().map(line).collect();
        lines.sort();
        lines
    }
}

fn serve(ward: Arc<Ward>, port: u16) -> Running {
    let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    for _ in 0..100 {
        if let Ok(running) = RUNTIME.block_on(start(Arc::clone(&ward), addr)) {
            return running;
        }
        // Another test may hold the port for a moment as its own end of a connection.
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the ward's port stays taken")
}

impl Drop for WardOffice {
    fn drop(&mut self) {
        self.line_down();
    }
}
