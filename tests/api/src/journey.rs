//! Plays a person's way through the justice system against a running hub. The police and witness care report each step,
//! and the hub's promises are compared with ones that are worked out from the Code's table and a separate calendar.

mod expected_promises;
mod story;
mod time_limits;

pub use expected_promises::{ExpectedPromise, ExpectedPromises, Person};
pub use story::{FIRST_DAYS, NO_CHARGE, REPORT_TO_APPEAL, Report, When, first_day_in};
pub use time_limits::{Limit, Rights, Row, TABLE};

use crate::{Answer, Hub, police};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A case after all reports of a story.
#[derive(Debug)]
pub struct Journey {
    pub reference: String,
    /// The memorable word that opens the person's page.
    pub word: String,
    /// The promises that the hub must have by now.
    pub expected: ExpectedPromises,
    /// The promises of justice that the hub has by now, as the police see them.
    pub promises: Vec<Value>,
}

impl Journey {
    /// The hub's promises that come from a rule, in the order in which they were made.
    pub fn of<'a>(promises: &'a [Value], rule: &str) -> Vec<&'a Value> {
        promises
            .iter()
            .filter(|promise| rule_of(promise) == rule)
            .collect()
    }
}

/// The two justice agencies, signed in.
#[derive(Debug)]
pub struct Agencies(BTreeMap<&'static str, String>);

impl Agencies {
    /// Signs both in.
    pub fn of(hub: &Hub) -> Self {
        Self(
            ["police", "witness-care"]
                .into_iter()
                .map(|agency| (agency, hub.token(agency)))
                .collect(),
        )
    }

    /// Posts a report about a case as an agency.
    pub fn post(
        &self,
        hub: &Hub,
        agency: &str,
        reference: &str,
        what: &str,
        body: &Value,
    ) -> Answer {
        hub.post_as(
            &self.0[agency],
            &format!("/police/cases/{reference}/{what}"),
            body,
        )
    }

    /// A case as an agency sees it.
    pub fn see(&self, hub: &Hub, agency: &str, reference: &str) -> Answer {
        hub.ask(
            &self.0[agency],
            "GET",
            &format!("/police/cases/{reference}"),
        )
    }
}

/// Reports a story that begins on `start`, about a new case that the police refer. After each report the hub must have
/// as many promises as expected.
pub fn play(hub: &Hub, rights: Rights, agreed: bool, start: Date, reports: &[Report]) -> Journey {
    let answer = hub.post(&referral(rights, agreed));
    assert_eq!(answer.status, 201, "{}", answer.text);
    let answer = answer.json();
    let text = |name: &str| {
        answer[name]
            .as_str()
            .unwrap_or_else(|| panic!("no {name}"))
            .to_owned()
    };
    let reference = text("reference");
    // The police are not given the words: a coordinator says them to the person.
    let word = hub.new_words(&reference);
    let agencies = Agencies::of(hub);
    let view = agencies.see(hub, "police", &reference).json();
    assert_eq!(
        view["tier"],
        if rights == Rights::Enhanced {
            "enhanced"
        } else {
            "standard"
        }
    );
    let mut expected = ExpectedPromises::of(
        Person {
            rights,
            referred_at: moment(&view["opened_at"]),
            agreed,
        },
        start,
    );
    let mut promises = Vec::new();
    for report in reports {
        let (agency, what, body) = command(report, start, &promises);
        let answer = agencies.post(hub, agency, &reference, what, &body);
        assert_eq!(answer.status, 201, "{report:?}: {}", answer.text);
        expected.add(report);
        promises = answer.json()["promises"]
            .as_array()
            .expect("promises")
            .clone();
        assert_eq!(promises.len(), expected.promises.len(), "after {report:?}");
    }
    Journey {
        reference,
        word,
        expected,
        promises,
    }
}

/// A person referred by the police, with those rights. Without agreement, the referral is a daily transfer.
fn referral(rights: Rights, agreed: bool) -> Value {
    let flags: &[&str] = if rights == Rights::Enhanced {
        &["domestic-abuse"]
    } else {
        &[]
    };
    let mut referral = police(&json!({"incident": {"flags": flags, "reported": "yes"}}));
    if !agreed {
        referral["consent"] =
            json!({"basis": "awaiting-consent", "scope": ["assess", "share-with-providers"]});
    }
    referral
}

/// Who posts the report, to which command, and its body.
fn command(
    report: &Report,
    start: Date,
    promises: &[Value],
) -> (&'static str, &'static str, Value) {
    let id = uuid::Uuid::new_v4().to_string();
    let wall = |when: When| workdays::on_the_wall(when.in_story_from(start));
    match *report {
        Report::Step {
            step,
            by,
            at,
            notified,
        } => {
            let mut body = json!({"id": id, "step": step, "at": wall(at)});
            if let Some(notified) = notified {
                body["heard_at"] = json!(wall(notified));
            }
            (by, "progress", body)
        }
        Report::Told { rule, by, how, at } => {
            let latest = Journey::of(promises, rule)
                .pop()
                .unwrap_or_else(|| panic!("nothing is owed by {rule}"));
            (
                by,
                "told",
                json!({"id": id, "promise": latest["code"], "how": how, "at": wall(at)}),
            )
        }
    }
}

/// The code of the rule that made a promise: `arrested` of `arrested.7`.
pub fn rule_of(promise: &Value) -> &str {
    let code = promise["code"].as_str().expect("a code");
    code.rsplit_once('.').map_or(code, |(rule, _)| rule)
}

/// A moment in the hub's format.
pub fn moment(value: &Value) -> Timestamp {
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(|| panic!("no moment: {value}"))
}
