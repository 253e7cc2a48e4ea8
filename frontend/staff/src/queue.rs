//! The queue of the coordinators and the parts of a case, from the hub's answers.

use crate::latest::{Latest, Ticket};
use crate::wording::{code_label, label};
use crate::worklist::{Fact, facts};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};
use words::{codes, staff};

/// `GET /hub/queue`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Queue {
    /// The cases, the most urgent first.
    pub rows: Vec<Row>,
    /// The mark for the next rows, if there are any.
    pub next: Option<String>,
    /// The connections from which so many referrals came that they were set aside. Only with the first rows.
    #[serde(default)]
    pub set_aside: Option<Vec<Group>>,
}

/// The cases that were set aside because they came from one connection.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Group {
    /// What stands for the connection today. It does not say who or where.
    pub mark: String,
    pub count: u64,
    /// How many of them say that someone is in danger.
    pub in_danger: u64,
    /// By when a coordinator must have looked, as RFC 3339.
    pub due: String,
}

/// One case of the queue. It does not say who the person is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Row {
    pub reference: String,
    /// By when a coordinator must have acted, as RFC 3339.
    pub due: String,
    /// Whether that time has passed.
    pub overdue: bool,
    pub tier: String,
    pub risk: String,
    pub flags: Vec<String>,
    /// Why the coordinators have it.
    pub why: Vec<Why>,
    /// A task that someone does by hand.
    pub tasks: Vec<Task>,
    /// The account of the coordinator who is assigned to the person.
    pub coordinator: Option<String>,
    /// Whether that is the member of staff who is signed in.
    pub mine: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Why {
    pub why: String,
}

/// A task that someone does by hand.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Task {
    pub kind: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    All,
    Mine,
    Unnamed,
    Overdue,
    SetAside,
}

impl Filter {
    pub const ALL: [Self; 5] = [
        Self::All,
        Self::Mine,
        Self::Unnamed,
        Self::Overdue,
        Self::SetAside,
    ];

    /// What its button says.
    pub fn label(self) -> &'static str {
        let code = match self {
            Self::All => "all",
            Self::Mine => "mine",
            Self::Unnamed => "unnamed",
            Self::Overdue => "overdue",
            Self::SetAside => "set-aside",
        };
        staff::filter(code).unwrap_or_default()
    }

    /// The query that is sent to the hub.
    pub const fn query(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Mine => "mine=true",
            Self::Unnamed => "unnamed=true",
            Self::Overdue => "overdue=true",
            Self::SetAside => "set_aside=true",
        }
    }
}

/// The rows that are shown, and their filter. An answer to an earlier request is dropped, so a filter never shows the rows of
/// another one.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The query of their filter.
    pub filter: &'static str,
    pub rows: Vec<Row>,
    /// The connections from which so many referrals came that they were set aside.
    pub set_aside: Vec<Group>,
    /// The mark for the next rows, if there are any.
    pub next: Option<String>,
    /// Whether a request is running.
    loading: bool,
    /// Whether the next answer follows the rows that are shown, and does not replace them.
    appending: bool,
    latest: Latest,
}

impl Rows {
    /// Begins a request for the rows under that filter. Rows under another filter are removed immediately.
    pub fn show(&mut self, filter: &'static str) -> Ticket {
        if self.filter != filter {
            self.rows.clear();
            self.next = None;
        }
        (self.filter, self.loading, self.appending) = (filter, true, false);
        self.latest.begin()
    }

    /// Begins a request for the next rows.
    pub const fn more(&mut self) -> Ticket {
        (self.loading, self.appending) = (true, true);
        self.latest.begin()
    }

    /// Shows the answer to the latest request. Returns whether it has no row although there are more: then the page asks for
    /// the next ones, because an empty list would say that nothing is waiting.
    pub fn arrived(&mut self, ticket: Ticket, queue: Queue) -> bool {
        if !self.latest.is(ticket) {
            return false;
        }
        if !self.appending {
            self.rows.clear();
        }
        self.rows.extend(queue.rows);
        if let Some(groups) = queue.set_aside {
            self.set_aside = groups;
        }
        self.next = queue.next;
        self.loading = false;
        self.rows.is_empty() && self.next.is_some()
    }

    /// Records that a request failed. Returns whether it was the latest.
    pub fn failed(&mut self, ticket: Ticket) -> bool {
        let latest = self.latest.is(ticket);
        if latest {
            self.loading = false;
        }
        latest
    }

    /// What the page says about the list. Empty if the rows say enough.
    pub fn status(&self) -> &'static str {
        if self.loading {
            staff::loading()
        } else if self.rows.is_empty() {
            staff::queue_empty()
        } else {
            ""
        }
    }
}

/// Whether a coordinator signed in. It decides which page is shown; the hub decides what they may do.
pub fn is_coordinator(token: &str) -> bool {
    is_in(token, "coordinator")
}

/// Whether somebody of the commissioner's office signed in. They see figures.
pub fn is_oversight(token: &str) -> bool {
    is_in(token, "oversight")
}

/// Whether the police employ the member of staff. They may not see every case of a service.
pub fn is_employed_by_police(token: &str) -> bool {
    is_in(token, "employer-police")
}

fn is_in(token: &str, group: &str) -> bool {
    let payload = token
        .split('.')
        .nth(1)
        .and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let claims = payload
        .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
        .unwrap_or_default();
    let groups = claims.get("cognito:groups").and_then(Value::as_array);
    groups.is_some_and(|groups| groups.iter().any(|one| one == group))
}

impl Row {
    /// Its heading.
    pub fn title(&self) -> String {
        staff::queue_item(&self.reference, &self.risk, &self.tier)
    }

    /// Everything that a coordinator has to look at.
    pub fn reasons(&self) -> String {
        let flags = self
            .flags
            .iter()
            .map(|flag| label(codes::assessment_flag, flag));
        let holds = self
            .why
            .iter()
            .map(|hold| label(codes::coordinator_reason, &hold.why));
        let tasks = self
            .tasks
            .iter()
            .map(|task| label(codes::task_kind, &task.kind));
        let reasons: Vec<String> = flags.chain(holds).chain(tasks).collect();
        reasons.join(staff::queue_reasons_between())
    }

    /// Who is assigned to the person.
    pub fn assigned(&self) -> &'static str {
        match (self.mine, &self.coordinator) {
            (true, _) => staff::assigned_to_you(),
            (false, Some(_)) => staff::assigned_to_colleague(),
            (false, None) => staff::assigned_to_no_one(),
        }
    }

    /// By when someone has to act, and who. `due` is that moment as people write it.
    pub fn due_line(&self, due: &str) -> String {
        if self.overdue {
            staff::overdue_since(self.assigned(), due)
        } else {
            staff::due(self.assigned(), due)
        }
    }
}

/// A case, part by part; empty parts are left out. An unsafe way of contact is not shown.
pub fn parts(case: &Value) -> Vec<(&'static str, Vec<Fact>)> {
    let members = |names: &[&str]| {
        let known = names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), case.get(*name)?.clone())));
        facts(&Value::Object(
            known
                .filter(|(_, value)| *value != json!(0) && *value != json!(false))
                .collect(),
        ))
    };
    let person = json!({
        "name": case.pointer("/referral/person/name"),
        "preferred_name": case.pointer("/referral/person/preferred_name"),
        "pronouns": case.pointer("/referral/person/pronouns"),
        "language": case.pointer("/referral/person/language"),
        "reach_only_by": safe_ways(case),
        "own_words": case.pointer("/referral/wishes/own_words"),
    });
    let all = [
        (
            staff::part_status(),
            members(&[
                "tier",
                "risk",
                "holds",
                "unsafe_since",
                "page_open_since",
                "page_closed_since",
                "handovers",
                "paused_until",
                "ended",
                "legal_hold",
            ]),
        ),
        (
            staff::part_flags(),
            facts(&json!({"flags": case.pointer("/assessment/flags")})),
        ),
        (staff::part_person(), facts(&person)),
        (
            staff::part_needs(),
            facts(
                &json!({"needs": codes_of(case.get("needs"), "code"), "not_met": case.get("unmet")}),
            ),
        ),
        (
            staff::part_promises(),
            lines(
                case.get("owes"),
                "owes",
                &["what", "provider_name", "who"],
                "by",
            ),
        ),
        (
            staff::part_package(),
            lines(
                case.pointer("/package/parts"),
                "parts",
                &["service_name", "state"],
                "since",
            ),
        ),
        (
            staff::part_past(),
            lines(
                case.pointer("/package/past"),
                "past",
                &["service_name", "state"],
                "since",
            ),
        ),
        (
            staff::part_said(),
            lines(case.get("words"), "words", &["kind", "text"], "at"),
        ),
        (
            staff::part_contacts(),
            lines(
                case.get("contacts"),
                "contacts",
                &["how", "outcome", "provider_name", "by"],
                "at",
            ),
        ),
        (
            staff::part_sharing(),
            members(&["pathways", "disclosures", "proposals", "readers"]),
        ),
        (staff::part_other_cases(), members(&["earlier", "joined"])),
    ];
    all.into_iter()
        .filter(|(_, facts)| !facts.is_empty())
        .collect()
}

fn safe_ways(case: &Value) -> Vec<Value> {
    let channels = case
        .pointer("/referral/contact/channels")
        .and_then(Value::as_array);
    channels
        .into_iter()
        .flatten()
        .filter(|channel| channel["safe"] == true)
        // Anyone who opened the person's page may have put it there.
        .filter(|channel| !is_unconfirmed(case, channel))
        .cloned()
        .collect()
}

fn is_unconfirmed(case: &Value, channel: &Value) -> bool {
    let ways = case
        .pointer("/referral/page_change/unconfirmed")
        .and_then(Value::as_array);
    ways.into_iter()
        .flatten()
        .any(|way| way["kind"] == channel["kind"] && way["address"] == channel["address"])
}

fn codes_of(list: Option<&Value>, name: &str) -> Vec<Value> {
    list.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|one| one[name].clone())
        .collect()
}

/// Each entry of the list of that name as one line: when, and the members `names` in their order.
fn lines(list: Option<&Value>, outer: &str, names: &[&str], when: &str) -> Vec<Fact> {
    let entries = list.and_then(Value::as_array).into_iter().flatten();
    entries
        .map(|entry| {
            let values: Vec<&str> = names
                .iter()
                .filter_map(|name| {
                    let text = entry.get(*name)?.as_str()?;
                    Some(code_label(outer, name, text).unwrap_or(text))
                })
                .collect();
            Fact {
                name: entry[when].as_str().unwrap_or_default().to_owned(),
                value: values.join(staff::line_between()),
            }
        })
        .collect()
}

/// Whether the text is a moment, as the hub writes it.
pub fn is_moment(text: &str) -> bool {
    text.len() >= 20 && text.as_bytes().get(10) == Some(&b'T') && text.ends_with('Z')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &Value) -> String {
        format!("head.{}.sign", URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    #[test]
    fn only_coordinators_see_the_queue() {
        assert!(is_coordinator(&token(
            &json!({"cognito:groups": ["coordinator", "employer-hub"]})
        )));
        assert!(!is_coordinator(&token(
            &json!({"cognito:groups": ["provider-coordinator"]})
        )));
        assert!(!is_coordinator(&token(&json!({}))));
        assert!(!is_coordinator("the-token"));
        assert!(is_employed_by_police(&token(
            &json!({"cognito:groups": ["coordinator", "employer-police"]})
        )));
    }

    fn row(reference: &str) -> Row {
        serde_json::from_value(json!({
            "reference": reference, "due": "2026-11-24T17:00:00Z", "overdue": false, "tier": "standard", "risk": "standard",
            "flags": [], "why": [], "tasks": [], "coordinator": null, "mine": false
        }))
        .expect("a row")
    }

    fn batch(references: &[&str], next: Option<&str>) -> Queue {
        Queue {
            rows: references.iter().map(|reference| row(reference)).collect(),
            next: next.map(str::to_owned),
            set_aside: None,
        }
    }

    fn shown(rows: &Rows) -> Vec<&str> {
        rows.rows.iter().map(|row| row.reference.as_str()).collect()
    }

    #[test]
    fn a_slow_answer_never_shows_under_another_filter() {
        let mut rows = Rows::default();
        let all = rows.show("");
        rows.arrived(all, batch(&["A"], Some("a")));
        let mine = rows.show("mine=true");
        assert!(
            shown(&rows).is_empty(),
            "the rows of the last filter are gone"
        );
        let overdue = rows.show("overdue=true");
        rows.arrived(overdue, batch(&["B", "C"], None));
        rows.arrived(mine, batch(&["M"], Some("m")));
        assert_eq!(
            (rows.filter, shown(&rows)),
            ("overdue=true", vec!["B", "C"])
        );
        assert_eq!(rows.next, None);
    }

    #[test]
    fn a_slow_answer_to_show_more_is_dropped() {
        let mut rows = Rows::default();
        let all = rows.show("");
        rows.arrived(all, batch(&["A"], Some("a")));
        let more = rows.more();
        let mine = rows.show("mine=true");
        rows.arrived(mine, batch(&["M"], None));
        assert!(!rows.arrived(more, batch(&["B"], None)));
        assert_eq!(shown(&rows), ["M"]);
        assert!(!rows.failed(more), "nor does its failure count");
    }

    #[test]
    fn more_rows_follow_and_a_refreshed_list_replaces() {
        let mut rows = Rows::default();
        let all = rows.show("");
        rows.arrived(all, batch(&["A"], Some("a")));
        let more = rows.more();
        rows.arrived(more, batch(&["B"], Some("b")));
        assert_eq!(
            (shown(&rows), rows.next.as_deref()),
            (vec!["A", "B"], Some("b"))
        );
        let again = rows.show("");
        assert_eq!(shown(&rows), ["A", "B"], "until the answer comes");
        rows.arrived(again, batch(&["B"], None));
        assert_eq!(shown(&rows), ["B"]);
    }

    #[test]
    fn the_groups_stay_when_more_rows_come() {
        let mut rows = Rows::default();
        let all = rows.show("");
        let groups: Queue = serde_json::from_value(json!({
            "rows": [], "next": "a",
            "set_aside": [{"mark": "0f", "count": 12, "in_danger": 2, "due": "2026-11-24T17:00:00Z"}]
        }))
        .expect("a queue");
        rows.arrived(all, groups);
        let more = rows.more();
        rows.arrived(more, batch(&["A"], None));
        assert_eq!((rows.set_aside.len(), shown(&rows)), (1, vec!["A"]));
        assert_eq!(rows.set_aside[0].count, 12);
    }

    #[test]
    fn an_empty_list_is_only_said_once_all_was_read() {
        let mut rows = Rows::default();
        let first = rows.show("mine=true");
        assert_eq!(rows.status(), staff::loading());
        assert!(
            rows.arrived(first, batch(&[], Some("a"))),
            "the page asks for the next rows"
        );
        let second = rows.more();
        assert_eq!(rows.status(), staff::loading());
        assert!(!rows.arrived(second, batch(&[], None)));
        assert_eq!(rows.status(), staff::queue_empty());
        let failing = rows.show("mine=true");
        assert!(rows.failed(failing));
        assert_ne!(rows.status(), staff::loading());
    }

    #[test]
    fn a_row_says_what_to_do() {
        let row: Row = serde_json::from_value(json!({
            "reference": "Z2Q22222", "due": "2026-11-24T17:00:00Z", "overdue": false, "tier": "enhanced", "risk": "high",
            "flags": ["suicide-risk"], "why": [{"why": "no-service", "due": "2026-11-24T17:00:00Z"}],
            "tasks": [{"task": 2, "kind": "call"}], "coordinator": null, "mine": false, "council": "Reading"
        }))
        .expect("a row");
        assert_eq!(row.title(), "Z2Q22222: high risk, enhanced rights");
        assert_eq!(
            row.reasons(),
            "Suicide risk · No service found · Call the person"
        );
        assert_eq!(row.due_line("5pm"), "By 5pm. No coordinator.");
    }

    #[test]
    fn an_unsafe_channel_is_not_shown() {
        let case = json!({
            "tier": "standard", "handovers": 0,
            "referral": {"person": {"name": "Robin"}, "contact": {"channels": [
                {"kind": "email", "safe": false, "address": "shared@example.org"},
                {"kind": "phone", "safe": true, "address": "07700 900123"}]}},
            "owes": [{"what": "We will call you", "who": "hub", "by": "2026-11-24T17:00:00Z", "provider_name": null}],
        });
        let shown = format!("{:?}", parts(&case));
        assert!(
            shown.contains("07700 900123") && !shown.contains("shared@example.org"),
            "{shown}"
        );
        assert!(
            shown.contains("We will call you · The hub") && !shown.contains(staff::part_past()),
            "{shown}"
        );
    }
}
