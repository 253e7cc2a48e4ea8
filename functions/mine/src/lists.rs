//! The lists of several answers, as JSON.

use frontend::view::{AccessLine, Journey, OpenedView, ProgressStep, PromiseLine, ServiceLine};
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
    promises
        .iter()
        .map(|one| json!({"what": one.what, "when": one.when, "became": one.outcome.as_str()}))
        .collect()
}

pub(crate) fn services(services: &[ServiceLine]) -> Vec<Value> {
    services
        .iter()
        .map(|one| json!({"provider": one.provider, "name": one.name, "sees": one.access.as_str()}))
        .collect()
}

pub(crate) fn looks(looks: &[AccessLine]) -> Vec<Value> {
    looks
        .iter()
        .map(|look| json!({"who": look.who, "when": look.when}))
        .collect()
}

pub(crate) fn openings(view: &OpenedView) -> Value {
    json!({"opened": view.opened, "wrong_words": view.wrong_words})
}
