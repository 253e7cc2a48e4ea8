//! The reasons of one assessment: each rule that applies, once, in the words of the rule set.

use super::rule::Rule;
use super::rules::RuleSet;
use events::assessment::Reason;

/// The reasons so far, in the order in which the rules were checked, without repeats.
pub(super) struct Reasons<'a> {
    rules: &'a RuleSet,
    given: u128,
    reasons: Vec<Reason>,
}

impl<'a> Reasons<'a> {
    pub(super) fn new(rules: &'a RuleSet) -> Self {
        Self {
            rules,
            given: 0,
            reasons: Vec::new(),
        }
    }

    /// The rule set's thresholds.
    pub(super) fn bounds(&self) -> &'a RuleSet {
        self.rules
    }

    /// Adds a rule as a reason if it applies and the set has it. Returns whether both are true.
    pub(super) fn when(&mut self, holds: bool, rule: Rule) -> bool {
        let Some(text) = self.rules.text(rule).filter(|_| holds) else {
            return false;
        };
        let bit = 1 << rule.place();
        if self.given & bit == 0 {
            self.given |= bit;
            let (because, authority) = (text.because.clone(), text.authority.clone());
            self.reasons.push(Reason {
                rule: rule.code().to_owned(),
                because,
                authority,
            });
        }
        true
    }

    /// Adds a rule that every set has.
    pub(super) fn add(&mut self, rule: Rule) {
        self.when(true, rule);
    }

    /// Adds several rules that lead to one conclusion. Each that applies is a reason.
    pub(super) fn any(&mut self, rules: &[(bool, Rule)]) -> bool {
        rules
            .iter()
            .fold(false, |any, (holds, rule)| self.when(*holds, *rule) || any)
    }

    pub(super) fn into_vec(self) -> Vec<Reason> {
        self.reasons
    }
}
