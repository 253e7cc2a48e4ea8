//! Concerns that somebody must look at, before or alongside support.

use super::facts::{Facts, yes};
use super::reasons::Reasons;
use super::rule::Rule;
use events::assessment::{Flag, Risk};
use events::referral::NeedCode;

pub(super) fn flags(facts: &Facts<'_>, risk: Risk, why: &mut Reasons<'_>) -> Vec<Flag> {
    Flag::ALL
        .iter()
        .copied()
        .filter(|flag| holds(*flag, facts, risk, why))
        .collect()
}

fn holds(flag: Flag, facts: &Facts<'_>, risk: Risk, why: &mut Reasons<'_>) -> bool {
    match flag {
        Flag::ImmediateDanger => why.when(yes(facts.safety.in_danger_now), Rule::ImmediateDanger),
        Flag::Marac => marac(facts, risk, why),
        Flag::MashChild => mash_child(facts, risk, why),
        Flag::MashAdult => mash_adult(facts, risk, why),
        Flag::SuicideRisk => why.when(yes(facts.safety.thoughts_of_suicide), Rule::SuicideRisk),
        Flag::DeviceUnsafe => {
            why.when(yes(facts.safety.someone_may_see_device), Rule::DeviceUnsafe)
        }
        Flag::ConflictCheck => why.when(
            yes(facts.circumstances.lives_with_suspect),
            Rule::ConflictCheck,
        ),
        Flag::GuardianConflict => {
            why.when(facts.guardian_may_be_the_danger(), Rule::GuardianConflict)
        }
    }
}

/// The conference considers only domestic abuse.
fn marac(facts: &Facts<'_>, risk: Risk, why: &mut Reasons<'_>) -> bool {
    let events = facts.events_in_12_months() >= why.bounds().marac_events;
    facts.domestic_abuse()
        && why.any(&[
            (risk == Risk::High, Rule::MaracRisk),
            (events, Rule::MaracEvents),
            (facts.needs(NeedCode::MaracOrMash), Rule::MaracNeed),
        ])
}

/// A child at risk in the household, or a person who is a child.
fn mash_child(facts: &Facts<'_>, risk: Risk, why: &mut Reasons<'_>) -> bool {
    let children_at_home = yes(facts.circumstances.children_at_home);
    why.any(&[
        (yes(facts.safety.child_at_risk), Rule::MashChildAtRisk),
        (
            facts.domestic_abuse() && risk == Risk::High && children_at_home,
            Rule::MashChildAtHome,
        ),
        (
            facts.under_18_today && risk >= Risk::Medium,
            Rule::MashChildRisk,
        ),
        (
            facts.under_18_today && safeguarding(facts),
            Rule::MashChildNeed,
        ),
    ])
}

/// An adult at risk. A person counts as an adult here unless they are known to be under 18.
fn mash_adult(facts: &Facts<'_>, risk: Risk, why: &mut Reasons<'_>) -> bool {
    why.any(&[
        (
            risk == Risk::High && facts.disorder_or_disability(),
            Rule::MashAdultRisk,
        ),
        (
            !facts.under_18_today && safeguarding(facts),
            Rule::MashAdultNeed,
        ),
    ])
}

fn safeguarding(facts: &Facts<'_>) -> bool {
    facts.needs(NeedCode::SafeguardingConcerns) || facts.needs(NeedCode::MaracOrMash)
}
