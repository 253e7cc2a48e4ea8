//! The rule set: versioned data with an effective date. It contains the rules, their words and
//! their sources.

use super::rule::Rule;
use events::parse::Days;
use events::profile::{Profile, Thresholds};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// The shipped rule sets by version. A set that was used for a case never changes. A new version
/// follows it. A set that does not parse would be missing here, and `tests/shipped_data.rs` fails
/// then.
static SHIPPED: LazyLock<Vec<RuleSet>> = LazyLock::new(|| {
    [include_str!("../../rules/2021-04.1.json")]
        .iter()
        .filter_map(|t| RuleSet::read(t).ok())
        .collect()
});

/// One version of the rules: the thresholds that an area may tighten, and each rule's words and
/// source.
///
/// A version that does not have a rule draws no conclusion from it. Old sets therefore judge as
/// they did before a rule existed. Rules that explain a part of every assessment, such as the tier,
/// are in every set. A set without one of them does not parse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Its version, which an assessment and a case store.
    pub version: String,
    /// From when it is in force.
    #[serde(deserialize_with = "day")]
    pub effective_from: Date,
    /// The source of the set.
    pub authority: String,
    /// Whether the whole set was checked against that source.
    pub verified: bool,
    /// The DASH ticks from which the risk is high.
    pub dash_high: u32,
    /// The DASH ticks from which it is medium.
    pub dash_medium: u32,
    /// How many of afraid, getting worse, weapon and recently separated make domestic abuse or
    /// stalking high risk.
    pub aggravating_for_high: usize,
    /// The events in twelve months from which a MARAC considers domestic abuse.
    pub marac_events: u64,
    /// The deliberate acts from which the person counts as persistently targeted.
    pub persistent_times: u32,
    /// The number of groups of needs, of six, with a heavy need that makes a case complex.
    pub groups_for_complex: u32,
    /// Its rules.
    rules: Texts,
}

/// The words and the source of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// The text after "because", which a coordinator can read to the person.
    pub because: String,
    /// The edition and right of the Victims' Code, or the row of a paper, such as `AS2`.
    pub authority: String,
    /// Whether the rule was checked against that source.
    pub verified: bool,
}

/// Why a profile's rules cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRules {
    /// No set with that version is shipped.
    NotShipped,
    /// The set is in force only from a later day.
    NotYet(Date),
}

impl fmt::Display for NoRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotShipped => f.write_str("a rule set of that version is not shipped"),
            Self::NotYet(from) => write!(f, "the rule set is in force from {from} only"),
        }
    }
}

impl std::error::Error for NoRules {}

/// The shipped rule set with that version.
///
/// ```
/// let rules = domain::assess::rule_set("2021-04.1").unwrap();
/// assert_eq!(rules.dash_high, 14);
/// assert!(domain::assess::rule_set("1999-01.1").is_none());
/// ```
pub fn rule_set(version: &str) -> Option<&'static RuleSet> {
    SHIPPED.iter().find(|rules| rules.version == version)
}

/// The shipped rule set with that version, if it is in force on `day`. A profile may only name such
/// a set.
///
/// # Errors
///
/// [`NoRules`] if there is none, or it is not in force yet.
///
/// ```
/// use domain::assess::{NoRules, rules_in_force};
/// use jiff::civil::date;
/// assert!(rules_in_force("2021-04.1", date(2021, 4, 1)).is_ok());
/// assert_eq!(rules_in_force("2021-04.1", date(2021, 3, 31)), Err(NoRules::NotYet(date(2021, 4,
/// 1))));
/// ```
pub fn rules_in_force(version: &str, day: Date) -> Result<&'static RuleSet, NoRules> {
    let rules = rule_set(version).ok_or(NoRules::NotShipped)?;
    if rules.effective_from <= day {
        Ok(rules)
    } else {
        Err(NoRules::NotYet(rules.effective_from))
    }
}

/// The rules with which the area assesses on `day`.
///
/// # Errors
/// [`NoRules`] of [`rules_in_force`].
pub fn rules_for(profile: &Profile, day: Date) -> Result<Cow<'static, RuleSet>, NoRules> {
    let rules = rules_in_force(&profile.rules, day)?;
    Ok(rules.tightened(&profile.thresholds, &profile.area))
}

impl RuleSet {
    /// Parses a rule set from its JSON.
    ///
    /// # Errors
    /// The text is not a rule set, it has an unknown rule, or a required rule is missing.
    pub fn read(json: &str) -> serde_json::Result<Self> {
        serde_json::from_str(json)
    }

    /// The rules with an area's thresholds where these are tighter. Looser ones change nothing. The
    /// reasons keep their words. A set that differs has that in its version: `2021-04.1+kent`.
    pub fn tightened(&self, bounds: &Thresholds, area: &str) -> Cow<'_, Self> {
        let tighter = |bound: Option<u32>, own: u32| bound.unwrap_or(own).min(own);
        let dash_high = tighter(bounds.dash_high, self.dash_high);
        let dash_medium = tighter(bounds.dash_medium, self.dash_medium);
        let marac_events = bounds
            .marac_events
            .unwrap_or(self.marac_events)
            .min(self.marac_events);
        if (dash_high, dash_medium, marac_events)
            == (self.dash_high, self.dash_medium, self.marac_events)
        {
            return Cow::Borrowed(self);
        }
        let version = format!("{}+{area}", self.version);
        Cow::Owned(Self {
            version,
            dash_high,
            dash_medium,
            marac_events,
            ..self.clone()
        })
    }

    /// The rules by their codes, with their words and sources.
    pub fn rules(&self) -> impl Iterator<Item = (&'static str, &RuleText)> {
        Rule::ALL
            .iter()
            .filter_map(|rule| Some((rule.code(), self.text(*rule)?)))
    }

    /// The words of a rule, if the set has it.
    pub(super) fn text(&self, rule: Rule) -> Option<&RuleText> {
        self.rules.0.get(rule.place()).and_then(Option::as_ref)
    }
}

/// The rules of a set, each at its position. Tightened sets share them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    try_from = "BTreeMap<Rule, RuleText>",
    into = "BTreeMap<Rule, RuleText>"
)]
struct Texts(Arc<[Option<RuleText>]>);

impl TryFrom<BTreeMap<Rule, RuleText>> for Texts {
    type Error = String;

    fn try_from(mut rules: BTreeMap<Rule, RuleText>) -> Result<Self, String> {
        match Rule::ALL
            .iter()
            .find(|rule| rule.is_in_every_set() && !rules.contains_key(rule))
        {
            Some(missing) => Err(format!(
                "the rule {} is in every set and not in this one",
                missing.code()
            )),
            None => Ok(Self(
                Rule::ALL.iter().map(|rule| rules.remove(rule)).collect(),
            )),
        }
    }
}

impl From<Texts> for BTreeMap<Rule, RuleText> {
    fn from(texts: Texts) -> Self {
        Rule::ALL
            .iter()
            .copied()
            .zip(texts.0.iter())
            .filter_map(|(rule, text)| Some((rule, text.clone()?)))
            .collect()
    }
}

/// Parses `YYYY-MM-DD` with the hub's own small parser, because browsers download this code and
/// every byte counts.
fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let text = Cow::<str>::deserialize(from)?;
    let day = Days::read(&text).filter(|days| days.first == days.last);
    day.map(|days| days.first)
        .ok_or_else(|| serde::de::Error::custom("not a day, such as 2021-04-01"))
}
