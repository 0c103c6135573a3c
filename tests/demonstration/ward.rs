//! The real ward on a loopback port that can be taken away and given back.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use ward_server::{Running, Ward, WardClock, start};

/// The ward, and whether it answers just now.
pub struct WardOnAPort {
    /// Its register and ledger, also while nobody can reach them.
    pub ward: Arc<Ward>,
    runtime: tokio::runtime::Runtime,
    addr: SocketAddr,
    running: Option<Running>,
}

impl WardOnAPort {
    /// A new ward in a folder, its time standing still, answering on a free port.
    pub fn at(dir: &Path, now: DateTime<FixedOffset>) -> WardOnAPort {
        let programme = domain::nerima().unwrap();
        let ward = Arc::new(Ward::open(dir, programme, WardClock::Still(now)).unwrap());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let running = runtime.block_on(start(Arc::clone(&ward), free)).unwrap();
        WardOnAPort { ward, runtime, addr: running.addr, running: Some(running) }
    }

    /// Where desks reach it.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The line goes down.
    pub fn take_away(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }

    /// The line comes back, at the same address.
    pub fn give_back(&mut self) {
        if self.running.is_none() {
            self.running = Some(self.runtime.block_on(start(Arc::clone(&self.ward), self.addr)).unwrap());
        }
    }
}
