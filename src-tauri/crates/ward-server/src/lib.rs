//! The reference ward: enrols desks, counts their reports exactly once, issues coupons.
//!
//! It shares only the protocol with the desk and uses neither its store nor its sync, so that it can
//! catch them lying. One SQLite file; every answer is given after the commit.

mod api;
mod judge;
mod ledger;
mod problem;
mod qr;
mod register;
mod tokens;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, FixedOffset, Utc};
use coupon::IssuingKey;
use domain::Programme;
use ed25519_dalek::SigningKey;
use rusqlite::{Connection, OptionalExtension, named_params};

pub use api::Api;
pub use qr::qr_png;
pub use register::{CouponOrder, IssuedCoupon, NewFacility};

/// What can go wrong at the ward. Texts name no person.
#[derive(Debug, thiserror::Error)]
pub enum WardError {
    /// The folder cannot be used.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// SQLite failed.
    #[error("the ledger failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The programme file is wrong.
    #[error("the programme file is wrong: {0}")]
    Programme(#[from] domain::ProgrammeError),
    /// A key could not be made or read.
    #[error("a key of the ward cannot be used")]
    Key,
    /// A coupon or its picture could not be written.
    #[error("the coupon could not be written")]
    Coupon,
    /// A stored value is not what this program writes.
    #[error("the ledger holds a value this program did not write: {0}")]
    Damaged(&'static str),
    /// No such thing in the register.
    #[error("the register has no such {0}")]
    Unknown(&'static str),
    /// The order does not hold together.
    #[error("{0}")]
    Order(&'static str),
}

/// Which time it is at the ward.
#[derive(Debug, Clone, Copy)]
pub enum WardClock {
    /// The machine's clock.
    Machine,
    /// A moment that stands still, for practice and tests.
    Still(DateTime<FixedOffset>),
}

/// The ward's register and ledger.
#[derive(Debug)]
pub struct Ward {
    db: Mutex<Connection>,
    programme: Programme,
    clock: WardClock,
    signing_key: SigningKey,
    coupon_key: IssuingKey,
    attempts: api::Attempts,
}

impl Ward {
    /// Opens the folder, or begins a new ward in it.
    ///
    /// # Errors
    /// What the disk, SQLite or the programme file says.
    pub fn open(dir: &Path, programme: Programme, clock: WardClock) -> Result<Ward, WardError> {
        std::fs::create_dir_all(dir)?;
        let mut db = Connection::open(dir.join("ward.db"))?;
        let _: String = db.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0))?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "foreign_keys", "ON")?;
        db.pragma_update(None, "busy_timeout", 10_000)?;
        let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let format: u32 = tx.query_row("PRAGMA user_version", [], |r| r.get(0))?;
        match format {
            0 => {
                tx.execute_batch(include_str!("schema.sql"))?;
                tx.pragma_update(None, "user_version", 1)?;
            }
            1 => {}
            _ => return Err(WardError::Damaged("a newer format; update this program")),
        }
        let (signing_key, coupon_key) = keys(&tx)?;
        tx.commit()?;
        Ok(Ward { db: Mutex::new(db), programme, clock, signing_key, coupon_key, attempts: api::Attempts::default() })
    }

    /// Now in Japan, by the ward's clock.
    pub fn now(&self) -> DateTime<FixedOffset> {
        match self.clock {
            WardClock::Machine => Utc::now().with_timezone(&domain::japan()),
            WardClock::Still(at) => at.with_timezone(&domain::japan()),
        }
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere leaves no open transaction behind, so the connection is still good.
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn keys(db: &Connection) -> Result<(SigningKey, IssuingKey), WardError> {
    let stored = db
        .query_row("SELECT signing_key, coupon_key FROM ward", [], |r| {
            Ok((r.get::<_, [u8; 32]>("signing_key")?, r.get::<_, String>("coupon_key")?))
        })
        .optional()?;
    if let Some((signing, coupon)) = stored {
        let coupon = IssuingKey::from_pem(&coupon).map_err(|_| WardError::Key)?;
        return Ok((SigningKey::from_bytes(&signing), coupon));
    }
    let (signing, coupon) = (random::<32>()?, random::<32>()?);
    let coupon = IssuingKey::from_random(coupon).map_err(|_| WardError::Key)?;
    let pem = coupon.to_pem().map_err(|_| WardError::Key)?;
    db.execute(
        "INSERT INTO ward (id, signing_key, coupon_key) VALUES (1, :signing, :coupon)",
        named_params! {":signing": signing, ":coupon": pem},
    )?;
    Ok((SigningKey::from_bytes(&signing), coupon))
}

fn random<const N: usize>() -> Result<[u8; N], WardError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| WardError::Key)?;
    Ok(bytes)
}

/// A ward that answers on a port.
#[derive(Debug)]
pub struct Running {
    /// Where.
    pub addr: SocketAddr,
    stop: tokio::sync::oneshot::Sender<()>,
    served: tokio::task::JoinHandle<std::io::Result<()>>,
}

/// Serves until [`Running::stop`].
///
/// # Errors
/// When the address cannot be bound.
pub async fn start(ward: Arc<Ward>, addr: SocketAddr) -> Result<Running, WardError> {
    let listener = tokio::net::TcpListener::bind(addr).await?;
    let addr = listener.local_addr()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serve = axum::serve(listener, api::router(ward)).with_graceful_shutdown(async {
        stopped.await.ok();
    });
    Ok(Running { addr, stop, served: tokio::spawn(async move { serve.await }) })
}

impl Running {
    /// Stops after the requests under way have been answered.
    pub async fn stop(self) {
        self.stop.send(()).ok();
        self.served.await.ok();
    }
}
