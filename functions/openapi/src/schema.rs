//! JSON schemas of bodies.

use events::commands::{ClosedSet, CommandSpec, FieldKind, FieldSpec};
use serde_json::{Map, Value, json};

/// A text by its key.
type Text = fn(&str) -> Option<&'static str>;

/// The schemas that are named, each once.
#[derive(Default)]
pub(crate) struct Schemas(Map<String, Value>);

impl Schemas {
    pub(crate) fn add(&mut self, name: &str, schema: Value) {
        self.0.insert(name.to_owned(), schema);
    }

    pub(crate) fn into_value(self) -> Value {
        Value::Object(self.0)
    }

    /// A closed list, by its name.
    pub(crate) fn closed_set(&mut self, set: ClosedSet) -> Value {
        self.add(set.name, json!({"type": "string", "enum": set.codes}));
        json!({"$ref": format!("#/components/schemas/{}", set.name)})
    }

    /// The body of a command.
    pub(crate) fn body(&mut self, spec: &CommandSpec, label: Text, hint: Text) -> Value {
        let mut body = self.object(spec.fields);
        for field in spec.fields {
            let key = spec.key_of(field);
            let about: Vec<&str> = [label(&key), hint(&key)].into_iter().flatten().collect();
            if !about.is_empty() {
                body["properties"][field.name]["description"] = about.join(" ").into();
            }
        }
        body
    }

    fn object(&mut self, fields: &[FieldSpec]) -> Value {
        let properties: Map<String, Value> = fields
            .iter()
            .map(|field| (field.name.to_owned(), self.field(field.kind)))
            .collect();
        let required: Vec<&str> = fields
            .iter()
            .filter(|field| field.required)
            .map(|field| field.name)
            .collect();
        let mut object =
            json!({"type": "object", "properties": properties, "additionalProperties": false});
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        object
    }

    fn field(&mut self, kind: FieldKind) -> Value {
        match kind {
            FieldKind::Text { max } => json!({"type": "string", "maxLength": max}),
            FieldKind::Account | FieldKind::Reference | FieldKind::Code(_) | FieldKind::Next => {
                json!({"type": "string"})
            }
            FieldKind::Time => json!({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]"}),
            FieldKind::Id => json!({"type": "string", "format": "uuid"}),
            FieldKind::Codes(_) => json!({"type": "array", "items": {"type": "string"}}),
            FieldKind::Choice(set) => self.choice(set),
            FieldKind::Choices(set) => json!({"type": "array", "items": self.choice(set)}),
            FieldKind::Moment => json!({"type": "string", "format": "date-time"}),
            FieldKind::Date => json!({"type": "string", "format": "date"}),
            FieldKind::Number { min, max } => {
                json!({"type": "integer", "minimum": min, "maximum": max})
            }
            FieldKind::OneOf(numbers) => json!({"type": "integer", "enum": numbers}),
            FieldKind::EventNumber => json!({"type": "integer", "minimum": 1}),
            FieldKind::Flag => json!({"type": "boolean"}),
            FieldKind::Contact => {
                let contract: Value = serde_json::from_str(crate::REFERRAL).unwrap_or_default();
                self.add("Contact", contract["properties"]["contact"].clone());
                json!({"$ref": "#/components/schemas/Contact"})
            }
            FieldKind::Group(fields) => self.object(fields),
        }
    }

    /// All of a closed list by its name, or the codes that the field takes.
    fn choice(&mut self, set: ClosedSet) -> Value {
        if set.partial {
            json!({"type": "string", "enum": set.codes})
        } else {
            self.closed_set(set)
        }
    }
}
