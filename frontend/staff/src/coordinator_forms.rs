//! The forms of a coordinator for a case: one or more for each command of the hub's API.

mod irreversible;
mod record_for_person;
mod tasks;

use crate::form::Form;
use serde_json::Value;

/// The forms that can be used now, by the state of the case: under a heading each, first what waits.
pub fn available(case: &Value) -> Vec<(&'static str, Vec<Form>)> {
    let over = case.pointer("/ended/said").and_then(Value::as_bool) == Some(true);
    let gone = case["erased_at"].is_string();
    let here = |forms: Vec<Form>| if gone { Vec::new() } else { forms };
    let open = |forms: Vec<Form>| if over || gone { Vec::new() } else { forms };
    let end = if over {
        vec![irreversible::reopen()]
    } else {
        vec![
            irreversible::merge(case),
            irreversible::close(),
            irreversible::died(),
        ]
    };
    let parts = [
        ("What is to be done", tasks::waiting(case)),
        (
            "What they told you",
            [
                here(
                    record_for_person::contact(case)
                        .into_iter()
                        .chain(record_for_person::consent(case))
                        .collect(),
                ),
                open(
                    record_for_person::service_choice(case)
                        .into_iter()
                        .chain(record_for_person::home(case))
                        .collect(),
                ),
                here(vec![record_for_person::complaint()]),
                open(record_for_person::pause(case)),
            ]
            .concat(),
        ),
        (
            "Who does what",
            [
                tasks::assign().to_vec(),
                here(vec![tasks::task()]),
                open(
                    std::iter::once(tasks::raise())
                        .chain(tasks::hand_on(case))
                        .collect(),
                ),
            ]
            .concat(),
        ),
        (
            "To keep somebody safe",
            here(vec![tasks::meeting(), irreversible::disclose()]),
        ),
        (
            "The case as a whole",
            [
                here(end),
                vec![irreversible::hold(case)],
                irreversible::erase(case).into_iter().collect(),
            ]
            .concat(),
        ),
    ];
    parts
        .into_iter()
        .filter(|(_, forms)| !forms.is_empty())
        .collect()
}

#[cfg(test)]
mod tests;
