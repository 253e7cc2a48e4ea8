//! `/provider`: what a provider may read of the cases offered to it, and its yes.
//!
//! Before it accepts: the offer, age band, worker's gender, modality. After: name, safe channels only, address, own
//! words. Another provider's case does not exist. Every read is written down before it is answered.

mod view;

use domain::answer::case_of_onward;
use domain::fold::append_all;
use domain::routing::first_contact_by;
use events::Reference;
use events::case::{Case, Onward, OnwardState, What};
use events::referral::Referral;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::PortError;
use platform::http::{Staff, json, problem, staff, unavailable};
use platform::ports::{AppendEvents, Appended, AuditRead, ReadCase, ReadPerson, ReadWorklist};

/// What serving providers needs of the world.
pub trait Ports: ReadCase + ReadPerson + ReadWorklist + AppendEvents + AuditRead {}
impl<P: ReadCase + ReadPerson + ReadWorklist + AppendEvents + AuditRead> Ports for P {}

/// How often an accept is tried again when the case moves under it.
const TRIES: usize = 4;

/// Answers one request. `hub` is the address at which providers reach the hub.
pub async fn handle<P: Ports>(ports: &P, hub: &str, request: Request, now: Timestamp) -> Response<Body> {
    let Some(who) = staff(&request) else { return problem(StatusCode::UNAUTHORIZED, "Please sign in") };
    let Some(provider) = who.provider().map(str::to_owned) else {
        return problem(StatusCode::FORBIDDEN, "Only a provider's staff may see this");
    };
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let outcome = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["provider", "onwards"]) => worklist(ports, hub, &provider, &request).await,
        (&Method::GET, ["provider", "onwards", onward]) => read(ports, hub, &who, &provider, onward, now).await,
        (&Method::POST, ["provider", "onwards", onward, "accept"]) => {
            accept(ports, hub, &who, &provider, onward, now).await
        }
        _ => Ok(problem(StatusCode::NOT_FOUND, "There is nothing at this address")),
    };
    outcome.unwrap_or_else(|error| unavailable(&error, None))
}

/// `GET /provider/onwards?state=offered`: the provider's own, the most urgent first.
async fn worklist<P: Ports>(
    ports: &P,
    hub: &str,
    provider: &str,
    request: &Request,
) -> Result<Response<Body>, PortError> {
    let asked = request.query_string_parameters_ref().and_then(|query| query.first("state")).unwrap_or("offered");
    let Some(state) = OnwardState::parse(asked) else {
        return Ok(problem(StatusCode::BAD_REQUEST, "state is offered, accepted or expired"));
    };
    let rows = ports.worklist(provider, state).await?;
    let onwards: Vec<_> = rows.iter().map(|(reference, onward)| view::row(hub, reference, onward)).collect();
    Ok(json(StatusCode::OK, &serde_json::json!({"onwards": onwards})))
}

/// `GET /provider/onwards/{onward}`: what this provider may see of it now.
async fn read<P: Ports>(
    ports: &P,
    hub: &str,
    who: &Staff,
    provider: &str,
    code: &str,
    now: Timestamp,
) -> Result<Response<Body>, PortError> {
    let Some((reference, case)) = own_case(ports, provider, code).await? else { return Ok(not_here()) };
    let Some(onward) = case.onward(code) else { return Ok(not_here()) };
    show(ports, hub, who, &reference, &case, onward, now).await
}

/// The onward referral as it stands: 410 once it is neither on offer nor accepted.
async fn show<P: Ports>(
    ports: &P,
    hub: &str,
    who: &Staff,
    reference: &Reference,
    case: &Case,
    onward: &Onward,
    now: Timestamp,
) -> Result<Response<Body>, PortError> {
    ports.audit(reference, &who.subject, now).await?;
    Ok(match onward.state {
        OnwardState::Expired => problem(StatusCode::GONE, "This onward referral is no longer on offer"),
        OnwardState::Offered => json(StatusCode::OK, &view::offered(hub, case, onward)),
        OnwardState::Accepted => {
            let document = ports.person(reference).await?;
            let referral: Option<Referral> = document
                .map(serde_json::from_value)
                .transpose()
                .map_err(|_| PortError::Lasting("a stored referral cannot be read".to_owned()))?;
            json(StatusCode::OK, &view::accepted(hub, case, onward, referral.as_ref()))
        }
    })
}

/// `POST /provider/onwards/{onward}/accept`: yes. Saying it twice is saying it once.
async fn accept<P: Ports>(
    ports: &P,
    hub: &str,
    who: &Staff,
    provider: &str,
    code: &str,
    now: Timestamp,
) -> Result<Response<Body>, PortError> {
    for _ in 0..TRIES {
        let Some((reference, case)) = own_case(ports, provider, code).await? else { return Ok(not_here()) };
        let Some(onward) = case.onward(code) else { return Ok(not_here()) };
        let lapsed = onward.state == OnwardState::Offered && onward.offered.accept_by <= now;
        if onward.state == OnwardState::Expired || lapsed {
            return Ok(problem(StatusCode::GONE, "This onward referral is no longer on offer"));
        }
        if onward.state == OnwardState::Accepted {
            return show(ports, hub, who, &reference, &case, onward, now).await;
        }
        let yes = What::Accepted {
            onward: code.to_owned(),
            provider: provider.to_owned(),
            first_contact_by: first_contact_by(now),
        };
        let (after, events) =
            append_all(&case, vec![yes], now).map_err(|illegal| PortError::Lasting(illegal.to_string()))?;
        if ports.append(&after, &events, None).await? == Appended::Done {
            tracing::info!(case.reference = %reference, onward = code, "a provider accepted");
            let Some(onward) = after.onward(code) else { return Ok(not_here()) };
            return show(ports, hub, who, &reference, &after, onward, now).await;
        }
    }
    Err(PortError::Passing("a case kept moving while a provider accepted".to_owned()))
}

/// The case of an onward referral, where it is this provider's. Anyone else's does not exist.
async fn own_case<P: Ports>(ports: &P, provider: &str, code: &str) -> Result<Option<(Reference, Case)>, PortError> {
    let Some(reference) = case_of_onward(code) else { return Ok(None) };
    let Some(case) = ports.case(&reference).await? else { return Ok(None) };
    let theirs = case.onward(code).is_some_and(|onward| onward.offered.provider == provider);
    if !theirs {
        tracing::warn!(case.reference = %reference, provider, "a provider asked for a case that is not theirs");
    }
    Ok(theirs.then_some((reference, case)))
}

fn not_here() -> Response<Body> {
    problem(StatusCode::NOT_FOUND, "There is no such onward referral")
}
