//! A case as a coordinator sees it.

use domain::moves::targets;
use domain::promise::{standing, timeline};
use events::case::{CaseFile, Onward, What};
use events::justice::Promise;
use events::profile::Profile;
use jiff::Timestamp;
use serde_json::{Value, json};

/// The contract's `assessment`, `local_authority` and `referral`, where the case stands, and why each service was taken
/// or left (DC5).
pub(crate) fn case(file: &CaseFile, referral: Option<Value>, profile: &Profile, now: Timestamp) -> Value {
    let case = &file.case;
    json!({
        "reference": case.reference,
        "opened_at": case.opened_at,
        "assessment": case.received.assessment,
        "tier": case.tier(),
        "triage": case.triage.as_ref().map(|triage| json!({
            "found": triage.found.iter().map(|found| json!({"what": found, "words": found.words()})).collect::<Vec<_>>(),
            "tier": triage.tier,
        })),
        "local_authority": case.received.local_authority,
        "home": home(case.received.local_authority.as_deref(), profile),
        "referral": referral,
        "owner": case.owner,
        "why_coordinators": case.why_coordinators,
        "onwards": case.onwards.iter().map(|onward| named(onward, profile)).collect::<Vec<_>>(),
        "left": left(file, profile),
        "unmet": case.unmet,
        "unserved": case.unserved,
        "conflict_cleared": case.conflict_cleared,
        "wanted": case.wanted,
        "unwanted": case.unwanted,
        "hand_on_to": targets(case, profile, now)
            .into_iter()
            .map(|service| json!({"service": service.code, "service_name": service.name}))
            .collect::<Vec<_>>(),
        "tasks": case.tasks,
        "timeline": timeline(case, now),
        "promises": case.promises.iter().map(|promise| promised(promise, now)).collect::<Vec<_>>(),
        "notes_requests": case.notes_requests,
        "updates": file.updates,
        "events": file.events,
    })
}

/// Where the person lives, as those who commission see it: council, county, Community Safety Partnership (AS32, TV23).
/// Nothing where that is not known or not here.
fn home(council: Option<&str>, profile: &Profile) -> Value {
    let here = profile.local_authorities.iter().find(|one| Some(one.code.as_str()) == council);
    here.map_or(
        Value::Null,
        |one| json!({"council": one.name, "county": one.county, "csp": one.csp, "area": profile.name}),
    )
}

/// A promise, and where it stands: a broken one is seen (DC7).
fn promised(promise: &Promise, now: Timestamp) -> Value {
    let mut value = json!(promise);
    value["standing"] = json!(standing(promise, now));
    value
}

/// An onward referral with the names of service and provider.
fn named(onward: &Onward, profile: &Profile) -> Value {
    let mut value = json!(onward);
    value["service_name"] = json!(service_name(profile, &onward.offered.service));
    let provider = profile.providers.iter().find(|provider| provider.code == onward.offered.provider);
    value["provider_name"] = json!(provider.map(|provider| provider.name.as_str()));
    value
}

/// The services that were left when the hub last looked, each with its first reason, those that nearly fitted first.
fn left(file: &CaseFile, profile: &Profile) -> Vec<Value> {
    let last = file.events.iter().rev().find_map(|event| match &event.what {
        What::Matched(matched) => Some(matched),
        _ => None,
    });
    let left = last.map(|matched| matched.left.as_slice()).unwrap_or_default();
    left.iter()
        .map(|left| {
            let name = service_name(profile, &left.service);
            json!({"service": left.service, "service_name": name, "why": left.why, "words": left.why.words()})
        })
        .collect()
}

fn service_name<'a>(profile: &'a Profile, code: &str) -> Option<&'a str> {
    profile.services.iter().find(|service| service.code == code).map(|service| service.name.as_str())
}
