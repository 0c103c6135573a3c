//! How many invented inputs a test tries.

use proptest::prelude::ProptestConfig;

/// So many, or what `PROPTEST_CASES` says. A failure is shown and not written into the tree.
pub(crate) fn usually(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { asked } else { ProptestConfig { cases, ..asked } }
}
