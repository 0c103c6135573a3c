//! A month of a facility: its uses, and the figures that follow from them.

use std::collections::BTreeSet;

use domain::{Date, Moment, Presented, Service, Subtraction, Units, Yen};

/// What a line counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// 利用.
    Used,
    /// 期限後キャンセル.
    LateCancellation,
    /// 連絡なし.
    NoShow,
}

impl LineKind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            LineKind::Used => "利用",
            LineKind::LateCancellation => "期限後キャンセル",
            LineKind::NoShow => "連絡なし",
        }
    }
}

/// Where the line's report stands at the ward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportStanding {
    /// 送信待ち.
    Waiting,
    /// 受領.
    Accepted,
    /// 要確認.
    Held,
}

impl ReportStanding {
    pub(crate) fn word(self) -> &'static str {
        match self {
            ReportStanding::Waiting => "送信待ち",
            ReportStanding::Accepted => "受領",
            ReportStanding::Held => "要確認",
        }
    }
}

/// One use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// First day.
    pub first_day: Date,
    /// 利用者番号.
    pub user_number: String,
    /// Name.
    pub name: String,
    /// Kana, printed where the typeface lacks a character of the name.
    pub kana: String,
    /// The service.
    pub service: Service,
    /// What it counts as.
    pub kind: LineKind,
    /// Taken back: shown, counted nowhere.
    pub taken_back: bool,
    /// Exempt household.
    pub exempt: bool,
    /// Multiples (多胎).
    pub multiples: bool,
    /// How the credential was shown.
    pub presented: Presented,
    /// Units.
    pub units: Units,
    /// Of these, over quota.
    pub over_quota_units: Units,
    /// Of these, after the move.
    pub moved_out_units: Units,
    /// User share due.
    pub copay: Yen,
    /// Full price due.
    pub full_price: Yen,
    /// What the ward is asked to subtract or to cancel, if anything.
    pub subtraction: Option<Subtraction>,
    /// Where its report stands.
    pub standing: ReportStanding,
}

/// A comparison with the ward's ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// When.
    pub at: Moment,
    /// Lines compared.
    pub count: u64,
    /// Short digest (照合番号).
    pub number: String,
    /// Both sides agree.
    pub agrees: bool,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// The facility's name.
    pub facility: String,
    /// The programme's name.
    pub programme: String,
    /// The ward's office the papers go to.
    pub addressee: String,
    /// Year and month.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// Marked as practice on every page.
    pub practice: bool,
    /// When the papers were made.
    pub made_at: Moment,
    /// Who made them.
    pub staff: String,
    /// The last comparison with the ward.
    pub reconciliation: Option<Reconciliation>,
    /// Uses by first day.
    pub lines: Vec<Line>,
}

/// The figures of one service and one household category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// The service.
    pub service: Service,
    /// Exempt households.
    pub exempt: bool,
    /// Uses.
    pub uses: u64,
    /// Units really used.
    pub units: Units,
    /// Of these, of mothers with multiples.
    pub multiples_units: Units,
    /// Over quota.
    pub over_quota_units: Units,
    /// After the move.
    pub moved_out_units: Units,
    /// 期限後キャンセル.
    pub late_cancellations: u64,
    /// 連絡なし.
    pub no_shows: u64,
    /// User share due, late cancellations and no-shows among it.
    pub copay: Yen,
    /// Full price due.
    pub full_price: Yen,
}

/// Six rows: each service for taxed and for exempt households.
pub fn totals(month: &Month) -> Vec<Totals> {
    let rows = Service::ALL.into_iter().flat_map(|s| [(s, false), (s, true)]);
    rows.map(|(service, exempt)| of(month, service, exempt)).collect()
}

fn of(month: &Month, service: Service, exempt: bool) -> Totals {
    let mut t = Totals {
        service,
        exempt,
        uses: 0,
        units: Units(0),
        multiples_units: Units(0),
        over_quota_units: Units(0),
        moved_out_units: Units(0),
        late_cancellations: 0,
        no_shows: 0,
        copay: Yen(0),
        full_price: Yen(0),
    };
    let counted = month.lines.iter().filter(|l| !l.taken_back);
    for l in counted.filter(|l| l.service == service && l.exempt == exempt) {
        match l.kind {
            LineKind::Used => {
                t.uses += 1;
                t.units.0 += l.units.0;
                t.multiples_units.0 += if l.multiples { l.units.0 } else { 0 };
                t.over_quota_units.0 += l.over_quota_units.0;
                t.moved_out_units.0 += l.moved_out_units.0;
            }
            LineKind::LateCancellation => t.late_cancellations += 1,
            LineKind::NoShow => t.no_shows += 1,
        }
        t.copay.0 += l.copay.0;
        t.full_price.0 += l.full_price.0;
    }
    t
}

impl Month {
    /// 実人数: mothers with at least one use that was really used.
    pub fn persons(&self) -> usize {
        let used = self.lines.iter().filter(|l| !l.taken_back && l.kind == LineKind::Used);
        used.map(|l| l.user_number.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// 令和 year, or the Christian year before it.
    pub(crate) fn heading(&self) -> String {
        match self.year - 2018 {
            1.. => format!("令和{}年{}月分", self.year - 2018, self.month),
            _ => format!("{}年{}月分", self.year, self.month),
        }
    }
}
