//! How much support the person needs, and which stages of support follow.

use super::facts::Facts;
use super::reasons::Reasons;
use super::rule::Rule;
use events::assessment::{Category, Complexity, Flag, Risk, Tier};
use events::referral::Weight;

pub(super) fn complexity(
    facts: &Facts<'_>,
    tier: Tier,
    risk: Risk,
    flags: &[Flag],
    why: &mut Reasons<'_>,
) -> Complexity {
    let heavy = || {
        facts
            .weighed_needs()
            .filter(|(_, weight)| *weight >= Weight::ALot)
    };
    let heavy_groups = heavy().fold(0_u8, |groups, (code, _)| groups | 1 << code.group() as u8);
    let overwhelmed = facts
        .weighed_needs()
        .any(|(_, weight)| weight == Weight::Overwhelming);
    let many = heavy_groups.count_ones() >= why.bounds().groups_for_complex;
    if why.any(&[
        (risk == Risk::High, Rule::ComplexRisk),
        (overwhelmed, Rule::ComplexOverwhelmed),
        (many, Rule::ComplexManyNeeds),
        (facts.specialist(), Rule::ComplexSpecialist),
    ]) {
        return Complexity::Complex;
    }
    let light = heavy().next().is_none();
    if tier == Tier::Standard && risk == Risk::Standard && flags.is_empty() && light {
        why.add(Rule::SelfHelp);
        Complexity::SelfHelp
    } else {
        why.add(Rule::Low);
        Complexity::Low
    }
}

/// Avon and Somerset's stages (AS26). The fourth is reached through the directory, never by a rule.
pub(super) fn stages(
    facts: &Facts<'_>,
    complexity: Complexity,
    categories: &[Category],
    why: &mut Reasons<'_>,
) -> Vec<u8> {
    let third = complexity == Complexity::Complex
        || facts.specialist()
        || categories.contains(&Category::Vulnerable);
    [
        (1, true, Rule::Stage1),
        (2, complexity != Complexity::SelfHelp, Rule::Stage2),
        (3, third, Rule::Stage3),
    ]
    .into_iter()
    .filter(|(_, holds, rule)| why.when(*holds, *rule))
    .map(|(stage, ..)| stage)
    .collect()
}
