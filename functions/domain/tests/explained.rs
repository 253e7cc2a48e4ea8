//! Properties of every assessment: a reason for each conclusion, a conclusion for each reason, and
//! thresholds that only raise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod generate;

use domain::assess::{assess, rule_set};
use events::assessment::{Assessment, Category, Complexity, Flag, Funding, National, Risk, Tier};
use events::profile::Thresholds;
use generate::{TODAY, accepted, config, judged, read};
use proptest::prelude::*;

/// Each conclusion, and the prefix of its reasons' codes.
fn conclusions(of: &Assessment) -> Vec<(String, Vec<&'static str>)> {
    let mut all = vec![
        match of.tier {
            Tier::Standard => (of.tier.to_string(), vec!["R-STANDARD"]),
            // Its categories are its reasons.
            Tier::Enhanced => (
                of.tier.to_string(),
                of.categories.iter().flat_map(|c| category(*c)).collect(),
            ),
        },
        (format!("risk {}", of.risk), risk(of.risk)),
        (
            of.complexity.to_string(),
            match of.complexity {
                Complexity::SelfHelp => vec!["R-SELF-HELP"],
                Complexity::Low => vec!["R-LOW"],
                Complexity::Complex => vec!["R-COMPLEX-"],
            },
        ),
        (
            of.funding.to_string(),
            match of.funding {
                Funding::MojGrant => vec!["R-FUNDING-MOJ"],
                Funding::PccBudget => vec!["R-FUNDING-PCC"],
            },
        ),
        (
            "contact".to_owned(),
            match of.contact.automatic {
                None => vec!["R-CONTACT-NONE"],
                Some(_) => vec!["R-CONTACT-SAFE", "R-CONTACT-PREFERRED"],
            },
        ),
    ];
    all.extend(
        of.contact
            .task
            .then(|| ("task".to_owned(), vec!["R-CONTACT-TASK"])),
    );
    all.extend(
        of.categories
            .iter()
            .map(|one| (one.to_string(), category(*one))),
    );
    all.extend(of.flags.iter().map(|one| (one.to_string(), flag(*one))));
    all.extend(
        of.national
            .iter()
            .map(|one| (one.to_string(), national(*one))),
    );
    let stages = ["R-STAGE-1", "R-STAGE-2", "R-STAGE-3"];
    all.extend(of.stages.iter().map(|stage| {
        (
            format!("stage {stage}"),
            vec![stages[usize::from(*stage) - 1]],
        )
    }));
    all
}

fn category(category: Category) -> Vec<&'static str> {
    match category {
        Category::MostSeriousCrime => vec![
            "R-DA",
            "R-HATE",
            "R-TERRORISM",
            "R-SEXUAL-OFFENCE",
            "R-MODERN-SLAVERY",
            "R-ATTEMPTED-MURDER",
            "R-KIDNAP",
            "R-FALSE-IMPRISONMENT",
            "R-ARSON",
            "R-WOUNDING",
            "R-BEREAVED",
        ],
        Category::PersistentlyTargeted => vec!["R-REPEATED", "R-STALKED"],
        Category::Vulnerable => {
            vec![
                "R-UNDER-18",
                "R-MENTAL-DISORDER",
                "R-LEARNING-DISABILITY",
                "R-PHYSICAL-DISABILITY",
            ]
        }
        Category::Intimidated => vec!["R-INTIMIDATED"],
    }
}

fn risk(risk: Risk) -> Vec<&'static str> {
    match risk {
        Risk::Standard => vec!["R-RISK-STANDARD"],
        Risk::Medium => vec![
            "R-RISK-ONE-SIGN",
            "R-RISK-DASH-MEDIUM",
            "R-RISK-JUDGED-MEDIUM",
        ],
        Risk::High => vec![
            "R-RISK-DANGER-NOW",
            "R-RISK-STRANGLED",
            "R-RISK-THREATS-TO-KILL",
            "R-RISK-HONOUR",
            "R-RISK-DASH-HIGH",
            "R-RISK-JUDGED-HIGH",
            "R-RISK-SEVERAL-SIGNS",
        ],
    }
}

fn flag(flag: Flag) -> Vec<&'static str> {
    match flag {
        Flag::ImmediateDanger => vec!["R-IMMEDIATE-DANGER"],
        Flag::Marac => vec!["R-MARAC-"],
        Flag::MashChild => vec!["R-MASH-CHILD-"],
        Flag::MashAdult => vec!["R-MASH-ADULT-"],
        Flag::SuicideRisk => vec!["R-SUICIDE-RISK"],
        Flag::DeviceUnsafe => vec!["R-DEVICE-UNSAFE"],
        Flag::ConflictCheck => vec!["R-CONFLICT-CHECK"],
        Flag::GuardianConflict => vec!["R-GUARDIAN-CONFLICT"],
    }
}

fn national(national: National) -> Vec<&'static str> {
    match national {
        National::Homicide => vec!["R-NATIONAL-HOMICIDE"],
        National::Trafficking => vec!["R-NATIONAL-TRAFFICKING"],
        National::RapeSupport => vec!["R-NATIONAL-RAPE-SUPPORT"],
        National::CourtWitness => vec!["R-NATIONAL-COURT"],
    }
}

/// A code, or the prefix of the codes of one conclusion.
fn is_of(rule: &str, of: &str) -> bool {
    rule == of
        || (of.ends_with('-') && rule.starts_with(of))
        || (of == "R-DA" && rule.starts_with("R-DA-"))
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn every_conclusion_has_a_reason_and_every_reason_a_conclusion(document in accepted()) {
        let found = judged(&document);
        let conclusions = conclusions(&found);
        for (what, codes) in &conclusions {
            let explained = found.reasons.iter().any(|reason| codes.iter().any(|code| is_of(&reason.rule, code)));
            prop_assert!(explained, "{what} has no reason: {:?}", found.reasons);
        }
        for specialism in &found.specialisms {
            let code = format!("R-SPECIALISM-{}", specialism.as_str().to_uppercase());
            prop_assert!(found.reasons.iter().any(|reason| reason.rule == code), "{specialism} has no reason");
        }
        for reason in &found.reasons {
            let rule = reason.rule.as_str();
            let of_specialism = || rule.strip_prefix("R-SPECIALISM-").is_some_and(|name| {
                found.specialisms.iter().any(|specialism| specialism.as_str().to_uppercase() == name)
            });
            let concluded = conclusions.iter().any(|(_, codes)| codes.iter().any(|code| is_of(rule, code)));
            prop_assert!(concluded || of_specialism(), "{rule} concludes nothing: {found:?}");
            prop_assert!(!reason.because.is_empty() && !reason.authority.is_empty(), "{rule} has no words");
        }
    }

    #[test]
    fn tighter_bounds_never_lower_a_result(
        document in accepted(),
        dash_high in prop::option::of(0..=30_u32),
        dash_medium in prop::option::of(0..=30_u32),
        marac_events in prop::option::of(0..=6_u64),
    ) {
        let before = judged(&document);
        let bounds = Thresholds { dash_high, dash_medium, marac_events };
        let rules = rule_set("2021-04.1").unwrap().tightened(&bounds, "here");
        let after = assess(&read(&document), &rules, TODAY);
        prop_assert!(after.tier >= before.tier && after.risk >= before.risk && after.complexity >= before.complexity);
        prop_assert!(before.flags.iter().all(|flag| after.has(*flag)));
        prop_assert!(before.categories.iter().all(|category| after.categories.contains(category)));
        prop_assert!(before.stages.iter().all(|stage| after.stages.contains(stage)));
        prop_assert!(before.specialisms.iter().all(|specialism| after.specialisms.contains(specialism)));
        prop_assert_eq!(after.rules == before.rules, rules.as_ref() == rule_set("2021-04.1").unwrap());
    }
}
