//! What was disclosed to the police without consent. The police see only the recorded items, after a second person has
//! approved them, and until the disclosure expires. They see the person's current answers, so that nobody uses a way of
//! contact that is no longer safe. The rest of a case that the police did not refer stays hidden from them.

use crate::{JusticeRequest, Ports};
use events::Reference;
use events::case::{Case, DisclosedScope, DisclosedTo, Disclosure};
use events::justice::Agency;
use events::referral::{Referral, SourceKind};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::json;
use serde_json::{Map, Value, json};

/// The disclosure, after the read is recorded. `None` if no disclosure is in force, if the police referred the case,
/// and for witness care, because nothing is disclosed to it.
pub(crate) async fn read<P: Ports>(
    asked: &JusticeRequest<'_, P>,
    reference: &str,
) -> Result<Option<Response<Body>>, PortError> {
    let JusticeRequest {
        ports, agency, now, ..
    } = *asked;
    let Ok(reference) = reference.parse::<Reference>() else {
        return Ok(None);
    };
    if agency != Agency::Police {
        return Ok(None);
    }
    let Some(case) = ports.case(&reference).await? else {
        return Ok(None);
    };
    if case.received.source == SourceKind::Police || to_police(&case, now).next().is_none() {
        return Ok(None);
    }
    ports.audit(&reference, &asked.reader(), now).await?;
    let by = &asked.who.subject;
    tracing::info!(case.reference = %reference, by, "what was disclosed to the police was read");
    let mut view = shared(ports, &case, now).await?;
    view.insert("reference".to_owned(), json!(case.reference));
    Ok(Some(json(StatusCode::OK, &Value::Object(view))))
}

/// Only the items that are shared with the police at `now`. Empty if there are none.
pub(crate) async fn shared<P: Ports>(
    ports: &P,
    case: &Case,
    now: Timestamp,
) -> Result<Map<String, Value>, PortError> {
    let names_the_person = |scope: &DisclosedScope| *scope != DisclosedScope::Concern;
    let needed = to_police(case, now)
        .flat_map(|one| &one.scope)
        .any(names_the_person);
    let document = if needed {
        ports.person(&case.reference).await?
    } else {
        None
    };
    let referral: Option<Referral> = document
        .map(serde_json::from_value)
        .transpose()
        .map_err(|_| PortError::Permanent("a stored referral cannot be read".to_owned()))?;
    Ok(view(case, referral.as_ref(), now))
}

fn to_police(case: &Case, now: Timestamp) -> impl Iterator<Item = &Disclosure> {
    case.coordination
        .disclosures
        .iter()
        .filter(move |one| one.to == DisclosedTo::Police && one.in_force(now))
}

fn view(case: &Case, referral: Option<&Referral>, now: Timestamp) -> Map<String, Value> {
    let mut view = Map::new();
    let shared = |scope| to_police(case, now).any(|disclosed| disclosed.scope.contains(&scope));
    for scope in DisclosedScope::ALL
        .iter()
        .copied()
        .filter(|scope| shared(*scope))
    {
        let said = match scope {
            DisclosedScope::Concern => concern(case, now),
            DisclosedScope::SafeContact => referral.map_or(Value::Null, safe_contact),
            DisclosedScope::Identity => referral.map_or(Value::Null, identity),
            DisclosedScope::Whereabouts => {
                referral.map_or(Value::Null, |referral| json!(referral.residence))
            }
        };
        view.insert(scope.as_str().replace('-', "_"), said);
    }
    view
}

/// The harm to prevent, by code.
fn concern(case: &Case, now: Timestamp) -> Value {
    let concerns =
        to_police(case, now).filter(|disclosed| disclosed.scope.contains(&DisclosedScope::Concern));
    let mut reasons: Vec<_> = concerns.map(|disclosed| disclosed.reason).collect();
    reasons.sort_unstable();
    reasons.dedup();
    json!(reasons)
}

/// Only the channels that the person called safe.
fn safe_contact(referral: &Referral) -> Value {
    let channels: Vec<_> = referral.usable().collect();
    json!({"channels": channels, "preferred": referral.contact.preferred})
}

fn identity(referral: &Referral) -> Value {
    let person = &referral.person;
    json!({
        "name": person.name,
        "preferred_name": person.preferred_name,
        "pronouns": person.pronouns,
        "date_of_birth": person.date_of_birth,
    })
}
