//! A case as a coordinator sees it.

mod ledger;
mod owes;
mod package;
mod reassessed;

use domain::case::apply::owing_onward;
use domain::case::commands::coordinator::hand_on_targets;
use domain::gate::contact_stop;
use domain::promise::{standing, timeline};
use domain::retention::keeping;
use events::case::{Case, CaseChange, CaseFile, Onward};
use events::justice::Promise;
use events::profile::Profile;
use jiff::Timestamp;
use platform::ports::{AccessRecord, ReaderGroup, Words};
use serde_json::{Map, Value, json};

/// How many of the person's latest words are shown.
const MOST_WORDS: usize = 100;
/// How many of the latest looks are shown.
const MOST_LOOKS: usize = 50;

/// The numbers of the events that may have words of the person.
pub(crate) fn spoken(file: &CaseFile) -> Vec<u32> {
    let may_have = |what: &CaseChange| {
        matches!(
            what,
            CaseChange::TaskGiven(_) | CaseChange::Complained { .. } | CaseChange::FeedbackGiven(_)
        )
    };
    let numbers = file
        .events
        .iter()
        .rev()
        .filter(|event| may_have(&event.what))
        .map(|event| event.seq);
    let mut numbers: Vec<u32> = numbers.take(MOST_WORDS).collect();
    numbers.reverse();
    numbers
}

/// Everything that a coordinator sees: the contract's `assessment`, `local_authority` and `referral`, the state of the
/// case, and why each service was chosen or left out (DC5). It also has the care package, the promises with their due
/// times, and every contact with the person (TV13, KE2).
pub(crate) fn case(
    file: &CaseFile,
    referral: Option<Value>,
    words: &[Words],
    profile: &Profile,
    now: Timestamp,
) -> Value {
    let case = &file.case;
    let answers_now = reassessed::answers_now(referral.as_ref());
    let mut view = stands(file, referral, profile, now);
    let more = json!({
        "answers_now": answers_now,
        "reassessed": reassessed::reassessed(file),
        "package": package::package(case, profile),
        "owes": owes::owes(case, profile, now),
        "contacts": ledger::contacts(file, profile),
        "words": words.iter().map(|words| said(words, file)).collect::<Vec<_>>(),
    });
    for part in [done_to_it(case), more] {
        if let (Value::Object(view), Value::Object(part)) = (&mut view, part) {
            view.extend(part);
        }
    }
    view
}

/// The person's document without the code that was sent to a new address: it is for anyone who reads that mail.
pub(crate) fn without_code(mut document: Value) -> Value {
    if let Some(change) = document
        .get_mut("page_change")
        .and_then(Value::as_object_mut)
    {
        change.remove("code");
    }
    document
}

/// What coordinators and the person changed in the case.
fn done_to_it(case: &Case) -> Value {
    json!({
        "version": case.version,
        "risk": case.risk(),
        "coordinator": case.coordination.coordinator,
        "handovers": case.coordination.handovers,
        "holds": case.coordination.holds,
        "set_aside": case.set_aside(),
        "coordinator_left": domain::case::readers::coordinator_left(case),
        "uplifts": case.coordination.uplifts,
        "pathways": case.coordination.pathways,
        "disclosures": case.coordination.disclosures,
        "complaints": case.coordination.complaints,
        "proposals": case.coordination.proposals,
        "readers": case.coordination.readers,
        "paused_until": case.contact.paused_until,
        "contact": {"stop": contact_stop(case)},
        "ended": case.lifecycle.ended,
        "joined": case.lifecycle.joined,
        "earlier": case.triage.as_ref().map(|triage| triage.earlier.clone()).unwrap_or_default(),
        "legal_hold": case.lifecycle.legal_hold,
        "erased_at": case.lifecycle.erasure.done_at(),
        "kept": keeping(case),
        "needs": case.received.needs,
        "safe_channels": case.received.safe_channels,
        "unsafe_since": case.contact.unsafe_since,
        "page_open_since": page_since(case, true),
        "page_closed_since": page_since(case, false),
        "unconfirmed": case.contact.unconfirmed,
        "page_changed_at": case.contact.page_changed_at,
    })
}

/// Since when the person's page is open, or closed; `None` if it is not.
fn page_since(case: &Case, open: bool) -> Option<Timestamp> {
    let changed = case.access.changed_at.unwrap_or(case.opened_at);
    let since = case.lifecycle.erasure.done_at().unwrap_or(changed);
    (case.has_open_page() == open).then_some(since)
}

/// The person's words, and the event that they belong to.
fn said(words: &Words, file: &CaseFile) -> Value {
    let event = file.events.iter().find(|event| event.seq == words.seq);
    let kind = event.and_then(|event| match &event.what {
        CaseChange::TaskGiven(given) => Some(given.kind.as_str()),
        CaseChange::Complained { about, .. } => Some(about.as_str()),
        _ => None,
    });
    json!({
        "number": words.seq,
        "at": words.at,
        "with": event.map(|event| event.what.name()),
        "kind": kind,
        "text": words.text,
    })
}

fn stands(file: &CaseFile, referral: Option<Value>, profile: &Profile, now: Timestamp) -> Value {
    let case = &file.case;
    let postcode_unknown = is_postcode_unknown(case, referral.as_ref());
    json!({
        "reference": case.reference,
        "opened_at": case.opened_at,
        "assessment": case.received.assessment,
        "tier": case.tier(),
        "triage": case.triage.as_ref().map(|triage| json!({
            "found": triage.found.iter().map(|found| json!({"what": found, "words": domain::triage::explain(*found)})).collect::<Vec<_>>(),
            "tier": triage.tier,
        })),
        "local_authority": case.received.local_authority,
        "home": home(case.received.local_authority.as_deref(), profile),
        "councils": councils(case, profile),
        "postcode_unknown": postcode_unknown,
        "postcodes_of": domain::place::postcodes_of().filter(|_| postcode_unknown).map(domain::times::date),
        "referral": referral,
        "owner": case.owner,
        "why_coordinators": case.coordination.why_coordinators,
        "onwards": case.support.onwards.iter().map(|onward| named(onward, profile)).collect::<Vec<_>>(),
        "left": left(file, profile),
        "unmet": case.support.unmet,
        "unserved": case.support.unserved,
        "conflict_cleared": case.support.conflict_cleared,
        "wanted": case.support.wanted,
        "unwanted": case.support.unwanted,
        "hand_on_to": hand_on_targets(case, profile, now)
            .into_iter()
            .map(|service| json!({"service": service.code, "service_name": service.name}))
            .collect::<Vec<_>>(),
        "tasks": case.coordination.tasks,
        "timeline": timeline(case, now),
        "promises": case.justice.promises.iter().map(|promise| promised(promise, case, profile, now)).collect::<Vec<_>>(),
        "notes_requests": case.justice.notes_requests,
        "updates": file.updates,
        "events": file.events,
    })
}

/// Where the person lives, by the areas of the commissioners: council, county, Community Safety Partnership (AS32,
/// TV23). Null if the home is unknown, or not in this area.
fn home(council: Option<&str>, profile: &Profile) -> Value {
    let here = profile
        .local_authorities
        .iter()
        .find(|one| Some(one.code.as_str()) == council);
    here.map_or(
        Value::Null,
        |one| json!({"council": one.name, "county": one.county, "csp": one.csp, "area": profile.name}),
    )
}

/// Whether the person gave a postcode that is in no list, so that nobody knows their council.
fn is_postcode_unknown(case: &Case, referral: Option<&Value>) -> bool {
    let postcode = referral.and_then(|referral| referral.pointer("/residence/postcode"));
    let known = case.support.elsewhere || case.received.local_authority.is_some();
    !known && postcode.is_some_and(Value::is_string)
}

/// The councils of the area, to choose the person's home from. Empty if the home is already known.
fn councils(case: &Case, profile: &Profile) -> Vec<Value> {
    let known = case.support.elsewhere || case.received.local_authority.is_some();
    let all = profile.local_authorities.iter().filter(|_| !known);
    all.map(|one| json!({"code": one.code, "name": one.name}))
        .collect()
}

/// A promise, its state, and the provider that owes it. A broken promise is shown (DC7).
fn promised(promise: &Promise, case: &Case, profile: &Profile, now: Timestamp) -> Value {
    let mut value = json!(promise);
    let provider = owing_onward(case, &promise.code);
    value["provider_name"] =
        json!(provider.and_then(|onward| provider_name(profile, &onward.offered.provider)));
    value["what"] = json!(domain::promise::text(promise));
    value["standing"] = json!(standing(promise, now));
    value
}

/// An onward referral with the names of service and provider, and its reasons in words.
fn named(onward: &Onward, profile: &Profile) -> Value {
    let mut value = json!(onward);
    value["offered"]["reasons"] = json!(domain::matching::reason_texts(&onward.offered.reasons));
    value["service_name"] = json!(service_name(profile, &onward.offered.service));
    value["provider_name"] = json!(provider_name(profile, &onward.offered.provider));
    value["distance_travelled"] = onward
        .care
        .distance_travelled()
        .map_or(Value::Null, |areas| {
            areas
                .into_iter()
                .map(|(name, gone)| (name.to_owned(), Value::from(gone)))
                .collect::<Map<_, _>>()
                .into()
        });
    value
}

/// The services that the last match left out, each with its first reason. The services that nearly fitted come first.
fn left(file: &CaseFile, profile: &Profile) -> Vec<Value> {
    let last = file
        .events
        .iter()
        .rev()
        .find_map(|event| match &event.what {
            CaseChange::Matched(matched) => Some(matched),
            _ => None,
        });
    let left = last
        .map(|matched| matched.left.as_slice())
        .unwrap_or_default();
    left.iter()
        .map(|left| {
            let name = service_name(profile, &left.service);
            json!({"service": left.service, "service_name": name, "why": left.why, "words": domain::matching::explain(left.why)})
        })
        .collect()
}

/// Who opened the case, the latest first: the organisation and the reason, and never the account.
pub(crate) fn looks(looks: &[AccessRecord], profile: &Profile) -> Value {
    let line = |look: &AccessRecord| {
        let (who, provider) = match &look.by {
            ReaderGroup::Hub => ("hub", None),
            ReaderGroup::Provider(code) => ("provider", provider_name(profile, code)),
            ReaderGroup::Police => ("police", None),
            ReaderGroup::WitnessCare => ("witness-care", None),
            ReaderGroup::Unknown => ("unknown", None),
        };
        json!({"at": look.at, "who": who, "provider_name": provider, "reason": look.reason})
    };
    looks.iter().take(MOST_LOOKS).map(line).collect()
}

/// The name of a provider, if the area has it.
fn provider_name<'a>(profile: &'a Profile, code: &str) -> Option<&'a str> {
    profile
        .provider(code)
        .map(|provider| provider.name.as_str())
}

fn service_name<'a>(profile: &'a Profile, code: &str) -> Option<&'a str> {
    profile.service(code).map(|service| service.name.as_str())
}
