//! The forms of a provider's staff for an onward referral. No answer is chosen beforehand: each of them becomes part of the
//! person's record, and some reach the person.

use crate::command_form::PROVIDER;
use crate::field::Options;
use crate::form::Form;
use crate::json::{list, text};
use events::care::Act;
use events::commands::{CommandSpec, Commands, ProviderCommand};
use serde_json::Value;
use words::staff;

/// The command that has no form: a button accepts an offer.
const WITHOUT_FORM: [&str; 1] = ["accept"];

/// The forms that can be used now. `details` is what the hub shows of the onward referral; its list `may` names the commands
/// that this member of staff may use.
pub fn available(details: &Value) -> Vec<Form> {
    let offered = details["state"] == "offered";
    let allowed = list(details, "/may");
    let may = |form: &Form| match form.id.as_str() {
        "decline" => offered,
        // Anyone who may refer a person on may also read and write the provider's own notes.
        "notes" => !offered && allowed.iter().any(|one| one == "refer-on"),
        id => !offered && allowed.iter().any(|one| one == id),
    };
    all(details).into_iter().filter(may).collect()
}

/// The form of every command that has one, in the order of the page.
fn all(details: &Value) -> Vec<Form> {
    let (acts, last): (Vec<Form>, Vec<Form>) = Act::COMMANDS
        .iter()
        .map(act)
        .partition(|form| !form.hard_to_undo);
    let commands = ProviderCommand::COMMANDS
        .iter()
        .filter(|spec| !WITHOUT_FORM.contains(&spec.name))
        .filter_map(|spec| command(spec, details));
    acts.into_iter().chain(commands).chain(last).collect()
}

/// The form of an act. All acts have one address, and each sends its code.
fn act(spec: &CommandSpec) -> Form {
    let form = PROVIDER.form(spec).at("acts");
    match Act::TAG {
        Some(tag) => form.sending(tag, spec.name),
        None => form,
    }
}

/// None if there is no service to refer the person to.
fn command(spec: &CommandSpec, details: &Value) -> Option<Form> {
    let form = PROVIDER.form(spec);
    if spec.field("service").is_none() {
        return Some(form);
    }
    let services = services(details);
    (!services.is_empty()).then(|| form.offering("service", services))
}

/// The services to which the person can be referred on.
fn services(details: &Value) -> Options {
    let named = |choice: &Value| {
        let (service, provider) = (text(choice, "service_name"), text(choice, "provider_name"));
        (
            text(choice, "service"),
            staff::service_of(provider, service),
        )
    };
    list(details, "/refer_on_to/choices")
        .iter()
        .map(named)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Field, FormError, Input};
    use events::case::DeclineReason;
    use serde_json::json;

    const NOW: &str = "2026-11-22T10:45";
    const ACTS: [&str; 7] = [
        "contact-tried",
        "session-held",
        "measured",
        "stage-reached",
        "notes",
        "refer-on",
        "closed",
    ];

    fn offered() -> Value {
        json!({"state": "offered"})
    }

    fn accepted() -> Value {
        json!({
            "state": "accepted",
            "may": ACTS,
            "refer_on_to": {"choices": [{"service": "isva", "service_name": "Advisers", "provider_name": "Refuge"}]},
        })
    }

    fn form(id: &str) -> Form {
        available(&accepted())
            .into_iter()
            .find(|form| form.id == id)
            .unwrap()
    }

    fn ids(details: &Value) -> Vec<String> {
        available(details).into_iter().map(|form| form.id).collect()
    }

    /// The body of a form in which every field has its first option or smallest number.
    fn filled_in(form: &Form) -> Value {
        let answers = |name: &str| {
            let leaves: Vec<&Field> = form.fields.iter().flat_map(Field::leaves).collect();
            let field = leaves.into_iter().find(|field| field.name == name).unwrap();
            match &field.input {
                Input::Choice(options) => vec![options[0].0.clone()],
                Input::Several(options) => vec![options[0].0.clone(), options[1].0.clone()],
                Input::Number(least, _) => vec![least.to_string()],
                Input::Confirmation => vec!["true".to_owned()],
                Input::Text(_) => vec!["She slept better.".to_owned()],
                other => panic!("{other:?}"),
            }
        };
        form.body(&answers, NOW).unwrap()
    }

    /// The body of a form as the page shows it at first.
    fn untouched(form: &Form) -> Result<Value, Vec<FormError>> {
        let answers = |name: &str| {
            let leaves: Vec<&Field> = form.fields.iter().flat_map(Field::leaves).collect();
            leaves
                .into_iter()
                .find(|field| field.name == name)
                .map_or_else(Vec::new, |field| field.initial.clone())
        };
        form.body(&answers, NOW)
    }

    #[test]
    fn every_command_of_a_provider_has_a_form() {
        let forms = all(&accepted());
        let specs = Act::COMMANDS.iter().chain(ProviderCommand::COMMANDS);
        for spec in specs.filter(|spec| !WITHOUT_FORM.contains(&spec.name)) {
            assert!(
                forms.iter().any(|form| form.id == spec.name),
                "{}",
                spec.name
            );
        }
    }

    #[test]
    fn pressing_the_button_alone_sends_nothing() {
        for form in [available(&offered()), available(&accepted())].concat() {
            let errors = untouched(&form).expect_err(&form.id);
            let named: Vec<&str> = errors.iter().map(FormError::name).collect();
            let required: Vec<&str> = form
                .fields
                .iter()
                .filter(|field| field.required)
                .map(|field| field.name.as_str())
                .collect();
            assert!(!required.is_empty(), "{}", form.id);
            assert_eq!(named, required, "{}", form.id);
        }
    }

    #[test]
    fn no_answer_is_chosen_beforehand() {
        for form in [available(&offered()), available(&accepted())].concat() {
            for field in form.fields.iter().flat_map(Field::leaves) {
                assert!(field.initial.is_empty(), "{}: {}", form.id, field.name);
                if let Input::Choice(options) = &field.input {
                    assert!(field.required, "{}: {}", form.id, field.name);
                    assert!(
                        options.iter().all(|(code, _)| !code.is_empty()),
                        "{}: {}",
                        form.id,
                        field.name
                    );
                }
            }
        }
    }

    #[test]
    fn a_missing_choice_is_named() {
        let answers = |name: &str| match name {
            "by" => vec!["email".to_owned()],
            _ => Vec::new(),
        };
        let errors = form("contact-tried").body(&answers, NOW).unwrap_err();
        assert_eq!(errors.len(), 1);
        assert_eq!(
            (errors[0].name(), errors[0].message.as_str()),
            ("outcome", staff::choose_one())
        );
    }

    #[test]
    fn each_form_sends_a_command_of_the_hub() {
        for form in [available(&offered()), available(&accepted())].concat() {
            let Value::Object(mut body) = filled_in(&form) else {
                panic!("{}", form.id)
            };
            if form.address == "acts" {
                assert_eq!(body.remove("act"), Some(json!(form.id)));
                let spec = Act::spec_of(&form.id).unwrap();
                assert!(Act::from_body(spec, body).is_some(), "{}", form.id);
            } else {
                assert_eq!(form.address, form.id);
                // The page makes the id of a note.
                if form.id == "notes" {
                    body.insert(
                        "id".to_owned(),
                        json!("00000000-0000-4000-8000-000000000001"),
                    );
                }
                let spec = ProviderCommand::spec_of(&form.id).unwrap();
                assert_eq!(spec.faults(&body), [], "{}", form.id);
            }
        }
    }

    #[test]
    fn declining_sends_a_reason_of_the_hub() {
        let decline = available(&offered()).remove(0);
        let body = filled_in(&decline);
        assert_eq!(body.as_object().map(|body| body.len()), Some(1));
        assert!(DeclineReason::parse(body["why"].as_str().unwrap()).is_some());
    }

    #[test]
    fn a_possible_death_can_be_recorded() {
        for (id, code) in [("contact-tried", "may-have-died"), ("closed", "died")] {
            let form = form(id);
            let Some(Input::Choice(outcomes)) = form.fields.last().map(|field| &field.input) else {
                panic!("a choice")
            };
            assert!(
                outcomes.iter().any(|(known, _)| *known == code),
                "{id}: {outcomes:?}"
            );
        }
    }

    #[test]
    fn someone_who_would_rather_not_say_has_no_scores() {
        let answers = |name: &str| match name {
            "point" => vec!["end".to_owned()],
            _ => vec![String::new()],
        };
        assert_eq!(
            form("measured").body(&answers, NOW),
            Ok(json!({"act": "measured", "point": "end", "scores": null}))
        );
    }

    #[test]
    fn referring_on_needs_the_persons_agreement() {
        let form = form("refer-on");
        assert_eq!(filled_in(&form)["agreed"], true);
        let silent = |name: &str| match name {
            "agreed" => Vec::new(),
            "service" => vec!["isva".to_owned()],
            "needs" => vec!["trouble-sleeping".to_owned()],
            _ => vec!["other-need".to_owned()],
        };
        let errors = form.body(&silent, NOW).unwrap_err();
        let named: Vec<&str> = errors.iter().map(FormError::name).collect();
        assert_eq!(named, ["agreed"]);
    }

    #[test]
    fn only_allowed_forms_are_shown() {
        assert_eq!(ids(&offered()), ["decline"]);
        assert_eq!(ids(&accepted()), ACTS);
        let volunteer = json!({"state": "accepted", "may": ["contact-tried", "session-held"]});
        assert_eq!(ids(&volunteer), ["contact-tried", "session-held"]);
        let no_service = json!({"state": "accepted", "may": ["refer-on", "closed"], "refer_on_to": {"choices": []}});
        assert_eq!(ids(&no_service), ["notes", "closed"]);
        assert!(ids(&json!({"state": "closed", "care": {"outcome": "completed"}})).is_empty());
        assert!(ids(&json!({"state": "expired"})).is_empty());
    }
}
