//! What the worklist shows of what the hub answers.

use crate::provider_forms::AREAS;
use serde::Deserialize;
use serde_json::Value;

/// `GET /provider/onwards`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Worklist {
    /// What is offered, the most urgent first.
    pub onwards: Vec<Row>,
    /// Where there are more.
    #[serde(default)]
    pub next: Option<String>,
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

/// One line of what is known, under a separate heading where it is a group.
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

/// Everything that the hub let this provider see, flat, in the hub's order.
pub fn facts(details: &Value) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut told = details.clone();
    // Members that the page shows elsewhere, or needs only for its forms.
    for apart in ["may", "refer_on_to"] {
        told.as_object_mut().map(|members| members.remove(apart));
    }
    let remain = |measures: &Value| {
        measures
            .as_array()?
            .iter()
            .rev()
            .find_map(|measure| measure.get("needs").cloned())
    };
    let remain = details.pointer("/care/measures").and_then(remain);
    if let Some(care) = told.get_mut("care").and_then(Value::as_object_mut) {
        for apart in ["attempts", "measures", "distance_travelled"] {
            care.remove(apart);
        }
        care.extend(remain.map(|needs| ("needs that remain".to_owned(), needs)));
    }
    gather(&told, "", &mut facts);
    // Addresses of the hub itself are for machines.
    facts.retain(|fact| !matches!(fact.name.as_str(), "Offer: href" | "State" | "Version"));
    facts
}

/// One try to reach the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// When, as RFC 3339.
    pub at: String,
    /// How, in words.
    pub by: String,
    /// What came of it, in words.
    pub outcome: String,
}

/// The tries to reach the person, oldest first.
pub fn attempts(details: &Value) -> Vec<Tried> {
    let all = details.pointer("/care/attempts").and_then(Value::as_array);
    let text =
        |attempt: &Value, name: &str| attempt[name].as_str().unwrap_or_default().replace('-', " ");
    let tried = |attempt: &Value| Tried {
        at: attempt["at"].as_str().unwrap_or_default().to_owned(),
        by: capital(&text(attempt, "by")),
        outcome: text(attempt, "outcome"),
    };
    all.into_iter().flatten().map(tried).collect()
}

/// How the person was in each area at each point, and how far they have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Travelled {
    /// What each column is: the points in their order; last the way gone, where both its ends are known.
    pub points: Vec<&'static str>,
    /// Each area with what its columns say; a dash where the person would rather not say.
    pub areas: Vec<(&'static str, Vec<String>)>,
}

/// The measures as a table that fits a phone: the first of the beginning, the last of the middle, the first of the end.
/// None if nothing was measured.
pub fn travelled(details: &Value) -> Option<Travelled> {
    let measures = details
        .pointer("/care/measures")
        .and_then(Value::as_array)?;
    let at = |point: &str| measures.iter().rfind(|measure| measure["point"] == point);
    let columns: Vec<(&str, &Value)> = [
        ("beginning", "Beginning"),
        ("middle", "Middle"),
        ("end", "End"),
    ]
    .into_iter()
    .filter_map(|(point, words)| Some((words, at(point)?)))
    .collect();
    if columns.is_empty() {
        return None;
    }
    let gone = details
        .pointer("/care/distance_travelled")
        .filter(|gone| gone.is_object());
    let score = |value: &Value| {
        value
            .as_i64()
            .map_or("–".to_owned(), |score| score.to_string())
    };
    let row = |(name, words): (&str, &'static str)| {
        let mut cells: Vec<String> = columns
            .iter()
            .map(|(_, measure)| score(&measure["scores"][name]))
            .collect();
        cells.extend(gone.map(|gone| {
            gone[name]
                .as_i64()
                .map_or("–".to_owned(), |way| format!("{way:+}"))
        }));
        (words, cells)
    };
    Some(Travelled {
        points: columns
            .iter()
            .map(|(words, _)| *words)
            .chain(gone.map(|_| "Change"))
            .collect(),
        areas: AREAS.into_iter().map(row).collect(),
    })
}

fn gather(value: &Value, name: &str, facts: &mut Vec<Fact>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (key, value) in members {
                let key = key.replace(['_', '-'], " ");
                let name = if name.is_empty() {
                    capital(&key)
                } else {
                    format!("{name}: {key}")
                };
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
                facts.push(Fact {
                    name: name.to_owned(),
                    value: words.join(", "),
                });
            }
        }
        other => facts.push(Fact {
            name: name.to_owned(),
            value: plain(other),
        }),
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
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
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
        let mut shown: Vec<_> = facts(&details)
            .into_iter()
            .map(|f| format!("{} = {}", f.name, f.value))
            .collect();
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

    #[test]
    fn measures_are_a_table_with_the_way_gone_last() {
        let scores = |health: u8| serde_json::json!({"health": health, "coping": 1, "safety": 2, "reintegration": 3, "informed": 4, "justice": 5});
        let mut details = serde_json::json!({"care": {
            "measures": [{"point": "beginning", "scores": scores(2)}, {"point": "middle", "scores": null}],
            "distance_travelled": null,
        }});
        let table = travelled(&details).unwrap();
        assert_eq!(table.points, ["Beginning", "Middle"]);
        assert_eq!(
            table.areas[0],
            ("Health and wellbeing", vec!["2".to_owned(), "–".to_owned()])
        );
        details["care"]["measures"][1] = serde_json::json!({"point": "end", "scores": scores(7)});
        details["care"]["distance_travelled"] = scores(5);
        let table = travelled(&details).unwrap();
        assert_eq!(table.points, ["Beginning", "End", "Change"]);
        assert_eq!(table.areas[0].1, ["2", "7", "+5"]);
        assert_eq!(table.areas.len(), 6);
        assert_eq!(
            travelled(&serde_json::json!({"care": {"measures": null}})),
            None,
            "a volunteer sees none"
        );
        assert!(facts(&details).is_empty(), "and nothing of it twice");
    }

    #[test]
    fn each_try_is_a_line() {
        let details = serde_json::json!({"care": {"attempts": [
            {"at": "2026-11-23T11:00:00Z", "by": "phone", "outcome": "no-answer-no-message"},
        ]}});
        let tried = &attempts(&details)[0];
        assert_eq!(
            (tried.by.as_str(), tried.outcome.as_str()),
            ("Phone", "no answer no message")
        );
    }
}
