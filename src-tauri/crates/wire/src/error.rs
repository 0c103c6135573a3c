//! What can be wrong with bytes from another desk, a file or the ward.

/// Why bytes are not a message of this protocol. Carries field names, never values.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// The CBOR cannot be read.
    #[error("not CBOR: {0}")]
    NotCbor(String),
    /// The COSE structure cannot be read.
    #[error("not a COSE_Sign1 message")]
    NotCose,
    /// The algorithm is not EdDSA.
    #[error("signed with an algorithm other than EdDSA")]
    Algorithm,
    /// The signature does not belong to this key and payload.
    #[error("the signature does not hold")]
    BadSignature,
    /// A field is missing or of the wrong type.
    #[error("field {0} is missing or of the wrong type")]
    Field(&'static str),
    /// The version is newer than this program.
    #[error("{what} version {found} is newer than this program knows")]
    Version {
        /// Which message.
        what: &'static str,
        /// The version found.
        found: u64,
    },
    /// A fact's kind is unknown to this program.
    #[error("unknown kind of fact: {0}")]
    UnknownKind(String),
    /// A fact's body is not what its kind says.
    #[error("the body of a {kind} fact cannot be read")]
    Body {
        /// The kind as written in the envelope.
        kind: String,
        /// What serde said.
        #[source]
        source: serde_json::Error,
    },
}
