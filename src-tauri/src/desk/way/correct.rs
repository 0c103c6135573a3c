//! What the ward holds is put right by a person: sent again as it is, or corrected.

use store::{RecordDraft, ReportLine, ReportState, Store, UseReport, UseRow};
use uuid::Uuid;
use wire::{MotherSet, RecordKind, ReportReplaced, ReportResent, UsageRecord};

use super::super::{Acting, Desk, DeskError, Reception};
use crate::view::{CorrectReportRequest, Done, ReportRequest};

/// Puts a held report back among the waiting ones, as it is.
///
/// # Errors
/// [`DeskError::NotHeld`], also where the use was taken back meanwhile.
pub fn resend(desk: &Desk, by: &Acting<Reception>, request: ReportRequest) -> Result<Done, DeskError> {
    let mut store = desk.store();
    let (report, _) = held(&store, request.report_id)?;
    let fact = ReportResent { event_id: report.record.event_id };
    store.write(|tx| tx.append(&desk.author(by), fact).map_err(DeskError::from))?;
    Ok(Done { done: true })
}

/// Sends a corrected report in place of a held one; the old one stays readable. The use is under the
/// number it is sent with from now on, and so is the mother's entry where there is none of that number.
///
/// # Errors
/// [`DeskError::NotHeld`], also where the use was taken back meanwhile; [`DeskError::Unreadable`] for a
/// number that is none, or another than the one the use has counted under already.
pub fn correct(desk: &Desk, by: &Acting<Reception>, request: CorrectReportRequest) -> Result<Done, DeskError> {
    let number = domain::UserNumber::parse(&request.user_number)
        .map_err(|_| DeskError::Unreadable { field: "user_number", expected: "1 to 32 letters, digits or hyphens" })?;
    let author = desk.author(by);
    let mut store = desk.store();
    let (report, use_row) = held(&store, request.report_id)?;
    let correction = Correction::of(&store, &report, &use_row)?;
    if correction.counted_under.as_deref().is_some_and(|counted| counted != number.as_str()) {
        return Err(DeskError::Unreadable { field: "user_number", expected: "the number the use was counted under" });
    }
    let (first, newest) = (correction.first, correction.newest);
    let draft = RecordDraft {
        recorded_at: author.recorded_at,
        user_number: number.as_str().to_owned(),
        born: request.born,
        service: newest.service,
        first_day: newest.first_day,
        units: newest.units,
        presented: newest.presented,
        kind: first.as_ref().map_or(RecordKind::Correction, |f| f.kind),
        share_due: newest.share_due,
        over_quota_units: newest.over_quota_units,
        moved_out_units: newest.moved_out_units,
        remaining: first.and_then(|f| f.remaining),
        corrects: Some(correction.corrects),
    };
    let entry = match store.mother(number.as_str())? {
        Some(_) => None,
        None => store.mother(&use_row.user_number)?.map(|m| MotherSet {
            user_number: number.as_str().to_owned(),
            born: Some(request.born),
            ..m
        }),
    };
    store.write(|tx| {
        let new = tx.report(draft)?;
        for event_id in correction.replaces {
            let (user_number, born) = (number.as_str().to_owned(), request.born);
            tx.append(&author, ReportReplaced { event_id, by: new, user_number, born })?;
        }
        if let Some(entry) = entry {
            tx.append(&author, entry)?;
        }
        Ok::<_, DeskError>(())
    })?;
    Ok(Done { done: true })
}

/// A held report and the use it stands for.
fn held(store: &Store, id: Uuid) -> Result<(ReportLine, UseRow), DeskError> {
    let report = store.report(id)?.filter(|l| matches!(l.state, ReportState::Held { .. }));
    let report = report.ok_or(DeskError::NotHeld)?;
    let use_row = report.use_id.map(|u| store.use_of_id(u)).transpose()?.flatten();
    Ok((report, use_row.ok_or(DeskError::NotHeld)?))
}

/// What one new record has to say and to replace.
struct Correction {
    /// The first record, where that is what is told anew.
    first: Option<UsageRecord>,
    /// The record with the newest figures.
    newest: UsageRecord,
    /// The number under which the ward counts the use already.
    counted_under: Option<String>,
    /// What the new record names: the counted use, or the held record it stands in for.
    corrects: Uuid,
    /// The records it is sent in place of.
    replaces: Vec<Uuid>,
}

impl Correction {
    /// While the first record is held nothing of the use counts: one new record tells it whole, a correction
    /// written since included. Once the first one has left quarantine, only the correction is told anew.
    fn of(store: &Store, report: &ReportLine, use_row: &UseRow) -> Result<Correction, DeskError> {
        let first = use_row.record_id.ok_or(DeskError::NotHeld)?;
        let read = |id: Uuid| Ok::<_, DeskError>(store.report(id)?.ok_or(DeskError::NotHeld)?.record);
        let first_record = read(first)?;
        let newest = use_row.correction_id.map(read).transpose()?;
        Ok(match use_row.first_report {
            UseReport::Held => Correction {
                newest: newest.unwrap_or_else(|| first_record.clone()),
                first: Some(first_record),
                counted_under: None,
                corrects: first,
                replaces: [Some(first), use_row.correction_id].into_iter().flatten().collect(),
            },
            _ => Correction {
                first: None,
                newest: newest.unwrap_or_else(|| report.record.clone()),
                counted_under: Some(first_record.user_number),
                corrects: first,
                replaces: vec![report.record.event_id],
            },
        })
    }
}
