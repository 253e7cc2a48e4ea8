//! Why the hub refuses a request, and the response that says so.

use crate::Conflict;
use domain::case::apply::IllegalChange;
use domain::case::commands::Refused;
use domain::case::commands::refer_on::NotReferred;
use domain::justice::Refusal as ProgressRefusal;
use domain::promise::NotKept;
use events::FieldError;
use events::case::{Case, LookReason};
use lambda_http::http::StatusCode;
use lambda_http::http::header::{HeaderValue, RETRY_AFTER};
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::{answer, json, problem, unavailable};
use serde_json::Value;
use std::borrow::Cow;
use words::problems;

/// Why the hub refuses a request. Each refusal has one response: see [`Refusal::response`].
#[derive(Debug)]
pub enum Refusal {
    /// A problem document with this status, and a title in plain words.
    Problem(StatusCode, Cow<'static, str>),
    /// 422 with a code for each field. Fields have the names of the referral.
    Fields(Vec<FieldError>),
    /// The case does not allow the change. The reason decides the status.
    Illegal(IllegalChange),
    /// 403: a coordinator has to say why they open a case that is not theirs.
    ReasonNeeded,
    /// 429: the account opened too many cases. So many seconds later it may open more.
    TooMany(u64),
    /// A port failed: 503 if a retry may succeed, otherwise 500.
    Port(PortError),
}

impl Refusal {
    /// 400: the request cannot be read.
    pub fn unreadable(title: impl Into<Cow<'static, str>>) -> Self {
        Self::Problem(StatusCode::BAD_REQUEST, title.into())
    }

    /// 403: the sender is known and may not do this.
    pub fn forbidden(title: impl Into<Cow<'static, str>>) -> Self {
        Self::Problem(StatusCode::FORBIDDEN, title.into())
    }

    /// 404: it does not exist, or the sender may not know that it does. Both look the same.
    pub fn not_found(title: impl Into<Cow<'static, str>>) -> Self {
        Self::Problem(StatusCode::NOT_FOUND, title.into())
    }

    /// 404: the hub has no such path.
    pub fn no_such_address() -> Self {
        Self::not_found(problems::no_such_address())
    }

    /// 404: the case does not exist, or the sender may not know that it does.
    pub fn no_such_case() -> Self {
        Self::not_found(problems::no_such_case())
    }

    /// 409: the current state of the case does not allow it.
    pub fn conflict(title: impl Into<Cow<'static, str>>) -> Self {
        Self::Problem(StatusCode::CONFLICT, title.into())
    }

    /// 422: the content of the request is wrong, whatever the state of the case.
    pub fn invalid(title: impl Into<Cow<'static, str>>) -> Self {
        Self::Problem(StatusCode::UNPROCESSABLE_ENTITY, title.into())
    }

    /// 412: the case has changed since the sender read it.
    pub fn moved_on() -> Self {
        Self::Problem(
            StatusCode::PRECONDITION_FAILED,
            problems::case_changed().into(),
        )
    }

    /// 428: the request has no `If-Match` with the version of the case that the sender read.
    pub fn version_missing() -> Self {
        Self::Problem(
            StatusCode::PRECONDITION_REQUIRED,
            problems::version_missing().into(),
        )
    }

    /// Puts `introduction` before the reason of an illegal change, for instance "This cannot be recorded". Other refusals
    /// do not change.
    #[must_use]
    pub fn introduced_by(self, introduction: &str) -> Self {
        match self {
            Self::Illegal(illegal) => {
                let reason = text(illegal.to_string());
                let title = problems::because(introduction, reason);
                Self::Problem(status_of(illegal), title.into())
            }
            other => other,
        }
    }

    /// The response. Logs a port that failed, with the reference of the case if the caller knows it.
    pub fn response(&self, reference: Option<&str>) -> Response<Body> {
        match self {
            Self::Problem(status, title) => problem(*status, title),
            Self::Fields(errors) => {
                let title = problems::answers_refused();
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                let body = serde_json::json!({"title": title, "status": status.as_u16(), "errors": errors});
                json(status, &body)
            }
            Self::Illegal(illegal) => {
                let reason = text(illegal.to_string());
                problem(status_of(*illegal), &with_capital(&reason))
            }
            Self::ReasonNeeded => reason_needed(),
            Self::TooMany(seconds) => {
                let title = words::staff_access::too_many_cases();
                let mut answer = problem(StatusCode::TOO_MANY_REQUESTS, title);
                answer
                    .headers_mut()
                    .insert(RETRY_AFTER, HeaderValue::from(*seconds));
                answer
            }
            Self::Port(error) => unavailable(error, reference),
        }
    }
}

/// The code in a problem that asks for a reason.
pub const REASON_NEEDED: &str = "REASON_NEEDED";

/// A problem with a code and the reasons to choose from.
fn reason_needed() -> Response<Body> {
    let reasons: Vec<Value> = LookReason::ALL
        .iter()
        .map(|reason| {
            let label = words::staff_access::reason(reason.as_str());
            serde_json::json!({"reason": reason, "label": label})
        })
        .collect();
    let status = StatusCode::FORBIDDEN;
    let body = serde_json::json!({
        "type": "about:blank",
        "title": words::staff_access::reason_needed(),
        "status": status.as_u16(),
        "code": REASON_NEEDED,
        "reasons": reasons,
    });
    answer(status, "application/problem+json", body.to_string())
}

/// The version of the case that the sender read.
///
/// # Errors
/// [`Refusal::version_missing`] if the request does not have one.
pub fn require_version(seen: Option<u32>) -> Result<u32, Refusal> {
    seen.ok_or_else(Refusal::version_missing)
}

/// Checks that the sender read the current version of the case.
///
/// # Errors
/// [`Refusal::moved_on`] if the case has changed since.
pub fn check_version(case: &Case, seen: u32) -> Result<(), Refusal> {
    if seen == case.version {
        Ok(())
    } else {
        Err(Refusal::moved_on())
    }
}

/// 403 for another agency's duty, 404 for an unknown promise, 422 for a value that can never be right, otherwise 409.
const fn status_of(illegal: IllegalChange) -> StatusCode {
    match illegal {
        IllegalChange::Progress(ProgressRefusal::NotYours(_))
        | IllegalChange::Promise(NotKept::NotYours) => StatusCode::FORBIDDEN,
        IllegalChange::Progress(
            ProgressRefusal::InTheFuture
            | ProgressRefusal::HeardTooEarly
            | ProgressRefusal::BeforeTheReport,
        )
        | IllegalChange::Promise(NotKept::InTheFuture | NotKept::TooEarly | NotKept::WrongWay) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        IllegalChange::Promise(NotKept::NoSuchPromise) => StatusCode::NOT_FOUND,
        _ => StatusCode::CONFLICT,
    }
}

/// The text of a reason that the domain gives. It may be the key of a message, or the text itself.
fn text(reason: impl Into<Cow<'static, str>>) -> Cow<'static, str> {
    let reason = reason.into();
    words::render(&reason, &[]).unwrap_or(reason)
}

/// The reason with a capital letter at the start.
fn with_capital(reason: &str) -> String {
    let mut letters = reason.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}", letters.as_str())
}

impl From<PortError> for Refusal {
    fn from(error: PortError) -> Self {
        Self::Port(error)
    }
}

impl From<IllegalChange> for Refusal {
    fn from(illegal: IllegalChange) -> Self {
        Self::Illegal(illegal)
    }
}

impl From<Conflict> for Refusal {
    fn from(conflict: Conflict) -> Self {
        match conflict {
            Conflict::Moved => Self::moved_on(),
            Conflict::Full => Self::conflict(problems::service_full()),
        }
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Wrong(why) => Self::invalid(text(why)),
            Refused::NotNow(why) => Self::conflict(text(why)),
        }
    }
}

impl From<NotReferred> for Refusal {
    fn from(refused: NotReferred) -> Self {
        match refused {
            NotReferred::Wrong(why) => Self::invalid(why),
            NotReferred::NotNow(why) => Self::conflict(why),
            NotReferred::Left(why) => Self::conflict(problems::service_not_possible(
                domain::matching::explain(why),
            )),
        }
    }
}
