//! Why a request is not granted, and the one answer that it gets.

use crate::Conflict;
use domain::case::apply::IllegalChange;
use domain::case::commands::Refused;
use domain::case::commands::refer_on::NotReferred;
use domain::justice::Refusal as ProgressRefusal;
use domain::promise::NotKept;
use events::FieldError;
use events::case::Case;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::{json, problem, unavailable};
use std::borrow::Cow;

/// Why a request is not granted.
#[derive(Debug)]
pub enum Refusal {
    /// With a status, and in plain words.
    Problem(StatusCode, Cow<'static, str>),
    /// Field by field, by the names of the referral.
    Fields(Vec<FieldError>),
    /// The case does not allow it.
    Illegal(IllegalChange),
    /// A port failed.
    Port(PortError),
}

impl Refusal {
    /// 400: the request cannot be read.
    pub fn unreadable(title: impl Into<Cow<'static, str>>) -> Self {
        Self::Problem(StatusCode::BAD_REQUEST, title.into())
    }

    /// 403: not for whoever asks.
    pub fn forbidden(title: impl Into<Cow<'static, str>>) -> Self {
        Self::Problem(StatusCode::FORBIDDEN, title.into())
    }

    /// 404: there is no such thing for whoever asks.
    pub fn not_found(title: impl Into<Cow<'static, str>>) -> Self {
        Self::Problem(StatusCode::NOT_FOUND, title.into())
    }

    /// 404: there is no such page.
    pub fn no_such_address() -> Self {
        Self::not_found("There is nothing at this address")
    }

    /// 404: there is no such case for whoever asks.
    pub fn no_such_case() -> Self {
        Self::not_found("There is no such case")
    }

    /// 409: the case does not allow it as it is now.
    pub fn conflict(title: impl Into<Cow<'static, str>>) -> Self {
        Self::Problem(StatusCode::CONFLICT, title.into())
    }

    /// 422: what was sent is wrong in itself.
    pub fn invalid(title: impl Into<Cow<'static, str>>) -> Self {
        Self::Problem(StatusCode::UNPROCESSABLE_ENTITY, title.into())
    }

    /// 412: what was seen of the case is no longer so.
    pub fn moved_on() -> Self {
        let title = "The case has changed since you looked: look at it again, then try again";
        Self::Problem(StatusCode::PRECONDITION_FAILED, title.into())
    }

    /// 428: the request does not say which version of the case its writer has seen.
    pub fn version_missing() -> Self {
        let title = "Say with If-Match which version of the case you have seen";
        Self::Problem(StatusCode::PRECONDITION_REQUIRED, title.into())
    }

    /// The same refusal, with what was not done before the reason why.
    #[must_use]
    pub fn introduced_by(self, introduction: &str) -> Self {
        match self {
            Self::Illegal(illegal) => {
                let title = format!("{introduction}: {illegal}");
                Self::Problem(status_of(illegal), title.into())
            }
            other => other,
        }
    }

    /// The answer. A port that failed is logged here, with the case where that is known.
    pub fn response(&self, reference: Option<&str>) -> Response<Body> {
        match self {
            Self::Problem(status, title) => problem(*status, title),
            Self::Fields(errors) => {
                let title = "Some answers cannot be taken as they are";
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                let body = serde_json::json!({"title": title, "status": status.as_u16(), "errors": errors});
                json(status, &body)
            }
            Self::Illegal(illegal) => problem(status_of(*illegal), &sentence(&illegal.to_string())),
            Self::Port(error) => unavailable(error, reference),
        }
    }
}

/// Refuses a request that does not say which version of the case its writer has seen.
///
/// # Errors
/// [`Refusal`] where it does not say so.
pub fn require_version(seen: Option<u32>) -> Result<u32, Refusal> {
    seen.ok_or_else(Refusal::version_missing)
}

/// Refuses a request that was made of another version of the case.
///
/// # Errors
/// [`Refusal`] where the case has changed since.
pub fn check_version(case: &Case, seen: u32) -> Result<(), Refusal> {
    if seen == case.version {
        Ok(())
    } else {
        Err(Refusal::moved_on())
    }
}

/// Which status says why the case does not allow it.
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

/// A reason as a sentence of its own.
fn sentence(reason: &str) -> String {
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
            Conflict::Full => Self::conflict("The service has no room left: choose another"),
        }
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Wrong(why) => Self::invalid(why),
            Refused::NotNow(why) => Self::conflict(why),
        }
    }
}

impl From<NotReferred> for Refusal {
    fn from(refused: NotReferred) -> Self {
        match refused {
            NotReferred::Wrong(why) => Self::invalid(why),
            NotReferred::NotNow(why) => Self::conflict(why),
            NotReferred::Left(why) => Self::conflict(format!(
                "The service cannot be asked. What you can tell the person: {}",
                domain::matching::explain(why)
            )),
        }
    }
}
