//! The form's answers as the contract's document, in code that is small enough for a phone.
//!
//! The server reads a form by the contract's schema ([`events::form`]). A page has few questions, so a few names replace the
//! schema here; a test compares the two readers for every field of the form.

use events::form::written_in_browser;
use events::parse::at_mut;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// The answers so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// The document, with the gaps of its lists closed.
    pub value: Value,
    /// The names of all fields, empty ones too.
    names: Vec<String>,
    /// For each list, by form name, the indexes that its items had in the form.
    lists: Vec<(String, Vec<String>)>,
}

impl Answers {
    /// Reads names and values, as a form has them. `today` tells the century of a year of two digits.
    pub fn read(fields: impl IntoIterator<Item = (String, String)>, today: Option<Date>) -> Self {
        let mut answers = Self {
            value: Value::Object(Map::new()),
            ..Self::default()
        };
        for (name, text) in fields {
            let text = written_in_browser(&name, &text, today);
            if !text.is_empty() {
                let value = typed(&name, text);
                put(&mut answers.value, &mut answers.lists, &name, value);
            }
            answers.names.push(name);
        }
        if let Some(Value::Array(channels)) = at_mut(&mut answers.value, "/contact/channels") {
            for channel in channels.iter_mut().filter_map(Value::as_object_mut) {
                channel.entry("safe").or_insert(Value::Bool(false));
            }
        }
        answers
    }

    /// Whether the form has an answer called `name`, even an empty one.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|one| one == name)
    }

    /// The form's own name for a place of the document.
    pub fn name_of(&self, pointer: &str) -> String {
        let mut name = String::new();
        for token in pointer.split('/').skip(1) {
            let list = self
                .lists
                .iter()
                .find(|(list, _)| *list == name)
                .map(|(_, indexes)| indexes);
            let index = list.and_then(|indexes| indexes.get(token.parse::<usize>().ok()?));
            name.push('/');
            name.push_str(index.map_or(token, String::as_str));
        }
        name
    }
}

/// Puts `value` at the place that `name` gives, and replaces anything in the way.
fn put(root: &mut Value, lists: &mut Vec<(String, Vec<String>)>, name: &str, value: Value) {
    let mut node = root;
    let mut so_far = String::new();
    for token in name.split('/').skip(1) {
        if token.bytes().all(|b| b.is_ascii_digit()) {
            if !node.is_array() {
                *node = Value::Array(Vec::new());
            }
            let at = match lists.iter().position(|(list, _)| *list == so_far) {
                Some(at) => at,
                None => {
                    lists.push((so_far.clone(), Vec::new()));
                    lists.len() - 1
                }
            };
            let indexes = &mut lists[at].1;
            let place = match indexes.iter().position(|index| index == token) {
                Some(place) => place,
                None => {
                    indexes.push(token.to_owned());
                    indexes.len() - 1
                }
            };
            let Value::Array(items) = node else { return };
            items.resize_with(items.len().max(place + 1), Value::default);
            node = &mut items[place];
        } else {
            if !node.is_object() {
                *node = Value::Object(Map::new());
            }
            let Value::Object(members) = node else { return };
            node = members.entry(token).or_insert(Value::Null);
        }
        so_far.push('/');
        so_far.push_str(token);
    }
    *node = value;
}

/// The value of a field's text.
fn typed(name: &str, text: String) -> Value {
    let field = name.rsplit('/').next().unwrap_or_default();
    match text.as_str() {
        "true" | "false" if is_yes_or_no(name, field) => Value::Bool(text == "true"),
        _ if field == "times_in_12_months" => text
            .parse::<u64>()
            .map(Value::from)
            .unwrap_or(Value::String(text)),
        _ => Value::String(text),
    }
}

fn is_yes_or_no(name: &str, field: &str) -> bool {
    name.starts_with("/safety/")
        || (name.starts_with("/circumstances/")
            && !matches!(field, "suspect_known" | "times_in_12_months"))
        || matches!(
            field,
            "safe"
                | "voicemail"
                | "knows"
                | "interpreter"
                | "no_fixed_address"
                | "antisocial_behaviour_only"
        )
}
