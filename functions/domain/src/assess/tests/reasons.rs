//! The rule set as data: every rule has words and a source, and every word has a rule.

use super::*;
use std::collections::BTreeSet;

/// Every rule code that the modules name.
fn named_in_the_code() -> BTreeSet<&'static str> {
    [
        include_str!("../../assess.rs"),
        include_str!("../complexity.rs"),
        include_str!("../contact.rs"),
        include_str!("../flags.rs"),
        include_str!("../risk.rs"),
        include_str!("../specialism.rs"),
        include_str!("../tier.rs"),
    ]
    .into_iter()
    .flat_map(|source| source.split('"').skip(1).step_by(2))
    .filter(|text| text.starts_with("R-"))
    .collect()
}

#[test]
fn the_shipped_rules_are_exactly_those_that_the_code_asks_for() {
    let rules = rule_set("2021-04.1").unwrap();
    let shipped: BTreeSet<_> = rules.rules.keys().map(String::as_str).collect();
    assert_eq!(shipped, named_in_the_code());
    for (code, text) in &rules.rules {
        assert!(!text.because.is_empty() && !text.authority.is_empty(), "{code}");
        assert!(!text.because.ends_with('.') && text.because.chars().next().unwrap().is_lowercase(), "{code}");
    }
}

#[test]
fn a_rule_set_survives_being_written_and_read() {
    let rules = rule_set("2021-04.1").unwrap();
    let text = serde_json::to_string(rules).unwrap();
    assert_eq!(&serde_json::from_str::<RuleSet>(&text).unwrap(), rules);
    assert!(serde_json::from_str::<RuleSet>(&text.replace("dash_high", "dash_hihg")).is_err());
}

#[test]
fn an_area_may_tighten_the_bounds() {
    let mut rules = rule_set("2021-04.1").unwrap().clone();
    let person = referral(json!({"dash": {"ticks": 12, "events_in_12_months": 2}}));
    let by_default = assess(&person, &rules, TODAY);
    rules.dash_high = 12;
    rules.marac_events = 2;
    "2021-04.1-kent".clone_into(&mut rules.version);
    let tightened = assess(&person, &rules, TODAY);
    assert_eq!((by_default.risk, tightened.risk), (Risk::Medium, Risk::High));
    assert!(!by_default.has(Flag::Marac) && tightened.has(Flag::Marac));
    assert_eq!(tightened.rules, "2021-04.1-kent");
}

#[test]
fn every_conclusion_is_explained() {
    let found = assessed(json!({
        "incident": {"flags": ["sexual-offence"]},
        "circumstances": {"suspect_known": "partner-or-ex", "lives_with_suspect": true},
        "safety": {"afraid": true, "getting_worse": true, "thoughts_of_suicide": true},
        "needs": [{"code": "restorative-justice", "weight": "a-little"}],
    }));
    let rules: Vec<_> = found.reasons.iter().map(|reason| reason.rule.as_str()).collect();
    assert_eq!(
        rules,
        [
            "R-DA-PARTNER",
            "R-DA",
            "R-SEXUAL-OFFENCE",
            "R-RISK-SEVERAL-SIGNS",
            "R-MARAC-RISK",
            "R-SUICIDE-RISK",
            "R-CONFLICT-CHECK",
            "R-COMPLEX-RISK",
            "R-COMPLEX-SPECIALIST",
            "R-STAGE-1",
            "R-STAGE-2",
            "R-STAGE-3",
            "R-NATIONAL-RAPE-SUPPORT",
            "R-FUNDING-MOJ",
            "R-SPECIALISM-ISVA",
            "R-SPECIALISM-IDVA",
            "R-SPECIALISM-DOMESTIC-ABUSE",
            "R-SPECIALISM-RESTORATIVE-JUSTICE",
            "R-CONTACT-NONE",
            "R-CONTACT-TASK",
        ]
    );
}

#[test]
fn specialisms_come_from_flags_and_answers() {
    for (sections, expected) in [
        (json!({"incident": {"flags": ["hate-race", "hate-religion"]}}), vec![Specialism::HateCrime]),
        (json!({"incident": {"flags": ["stalking-or-harassment"]}}), vec![Specialism::Stalking]),
        (json!({"incident": {"flags": ["bereaved-by-crime"]}}), vec![Specialism::Bereavement]),
        (
            json!({"incident": {"flags": ["exploitation", "modern-slavery", "fraud"]}}),
            vec![Specialism::Exploitation, Specialism::ModernSlavery, Specialism::Fraud],
        ),
        (json!({"circumstances": {"learning_disability": true}}), vec![Specialism::LearningDisability]),
        (json!({"wishes": {"restorative_justice": "interested"}}), vec![Specialism::RestorativeJustice]),
        (json!({"wishes": {"restorative_justice": "not-now"}}), vec![]),
        (json!({"person": {"age_band": "16-17"}}), vec![Specialism::YoungPeople]),
        (json!({"person": {"date_of_birth": "2000-01-01"}, "incident": {"occurred": "2016"}}), vec![]),
        (json!({"dash": {"ticks": 13}}), vec![Specialism::DomesticAbuse]),
        (json!({"dash": {"ticks": 14}}), vec![Specialism::Idva, Specialism::DomesticAbuse]),
    ] {
        assert_eq!(assessed(sections.clone()).specialisms, expected, "{sections}");
    }
}
