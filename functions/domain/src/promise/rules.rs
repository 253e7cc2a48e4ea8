//! The Victims' Code as data: editions with the date from which they are in force, and each edition's rules.
//!
//! Once an edition has made a promise, it never changes; a new edition follows it. A draft may exist at the same time as
//! the edition in force. A draft makes no promises.
//!
//! Where the Code gives a duty and no figure (written confirmation, how updates are agreed, the Victim Personal
//! Statement), the rule has the hub's own figure of five working days and its authority says so: a duty without a day
//! would be one that nobody misses.

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
    /// From its date on.
    Operative,
    /// Not yet, whatever its date.
    Draft,
}

/// One edition of the Code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Its name, such as `2020`.
    pub edition: String,
    /// From when it is in force.
    pub effective_from: Date,
    /// Whether it is.
    pub status: Status,
    /// What it follows.
    pub authority: String,
    /// Its rules, in the order of the Code's table.
    pub rules: Vec<Rule>,
}

/// What one step makes somebody owe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its code, without a point: one of a kind in the edition.
    pub code: String,
    /// The step that it follows from.
    pub step: Step,
    /// Who owes it. Absent if the agency that recorded the step owes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PromiseOwner>,
    /// The key of what is done, in plain words to the person.
    pub what: String,
    /// What somebody else has to do before: of two clocks the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<First>,
    /// How long.
    pub limit: Limits,
    /// The step from which the clock runs, where it is not the one that makes the promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_from: Option<Step>,
    /// The step that keeps it, where telling the person does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_by: Option<Step>,
    /// The step before which it has to be done, however much of its time is left then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Step>,
    /// Whether it is owed once in a case: what was done before then counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// For whom; empty is everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_for: Vec<Specialism>,
    /// The edition and right of the Code, or the hub's policy.
    pub authority: String,
    /// Whether it was checked against that source.
    pub verified: bool,
}

/// The first of two clocks: the court's, before witness care's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct First {
    /// Its code, without a point.
    pub code: String,
    /// Who owes it.
    pub owner: PromiseOwner,
    /// The key of what is done, in plain words to the person.
    pub what: String,
    /// How long.
    pub limit: Limits,
}

/// How long, by the rights that the person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// For everybody.
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
    /// Whether it holds for a person with those specialisms.
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
    /// The rule of that code.
    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.code == code)
    }

    /// Whether the rule of that code was checked against its source.
    pub fn is_checked(&self, code: &str) -> bool {
        self.rule(code).is_some_and(|rule| rule.verified)
    }

    /// Whether a court decides the step and witness care passes it on: two clocks, one after the other.
    pub fn comes_from_court(&self, step: Step) -> bool {
        self.rules
            .iter()
            .any(|rule| rule.step == step && rule.first.is_some())
    }
}

/// The shipped edition that is in force on `day`; nothing before the first.
///
/// ```
/// use domain::promise::code_edition;
/// assert_eq!(code_edition(jiff::civil::date(2026, 11, 23)).unwrap().edition, "2020");
/// assert!(code_edition(jiff::civil::date(2021, 3, 31)).is_none());
/// ```
pub fn code_edition(day: Date) -> Option<&'static Edition> {
    in_force(&SHIPPED, day)
}

/// The edition of `editions` that is in force on `day`: the latest that has begun and is no draft.
pub fn in_force(editions: &[Edition], day: Date) -> Option<&Edition> {
    let begun =
        |edition: &&Edition| edition.status == Status::Operative && edition.effective_from <= day;
    editions
        .iter()
        .filter(begun)
        .max_by_key(|edition| edition.effective_from)
}
