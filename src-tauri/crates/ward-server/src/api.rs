//! The HTTP edge: authenticate, decode, ask the ward, encode. OpenAPI is generated from here.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, Query, State};
use axum::http::{HeaderMap, header};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use utoipa::OpenApi;
use wire::{
    ChangesResponse, EnrolRequest, EnrolResponse, KeysResponse, LedgerResponse, MAX_BATCH_BYTES, MAX_RECORDS, Problem,
    ReportsRequest, ReportsResponse,
};

use crate::Ward;
use crate::problem::Refused;
use crate::tokens::Desk;

/// Enrolment attempts a minute, over all callers: a code of 64 bits is not guessed at this pace.
const ATTEMPTS_A_MINUTE: u32 = 30;

/// Enrolment attempts of the running minute at one ward.
#[derive(Debug, Default)]
pub(crate) struct Attempts(Mutex<(i64, u32)>);

impl Attempts {
    /// Counts one more and gives how many this minute has seen.
    fn one_more(&self, minute: i64) -> u32 {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.0 != minute {
            *seen = (minute, 0);
        }
        seen.1 = seen.1.saturating_add(1);
        seen.1
    }
}

/// The protocol's description.
#[derive(Debug, OpenApi)]
#[openapi(
    info(title = "Sango ward", description = "Usage reports of postpartum-care facilities, counted exactly once."),
    paths(enrol, reports, changes, ledger, keys),
    components(schemas(Problem))
)]
pub struct Api;

pub(crate) fn router(ward: Arc<Ward>) -> Router {
    Router::new()
        .route("/v1/desks/enrol", post(enrol))
        .route("/v1/reports", post(reports))
        .route("/v1/changes", get(changes))
        .route("/v1/ledger", get(ledger))
        .route("/v1/keys", get(keys))
        .route("/v1/openapi.json", get(async || Json(Api::openapi())))
        .route("/healthz", get(async || "ok"))
        .fallback(async || Refused::NOT_FOUND)
        .with_state(ward)
}

async fn body_of(body: Body) -> Result<axum::body::Bytes, Refused> {
    to_bytes(body, MAX_BATCH_BYTES).await.map_err(|_| Refused::TOO_LARGE)
}

/// Runs the ward's work off the reactor: SQLite waits for the disk.
async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> Result<T, Refused> + Send + 'static) -> Result<T, Refused> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(_) => Err(crate::WardError::Damaged("a request that panicked").into()),
    }
}

struct Asking {
    bearer: Option<String>,
    path: String,
}

impl Asking {
    fn of(headers: &HeaderMap, uri: &axum::http::Uri) -> Asking {
        let bearer = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
        let path = uri.path_and_query().map_or("/", |p| p.as_str());
        Asking { bearer: bearer.map(str::to_owned), path: path.to_owned() }
    }

    fn authenticate(&self, ward: &Ward, method: &str, body: &[u8]) -> Result<Desk, Refused> {
        ward.authenticate(self.bearer.as_deref(), method, &self.path, body)
    }
}

/// Enrols a desk with a one-time code.
#[utoipa::path(post, path = "/v1/desks/enrol", request_body = EnrolRequest,
    responses((status = 200, body = EnrolResponse), (status = 400, body = Problem), (status = 403, body = Problem), (status = 429, body = Problem)))]
async fn enrol(State(ward): State<Arc<Ward>>, body: Body) -> Result<Json<EnrolResponse>, Refused> {
    if ward.attempts.one_more(chrono::Utc::now().timestamp() / 60) > ATTEMPTS_A_MINUTE {
        return Err(Refused::SLOW_DOWN);
    }
    let body = body_of(body).await?;
    let request: EnrolRequest = serde_json::from_slice(&body).map_err(|_| Refused::BAD_REQUEST)?;
    on_disk(move || ward.enrol(&request)?.map(Json).ok_or(Refused::CODE)).await
}

/// Takes in signed usage records: one verdict each.
#[utoipa::path(post, path = "/v1/reports", request_body = ReportsRequest,
    responses((status = 200, body = ReportsResponse), (status = 400, body = Problem), (status = 401, body = Problem), (status = 413, body = Problem)))]
async fn reports(
    State(ward): State<Arc<Ward>>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<ReportsResponse>, Refused> {
    let asking = Asking::of(&headers, &uri);
    let body = body_of(body).await?;
    on_disk(move || {
        let desk = asking.authenticate(&ward, "POST", &body)?;
        let request: ReportsRequest = serde_json::from_slice(&body).map_err(|_| Refused::BAD_REQUEST)?;
        if request.records.len() > MAX_RECORDS {
            return Err(Refused::TOO_LARGE);
        }
        let verdicts = ward.take_in(&desk, &request.records)?;
        tracing::info!(desk = %desk.desk_id, records = verdicts.len(), "reports taken in");
        Ok(Json(ReportsResponse { verdicts }))
    })
    .await
}

#[derive(Debug, Deserialize)]
struct Cursor {
    #[serde(default)]
    cursor: String,
}

/// What changed at the ward since a cursor.
#[utoipa::path(get, path = "/v1/changes", params(("cursor" = Option<String>, Query, description = "As last given; empty for all.")),
    responses((status = 200, body = ChangesResponse), (status = 401, body = Problem)))]
async fn changes(
    State(ward): State<Arc<Ward>>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Result<Query<Cursor>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<ChangesResponse>, Refused> {
    let asking = Asking::of(&headers, &uri);
    let Query(query) = query.map_err(|_| Refused::BAD_REQUEST)?;
    on_disk(move || {
        let desk = asking.authenticate(&ward, "GET", b"")?;
        Ok(Json(ward.changes(&desk.facility_id, &query.cursor)?))
    })
    .await
}

#[derive(Debug, Deserialize)]
struct Month {
    month: String,
}

/// This facility's counted uses of a month.
#[utoipa::path(get, path = "/v1/ledger", params(("month" = String, Query, description = "YYYY-MM")),
    responses((status = 200, body = LedgerResponse), (status = 400, body = Problem), (status = 401, body = Problem)))]
async fn ledger(
    State(ward): State<Arc<Ward>>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    query: Result<Query<Month>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<LedgerResponse>, Refused> {
    let asking = Asking::of(&headers, &uri);
    let Query(query) = query.map_err(|_| Refused::BAD_REQUEST)?;
    on_disk(move || {
        let desk = asking.authenticate(&ward, "GET", b"")?;
        Ok(Json(ward.ledger_answer(&desk.facility_id, &query.month)?))
    })
    .await
}

/// The coupon keys, signed by the ward.
#[utoipa::path(get, path = "/v1/keys", responses((status = 200, body = KeysResponse), (status = 401, body = Problem)))]
async fn keys(
    State(ward): State<Arc<Ward>>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Json<KeysResponse>, Refused> {
    let asking = Asking::of(&headers, &uri);
    on_disk(move || {
        asking.authenticate(&ward, "GET", b"")?;
        Ok(Json(ward.signed_keys()?))
    })
    .await
}
