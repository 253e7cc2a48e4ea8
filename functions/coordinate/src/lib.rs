//! `/hub`: the coordinators' queue, their view of a case, with who the person is, and of the needs that nobody meets; and
//! what they do to a case. Every read of a case and everything done to it is written down first.
//!
//! A coordinator whom the police employ has the limits of the police: a case that no police channel sent does not exist
//! for them, also where one that they may see names it, and whoever asks for one is written to the log (CA4, CA24).

mod body;
mod colleague;
mod erase;
mod limits;
mod merge;
mod moves;
mod queue;
mod register;
mod view;
mod winddown;

use events::Reference;
use events::case::Case;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::PortError;
use platform::http::{Staff, json, problem, staff, unavailable};
use platform::ports::{
    AppendEvents, AuditRead, FindStaff, ReadCase, ReadCaseFile, ReadDesk, ReadDirectory, ReadGaps,
    ReadLoads, ReadPerson, ReadWords, ReadWorklist,
};

/// What serving coordinators needs of the world.
pub trait Ports:
    ReadCase
    + ReadCaseFile
    + ReadDesk
    + ReadWorklist
    + ReadLoads
    + ReadPerson
    + ReadWords
    + ReadDirectory
    + ReadGaps
    + AppendEvents
    + AuditRead
    + FindStaff
{
}
impl<P> Ports for P where
    P: ReadCase
        + ReadCaseFile
        + ReadDesk
        + ReadWorklist
        + ReadLoads
        + ReadPerson
        + ReadWords
        + ReadDirectory
        + ReadGaps
        + AppendEvents
        + AuditRead
        + FindStaff
{
}

/// One request of one coordinator.
pub(crate) struct Desk<'a, P> {
    pub(crate) ports: &'a P,
    /// Who asks.
    pub(crate) who: &'a Staff,
    pub(crate) now: Timestamp,
}

/// Answers one request.
pub async fn handle<P: Ports>(ports: &P, request: Request, now: Timestamp) -> Response<Body> {
    let Some(who) = staff(&request) else {
        return problem(StatusCode::UNAUTHORIZED, "Please sign in");
    };
    if !who.has_role("coordinator") {
        return problem(StatusCode::FORBIDDEN, "Only a coordinator may see this");
    }
    let desk = Desk {
        ports,
        who: &who,
        now,
    };
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let (outcome, of) = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["hub", "queue"]) => (queue::queue(&desk, &request).await, None),
        (&Method::GET, ["hub", "cases", reference]) => {
            (case(&desk, reference).await, Some(*reference))
        }
        (&Method::POST, ["hub", "cases", reference, "erase"]) => (
            erase::erase(&desk, reference, request.body()).await,
            Some(*reference),
        ),
        (&Method::POST, ["hub", "cases", reference, what]) => (
            moves::act(&desk, reference, what, &request).await,
            Some(*reference),
        ),
        (&Method::GET, ["hub", "wind-downs"]) => (winddown::services(&desk).await, None),
        (&Method::POST, ["hub", "wind-downs"]) => {
            (winddown::act(&desk, request.body()).await, None)
        }
        (&Method::GET, ["hub", "unmet-needs"]) => {
            (register::unmet_needs(ports, &request, now).await, None)
        }
        _ => (
            Ok(problem(
                StatusCode::NOT_FOUND,
                "There is nothing at this address",
            )),
            None,
        ),
    };
    outcome.unwrap_or_else(|error| unavailable(&error, of))
}

impl<P> Desk<'_, P> {
    /// Every name under which whoever asks is known.
    pub(crate) fn names(&self) -> Vec<&str> {
        std::iter::once(self.who.subject.as_str())
            .chain(self.who.username.as_deref())
            .collect()
    }

    /// Whether whoever asks stays with the person, under whichever of their names a colleague handed the case to them.
    pub(crate) fn is_theirs(&self, case: &Case) -> bool {
        case.coordinator
            .as_deref()
            .is_some_and(|account| self.names().contains(&account))
    }

    /// Whether the case exists for whoever asks.
    pub(crate) fn may_see(&self, case: &Case) -> bool {
        !self.who.is_employed_by_police() || domain::moves::known_to_police(case)
    }

    /// The same, and whoever may not is written to the log.
    fn admits(&self, case: &Case) -> bool {
        let may = self.may_see(case);
        if !may {
            let by = &self.who.subject;
            tracing::warn!(case.reference = %case.reference, by, "a case that the police did not send was denied");
        }
        may
    }
}

impl<P: Ports> Desk<'_, P> {
    /// The case of that reference, once it is written down that it was read; nothing where there is none for whoever asks.
    pub(crate) async fn case(&self, reference: &str) -> Result<Option<Case>, PortError> {
        let Ok(reference) = reference.parse::<Reference>() else {
            return Ok(None);
        };
        let case = self
            .ports
            .case(&reference)
            .await?
            .filter(|case| self.admits(case));
        if case.is_some() {
            self.ports
                .audit(&reference, &self.who.reading_for("coordinator"), self.now)
                .await?;
        }
        Ok(case)
    }
}

/// `GET /hub/cases/{reference}`: all that is known of a case.
async fn case<P: Ports>(desk: &Desk<'_, P>, reference: &str) -> Result<Response<Body>, PortError> {
    let Ok(reference) = reference.parse::<Reference>() else {
        return Ok(no_such_case());
    };
    let file = desk
        .ports
        .case_file(&reference)
        .await?
        .filter(|file| desk.admits(&file.case));
    let Some(file) = file else {
        return Ok(no_such_case());
    };
    let file = limits::of_file(desk, file).await?;
    desk.ports
        .audit(&reference, &desk.who.reading_for("coordinator"), desk.now)
        .await?;
    let person = desk.ports.person(&reference).await?;
    let words = desk.ports.words(&reference, &view::spoken(&file)).await?;
    let profile = desk.ports.profile().await?;
    Ok(json(
        StatusCode::OK,
        &view::case(&file, person, &words, &profile, desk.now),
    ))
}

pub(crate) fn no_such_case() -> Response<Body> {
    problem(StatusCode::NOT_FOUND, "There is no such case")
}
