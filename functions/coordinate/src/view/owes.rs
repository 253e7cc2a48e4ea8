//! The responsibility map: what each party owes the person, and when it is due (KE2). A broken promise stays on it
//! until it is kept.

use super::provider_name;
use domain::case::apply::owing_onward;
use domain::promise::standing;
use events::case::Case;
use events::justice::{Promise, PromiseOwner, PromiseStatus};
use events::profile::Profile;
use jiff::Timestamp;
use serde_json::{Value, json};

/// What is owed and not done, the first due first.
pub(super) fn owes(case: &Case, profile: &Profile, now: Timestamp) -> Vec<Value> {
    let open = |promise: &&Promise| {
        let standing = standing(promise, now);
        matches!(
            standing,
            PromiseStatus::Waiting
                | PromiseStatus::Open
                | PromiseStatus::DueSoon
                | PromiseStatus::Broken
        )
    };
    let mut owed: Vec<&Promise> = case.justice.promises.iter().filter(open).collect();
    owed.sort_by_key(|promise| promise.due);
    owed.into_iter()
        .map(|promise| owed_by(promise, case, profile, now))
        .collect()
}

fn owed_by(promise: &Promise, case: &Case, profile: &Profile, now: Timestamp) -> Value {
    let provider = owing_onward(case, &promise.code).map(|onward| onward.offered.provider.as_str());
    json!({
        "who": promise.owner,
        "provider": provider,
        "provider_name": provider.and_then(|code| provider_name(profile, code)),
        "coordinator": case.coordination.coordinator.as_ref().filter(|_| promise.owner == PromiseOwner::Hub),
        "what": domain::promise::text(promise),
        "by": promise.due,
        "standing": standing(promise, now),
        "promise": promise.code,
        "authority": promise.authority,
    })
}
