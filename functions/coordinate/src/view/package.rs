//! The care package: the providers, their tasks and due times, and the unmet needs (TV13, DC2, CA12).

use super::{provider_name, service_name};
use events::case::{Case, Onward, OnwardState};
use events::profile::Profile;
use serde_json::{Value, json};

/// The current package. Its next review is at the earliest due time in it.
pub(super) fn package(case: &Case, profile: &Profile) -> Value {
    let (now, before): (Vec<&Onward>, Vec<&Onward>) = case
        .support
        .onwards
        .iter()
        .partition(|onward| onward.live());
    let parts = |onwards: Vec<&Onward>| {
        onwards
            .into_iter()
            .map(|onward| part(onward, profile))
            .collect::<Vec<_>>()
    };
    let desk = domain::coordinator_queue::place(case).map(|place| place.due);
    json!({
        "coordinator": case.coordination.coordinator,
        "handovers": case.coordination.handovers,
        "parts": parts(now),
        "past": parts(before),
        "unmet": case.support.unmet,
        "unserved": case.support.unserved,
        "next_review": case.clock_due().into_iter().chain(desk).min(),
    })
}

/// One service's part: its needs, its state, and what it does next.
fn part(onward: &Onward, profile: &Profile) -> Value {
    let offered = &onward.offered;
    let next = match onward.state {
        OnwardState::Offered => Some(words::coordinator::package_answers()),
        OnwardState::Accepted if onward.care.reached_at.is_none() => {
            Some(words::coordinator::package_reaches())
        }
        OnwardState::Accepted => Some(words::coordinator::package_supports()),
        _ => None,
    };
    json!({
        "onward": offered.onward,
        "service": offered.service,
        "service_name": service_name(profile, &offered.service),
        "provider": offered.provider,
        "provider_name": provider_name(profile, &offered.provider),
        "needs": offered.needs,
        "state": onward.state,
        "since": onward.since,
        "next": next.map(|what| json!({"what": what, "by": onward.due()})),
        "late": onward.pursued,
        "reached_at": onward.care.reached_at,
        "sessions": onward.care.sessions,
        "minutes": onward.care.minutes,
        "stage": onward.care.stage,
        "outcome": onward.care.outcome,
    })
}
