//! What a justice agency sees of a case: tier, progress, justice promises, and what it has to tell the person. Anything
//! about support is left out: providers, needs, notes and the hub's promises.

use domain::promise::{answers_for, standing, text};
use events::case::Case;
use events::justice::{Agency, Promise};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The case as `agency` sees it at `now`.
pub(crate) fn case(case: &Case, agency: Agency, now: Timestamp) -> Value {
    let promises = case
        .justice
        .promises
        .iter()
        .filter(|promise| promise.owner.is_justice());
    let mut to_tell: Vec<&Promise> = promises
        .clone()
        .filter(|promise| tells(promise, agency))
        .collect();
    to_tell.sort_by_key(|promise| promise.due);
    json!({
        "reference": case.reference,
        "opened_at": case.opened_at,
        "tier": case.tier(),
        "progress": case.justice.progress.iter().map(|recorded| json!({
            "id": recorded.progress.id,
            "step": recorded.progress.step,
            "at": recorded.progress.at,
            "heard_at": recorded.progress.heard_at,
            "recorded_by": recorded.progress.recorded_by,
            "recorded_at": recorded.recorded_at,
        })).collect::<Vec<_>>(),
        "promises": promises.map(|one| promise(one, now)).collect::<Vec<_>>(),
        "tell": to_tell.into_iter().map(|promise| json!({
            "promise": promise.code,
            "what": text(promise),
            "by": promise.due,
        })).collect::<Vec<_>>(),
    })
}

fn promise(promise: &Promise, now: Timestamp) -> Value {
    json!({
        "code": promise.code,
        "what": text(promise),
        "owner": promise.owner,
        "due": promise.due,
        "standing": standing(promise, now),
        "verified": promise.verified,
        "authority": promise.authority,
        "waits_for": promise.waits_for,
        "kept_by": promise.kept_by,
        "kept_at": promise.kept_at,
        "told": promise.told.as_ref().map(|told| told.how),
    })
}

/// Whether `agency` has to tell the person now.
fn tells(promise: &Promise, agency: Agency) -> bool {
    let owed =
        promise.kept_at.is_none() && promise.released_at.is_none() && promise.waits_for.is_none();
    owed && promise.kept_by.is_none() && answers_for(agency).contains(&promise.owner)
}
