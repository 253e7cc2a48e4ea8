//! The queue of the coordinators, from the hub's answers.

use crate::latest::{Latest, Ticket};
use crate::place::Place;
use crate::wording::label;
use serde::Deserialize;
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

/// How many cases were set aside, and whether one of them says that someone is in danger.
pub fn aside(groups: &[Group]) -> (u64, bool) {
    let count = groups.iter().map(|group| group.count).sum();
    (count, groups.iter().any(|group| group.in_danger > 0))
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
    /// Whether that account is closed.
    #[serde(default)]
    pub coordinator_left: bool,
    /// Whether that is the member of staff who is signed in.
    pub mine: bool,
    /// The name of the council of the home.
    #[serde(default)]
    pub council: Option<String>,
    /// How many complaints have no reply.
    #[serde(default)]
    pub complaints: u64,
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

/// Which rows are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    All,
    Mine,
    Unnamed,
    Overdue,
}

impl Filter {
    pub const ALL: [Self; 4] = [Self::All, Self::Mine, Self::Unnamed, Self::Overdue];

    /// What the address has for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Mine => "mine",
            Self::Unnamed => "unnamed",
            Self::Overdue => "overdue",
        }
    }

    /// What its link says.
    pub fn label(self) -> &'static str {
        let code = if self == Self::All {
            "all"
        } else {
            self.code()
        };
        staff::filter(code).unwrap_or_default()
    }
}

/// The query that is sent to the hub for a place: the rows of a filter and of a kind of task without the cases that were
/// set aside, or only those.
pub fn query(place: &Place) -> String {
    let filter = place.get("filter");
    let mut parts = vec![format!("set_aside={}", place.view() == "set-aside")];
    let known = Filter::ALL.iter().find(|one| one.code() == filter);
    parts.extend(
        known
            .filter(|one| **one != Filter::All)
            .map(|one| format!("{}=true", one.code())),
    );
    let task = place.get("task");
    if !task.is_empty() {
        parts.push(format!("task={task}"));
    }
    parts.join("&")
}

/// The rows that are shown, and their filter. An answer to an earlier request is dropped, so a filter never shows the rows of
/// another one.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The query of their filter.
    pub filter: String,
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
    pub fn show(&mut self, filter: &str) -> Ticket {
        if self.filter != filter {
            self.rows.clear();
            self.next = None;
            filter.clone_into(&mut self.filter);
        }
        (self.loading, self.appending) = (true, false);
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

impl Row {
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
            (false, Some(_)) if self.coordinator_left => staff::assigned_to_leaver(),
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

/// Whether the text is a moment, as the hub writes it.
pub fn is_moment(text: &str) -> bool {
    text.len() >= 20 && text.as_bytes().get(10) == Some(&b'T') && text.ends_with('Z')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
            (rows.filter.as_str(), shown(&rows)),
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
        assert_eq!(
            row.reasons(),
            "Suicide risk · No service found · Call the person"
        );
        assert_eq!(row.due_line("5pm"), "By 5pm. No coordinator.");
    }

    #[test]
    fn one_person_in_danger_makes_what_was_set_aside_urgent() {
        let group = |count, in_danger| Group {
            mark: "a".to_owned(),
            count,
            in_danger,
            due: String::new(),
        };
        assert_eq!(aside(&[]), (0, false));
        assert_eq!(aside(&[group(20, 0), group(25, 0)]), (45, false));
        assert_eq!(aside(&[group(20, 0), group(25, 1)]), (45, true));
    }

    #[test]
    fn the_query_follows_the_address() {
        for (place, expected) in [
            ("#view=queue", "set_aside=false"),
            ("#view=queue&filter=mine", "set_aside=false&mine=true"),
            (
                "#view=queue&filter=overdue&task=call",
                "set_aside=false&overdue=true&task=call",
            ),
            ("#view=queue&filter=nonsense", "set_aside=false"),
            ("#view=set-aside", "set_aside=true"),
        ] {
            assert_eq!(query(&Place::parse(place).unwrap()), expected, "{place}");
        }
    }
}
