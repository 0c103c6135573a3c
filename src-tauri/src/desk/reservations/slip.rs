//! The slip of a reservation (予約票), the note for her card, and the list of whom to phone: on the screen and on paper.

use domain::{Ask, Yen};
use report::{CardSlip, House, Named, Note, PhoneGroup, Sheet, Slip, Tongue};
use store::{Store, UseKind, UseRow};
use wire::{FacilitySet, MotherSet, SlipLanguage, Told};

use super::book::reserved;
use super::close_day::of_day;
use super::open;
use crate::desk::judging::{About, ask_rules};
use crate::desk::printing::{hand_out, paper};
use crate::desk::words::{credential_rule, language_in, language_out, service_rule};
use crate::desk::{Acting, Desk, DeskError, Reception};
use crate::view::{
    CardSlipRequest, ClosedDayRequest, DocumentKind, PaperSize, PhoneAbout, PrintedView, ServiceId, SlipPart,
    SlipRequest, SlipView, ToPhone,
};

/// The slip of a reservation, as it stands on the paper.
///
/// # Errors
/// [`DeskError::ReservationEnded`]; [`DeskError::NoSlip`] for a mother whose child is not with her.
pub fn slip(desk: &Desk, _by: &Acting<Reception>, request: SlipRequest) -> Result<SlipView, DeskError> {
    Ok(view(&of_reservation(desk, &request)?))
}

/// The same on paper; where no printer takes it, the PDF is kept.
///
/// # Errors
/// As [`slip`], [`DeskError::Report`], [`DeskError::File`].
pub fn print_slip(desk: &Desk, _by: &Acting<Reception>, request: SlipRequest) -> Result<PrintedView, DeskError> {
    let note = of_reservation(desk, &request)?;
    hand(desk, DocumentKind::Slip, &note)
}

/// What she writes into her card (利用者カード) after a late cancellation or a no-show.
///
/// # Errors
/// [`DeskError::UseEnded`] for anything else, or what was taken back; [`DeskError::NoSlip`].
pub fn card_slip(desk: &Desk, _by: &Acting<Reception>, request: CardSlipRequest) -> Result<SlipView, DeskError> {
    Ok(view(&of_card(desk, &request)?))
}

/// The same on paper.
///
/// # Errors
/// As [`card_slip`], [`DeskError::Report`], [`DeskError::File`].
pub fn print_card_slip(
    desk: &Desk,
    _by: &Acting<Reception>,
    request: CardSlipRequest,
) -> Result<PrintedView, DeskError> {
    let note = of_card(desk, &request)?;
    hand(desk, DocumentKind::Slip, &note)
}

/// The list of whom to phone about a closed day, on paper.
///
/// # Errors
/// [`DeskError::Gone`] for a day that was not closed, [`DeskError::Report`], [`DeskError::File`].
pub fn print_phone_list(
    desk: &Desk,
    _by: &Acting<Reception>,
    request: ClosedDayRequest,
) -> Result<PrintedView, DeskError> {
    let (facility, closed) = {
        let store = desk.store();
        (store.facility()?.ok_or(DeskError::NotSetUp)?, of_day(&store, request.date)?)
    };
    let groups = [
        (PhoneAbout::ReservationEnded, "予約を取り消した方"),
        (PhoneAbout::ReservationIncludesDay, "予約がこの日をはさむ方（予約はそのまま）"),
        (PhoneAbout::InHouse, "利用中の方"),
        (PhoneAbout::AppointmentCancelled, "見学・オリエンテーションを取り消した方"),
    ];
    let group = |(about, head): (PhoneAbout, &str)| {
        let of = closed.to_phone.iter().filter(|p| p.about == about);
        PhoneGroup { head: head.to_owned(), lines: of.map(phone_line).collect() }
    };
    let groups: Vec<PhoneGroup> = groups.into_iter().map(group).filter(|g| !g.lines.is_empty()).collect();
    let note = report::phone_list(closed.date, &closed.reason, &groups, &house(desk, &facility));
    hand(desk, DocumentKind::List, &note)
}

fn phone_line(p: &ToPhone) -> String {
    let service = match p.service {
        Some(ServiceId::Stay) => "ショートステイ",
        Some(ServiceId::DayCare) => "デイケア",
        Some(ServiceId::Visit) => "訪問",
        None => "",
    };
    let phone = if p.phone.is_empty() { "電話番号なし" } else { &p.phone };
    let unlisted = if p.unlisted { "【非表示】" } else { "" };
    [p.at.as_str(), service, unlisted, &p.name, &p.user_number, phone]
        .iter()
        .filter(|t| !t.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("　")
}

fn hand(desk: &Desk, document: DocumentKind, note: &Note) -> Result<PrintedView, DeskError> {
    let sheet = match paper(desk, document)? {
        PaperSize::A4 => Sheet::A4,
        PaperSize::A5 => Sheet::A5,
    };
    hand_out(desk, document, &note.draw(sheet)?.pdf)
}

fn of_reservation(desk: &Desk, request: &SlipRequest) -> Result<Note, DeskError> {
    let store = desk.store();
    let b = open(&store, request.reservation_id)?.booked;
    let known = About::of(&b.user_number, b.service).known(&store)?;
    let language = handed_to(&known.mother, request.language.map(language_in))?;
    let before = (b.starts_on, b.reservation_id);
    let reserved = reserved(desk, &store, (&b.user_number, b.service), before, Some(b.reservation_id))?;
    // What is due as of now: an estimate. Where a price is not set yet, its days are left out of it.
    let case = known.case(desk, Ask::Use, b.starts_on, b.days, desk.now(), reserved);
    let (share, full_price) = match ask_rules(&case, desk) {
        Ok(verdict) => (verdict.copay, verdict.full_price),
        Err(DeskError::FullPriceUnset { .. }) => (Yen(0), Yen(0)),
        Err(e) => return Err(e),
    };
    let slip = Slip {
        to: named(&known.mother),
        service: service_rule(b.service),
        first_day: b.starts_on,
        days: b.days,
        arrives_at: b.arrives_at,
        share,
        full_price,
        deadline: b.cancel_deadline,
        deadline_passed: domain::is_late(desk.now(), b.cancel_deadline),
        credential: credential_rule(known.mother.credential),
        bring: told(&known.facility.bring, language),
        rules: told(&known.facility.house_rules, language),
        house: house(desk, &known.facility),
    };
    Ok(slip.note(tongue(language)))
}

fn of_card(desk: &Desk, request: &CardSlipRequest) -> Result<Note, DeskError> {
    let store = desk.store();
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let counted = counted(&store, request)?;
    let mother = store.mother(&counted.user_number)?.ok_or(DeskError::UnknownNumber)?;
    let language = handed_to(&mother, request.language.map(language_in))?;
    let no_show = counted.kind == UseKind::NoShow;
    let slip = CardSlip {
        to: named(&mother),
        service: service_rule(counted.service),
        reserved_for: counted.first_day,
        write: if no_show { counted.first_day } else { counted.began_at.date_naive() },
        units: counted.units,
        no_show,
        share: Yen(counted.copay),
        house: house(desk, &facility),
    };
    Ok(slip.note(tongue(language)))
}

fn counted(store: &Store, request: &CardSlipRequest) -> Result<UseRow, DeskError> {
    let found = store.use_of_id(request.use_id)?;
    found.filter(|u| u.kind != UseKind::Used && !u.taken_back).ok_or(DeskError::UseEnded)
}

/// The language, where anything is handed to her at all.
fn handed_to(mother: &MotherSet, wanted: Option<SlipLanguage>) -> Result<SlipLanguage, DeskError> {
    if mother.apart.is_some() {
        return Err(DeskError::NoSlip);
    }
    Ok(wanted.unwrap_or(mother.language))
}

fn named(mother: &MotherSet) -> Named {
    Named { name: mother.name.clone(), kana: mother.kana.clone() }
}

/// The facility's own words; the Japanese ones where it has none in that language.
fn told(told: &Told, language: SlipLanguage) -> String {
    let own = match language {
        SlipLanguage::Ja => &told.ja,
        SlipLanguage::Plain => &told.plain,
        SlipLanguage::En => &told.en,
    };
    if own.trim().is_empty() { told.ja.clone() } else { own.clone() }
}

fn tongue(language: SlipLanguage) -> Tongue {
    match language {
        SlipLanguage::Ja => Tongue::Japanese,
        SlipLanguage::Plain => Tongue::Plain,
        SlipLanguage::En => Tongue::English,
    }
}

fn house(desk: &Desk, facility: &FacilitySet) -> House {
    let programme = desk.programme();
    House {
        name: facility.name.clone(),
        phone: facility.issuer.phone.clone(),
        opens_at: facility.opens_at.clone(),
        closes_at: facility.closes_at.clone(),
        programme: programme.name().to_owned(),
        office: programme.contact().office.clone(),
        office_phone: programme.contact().phone.clone(),
        practice: facility.practice,
    }
}

fn view(note: &Note) -> SlipView {
    let language = match note.tongue {
        Tongue::Japanese => SlipLanguage::Ja,
        Tongue::Plain => SlipLanguage::Plain,
        Tongue::English => SlipLanguage::En,
    };
    let part = |p: &report::Part| SlipPart { head: p.head.clone(), lines: p.lines.clone(), weighty: p.weighty };
    SlipView {
        language: language_out(language),
        title: note.title.clone(),
        to: note.to.clone(),
        parts: note.parts.iter().map(part).collect(),
        from: note.from.clone(),
    }
}
