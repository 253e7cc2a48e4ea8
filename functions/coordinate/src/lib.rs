//! `/hub`: the coordinators' queue, their view of a case with the person's details, the register of unmet needs, and their
//! commands. Every read of a case and every command is recorded first.
//!
//! A coordinator opens what is theirs or the team's. For a colleague's case, or a closed one, they say why with one code,
//! in the header `x-hub-reason` or the query. The reason is recorded with the look, and the person sees it. A case that is
//! restricted, or from which the account is excluded, does not exist for them.
//!
//! A coordinator whom the police employ has the limits of the police: a case that no police channel sent does not exist
//! for them, even if a case that they may see names it. Each attempt is logged with the account (CA4, CA24).

mod change;
mod colleague;
mod copy;
mod erase;
mod limits;
mod merge;
mod queue;
mod register;
mod set_aside;
mod view;
mod winddown;

use application::{Decision, Execution, OnConflict, Outcome, Refusal, looks};
use domain::case::readers;
use events::Reference;
use events::case::{Case, LookReason};
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::{Staff, json, problem, staff};
use platform::ports::{
    AppendEvents, AuditRead, FindStaff, Look, ReadAccessLog, ReadCase, ReadCaseFile,
    ReadCoordinatorQueue, ReadDirectory, ReadGaps, ReadKeys, ReadLoads, ReadPerson, ReadWords,
    ReadWorklist,
};
use std::sync::Arc;

/// The ports that coordinators' requests need.
pub trait Ports:
    ReadCase
    + ReadCaseFile
    + ReadCoordinatorQueue
    + ReadWorklist
    + ReadLoads
    + ReadPerson
    + ReadAccessLog
    + ReadWords
    + ReadDirectory
    + ReadGaps
    + ReadKeys
    + AppendEvents
    + AuditRead
    + FindStaff
{
}
impl<P> Ports for P where
    P: ReadCase
        + ReadCaseFile
        + ReadCoordinatorQueue
        + ReadWorklist
        + ReadLoads
        + ReadPerson
        + ReadAccessLog
        + ReadWords
        + ReadDirectory
        + ReadGaps
        + ReadKeys
        + AppendEvents
        + AuditRead
        + FindStaff
{
}

/// A request from a coordinator.
pub(crate) struct StaffRequest<'a, P> {
    pub(crate) ports: &'a P,
    pub(crate) who: &'a Staff,
    /// Why they open a case that is not theirs.
    pub(crate) reason: Option<LookReason>,
    pub(crate) now: Timestamp,
}

/// Answers one request.
pub async fn handle<P: Ports>(ports: &P, request: Request, now: Timestamp) -> Response<Body> {
    let Some(who) = staff(&request) else {
        return problem(StatusCode::UNAUTHORIZED, words::coordinator::sign_in());
    };
    if !who.has_role("coordinator") {
        return problem(
            StatusCode::FORBIDDEN,
            words::coordinator::only_coordinators(),
        );
    }
    if !who.has_employer() {
        return problem(StatusCode::FORBIDDEN, words::coordinator::no_employer());
    }
    let reason = match reason(&request) {
        Ok(reason) => reason,
        Err(unknown) => return unknown.response(None),
    };
    let asked = StaffRequest {
        ports,
        who: &who,
        reason,
        now,
    };
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let (outcome, of) = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["hub", "queue"]) => (queue::queue(&asked, &request).await, None),
        (&Method::GET, ["hub", "cases", reference]) => {
            (case(&asked, reference).await, Some(*reference))
        }
        (&Method::GET, ["hub", "cases", reference, "copy"]) => {
            (copy::copy(&asked, reference).await, Some(*reference))
        }
        (&Method::POST, ["hub", "cases", reference, name]) => (
            change::change(&asked, reference, name, &request).await,
            Some(*reference),
        ),
        (&Method::GET, ["hub", "wind-downs"]) => (winddown::services(&asked).await, None),
        (&Method::POST, ["hub", "wind-downs"]) => {
            (winddown::act(&asked, request.body()).await, None)
        }
        (&Method::POST, ["hub", "set-aside"]) => {
            (set_aside::act(&asked, request.body()).await, None)
        }
        (&Method::GET, ["hub", "unmet-needs"]) => {
            (register::unmet_needs(&asked, &request).await, None)
        }
        _ => (Err(Refusal::no_such_address()), None),
    };
    outcome.unwrap_or_else(|refusal| refusal.response(of))
}

/// The code of the reason in the header, or in the query. It is never free text, because addresses are kept in logs.
fn reason(request: &Request) -> Result<Option<LookReason>, Refusal> {
    let header = request.headers().get("x-hub-reason");
    let header = header.map(|value| value.to_str().unwrap_or("?"));
    let query = request.query_string_parameters_ref();
    let Some(code) = header.or_else(|| query.and_then(|query| query.first("reason"))) else {
        return Ok(None);
    };
    LookReason::parse(code).map(Some).ok_or_else(|| {
        let known: Vec<&str> = LookReason::ALL.iter().map(|one| one.as_str()).collect();
        Refusal::unreadable(words::staff_access::reason_unknown(known.join(", ")))
    })
}

impl<P> StaffRequest<'_, P> {
    /// Every name of the account.
    pub(crate) fn names(&self) -> Vec<&str> {
        std::iter::once(self.who.subject.as_str())
            .chain(self.who.username.as_deref())
            .collect()
    }

    /// Whether the case is assigned to the account, under any of its names.
    pub(crate) fn is_theirs(&self, case: &Case) -> bool {
        readers::is_theirs(case, &self.names())
    }

    /// Whether the case exists for the account.
    pub(crate) fn may_see(&self, case: &Case) -> bool {
        self.is_known_to(case) && self.may_open(case)
    }

    /// Whether the employer of the account knows the case.
    fn is_known_to(&self, case: &Case) -> bool {
        !self.who.is_employed_by_police() || domain::case::sharing::known_to_police(case)
    }

    /// Whether no exclusion and no restriction keeps the account out.
    fn may_open(&self, case: &Case) -> bool {
        readers::may_open(case, &self.names(), self.who.has_role("duty-manager"))
    }

    /// The look that is recorded. It has a reason if it needs one.
    fn look(&self, case: &Case) -> Look {
        let needs = readers::needs_reason(case, &self.names());
        Look {
            reference: case.reference.clone(),
            at: self.now,
            role: "coordinator".to_owned(),
            account: self.who.subject.clone(),
            reason: self.reason.filter(|_| needs),
            marks: Vec::new(),
        }
    }
}

impl<P: Ports> StaffRequest<'_, P> {
    /// The case of that reference, after the read is recorded.
    pub(crate) async fn case(&self, reference: &str) -> Result<Case, Refusal> {
        let reference: Reference = reference.parse().map_err(|_| Refusal::no_such_case())?;
        let case = self.ports.case(&reference).await?;
        let case = case.ok_or_else(Refusal::no_such_case)?;
        self.admit(&case).await?;
        Ok(case)
    }

    /// Records that the account opens the case. Refuses it if the case does not exist for the account, or if it has to
    /// say why it opens it.
    async fn admit(&self, case: &Case) -> Result<(), Refusal> {
        if !self.is_known_to(case) {
            let by = &self.who.subject;
            tracing::warn!(case.reference = %case.reference, by, "a case that the police did not send was denied");
            return Err(Refusal::no_such_case());
        }
        let look = self.look(case);
        if !self.may_open(case) {
            looks::denied(self.ports, look).await?;
            return Err(Refusal::no_such_case());
        }
        if look.reason.is_none() && readers::needs_reason(case, &self.names()) {
            return Err(Refusal::ReasonNeeded);
        }
        looks::look(self.ports, look).await
    }

    /// Changes a case as `decide` says.
    pub(crate) async fn execute<T, D>(
        &self,
        reference: &str,
        action: &'static str,
        on_conflict: OnConflict,
        decide: impl FnMut(Arc<Case>) -> D,
    ) -> Result<Outcome<Case, T>, Refusal>
    where
        D: Future<Output = Result<Decision<T>, Refusal>>,
    {
        let execution = Execution {
            ports: self.ports,
            now: self.now,
            action,
            on_conflict,
        };
        let outcome = execution
            .run(
                || async move { self.case(reference).await.map(Some) },
                decide,
            )
            .await?;
        outcome.ok_or_else(Refusal::no_such_case)
    }
}

/// `GET /hub/cases/{reference}`: everything that is known about a case.
async fn case<P: Ports>(
    asked: &StaffRequest<'_, P>,
    reference: &str,
) -> Result<Response<Body>, Refusal> {
    let reference: Reference = reference.parse().map_err(|_| Refusal::no_such_case())?;
    let file = asked.ports.case_file(&reference).await?;
    let file = file.ok_or_else(Refusal::no_such_case)?;
    asked.admit(&file.case).await?;
    let file = limits::of_file(asked, file).await?;
    let person = asked.ports.person(&reference).await?;
    let words = asked.ports.words(&reference, &view::spoken(&file)).await?;
    let profile = asked.ports.profile().await?;
    let person = person.map(view::without_code);
    let looks = asked.ports.access_log(&reference).await?;
    let mut view = view::case(&file, person, &words, &profile, asked.now);
    view["who_looked"] = view::looks(&looks, &profile);
    limits::of_events(asked, &mut view);
    Ok(json(StatusCode::OK, &view))
}
