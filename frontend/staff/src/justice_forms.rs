//! The forms of the police and witness care for a case. The page adds the id of each record when it is sent.

use crate::command_form::JUSTICE;
use crate::field::{Field, Input};
use crate::form::Form;
use crate::json::{list, text};
use events::commands::{Commands, JusticeCommand};
use serde_json::Value;
use words::staff_pages;

/// The form that records a step of the justice system. Witness care also says when the court told it.
pub fn progress(witness_care: bool) -> Option<Form> {
    let form = JUSTICE.form(JusticeCommand::spec_of("progress")?);
    let form = past(past(form, "at"), "heard_at");
    Some(if witness_care {
        form
    } else {
        form.without("heard_at")
    })
}

/// One form for each thing that the agency has to tell the person.
pub fn told(case: &Value) -> Vec<Form> {
    let Some(spec) = JusticeCommand::spec_of("told") else {
        return Vec::new();
    };
    list(case, "/tell")
        .iter()
        .map(|promise| {
            let code = text(promise, "promise");
            past(JUSTICE.form(spec), "at")
                .with_title(staff_pages::justice_told(text(promise, "what")))
                // The code of a promise has a dot, which a selector reads as a class.
                .with_id(format!("told-{}", code.replace('.', "-")))
                .sending("promise", code)
        })
        .collect()
}

fn past(form: Form, name: &str) -> Form {
    form.change(name, |field| Field {
        input: Input::Past,
        ..field
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: &str = "2026-11-22T10:45";

    #[test]
    fn a_step_is_a_body_of_its_command() {
        let answers = |name: &str| match name {
            "step" => vec!["arrested".to_owned()],
            "at" => vec!["2026-11-22T10:45".to_owned()],
            _ => Vec::new(),
        };
        let spec = JusticeCommand::spec_of("progress").unwrap();
        for witness_care in [true, false] {
            let mut body = progress(witness_care).unwrap().body(&answers, NOW).unwrap();
            body["id"] = json!("00000000-0000-4000-8000-000000000001");
            assert_eq!(spec.faults(body.as_object().unwrap()), [], "{body}");
        }
    }

    #[test]
    fn a_step_did_not_happen_in_the_future() {
        let answers = |name: &str| match name {
            "step" => vec!["arrested".to_owned()],
            _ => vec!["2026-11-22T10:46".to_owned()],
        };
        let errors = progress(false).unwrap().body(&answers, NOW).unwrap_err();
        assert_eq!(errors[0].name(), "at");
    }

    #[test]
    fn what_was_told_names_its_promise() {
        let case =
            json!({"tell": [{"promise": "arrest-told", "what": "The police will tell you"}]});
        let form = &told(&case)[0];
        let answers = |name: &str| match name {
            "how" => vec!["phone".to_owned()],
            _ => Vec::new(),
        };
        assert_eq!(
            form.body(&answers, NOW),
            Ok(json!({"promise": "arrest-told", "how": "phone"}))
        );
        assert!(
            form.body(&|_: &str| Vec::new(), NOW).is_err(),
            "nothing is preset"
        );
    }
}
