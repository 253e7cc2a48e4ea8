//! What a coordinator does to a case: clears a conflict, notes the person's choice, hands the case on.

use crate::{Ports, no_such_case};
use domain::fold::append_all;
use domain::moves::{Refused, choose, clear_conflict, hand_on};
use events::Reference;
use events::case::{Case, Chosen, HandOn, HandOnBasis, What, WhyChosen, WhyCleared, WhyHandedOn};
use events::profile::Profile;
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::{Staff, json, problem};
use platform::ports::{Appended, Beside};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// How often a move is tried again when the case moves under it.
const TRIES: usize = 4;
/// A few codes; more bytes than this are not read.
const MOST_BYTES: usize = 8_192;

/// `POST …/clear-conflict`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clearing {
    reason: WhyCleared,
}

/// `POST …/choice`: services by code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    #[serde(default)]
    wanted: Vec<String>,
    #[serde(default)]
    unwanted: Vec<String>,
    reason: WhyChosen,
}

/// `POST …/hand-on`: to another area's hub, or to a national service.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HandingOn {
    service: String,
    basis: HandOnBasis,
    reason: WhyHandedOn,
}

/// What a coordinator asks for.
enum Move {
    Clear(Clearing),
    Choose(Choice),
    HandOn(HandingOn),
}

/// `POST /hub/cases/{reference}/{what}`. What is wrong in itself is 422, what the case does not allow 409.
pub(crate) async fn act<P: Ports>(
    ports: &P,
    who: &Staff,
    reference: &str,
    what: &str,
    body: &Body,
    now: Timestamp,
) -> Result<Response<Body>, PortError> {
    let asked = match what {
        "clear-conflict" => read(body).map(Move::Clear),
        "choice" => read(body).map(Move::Choose),
        "hand-on" => read(body).map(Move::HandOn),
        _ => return Ok(problem(StatusCode::NOT_FOUND, "There is nothing at this address")),
    };
    let Some(asked) = asked else { return Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, &expected(what))) };
    let Ok(reference) = reference.parse::<Reference>() else { return Ok(no_such_case()) };
    let profile = ports.profile().await?;
    for _ in 0..TRIES {
        let Some(case) = ports.case(&reference).await? else { return Ok(no_such_case()) };
        let whats = match follows(&case, &profile, &asked, &who.subject, now) {
            Ok(whats) => whats,
            Err(Refused::Wrong(why)) => return Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, why)),
            Err(Refused::NotNow(why)) => return Ok(problem(StatusCode::CONFLICT, why)),
        };
        let (after, events) =
            append_all(&case, whats, now).map_err(|illegal| PortError::Lasting(illegal.to_string()))?;
        // Written down first: what cannot be written down must not happen.
        ports.audit(&reference, &who.reading_for("coordinator"), now).await?;
        match ports.append(&after, &events, Beside::default()).await? {
            Appended::Done => {
                tracing::info!(case.reference = %reference, what, "a coordinator moved a case");
                let answer =
                    serde_json::json!({"reference": reference, "owner": after.owner, "onwards": after.onwards});
                return Ok(json(StatusCode::OK, &answer));
            }
            Appended::Full => return Ok(problem(StatusCode::CONFLICT, "The service has no room at the moment")),
            Appended::Stale | Appended::Behind => {}
        }
    }
    Err(PortError::Passing("a case kept moving while a coordinator moved it".to_owned()))
}

fn follows(case: &Case, profile: &Profile, asked: &Move, by: &str, now: Timestamp) -> Result<Vec<What>, Refused> {
    let by = by.to_owned();
    match asked {
        Move::Clear(Clearing { reason }) => clear_conflict(case, *reason, &by),
        Move::Choose(Choice { wanted, unwanted, reason }) => {
            let chosen = Chosen { wanted: wanted.clone(), unwanted: unwanted.clone(), reason: *reason, by };
            choose(case, profile, chosen)
        }
        Move::HandOn(HandingOn { service, basis, reason }) => {
            hand_on(case, profile, service, HandOn { basis: *basis, reason: *reason, by }, now)
        }
    }
}

fn read<T: DeserializeOwned>(body: &Body) -> Option<T> {
    let bytes: &[u8] = match body {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        _ => return None,
    };
    if bytes.len() > MOST_BYTES { None } else { serde_json::from_slice(bytes).ok() }
}

/// What the body of a move says, in plain words.
fn expected(what: &str) -> String {
    let one_of = |known: Vec<&str>| known.join(", ");
    match what {
        "clear-conflict" => {
            format!("reason is one of {}", one_of(WhyCleared::ALL.iter().map(|why| why.as_str()).collect()))
        }
        "choice" => {
            let reasons = one_of(WhyChosen::ALL.iter().map(|why| why.as_str()).collect());
            format!("wanted and unwanted are lists of services; reason is one of {reasons}")
        }
        _ => {
            let bases = one_of(HandOnBasis::ALL.iter().map(|basis| basis.as_str()).collect());
            let reasons = one_of(WhyHandedOn::ALL.iter().map(|why| why.as_str()).collect());
            format!("service is a code; basis is one of {bases}; reason is one of {reasons}")
        }
    }
}
