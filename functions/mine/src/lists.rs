//! What several answers list, as JSON.

use frontend::view::{Became, Journey, LookLine, ProgressStep, PromiseLine, Sees, SeesView};
use serde_json::{Value, json};

pub(crate) fn steps(steps: &[ProgressStep]) -> Vec<Value> {
    let journey = |step: &ProgressStep| match step.journey {
        Journey::Support => "support",
        Journey::Justice => "justice",
    };
    let one = |step: &ProgressStep| json!({"title": step.title, "detail": step.detail, "when": step.when, "journey": journey(step)});
    steps.iter().map(one).collect()
}

pub(crate) fn promises(promises: &[PromiseLine]) -> Vec<Value> {
    let became = |promise: &PromiseLine| match promise.became {
        Became::ToCome => "to-come",
        Became::Kept => "kept",
        Became::KeptLate => "kept-late",
        Became::Broken => "broken",
    };
    promises
        .iter()
        .map(|one| json!({"what": one.what, "when": one.when, "became": became(one)}))
        .collect()
}

pub(crate) fn services(services: &[SeesView]) -> Vec<Value> {
    let sees = |service: &SeesView| match service.sees {
        Sees::WhatIsNeeded => "what-is-needed",
        Sees::WhoYouAre => "who-you-are",
        Sees::Nothing => "nothing",
    };
    services
        .iter()
        .map(|one| json!({"provider": one.provider, "name": one.name, "sees": sees(one)}))
        .collect()
}

pub(crate) fn looks(looks: &[LookLine]) -> Vec<Value> {
    looks
        .iter()
        .map(|look| json!({"who": look.who, "when": look.when}))
        .collect()
}
