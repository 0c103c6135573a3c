//! Receipts (領収書): issued with the money that they are for, in one transaction and with the next number of this desk.
//! What is printed and what is shown come from the same fact.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use store::{Author, ReceiptRow, Store, Tx, UseKind, UseRow};
use uuid::Uuid;
use wire::{FacilitySet, Issuer, IssuerKind, Means, MotherSet, ReceiptIssued, ReceiptPrinted};

use super::charges::{due, unpaid};
use super::code::drawn;
use super::late_entry;
use super::printing::{paper, print, show};
use super::words::{credential_out, issuer_kind_out, means_out, service_out, service_rule};
use super::written::written;
use super::{Acting, Desk, DeskError, Reception, japan};
use crate::view::{
    DocumentKind, Done, IssueReceiptRequest, IssuerView, MeansKind, Nothing, OpenedFile, PaperSize, PrintOutcome,
    PrintedView, ReceiptKindId, ReceiptRequest, ReceiptView, UnprintedReceipts,
};

/// Longest 宛名 and 但し書き that fit the paper.
const MOST_ADDRESSEE: usize = 80;
const MOST_WORDING: usize = 200;

/// The texts of a receipt as somebody wants them; none = the usual ones.
#[derive(Debug, Default)]
pub(super) struct Texts {
    addressee: Option<String>,
    wording: Option<String>,
}

impl Texts {
    /// # Errors
    /// [`DeskError::Unreadable`] for one that does not fit the paper, [`DeskError::Empty`] for an empty one.
    pub(super) fn of(addressee: Option<&str>, wording: Option<&str>) -> Result<Texts, DeskError> {
        let bounded = |text: Option<&str>, field, most: usize| {
            let text = text.map(|t| written(t, field)).transpose()?;
            match text {
                Some(text) if text.chars().count() > most || text.contains(char::is_control) => {
                    Err(DeskError::Unreadable { field, expected: "a text that fits the paper" })
                }
                text => Ok(text),
            }
        };
        Ok(Texts {
            addressee: bounded(addressee, "addressee", MOST_ADDRESSEE)?,
            wording: bounded(wording, "wording", MOST_WORDING)?,
        })
    }
}

/// Money that changed hands, with what a receipt for it needs.
pub(super) struct Received<'a> {
    pub(super) used: &'a UseRow,
    /// Yen; negative went back.
    pub(super) yen: i64,
    pub(super) means: Means,
    pub(super) texts: Texts,
    /// The receipt that this one cancels.
    pub(super) cancels: Option<Uuid>,
}

/// Issues the receipt for money that changed hands, in the transaction that says so.
pub(super) fn issue(
    tx: &Tx<'_>,
    author: &Author,
    facility: &FacilitySet,
    mother: &MotherSet,
    received: Received<'_>,
) -> Result<Uuid, DeskError> {
    let Received { used, yen, means, texts, cancels } = received;
    let before = tx.receipts_of(used.use_id)?;
    let receipt_id = Uuid::now_v7();
    let issued = ReceiptIssued {
        receipt_id,
        serial: tx.next_receipt()?,
        use_id: used.use_id,
        yen,
        means,
        addressee: texts.addressee.unwrap_or_else(|| mother.name.clone()),
        wording: texts.wording.unwrap_or_else(|| wording(used)),
        cancels,
        tax_free: tax_free(used, &before, yen),
        issuer: Some(issuer(facility)),
    };
    tx.append(author, issued)?;
    Ok(receipt_id)
}

/// 但し書き by service, days and how it came to count.
pub(super) fn wording(used: &UseRow) -> String {
    report::receipt_wording(&report::ReceiptFor {
        service: service_rule(used.service),
        kind: match used.kind {
            UseKind::Used => report::LineKind::Used,
            UseKind::LateCancellation => report::LineKind::LateCancellation,
            UseKind::NoShow => report::LineKind::NoShow,
        },
        first_day: used.first_day,
        last_day: used.last_day(),
    })
}

/// Of an amount, what is user share: what was received pays the share first, what goes back the full price first.
fn tax_free(used: &UseRow, before: &[ReceiptRow], yen: i64) -> i64 {
    let said: i64 = before.iter().map(|r| r.issued.tax_free).sum();
    let received: i64 = before.iter().map(|r| r.issued.yen).sum::<i64>().saturating_add(yen);
    let share = if used.taken_back { 0 } else { i64::try_from(used.copay).unwrap_or(i64::MAX) };
    share.min(received).saturating_sub(said).clamp(yen.min(0), yen.max(0))
}

/// Who issues it, as the settings stand.
fn issuer(f: &FacilitySet) -> Issuer {
    let name = if f.issuer.name.is_empty() { f.name.clone() } else { f.issuer.name.clone() };
    Issuer { name, ..f.issuer.clone() }
}

/// Cash of a company from a certain amount on bears a stamp.
fn bears_stamp(issued: &ReceiptIssued) -> bool {
    let company = issued.issuer.as_ref().is_some_and(|i| i.kind == IssuerKind::Company);
    let enough = u64::try_from(issued.yen).is_ok_and(|yen| yen >= report::STAMP_FROM.0);
    company && enough && issued.means == Means::Cash && issued.cancels.is_none()
}

/// The number on the paper.
fn number(row: &ReceiptRow) -> String {
    format!("{}-{:05}", row.epoch, row.issued.serial)
}

fn kind(issued: &ReceiptIssued) -> ReceiptKindId {
    match (issued.cancels, issued.yen) {
        (Some(_), _) => ReceiptKindId::Cancels,
        (None, ..0) => ReceiptKindId::GivenBack,
        (None, _) => ReceiptKindId::Received,
    }
}

/// A receipt as the window shows it.
pub(super) fn view(store: &Store, row: &ReceiptRow) -> Result<ReceiptView, DeskError> {
    let r = &row.issued;
    let used = store.use_of_id(r.use_id)?.ok_or(DeskError::UseEnded)?;
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let mother = store.mother(&used.user_number)?;
    let cancels = r.cancels.map(|id| store.receipt(id)).transpose()?.flatten();
    Ok(ReceiptView {
        receipt_id: Some(r.receipt_id),
        use_id: r.use_id,
        kind: kind(r),
        number: number(row),
        cancels: cancels.as_ref().map(number),
        cancelled: row.cancelled_by.is_some(),
        printed: u32::try_from(row.printed).unwrap_or(u32::MAX),
        practice: facility.practice,
        at: row.at.to_rfc3339(),
        name: r.addressee.clone(),
        wording: r.wording.clone(),
        service: service_out(used.service),
        total: u64::try_from(due(&used)).unwrap_or_default(),
        received: r.yen,
        tax_free: r.tax_free,
        means: means_out(r.means),
        staff: name_of(store, &row.staff)?,
        issuer: issuer_view(&r.issuer.clone().unwrap_or_else(|| issuer(&facility))),
        stamp: bears_stamp(r),
        credential: credential_out(mother.map_or(wire::Credential::None, |m| m.credential)),
    })
}

/// Where no money changed hands: what is owed, or that nothing is.
pub(super) fn owed(
    facility: &FacilitySet,
    mother: &MotherSet,
    used: &UseRow,
    at: DateTime<FixedOffset>,
    staff: &str,
) -> ReceiptView {
    ReceiptView {
        receipt_id: None,
        use_id: used.use_id,
        kind: ReceiptKindId::Nothing,
        number: String::new(),
        cancels: None,
        cancelled: false,
        printed: 0,
        practice: facility.practice,
        at: at.to_rfc3339(),
        name: mother.name.clone(),
        wording: wording(used),
        service: service_out(used.service),
        total: u64::try_from(due(used)).unwrap_or_default(),
        received: 0,
        tax_free: 0,
        means: MeansKind::Later,
        staff: staff.to_owned(),
        issuer: issuer_view(&issuer(facility)),
        stamp: false,
        credential: credential_out(mother.credential),
    }
}

fn issuer_view(i: &Issuer) -> IssuerView {
    IssuerView {
        name: i.name.clone(),
        address: i.address.clone(),
        phone: i.phone.clone(),
        registration: i.registration.clone(),
        kind: issuer_kind_out(i.kind),
    }
}

pub(super) fn name_of(store: &Store, staff_id: &str) -> Result<String, DeskError> {
    Ok(store.staff(staff_id)?.map(|s| s.name).unwrap_or_default())
}

fn found(store: &Store, receipt_id: Uuid) -> Result<ReceiptRow, DeskError> {
    let expected = "a receipt of this facility";
    store.receipt(receipt_id)?.ok_or(DeskError::Unreadable { field: "receipt_id", expected })
}

/// One receipt.
///
/// # Errors
/// [`DeskError::Unreadable`] where there is none of this name.
pub fn receipt(desk: &Desk, _by: &Acting<Reception>, request: ReceiptRequest) -> Result<ReceiptView, DeskError> {
    let store = desk.store();
    view(&store, &found(&store, request.receipt_id)?)
}

/// Issues a receipt for what was received and is on none yet; where there is nothing, one for ¥0.
///
/// # Errors
/// [`DeskError::UseEnded`] for no use, [`DeskError::NothingReceived`] where money is still due or a receipt for ¥0 was
/// issued before, [`DeskError::Unreadable`] for a text that does not fit.
pub fn issue_receipt(
    desk: &Desk,
    by: &Acting<Reception>,
    request: IssueReceiptRequest,
) -> Result<ReceiptView, DeskError> {
    let texts = Texts::of(request.addressee.as_deref(), request.wording.as_deref())?;
    let mut store = desk.store();
    let used = store.use_of_id(request.use_id)?.ok_or(DeskError::UseEnded)?;
    let facility = store.facility()?.ok_or(DeskError::NotSetUp)?;
    let mother = store.mother(&used.user_number)?.ok_or(DeskError::UnknownNumber)?;
    let before = store.receipts_of(used.use_id)?;
    let on_paper: i64 = before.iter().map(|r| r.issued.yen).sum();
    let yen = used.paid.saturating_sub(on_paper).min(used.paid.max(0));
    let owes = used.awaits_manager || unpaid(&used) > 0;
    if yen == 0 && (owes || before.iter().any(|r| r.issued.yen == 0)) {
        return Err(DeskError::NothingReceived);
    }
    // Money that no receipt names yet was received when it was; the newest payment says how.
    let newest = store.payments_of(used.use_id)?.into_iter().next_back().filter(|_| yen != 0);
    let at = newest.as_ref().map_or_else(|| desk.now(), |p| p.at);
    let means = newest.map_or(Means::Later, |p| p.means);
    let author = late_entry::author(desk, by, at);
    let received = Received { used: &used, yen, means, texts, cancels: None };
    let id = store.write(|tx| issue(tx, &author, &facility, &mother, received))?;
    view(&store, &found(&store, id)?)
}

/// Cancels a receipt by a counter-receipt. The money is untouched: a right receipt may be issued then.
///
/// # Errors
/// [`DeskError::ReceiptCancelled`] for one that is cancelled already, or cancels another itself.
pub fn cancel_receipt(desk: &Desk, by: &Acting<Reception>, request: ReceiptRequest) -> Result<ReceiptView, DeskError> {
    let mut store = desk.store();
    let row = found(&store, request.receipt_id)?;
    if row.cancelled_by.is_some() || row.issued.cancels.is_some() {
        return Err(DeskError::ReceiptCancelled);
    }
    let author = desk.author(by);
    let receipt_id = Uuid::now_v7();
    store.write(|tx| {
        let counter = ReceiptIssued {
            receipt_id,
            serial: tx.next_receipt()?,
            yen: -row.issued.yen,
            tax_free: -row.issued.tax_free,
            cancels: Some(row.issued.receipt_id),
            ..row.issued.clone()
        };
        tx.append(&author, counter).map_err(DeskError::from)
    })?;
    view(&store, &found(&store, receipt_id)?)
}

/// Prints a receipt; from the second time on it says 再発行. What is not printed stays among the unprinted ones.
///
/// # Errors
/// [`DeskError::Unreadable`] where there is none of this name.
pub fn print_receipt(desk: &Desk, by: &Acting<Reception>, request: ReceiptRequest) -> Result<PrintedView, DeskError> {
    let (_, drawn) = draw(desk, request.receipt_id)?;
    let outcome = print(desk, DocumentKind::Receipt, &drawn.pdf)?;
    if outcome == PrintOutcome::Printed {
        printed(desk, by, request.receipt_id)?;
    }
    Ok(PrintedView { outcome, file: None })
}

/// Writes a receipt as a PDF and asks the system's viewer to show it.
///
/// # Errors
/// [`DeskError::File`] where it cannot be written.
pub fn open_receipt(desk: &Desk, _by: &Acting<Reception>, request: ReceiptRequest) -> Result<OpenedFile, DeskError> {
    let (number, drawn) = draw(desk, request.receipt_id)?;
    let folder: PathBuf = desk.exports().join("receipts");
    std::fs::create_dir_all(&folder).map_err(DeskError::File)?;
    let file = folder.join(format!("{number}.pdf"));
    std::fs::write(&file, drawn.pdf).map_err(DeskError::File)?;
    Ok(OpenedFile { opened: show(&file), file: file.display().to_string() })
}

/// It came out on paper by other ways than the desk's.
///
/// # Errors
/// [`DeskError::Unreadable`] where there is none of this name.
pub fn receipt_printed(desk: &Desk, by: &Acting<Reception>, request: ReceiptRequest) -> Result<Done, DeskError> {
    found(&desk.store(), request.receipt_id)?;
    printed(desk, by, request.receipt_id)?;
    Ok(Done { done: true })
}

fn printed(desk: &Desk, by: &Acting<Reception>, receipt_id: Uuid) -> Result<(), DeskError> {
    let author = desk.author(by);
    let mut store = desk.store();
    store.write(|tx| tx.append(&author, ReceiptPrinted { receipt_id }).map_err(DeskError::from))?;
    Ok(())
}

/// Receipts that never came out on paper, the oldest first.
///
/// # Errors
/// What the store says.
pub fn unprinted_receipts(
    desk: &Desk,
    _by: &Acting<Reception>,
    _request: Nothing,
) -> Result<UnprintedReceipts, DeskError> {
    let store = desk.store();
    let rows = store.unprinted_receipts()?;
    let receipts = rows.iter().map(|row| view(&store, row)).collect::<Result<_, _>>()?;
    Ok(UnprintedReceipts { receipts })
}

/// Its number and its paper.
fn draw(desk: &Desk, receipt_id: Uuid) -> Result<(String, report::Drawn), DeskError> {
    let size = match paper(desk, DocumentKind::Receipt)? {
        PaperSize::A4 => report::ReceiptSize::A4,
        PaperSize::A5 => report::ReceiptSize::A5,
    };
    let store = desk.store();
    let row = found(&store, receipt_id)?;
    let shown = view(&store, &row)?;
    let used = store.use_of_id(row.issued.use_id)?.ok_or(DeskError::UseEnded)?;
    let mother = store.mother(&used.user_number)?;
    let asked = used.kind == UseKind::Used && mother.as_ref().is_some_and(|m| m.apart.is_none());
    let asked = asked && row.issued.cancels.is_none();
    let url = desk.programme().questionnaire_url().filter(|_| asked);
    let kana = mother.filter(|m| m.name == row.issued.addressee).map(|m| m.kana).unwrap_or_default();
    let means = match row.issued.means {
        Means::Cash => "現金",
        Means::Card => "カード",
        Means::Later => "",
    };
    let paper = report::Receipt {
        kind: match (shown.kind, shown.cancels) {
            (ReceiptKindId::Cancels, Some(number)) => report::ReceiptKind::Cancels { number },
            (ReceiptKindId::GivenBack, _) => report::ReceiptKind::GivenBack,
            _ => report::ReceiptKind::Received,
        },
        number: shown.number.clone(),
        date: row.at.with_timezone(&japan()).date_naive(),
        addressee: shown.name,
        kana,
        amount: domain::Yen(row.issued.yen.unsigned_abs()),
        tax_free: domain::Yen(row.issued.tax_free.unsigned_abs()),
        means: means.to_owned(),
        wording: shown.wording,
        issuer: report::ReceiptIssuer {
            name: shown.issuer.name,
            address: shown.issuer.address,
            phone: shown.issuer.phone,
            registration: shown.issuer.registration,
        },
        staff: shown.staff,
        stamp: shown.stamp,
        again: row.printed > 0,
        practice: shown.practice,
        questionnaire: url.map(|url| drawn(url, "questionnaire_url")).transpose()?,
    };
    Ok((shown.number, report::receipt(&paper, size)?))
}
