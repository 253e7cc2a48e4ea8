//! A person's way through the justice system, told to a running hub as the police and witness care tell it, and held
//! against the Code's table and a calendar by hand.

mod code;
mod owed;
mod story;

pub use code::{Limit, Rights, Row, TABLE};
pub use owed::{Account, Owed, Who};
pub use story::{Deed, NOBODY_IS_CHARGED, STARTS, TO_THE_LAST_APPEAL, When, start_in};

use crate::{Answer, Hub, police};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A case in which a story was told.
#[derive(Debug)]
pub struct Lived {
    /// Its reference.
    pub reference: String,
    /// The words that open the person's page.
    pub word: String,
    /// What has to be owed by now.
    pub account: Account,
    /// What the hub owes by now: the promises of justice, as the police see them.
    pub promises: Vec<Value>,
}

impl Lived {
    /// The promises that the hub has of a rule, in the order in which they were made.
    pub fn of<'a>(promises: &'a [Value], rule: &str) -> Vec<&'a Value> {
        promises
            .iter()
            .filter(|promise| rule_of(promise) == rule)
            .collect()
    }
}

/// The two who tell the hub of justice, signed in.
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

    /// What an agency posts about a case.
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

/// Tells a story that begins on `start` to the hub, in a new case that the police refer: at each step the hub has to owe
/// as much as the account does.
pub fn live(hub: &Hub, rights: Rights, agreed: bool, start: Date, deeds: &[Deed]) -> Lived {
    let answer = hub.post(&referral(rights, agreed));
    assert_eq!(answer.status, 201, "{}", answer.text);
    let answer = answer.json();
    let text = |name: &str| {
        answer[name]
            .as_str()
            .unwrap_or_else(|| panic!("no {name}"))
            .to_owned()
    };
    let (reference, word) = (text("reference"), text("memorable_word"));
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
    let mut account = Account::of(
        Who {
            rights,
            referred_at: moment(&view["opened_at"]),
            agreed,
        },
        start,
    );
    let mut promises = Vec::new();
    for deed in deeds {
        let (agency, what, body) = said(deed, start, &promises);
        let answer = agencies.post(hub, agency, &reference, what, &body);
        assert_eq!(answer.status, 201, "{deed:?}: {}", answer.text);
        account.does(deed);
        promises = answer.json()["promises"]
            .as_array()
            .expect("promises")
            .clone();
        assert_eq!(promises.len(), account.owed.len(), "after {deed:?}");
    }
    Lived {
        reference,
        word,
        account,
        promises,
    }
}

/// A person whom the police refer, with those rights; where they have not agreed, by the daily transfer.
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

/// Who says it, where, and in what words.
fn said(deed: &Deed, start: Date, promises: &[Value]) -> (&'static str, &'static str, Value) {
    let id = uuid::Uuid::new_v4().to_string();
    let wall = |when: When| workdays::on_the_wall(when.in_story_from(start));
    match *deed {
        Deed::Step {
            step,
            by,
            at,
            heard,
        } => {
            let mut body = json!({"id": id, "step": step, "at": wall(at)});
            if let Some(heard) = heard {
                body["heard_at"] = json!(wall(heard));
            }
            (by, "progress", body)
        }
        Deed::Told { rule, by, how, at } => {
            let latest = Lived::of(promises, rule)
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

/// A moment as the hub writes it.
pub fn moment(value: &Value) -> Timestamp {
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(|| panic!("no moment: {value}"))
}
