//! What the worklist shows of what the hub answers.

use crate::wording::label;
use events::care::Point;
use serde::Deserialize;
use serde_json::Value;
use words::{codes, staff, staff_pages};

/// `GET /provider/onwards`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Worklist {
    /// The name of the provider.
    #[serde(default)]
    pub provider_name: Option<String>,
    /// Its services, to choose the rows by.
    #[serde(default)]
    pub services: Vec<Service>,
    /// The most urgent first.
    pub onwards: Vec<Row>,
    /// The address of the next page, if there is one.
    #[serde(default)]
    pub next: Option<String>,
}

/// A service of the provider.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Service {
    pub service: String,
    pub service_name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Row {
    pub onward: String,
    /// None for a service that the area does not have any more.
    #[serde(default)]
    pub service_name: Option<String>,
    #[serde(default)]
    pub needs: Vec<String>,
    /// Whether it is offered, accepted or over.
    pub state: String,
    /// When it came into that state, as RFC 3339.
    #[serde(default)]
    pub since: Option<String>,
    /// By when the provider has to act.
    #[serde(default)]
    pub due: Option<String>,
    /// Whether that time has passed.
    #[serde(default)]
    pub late: bool,
    /// Whether it is near, or has passed.
    #[serde(default)]
    pub soon: bool,
}

impl Row {
    /// Its heading: the service, or the code of the referral if the service has gone.
    pub fn title(&self) -> &str {
        self.service_name.as_deref().unwrap_or(&self.onward)
    }

    /// The needs in words.
    pub fn needs(&self) -> String {
        let needs: Vec<String> = self
            .needs
            .iter()
            .map(|need| label(codes::need_staff, need))
            .collect();
        needs.join(staff::facts_between())
    }

    /// What has to happen by when. `moment` writes a moment as people do.
    pub fn due_line(&self, moment: impl Fn(&str) -> String) -> String {
        let due = self.due.as_deref().map(&moment);
        match (self.state.as_str(), due) {
            ("offered", Some(due)) => staff::answer_by(due),
            ("accepted", Some(due)) => staff_pages::act_by(due),
            ("accepted", None) => staff_pages::team_follows_up().to_owned(),
            _ => {
                let since = self.since.as_deref().map(&moment).unwrap_or_default();
                staff_pages::over_since(since)
            }
        }
    }
}

impl Worklist {
    /// The mark of the next page, out of its address.
    pub fn after(&self) -> Option<&str> {
        self.next
            .as_deref()?
            .split_once("after=")
            .map(|(_, mark)| mark)
    }
}

/// One thing that was done under an onward referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// When, as RFC 3339.
    pub at: String,
    pub what: String,
}

/// What was done and when, oldest first: tries to make contact, the first contact and measures.
pub fn timeline(details: &Value) -> Vec<Done> {
    let care = &details["care"];
    let tries = attempts(details).into_iter().map(|attempt| Done {
        what: staff_pages::done_tried(attempt.outcome, attempt.way),
        at: attempt.at,
    });
    let measures = care["measures"].as_array().into_iter().flatten();
    let measures = measures.filter_map(|measure| {
        let point = codes::measure_point(measure["point"].as_str()?)?;
        Some(Done {
            at: measure["at"].as_str()?.to_owned(),
            what: staff_pages::done_measured(point),
        })
    });
    let reached = care["reached_at"].as_str().map(|at| Done {
        at: at.to_owned(),
        what: staff_pages::done_reached().to_owned(),
    });
    let mut done: Vec<Done> = tries.chain(measures).chain(reached).collect();
    done.sort_by(|a, b| a.at.cmp(&b.at));
    done
}

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

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn what_was_done_is_in_the_order_of_time() {
        let details = serde_json::json!({"care": {
            "attempts": [{"at": "2026-11-23T11:00:00Z", "by": "phone", "outcome": "reached"}],
            "measures": [{"at": "2026-11-22T12:00:00Z", "point": "beginning", "scores": null}],
            "reached_at": "2026-11-23T11:00:00Z",
        }});
        let done = timeline(&details);
        assert_eq!(done[0].what, staff_pages::done_measured("Beginning"));
        assert_eq!(done[2].what, staff_pages::done_reached());
    }

    #[test]
    fn a_row_says_by_when_somebody_acts() {
        let row = |state: &str, due: Option<&str>| -> Row {
            serde_json::from_value(serde_json::json!({
                "onward": "Z2Q22222-1", "state": state, "due": due, "since": "1 May", "needs": ["trouble-sleeping"],
            }))
            .unwrap()
        };
        let line = |state, due| row(state, due).due_line(str::to_owned);
        assert_eq!(line("offered", Some("noon")), staff::answer_by("noon"));
        assert_eq!(line("accepted", Some("noon")), staff_pages::act_by("noon"));
        assert_eq!(line("accepted", None), staff_pages::team_follows_up());
        assert_eq!(line("closed", None), staff_pages::over_since("1 May"));
        assert_eq!(row("closed", None).needs(), "Trouble sleeping");
    }

    #[test]
    fn the_next_page_begins_after_its_mark() {
        let page: Worklist = serde_json::from_value(serde_json::json!({
            "onwards": [], "next": "/provider/onwards?state=accepted&due=soon&after=2026-11-23T14:15:01Z~Z2Q22222-1",
        }))
        .unwrap();
        assert_eq!(page.after(), Some("2026-11-23T14:15:01Z~Z2Q22222-1"));
    }
}
