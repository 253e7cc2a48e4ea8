//! `/provider`: providers read the cases offered to them, answer the offers, and record their work.
//!
//! - Before a provider accepts, it sees the offer, the age band, the worker's gender and the modality.
//! - After it accepts, it also sees the name, the safe channels, the address and the person's own words. A volunteer sees
//!   only the name and the safe channels (CA27).
//! - Once the support is over, it sees what was done.
//!
//! For another provider's case, the answer is the same as for a case that does not exist. Every read is recorded before
//! it is answered.

mod care;
mod refer_on;
mod reply;
mod view;

use application::{
    Decision, Execution, OnConflict, Outcome, Refusal, json_object, looks, read_command,
};
use domain::answer::case_of_onward;
use events::case::{Case, Onward, OnwardState, ReferOn};
use events::commands::{Commands, ProviderCommand};
use events::referral::Referral;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::PortError;
use platform::http::{Staff, json, problem, staff};
use platform::notes::Notes;
use platform::ports::{
    AppendEvents, AuditRead, Look, ReadCase, ReadDirectory, ReadLoads, ReadPerson, ReadWorklist,
    WorklistCursor,
};
use serde_json::Map;
use std::sync::Arc;

/// The ports that providers' requests need.
pub trait Ports:
    ReadCase + ReadPerson + ReadWorklist + ReadDirectory + ReadLoads + AppendEvents + AuditRead + Notes
{
}
impl<
    P: ReadCase
        + ReadPerson
        + ReadWorklist
        + ReadDirectory
        + ReadLoads
        + AppendEvents
        + AuditRead
        + Notes,
> Ports for P
{
}

/// The longest body that is read.
pub(crate) const MOST_BYTES: usize = 32_768;

/// A request from a provider's staff.
pub(crate) struct ProviderRequest<'a, P> {
    pub(crate) ports: &'a P,
    /// The address at which providers reach the hub.
    pub(crate) hub: &'a str,
    pub(crate) who: &'a Staff,
    /// The provider that they work for.
    pub(crate) provider: &'a str,
    /// Whether they are a volunteer. Volunteers see less.
    pub(crate) volunteer: bool,
    pub(crate) now: Timestamp,
}

impl<P> ProviderRequest<'_, P> {
    /// The look that is recorded.
    fn look(&self, case: &Case) -> Look {
        Look {
            reference: case.reference.clone(),
            at: self.now,
            role: format!("provider-{}", self.provider),
            account: self.who.subject.clone(),
            reason: None,
            marks: Vec::new(),
        }
    }

    /// Refuses a volunteer, with the reason.
    pub(crate) fn no_volunteers(&self, title: &'static str) -> Result<(), Refusal> {
        if self.volunteer {
            Err(Refusal::forbidden(title))
        } else {
            Ok(())
        }
    }
}

impl<P: Ports> ProviderRequest<'_, P> {
    /// The case of an onward referral, if the referral belongs to this provider. Otherwise the answer is the same as
    /// for a case that does not exist, and the log records the account and the provider that asked.
    pub(crate) async fn case(&self, code: &str) -> Result<Case, Refusal> {
        let reference = case_of_onward(code).ok_or_else(not_here)?;
        let case = self.ports.case(&reference).await?.ok_or_else(not_here)?;
        let theirs = case
            .support
            .onward(code)
            .is_some_and(|onward| onward.offered.provider == self.provider);
        if !theirs {
            let (provider, by) = (self.provider, self.who.subject.as_str());
            tracing::warn!(case.reference = %reference, by, provider, "a provider asked for a case that is not theirs");
            return Err(not_here());
        }
        if case.coordination.readers.excludes(&self.who.names()) {
            looks::denied(self.ports, self.look(&case)).await?;
            return Err(not_here());
        }
        Ok(case)
    }

    /// Records that the account opens the case.
    pub(crate) async fn written_down(&self, case: &Case) -> Result<(), Refusal> {
        looks::look(self.ports, self.look(case)).await
    }

    /// Changes the case of an onward referral as `decide` says.
    pub(crate) async fn execute<T, D>(
        &self,
        code: &str,
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
            .run(|| async move { self.case(code).await.map(Some) }, decide)
            .await?;
        outcome.ok_or_else(not_here)
    }

    /// The current onward referral. 410 if it was declined or withdrawn, or has lapsed.
    pub(crate) async fn show(&self, case: &Case, code: &str) -> Result<Response<Body>, Refusal> {
        let onward = onward_in(case, code)?;
        self.written_down(case).await?;
        let view = match onward.state {
            OnwardState::Declined | OnwardState::Expired | OnwardState::Withdrawn => {
                return Err(gone());
            }
            OnwardState::Offered => {
                view::offered(self, case, onward, &*self.ports.profile().await?)
            }
            OnwardState::Closed | OnwardState::HandedOver => view::closed(self, onward),
            OnwardState::Accepted => {
                let document = self.ports.person(&case.reference).await?;
                let referral: Option<Referral> = document
                    .map(serde_json::from_value)
                    .transpose()
                    .map_err(|_| {
                    PortError::Permanent("a stored referral cannot be read".to_owned())
                })?;
                let profile = self.ports.profile().await?;
                view::accepted(self, case, onward, referral.as_ref(), &profile)
            }
        };
        Ok(json(StatusCode::OK, &view))
    }
}

/// Answers one request. `hub` is the address at which providers reach the hub.
pub async fn handle<P: Ports>(
    ports: &P,
    hub: &str,
    request: Request,
    now: Timestamp,
) -> Response<Body> {
    let Some(who) = staff(&request) else {
        return problem(StatusCode::UNAUTHORIZED, words::provider::sign_in());
    };
    let Some(provider) = who.provider().or_else(|| who.volunteers_for()) else {
        return problem(StatusCode::FORBIDDEN, words::provider::only_staff());
    };
    let volunteer = who.provider().is_none();
    let asked = ProviderRequest {
        ports,
        hub,
        who: &who,
        provider,
        volunteer,
        now,
    };
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let outcome = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["provider", "onwards"]) => worklist(&asked, &request).await,
        (&Method::GET, ["provider", "onwards", onward]) => read(&asked, onward).await,
        (&Method::POST, ["provider", "onwards", onward, "acts"]) => {
            care::act(&asked, onward, &request).await
        }
        (&Method::GET, ["provider", "onwards", onward, "notes"]) => {
            care::read_notes(&asked, onward).await
        }
        (&Method::GET, ["provider", "onwards", onward, "refer-on"]) => {
            refer_on::choices(&asked, onward).await
        }
        (&Method::POST, ["provider", "onwards", onward, name]) => {
            execute(&asked, onward, name, &request).await
        }
        _ => Err(Refusal::no_such_address()),
    };
    outcome.unwrap_or_else(|refusal| refusal.response(None))
}

/// How many rows of a filtered list are enough for one answer.
const ENOUGH: usize = 25;
/// How many pages are read for one answer of a filtered list, even if few of their rows match.
const MOST_PAGES: usize = 10;

/// `GET /provider/onwards?state=offered&service=…&due=soon&after=…`: the provider's onward referrals, the most urgent
/// first, at most 100, or a little more where a filter joins several pages. If there are more, `next` is the address of
/// the next page. A filtered page may be empty although there are more.
async fn worklist<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let query = |name| {
        request
            .query_string_parameters_ref()
            .and_then(|query| query.first(name))
    };
    let Some(state) = OnwardState::parse(query("state").unwrap_or("offered")) else {
        let known: Vec<&str> = OnwardState::ALL
            .iter()
            .map(|state| state.as_str())
            .collect();
        let title = words::provider::state_wrong(known.join(", "));
        return Err(Refusal::unreadable(title));
    };
    let due = match query("due") {
        None => None,
        Some(code) => match view::Due::parse(code) {
            Some(due) => Some(due),
            None => return Err(Refusal::unreadable(words::provider::due_wrong())),
        },
    };
    let service = query("service");
    let mut after = query("after")
        .map(str::parse::<WorklistCursor>)
        .transpose()
        .map_err(|_| Refusal::unreadable(words::provider::after_wrong()))?;
    let profile = asked.ports.profile().await?;
    let filtered = service.is_some() || due.is_some();
    let mut onwards = Vec::new();
    for _ in 0..if filtered { MOST_PAGES } else { 1 } {
        let page = asked
            .ports
            .worklist(asked.provider, state, after.as_ref())
            .await?;
        let rows = page
            .rows
            .iter()
            .filter(|(_, onward)| onward.state == state && view::is_listed(onward, asked.now))
            .filter(|(_, onward)| !asked.who.is_one_of(&onward.hidden_from))
            .filter(|(_, onward)| service.is_none_or(|code| onward.offered.service == code))
            .filter(|(_, onward)| due.is_none_or(|due| due.has(onward, asked.now)));
        onwards
            .extend(rows.map(|(reference, onward)| view::row(asked, reference, onward, &profile)));
        after = page.next;
        if after.is_none() || onwards.len() >= ENOUGH {
            break;
        }
    }
    let filters = [("service", service), ("due", query("due"))]
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}&", value?)))
        .collect::<String>();
    let next = after.map(|mark| format!("/provider/onwards?state={state}&{filters}after={mark}"));
    let services: Vec<_> = profile
        .services
        .iter()
        .filter(|one| one.provider == asked.provider)
        .map(|one| serde_json::json!({"service": one.code, "service_name": one.name}))
        .collect();
    Ok(json(
        StatusCode::OK,
        &serde_json::json!({
            "provider_name": view::provider_name(&profile, asked.provider),
            "services": services,
            "onwards": onwards,
            "next": next,
        }),
    ))
}

/// `GET /provider/onwards/{onward}`: what this provider may see now.
async fn read<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
) -> Result<Response<Body>, Refusal> {
    let case = asked.case(code).await?;
    asked.show(&case, code).await
}

/// `POST /provider/onwards/{onward}/{name}`: a [`ProviderCommand`]. Unknown members are ignored, so that a provider's
/// system can send more than the hub needs.
async fn execute<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
    name: &str,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let spec = ProviderCommand::spec_of(name).ok_or_else(Refusal::no_such_address)?;
    let mut body = if spec.fields.is_empty() {
        Some(Map::new())
    } else {
        json_object(request.body(), MOST_BYTES)
    };
    if let Some(body) = &mut body {
        body.retain(|name, _| spec.field(name).is_some());
    }
    let command = match read_command(spec, body) {
        Ok(command) => command,
        Err(wrong) => {
            // A wrong body must not reveal that another provider's case exists.
            asked.case(code).await?;
            return Err(wrong);
        }
    };
    let answers = matches!(
        command,
        ProviderCommand::Accept {} | ProviderCommand::Decline { .. }
    );
    if asked.volunteer && !answers {
        // Checks that the case is theirs, and logs the attempt if not. A volunteer's answer is refused for every case,
        // so it needs no check.
        asked.case(code).await?;
    }
    asked.no_volunteers(volunteers_cannot(&command))?;
    match command {
        ProviderCommand::Accept {} => reply::accept(asked, code).await,
        ProviderCommand::Decline { why } => reply::decline(asked, code, why).await,
        ProviderCommand::Note { id, text } => care::write_note(asked, code, &id, text).await,
        ProviderCommand::ReferOn {
            service,
            needs,
            reason,
            agreed,
        } => {
            let wanted = ReferOn {
                service,
                needs,
                reason,
                agreed,
            };
            refer_on::refer_on(asked, code, &wanted, request).await
        }
    }
}

/// Why a volunteer cannot do it.
fn volunteers_cannot(command: &ProviderCommand) -> &'static str {
    match command {
        ProviderCommand::Accept {} | ProviderCommand::Decline { .. } => {
            words::provider::volunteers_cannot_answer()
        }
        ProviderCommand::Note { .. } => words::provider::notes_for_staff(),
        ProviderCommand::ReferOn { .. } => words::provider::volunteers_cannot_refer(),
    }
}

/// The onward referral in its case.
pub(crate) fn onward_in<'a>(case: &'a Case, code: &str) -> Result<&'a Onward, Refusal> {
    case.support.onward(code).ok_or_else(not_here)
}

pub(crate) fn not_here() -> Refusal {
    Refusal::not_found(words::provider::no_such_onward())
}

pub(crate) fn gone() -> Refusal {
    Refusal::Problem(
        StatusCode::GONE,
        words::provider::no_longer_on_offer().into(),
    )
}
