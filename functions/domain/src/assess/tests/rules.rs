//! The rule set as data: its rules, its first day, and an area's tighter thresholds.

use super::*;
use crate::assess::rule::Rule;
use events::profile::Thresholds;
use std::borrow::Cow;

fn shipped() -> &'static RuleSet {
    rule_set("2021-04.1").unwrap()
}

/// The shipped set with a part of its JSON changed.
fn changed(change: impl FnOnce(&mut Value)) -> serde_json::Result<RuleSet> {
    let mut document = serde_json::to_value(shipped()).unwrap();
    change(&mut document);
    RuleSet::read(&document.to_string())
}

#[test]
fn the_newest_rules_are_complete() {
    let sources = [
        include_str!("../../assess.rs"),
        include_str!("../complexity.rs"),
        include_str!("../contact.rs"),
        include_str!("../flags.rs"),
        include_str!("../risk.rs"),
        include_str!("../specialism.rs"),
        include_str!("../tier.rs"),
    ];
    for rule in Rule::ALL {
        let text = shipped()
            .text(*rule)
            .unwrap_or_else(|| panic!("{} has no words", rule.code()));
        assert!(
            !text.because.is_empty() && !text.authority.is_empty(),
            "{}",
            rule.code()
        );
        assert!(
            !text.because.ends_with('.') && text.because.chars().next().unwrap().is_lowercase(),
            "{}",
            rule.code()
        );
        let asked = format!("Rule::{rule:?}");
        let asks = |source: &str| {
            source
                .split(&asked)
                .skip(1)
                .any(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        assert!(
            sources.into_iter().any(asks),
            "nothing asks for {}",
            rule.code()
        );
    }
}

#[test]
fn a_rule_set_survives_being_written_and_read() {
    let text = serde_json::to_string(shipped()).unwrap();
    assert_eq!(&RuleSet::read(&text).unwrap(), shipped());
    assert!(RuleSet::read(&text.replace("dash_high", "dash_hihg")).is_err());
    for (day, fine) in [
        ("2021-04-01", true),
        ("2021-04", false),
        ("1 April 2021", false),
        ("", false),
    ] {
        assert_eq!(
            changed(|set| set["effective_from"] = json!(day)).is_ok(),
            fine,
            "{day}"
        );
    }
    let unknown = changed(|set| set["rules"]["R-DAA"] = set["rules"]["R-DA"].clone())
        .unwrap_err()
        .to_string();
    assert!(unknown.contains("R-DAA"), "{unknown}");
}

#[test]
fn a_rule_that_a_set_does_not_have_concludes_nothing() {
    let without =
        |code: &str| changed(|set| drop(set["rules"].as_object_mut().unwrap().remove(code)));
    let arson = referral(json!({"incident": {"flags": ["arson-endangering-life"]}}));
    assert_eq!(assess(&arson, shipped(), TODAY).tier, Tier::Enhanced);
    assert_eq!(
        assess(&arson, &without("R-ARSON").unwrap(), TODAY).tier,
        Tier::Standard
    );
    // Only a rule that explains a permanent part of the assessment is required.
    for rule in Rule::ALL {
        let read = without(rule.code());
        assert_eq!(read.is_err(), rule.is_in_every_set(), "{}", rule.code());
        assert!(
            read.is_ok_and(|set| set.rules().count() + 1 == Rule::ALL.len())
                || rule.is_in_every_set()
        );
    }
    assert!(
        without("R-STANDARD")
            .unwrap_err()
            .to_string()
            .contains("R-STANDARD")
    );
}

#[test]
fn a_set_is_in_force_from_its_day() {
    assert_eq!(rules_in_force("2021-04.1", date(2021, 4, 1)), Ok(shipped()));
    assert_eq!(rules_in_force("2021-04.1", TODAY), Ok(shipped()));
    assert_eq!(
        rules_in_force("2021-04.1", date(2021, 3, 31)),
        Err(NoRules::NotYet(date(2021, 4, 1)))
    );
    assert_eq!(rules_in_force("2999-01.1", TODAY), Err(NoRules::NotShipped));
    assert_eq!(
        NoRules::NotYet(TODAY).to_string(),
        "the rule set is in force from 2026-11-22 only"
    );
}

#[test]
fn a_tightened_rule_set_has_its_own_version() {
    let bounds = Thresholds {
        dash_high: Some(12),
        marac_events: Some(2),
        ..Thresholds::default()
    };
    let rules = shipped().tightened(&bounds, "kent");
    let person = referral(json!({"dash": {"ticks": 12, "events_in_12_months": 2}}));
    let (by_default, tightened) = (
        assess(&person, shipped(), TODAY),
        assess(&person, &rules, TODAY),
    );
    assert_eq!(
        (by_default.risk, tightened.risk),
        (Risk::Medium, Risk::High)
    );
    assert!(!by_default.has(Flag::Marac) && tightened.has(Flag::Marac));
    assert_eq!(
        (by_default.rules.as_str(), tightened.rules.as_str()),
        ("2021-04.1", "2021-04.1+kent")
    );
    assert!(
        tightened
            .reasons
            .iter()
            .any(|r| r.rule == "R-RISK-DASH-HIGH" && r.because.contains("shows a high risk"))
    );
    assert_eq!(rules.dash_medium, 10);
}

#[test]
fn a_looser_threshold_changes_nothing() {
    for bounds in [
        Thresholds::default(),
        Thresholds {
            dash_high: Some(14),
            dash_medium: Some(10),
            marac_events: Some(3),
        },
        Thresholds {
            dash_high: Some(24),
            dash_medium: Some(11),
            marac_events: Some(99),
        },
    ] {
        let rules = shipped().tightened(&bounds, "kent");
        assert!(
            matches!(rules, Cow::Borrowed(same) if same == shipped()),
            "{bounds:?}"
        );
    }
}
