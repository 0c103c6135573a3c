//! The frame around every screen: facility, person, clock, connection; set-up and staff.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::RoleKind;

/// What the frame shows.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct StatusView {
    /// Now, RFC 3339 in Japan time. Played time on a practice facility.
    pub now: String,
    /// The facility, none before the set-up.
    pub facility: Option<FacilityView>,
    /// Who is signed in.
    pub signed_in: Option<StaffView>,
    /// Who may sign in.
    pub staff: Vec<StaffView>,
    /// The way to the ward.
    pub line: LineView,
    /// The coupon keys of the ward.
    pub keys: KeysView,
}

/// The facility as the frame shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct FacilityView {
    /// Name.
    pub name: String,
    /// Invented people, played time.
    pub practice: bool,
    /// The programme's name, e.g. 練馬区産後ケア事業.
    pub programme: String,
    /// The ward's office to ask, e.g. 健康推進課母子保健係.
    pub ward_office: String,
    /// Its telephone number.
    pub ward_phone: String,
    /// Rooms in the order shown.
    pub rooms: Vec<String>,
    /// Enrolled at the ward.
    pub enrolled: bool,
    /// The facility's own code has been entered and can be shown.
    pub own_code: bool,
}

/// A person at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct StaffView {
    /// Id.
    pub staff_id: String,
    /// Name.
    pub name: String,
    /// Roles.
    pub roles: Vec<RoleKind>,
}

/// The way to the ward, in one line.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct LineView {
    /// Records waiting to be sent.
    pub waiting: u32,
    /// Since when the oldest waits, RFC 3339.
    pub waiting_since: Option<String>,
    /// Records the ward holds: a person must act.
    pub held: u32,
    /// Counted with something to know.
    pub warned: u32,
    /// When the ward last answered, RFC 3339.
    pub last_contact: Option<String>,
    /// The last try failed with this code.
    pub trouble: Option<String>,
    /// When the next try is due, RFC 3339.
    pub next_try: Option<String>,
}

/// Age of the ward's key list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum KeysAge {
    /// No list yet: coupons cannot be checked.
    Missing,
    /// At most 7 days old.
    Fresh,
    /// More than 7 days old (amber).
    Old,
    /// More than 30 days old (red); reading goes on.
    Stale,
}

/// The coupon keys.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
pub struct KeysView {
    /// How old.
    pub age: KeysAge,
    /// When the ward made the list, RFC 3339.
    pub made_at: Option<String>,
}

/// First start: names the facility and its first manager.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct SetUpRequest {
    /// The facility's name.
    pub facility: String,
    /// Practice facility.
    pub practice: bool,
    /// Name of the first manager; she holds all roles until others are added.
    pub manager: String,
    /// Her PIN, at least 6 digits.
    pub pin: String,
}

/// Sign-in by PIN.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// Who.
    pub staff_id: String,
    /// Her PIN.
    pub pin: String,
}

/// Adds a member of staff (manager).
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct AddStaffRequest {
    /// Name.
    pub name: String,
    /// Roles.
    pub roles: Vec<RoleKind>,
    /// PIN, at least 6 digits.
    pub pin: String,
}

/// Enrols this desk at the ward (manager).
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// The ward's address.
    pub ward_url: String,
    /// The one-time code.
    pub code: String,
}
