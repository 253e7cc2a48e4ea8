//! The specialisms that a service must have: from flags and answers, never from the crime type
//! (AS2).

use super::facts::{Facts, yes};
use super::reasons::Reasons;
use super::rule::Rule;
use events::assessment::{Risk, Specialism};
use events::referral::{IncidentFlag, NeedCode, RestorativeJusticeWish};

pub(super) fn specialisms(facts: &Facts<'_>, risk: Risk, why: &mut Reasons<'_>) -> Vec<Specialism> {
    Specialism::ALL
        .iter()
        .copied()
        .filter(|specialism| why.when(holds(*specialism, facts, risk), rule(*specialism)))
        .collect()
}

fn holds(specialism: Specialism, facts: &Facts<'_>, risk: Risk) -> bool {
    match specialism {
        Specialism::Isva => facts.flag(IncidentFlag::SexualOffence),
        Specialism::Idva => facts.domestic_abuse() && risk == Risk::High,
        Specialism::DomesticAbuse => facts.domestic_abuse(),
        Specialism::HateCrime => facts.hate(),
        Specialism::Stalking => facts.stalking(),
        Specialism::YoungPeople => facts.under_18_today,
        Specialism::Bereavement => facts.flag(IncidentFlag::BereavedByCrime),
        Specialism::Exploitation => facts.flag(IncidentFlag::Exploitation),
        Specialism::ModernSlavery => facts.flag(IncidentFlag::ModernSlavery),
        Specialism::Fraud => facts.flag(IncidentFlag::Fraud),
        Specialism::LearningDisability => yes(facts.circumstances.learning_disability),
        Specialism::RestorativeJustice => {
            let wish = facts
                .referral
                .wishes
                .as_ref()
                .and_then(|wishes| wishes.restorative_justice);
            wish == Some(RestorativeJusticeWish::Interested)
                || facts.needs(NeedCode::RestorativeJustice)
        }
    }
}

const fn rule(specialism: Specialism) -> Rule {
    match specialism {
        Specialism::Isva => Rule::SpecialismIsva,
        Specialism::Idva => Rule::SpecialismIdva,
        Specialism::DomesticAbuse => Rule::SpecialismDomesticAbuse,
        Specialism::HateCrime => Rule::SpecialismHateCrime,
        Specialism::Stalking => Rule::SpecialismStalking,
        Specialism::YoungPeople => Rule::SpecialismYoungPeople,
        Specialism::Bereavement => Rule::SpecialismBereavement,
        Specialism::Exploitation => Rule::SpecialismExploitation,
        Specialism::ModernSlavery => Rule::SpecialismModernSlavery,
        Specialism::Fraud => Rule::SpecialismFraud,
        Specialism::LearningDisability => Rule::SpecialismLearningDisability,
        Specialism::RestorativeJustice => Rule::SpecialismRestorativeJustice,
    }
}
