//! What the worklist shows of what the hub answers.

use serde::Deserialize;
use serde_json::Value;

/// `GET /provider/onwards`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Worklist {
    /// What is offered, the most urgent first.
    pub onwards: Vec<Row>,
}

/// One line of the worklist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Row {
    /// Its code.
    pub onward: String,
    /// The service that is asked for.
    pub service: String,
    /// Where it stands.
    pub state: String,
    /// When the offer lapses, as RFC 3339.
    pub accept_by: String,
    /// Where more of it is.
    pub href: String,
}

/// One line of what is known, under a heading of its own where it is a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is, in words.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// Whether an onward referral still waits for a yes or a no.
pub fn is_offered(details: &Value) -> bool {
    details.get("state").and_then(Value::as_str) == Some("offered")
}

/// Everything that the hub let this provider see, flat, in the hub's order; nothing where the hub says nothing.
pub fn facts(details: &Value) -> Vec<Fact> {
    let mut facts = Vec::new();
    gather(details, "", &mut facts);
    // Addresses of the hub itself are for machines.
    facts.retain(|fact| !matches!(fact.name.as_str(), "Offer: href" | "State" | "Version"));
    facts
}

fn gather(value: &Value, name: &str, facts: &mut Vec<Fact>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (key, value) in members {
                let key = key.replace(['_', '-'], " ");
                let name = if name.is_empty() { capital(&key) } else { format!("{name}: {key}") };
                gather(value, &name, facts);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (at, item) in items.iter().enumerate() {
                gather(item, &format!("{name} {}", at + 1), facts);
            }
        }
        Value::Array(items) => {
            let words: Vec<String> = items.iter().map(plain).collect();
            if !words.is_empty() {
                facts.push(Fact { name: name.to_owned(), value: words.join(", ") });
            }
        }
        other => facts.push(Fact { name: name.to_owned(), value: plain(other) }),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_hub_shows_is_read_in_full_and_in_words() {
        let details = serde_json::json!({
            "state": "accepted",
            "offer": {"risk": "high", "needs": ["trouble-sleeping", "lack-of-trust"], "href": "/x", "interpreter": false},
            "age_band": null,
            "person": {"name": "Robin", "contact": {"channels": [{"kind": "email", "safe": true}]}},
        });
        assert!(!is_offered(&details));
        let mut shown: Vec<_> = facts(&details).into_iter().map(|f| format!("{} = {}", f.name, f.value)).collect();
        shown.sort();
        assert_eq!(
            shown,
            [
                "Offer: interpreter = no",
                "Offer: needs = trouble-sleeping, lack-of-trust",
                "Offer: risk = high",
                "Person: contact: channels 1: kind = email",
                "Person: contact: channels 1: safe = yes",
                "Person: name = Robin",
            ]
        );
    }
}
