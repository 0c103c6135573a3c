//! Between the words of the rules, of the messages and of the screens.

use crate::view::{
    ApartKind, AppointmentKindId, AppointmentStands, CredentialKind, FigureStandsKind, IssuerKindId, LanguageKind,
    MeansKind, PresentedKind, RoleKind, ServiceId, SourceKind,
};

macro_rules! same {
    ($($f:ident: $from:ty => $to:ty { $($a:ident <-> $b:ident),* $(,)? })*) => { $(
        pub(crate) fn $f(x: $from) -> $to {
            match x { $(<$from>::$a => <$to>::$b),* }
        }
    )* };
}

same! {
    service_in: ServiceId => wire::Service { Stay <-> Stay, DayCare <-> DayCare, Visit <-> Visit }
    service_out: wire::Service => ServiceId { Stay <-> Stay, DayCare <-> DayCare, Visit <-> Visit }
    service_shown: domain::Service => ServiceId { Stay <-> Stay, DayCare <-> DayCare, Visit <-> Visit }
    service_rule: wire::Service => domain::Service { Stay <-> Stay, DayCare <-> DayCare, Visit <-> Visit }
    credential_in: CredentialKind => wire::Credential { Coupon <-> Coupon, Card <-> Card, None <-> None }
    credential_out: wire::Credential => CredentialKind { Coupon <-> Coupon, Card <-> Card, None <-> None }
    credential_rule: wire::Credential => domain::Credential { Coupon <-> Coupon, Card <-> Card, None <-> None }
    presented_in: PresentedKind => wire::PresentedAs {
        CouponRead <-> CouponRead, CouponSeen <-> CouponSeen, CardShown <-> CardShown, NotShown <-> NotShown,
    }
    presented_out: wire::PresentedAs => PresentedKind {
        CouponRead <-> CouponRead, CouponSeen <-> CouponSeen, CardShown <-> CardShown, NotShown <-> NotShown,
    }
    presented_rule: wire::PresentedAs => domain::Presented {
        CouponRead <-> CouponRead, CouponSeen <-> CouponSeen, CardShown <-> CardShown, NotShown <-> NotShown,
    }
    source_in: SourceKind => wire::Source { Coupon <-> Coupon, Card <-> Card, Ward <-> Ward, HerWord <-> HerWord }
    source_rule: wire::Source => domain::RemainingSource {
        Coupon <-> Coupon, Card <-> Card, Ward <-> Ward, HerWord <-> HerWord,
    }
    source_wire: domain::RemainingSource => wire::Source {
        Coupon <-> Coupon, Card <-> Card, Ward <-> Ward, HerWord <-> HerWord,
    }
    source_out: domain::RemainingSource => SourceKind {
        Coupon <-> Coupon, Card <-> Card, Ward <-> Ward, HerWord <-> HerWord,
    }
    stands_in: FigureStandsKind => wire::FigureStands { BeforeUse <-> BeforeUse, AfterUse <-> AfterUse }
    means_out: wire::Means => MeansKind { Cash <-> Cash, Card <-> Card, Later <-> Later }
    means_in: MeansKind => wire::Means { Cash <-> Cash, Card <-> Card, Later <-> Later }
    language_in: LanguageKind => wire::SlipLanguage { Ja <-> Ja, Plain <-> Plain, En <-> En }
    language_out: wire::SlipLanguage => LanguageKind { Ja <-> Ja, Plain <-> Plain, En <-> En }
    apart_in: ApartKind => wire::Apart { Bereaved <-> Bereaved, Hospitalised <-> Hospitalised }
    apart_out: wire::Apart => ApartKind { Bereaved <-> Bereaved, Hospitalised <-> Hospitalised }
    appointment_in: AppointmentKindId => wire::AppointmentKind { Tour <-> Tour, Orientation <-> Orientation }
    appointment_out: wire::AppointmentKind => AppointmentKindId { Tour <-> Tour, Orientation <-> Orientation }
    stands_appointment_in: AppointmentStands => wire::AppointmentState {
        Planned <-> Planned, Held <-> Held, Cancelled <-> Cancelled,
    }
    stands_appointment_out: wire::AppointmentState => AppointmentStands {
        Planned <-> Planned, Held <-> Held, Cancelled <-> Cancelled,
    }
    issuer_kind_in: IssuerKindId => wire::IssuerKind {
        Practitioner <-> Practitioner, NonProfit <-> NonProfit, Company <-> Company,
    }
    issuer_kind_out: wire::IssuerKind => IssuerKindId {
        Practitioner <-> Practitioner, NonProfit <-> NonProfit, Company <-> Company,
    }
    role_in: RoleKind => wire::Role { Reception <-> Reception, Midwife <-> Midwife, Manager <-> Manager }
    role_out: wire::Role => RoleKind { Reception <-> Reception, Midwife <-> Midwife, Manager <-> Manager }
}
