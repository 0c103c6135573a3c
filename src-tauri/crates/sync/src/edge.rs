//! The HTTP edge: signs each request, bounds each answer, and says nothing about what it means.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use ed25519_dalek::{SigningKey, VerifyingKey};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::de::DeserializeOwned;
use uuid::Uuid;
use wire::{
    ChangesResponse, EnrolRequest, EnrolResponse, KeyList, KeysResponse, LedgerResponse, ReportsRequest, RequestClaims,
};

use crate::{Outgoing, Reply, Trouble};

const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(30);
const LARGEST_ANSWER: u64 = 64 * 1024 * 1024;

/// Why the ward could not be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EdgeError {
    /// Plain HTTP leaves the machine.
    #[error("the ward's address must begin with https:// (http:// only on this machine)")]
    NotSecure,
    /// The desk's key cannot sign.
    #[error("the desk's key cannot sign")]
    Key,
    /// The ward's answer, or none.
    #[error("the ward could not be asked: {}", .0.code())]
    Trouble(Trouble),
    /// The enrolment code is not accepted.
    #[error("the ward does not accept this enrolment code; ask it for another")]
    CodeRefused,
    /// The key list is not signed by the ward.
    #[error("the key list is not signed by the ward this desk is enrolled at")]
    NotTheWard,
}

impl EdgeError {
    /// Whether trying again is of no use until a person has acted.
    pub fn waits_for_a_person(self) -> bool {
        self == EdgeError::Trouble(Trouble::Refused)
    }

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            EdgeError::NotSecure => "ward-address",
            EdgeError::Key => "desk-key",
            EdgeError::Trouble(t) => t.code(),
            EdgeError::CodeRefused => "enrolment-code",
            EdgeError::NotTheWard => "not-the-ward",
        }
    }
}

/// The ward as an enrolled desk sees it.
#[derive(Debug)]
pub struct Ward {
    url: String,
    desk_id: String,
    key: SigningKey,
    ward_key: VerifyingKey,
    agent: ureq::Agent,
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_connect(Some(CONNECT))
        .timeout_global(Some(WHOLE))
        .max_redirects(0)
        // A kept connection that the ward has closed meanwhile looks like a ward that is away.
        .max_idle_connections(0)
        .build();
    config.new_agent()
}

/// The address without a slash at its end, if it may be used.
fn safe(url: &str) -> Result<String, EdgeError> {
    let url = url.trim().trim_end_matches('/');
    let allowed = host_of(url).is_some_and(|(scheme, _)| scheme == "https") || stays_on_this_machine(url);
    if allowed { Ok(url.to_owned()) } else { Err(EdgeError::NotSecure) }
}

/// Whether a ward's address leads nowhere but to this machine.
pub fn stays_on_this_machine(url: &str) -> bool {
    host_of(url).is_some_and(|(_, host)| matches!(host.as_str(), "127.0.0.1" | "localhost" | "[::1]"))
}

/// Scheme and host as the HTTP client itself reads them; none where the address names a person (`…@…`),
/// for what stands before the sign can look like another host.
fn host_of(url: &str) -> Option<(String, String)> {
    let uri: ureq::http::Uri = url.trim().parse().ok()?;
    let named = uri.authority()?.as_str().contains('@');
    let scheme = uri.scheme_str().filter(|s| !named && matches!(*s, "http" | "https"))?;
    Some((scheme.to_owned(), uri.host()?.to_owned()))
}

/// Enrols a desk at the ward with a one-time code.
///
/// # Errors
/// [`EdgeError`]; the code is used up only when this succeeds or the answer is lost.
pub fn enrol(url: &str, code: &str, public_key: [u8; 32]) -> Result<EnrolResponse, EdgeError> {
    let url = safe(url)?;
    let request = EnrolRequest { code: code.to_owned(), public_key: URL_SAFE_NO_PAD.encode(public_key) };
    let reply = reply_of(agent().post(format!("{url}/v1/desks/enrol")).send_json(&request));
    match reply {
        Reply::Answered { status: 403, .. } => Err(EdgeError::CodeRefused),
        other => read(&other),
    }
}

impl Ward {
    /// The ward at this address, for this desk.
    ///
    /// # Errors
    /// [`EdgeError::NotSecure`] or [`EdgeError::Key`].
    pub fn new(url: &str, desk_id: &str, key: SigningKey, ward_key: &str) -> Result<Ward, EdgeError> {
        let bytes = URL_SAFE_NO_PAD.decode(ward_key).ok().and_then(|b| b.try_into().ok());
        let ward_key = bytes.and_then(|b| VerifyingKey::from_bytes(&b).ok()).ok_or(EdgeError::Key)?;
        Ok(Ward { url: safe(url)?, desk_id: desk_id.to_owned(), key, ward_key, agent: agent() })
    }

    /// Sends one batch.
    ///
    /// # Errors
    /// [`EdgeError::Key`]; everything else is a [`Reply`].
    pub fn reports(&self, batch: &[Outgoing]) -> Result<Reply, EdgeError> {
        let path = "/v1/reports";
        let request = ReportsRequest { records: batch.iter().map(Outgoing::text).collect() };
        let body = serde_json::to_vec(&request).map_err(|_| EdgeError::Key)?;
        let token = self.token("POST", path, &body)?;
        let sent = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("Authorization", format!("Bearer {token}"))
            .header("Content-Type", "application/json")
            .send(&body[..]);
        Ok(reply_of(sent))
    }

    /// What changed since a cursor.
    ///
    /// # Errors
    /// [`EdgeError`].
    pub fn changes(&self, cursor: &str) -> Result<ChangesResponse, EdgeError> {
        let plain: String = cursor.chars().filter(char::is_ascii_alphanumeric).collect();
        self.get(&format!("/v1/changes?cursor={plain}"))
    }

    /// The ward's ledger of a month, `YYYY-MM`.
    ///
    /// # Errors
    /// [`EdgeError`].
    pub fn ledger(&self, month: &str) -> Result<LedgerResponse, EdgeError> {
        self.get(&format!("/v1/ledger?month={month}"))
    }

    /// The coupon keys, their signature checked.
    ///
    /// # Errors
    /// [`EdgeError`]; [`EdgeError::NotTheWard`] when somebody else signed them.
    pub fn keys(&self) -> Result<KeyList, EdgeError> {
        let answer: KeysResponse = self.get("/v1/keys")?;
        let message = URL_SAFE_NO_PAD.decode(answer.signed).map_err(|_| EdgeError::NotTheWard)?;
        let list = wire::open(&message, &self.ward_key).map_err(|_| EdgeError::NotTheWard)?;
        serde_json::from_slice(&list).map_err(|_| EdgeError::Trouble(Trouble::Unintelligible))
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, EdgeError> {
        let token = self.token("GET", path, b"")?;
        let request = self.agent.get(format!("{}{path}", self.url));
        let sent = request.header("Authorization", format!("Bearer {token}")).call();
        read(&reply_of(sent))
    }

    /// A token good for this one request. Its time is real time, also while time is played.
    fn token(&self, method: &str, path: &str, body: &[u8]) -> Result<String, EdgeError> {
        let claims = RequestClaims {
            sub: self.desk_id.clone(),
            method: method.to_owned(),
            path: path.to_owned(),
            body: hex::encode(wire::hash(body)),
            iat: chrono::Utc::now().timestamp(),
            jti: Uuid::now_v7().to_string(),
        };
        let der = self.key.to_pkcs8_der().map_err(|_| EdgeError::Key)?;
        let header = Header { kid: Some(self.desk_id.clone()), ..Header::new(Algorithm::EdDSA) };
        encode(&header, &claims, &EncodingKey::from_ed_der(der.as_bytes())).map_err(|_| EdgeError::Key)
    }
}

fn reply_of(sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Reply {
    let Ok(mut response) = sent else { return Reply::Nothing };
    let status = response.status().as_u16();
    match response.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec() {
        Ok(body) => Reply::Answered { status, body },
        Err(_) => Reply::Nothing,
    }
}

fn read<T: DeserializeOwned>(reply: &Reply) -> Result<T, EdgeError> {
    let trouble = match reply {
        Reply::Nothing => Trouble::Unreachable,
        Reply::Answered { status: 200, body } => {
            return serde_json::from_slice(body).map_err(|_| EdgeError::Trouble(Trouble::Unintelligible));
        }
        Reply::Answered { status: 401 | 403, .. } => Trouble::Refused,
        Reply::Answered { status: 429 | 500.., .. } => Trouble::WardError,
        Reply::Answered { .. } => Trouble::Unintelligible,
    };
    Err(EdgeError::Trouble(trouble))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_goes_no_farther_than_this_machine() {
        for url in ["http://127.0.0.1:8350", "http://[::1]:1/", "http://localhost", "https://ward.example"] {
            assert!(safe(url).is_ok(), "{url}");
        }
        for url in [
            "http://ward.example",
            "http://127.0.0.1.evil.example",
            "ftp://x",
            "",
            "http://localhost@evil",
            "http://127.0.0.1:80@ward.example/",
            "https://localhost:1@ward.example",
        ] {
            assert_eq!(safe(url), Err(EdgeError::NotSecure), "{url}");
            assert!(!stays_on_this_machine(url), "{url}");
        }
    }
}
