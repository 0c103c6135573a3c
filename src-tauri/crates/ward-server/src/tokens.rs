//! Who is asking: the desk's short-lived token for one request.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Utc;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use rusqlite::{OptionalExtension, TransactionBehavior, named_params};
use wire::RequestClaims;

use crate::problem::Refused;
use crate::{Ward, WardError};

/// How far a token's time may be from the ward's, in seconds. Always real time, also in practice.
const WINDOW: i64 = 300;

/// An enrolled desk.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    pub(crate) desk_id: String,
    pub(crate) facility_id: String,
    pub(crate) public_key: [u8; 32],
}

impl Ward {
    /// The desk that signed this request, if it did and did so once.
    pub(crate) fn authenticate(
        &self,
        bearer: Option<&str>,
        method: &str,
        path: &str,
        body: &[u8],
    ) -> Result<Desk, Refused> {
        let token = bearer.and_then(|b| b.strip_prefix("Bearer ")).ok_or(Refused::UNAUTHORIZED)?;
        let desk_id = decode_header(token).ok().and_then(|h| h.kid).ok_or(Refused::UNAUTHORIZED)?;
        let desk = self.desk(&desk_id)?.ok_or(Refused::UNAUTHORIZED)?;
        let key = DecodingKey::from_ed_components(&URL_SAFE_NO_PAD.encode(desk.public_key));
        let key = key.map_err(|_| Refused::UNAUTHORIZED)?;
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.required_spec_claims.clear();
        rules.validate_exp = false;
        let claims = decode::<RequestClaims>(token, &key, &rules).map_err(|_| Refused::UNAUTHORIZED)?.claims;
        let now = Utc::now().timestamp();
        let meant = claims.sub == desk.desk_id
            && claims.method == method
            && claims.path == path
            && claims.body == hex::encode(wire::hash(body))
            && (now - claims.iat).abs() <= WINDOW;
        if meant && self.is_first(&claims.jti, now)? { Ok(desk) } else { Err(Refused::UNAUTHORIZED) }
    }

    fn desk(&self, desk_id: &str) -> Result<Option<Desk>, WardError> {
        let sql = "SELECT desk_id, facility_id, public_key FROM desks WHERE desk_id = :id";
        let db = self.db();
        let mut statement = db.prepare_cached(sql)?;
        let read = |r: &rusqlite::Row<'_>| {
            Ok(Desk {
                desk_id: r.get("desk_id")?,
                facility_id: r.get("facility_id")?,
                public_key: r.get("public_key")?,
            })
        };
        Ok(statement.query_row(named_params! {":id": desk_id}, read).optional()?)
    }

    fn is_first(&self, jti: &str, now: i64) -> Result<bool, WardError> {
        let mut db = self.db();
        // One commit, one wait for the disk.
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.prepare_cached("DELETE FROM tokens WHERE at < :old")?.execute(named_params! {":old": now - 2 * WINDOW})?;
        let added = tx
            .prepare_cached("INSERT OR IGNORE INTO tokens (jti, at) VALUES (:jti, :at)")?
            .execute(named_params! {":jti": jti, ":at": now})?;
        tx.commit()?;
        Ok(added == 1)
    }
}
