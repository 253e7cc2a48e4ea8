//! An answer of the hub as nested parts with labels, for a copy of everything and for what was disclosed. The pages of a case
//! are written part by part; this is for answers of any form.

use crate::wording::{code_label, member_label};
use serde_json::Value;
use words::staff;

/// A value as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In words. A moment stays as the hub writes it.
    Text(String),
    /// Several values, each under its label.
    Parts(Vec<(String, Shown)>),
}

/// The value of that name. `None` if there is nothing to show.
pub fn shown(value: &Value, name: &str) -> Option<Shown> {
    read(value, "", name)
}

fn read(value: &Value, outer: &str, member: &str) -> Option<Shown> {
    match value {
        Value::Null => None,
        Value::Bool(yes) => {
            let text = if *yes { staff::yes() } else { staff::no() };
            Some(Shown::Text(text.to_owned()))
        }
        Value::Number(number) => Some(Shown::Text(number.to_string())),
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => {
            let label = code_label(outer, member, text);
            Some(Shown::Text(label.unwrap_or(text).to_owned()))
        }
        Value::Array(items) => {
            if items.iter().any(|item| item.is_object() || item.is_array()) {
                let each = items
                    .iter()
                    .filter_map(|item| Some((member_label(member), read(item, outer, member)?)));
                return parts(each.collect());
            }
            let texts: Vec<String> = items
                .iter()
                .filter_map(|item| match read(item, outer, member)? {
                    Shown::Text(text) => Some(text),
                    Shown::Parts(_) => None,
                })
                .collect();
            (!texts.is_empty()).then(|| Shown::Text(texts.join(staff::facts_between())))
        }
        Value::Object(members) => parts(
            members
                .iter()
                .filter_map(|(name, value)| Some((member_label(name), read(value, member, name)?)))
                .collect(),
        ),
    }
}

fn parts(parts: Vec<(String, Shown)>) -> Option<Shown> {
    (!parts.is_empty()).then_some(Shown::Parts(parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn codes_are_words_and_nothing_is_left_out() {
        let value = json!({
            "name": "Robin", "pronouns": null, "language": "",
            "channels": [{"kind": "email", "safe": true}, {"kind": "phone", "days": []}],
            "needs": ["trouble-sleeping", "lack-of-trust"],
        });
        let text = |text: &str| Shown::Text(text.to_owned());
        let labelled = |name: &str, value: Shown| (name.to_owned(), value);
        let way = |parts: Vec<(String, Shown)>| labelled("Way to contact", Shown::Parts(parts));
        assert_eq!(
            shown(&value, "person"),
            Some(Shown::Parts(vec![
                labelled(
                    "Way to contact",
                    Shown::Parts(vec![
                        way(vec![
                            labelled("Way", text("Email")),
                            labelled("Safe", text("Yes"))
                        ]),
                        way(vec![labelled("Way", text("Phone call"))]),
                    ])
                ),
                labelled("Name", text("Robin")),
                labelled(
                    "Needs",
                    text("Trouble sleeping, Lack of trust in the police or courts")
                ),
            ]))
        );
        assert_eq!(shown(&json!({"days": []}), "contact"), None);
    }
}
