//! Reads the body of a command as its description says, and says what is wrong with one that cannot be read.

use crate::Refusal;
use events::commands::{ClosedSet, CodeKind, CommandSpec, Commands, Fault, FieldKind, FieldSpec};
use events::ijson;
use lambda_http::Body;
use platform::http::body_within;
use serde_json::{Map, Value};
use words::commands;

/// The members of a body of at most so many bytes; an empty body has none. `None` if it is too long, or is not an
/// I-JSON object: if a name came twice, two readers could choose different values.
pub fn json_object(body: &Body, most_bytes: usize) -> Option<Map<String, Value>> {
    match body_within(body, most_bytes)? {
        [] => Some(Map::new()),
        bytes => match ijson::parse(bytes).ok()? {
            Value::Object(members) => Some(members),
            _ => None,
        },
    }
}

/// The command that the body says.
///
/// # Errors
/// 422, with what each faulty field has to say.
pub fn read_command<C: Commands>(
    spec: &'static CommandSpec,
    body: Option<Map<String, Value>>,
) -> Result<C, Refusal> {
    let faults = body
        .as_ref()
        .map_or_else(Vec::new, |body| spec.faults(body));
    body.and_then(|body| C::from_body(spec, body))
        .ok_or_else(|| {
            let faults = if faults.is_empty() {
                spec.fields.iter().map(Fault::Field).collect()
            } else {
                faults
            };
            Refusal::invalid(help(spec, &faults))
        })
}

/// 422, with what that field has to say.
pub fn wrong_field(spec: &'static CommandSpec, name: &str) -> Refusal {
    let faults: Vec<Fault> = spec.field(name).map(Fault::Field).into_iter().collect();
    Refusal::invalid(help(spec, &faults))
}

/// What the fields have to say.
fn help(spec: &CommandSpec, faults: &[Fault]) -> String {
    if spec.fields.is_empty() {
        return commands::nothing_expected().to_owned();
    }
    let sentences = faults.iter().map(|fault| match fault {
        Fault::Unknown => commands::unknown_field().to_owned(),
        Fault::Field(field) => expected(field),
    });
    sentences.collect::<Vec<_>>().join("; ")
}

fn expected(field: &FieldSpec) -> String {
    let what = what_is_expected(field.kind);
    if field.required {
        commands::expected_field(field.name, what)
    } else {
        commands::expected_optional_field(field.name, what)
    }
}

/// What a field takes, in words.
pub fn what_is_expected(kind: FieldKind) -> String {
    let listed = |codes: &[&str]| codes.join(", ");
    match kind {
        FieldKind::Text { max } => commands::expected_text(max),
        FieldKind::Account => commands::expected_account().to_owned(),
        FieldKind::Reference => commands::expected_reference().to_owned(),
        FieldKind::Id => commands::expected_id().to_owned(),
        FieldKind::Code(of) => commands::expected_code(name_of(of)).to_owned(),
        FieldKind::Codes(of) => commands::expected_codes(name_of(of)).to_owned(),
        FieldKind::Choice(ClosedSet { codes, .. }) => commands::expected_choice(listed(codes)),
        FieldKind::Choices(ClosedSet { codes, .. }) => commands::expected_choices(listed(codes)),
        FieldKind::Moment => commands::expected_moment().to_owned(),
        FieldKind::Date => commands::expected_date().to_owned(),
        FieldKind::Time => commands::expected_time().to_owned(),
        FieldKind::Number { min, max } => commands::expected_number(max, min),
        FieldKind::OneOf(numbers) => {
            let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
            commands::expected_choice(numbers.join(", "))
        }
        FieldKind::EventNumber => commands::expected_event_number().to_owned(),
        FieldKind::Flag => commands::expected_flag().to_owned(),
        FieldKind::Contact => commands::expected_contact().to_owned(),
        FieldKind::Group(fields) => {
            let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
            commands::expected_group(listed(&names))
        }
        FieldKind::Next => commands::expected_next().to_owned(),
    }
}

const fn name_of(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Service => "service",
        CodeKind::Provider => "provider",
        CodeKind::Council => "council",
        CodeKind::Promise => "promise",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::commands::{CoordinatorCommand, JusticeCommand};
    use serde_json::json;

    fn title<C: Commands + std::fmt::Debug>(name: &str, body: Value) -> String {
        let spec = C::spec_of(name).unwrap();
        let body = body.as_object().cloned();
        match read_command::<C>(spec, body).unwrap_err() {
            Refusal::Problem(_, title) => title.into_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_body_with_a_name_twice_is_not_read() {
        let read = |text: &str| json_object(&Body::from(text), 1_000);
        for unclear in [
            r#"{"kind": "call", "kind": "letter"}"#,
            r#"{"kind": "call", "k\u0069nd": "letter"}"#,
            r#"{"contact": {"channels": [{"safe": false, "safe": true}]}}"#,
            "[]",
            "null",
        ] {
            assert_eq!(read(unclear), None, "{unclear}");
        }
        assert_eq!(read(""), Some(Map::new()));
        let one = read(r#"{"kind": "call"}"#).unwrap();
        assert_eq!(Value::Object(one), json!({"kind": "call"}));
    }

    #[test]
    fn only_the_faulty_fields_are_named() {
        assert_eq!(
            title::<CoordinatorCommand>("task-done", json!({"task": 3, "outcome": "perhaps"})),
            "outcome is one of done, not-reached, not-safe, not-wanted, not-needed"
        );
        assert_eq!(
            title::<JusticeCommand>(
                "progress",
                json!({"id": "7", "step": "arrested", "at": "today", "note": ""})
            ),
            "There is a field that this command does not have; id is a UUID; \
             at is a moment, such as 2026-12-24T09:00:00Z"
        );
    }

    #[test]
    fn a_command_without_fields_says_so() {
        assert_eq!(
            title::<CoordinatorCommand>("resume", json!({"why": "asked"})),
            "The body is empty or {}"
        );
    }

    #[test]
    fn an_optional_field_can_be_left_out() {
        assert_eq!(
            title::<CoordinatorCommand>("assign", json!({"to": 7})),
            "to is the account of a member of staff, or left out"
        );
    }
}
