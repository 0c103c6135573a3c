//! Requests as a window fills them in, and short ways to read an answer.

use serde_json::{Value, json};

/// Changes one field of a request.
pub(crate) trait With {
    fn with(self, key: &str, value: impl Into<Value>) -> Value;
}

impl With for Value {
    fn with(mut self, key: &str, value: impl Into<Value>) -> Value {
        self[key] = value.into();
        self
    }
}

/// A mother's entry.
pub(crate) fn mother(number: &str, born: &str) -> Value {
    json!({"user_number": number, "name": "桜台 美緒", "kana": "さくらだい みお", "phone": "",
        "born": born, "babies": 1, "credential": "coupon"})
}

/// A walk-in whose coupon is seen and whose number is typed; a stay is of two days.
pub(crate) fn draft(number: &str, service: &str) -> Value {
    json!({"user_number": number, "reservation_id": null, "service": service,
        "days": if service == "stay" { 2 } else { 1 }, "presented": "coupon-seen", "coupon_text": null,
        "remaining_told": null, "room": ""})
}

/// The same with a coupon that was read.
pub(crate) fn draft_with_coupon(number: &str, service: &str, coupon: &str) -> Value {
    draft(number, service).with("presented", "coupon-read").with("coupon_text", coupon)
}

/// A field that is a text.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is a text in {value}"))
}

/// A verdict in one line: word, share + full price, and the codes that ask to be looked at.
pub(crate) fn says(view: &Value) -> String {
    let mut out = format!("{} {}+{}", text(view, "outcome"), view["copay"], view["full_price"]);
    for reason in view["reasons"].as_array().unwrap().iter().filter(|r| r["tone"] != "accept") {
        out += &format!(" {}", text(reason, "code"));
    }
    out
}

/// Whether a verdict names a ground.
pub(crate) fn has(view: &Value, list: &str, code: &str) -> bool {
    view[list].as_array().unwrap().iter().any(|r| r["code"] == code)
}
