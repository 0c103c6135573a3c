//! What never happens, whatever the case.
#![allow(clippy::unwrap_used, missing_docs)]

use chrono::{TimeDelta, Weekday};
use domain::*;
use proptest::prelude::*;

fn dates() -> impl Strategy<Value = Date> {
    let from: Date = "2023-01-01".parse().unwrap();
    (0i64..2200).prop_map(move |n| from + TimeDelta::days(n))
}

prop_compose! {
    fn cases()(
        ask in prop::sample::select(vec![Ask::Book, Ask::Use, Ask::Cancel]),
        service in prop::sample::select(Service::ALL.to_vec()),
        starts_on in dates(),
        days in -1i64..12,
        minutes in -5000i64..5000,
        born_before in -10i64..420,
        babies in 1u64..4,
        corrected_by_days in 0u64..80,
        moved in prop::option::of(-3i64..6),
        waived in prop::collection::vec((-40i64..40, prop::option::of(0i64..80)), 0..3),
        used in (0u64..9, 0u64..20, 0u64..12),
        closed in prop::collection::vec(0u8..7, 0..3),
        full in prop::option::of(0u64..90_000),
    ) -> Case {
        let at = starts_on.and_hms_opt(10, 0, 0).unwrap().and_local_timezone(japan()).unwrap();
        let day = |n: i64| starts_on + TimeDelta::days(n);
        Case {
            ask, service, starts_on, days,
            at: at + TimeDelta::minutes(minutes),
            mother: Circumstances {
                delivered_on: day(-born_before),
                babies,
                credential: Credential::Coupon,
                corrected_by_days,
                last_day_named: None,
                moved_out_on: moved.map(day),
                waived: waived.iter().map(|(from, len)| Waiver {
                    from: day(*from),
                    until: len.map(|len| day(from + len)),
                }).collect(),
            },
            used: PerService { stay: Units(used.0), day_care: Units(used.1), visit: Units(used.2) },
            limit: Limit::OfTheProgramme,
            facility: FacilityRules {
                calendar: Calendar {
                    closed_weekdays: closed.iter().map(|n| Weekday::try_from(*n).unwrap()).collect(),
                    closed_on_public_holidays: true,
                    ..Calendar::default()
                },
                full_price: PerService { stay: full.map(Yen), day_care: full.map(Yen), visit: full.map(Yen) },
            },
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn the_charge_is_never_anything_but_share_and_full_price(case in cases()) {
        if let Ok(v) = judge(&case, &nerima().unwrap()) {
            prop_assert_eq!(v.charge.0, v.copay.0 + v.full_price.0);
            prop_assert!(v.covered_units <= v.units);
            if !v.days.is_empty() {
                prop_assert_eq!(v.charge.0, v.days.iter().map(|d| d.amount.0).sum::<u64>());
            }
        }
    }

    #[test]
    fn an_acceptance_never_has_reasons_and_a_refusal_never_has_figures(case in cases()) {
        if let Ok(v) = judge(&case, &nerima().unwrap()) {
            prop_assert_eq!(v.outcome == Outcome::Accept, v.reasons.is_empty());
            if v.outcome == Outcome::Refuse {
                prop_assert_eq!((v.units, v.covered_units, v.charge), (Units(0), Units(0), Yen(0)));
                prop_assert!(!v.late);
            }
        }
    }

    #[test]
    fn only_a_cancellation_is_ever_late_and_its_full_price_is_always_zero(case in cases()) {
        if let Ok(v) = judge(&case, &nerima().unwrap()) {
            prop_assert!(!v.late || (case.ask == Ask::Cancel && v.full_price == Yen(0)));
        }
    }

    #[test]
    fn the_deadline_always_lies_before_the_first_day_on_an_open_day(case in cases()) {
        if let Ok(v) = judge(&case, &nerima().unwrap()) {
            let day = v.cancel_deadline.date_naive();
            prop_assert!(day < case.starts_on && case.facility.calendar.is_open(day));
        }
    }

    #[test]
    fn covered_units_never_exceed_what_is_left_of_the_quota(case in cases()) {
        if let Ok(v) = judge(&case, &nerima().unwrap()) {
            let p = nerima().unwrap();
            let quota = p.edition_on(case.starts_on).quota(case.service, case.mother.babies);
            let left = quota.0.saturating_sub(case.used.get(case.service).0);
            prop_assert!(v.covered_units.0 <= left);
        }
    }
}
