//! The words of the desk: services, quantities and identifiers, each parsed once at the door.

use std::fmt;

/// A calendar day in Japan (日).
pub type Date = chrono::NaiveDate;

/// A moment with its offset from UTC. Rules turn it to Japan time before its date or hour is used.
pub type Moment = chrono::DateTime<chrono::FixedOffset>;

/// What the ward pays for (サービス).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    /// 母子ショートステイ: overnight, counted in days = nights + 1, at least 2.
    Stay,
    /// 母子デイケア: one day.
    DayCare,
    /// 産後ケア訪問: a midwife's visit of about 90 minutes.
    Visit,
}

impl Service {
    /// All services, in the order of the ward's leaflet.
    pub const ALL: [Service; 3] = [Service::Stay, Service::DayCare, Service::Visit];

    /// The id used in files and messages: `stay`, `day-care`, `visit`.
    pub fn id(self) -> &'static str {
        match self {
            Service::Stay => "stay",
            Service::DayCare => "day-care",
            Service::Visit => "visit",
        }
    }

    /// The service with this id, if there is one.
    pub fn from_id(id: &str) -> Option<Service> {
        Service::ALL.into_iter().find(|s| s.id() == id)
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// One value for each service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PerService<T> {
    /// 母子ショートステイ.
    pub stay: T,
    /// 母子デイケア.
    pub day_care: T,
    /// 産後ケア訪問.
    pub visit: T,
}

impl<T> PerService<T> {
    /// The value of one service.
    pub fn get(&self, service: Service) -> &T {
        match service {
            Service::Stay => &self.stay,
            Service::DayCare => &self.day_care,
            Service::Visit => &self.visit,
        }
    }

    /// The value of one service, to change it.
    pub fn get_mut(&mut self, service: Service) -> &mut T {
        match service {
            Service::Stay => &mut self.stay,
            Service::DayCare => &mut self.day_care,
            Service::Visit => &mut self.visit,
        }
    }
}

/// A count of used or planned units (利用日数・回数): days for a stay and day-care, visits for a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Units(pub u64);

/// An amount of money in whole yen (円).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Yen(pub u64);

/// 利用者番号: the programme's key of one birth. Kept as text, for leading zeros count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UserNumber(String);

/// A user number that is none: empty, over 32 characters, or not letters, digits and `-`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a user number has 1 to 32 letters, digits or hyphens")]
pub struct NotAUserNumber;

impl UserNumber {
    /// Parses a number in ASCII (the door normalises full-width input first); spaces inside are dropped.
    ///
    /// # Errors
    /// [`NotAUserNumber`] when it is empty, longer than 32 characters or holds anything but ASCII
    /// letters, digits and `-`.
    pub fn parse(text: &str) -> Result<UserNumber, NotAUserNumber> {
        let kept: String = text.chars().filter(|c| *c != ' ').collect();
        let fits = (1..=32).contains(&kept.len()) && kept.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        fits.then_some(UserNumber(kept)).ok_or(NotAUserNumber)
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a mother holds to show her right to use (利用者カード・電子クーポン).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Credential {
    /// 電子クーポン, for an interview (妊婦面談) from 2026-04-01.
    Coupon,
    /// 紙の利用者カード, for an interview until 2026-03-31.
    Card,
    /// Papers not there yet.
    None,
}

/// How the credential was shown at a use (提示).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Presented {
    /// The coupon was read and its signature held.
    CouponRead,
    /// The coupon was seen and its number typed.
    CouponSeen,
    /// The paper card was shown; staff write the date on it.
    CardShown,
    /// 未提示: nothing was shown; the ward subtracts later, or staff write 母子健康手帳 P16.
    NotShown,
}

/// Where a remaining count comes from (残数の出どころ). Always shown with its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RemainingSource {
    /// クーポンの表示.
    Coupon,
    /// 利用者カードの記入.
    Card,
    /// 区の記録.
    Ward,
    /// 本人の申告.
    HerWord,
}
