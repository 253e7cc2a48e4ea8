//! What a service must specialise in: from flags and answers, never from the crime type (AS2).

use super::facts::{Facts, yes};
use super::rules::Reasons;
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
            let wish = facts.referral.wishes.as_ref().and_then(|wishes| wishes.restorative_justice);
            wish == Some(RestorativeJusticeWish::Interested) || facts.needs(NeedCode::RestorativeJustice)
        }
    }
}

const fn rule(specialism: Specialism) -> &'static str {
    match specialism {
        Specialism::Isva => "R-SPECIALISM-ISVA",
        Specialism::Idva => "R-SPECIALISM-IDVA",
        Specialism::DomesticAbuse => "R-SPECIALISM-DOMESTIC-ABUSE",
        Specialism::HateCrime => "R-SPECIALISM-HATE-CRIME",
        Specialism::Stalking => "R-SPECIALISM-STALKING",
        Specialism::YoungPeople => "R-SPECIALISM-YOUNG-PEOPLE",
        Specialism::Bereavement => "R-SPECIALISM-BEREAVEMENT",
        Specialism::Exploitation => "R-SPECIALISM-EXPLOITATION",
        Specialism::ModernSlavery => "R-SPECIALISM-MODERN-SLAVERY",
        Specialism::Fraud => "R-SPECIALISM-FRAUD",
        Specialism::LearningDisability => "R-SPECIALISM-LEARNING-DISABILITY",
        Specialism::RestorativeJustice => "R-SPECIALISM-RESTORATIVE-JUSTICE",
    }
}
