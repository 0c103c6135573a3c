//! The register: facilities and their codes, births, coupons.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use coupon::{Allowance, Coupon, FeeClass};
use domain::{PerService, Service, UserNumber};
use ed25519_dalek::VerifyingKey;
use rusqlite::{OptionalExtension, named_params};
use serde::Serialize;
use uuid::Uuid;
use wire::{Change, EnrolRequest, EnrolResponse, KeyList, KeysResponse, Waiver};

use crate::{Ward, WardError, ledger, random};

/// How long an enrolment code is good for, in minutes.
const CODE_MINUTES: i64 = 10;

/// A new facility with its first enrolment code.
#[derive(Debug, Clone, Serialize)]
pub struct NewFacility {
    /// Its id.
    pub facility_id: String,
    /// The one-time code, good for ten minutes.
    pub code: String,
}

/// What a coupon is ordered with.
#[derive(Debug, Clone)]
pub struct CouponOrder {
    /// 利用者番号.
    pub user_number: String,
    /// The child's birth date.
    pub born: NaiveDate,
    /// Number of children.
    pub children: u64,
    /// The household is exempt from this day on.
    pub exempt_from: Option<NaiveDate>,
    /// Last day of the fee class.
    pub fee_class_until: NaiveDate,
    /// Units used before the ward kept this ledger.
    pub used: PerService<u64>,
    /// Issued at.
    pub at: DateTime<FixedOffset>,
    /// Good for so many days.
    pub valid_days: u32,
}

/// A coupon.
#[derive(Debug, Clone, Serialize)]
pub struct IssuedCoupon {
    /// Its id, hex.
    pub coupon_id: String,
    /// 利用者番号.
    pub user_number: String,
    /// The text of the QR code.
    pub text: String,
}

impl Ward {
    /// Adds a facility.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn add_facility(&self, name: &str) -> Result<NewFacility, WardError> {
        let facility_id = format!("F{}", hex::encode(random::<4>()?).to_uppercase());
        self.db().execute(
            "INSERT INTO facilities (facility_id, name) VALUES (:id, :name)",
            named_params! {":id": facility_id, ":name": name},
        )?;
        let code = self.new_code(&facility_id)?;
        Ok(NewFacility { facility_id, code })
    }

    /// Another one-time code for a facility; only its hash is kept.
    ///
    /// # Errors
    /// [`WardError::Unknown`] for no such facility.
    pub fn new_code(&self, facility_id: &str) -> Result<String, WardError> {
        let code = hex::encode(random::<8>()?).to_uppercase();
        let added = self.db().execute(
            "INSERT INTO codes (code_hash, facility_id, expires_at)
             SELECT :hash, facility_id, :until FROM facilities WHERE facility_id = :id",
            named_params! {
                ":hash": wire::hash(code.as_bytes()), ":id": facility_id,
                ":until": (chrono::Utc::now() + TimeDelta::minutes(CODE_MINUTES)).timestamp(),
            },
        )?;
        if added == 1 { Ok(code) } else { Err(WardError::Unknown("facility")) }
    }

    /// Enrols a desk; none where the code or key is no good.
    pub(crate) fn enrol(&self, request: &EnrolRequest) -> Result<Option<EnrolResponse>, WardError> {
        let key: Option<[u8; 32]> = URL_SAFE_NO_PAD.decode(&request.public_key).ok().and_then(|k| k.try_into().ok());
        let Some(key) = key.filter(|k| VerifyingKey::from_bytes(k).is_ok()) else { return Ok(None) };
        let mut db = self.db();
        let tx = db.transaction()?;
        let found = tx
            .query_row(
                "DELETE FROM codes WHERE code_hash = :hash RETURNING facility_id, expires_at",
                named_params! {":hash": wire::hash(request.code.trim().as_bytes())},
                |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?)),
            )
            .optional()?;
        let Some((facility_id, expires_at)) = found else { return Ok(None) };
        if expires_at < chrono::Utc::now().timestamp() {
            tx.commit()?;
            return Ok(None);
        }
        let desk_id = format!("D{}", hex::encode(random::<4>()?).to_uppercase());
        tx.execute(
            "INSERT INTO desks (desk_id, facility_id, public_key) VALUES (:desk, :facility, :key)",
            named_params! {":desk": desk_id, ":facility": facility_id, ":key": key},
        )?;
        let facility_name = tx.query_row(
            "SELECT name FROM facilities WHERE facility_id = :id",
            named_params! {":id": facility_id},
            |r| r.get(0),
        )?;
        tx.commit()?;
        let ward_key = URL_SAFE_NO_PAD.encode(self.signing_key.verifying_key().as_bytes());
        Ok(Some(EnrolResponse { facility_id, facility_name, desk_id, ward_key }))
    }

    /// Registers a birth, or changes what is known of it.
    ///
    /// # Errors
    /// [`WardError::Order`] for a number or count that cannot be.
    pub fn register(
        &self,
        user_number: &str,
        born: NaiveDate,
        children: u64,
        used: PerService<u64>,
    ) -> Result<(), WardError> {
        UserNumber::parse(user_number).map_err(|_| WardError::Order("the user number cannot be read"))?;
        if children < 1 {
            return Err(WardError::Order("there is at least one child"));
        }
        self.db().execute(
            "INSERT INTO births (user_number, born, children, used_stay, used_day_care, used_visit)
             VALUES (:number, :born, :children, :stay, :day_care, :visit)
             ON CONFLICT (user_number) DO UPDATE SET born = excluded.born, children = excluded.children",
            named_params! {
                ":number": user_number, ":born": born.to_string(), ":children": children,
                ":stay": used.stay, ":day_care": used.day_care, ":visit": used.visit,
            },
        )?;
        Ok(())
    }

    /// Issues a coupon and registers its birth.
    ///
    /// # Errors
    /// [`WardError::Order`] or what signing says.
    pub fn issue_coupon(&self, order: &CouponOrder) -> Result<IssuedCoupon, WardError> {
        self.register(&order.user_number, order.born, order.children, order.used)?;
        if let Some(from) = order.exempt_from {
            self.exempt(&order.user_number, &[Waiver { from, until: Some(order.fee_class_until) }])?;
        }
        let db = self.db();
        let number = order.user_number.as_str();
        let counter: u64 = db.query_row(
            "SELECT COALESCE(MAX(counter), 0) + 1 FROM coupons WHERE user_number = :number",
            named_params! {":number": number},
            |r| r.get(0),
        )?;
        let used = ledger::used(&db, number)?;
        let edition = self.programme.edition_on(order.at.date_naive());
        let mut quota = PerService::default();
        for service in Service::ALL {
            let byte = |n: u64| u8::try_from(n).map_err(|_| WardError::Order("a count is over 255"));
            *quota.get_mut(service) =
                Allowance { limit: byte(edition.quota(service, order.children).0)?, used: byte(*used.get(service))? };
        }
        let at = order.at.to_utc();
        let until = at.checked_add_signed(TimeDelta::days(i64::from(order.valid_days)));
        let id = random::<8>()?;
        let coupon = Coupon {
            issuer: self.programme.ward_code().to_owned(),
            user_number: number.to_owned(),
            born: order.born,
            children: order.children,
            fee_class: if order.exempt_from.is_some() { FeeClass::Exempt } else { FeeClass::Taxed },
            fee_class_until: order.fee_class_until,
            quota,
            used_as_of: at,
            issued_at: at,
            expires_at: until.ok_or(WardError::Order("the coupon would be valid too long"))?,
            counter,
            id,
        };
        let text = coupon::issue(&coupon, &self.coupon_key).map_err(|_| WardError::Coupon)?;
        let coupon_id = hex::encode(id);
        db.execute(
            "INSERT INTO coupons (coupon_id, user_number, counter) VALUES (:id, :number, :counter)",
            named_params! {":id": coupon_id, ":number": number, ":counter": counter},
        )?;
        Ok(IssuedCoupon { coupon_id, user_number: number.to_owned(), text })
    }

    /// Grants exempt periods.
    ///
    /// # Errors
    /// [`WardError::Unknown`] for no such number.
    pub fn exempt(&self, user_number: &str, waived: &[Waiver]) -> Result<(), WardError> {
        let text = serde_json::to_string(waived).map_err(|_| WardError::Damaged("a period"))?;
        let as_of = self.now();
        let db = self.db();
        let sql = "UPDATE births SET waived = :waived, waived_at = :at WHERE user_number = :number";
        let params = named_params! {":waived": text, ":at": as_of.to_rfc3339(), ":number": user_number};
        if db.execute(sql, params)? == 0 {
            return Err(WardError::Unknown("user number"));
        }
        let change = Change::Exemption { user_number: user_number.to_owned(), waived: waived.to_vec(), as_of };
        ledger::add_change_about(&db, user_number, &change)
    }

    /// Records a move out of the ward.
    ///
    /// # Errors
    /// [`WardError::Unknown`] for no such number.
    pub fn move_out(&self, user_number: &str, on: NaiveDate) -> Result<(), WardError> {
        let db = self.db();
        let sql = "UPDATE births SET moved_out_on = :on WHERE user_number = :number";
        if db.execute(sql, named_params! {":on": on.to_string(), ":number": user_number})? == 0 {
            return Err(WardError::Unknown("user number"));
        }
        ledger::add_change_about(&db, user_number, &Change::MovedOut { user_number: user_number.to_owned(), on })
    }

    /// Revokes a coupon; every facility learns of it.
    ///
    /// # Errors
    /// [`WardError::Unknown`] for no such coupon.
    pub fn revoke(&self, coupon_id: &str) -> Result<(), WardError> {
        let db = self.db();
        let sql = "UPDATE coupons SET revoked = 1 WHERE coupon_id = :id";
        if db.execute(sql, named_params! {":id": coupon_id})? == 0 {
            return Err(WardError::Unknown("coupon"));
        }
        ledger::add_change(&db, None, &Change::Revoked { coupon_id: coupon_id.to_owned() })
    }

    /// Subtracts a use that was not shown, on a day; its facility learns of it.
    ///
    /// # Errors
    /// [`WardError::Unknown`] for no such counted record.
    pub fn process(&self, event_id: Uuid, on: NaiveDate) -> Result<(), WardError> {
        let db = self.db();
        let sql = "UPDATE records SET processed_on = :on WHERE event_id = :id AND state = 'counted'
                   RETURNING user_number";
        let number: Option<String> = db
            .query_row(sql, named_params! {":on": on.to_string(), ":id": event_id.as_bytes()}, |r| r.get(0))
            .optional()?;
        let number = number.ok_or(WardError::Unknown("counted record"))?;
        ledger::add_change_about(&db, &number, &Change::Processed { event_id, on })?;
        ledger::announce_balance(self, &db, &number)
    }

    /// Sends a notice to every facility.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn notice(&self, text: &str) -> Result<(), WardError> {
        ledger::add_change(&self.db(), None, &Change::Notice { text: text.to_owned() })
    }

    /// The coupon keys as a JWK Set.
    ///
    /// # Errors
    /// None that a key causes.
    pub fn jwks(&self) -> Result<String, WardError> {
        let set = serde_json::json!({"keys": [self.coupon_key.jwk()]});
        serde_json::to_string(&set).map_err(|_| WardError::Key)
    }

    pub(crate) fn signed_keys(&self) -> Result<KeysResponse, WardError> {
        let list = KeyList { made_at: self.now(), jwks: self.jwks()? };
        let json = serde_json::to_vec(&list).map_err(|_| WardError::Key)?;
        let signed = wire::sign(json, &self.signing_key).map_err(|_| WardError::Key)?;
        Ok(KeysResponse { signed: URL_SAFE_NO_PAD.encode(signed) })
    }
}
