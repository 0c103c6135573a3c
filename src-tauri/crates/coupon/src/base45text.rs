//! Base45 (RFC 9285) as strict as the RFC asks: upper case only, no value too large, no odd tail.

/// Decodes; none for anything that is not Base45.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let upper_only = !text.bytes().any(|b| b.is_ascii_lowercase());
    let bytes = upper_only.then(|| base45::decode(text).ok()).flatten()?;
    // One spelling only: what does not encode back to itself held a value too large.
    (base45::encode(&bytes) == text).then_some(bytes)
}
