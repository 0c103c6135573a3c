//! `sango-ward`: the reference ward from a terminal.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use clap::{Args, Parser, Subcommand};
use domain::{PerService, Programme, Service};
use ward_server::{CouponOrder, Ward, WardClock, WardError, qr_png, start};

/// The ward's side of Sango Desk.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    /// Folder of the ward's ledger.
    #[arg(long)]
    data: PathBuf,
    /// Programme file; Nerima's own where left out.
    #[arg(long)]
    programme: Option<PathBuf>,
    /// The ward's time, standing still, for practice.
    #[arg(long)]
    now: Option<DateTime<FixedOffset>>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answers desks until it is stopped.
    Serve {
        /// Address, e.g. 127.0.0.1:8350; port 0 takes a free one.
        #[arg(long)]
        listen: SocketAddr,
        /// Writes the port here once it listens.
        #[arg(long)]
        port_file: Option<PathBuf>,
    },
    /// Facilities and their one-time codes.
    #[command(subcommand)]
    Facility(Facility),
    /// Coupons.
    #[command(subcommand)]
    Coupon(CouponCommand),
    /// Births without a coupon, moves, exemptions.
    #[command(subcommand)]
    Mother(Mother),
    /// The coupon keys.
    #[command(subcommand)]
    Keys(Keys),
    /// Counted uses, one JSON line each.
    Ledger {
        /// YYYY-MM; all where left out.
        #[arg(long)]
        month: Option<String>,
        /// One facility; all where left out.
        #[arg(long)]
        facility: Option<String>,
    },
    /// Subtracts a use that was not shown.
    Process {
        /// The record's event id.
        record: uuid::Uuid,
        /// The day of processing.
        #[arg(long)]
        on: NaiveDate,
    },
    /// Sends a notice to every facility.
    Notice {
        /// The text.
        text: String,
    },
}

#[derive(Debug, Subcommand)]
enum Facility {
    /// Adds a facility and prints its id and first code.
    Add {
        /// Its name.
        name: String,
    },
    /// Another one-time code.
    Code {
        /// Its id.
        facility_id: String,
    },
}

#[derive(Debug, Subcommand)]
enum CouponCommand {
    /// Issues a coupon.
    Issue(Issue),
    /// Revokes a coupon.
    Revoke {
        /// Its id.
        coupon_id: String,
    },
}

#[derive(Debug, Args)]
struct Issue {
    /// 利用者番号.
    #[arg(long)]
    number: String,
    /// The child's birth date.
    #[arg(long)]
    born: NaiveDate,
    /// Number of children.
    #[arg(long, default_value_t = 1)]
    children: u64,
    /// Exempt from this day on.
    #[arg(long)]
    exempt_from: Option<NaiveDate>,
    /// Last day of the fee class.
    #[arg(long, default_value = "2027-06-30")]
    fee_class_until: NaiveDate,
    /// Units used before, e.g. stay=2,day-care=5,visit=0.
    #[arg(long, default_value = "")]
    used: String,
    /// Good for so many days.
    #[arg(long, default_value_t = 90)]
    valid_days: u32,
    /// Issued at; now where left out.
    #[arg(long)]
    at: Option<DateTime<FixedOffset>>,
    /// Writes the QR code here.
    #[arg(long)]
    png: Option<PathBuf>,
    /// Writes the text here.
    #[arg(long)]
    text: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Mother {
    /// Registers a birth, e.g. of a card holder.
    Add {
        /// 利用者番号.
        #[arg(long)]
        number: String,
        /// The child's birth date.
        #[arg(long)]
        born: NaiveDate,
        /// Number of children.
        #[arg(long, default_value_t = 1)]
        children: u64,
    },
    /// Grants an exempt period.
    Exempt {
        /// 利用者番号.
        number: String,
        /// First day.
        #[arg(long)]
        from: NaiveDate,
        /// Last day; open where left out.
        #[arg(long)]
        until: Option<NaiveDate>,
    },
    /// Records a move out of the ward.
    MoveOut {
        /// 利用者番号.
        number: String,
        /// The day.
        #[arg(long)]
        on: NaiveDate,
    },
}

#[derive(Debug, Subcommand)]
enum Keys {
    /// Prints the JWK Set.
    Export {
        /// Writes it here instead.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .init();
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            tracing::error!("{e}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), WardError> {
    let programme = match &cli.programme {
        Some(file) => Programme::parse(&std::fs::read_to_string(file)?)?,
        None => domain::nerima()?,
    };
    let clock = cli.now.map_or(WardClock::Machine, WardClock::Still);
    let ward = Ward::open(&cli.data, programme, clock)?;
    match cli.command {
        Command::Serve { listen, port_file } => serve(ward, listen, port_file),
        Command::Facility(Facility::Add { name }) => print(&ward.add_facility(&name)?),
        Command::Facility(Facility::Code { facility_id }) => {
            let code = ward.new_code(&facility_id)?;
            print(&ward_server::NewFacility { facility_id, code })
        }
        Command::Coupon(CouponCommand::Issue(order)) => issue(&ward, &order),
        Command::Coupon(CouponCommand::Revoke { coupon_id }) => ward.revoke(&coupon_id),
        Command::Mother(Mother::Add { number, born, children }) => {
            ward.register(&number, born, children, PerService::default())
        }
        Command::Mother(Mother::Exempt { number, from, until }) => {
            ward.exempt(&number, &[wire::Waiver { from, until }])
        }
        Command::Mother(Mother::MoveOut { number, on }) => ward.move_out(&number, on),
        Command::Keys(Keys::Export { out: Some(file) }) => Ok(std::fs::write(file, ward.jwks()?)?),
        Command::Keys(Keys::Export { out: None }) => say(&ward.jwks()?),
        Command::Ledger { month, facility } => {
            let lines = ward.ledger(facility.as_deref(), month.as_deref())?;
            lines.iter().try_for_each(print)
        }
        Command::Process { record, on } => ward.process(record, on),
        Command::Notice { text } => ward.notice(&text),
    }
}

fn print(value: &impl serde::Serialize) -> Result<(), WardError> {
    say(&serde_json::to_string(value).map_err(|_| WardError::Damaged("an answer"))?)
}

fn say(line: &str) -> Result<(), WardError> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

fn issue(ward: &Ward, issue: &Issue) -> Result<(), WardError> {
    let coupon = ward.issue_coupon(&CouponOrder {
        user_number: issue.number.clone(),
        born: issue.born,
        children: issue.children,
        exempt_from: issue.exempt_from,
        fee_class_until: issue.fee_class_until,
        used: used(&issue.used)?,
        at: issue.at.unwrap_or_else(|| ward.now()),
        valid_days: issue.valid_days,
    })?;
    if let Some(file) = &issue.png {
        std::fs::write(file, qr_png(&coupon.text)?)?;
    }
    if let Some(file) = &issue.text {
        std::fs::write(file, &coupon.text)?;
    }
    print(&coupon)
}

fn used(text: &str) -> Result<PerService<u64>, WardError> {
    let mut used = PerService::default();
    for part in text.split(',').filter(|p| !p.is_empty()) {
        let read = part.split_once('=').and_then(|(id, n)| Some((Service::from_id(id)?, n.parse().ok()?)));
        let (service, units) = read.ok_or(WardError::Order("--used is e.g. stay=2,day-care=5"))?;
        *used.get_mut(service) = units;
    }
    Ok(used)
}

fn serve(ward: Ward, listen: SocketAddr, port_file: Option<PathBuf>) -> Result<(), WardError> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let running = start(Arc::new(ward), listen).await?;
        if let Some(file) = port_file {
            std::fs::write(file, running.addr.port().to_string())?;
        }
        tracing::info!(addr = %running.addr, "the ward listens");
        until_stopped().await;
        running.stop().await;
        Ok(())
    })
}

#[cfg(unix)]
async fn until_stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            tokio::signal::ctrl_c().await.ok();
        }
    }
}

#[cfg(not(unix))]
async fn until_stopped() {
    tokio::signal::ctrl_c().await.ok();
}
