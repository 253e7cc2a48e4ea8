//! What the worklist shows of what the hub answers.

use crate::wording::{code_label, label, member_label};
use events::care::Point;
use serde::Deserialize;
use serde_json::Value;
use words::{codes, staff};

/// `GET /provider/onwards`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Worklist {
    /// The most urgent first.
    pub onwards: Vec<Row>,
    /// The address of the next page, if there is one.
    #[serde(default)]
    pub next: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Row {
    pub onward: String,
    pub service: String,
    /// Whether it is offered or accepted.
    pub state: String,
    /// When the offer lapses, as RFC 3339.
    pub accept_by: String,
    /// The address of its details.
    pub href: String,
}

/// One line of what is known about a person or a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub name: String,
    pub value: String,
}

/// Members that the page shows elsewhere, needs only for its forms, or that only programs read.
const NOT_SHOWN: [&str; 8] = [
    "may",
    "refer_on_to",
    "href",
    "version",
    "seq",
    "disclosure",
    "released",
    "tasks",
];

/// The six areas in which a person is measured (DC15).
pub(crate) const AREAS: [&str; 6] = [
    "health",
    "coping",
    "safety",
    "reintegration",
    "informed",
    "justice",
];

/// Whether an onward referral still waits to be accepted or declined.
pub fn is_offered(details: &Value) -> bool {
    details.get("state").and_then(Value::as_str) == Some("offered")
}

/// Everything that the hub lets this provider see, as a flat list in the hub's order.
pub fn facts(details: &Value) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut shown = details.clone();
    let last_needs = |measures: &Value| {
        measures
            .as_array()?
            .iter()
            .rev()
            .find_map(|measure| measure.get("needs").cloned())
    };
    let remaining = details.pointer("/care/measures").and_then(last_needs);
    if let Some(care) = shown.get_mut("care").and_then(Value::as_object_mut) {
        for in_tables in ["attempts", "measures", "distance_travelled"] {
            care.remove(in_tables);
        }
        care.extend(remaining.map(|needs| ("needs_that_remain".to_owned(), needs)));
    }
    let place = Place::default();
    gather(&shown, &place, &mut facts);
    facts
}

/// One attempt to contact the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When, as RFC 3339.
    pub at: String,
    /// The label of the way.
    pub way: String,
    /// The label of the result.
    pub outcome: String,
}

/// The attempts to contact the person, oldest first.
pub fn attempts(details: &Value) -> Vec<Attempt> {
    let all = details.pointer("/care/attempts").and_then(Value::as_array);
    let text = |attempt: &Value, name: &str| attempt[name].as_str().unwrap_or_default().to_owned();
    let attempt = |attempt: &Value| Attempt {
        at: text(attempt, "at"),
        way: label(codes::channel_staff, &text(attempt, "by")),
        outcome: label(codes::contact_outcome, &text(attempt, "outcome")),
    };
    all.into_iter().flatten().map(attempt).collect()
}

/// How the person was in each area at each point, and how that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measures {
    /// The heading of each column: the points in their order; last the change, where both its ends are known.
    pub columns: Vec<&'static str>,
    /// The label of each area with its cells; a dash where the person would rather not say.
    pub areas: Vec<(String, Vec<String>)>,
}

/// The measures as a table that fits a phone, with the last measure of each point. None if nothing was measured.
pub fn measures(details: &Value) -> Option<Measures> {
    let measures = details
        .pointer("/care/measures")
        .and_then(Value::as_array)?;
    let at = |point: &str| measures.iter().rfind(|measure| measure["point"] == point);
    let points: Vec<(&'static str, &Value)> = Point::ALL
        .iter()
        .filter_map(|point| Some((codes::measure_point(point.as_str())?, at(point.as_str())?)))
        .collect();
    if points.is_empty() {
        return None;
    }
    let change = details
        .pointer("/care/distance_travelled")
        .filter(|change| change.is_object());
    let none = || staff::measures_none().to_owned();
    let row = |area: &str| {
        let score = |measure: &Value| measure["scores"][area].as_i64();
        let mut cells: Vec<String> = points
            .iter()
            .map(|(_, measure)| score(measure).map_or_else(none, |score| score.to_string()))
            .collect();
        cells.extend(change.map(|change| {
            change[area]
                .as_i64()
                .map_or_else(none, |change| format!("{change:+}"))
        }));
        (label(codes::score_area, area), cells)
    };
    Some(Measures {
        columns: points
            .iter()
            .map(|(heading, _)| *heading)
            .chain(change.map(|_| staff::measures_change()))
            .collect(),
        areas: AREAS.into_iter().map(row).collect(),
    })
}

/// Where a value is in what the hub answers.
#[derive(Clone, Default)]
struct Place {
    /// The name of the object or list that holds the member.
    outer: String,
    member: String,
    /// Its label, with the labels around it.
    name: String,
}

impl Place {
    fn inside(&self, member: &str) -> Self {
        let label = member_label(member);
        Self {
            outer: self.member.clone(),
            member: member.to_owned(),
            name: if self.name.is_empty() {
                label
            } else {
                staff::fact_inside(label, &self.name)
            },
        }
    }

    fn item(&self, at: usize) -> Self {
        Self {
            name: staff::fact_numbered(&self.name, at + 1),
            ..self.clone()
        }
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Bool(true) => staff::yes().to_owned(),
            Value::Bool(false) => staff::no().to_owned(),
            Value::String(text) => code_label(&self.outer, &self.member, text)
                .map_or_else(|| text.clone(), str::to_owned),
            other => other.to_string(),
        }
    }
}

fn gather(value: &Value, place: &Place, facts: &mut Vec<Fact>) {
    let mut add = |value| {
        facts.push(Fact {
            name: place.name.clone(),
            value,
        });
    };
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (member, value) in members {
                // The forms of the page show the state.
                let is_state = place.name.is_empty() && member == "state";
                if !is_state && !NOT_SHOWN.contains(&member.as_str()) {
                    gather(value, &place.inside(member), facts);
                }
            }
        }
        Value::Array(items) if items.is_empty() => {}
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (at, item) in items.iter().enumerate() {
                gather(item, &place.item(at), facts);
            }
        }
        Value::Array(items) => {
            let values: Vec<String> = items.iter().map(|item| place.value(item)).collect();
            add(values.join(staff::facts_between()));
        }
        other => add(place.value(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_the_hub_shows_has_a_label() {
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
                "Referral: Interpreter needed = No",
                "Referral: Needs = Trouble sleeping, Lack of trust in the police or courts",
                "Referral: Risk = High risk",
                "The person: Contact: Way to contact 1: Safe = Yes",
                "The person: Contact: Way to contact 1: Way = Email",
                "The person: Name = Robin",
            ]
        );
    }

    #[test]
    fn measures_are_a_table_with_the_change_last() {
        let scores = |health: u8| serde_json::json!({"health": health, "coping": 1, "safety": 2, "reintegration": 3, "informed": 4, "justice": 5});
        let mut details = serde_json::json!({"care": {
            "measures": [{"point": "beginning", "scores": scores(2)}, {"point": "middle", "scores": null}],
            "distance_travelled": null,
        }});
        let table = measures(&details).unwrap();
        assert_eq!(table.columns, ["Beginning", "Middle"]);
        assert_eq!(
            table.areas[0],
            (
                "Health and wellbeing".to_owned(),
                vec!["2".to_owned(), "–".to_owned()]
            )
        );
        details["care"]["measures"][1] = serde_json::json!({"point": "end", "scores": scores(7)});
        details["care"]["distance_travelled"] = scores(5);
        let table = measures(&details).unwrap();
        assert_eq!(table.columns, ["Beginning", "End", "Change"]);
        assert_eq!(table.areas[0].1, ["2", "7", "+5"]);
        assert_eq!(table.areas.len(), 6);
        assert_eq!(
            measures(&serde_json::json!({"care": {"measures": null}})),
            None,
            "a volunteer sees none"
        );
        assert!(
            facts(&details).is_empty(),
            "the table is not repeated as facts"
        );
    }

    #[test]
    fn each_attempt_has_its_labels() {
        let details = serde_json::json!({"care": {"attempts": [
            {"at": "2026-11-23T11:00:00Z", "by": "phone", "outcome": "no-answer-no-message"},
        ]}});
        let attempt = &attempts(&details)[0];
        assert_eq!(
            (attempt.way.as_str(), Some(attempt.outcome.as_str())),
            ("Phone call", codes::contact_outcome("no-answer-no-message"))
        );
    }
}
