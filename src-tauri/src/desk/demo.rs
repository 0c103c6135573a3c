//! A facility's invented past, for benches and screens, and the demonstration facility.

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};
use store::{Author, RecordDraft, Time};
use uuid::Uuid;
use wire::{
    Answer, CheckedIn, CheckedOut, Credential, Means, MotherSet, PresentedAs, RecordKind, Service, Verdict,
    WardAnswered,
};

use super::{Desk, DeskError};

/// Uses in one transaction.
const BATCH: usize = 2000;

const FAMILY: [(&str, &str); 24] = [
    ("光が丘", "ひかりがおか"),
    ("桜台", "さくらだい"),
    ("春日", "かすが"),
    ("田柄", "たがら"),
    ("旭町", "あさひちょう"),
    ("豊玉", "とよたま"),
    ("小竹", "こたけ"),
    ("平和台", "へいわだい"),
    ("石神井", "しゃくじい"),
    ("大泉", "おおいずみ"),
    ("北町", "きたまち"),
    ("錦", "にしき"),
    ("氷川台", "ひかわだい"),
    ("早宮", "はやみや"),
    ("羽沢", "はざわ"),
    ("栄町", "さかえちょう"),
    ("貫井", "ぬくい"),
    ("高松", "たかまつ"),
    ("土支田", "どしだ"),
    ("谷原", "やはら"),
    ("高野台", "たかのだい"),
    ("富士見", "ふじみ"),
    ("関町", "せきまち"),
    ("立野", "たての"),
];
const GIVEN: [(&str, &str); 16] = [
    ("花", "はな"),
    ("美緒", "みお"),
    ("葵", "あおい"),
    ("陽菜", "ひな"),
    ("凛", "りん"),
    ("結衣", "ゆい"),
    ("さくら", "さくら"),
    ("詩織", "しおり"),
    ("真央", "まお"),
    ("楓", "かえで"),
    ("七海", "ななみ"),
    ("彩", "あや"),
    ("千尋", "ちひろ"),
    ("遥", "はるか"),
    ("環", "たまき"),
    ("文", "ふみ"),
];

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Past {
    /// Mothers registered.
    pub mothers: usize,
    /// Uses written.
    pub uses: usize,
}

/// SplitMix64: the same seed makes the same past.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below.max(1)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len() as u64) as usize]
    }
}

/// Fills a practice facility with `years` of invented mothers and about ten uses each: the exact facts
/// a check-in writes, answered by an invented ward.
///
/// # Errors
/// [`DeskError::NotPractice`] on a facility that is not practice.
pub fn past(desk: &Desk, years: u32, mothers: usize, seed: u64) -> Result<Past, DeskError> {
    let mut store = desk.store();
    if !store.facility()?.is_some_and(|f| f.practice) {
        return Err(DeskError::NotPractice);
    }
    let mut dice = Dice(seed);
    let today = desk.today();
    let span = u64::from(years.max(1)) * 365;
    let first_birth = today.checked_sub_days(Days::new(span)).unwrap_or(today);
    let mut plan = vec![];
    let mut entries = Vec::with_capacity(mothers);
    for n in 0..mothers {
        let born = first_birth + TimeDelta::days((n as u64 * span / mothers.max(1) as u64) as i64);
        let mother = invented(&mut dice, n, born);
        for _ in 0..10 {
            plan.extend(planned(&mut dice, n, born, today));
        }
        entries.push(mother);
    }
    plan.sort_by_key(|u| u.day);
    let author = |day: NaiveDate, minute: i64| {
        let at = day.and_hms_opt(10, 0, 0).unwrap_or_default().and_local_timezone(super::japan());
        let at = at.single().unwrap_or_else(|| desk.now()) + TimeDelta::seconds(minute);
        Author { staff: "s1".to_owned(), occurred_at: at, recorded_at: at, time: Time::Played }
    };
    for batch in entries.chunks(BATCH) {
        store.write(|tx| {
            for m in batch {
                tx.append(&author(m.born.unwrap_or(today), 0), m.clone())?;
            }
            Ok::<_, DeskError>(())
        })?;
    }
    for batch in plan.chunks(BATCH) {
        store.write(|tx| {
            let mut answers = vec![];
            for u in batch {
                let by = author(u.day, (u.mother % 3600) as i64);
                let record = tx.report(u.record(&entries[u.mother], by.recorded_at))?;
                let use_id = Uuid::now_v7();
                tx.append(&by, u.check_in(&entries[u.mother], use_id, record))?;
                if u.day < today {
                    let left_at = by.recorded_at + TimeDelta::hours(6);
                    tx.append(&by, CheckedOut { use_id, left_at, meals: None, questionnaire: false })?;
                }
                answers.push(Answer {
                    event_id: record,
                    verdict: Verdict::Accepted,
                    code: None,
                    receipt: Some(format!("W-{}", record.simple())),
                });
            }
            if let Some(last) = batch.last() {
                tx.append(&author(last.day, 7200), WardAnswered { answers })?;
            }
            Ok::<_, DeskError>(())
        })?;
    }
    Ok(Past { mothers: entries.len(), uses: plan.len() })
}

struct Planned {
    mother: usize,
    day: NaiveDate,
    service: Service,
    days: u32,
    presented: PresentedAs,
}

fn planned(dice: &mut Dice, mother: usize, born: NaiveDate, today: NaiveDate) -> Option<Planned> {
    let (service, days, within) = match dice.roll(10) {
        0 => (Service::Stay, 2, 110),
        1..8 => (Service::DayCare, 1, 350),
        _ => (Service::Visit, 1, 350),
    };
    let mut day = born + TimeDelta::days(7 + dice.roll(within) as i64);
    if day.weekday() == Weekday::Sun {
        day = day.succ_opt()?;
    }
    let presented = match dice.roll(20) {
        0 => PresentedAs::NotShown,
        1..4 => PresentedAs::CouponSeen,
        _ => PresentedAs::CouponRead,
    };
    (day <= today).then_some(Planned { mother, day, service, days, presented })
}

impl Planned {
    fn share(&self) -> u64 {
        match self.service {
            Service::Stay => 3500 * u64::from(self.days),
            Service::DayCare => 1500,
            Service::Visit => 500,
        }
    }

    fn record(&self, m: &MotherSet, at: chrono::DateTime<chrono::FixedOffset>) -> RecordDraft {
        RecordDraft {
            recorded_at: at,
            user_number: m.user_number.clone(),
            born: m.born.unwrap_or(self.day),
            service: self.service,
            first_day: self.day,
            units: self.days.into(),
            presented: self.presented,
            kind: RecordKind::Used,
            share_due: self.share(),
            over_quota_units: 0,
            moved_out_units: 0,
            remaining: None,
            corrects: None,
        }
    }

    fn check_in(&self, m: &MotherSet, use_id: Uuid, record: Uuid) -> CheckedIn {
        CheckedIn {
            use_id,
            reservation_id: None,
            user_number: m.user_number.clone(),
            service: self.service,
            starts_on: self.day,
            days: self.days,
            units: self.days.into(),
            covered_units: self.days.into(),
            over_quota_units: 0,
            moved_out_units: 0,
            copay: self.share(),
            full_price: 0,
            exempt: false,
            babies: m.babies,
            reasons: vec!["within-quota".to_owned(), "within-year".to_owned()],
            ticks: vec!["health-asked".to_owned(), "still-resident".to_owned()],
            note: String::new(),
            presented: self.presented,
            remaining: None,
            paid: self.share(),
            means: Means::Cash,
            room: String::new(),
            record_id: Some(record),
        }
    }
}

fn invented(dice: &mut Dice, n: usize, born: NaiveDate) -> MotherSet {
    let ((family, family_kana), (given, given_kana)) = (dice.pick(&FAMILY), dice.pick(&GIVEN));
    MotherSet {
        user_number: format!("{:08}", 10_000_000 + n),
        name: format!("{family} {given}"),
        kana: format!("{family_kana} {given_kana}"),
        phone: format!("090-{:04}-{:04}", dice.roll(10_000), dice.roll(10_000)),
        born: Some(born),
        expected_on: None,
        babies: if dice.roll(50) == 0 { 2 } else { 1 },
        credential: if born < domain::Date::from_ymd_opt(2026, 4, 1).unwrap_or(born) {
            Credential::Card
        } else {
            Credential::Coupon
        },
        interview_on: None,
        corrected: None,
        moved_out_on: None,
        waived: vec![],
        oriented_on: None,
        unlisted: false,
        allergies: String::new(),
        diet: String::new(),
        emergency_contact: String::new(),
        doctor: String::new(),
        health_centre: String::new(),
        language: wire::SlipLanguage::Ja,
        apart: None,
    }
}
