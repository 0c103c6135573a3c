//! The ward's rules, a sentence each.
#![allow(clippy::unwrap_used, missing_docs)]

use domain::*;

fn d(text: &str) -> Date {
    text.parse().unwrap()
}

/// A stay of three days of a mother of May, at the desk in July, five days of it used.
fn case() -> Case {
    Case {
        ask: Ask::Use,
        service: Service::Stay,
        starts_on: d("2026-07-14"),
        days: 3,
        at: "2026-07-14T09:30:00+09:00".parse().unwrap(),
        mother: Circumstances {
            delivered_on: d("2026-05-01"),
            babies: 1,
            credential: Credential::Coupon,
            corrected_by_days: 0,
            last_day_named: None,
            moved_out_on: None,
            waived: vec![],
        },
        used: PerService { stay: Units(5), ..Default::default() },
        limit: Limit::OfTheProgramme,
        facility: FacilityRules {
            calendar: Calendar::default(),
            full_price: PerService { stay: Some(Yen(30_000)), day_care: None, visit: None },
        },
    }
}

fn with(change: impl FnOnce(&mut Case)) -> Verdict {
    let mut case = case();
    change(&mut case);
    judge(&case, &nerima().unwrap()).unwrap()
}

fn codes(v: &Verdict) -> Vec<&'static str> {
    v.reasons.iter().map(Reason::code).collect()
}

#[test]
fn the_third_day_is_over_the_quota_and_paid_in_full() {
    let v = with(|_| {});
    assert_eq!((v.outcome, codes(&v)), (Outcome::Warn, vec!["over-quota"]));
    assert_eq!((v.units, v.covered_units), (Units(3), Units(2)));
    assert_eq!((v.copay, v.full_price, v.charge), (Yen(7_000), Yen(30_000), Yen(37_000)));
    assert_eq!(v.days[2].standing, Standing::OverQuota);
}

#[test]
fn a_limit_that_the_ward_named_to_her_is_hers() {
    let v = with(|c| (c.limit, c.used.stay) = (Limit::OfTheWard(Units(10)), Units(1)));
    assert_eq!((v.outcome, v.covered_units), (Outcome::Accept, Units(3)));
    let v = with(|c| (c.limit, c.used.stay) = (Limit::OfTheWard(Units(4)), Units(3)));
    assert_eq!((v.covered_units, v.over_quota_units), (Units(1), Units(2)));
    assert!(v.reasons.contains(&Reason::OverQuota { units: Units(2), quota: Units(4) }));
}

#[test]
fn a_late_cancellation_says_which_of_its_days_take_no_quota() {
    let v = with(|c| {
        c.ask = Ask::Cancel;
        c.mother.moved_out_on = Some(d("2026-07-16"));
        c.used.stay = Units(6);
    });
    assert!(v.late);
    assert_eq!((v.covered_units, v.over_quota_units, v.moved_out_units), (Units(1), Units(1), Units(1)));
    assert_eq!((v.units, v.full_price), (Units(3), Yen(0)));
}

#[test]
fn a_length_nobody_meant_is_refused_at_once() {
    for days in [i64::MAX, i64::from(u32::MAX)] {
        assert_eq!(codes(&with(|c| c.days = days)), ["invalid-length", "past-one-year"]);
    }
    assert_eq!(codes(&with(|c| c.days = i64::MIN)), ["invalid-length"]);
}

#[test]
fn a_stay_costs_seven_thousand_for_two_days_and_half_of_it_for_each_further_one() {
    let charge = |days| with(|c| (c.days, c.used.stay) = (days, Units(0))).charge;
    assert_eq!((charge(2), charge(3), charge(7)), (Yen(7_000), Yen(10_500), Yen(24_500)));
}

#[test]
fn one_covered_day_of_a_stay_costs_half_of_the_first_two() {
    assert_eq!(with(|c| c.used.stay = Units(6)).copay, Yen(3_500));
}

#[test]
fn day_care_and_visit_have_their_own_shares_and_multiples_a_larger_quota() {
    let one = |service, used, babies| {
        with(|c| {
            (c.service, c.days, c.mother.babies) = (service, 1, babies);
            *c.used.get_mut(service) = Units(used);
            *c.facility.full_price.get_mut(service) = Some(Yen(9_999));
        })
        .charge
    };
    assert_eq!(one(Service::DayCare, 11, 1), Yen(1_500));
    assert_eq!(one(Service::DayCare, 12, 1), Yen(9_999));
    assert_eq!(one(Service::DayCare, 17, 2), Yen(1_500));
    assert_eq!(one(Service::DayCare, 18, 2), Yen(9_999));
    assert_eq!(one(Service::Visit, 5, 1), Yen(500));
    assert_eq!(one(Service::Visit, 6, 1), Yen(9_999));
    assert_eq!(one(Service::Visit, 9, 3), Yen(500));
}

#[test]
fn the_exemption_of_the_first_day_decides_the_whole_use_and_the_quota_still_counts() {
    let waived = |from, until| {
        with(|c| {
            c.mother.waived = vec![Waiver { from: d(from), until: Some(d(until)) }];
        })
    };
    let free = waived("2026-07-01", "2026-07-14");
    assert_eq!((free.copay, free.full_price, free.covered_units), (Yen(0), Yen(30_000), Units(2)));
    assert_eq!(waived("2026-07-15", "2026-08-01").copay, Yen(7_000));
}

#[test]
fn days_from_the_move_on_are_paid_in_full_and_take_no_quota() {
    let v = with(|c| c.mother.moved_out_on = Some(d("2026-07-15")));
    assert_eq!(codes(&v), ["moved-out"]);
    assert_eq!((v.covered_units, v.copay, v.full_price), (Units(1), Yen(3_500), Yen(60_000)));
}

#[test]
fn the_last_day_of_the_first_year_is_received_and_the_birthday_is_not() {
    let day_care = |on| with(|c| (c.service, c.days, c.starts_on) = (Service::DayCare, 1, d(on)));
    assert_eq!(day_care("2027-04-30").outcome, Outcome::Accept);
    assert_eq!(codes(&day_care("2027-05-01")), ["past-one-year"]);
}

#[test]
fn every_day_of_a_stay_must_lie_within_the_year() {
    let v = with(|c| (c.starts_on, c.used.stay) = (d("2027-04-29"), Units(0)));
    assert_eq!((v.outcome, codes(&v), v.charge), (Outcome::Refuse, vec!["past-one-year"], Yen(0)));
}

#[test]
fn a_stay_past_four_months_is_a_warning() {
    let stay = |on| with(|c| (c.starts_on, c.days, c.used.stay) = (d(on), 2, Units(0)));
    assert_eq!(stay("2026-08-30").outcome, Outcome::Accept);
    assert_eq!(codes(&stay("2026-08-31")), ["past-four-months"]);
}

#[test]
fn an_approved_correction_moves_both_limits_and_a_day_the_ward_named_wins() {
    let stay = |corrected, named: Option<&str>| {
        with(|c| {
            (c.starts_on, c.days, c.used.stay) = (d("2026-08-31"), 2, Units(0));
            c.mother.corrected_by_days = corrected;
            c.mother.last_day_named = named.map(d);
        })
    };
    assert_eq!(stay(1, None).outcome, Outcome::Accept);
    assert_eq!(codes(&stay(1, Some("2026-08-31"))), ["past-one-year"]);
}

#[test]
fn a_booking_before_the_birth_is_refused_with_every_ground_that_applies() {
    let v = with(|c| {
        c.ask = Ask::Book;
        c.at = "2026-04-30T23:59:59+09:00".parse().unwrap();
        c.starts_on = d("2026-04-30");
        c.days = 1;
    });
    assert_eq!(codes(&v), ["invalid-length", "booked-before-birth", "before-birth"]);
}

#[test]
fn the_booking_day_is_counted_in_japan() {
    let v = with(|c| {
        c.ask = Ask::Book;
        c.at = "2026-04-30T15:00:00+00:00".parse().unwrap();
    });
    assert_eq!(codes(&v), ["over-quota"]);
}

#[test]
fn a_cancellation_in_time_costs_nothing_even_where_the_use_would_be_refused() {
    let v = with(|c| {
        (c.ask, c.starts_on) = (Ask::Cancel, d("2027-07-14"));
        c.at = "2027-07-13T10:00:59+09:00".parse().unwrap();
    });
    assert_eq!((v.outcome, v.charge, v.late), (Outcome::Accept, Yen(0), false));
}

#[test]
fn a_late_cancellation_charges_the_share_of_every_planned_day_and_never_the_full_price() {
    let v = with(|c| {
        c.ask = Ask::Cancel;
        c.at = "2026-07-13T10:01:00+09:00".parse().unwrap();
        c.facility.full_price.stay = None;
    });
    assert_eq!(codes(&v), ["late-cancellation", "over-quota"]);
    assert_eq!((v.units, v.covered_units), (Units(3), Units(2)));
    assert_eq!((v.copay, v.full_price, v.late), (Yen(10_500), Yen(0), true));
}

#[test]
fn a_late_cancellation_of_what_would_be_refused_is_that_refusal() {
    let v = with(|c| (c.ask, c.starts_on) = (Ask::Cancel, d("2026-04-20")));
    assert_eq!((v.outcome, codes(&v), v.late), (Outcome::Refuse, vec!["before-birth"], false));
}

#[test]
fn a_full_price_that_is_needed_and_unset_is_said_and_never_guessed() {
    let mut case = case();
    case.facility.full_price.stay = None;
    let cannot = judge(&case, &nerima().unwrap());
    assert_eq!(cannot, Err(CannotJudge::FullPriceUnset { service: Service::Stay }));
}

#[test]
fn holidays_agree_with_an_independent_list_from_2020_to_2050() {
    let listed: Vec<Date> = include_str!("data/holidays.txt").lines().filter(|l| !l.starts_with('#')).map(d).collect();
    let days = d("2020-01-01").iter_days().take_while(|day| *day <= d("2050-12-31"));
    let computed: Vec<Date> = days.filter(|day| public_holiday(*day).is_some()).collect();
    assert_eq!(computed, listed);
}
