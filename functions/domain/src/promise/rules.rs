//! The Victims' Code as data: each edition with its rules and the date from which it is in force.
//!
//! Once an edition has made a promise, it never changes; a new edition follows it. A draft may exist at the same time
//! as the edition in force. A draft makes no promises.
//!
//! The Code has some duties without a time limit: written confirmation, agreement on updates, and the Victim Personal
//! Statement. Their rules use the hub's own limit of five working days, and their authority says so. Without a limit,
//! nobody would notice that a duty was missed.

use events::assessment::{Specialism, Tier};
use events::justice::{Agency, Limit, PromiseOwner, Step};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

static SHIPPED: LazyLock<Vec<Edition>> = LazyLock::new(|| {
    [include_str!("../../rules/code-2020.json")]
        .iter()
        .filter_map(|text| serde_json::from_str(text).ok())
        .collect()
});

/// Whether an edition is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// In force from its date.
    Operative,
    /// Not in force, even after its date.
    Draft,
}

/// One edition of the Code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Its name, such as `2020`.
    pub edition: String,
    /// The first day on which it is in force.
    pub effective_from: Date,
    /// Whether it is in force.
    pub status: Status,
    /// Its source.
    pub authority: String,
    /// Its rules, in the order of the Code's table.
    pub rules: Vec<Rule>,
}

/// A duty that follows from one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its code, unique in the edition and without a point.
    pub code: String,
    /// The step that makes the promise.
    pub step: Step,
    /// Who owes it. Absent if the agency that recorded the step owes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PromiseOwner>,
    /// The key of the text that tells the person what will be done.
    pub what: String,
    /// What another agency has to do first. Its clock is the first of two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<First>,
    /// The time limit.
    pub limit: Limits,
    /// The step that starts the clock, if it is not the step that makes the promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_from: Option<Step>,
    /// The step that keeps it, if telling the person does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_by: Option<Step>,
    /// The step that ends its time limit early. The promise must be kept before that step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Step>,
    /// Whether it is owed only once in a case. An earlier step that keeps it counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// The specialisms to which it applies. If empty, it applies to everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_for: Vec<Specialism>,
    /// The edition and right of the Code, or the hub's policy.
    pub authority: String,
    /// Whether it was checked against that source.
    pub verified: bool,
}

/// The first of two clocks. It is the court's; the second is witness care's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct First {
    /// Its code, without a point.
    pub code: String,
    /// Who owes it.
    pub owner: PromiseOwner,
    /// The key of the text that tells the person what will be done.
    pub what: String,
    /// The time limit.
    pub limit: Limits,
}

/// The time limits, by the rights that the person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// With standard rights.
    pub standard: Limit,
    /// With enhanced rights.
    pub enhanced: Limit,
}

impl Limits {
    /// The limit for that tier.
    pub const fn of(self, tier: Tier) -> Limit {
        match tier {
            Tier::Standard => self.standard,
            Tier::Enhanced => self.enhanced,
        }
    }
}

impl Rule {
    /// Whether it applies to a person with those specialisms.
    pub fn is_for(&self, specialisms: &[Specialism]) -> bool {
        self.only_for.is_empty() || self.only_for.iter().any(|one| specialisms.contains(one))
    }

    /// Who owes it when `recorder` recorded the step.
    pub fn owed_by(&self, recorder: Agency) -> PromiseOwner {
        self.owner.unwrap_or(match recorder {
            Agency::Police => PromiseOwner::Police,
            Agency::WitnessCare => PromiseOwner::WitnessCare,
        })
    }
}

impl Edition {
    /// The rule with that code.
    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.code == code)
    }

    /// Whether the rule with that code was checked against its source.
    pub fn is_checked(&self, code: &str) -> bool {
        self.rule(code).is_some_and(|rule| rule.verified)
    }

    /// Whether a court decides the step and witness care passes the decision on. Such a step has two clocks in a row.
    pub fn comes_from_court(&self, step: Step) -> bool {
        self.rules
            .iter()
            .any(|rule| rule.step == step && rule.first.is_some())
    }
}

/// The shipped edition that is in force on `day`. `None` before the first edition.
///
/// ```
/// use domain::promise::code_edition;
/// assert_eq!(code_edition(jiff::civil::date(2026, 11, 23)).unwrap().edition, "2020");
/// assert!(code_edition(jiff::civil::date(2021, 3, 31)).is_none());
/// ```
pub fn code_edition(day: Date) -> Option<&'static Edition> {
    in_force(&SHIPPED, day)
}

/// The edition that is in force on `day`: the latest one that has begun and is not a draft.
pub fn in_force(editions: &[Edition], day: Date) -> Option<&Edition> {
    let begun =
        |edition: &&Edition| edition.status == Status::Operative && edition.effective_from <= day;
    editions
        .iter()
        .filter(begun)
        .max_by_key(|edition| edition.effective_from)
}
