use super::*;
use crate::care::Act;
use serde::Serialize;
use serde_json::{Map, Value, json};

fn sample(kind: FieldKind) -> Value {
    match kind {
        FieldKind::Text { .. } | FieldKind::Next => json!("some text"),
        FieldKind::Account => json!("account"),
        FieldKind::Reference => json!(crate::Reference::from_number(20_211)),
        FieldKind::Id => json!("0a6b3c7e-1111-4222-8333-444455556666"),
        FieldKind::Code(_) => json!("code"),
        FieldKind::Codes(_) => json!(["one", "other"]),
        FieldKind::Choice(set) => json!(set.codes[0]),
        FieldKind::Choices(set) => json!(set.codes),
        FieldKind::Moment => json!("2026-12-24T09:00:00Z"),
        FieldKind::Date => json!("2026-12-24"),
        FieldKind::Time => json!("14:30"),
        FieldKind::Number { min, .. } => json!(min),
        FieldKind::OneOf(numbers) => json!(numbers[0]),
        FieldKind::EventNumber => json!(7),
        FieldKind::Flag => json!(true),
        FieldKind::Contact => json!({"channels": []}),
        FieldKind::Group(fields) => fields
            .iter()
            .map(|field| (field.name.to_owned(), sample(field.kind)))
            .collect(),
    }
}

fn body(spec: &CommandSpec, wanted: impl Fn(&FieldSpec) -> bool) -> Map<String, Value> {
    let fields = spec.fields.iter().filter(|field| wanted(field));
    fields
        .map(|field| (field.name.to_owned(), sample(field.kind)))
        .collect()
}

fn written<C: Commands + Serialize>(command: &C) -> Map<String, Value> {
    let value = serde_json::to_value(command).unwrap();
    let fields = match C::TAG {
        None => value[command.spec().name].clone(),
        Some(_) => value,
    };
    let mut fields = fields.as_object().unwrap().clone();
    fields.retain(|name, _| Some(name.as_str()) != C::TAG);
    fields
}

fn check<C: Commands + Serialize>() {
    for spec in C::COMMANDS {
        let read = |body| C::from_body(spec, body);
        let full = body(spec, |_| true);
        assert_eq!(spec.faults(&full), [], "{}", spec.name);
        let command = read(full.clone()).expect(spec.name);
        assert_eq!(command.spec(), spec);
        assert_eq!(written(&command), full, "{}: no field is lost", spec.name);
        assert!(
            read(body(spec, |field| field.required)).is_some(),
            "{}: optional fields can be left out",
            spec.name
        );
        for field in spec.fields {
            let without = body(spec, |other| other.name != field.name);
            assert_eq!(
                read(without.clone()).is_none(),
                field.required,
                "{}.{}",
                spec.name,
                field.name
            );
            let faults: Vec<Fault> = field
                .required
                .then_some(Fault::Field(field))
                .into_iter()
                .collect();
            assert_eq!(spec.faults(&without), faults);
            let mut wrong = full.clone();
            wrong.insert(field.name.to_owned(), json!([["wrong"]]));
            assert_eq!(spec.faults(&wrong), [Fault::Field(field)]);
            if field.kind != FieldKind::Contact {
                assert!(read(wrong).is_none(), "{}.{}", spec.name, field.name);
            }
            assert_ne!(
                field.kind,
                FieldKind::Text { max: 0 },
                "{}.{} does not say what it takes",
                spec.name,
                field.name
            );
        }
        let mut unknown = full;
        unknown.insert("unheard-of".to_owned(), Value::Null);
        assert_eq!(spec.faults(&unknown), [Fault::Unknown]);
        assert!(read(unknown).is_none(), "{}", spec.name);
    }
    let names: std::collections::BTreeSet<&str> = C::COMMANDS.iter().map(|one| one.name).collect();
    assert_eq!(names.len(), C::COMMANDS.len(), "a name is there twice");
}

#[test]
fn each_description_has_the_fields_of_the_body() {
    check::<CoordinatorCommand>();
    check::<HubCommand>();
    check::<ProviderCommand>();
    check::<Act>();
    check::<JusticeCommand>();
    check::<PersonCommand>();
}

#[test]
fn a_uuid_is_known_in_each_spelling() {
    let accepts = |text: &str| FieldKind::Id.accepts(&json!(text));
    assert!(accepts("0a6b3c7e11114222833344445555666F"));
    assert!(accepts("urn:uuid:0a6b3c7e-1111-4222-8333-444455556666"));
    assert!(accepts("{0a6b3c7e-1111-4222-8333-444455556666}"));
    for text in [
        "7",
        "",
        "0a6b3c7e-1111-4222-8333-44445555666",
        "g".repeat(32).as_str(),
    ] {
        assert!(!accepts(text), "{text}");
    }
}
