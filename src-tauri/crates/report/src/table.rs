//! The month as CSV: UTF-8 with a byte-order mark and CRLF, so that Excel opens it by a double click.

use csv::{Terminator, WriterBuilder};

use crate::{Line, Month, ReportError, Totals, totals, words};

const HEAD: [&str; 16] = [
    "区分",
    "利用日",
    "利用者番号",
    "氏名",
    "サービス",
    "種別",
    "世帯",
    "多胎",
    "提示",
    "数量",
    "単位",
    "うち上限超過",
    "うち転出後",
    "利用者負担額",
    "全額自己負担",
    "減算依頼・送信状況",
];

/// Lines first, then one row of totals per service and household category, then the sum.
///
/// # Errors
/// [`ReportError::Table`], which only memory causes.
pub fn csv(month: &Month) -> Result<Vec<u8>, ReportError> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(vec![]);
    writer.write_record(HEAD).map_err(ReportError::Table)?;
    for line in &month.lines {
        writer.write_record(row(line).iter().map(|c| safe(c))).map_err(ReportError::Table)?;
    }
    let totals = totals(month);
    for t in &totals {
        writer.write_record(total_row(t)).map_err(ReportError::Table)?;
    }
    writer.write_record(sum_row(month, &totals)).map_err(ReportError::Table)?;
    out.extend(writer.into_inner().map_err(|e| ReportError::Table(e.into_error().into()))?);
    Ok(out)
}

/// A cell that begins like a formula is text all the same.
fn safe(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

pub(crate) fn presented(line: &Line) -> &'static str {
    use domain::Presented::*;
    match line.presented {
        _ if line.kind != crate::LineKind::Used => "",
        CouponRead | CouponSeen => "クーポン",
        CardShown => "カード",
        NotShown => "未提示",
    }
}

fn row(l: &Line) -> [String; 16] {
    [
        if l.taken_back { "取消" } else { "明細" }.to_owned(),
        l.first_day.to_string(),
        l.user_number.clone(),
        l.name.clone(),
        words::service(l.service).to_owned(),
        l.kind.word().to_owned(),
        if l.exempt { "無償" } else { "課税" }.to_owned(),
        if l.multiples { "多胎" } else { "" }.to_owned(),
        presented(l).to_owned(),
        l.units.0.to_string(),
        words::unit(l.service).to_owned(),
        l.over_quota_units.0.to_string(),
        l.moved_out_units.0.to_string(),
        l.copay.0.to_string(),
        l.full_price.0.to_string(),
        match l.subtraction {
            Some(asked) if asked.units != l.units => {
                let of = format!("{}{}", asked.units.0, words::unit(l.service));
                format!("{}{of}・{}", asked.reason.word(), l.standing.word())
            }
            Some(asked) => format!("{}・{}", asked.reason.word(), l.standing.word()),
            None => l.standing.word().to_owned(),
        },
    ]
}

fn total_row(t: &Totals) -> [String; 16] {
    let mut row: [String; 16] = Default::default();
    row[0] = "集計".to_owned();
    row[4] = words::service(t.service).to_owned();
    row[5] = format!("利用{}件・期限後{}件・連絡なし{}件", t.uses, t.late_cancellations, t.no_shows);
    row[6] = if t.exempt { "無償" } else { "課税" }.to_owned();
    row[9] = t.units.0.to_string();
    row[10] = words::unit(t.service).to_owned();
    row[11] = t.over_quota_units.0.to_string();
    row[12] = t.moved_out_units.0.to_string();
    row[13] = t.copay.0.to_string();
    row[14] = t.full_price.0.to_string();
    row
}

fn sum_row(month: &Month, totals: &[Totals]) -> [String; 16] {
    let mut row: [String; 16] = Default::default();
    let sum = |of: fn(&Totals) -> u64| totals.iter().map(of).sum::<u64>().to_string();
    row[0] = "合計".to_owned();
    row[5] = format!("実人数{}人", month.persons());
    row[11] = sum(|t| t.over_quota_units.0);
    row[12] = sum(|t| t.moved_out_units.0);
    row[13] = sum(|t| t.copay.0);
    row[14] = sum(|t| t.full_price.0);
    row
}
