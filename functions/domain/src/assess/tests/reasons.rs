//! Every conclusion has a reason that the person can hear.

use super::*;

#[test]
fn every_conclusion_is_explained() {
    let found = assessed(json!({
        "incident": {"flags": ["sexual-offence"]},
        "circumstances": {"suspect_known": "partner-or-ex", "lives_with_suspect": true},
        "safety": {"afraid": true, "getting_worse": true, "thoughts_of_suicide": true},
        "needs": [{"code": "restorative-justice", "weight": "a-little"}],
    }));
    let rules: Vec<_> = found
        .reasons
        .iter()
        .map(|reason| reason.rule.as_str())
        .collect();
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
        (
            json!({"incident": {"flags": ["hate-race", "hate-religion"]}}),
            vec![Specialism::HateCrime],
        ),
        (
            json!({"incident": {"flags": ["stalking-or-harassment"]}}),
            vec![Specialism::Stalking],
        ),
        (
            json!({"incident": {"flags": ["bereaved-by-crime"]}}),
            vec![Specialism::Bereavement],
        ),
        (
            json!({"incident": {"flags": ["exploitation", "modern-slavery", "fraud"]}}),
            vec![
                Specialism::Exploitation,
                Specialism::ModernSlavery,
                Specialism::Fraud,
            ],
        ),
        (
            json!({"circumstances": {"learning_disability": true}}),
            vec![Specialism::LearningDisability],
        ),
        (
            json!({"wishes": {"restorative_justice": "interested"}}),
            vec![Specialism::RestorativeJustice],
        ),
        (
            json!({"wishes": {"restorative_justice": "not-now"}}),
            vec![],
        ),
        (
            json!({"person": {"age_band": "16-17"}}),
            vec![Specialism::YoungPeople],
        ),
        (
            json!({"person": {"date_of_birth": "2000-01-01"}, "incident": {"occurred": "2016"}}),
            vec![],
        ),
        (
            json!({"dash": {"ticks": 13}}),
            vec![Specialism::DomesticAbuse],
        ),
        (
            json!({"dash": {"ticks": 14}}),
            vec![Specialism::Idva, Specialism::DomesticAbuse],
        ),
    ] {
        assert_eq!(
            assessed(sections.clone()).specialisms,
            expected,
            "{sections}"
        );
    }
}
