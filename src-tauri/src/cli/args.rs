//! The command line.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Parser, Subcommand};

/// The front desk of a postpartum-care facility. Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "sango-desk", version)]
pub(super) struct Cli {
    /// Folder of the facility's data.
    #[arg(long, global = true)]
    pub(super) data: Option<PathBuf>,
    /// Who acts: a staff id or name.
    #[arg(long, global = true)]
    pub(super) staff: Option<String>,
    /// File descriptor from which the PIN is read (0 = standard input).
    #[arg(long, global = true)]
    pub(super) secrets_fd: Option<i32>,
    /// Played time, on practice facilities only.
    #[arg(long, global = true)]
    pub(super) now: Option<DateTime<FixedOffset>>,
    /// For the window: a folder of pictures, or a video (AVI with Motion JPEG), in the camera's place. On practice
    /// facilities only.
    #[arg(long, value_name = "PATH")]
    pub(super) camera: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Tries a programme file on cases.
    Rules {
        #[command(subcommand)]
        command: Rules,
    },
    /// Reads the QR codes of pictures.
    Scan {
        /// PNG, JPEG, WebP, BMP, PGM or PPM.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Verifies coupons.
    Coupon {
        #[command(subcommand)]
        command: Coupon,
    },
    /// Runs a command of the window.
    Call {
        /// Its name; see `commands`.
        name: String,
        /// Its request as JSON; an empty object where left out.
        request: Option<String>,
    },
    /// Lists the commands with their JSON schemas.
    Commands,
    /// The journal.
    Journal {
        #[command(subcommand)]
        command: Journal,
    },
    /// Sends what waits to the ward, once.
    Sync,
    /// Writes papers.
    Report {
        #[command(subcommand)]
        command: Report,
    },
    /// Writes an encrypted copy of the data.
    Backup {
        /// The new file.
        file: PathBuf,
    },
    /// Puts a copy in the place of the data.
    Restore {
        /// The copy.
        file: PathBuf,
    },
    /// Makes an invented past on a practice facility.
    Demo {
        /// Years of it.
        #[arg(long, default_value_t = 1)]
        years: u32,
        /// Mothers in it, about ten uses each.
        #[arg(long, default_value_t = 200)]
        mothers: usize,
        /// The same seed makes the same past.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Rules {
    /// Cases on standard input, verdicts on standard output, one JSON line each.
    Check {
        /// Programme file; Nerima's own where left out.
        #[arg(long)]
        programme: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Coupon {
    /// Texts on standard input, one JSON line each on standard output.
    Verify {
        /// JWK Set of the issuer.
        #[arg(long)]
        keys: PathBuf,
        /// The moment at which they must hold.
        #[arg(long)]
        at: DateTime<FixedOffset>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Journal {
    /// Checks chain, signatures, and that the tables are what the facts say.
    Verify,
    /// Folds all tables anew from the facts.
    Rebuild,
    /// Prints the folded tables in key order. Holds personal data.
    Dump,
}

#[derive(Debug, Subcommand)]
pub(super) enum Report {
    /// The month as PDF and CSV.
    Month {
        /// YYYY-MM.
        month: String,
        /// The PDF.
        #[arg(long)]
        pdf: PathBuf,
        /// The CSV.
        #[arg(long)]
        csv: PathBuf,
    },
}
