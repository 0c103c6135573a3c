//! The text of a code, or what a USB scanner types.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use coupon::Coupon;
use coupon::reader::{Reading, read};
use fuzz::{begin, coupons, within};
use libfuzzer_sys::fuzz_target;

/// Nobody at the desk notices it.
const MOMENT: Duration = Duration::from_millis(50);

static ISSUED: LazyLock<Vec<Coupon>> = LazyLock::new(coupons::issued);

fuzz_target!(init: begin(coupons::seeds), |bytes: &[u8]| {
    let text = coupons::text(bytes);
    let reading = within(MOMENT, || read(&text, &["riyosha".to_owned()]));
    if let Reading::Coupon(text) = reading {
        let verified = within(MOMENT, || coupon::verify(&text, &coupons::keys(), coupons::moment()));
        if let Ok(coupon) = verified
            && !coupons::is_signed_here(bytes)
        {
            assert!(ISSUED.contains(&coupon), "a coupon that nobody signed");
        }
    }
});
