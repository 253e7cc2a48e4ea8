//! The forms of a provider's staff for an onward referral: decline it, record what was done, refer the person on, close
//! it. No answer is chosen beforehand: each of them becomes part of the person's record, and some reach the person.

use crate::field::{Field, Input, Options};
use crate::form::Form;
use crate::json::{list, text};
use crate::wording::codes;
use events::care::{ContactOutcome, Outcome, Point, RecoveryStage};
use events::case::{DeclineReason, ReferOnReason};
use events::referral::{ChannelKind, Modality, NeedCode};
use serde_json::{Value, json};

/// The six outcome areas, each with its label (DC15).
pub(crate) const AREAS: [(&str, &str); 6] = [
    ("health", "Health and wellbeing"),
    ("coping", "Coping with everyday life"),
    ("safety", "Feeling safe"),
    ("reintegration", "Being among people"),
    ("informed", "Feeling informed and supported"),
    ("justice", "Experience of the criminal justice system"),
];

/// What staff are told of a form whose answers the person can read.
const SEEN_BY_PERSON: &str = "The person can see this on their own page. Check it before you save: you cannot change it afterwards.";

/// Makes a form from the details of an onward referral; none where the form cannot be used.
type MakeForm = fn(&Value) -> Option<Form>;

/// The acts of the hub that have a form, in the order of the page, each with the code that the hub lists where it is allowed.
const WORK: [(&str, MakeForm); 6] = [
    ("contact-tried", |_| Some(contact_tried())),
    ("session-held", |_| Some(session_held())),
    ("measured", |_| Some(measured())),
    ("stage-reached", |_| Some(stage_reached())),
    ("refer-on", refer_on),
    ("closed", |_| Some(closed())),
];

/// The forms that can be used now. `details` is what the hub shows of the onward referral; `may` in it is what this
/// member of staff is allowed to do.
pub fn available(details: &Value) -> Vec<Form> {
    if details["state"] == "offered" {
        return vec![decline()];
    }
    let allowed = list(details, "/may");
    WORK.iter()
        .filter(|(code, _)| allowed.iter().any(|one| one == code))
        .filter_map(|(_, form)| form(details))
        .collect()
}

fn decline() -> Form {
    let why = choice("why", "Why not?", DeclineReason::ALL, DeclineReason::as_str);
    Form::new("decline", "Decline this referral", vec![why]).hard_to_undo(
        "Decline",
        "The referral comes off your list and the hub looks for another service. You cannot accept it afterwards.",
    )
}

fn contact_tried() -> Form {
    let fields = vec![
        choice("by", "How?", ChannelKind::ALL, ChannelKind::as_str),
        choice(
            "outcome",
            "What was the result?",
            ContactOutcome::ALL,
            ContactOutcome::as_str,
        ),
    ];
    act("contact-tried", "I tried to get in touch", fields).consequence(SEEN_BY_PERSON)
}

fn session_held() -> Form {
    let fields = vec![
        choice("modality", "How?", Modality::ALL, Modality::as_str),
        Field::new("minutes", "For how many minutes?", Input::Number(1, 600)).required(),
    ];
    act("session-held", "I gave support", fields).consequence(SEEN_BY_PERSON)
}

fn measured() -> Form {
    let scores = AREAS
        .iter()
        .map(|(name, label)| Field::new(*name, label, Input::Number(0, 10)))
        .collect();
    let fields = vec![
        choice(
            "point",
            "When in the support is this?",
            Point::ALL,
            Point::as_str,
        ),
        Field::new(
            "scores",
            "How is the person in each of these areas?",
            Input::AllOrNone(scores),
        )
        .hint("0 is as bad as it can be, 10 is good. Leave all six empty if they would rather not say."),
        needs("Which needs remain?").hint("Leave it empty if you did not ask."),
    ];
    act("measured", "How the person is", fields)
}

fn stage_reached() -> Form {
    let stage = choice(
        "stage",
        "Which stage?",
        RecoveryStage::ALL,
        RecoveryStage::as_str,
    );
    act("stage-reached", "How far the person has come", vec![stage])
}

/// None if there is no service to refer the person to.
fn refer_on(details: &Value) -> Option<Form> {
    let services = services(details);
    if services.is_empty() {
        return None;
    }
    let fields = vec![
        Field::choice("service", "Which service?", services),
        needs("For which needs?").required(),
        choice("reason", "Why?", ReferOnReason::ALL, ReferOnReason::as_str),
        Field::new(
            "agreed",
            "The person has said yes to this",
            Input::Confirmation,
        )
        .required(),
    ];
    Some(Form::new(
        "refer-on",
        "Another service could help too",
        fields,
    ))
}

fn closed() -> Form {
    let outcome = choice("outcome", "How did it end?", Outcome::ALL, Outcome::as_str);
    act("closed", "The support is over", vec![outcome]).hard_to_undo(
        "Close this referral",
        "The referral comes off your list, and you can no longer record anything under it. You cannot reopen it. The person \
         can see on their own page that this support has ended.",
    )
}

/// A form that records an act, which carries its code.
fn act(code: &'static str, title: &str, fields: Vec<Field>) -> Form {
    Form::new("acts", title, fields)
        .with_id(code)
        .sending(json!({"act": code}))
}

/// The services to which the person could be referred on, each its code and its words.
fn services(details: &Value) -> Options {
    let named = |choice: &Value| {
        (
            text(choice, "service"),
            format!(
                "{} ({})",
                text(choice, "service_name"),
                text(choice, "provider_name")
            ),
        )
    };
    list(details, "/refer_on_to/choices")
        .iter()
        .map(named)
        .collect()
}

fn choice<T: Copy>(
    name: &str,
    label: &'static str,
    all: &[T],
    code: fn(T) -> &'static str,
) -> Field {
    let options = codes(all.iter().map(|one| code(*one)));
    Field::choice(name, label, options)
}

fn needs(label: &'static str) -> Field {
    let options = codes(NeedCode::ALL.iter().map(|need| need.as_str()));
    Field::new("needs", label, Input::Several(options))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::FormError;
    use events::care::Act;
    use events::case::ReferOn;
    use serde_json::Map;

    const NOW: &str = "2026-11-22T10:45";

    fn offered() -> Value {
        json!({"state": "offered"})
    }

    fn accepted() -> Value {
        json!({
            "state": "accepted",
            "may": WORK.map(|(code, _)| code),
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
        let errors = form("contact-tried")
            .body(
                &|name| {
                    if name == "by" {
                        vec!["email".to_owned()]
                    } else {
                        Vec::new()
                    }
                },
                NOW,
            )
            .unwrap_err();
        assert_eq!(errors.len(), 1);
        assert_eq!(
            (errors[0].name(), errors[0].message.as_str()),
            ("outcome", "Choose one")
        );
    }

    #[test]
    fn each_work_form_sends_an_act_of_the_hub() {
        for form in available(&accepted()) {
            if form.id == "refer-on" {
                continue;
            }
            let act: Result<Act, _> = serde_json::from_value(filled_in(&form));
            assert!(act.is_ok(), "{}: {act:?}", form.id);
            assert_eq!(form.address, "acts");
        }
    }

    #[test]
    fn declining_sends_a_reason_of_the_hub() {
        let decline = available(&offered()).remove(0);
        let body = filled_in(&decline);
        assert_eq!(decline.address, "decline");
        assert_eq!(body.as_object().map(Map::len), Some(1));
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
    fn referring_on_needs_the_persons_yes() {
        let form = form("refer-on");
        let body: ReferOn = serde_json::from_value(filled_in(&form)).unwrap();
        assert_eq!(
            (body.service.as_str(), body.needs.len(), body.agreed),
            ("isva", 2, true)
        );
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
        assert_eq!(ids(&accepted()), WORK.map(|(code, _)| code));
        let volunteer = json!({"state": "accepted", "may": ["contact-tried", "session-held"]});
        assert_eq!(ids(&volunteer), ["contact-tried", "session-held"]);
        let nobody = json!({"state": "accepted", "may": ["refer-on", "closed"], "refer_on_to": {"choices": []}});
        assert_eq!(ids(&nobody), ["closed"], "there is nobody to refer on to");
        assert!(ids(&json!({"state": "closed", "care": {"outcome": "completed"}})).is_empty());
        assert!(ids(&json!({"state": "expired"})).is_empty());
    }
}
