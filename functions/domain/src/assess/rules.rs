//! The rule set: versioned data with an effective date, and the reasons that an assessment gives from it.

use events::assessment::Reason;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The rule sets that are shipped, each under its version. One that judged a case is never changed, only followed.
static SHIPPED: LazyLock<Vec<RuleSet>> = LazyLock::new(|| {
    [include_str!("../../rules/2021-04.1.json")].iter().filter_map(|text| serde_json::from_str(text).ok()).collect()
});

/// One version of the rules: the bounds that an area may tighten, and each rule's words and source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Its name, which an assessment and a case keep.
    pub version: String,
    /// From when it is in force.
    pub effective_from: Date,
    /// What it follows.
    pub authority: String,
    /// Whether all of it was checked against that source.
    pub verified: bool,
    /// DASH ticks from which the risk is high.
    pub dash_high: u32,
    /// DASH ticks from which it is medium.
    pub dash_medium: u32,
    /// How many of afraid, getting worse, weapon, recently separated make domestic abuse or stalking high risk.
    pub aggravating_for_high: usize,
    /// Events in twelve months from which domestic abuse is for MARAC.
    pub marac_events: u64,
    /// How often, deliberately, is persistently.
    pub persistent_times: u32,
    /// In how many of the six groups a heavy need makes a case complex.
    pub groups_for_complex: usize,
    /// The words and the source of each rule, by its code.
    pub rules: BTreeMap<String, RuleText>,
}

/// Why a rule says what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// Because …: words that a coordinator can read to the person.
    pub because: String,
    /// The edition and right of the Victims' Code, or the row of a paper, such as `AS2`.
    pub authority: String,
    /// Whether it was checked against that source.
    pub verified: bool,
}

/// The shipped rule set of that version.
///
/// ```
/// let rules = domain::assess::rule_set("2021-04.1").unwrap();
/// assert_eq!(rules.dash_high, 14);
/// assert!(domain::assess::rule_set("1999-01.1").is_none());
/// ```
pub fn rule_set(version: &str) -> Option<&'static RuleSet> {
    SHIPPED.iter().find(|rules| rules.version == version)
}

/// The reasons of one assessment, in the order in which the rules were asked; none twice.
pub(super) struct Reasons<'a> {
    rules: &'a RuleSet,
    reasons: Vec<Reason>,
}

impl<'a> Reasons<'a> {
    pub(super) fn new(rules: &'a RuleSet) -> Self {
        Self { rules, reasons: Vec::new() }
    }

    /// The numbers to judge by.
    pub(super) fn bounds(&self) -> &'a RuleSet {
        self.rules
    }

    /// Gives a rule as a reason. One that the set has no words for still names itself.
    pub(super) fn add(&mut self, rule: &str) {
        if self.reasons.iter().any(|reason| reason.rule == rule) {
            return;
        }
        let text = self.rules.rules.get(rule);
        self.reasons.push(Reason {
            rule: rule.to_owned(),
            because: text.map_or_else(String::new, |text| text.because.clone()),
            authority: text.map_or_else(|| self.rules.authority.clone(), |text| text.authority.clone()),
        });
    }

    /// Gives a rule as a reason where it holds, and says whether it does.
    pub(super) fn when(&mut self, holds: bool, rule: &str) -> bool {
        if holds {
            self.add(rule);
        }
        holds
    }

    /// The same for several rules that lead to one conclusion: each that holds is a reason.
    pub(super) fn any<const N: usize>(&mut self, rules: [(bool, &str); N]) -> bool {
        rules.into_iter().fold(false, |any, (holds, rule)| self.when(holds, rule) || any)
    }

    pub(super) fn into_vec(self) -> Vec<Reason> {
        self.reasons
    }
}
