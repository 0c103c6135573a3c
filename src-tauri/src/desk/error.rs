//! Why the desk did not do what it was asked. One variant a reason, with the facts of the sentence.
//!
//! Texts hold no names, numbers or dates of a person: those travel in [`DeskError::facts`], which
//! only the window and the caller of a command see, and which are never logged.

use domain::Service;
use wire::Role;

use crate::view::Facts;

/// The desk's errors.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// A programme file is wrong.
    #[error("the programme file is wrong: {0}")]
    Programme(#[from] domain::ProgrammeError),
    /// The coupon was rejected.
    #[error("the coupon was rejected: {code}")]
    Coupon {
        /// DESIGN's code.
        code: &'static str,
    },
    /// The picture was not read.
    #[error(transparent)]
    Picture(#[from] scanner::PictureError),
    /// No code in the picture.
    #[error("the picture shows no QR code; hold the phone closer, or type the number")]
    NoCode,
    /// Several different codes in the picture.
    #[error("the picture shows several codes; show one at a time")]
    SeveralCodes,
    /// The code is readable but nothing of ours.
    #[error("the code is neither a coupon nor a user number")]
    ForeignCode,
    /// The coupon is revoked.
    #[error("the ward has revoked this coupon; ask her to show a fresh one, or go on by number")]
    Revoked,
    /// The coupon belongs to another ward.
    #[error("the coupon was issued by another ward")]
    OtherWard,
    /// A newer coupon of hers was seen before.
    #[error("a newer coupon of the same person was seen before; ask her to open it afresh")]
    CounterWentBack,
    /// Nobody signed in.
    #[error("sign in first")]
    NotSignedIn,
    /// The role is missing.
    #[error("this needs the role {role:?}")]
    RoleMissing {
        /// The role needed.
        role: Role,
    },
    /// The PIN is wrong, or the person unknown.
    #[error("name and PIN do not belong together")]
    WrongPin,
    /// A PIN needs six digits.
    #[error("a PIN has at least six digits and nothing else")]
    PinTooShort,
    /// Two prices of a service hold on the same day.
    #[error("two full prices of {service:?} hold on the same day; end the earlier one first")]
    PricesOverlap {
        /// Whose.
        service: Service,
        /// First day on which both hold.
        from: domain::Date,
    },
    /// The machine gives no randomness.
    #[error("the machine gives no random numbers")]
    NoRandomness,
    /// The facility is set up already.
    #[error("the facility is set up already")]
    AlreadySetUp,
    /// The facility is not set up yet.
    #[error("set the facility up first (set_up)")]
    NotSetUp,
    /// Played time is for practice facilities.
    #[error("--now and --camera work on practice facilities only")]
    NotPractice,
    /// A field is empty.
    #[error("{field} must not be empty")]
    Empty {
        /// Which.
        field: &'static str,
    },
    /// A field cannot be read.
    #[error("{field} is not what it should be: {expected}")]
    Unreadable {
        /// Which.
        field: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// No such user number.
    #[error("nobody here has this user number; register her first")]
    UnknownNumber,
    /// The number is registered already.
    #[error("this user number is registered already")]
    NumberTaken,
    /// The birth date on the coupon is not the one here.
    #[error("the birth date does not match the entry here; check the mother-and-child handbook")]
    BirthMismatch,
    /// A birth date in the future.
    #[error("a birth date lies in the future; enter it as the expected date")]
    BirthInFuture,
    /// The child's birth date is needed.
    #[error("the birth date is needed for this; only an expected date is there")]
    NotBornYet,
    /// The rules refuse.
    #[error("the rules refuse this: {codes}")]
    Refused {
        /// Codes, comma-separated.
        codes: String,
    },
    /// A full price is needed and unset.
    #[error("the full price of {service} is needed and not set; a manager sets it")]
    FullPriceUnset {
        /// The service.
        service: Service,
    },
    /// No open day in the year before.
    #[error("the calendar has no open day in the 366 days before; a manager mends it")]
    NoOpenDay,
    /// The charge is not the one that was shown.
    #[error("the figures changed since they were shown; look again")]
    VerdictChanged {
        /// Yen now.
        charge: u64,
    },
    /// Ticks are missing.
    #[error("these are not ticked yet: {codes}")]
    TicksMissing {
        /// Codes, comma-separated.
        codes: String,
    },
    /// A written reason is needed.
    #[error("a reason is needed for: {codes}")]
    NoteMissing {
        /// Codes, comma-separated.
        codes: String,
    },
    /// Only a manager may decide this.
    #[error("a manager decides this")]
    NeedsManager,
    /// The reservation is not open any more.
    #[error("this reservation is not open any more")]
    ReservationEnded,
    /// The slot is taken.
    #[error("this room is taken at that time")]
    DoubleBooking {
        /// The next day on which it is free, none where none was found or looked for.
        next_free: Option<chrono::NaiveDate>,
    },
    /// No place is left.
    #[error("no place for {service} is left on that day; take the next free day or the waiting list")]
    Full {
        /// The service.
        service: Service,
        /// The next day with a place, none where none was found.
        next_free: Option<chrono::NaiveDate>,
    },
    /// The day may not change any more.
    #[error("the cancellation deadline has passed: cancel, which counts, and book anew")]
    DeadlinePast {
        /// The deadline as it was told.
        deadline: chrono::DateTime<chrono::FixedOffset>,
    },
    /// There is nothing to take back.
    #[error("there is nothing to take back any more")]
    NothingToUndo,
    /// The entry is over or was never there.
    #[error("this entry is over; look at the list again")]
    Gone,
    /// It lies ahead.
    #[error("this has not taken place yet")]
    NotYet,
    /// Nothing is handed to her.
    #[error("no slip is made for her; talk to her in person")]
    NoSlip,
    /// The first day lies before today.
    #[error("a reservation begins today or later")]
    PastDay,
    /// The use has ended or was taken back.
    #[error("this use has ended or was taken back")]
    UseEnded,
    /// The change of a stay is none.
    #[error("a stay has at least two days, and the new length must differ in the right direction")]
    NotAChange,
    /// A no-show is declared after closing time.
    #[error("a no-show is declared after closing time of its day")]
    BeforeClosingTime,
    /// No money of this use waits for a manager.
    #[error("no charge of this use waits for a manager's word")]
    ChargeSettled,
    /// A manager has not confirmed the charge.
    #[error("a manager confirms this charge before it is asked for")]
    ChargeUnconfirmed,
    /// A refund of more than was paid.
    #[error("no more can go back than was paid")]
    MoreThanPaid,
    /// More money than is unpaid.
    #[error("more than is unpaid")]
    MoreThanDue,
    /// A receipt for nothing where money is due, or where one was issued before.
    #[error("there is nothing to receipt")]
    NothingReceived,
    /// The receipt is cancelled, or cancels another.
    #[error("this receipt is cancelled already, or cancels another; issue a new one")]
    ReceiptCancelled,
    /// She is not reminded.
    #[error("her entry says that she is not reminded")]
    NoReminders,
    /// Nothing of it is unpaid.
    #[error("nothing of this use is unpaid")]
    NothingUnpaid,
    /// She has not left.
    #[error("she has not left yet")]
    StillInHouse,
    /// Other money has changed hands since it was shown.
    #[error("other money has come since it was shown; count again")]
    CashMoved {
        /// Yen that should be there now.
        expected: i64,
    },
    /// The report is not held.
    #[error("only a held report can be sent again")]
    NotHeld,
    /// Not enrolled at the ward.
    #[error("this desk is not enrolled at the ward; a manager enrols it")]
    NotEnrolled,
    /// A practice facility reaches no real ward.
    #[error("a practice facility enrols only at a ward on this machine; set up a real facility for a real ward")]
    PracticeWard,
    /// The ward did not answer as it should.
    #[error("the ward could not be asked: {code}")]
    Ward {
        /// Sync's code.
        code: String,
    },
    /// A list is written in no way that is read.
    #[error("the list is neither UTF-8 nor Shift_JIS; save it as CSV once more")]
    ImportUnreadable,
    /// A list is too large.
    #[error("a list has at most 20,000 rows and 5 MB; divide it")]
    ImportTooLarge,
    /// A list is no CSV.
    #[error("this is no CSV; save it as CSV in Excel")]
    ImportNotCsv,
    /// A list lacks columns.
    #[error("the list lacks these columns: {missing}")]
    ImportColumns {
        /// Fields, comma-separated.
        missing: String,
    },
    /// A list brings something else now than was shown.
    #[error("the list brings something else now than was shown; look again")]
    ImportChanged,
    /// Somebody stopped the import.
    #[error("the import was stopped; nothing of it is registered")]
    ImportStopped,
    /// Figures could not become paper.
    #[error(transparent)]
    Report(#[from] report::ReportError),
    /// A file could not be read or written.
    #[error("the file could not be read or written")]
    File(#[source] std::io::Error),
    /// No such command.
    #[error("there is no command of this name; see `sango-desk commands`")]
    UnknownCommand,
    /// The request is not what the command takes.
    #[error("the request is not what the command takes ({}); see `sango-desk commands`", unquoted(.0))]
    BadRequest(#[source] serde_json::Error),
    /// The answer could not be written.
    #[error("the answer could not be written")]
    Answer(#[source] serde_json::Error),
}

/// What was expected, without what was found: that may be a name or a number of hers.
fn unquoted(e: &serde_json::Error) -> String {
    let text = e.to_string();
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None if text.starts_with("missing field") => text,
        None => "a value, a field or the JSON itself cannot be read".to_owned(),
    }
}

fn next_free_day(day: Option<chrono::NaiveDate>) -> Facts {
    day.map(|d| ("next_free".to_owned(), d.to_string())).into_iter().collect()
}

impl DeskError {
    /// Stable code, kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            DeskError::Store(e) => e.code(),
            DeskError::Programme(_) => "programme-wrong",
            DeskError::Coupon { code } => code,
            DeskError::Picture(e) => e.code(),
            DeskError::NoCode => "no-code",
            DeskError::SeveralCodes => "two-codes",
            DeskError::ForeignCode => "not-a-coupon",
            DeskError::Revoked => "revoked",
            DeskError::OtherWard => "other-ward",
            DeskError::CounterWentBack => "counter-went-back",
            DeskError::NotSignedIn => "not-signed-in",
            DeskError::RoleMissing { .. } => "role-missing",
            DeskError::WrongPin => "wrong-pin",
            DeskError::PinTooShort => "pin-too-short",
            DeskError::PricesOverlap { .. } => "prices-overlap",
            DeskError::NoRandomness => "no-randomness",
            DeskError::AlreadySetUp => "already-set-up",
            DeskError::NotSetUp => "not-set-up",
            DeskError::NotPractice => "not-practice",
            DeskError::Empty { .. } => "empty-field",
            DeskError::Unreadable { .. } => "unreadable-field",
            DeskError::UnknownNumber => "unknown-number",
            DeskError::NumberTaken => "number-taken",
            DeskError::BirthMismatch => "birth-mismatch",
            DeskError::BirthInFuture => "birth-in-future",
            DeskError::NotBornYet => "not-born-yet",
            DeskError::Refused { .. } => "refused",
            DeskError::FullPriceUnset { .. } => "full-price-unset",
            DeskError::NoOpenDay => "no-open-day",
            DeskError::VerdictChanged { .. } => "verdict-changed",
            DeskError::TicksMissing { .. } => "ticks-missing",
            DeskError::NoteMissing { .. } => "note-missing",
            DeskError::NeedsManager => "needs-manager",
            DeskError::ReservationEnded => "reservation-ended",
            DeskError::DoubleBooking { .. } => "double-booking",
            DeskError::Full { .. } => "full",
            DeskError::DeadlinePast { .. } => "deadline-past",
            DeskError::NothingToUndo => "nothing-to-undo",
            DeskError::Gone => "gone",
            DeskError::NotYet => "not-yet",
            DeskError::NoSlip => "no-slip",
            DeskError::PastDay => "past-day",
            DeskError::UseEnded => "use-ended",
            DeskError::NotAChange => "not-a-change",
            DeskError::BeforeClosingTime => "before-closing-time",
            DeskError::ChargeSettled => "charge-settled",
            DeskError::ChargeUnconfirmed => "charge-unconfirmed",
            DeskError::MoreThanPaid => "more-than-paid",
            DeskError::MoreThanDue => "more-than-due",
            DeskError::NothingReceived => "nothing-received",
            DeskError::ReceiptCancelled => "receipt-cancelled",
            DeskError::NoReminders => "no-reminders",
            DeskError::NothingUnpaid => "nothing-unpaid",
            DeskError::StillInHouse => "still-in-house",
            DeskError::CashMoved { .. } => "cash-moved",
            DeskError::NotHeld => "not-held",
            DeskError::NotEnrolled => "not-enrolled",
            DeskError::PracticeWard => "practice-ward",
            DeskError::Ward { .. } => "ward",
            DeskError::ImportUnreadable => "import-unreadable",
            DeskError::ImportTooLarge => "import-too-large",
            DeskError::ImportNotCsv => "import-not-csv",
            DeskError::ImportColumns { .. } => "import-columns",
            DeskError::ImportChanged => "import-changed",
            DeskError::ImportStopped => "import-stopped",
            DeskError::Report(_) => "report",
            DeskError::File(_) => "file",
            DeskError::UnknownCommand => "unknown-command",
            DeskError::BadRequest(_) => "bad-request",
            DeskError::Answer(_) => "internal",
        }
    }

    /// The facts of the sentence, for the window.
    pub fn facts(&self) -> Facts {
        let pair = |k: &str, v: String| Facts::from([(k.to_owned(), v)]);
        match self {
            DeskError::RoleMissing { role } => pair("role", format!("{role:?}").to_lowercase()),
            DeskError::Empty { field } | DeskError::Unreadable { field, .. } => pair("field", (*field).to_owned()),
            DeskError::Refused { codes } | DeskError::TicksMissing { codes } | DeskError::NoteMissing { codes } => {
                pair("codes", codes.clone())
            }
            DeskError::ImportColumns { missing } => pair("fields", missing.clone()),
            DeskError::FullPriceUnset { service } => pair("service", service.id().to_owned()),
            DeskError::PricesOverlap { service, from } => {
                Facts::from([("service".to_owned(), service.id().to_owned()), ("on".to_owned(), from.to_string())])
            }
            DeskError::DoubleBooking { next_free } => next_free_day(*next_free),
            DeskError::Full { service, next_free } => {
                let mut facts = next_free_day(*next_free);
                facts.insert("service".to_owned(), service.id().to_owned());
                facts
            }
            DeskError::DeadlinePast { deadline } => pair("deadline", deadline.to_rfc3339()),
            DeskError::VerdictChanged { charge } => pair("charge", charge.to_string()),
            DeskError::CashMoved { expected } => pair("amount", expected.to_string()),
            DeskError::Ward { code } => pair("trouble", code.clone()),
            _ => Facts::new(),
        }
    }
}
