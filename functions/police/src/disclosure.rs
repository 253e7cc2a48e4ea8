//! What was disclosed to the police without consent. The police see only the recorded items, after a second person has
//! approved them, and until the disclosure expires, and only the account that was named. They see the person's current answers, so that nobody uses a way of
//! contact that is no longer safe. The rest of a case that the police did not refer stays hidden from them.

use crate::{JusticeRequest, Ports};
use application::{Refusal, looks};
use domain::gate::contact_stop;
use events::Reference;
use events::case::{Case, DisclosedScope, DisclosedTo, Disclosure};
use events::justice::Agency;
use events::referral::{Referral, SourceKind};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::json;
use serde_json::{Map, Value, json};

/// The disclosure, after the read is recorded. `None` if no disclosure for the account is in force, if the police referred
/// the case, and for witness care, because nothing is disclosed to it.
pub(crate) async fn read<P: Ports>(
    asked: &JusticeRequest<'_, P>,
    reference: &str,
) -> Result<Option<Response<Body>>, Refusal> {
    let Ok(reference) = reference.parse::<Reference>() else {
        return Ok(None);
    };
    if asked.agency != Agency::Police {
        return Ok(None);
    }
    let Some(case) = asked.ports.case(&reference).await? else {
        return Ok(None);
    };
    if case.received.source == SourceKind::Police || to_account(asked, &case).next().is_none() {
        return Ok(None);
    }
    asked.not_excluded(&case).await?;
    looks::look(asked.ports, asked.look(&case)).await?;
    let by = &asked.who.subject;
    tracing::info!(case.reference = %reference, by, "what was disclosed to the police was read");
    let mut view = shared(asked, &case).await?;
    view.insert("reference".to_owned(), json!(case.reference));
    Ok(Some(json(StatusCode::OK, &Value::Object(view))))
}

/// Only the items that are shared with the account now. Empty if there are none.
pub(crate) async fn shared<P: Ports>(
    asked: &JusticeRequest<'_, P>,
    case: &Case,
) -> Result<Map<String, Value>, PortError> {
    let names_the_person = |scope: &DisclosedScope| *scope != DisclosedScope::Concern;
    let disclosed: Vec<&Disclosure> = to_account(asked, case).collect();
    let needed = disclosed
        .iter()
        .flat_map(|one| &one.scope)
        .any(names_the_person);
    let document = if needed {
        asked.ports.person(&case.reference).await?
    } else {
        None
    };
    let referral: Option<Referral> = document
        .map(serde_json::from_value)
        .transpose()
        .map_err(|_| PortError::Permanent("a stored referral cannot be read".to_owned()))?;
    Ok(view(&disclosed, case, referral.as_ref()))
}

/// The disclosures in force that name the account as their reader. Without a name a disclosure would be for every account
/// of the police, also that of somebody who harms the person.
fn to_account<'a, P>(
    asked: &JusticeRequest<'_, P>,
    case: &'a Case,
) -> impl Iterator<Item = &'a Disclosure> {
    let (names, now) = (asked.who.names(), asked.now);
    case.coordination
        .disclosures
        .iter()
        .filter(move |one| one.to == DisclosedTo::Police && one.in_force(now) && one.is_for(&names))
}

fn view(disclosed: &[&Disclosure], case: &Case, referral: Option<&Referral>) -> Map<String, Value> {
    let mut view = Map::new();
    let shared = |scope| disclosed.iter().any(|one| one.scope.contains(&scope));
    for scope in DisclosedScope::ALL
        .iter()
        .copied()
        .filter(|scope| shared(*scope))
    {
        let said = match scope {
            DisclosedScope::Concern => concern(disclosed),
            DisclosedScope::SafeContact => {
                referral.map_or(Value::Null, |referral| safe_contact(case, referral))
            }
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
fn concern(disclosed: &[&Disclosure]) -> Value {
    let concerns = disclosed
        .iter()
        .filter(|one| one.scope.contains(&DisclosedScope::Concern));
    let mut reasons: Vec<_> = concerns.map(|one| one.reason).collect();
    reasons.sort_unstable();
    reasons.dedup();
    json!(reasons)
}

/// Only the channels that the person called safe, and what speaks against their use.
fn safe_contact(case: &Case, referral: &Referral) -> Value {
    let channels: Vec<_> = referral.usable().collect();
    let safety = referral.safety.as_ref();
    json!({
        "channels": channels,
        "preferred": referral.contact.preferred,
        "someone_may_see": safety.and_then(|safety| safety.someone_may_see_device),
        "stop": contact_stop(case),
        "quiet_until": case.contact.paused_until,
    })
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
