//! Errors of the protocol: RFC 9457 problem+json with a code and whether trying again may help.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use wire::Problem;

use crate::WardError;

/// A problem on its way out.
#[derive(Debug)]
pub(crate) struct Refused(StatusCode, &'static str, &'static str);

impl Refused {
    pub(crate) const TOO_LARGE: Refused =
        Refused(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Send at most 200 records and 256 KiB in one batch.");
    pub(crate) const BAD_REQUEST: Refused =
        Refused(StatusCode::BAD_REQUEST, "bad-request", "The body or query is not what /v1/openapi.json says.");
    pub(crate) const UNAUTHORIZED: Refused =
        Refused(StatusCode::UNAUTHORIZED, "unauthorized", "Sign each request with the desk's enrolled key, once.");
    pub(crate) const CODE: Refused = Refused(
        StatusCode::FORBIDDEN,
        "enrolment-code",
        "The code is wrong, used or older than 10 minutes. Ask the ward for another.",
    );
    pub(crate) const SLOW_DOWN: Refused =
        Refused(StatusCode::TOO_MANY_REQUESTS, "slow-down", "Too many enrolment attempts. Wait a minute.");
    pub(crate) const NOT_FOUND: Refused = Refused(StatusCode::NOT_FOUND, "not-found", "There is nothing here.");
    const INTERNAL: Refused =
        Refused(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The ward could not answer. Try again later.");
}

impl From<WardError> for Refused {
    fn from(e: WardError) -> Refused {
        tracing::error!(error = %e, "request failed");
        Refused::INTERNAL
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Refused(status, code, detail) = self;
        let problem = Problem {
            kind: format!("urn:sango:problem:{code}"),
            title: status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: status.as_u16(),
            detail: detail.to_owned(),
            code: code.to_owned(),
            retryable: status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS,
        };
        let mut response = (status, Json(problem)).into_response();
        let kind = header::HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}
