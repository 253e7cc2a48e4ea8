//! `/provider`: what a provider may read of the cases offered to it, its yes or no, and what it does then.
//!
//! Before it accepts: the offer, age band, worker's gender, modality. After: name, safe channels only, address, own
//! words; a volunteer sees name and safe channels (CA27). Once the support is over: what was done. Another provider's case does not exist. Every read is written down before it is answered.

mod care;
mod refer_on;
mod reply;
mod view;

use domain::answer::case_of_onward;
use events::case::{Case, Onward, OnwardState};
use events::referral::Referral;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::PortError;
use platform::http::{Staff, json, problem, staff, unavailable};
use platform::notes::Notes;
use platform::ports::{
    AppendEvents, AuditRead, Mark, ReadCase, ReadDirectory, ReadLoads, ReadPerson, ReadWorklist,
};

/// What serving providers needs of the world.
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

/// One request of one provider's staff.
pub(crate) struct Desk<'a, P> {
    pub(crate) ports: &'a P,
    /// The address at which providers reach the hub.
    pub(crate) hub: &'a str,
    /// Who asks.
    pub(crate) who: &'a Staff,
    /// Whom they work for.
    pub(crate) provider: &'a str,
    /// Whether they do so as a volunteer, who sees less.
    pub(crate) volunteer: bool,
    pub(crate) now: Timestamp,
}

impl<P> Desk<'_, P> {
    /// How a read is written down.
    pub(crate) fn reader(&self) -> String {
        self.who.reading_for(&format!("provider-{}", self.provider))
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
        return problem(StatusCode::UNAUTHORIZED, "Please sign in");
    };
    let Some(provider) = who.provider().or_else(|| who.volunteers_for()) else {
        return problem(
            StatusCode::FORBIDDEN,
            "Only a provider's staff may see this",
        );
    };
    let volunteer = who.provider().is_none();
    let desk = Desk {
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
        (&Method::GET, ["provider", "onwards"]) => worklist(&desk, &request).await,
        (&Method::GET, ["provider", "onwards", onward]) => read(&desk, onward).await,
        (&Method::POST, ["provider", "onwards", onward, "acts"]) => {
            care::act(&desk, onward, &request).await
        }
        (&Method::POST, ["provider", "onwards", onward, "notes"]) => {
            care::write_note(&desk, onward, &request).await
        }
        (&Method::GET, ["provider", "onwards", onward, "notes"]) => {
            care::read_notes(&desk, onward).await
        }
        (&Method::GET, ["provider", "onwards", onward, "refer-on"]) => {
            refer_on::choices(&desk, onward).await
        }
        (&Method::POST, ["provider", "onwards", onward, "refer-on"]) => {
            refer_on::refer_on(&desk, onward, &request).await
        }
        (&Method::POST, ["provider", "onwards", _, "accept" | "decline"]) if desk.volunteer => {
            Ok(problem(
                StatusCode::FORBIDDEN,
                "A volunteer cannot answer an offer: your team does",
            ))
        }
        (&Method::POST, ["provider", "onwards", onward, "accept"]) => {
            reply::accept(&desk, onward).await
        }
        (&Method::POST, ["provider", "onwards", onward, "decline"]) => {
            reply::decline(&desk, onward, request.body()).await
        }
        _ => Ok(problem(
            StatusCode::NOT_FOUND,
            "There is nothing at this address",
        )),
    };
    outcome.unwrap_or_else(|error| unavailable(&error, None))
}

/// `GET /provider/onwards?state=offered&after=…`: the provider's own, the most urgent first, at most 100; `next` is the
/// address of those that follow, where there are more.
async fn worklist<P: Ports>(
    desk: &Desk<'_, P>,
    request: &Request,
) -> Result<Response<Body>, PortError> {
    let query = |name| {
        request
            .query_string_parameters_ref()
            .and_then(|query| query.first(name))
    };
    let asked = query("state").unwrap_or("offered");
    let Some(state) = OnwardState::parse(asked) else {
        let known: Vec<&str> = OnwardState::ALL
            .iter()
            .map(|state| state.as_str())
            .collect();
        return Ok(problem(
            StatusCode::BAD_REQUEST,
            &format!("state is one of {}", known.join(", ")),
        ));
    };
    let Ok(after) = query("after").map(str::parse::<Mark>).transpose() else {
        return Ok(problem(
            StatusCode::BAD_REQUEST,
            "after is what `next` said on the page before",
        ));
    };
    let page = desk
        .ports
        .worklist(desk.provider, state, after.as_ref())
        .await?;
    let rows = page.rows.iter().filter(|(_, onward)| onward.state == state);
    let onwards: Vec<_> = rows
        .map(|(reference, onward)| view::row(desk.hub, reference, onward))
        .collect();
    let next = page
        .next
        .map(|mark| format!("/provider/onwards?state={state}&after={mark}"));
    Ok(json(
        StatusCode::OK,
        &serde_json::json!({"onwards": onwards, "next": next}),
    ))
}

/// `GET /provider/onwards/{onward}`: what this provider may see of it now.
async fn read<P: Ports>(desk: &Desk<'_, P>, code: &str) -> Result<Response<Body>, PortError> {
    let Some(case) = own_case(desk, code).await? else {
        return Ok(not_here());
    };
    let Some(onward) = case.onward(code) else {
        return Ok(not_here());
    };
    show(desk, &case, onward).await
}

/// The onward referral as it stands: 410 once it is neither on offer nor accepted.
pub(crate) async fn show<P: Ports>(
    desk: &Desk<'_, P>,
    case: &Case,
    onward: &Onward,
) -> Result<Response<Body>, PortError> {
    desk.ports
        .audit(&case.reference, &desk.reader(), desk.now)
        .await?;
    Ok(match onward.state {
        OnwardState::Declined | OnwardState::Expired | OnwardState::Withdrawn => gone(),
        OnwardState::Offered => json(
            StatusCode::OK,
            &view::offered(desk, case, onward, &*desk.ports.profile().await?),
        ),
        OnwardState::Closed | OnwardState::HandedOver => {
            json(StatusCode::OK, &view::closed(desk, onward))
        }
        OnwardState::Accepted => {
            let document = desk.ports.person(&case.reference).await?;
            let referral: Option<Referral> = document
                .map(serde_json::from_value)
                .transpose()
                .map_err(|_| PortError::Lasting("a stored referral cannot be read".to_owned()))?;
            let profile = desk.ports.profile().await?;
            json(
                StatusCode::OK,
                &view::accepted(desk, case, onward, referral.as_ref(), &profile),
            )
        }
    })
}

/// The case of an onward referral, where it is this provider's. Anyone else's does not exist, and whose account asked for
/// it, for which provider, is logged.
pub(crate) async fn own_case<P: Ports>(
    desk: &Desk<'_, P>,
    code: &str,
) -> Result<Option<Case>, PortError> {
    let Some(reference) = case_of_onward(code) else {
        return Ok(None);
    };
    let Some(case) = desk.ports.case(&reference).await? else {
        return Ok(None);
    };
    let theirs = case
        .onward(code)
        .is_some_and(|onward| onward.offered.provider == desk.provider);
    if !theirs {
        let (provider, by) = (desk.provider, desk.who.subject.as_str());
        tracing::warn!(case.reference = %reference, by, provider, "a provider asked for a case that is not theirs");
    }
    Ok(theirs.then_some(case))
}

pub(crate) fn not_here() -> Response<Body> {
    problem(StatusCode::NOT_FOUND, "There is no such onward referral")
}

pub(crate) fn gone() -> Response<Body> {
    problem(
        StatusCode::GONE,
        "This onward referral is no longer on offer",
    )
}
