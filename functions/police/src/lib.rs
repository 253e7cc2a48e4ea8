//! `/police`: the police and witness care record justice progress, see the promises that follow from it, and record
//! when they told the person.
//!
//! They see the cases that the police referred, without anything about support. A list shows overdue and nearly due
//! promises first. A request for any other case gets the same answer as a request for a case that does not exist, and
//! the log records the account. There is one exception: the police can read what was disclosed to them to prevent
//! serious harm. Nobody gets support notes here. The function's role has no access to a table with notes. Each request
//! for notes is registered in the case and becomes a coordinator's task.

mod body;
mod disclosure;
mod list;
mod notes;
mod view;

use application::{Decision, Execution, OnConflict, Outcome, Refusal, looks};
use domain::calendar::london_today;
use domain::case::apply::IllegalChange;
use domain::promise::{code_edition, kept_event};
use events::Reference;
use events::case::{Case, CaseChange};
use events::commands::JusticeCommand;
use events::justice::{Agency, NotificationMethod, Progress, PromiseProof, Step};
use events::referral::SourceKind;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use list::Wanted;
use platform::http::{Staff, json, problem, staff};
use platform::ports::{AppendEvents, AuditRead, ListJustice, Look, ReadCase, ReadPerson};
use serde_json::{Map, Value};
use std::future::ready;
use std::sync::Arc;

/// The ports that these requests need. A person's details are read only if they were disclosed.
pub trait Ports: ReadCase + ListJustice + ReadPerson + AppendEvents + AuditRead {}
impl<P: ReadCase + ListJustice + ReadPerson + AppendEvents + AuditRead> Ports for P {}

/// A request from an agency of the justice system.
struct JusticeRequest<'a, P> {
    ports: &'a P,
    who: Staff,
    /// The agency that the account works for.
    agency: Agency,
    now: Timestamp,
}

/// Answers one request.
pub async fn handle<P: Ports>(ports: &P, request: Request, now: Timestamp) -> Response<Body> {
    let Some(who) = staff(&request) else {
        return problem(StatusCode::UNAUTHORIZED, words::police::sign_in());
    };
    let agency = [Agency::Police, Agency::WitnessCare]
        .into_iter()
        .find(|agency| who.has_role(agency.as_str()));
    let Some(agency) = agency else {
        return problem(StatusCode::FORBIDDEN, words::police::only_justice());
    };
    let asked = JusticeRequest {
        ports,
        who,
        agency,
        now,
    };
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let outcome = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["police", "cases"]) => list::list(&asked, Wanted::All, &request).await,
        (&Method::GET, ["police", "due"]) => list::list(&asked, Wanted::Due, &request).await,
        (&Method::GET, ["police", "cases", reference]) => read(&asked, reference).await,
        (&Method::POST, ["police", "cases", reference, name]) => {
            execute(&asked, reference, name, &request).await
        }
        _ => Err(Refusal::no_such_address()),
    };
    outcome.unwrap_or_else(|refusal| refusal.response(None))
}

/// `GET /police/cases/{reference}`: tier, progress, justice promises, and what this agency has to tell the person. The
/// police also see what was disclosed to them. In a case that they did not refer, they see only that.
async fn read<P: Ports>(
    asked: &JusticeRequest<'_, P>,
    reference: &str,
) -> Result<Response<Body>, Refusal> {
    if let Some(disclosed) = disclosure::read(asked, reference).await? {
        return Ok(disclosed);
    }
    let case = asked.case(reference).await?;
    asked.show(&case, StatusCode::OK).await
}

/// `POST /police/cases/{reference}/{name}`. The answer to a record is the case, with 201 if the record is new, and 200
/// if it was sent before.
async fn execute<P: Ports>(
    asked: &JusticeRequest<'_, P>,
    reference: &str,
    name: &str,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let (agency, now) = (asked.agency, asked.now);
    let outcome = match body::read(name, request)? {
        JusticeCommand::Progress {
            id,
            step,
            at,
            heard_at,
        } => {
            let body = ProgressRecord {
                id,
                step,
                at,
                heard_at,
            };
            let decide = |case: &Case| progress(case, &body, agency, now);
            asked
                .record(reference, "an agency recorded a step", decide)
                .await?
        }
        JusticeCommand::Told {
            id,
            promise,
            how,
            at,
        } => {
            let body = ToldRecord {
                id,
                promise,
                how,
                at,
            };
            let decide = |case: &Case| told(case, &body, agency, now);
            asked
                .record(reference, "an agency told the person", decide)
                .await?
        }
        JusticeCommand::RequestNotes { id, reason } => {
            return notes::refuse(asked, reference, id, reason).await;
        }
    };
    let status = if outcome.is_stored() {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    asked.show(&outcome.state, status).await
}

/// A step that an agency records.
struct ProgressRecord {
    id: String,
    step: Step,
    at: Timestamp,
    heard_at: Option<Timestamp>,
}

/// A record that an agency told the person.
struct ToldRecord {
    id: String,
    promise: String,
    how: NotificationMethod,
    at: Option<Timestamp>,
}

/// `POST /police/cases/{reference}/progress`: a step of the justice system. The sender chooses the id.
fn progress(
    case: &Case,
    body: &ProgressRecord,
    agency: Agency,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    if let Some(known) = case
        .justice
        .progress
        .iter()
        .map(|recorded| &recorded.progress)
        .find(|known| known.id == body.id)
    {
        let same = (known.step, known.at, known.recorded_by) == (body.step, body.at, agency)
            && (body.heard_at.is_none() || body.heard_at == known.heard_at);
        return known_before(same);
    }
    let edition = code_edition(london_today(body.at));
    let heard = agency == Agency::WitnessCare
        && edition.is_some_and(|edition| edition.comes_from_court(body.step));
    if body.heard_at.is_some() && !heard {
        return Err(Refusal::invalid(words::police::heard_at_from_court()));
    }
    Ok(Decision::of(vec![CaseChange::Progress(Progress {
        id: body.id.clone(),
        step: body.step,
        at: body.at,
        // When witness care received the court's decision. If the record does not say, it is now.
        heard_at: heard.then(|| body.heard_at.unwrap_or(now)),
        recorded_by: agency,
    })]))
}

/// `POST /police/cases/{reference}/told`: the person was told, or the court's notice arrived, so the promise is kept.
fn told(
    case: &Case,
    body: &ToldRecord,
    agency: Agency,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let by_this_record = |told: &PromiseProof| told.id == body.id;
    if let Some(known) = case
        .justice
        .promises
        .iter()
        .find(|promise| promise.told.as_ref().is_some_and(by_this_record))
    {
        let same = known.code == *body.promise
            && known.told.as_ref().is_some_and(|told| told.how == body.how)
            && (body.at.is_none() || body.at == known.kept_at);
        return known_before(same);
    }
    let at = body.at.unwrap_or(now);
    let kept = kept_event(
        case,
        body.id.clone(),
        &body.promise,
        body.how,
        at,
        agency,
        now,
    )
    .map_err(IllegalChange::Promise)?;
    Ok(Decision::of(vec![CaseChange::PromiseKept(kept)]))
}

/// The answer to an id that was sent before. The same record changes nothing, and a different one is refused.
fn known_before(same: bool) -> Result<Decision, Refusal> {
    if same {
        Ok(Decision::nothing(()))
    } else {
        Err(Refusal::conflict(words::police::other_content()))
    }
}

impl<P: Ports> JusticeRequest<'_, P> {
    /// The case, if the police referred it. For any other case the answer is that it does not exist.
    async fn case(&self, reference: &str) -> Result<Case, Refusal> {
        let reference: Reference = reference.parse().map_err(|_| Refusal::no_such_case())?;
        let case = self.ports.case(&reference).await?;
        let case = case.ok_or_else(Refusal::no_such_case)?;
        if case.lifecycle.erasure.is_done() {
            return Err(Refusal::no_such_case());
        }
        if case.received.source != SourceKind::Police {
            let by = &self.who.subject;
            tracing::warn!(case.reference = %reference, by, agency = %self.agency, "a case that is not theirs was denied");
            return Err(Refusal::no_such_case());
        }
        self.not_excluded(&case).await?;
        Ok(case)
    }

    /// For an excluded account the case does not exist.
    async fn not_excluded(&self, case: &Case) -> Result<(), Refusal> {
        if case.coordination.readers.excludes(&self.who.names()) {
            looks::denied(self.ports, self.look(case)).await?;
            return Err(Refusal::no_such_case());
        }
        Ok(())
    }

    /// Changes the case as `decide` says.
    async fn record(
        &self,
        reference: &str,
        action: &'static str,
        decide: impl Fn(&Case) -> Result<Decision, Refusal>,
    ) -> Result<Outcome<Case, ()>, Refusal> {
        let execution = Execution {
            ports: self.ports,
            now: self.now,
            action,
            on_conflict: OnConflict::Retry,
        };
        let outcome = execution
            .run(
                || async move { self.case(reference).await.map(Some) },
                |case: Arc<Case>| ready(decide(&case)),
            )
            .await?;
        outcome.ok_or_else(Refusal::no_such_case)
    }

    /// The look that is recorded.
    fn look(&self, case: &Case) -> Look {
        Look {
            reference: case.reference.clone(),
            at: self.now,
            role: self.agency.as_str().to_owned(),
            account: self.who.subject.clone(),
            reason: None,
            marks: Vec::new(),
        }
    }

    /// The case as this agency sees it, after the read is recorded.
    async fn show(&self, case: &Case, status: StatusCode) -> Result<Response<Body>, Refusal> {
        looks::look(self.ports, self.look(case)).await?;
        let mut view = view::case(case, self.agency, self.now);
        let disclosed = if self.agency == Agency::Police {
            disclosure::shared(self, case).await?
        } else {
            Map::new()
        };
        if !disclosed.is_empty() {
            view["disclosed"] = Value::Object(disclosed);
        }
        Ok(json(status, &view))
    }
}
