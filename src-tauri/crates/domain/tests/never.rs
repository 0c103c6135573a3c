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

fn moments() -> impl Strategy<Value = Moment> {
    let from: Moment = "2026-07-01T00:00:00+09:00".parse().unwrap();
    (0i64..20 * 24 * 6).prop_map(move |n| from + TimeDelta::minutes(10 * n))
}

prop_compose! {
    fn figures()(
        left in 0u64..13,
        limit in prop::option::of(1u64..19),
        source in prop::sample::select(vec![
            RemainingSource::Coupon, RemainingSource::Card, RemainingSource::Ward, RemainingSource::HerWord,
        ]),
        as_of in moments(),
        of_this_use in 0u64..4,
    ) -> Figure {
        Figure { left: Units(left), limit: limit.map(Units), source, as_of, of_this_use: Units(of_this_use) }
    }
}

prop_compose! {
    fn own_uses()(
        recorded_at in moments(),
        units in 1u64..5,
        how in prop::sample::select(vec![
            CountedAs::Used(Presented::CouponRead), CountedAs::Used(Presented::CardShown),
            CountedAs::Used(Presented::NotShown), CountedAs::LateCancellation, CountedAs::NoShow,
        ]),
        at_ward in prop::option::of(prop::option::of(0i64..20)),
        contained_in in prop::option::of(moments()),
        part in prop::sample::select(vec![Part::Other, Part::Other, Part::Other, Part::AtHand]),
    ) -> CountedUse {
        let first_day = recorded_at.date_naive();
        let at_ward = match at_ward {
            None => AtWard::NotCounted,
            Some(None) => AtWard::Counted,
            Some(Some(later)) => AtWard::Processed { on: first_day + TimeDelta::days(later) },
        };
        CountedUse { first_day, happened_at: recorded_at, recorded_at, units: Units(units), how, at_ward, contained_in, part }
    }
}

fn units(all: impl Iterator<Item = Units>) -> u64 {
    all.map(|u| u.0).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn a_unit_is_never_taken_off_twice_and_never_both_given_back_and_taken_off(
        figures in prop::collection::vec(figures(), 1..4),
        own in prop::collection::vec(own_uses(), 0..6),
    ) {
        let found = remaining(&figures, &own).unwrap();
        let mut open: Vec<&CountedUse> = own.iter().filter(|u| u.part == Part::Other).collect();
        for t in &found.taken_off {
            let at = open.iter().position(|u| (u.first_day, u.units) == (t.first_day, t.units));
            prop_assert!(at.is_some(), "{t:?} is none of her uses, or was taken off before");
            open.swap_remove(at.unwrap());
        }
        let off = units(found.taken_off.iter().map(|t| t.units));
        let before = found.figure.left.0 + found.given_back.0;
        prop_assert_eq!(found.left.0, before.saturating_sub(off));
    }

    #[test]
    fn left_is_never_above_the_figure_and_what_it_contains_of_the_use_at_hand(
        figures in prop::collection::vec(figures(), 1..4),
        own in prop::collection::vec(own_uses(), 0..6),
    ) {
        let found = remaining(&figures, &own).unwrap();
        let at_hand = units(own.iter().filter(|u| u.part == Part::AtHand).map(|u| u.units));
        prop_assert!(found.left.0 <= found.figure.left.0 + found.figure.of_this_use.0 + at_hand);
        let limit = found.limit.map_or(u64::MAX, |l| l.0.max(found.figure.left.0));
        prop_assert!(found.left.0 <= limit);
    }

    #[test]
    fn one_more_own_use_never_leaves_more_nor_takes_more_than_its_units(
        figures in prop::collection::vec(figures(), 1..4),
        mut own in prop::collection::vec(own_uses(), 0..6),
        one in own_uses(),
    ) {
        let before = remaining(&figures, &own).unwrap();
        own.push(CountedUse { part: Part::Other, ..one });
        let after = remaining(&figures, &own).unwrap();
        prop_assert!(after.left <= before.left && before.left.0 - after.left.0 <= one.units.0);
    }

    #[test]
    fn the_wards_figure_never_loses_what_it_has_counted_nor_keeps_what_it_has_not(
        figure in figures(),
        one in own_uses(),
    ) {
        let figure = Figure { source: RemainingSource::Ward, ..figure };
        let shown = CountedUse {
            how: CountedAs::Used(Presented::CouponSeen), contained_in: None, part: Part::Other, ..one
        };
        let off = |at_ward| {
            let found = remaining(&[figure], &[CountedUse { at_ward, ..shown }]).unwrap();
            units(found.taken_off.iter().map(|t| t.units))
        };
        prop_assert_eq!(off(AtWard::NotCounted), shown.units.0);
        if shown.recorded_at <= figure.as_of {
            prop_assert_eq!(off(AtWard::Counted), 0);
        }
    }

    #[test]
    fn her_word_never_decides_beside_another_figure_nor_is_a_ground(
        figures in prop::collection::vec(figures(), 1..5),
    ) {
        let found = remaining(&figures, &[]).unwrap();
        let only_her_word = figures.iter().all(|f| f.source == RemainingSource::HerWord);
        prop_assert_eq!(found.is_a_ground(), !only_her_word);
        let newer = |f: &&Figure| f.source != RemainingSource::HerWord && f.as_of > found.figure.as_of;
        prop_assert!(only_her_word || figures.iter().find(newer).is_none());
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
