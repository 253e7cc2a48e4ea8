//! What a coordinator can do to a case on the page: all that the hub's API takes. Each form is data.

mod grave;
mod team;
mod told;

use crate::field::{Choices, Field, Takes};
use crate::form::Form;
use serde_json::Value;

/// What can be done now, by where the case stands: under a heading each, what waits first.
pub fn now(case: &Value) -> Vec<(&'static str, Vec<Form>)> {
    let over = case.pointer("/ended/said").and_then(Value::as_bool) == Some(true);
    let gone = case["erased_at"].is_string();
    let here = |forms: Vec<Form>| if gone { Vec::new() } else { forms };
    let open = |forms: Vec<Form>| if over || gone { Vec::new() } else { forms };
    let end = if over {
        vec![grave::reopen()]
    } else {
        vec![grave::merge(case), grave::close(), grave::died()]
    };
    let parts = [
        ("What is to be done", team::waiting(case)),
        (
            "What they told you",
            [
                here(
                    told::contact(case)
                        .into_iter()
                        .chain(told::consent(case))
                        .collect(),
                ),
                open(
                    told::wish(case)
                        .into_iter()
                        .chain(told::home(case))
                        .collect(),
                ),
                here(vec![told::complaint()]),
                open(told::quiet(case)),
            ]
            .concat(),
        ),
        (
            "Who does what",
            [
                team::assign().to_vec(),
                here(vec![team::task()]),
                open(
                    std::iter::once(team::raise())
                        .chain(team::hand_on(case))
                        .collect(),
                ),
            ]
            .concat(),
        ),
        (
            "To keep somebody safe",
            here(vec![team::meeting(), grave::disclose()]),
        ),
        (
            "The case as a whole",
            [
                here(end),
                vec![grave::hold(case)],
                grave::erase(case).into_iter().collect(),
            ]
            .concat(),
        ),
    ];
    parts
        .into_iter()
        .filter(|(_, forms)| !forms.is_empty())
        .collect()
}

/// One of these, to be chosen.
fn choice(name: &str, label: &'static str, choices: Choices) -> Field {
    Field::new(name, label, Takes::One(choices)).needed()
}

/// The entries of a list of the case.
fn list<'a>(case: &'a Value, place: &str) -> &'a [Value] {
    case.pointer(place)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests;
