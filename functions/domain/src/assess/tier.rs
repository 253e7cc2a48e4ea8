//! Enhanced rights under the Victims' Code: who has them, and why.

use super::facts::{Facts, yes};
use super::reasons::Reasons;
use super::rule::Rule;
use events::assessment::{Category, Tier};
use events::referral::IncidentFlag;

/// The categories that apply.
pub(super) fn categories(facts: &Facts<'_>, why: &mut Reasons<'_>) -> Vec<Category> {
    let mut categories = Vec::new();
    if most_serious_crime(facts, why) {
        categories.push(Category::MostSeriousCrime);
    }
    if persistently_targeted(facts, why) {
        categories.push(Category::PersistentlyTargeted);
    }
    if vulnerable(facts, why) {
        categories.push(Category::Vulnerable);
    }
    if why.when(
        yes(facts.circumstances.afraid_to_give_evidence),
        Rule::Intimidated,
    ) {
        categories.push(Category::Intimidated);
    }
    categories
}

/// The tier is enhanced if at least one category applies.
pub(super) fn tier(categories: &[Category], why: &mut Reasons<'_>) -> Tier {
    if categories.is_empty() {
        why.add(Rule::Standard);
        Tier::Standard
    } else {
        Tier::Enhanced
    }
}

fn most_serious_crime(facts: &Facts<'_>, why: &mut Reasons<'_>) -> bool {
    if facts.domestic_abuse() && !facts.flag(IncidentFlag::DomesticAbuse) {
        // If nobody called it that, the person should hear why the hub concluded it.
        why.any(&[
            (facts.partner_or_ex(), Rule::DaPartner),
            (facts.honour(), Rule::DaHonour),
            (facts.dash().is_some(), Rule::DaDash),
        ]);
    }
    why.any(&[
        (facts.domestic_abuse(), Rule::Da),
        (facts.hate(), Rule::Hate),
        (facts.flag(IncidentFlag::Terrorism), Rule::Terrorism),
        (facts.flag(IncidentFlag::SexualOffence), Rule::SexualOffence),
        (facts.flag(IncidentFlag::ModernSlavery), Rule::ModernSlavery),
        (
            facts.flag(IncidentFlag::AttemptedMurder),
            Rule::AttemptedMurder,
        ),
        (facts.flag(IncidentFlag::Kidnap), Rule::Kidnap),
        (
            facts.flag(IncidentFlag::FalseImprisonment),
            Rule::FalseImprisonment,
        ),
        (facts.flag(IncidentFlag::ArsonEndangeringLife), Rule::Arson),
        (facts.flag(IncidentFlag::WoundingWithIntent), Rule::Wounding),
        (facts.flag(IncidentFlag::BereavedByCrime), Rule::Bereaved),
    ])
}

fn persistently_targeted(facts: &Facts<'_>, why: &mut Reasons<'_>) -> bool {
    let times = facts.circumstances.times_in_12_months.unwrap_or(0);
    let repeated =
        times >= why.bounds().persistent_times && yes(facts.circumstances.targeted_deliberately);
    why.any(&[
        (repeated, Rule::Repeated),
        (facts.stalking(), Rule::Stalked),
    ])
}

fn vulnerable(facts: &Facts<'_>, why: &mut Reasons<'_>) -> bool {
    why.any(&[
        (facts.under_18_then, Rule::Under18),
        (
            yes(facts.circumstances.mental_disorder),
            Rule::MentalDisorder,
        ),
        (
            yes(facts.circumstances.learning_disability),
            Rule::LearningDisability,
        ),
        (
            yes(facts.circumstances.physical_disability),
            Rule::PhysicalDisability,
        ),
    ])
}
