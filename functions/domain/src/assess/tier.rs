//! Who has enhanced rights under the Victims' Code, and why.

use super::facts::{Facts, yes};
use super::rules::Reasons;
use events::assessment::{Category, Tier};
use events::referral::IncidentFlag;

/// The categories that hold.
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
    if why.when(yes(facts.circumstances.afraid_to_give_evidence), "R-INTIMIDATED") {
        categories.push(Category::Intimidated);
    }
    categories
}

/// Enhanced where at least one category holds.
pub(super) fn tier(categories: &[Category], why: &mut Reasons<'_>) -> Tier {
    if categories.is_empty() {
        why.add("R-STANDARD");
        Tier::Standard
    } else {
        Tier::Enhanced
    }
}

fn most_serious_crime(facts: &Facts<'_>, why: &mut Reasons<'_>) -> bool {
    if facts.domestic_abuse() && !facts.flag(IncidentFlag::DomesticAbuse) {
        // Nobody called it so: then the person should hear what made the hub think it.
        why.any([
            (facts.partner_or_ex(), "R-DA-PARTNER"),
            (facts.honour(), "R-DA-HONOUR"),
            (facts.dash().is_some(), "R-DA-DASH"),
        ]);
    }
    why.any([
        (facts.domestic_abuse(), "R-DA"),
        (facts.hate(), "R-HATE"),
        (facts.flag(IncidentFlag::Terrorism), "R-TERRORISM"),
        (facts.flag(IncidentFlag::SexualOffence), "R-SEXUAL-OFFENCE"),
        (facts.flag(IncidentFlag::ModernSlavery), "R-MODERN-SLAVERY"),
        (facts.flag(IncidentFlag::AttemptedMurder), "R-ATTEMPTED-MURDER"),
        (facts.flag(IncidentFlag::Kidnap), "R-KIDNAP"),
        (facts.flag(IncidentFlag::FalseImprisonment), "R-FALSE-IMPRISONMENT"),
        (facts.flag(IncidentFlag::ArsonEndangeringLife), "R-ARSON"),
        (facts.flag(IncidentFlag::WoundingWithIntent), "R-WOUNDING"),
        (facts.flag(IncidentFlag::BereavedByCrime), "R-BEREAVED"),
    ])
}

fn persistently_targeted(facts: &Facts<'_>, why: &mut Reasons<'_>) -> bool {
    let times = facts.circumstances.times_in_12_months.unwrap_or(0);
    let repeated = times >= why.bounds().persistent_times && yes(facts.circumstances.targeted_deliberately);
    why.any([(repeated, "R-REPEATED"), (facts.stalking(), "R-STALKED")])
}

fn vulnerable(facts: &Facts<'_>, why: &mut Reasons<'_>) -> bool {
    why.any([
        (facts.under_18_then, "R-UNDER-18"),
        (yes(facts.circumstances.mental_disorder), "R-MENTAL-DISORDER"),
        (yes(facts.circumstances.learning_disability), "R-LEARNING-DISABILITY"),
        (yes(facts.circumstances.physical_disability), "R-PHYSICAL-DISABILITY"),
    ])
}
