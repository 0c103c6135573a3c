//! Check-in: recognise her, judge, tick, save.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{Facts, FigureStandsKind, MeansKind, MotherBrief, PresentedKind, ReceiptView, ServiceId, SourceKind};

/// Something was scanned, typed or pasted.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RecogniseRequest {
    /// A coupon's text, a number, a name or kana.
    pub input: String,
}

/// A picture was dropped, pasted or chosen.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ReadPictureRequest {
    /// The file's bytes in base64. In a script, `file` may be given instead.
    pub picture: Option<String>,
    /// A path, from the command line only.
    pub file: Option<String>,
}

/// What was recognised.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[ts(export)]
pub enum Recognised {
    /// A coupon whose signature holds.
    Coupon {
        /// What it says.
        coupon: Box<CouponView>,
        /// Her entry here; none: offer to register from the coupon.
        mother: Option<MotherBrief>,
        /// Her reservation of today, if there is one.
        reservation: Option<Uuid>,
        /// Codes of things to look at: `birth-mismatch`, `counter-went-back`, …
        warnings: Vec<String>,
    },
    /// One or several mothers by number or name.
    Mothers {
        /// By kana.
        mothers: Vec<MotherBrief>,
    },
    /// A well-formed number nobody here has: offer to register.
    UnknownNumber {
        /// The number.
        user_number: String,
    },
    /// A name nobody here has.
    NobodyFound {},
}

/// A verified coupon.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct CouponView {
    /// The text as read: handed back with the check-in, which verifies it again.
    pub text: String,
    /// 利用者番号.
    pub user_number: String,
    /// The child's birth date.
    pub born: chrono::NaiveDate,
    /// Number of children.
    pub babies: u32,
    /// When the coupon's uses were counted, RFC 3339.
    pub used_as_of: String,
    /// Until when it holds, RFC 3339.
    pub expires_at: String,
}

/// What reception has so far.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CheckInDraft {
    /// 利用者番号.
    pub user_number: String,
    /// The reservation, none for a walk-in.
    pub reservation_id: Option<Uuid>,
    /// The service.
    pub service: ServiceId,
    /// Days from today (1 for day-care and visit).
    pub days: u32,
    /// How the credential is shown.
    pub presented: PresentedKind,
    /// The coupon's text where it was read.
    pub coupon_text: Option<String>,
    /// Units left as read off a card or told by her, where no better figure is there.
    pub remaining_told: Option<RemainingTold>,
    /// Whether the figure read off the coupon or told contains today's use already.
    #[serde(default)]
    pub figure_stands: FigureStandsKind,
    /// Room, may be empty.
    pub room: String,
    /// When she came, RFC 3339, where it is entered afterwards; at most 7 days ago.
    #[serde(default)]
    #[ts(optional)]
    pub at: Option<String>,
    /// Older siblings come along: a reason is written down.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub siblings: bool,
}

/// A remaining count somebody told.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RemainingTold {
    /// Units left before today's use.
    pub count: u32,
    /// Where it was read.
    pub source: SourceKind,
}

/// The verdict's three words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum OutcomeKind {
    /// 受付できます.
    Accept,
    /// 確かめてから受付.
    Look,
    /// 受け入れできません.
    No,
}

/// The verdict with its grounds.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct CheckInView {
    /// The word.
    pub outcome: OutcomeKind,
    /// Who.
    pub mother: MotherBrief,
    /// How the credential is shown.
    pub presented: PresentedKind,
    /// The service.
    pub service: ServiceId,
    /// First day.
    pub starts_on: chrono::NaiveDate,
    /// Day by day.
    pub days: Vec<DayView>,
    /// User share due, yen.
    #[ts(type = "number")]
    pub copay: u64,
    /// Full price due, yen.
    #[ts(type = "number")]
    pub full_price: u64,
    /// Both.
    #[ts(type = "number")]
    pub charge: u64,
    /// The share is 0 because the household is exempt (無償).
    pub exempt: bool,
    /// What is left, none = 不明.
    pub remaining: Option<RemainingView>,
    /// Last day she may use this service.
    pub last_day: chrono::NaiveDate,
    /// Grounds, the unusual first.
    pub reasons: Vec<ReasonView>,
    /// What to tick before it can be saved.
    pub ticks: Vec<TickView>,
    /// A written reason is needed for these codes.
    pub needs_note: Vec<String>,
    /// Only a manager may go on (a facility's own age limit).
    pub needs_manager: bool,
    /// Food allergies, may be empty.
    pub allergies: String,
    /// Diet, may be empty.
    pub diet: String,
    /// 但し書き as the receipt will have it.
    pub wording: String,
}

/// One day of the use.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct DayView {
    /// The day.
    pub date: chrono::NaiveDate,
    /// `covered`, `over-quota` or `moved-out`.
    pub standing: String,
    /// Yen for this day.
    #[ts(type = "number")]
    pub amount: u64,
}

/// What is left, on what ground.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct RemainingView {
    /// Units left before today's use.
    #[ts(type = "number")]
    pub before: u64,
    /// Units left after it.
    #[ts(type = "number")]
    pub after: u64,
    /// The quota.
    #[ts(type = "number")]
    pub limit: u64,
    /// Where the figure comes from.
    pub source: SourceKind,
    /// As of when, RFC 3339.
    pub as_of: String,
    /// The figure itself, before our own uses are taken off.
    #[ts(type = "number")]
    pub figure: u64,
    /// Own uses the figure cannot contain yet.
    pub taken_off: Vec<TakenOff>,
}

/// An own use taken off a figure.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct TakenOff {
    /// First day.
    pub date: chrono::NaiveDate,
    /// Units.
    #[ts(type = "number")]
    pub units: u64,
    /// `not-shown`, `late-cancellation`, `no-show`, `later-than-figure` or `not-counted-yet`.
    pub why: String,
}

/// A ground of the verdict.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ReasonView {
    /// Code.
    pub code: String,
    /// How it weighs.
    pub tone: OutcomeKind,
    /// The facts of the sentence.
    pub facts: Facts,
    /// The rule's sentence, Japanese.
    pub rule_ja: String,
    /// The rule's sentence, English.
    pub rule_en: String,
    /// Section of the ward's leaflet, empty where it is ours.
    pub section: String,
}

/// Something to tick.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct TickView {
    /// Code, e.g. `both-present`, `health-asked`, `no-siblings`, `still-resident`, `card-written`,
    /// `p16-written`, `number-matches`, `full-price-told`, `agreement-signed`.
    pub code: String,
    /// Only for this mother (この方だけの確認): never ticked by Space.
    pub special: bool,
    /// The facts of the sentence.
    pub facts: Facts,
}

/// Saves the check-in.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CheckInRequest {
    /// What the verdict was shown for.
    pub draft: CheckInDraft,
    /// The charge as shown; a different one now is refused as `verdict-changed`.
    #[ts(type = "number")]
    pub charge_shown: u64,
    /// Codes ticked.
    pub ticks: Vec<String>,
    /// Reason, where one was asked for.
    pub note: String,
    /// How the charge is paid.
    pub means: MeansKind,
    /// 宛名 of the receipt; none = her name.
    #[serde(default)]
    #[ts(optional)]
    pub addressee: Option<String>,
    /// 但し書き; none = as shown.
    #[serde(default)]
    #[ts(optional)]
    pub wording: Option<String>,
}

/// Saved: after the commit, never before.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct CheckedInView {
    /// The use.
    pub use_id: Uuid,
    /// The report to the ward.
    pub report_id: Uuid,
    /// The receipt as issued, or a note of what is owed.
    pub receipt: ReceiptView,
}

/// Names a use.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct UseRequest {
    /// The use.
    pub use_id: Uuid,
}

/// Takes a use back as a clerk's mistake.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct TakeBackRequest {
    /// The use, or what a late cancellation counted as.
    pub use_id: Uuid,
    /// Why.
    pub reason: String,
}

/// Makes a running stay longer or shorter.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ChangeStayRequest {
    /// The use.
    pub use_id: Uuid,
    /// Days in all now.
    pub days: u32,
    /// Why; needed for shortening.
    pub reason: String,
    /// Full-price days were told with the amount, and agreed to.
    pub agreed_full_price: bool,
}

/// The new figures of a changed use.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct ChangedStayView {
    /// Units now.
    #[ts(type = "number")]
    pub units: u64,
    /// Charge now, yen.
    #[ts(type = "number")]
    pub charge: u64,
    /// More to pay (positive) or to give back (negative), yen.
    #[ts(type = "number")]
    pub difference: i64,
}
