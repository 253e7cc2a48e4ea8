//! The closed sets as a person would say them.

use ::words::codes;
use events::referral::{
    AccessNeed, AgeBand, Frequency, IncidentFlag, Modality, NeedCode, Reported,
    RestorativeJusticeWish, Role, SuspectKnown, Weight, WorkerGender,
};

/// What a person is to the crime.
pub fn role(role: Role) -> &'static str {
    codes::role(role.as_str()).unwrap_or(role.as_str())
}

/// What happened.
pub fn flag(flag: IncidentFlag) -> &'static str {
    codes::flag(flag.as_str()).unwrap_or(flag.as_str())
}

/// What a person needs.
pub fn need(code: NeedCode) -> &'static str {
    codes::need(code.as_str()).unwrap_or(code.as_str())
}

/// The groups of needs, in the contract's order; `codes::need_group` has their names.
pub const NEED_GROUPS: [(&str, &[NeedCode]); 6] = [
    (
        "feelings",
        &[
            NeedCode::AngerOrFrustration,
            NeedCode::TroubleSleeping,
            NeedCode::LossOfAppetite,
            NeedCode::WorsenedMentalHealth,
            NeedCode::PhysicalInjuries,
        ],
    ),
    (
        "people",
        &[
            NeedCode::IsolationOrLoneliness,
            NeedCode::ImpactOnFamily,
            NeedCode::OffendingBehaviours,
            NeedCode::MediaAttention,
        ],
    ),
    (
        "law",
        &[
            NeedCode::LegalRepresentation,
            NeedCode::InformationOnCase,
            NeedCode::PoliceLiaison,
        ],
    ),
    (
        "safety",
        &[
            NeedCode::OngoingTargetingOrThreats,
            NeedCode::IntimidationOrBullying,
            NeedCode::SafeguardingConcerns,
            NeedCode::MaracOrMash,
        ],
    ),
    (
        "rights",
        &[
            NeedCode::UnderstandingEntitlements,
            NeedCode::LackOfTrust,
            NeedCode::CourtAttendance,
            NeedCode::RestorativeJustice,
        ],
    ),
    (
        "everyday",
        &[
            NeedCode::EmploymentOrEducation,
            NeedCode::CompensationClaim,
            NeedCode::DamageToProperty,
            NeedCode::ImmigrationStatus,
        ],
    ),
];

/// How heavily a need weighs.
pub fn weight(weight: Weight) -> &'static str {
    codes::weight(weight.as_str()).unwrap_or(weight.as_str())
}

/// How the suspect is known.
pub fn suspect(known: SuspectKnown) -> &'static str {
    codes::suspect(known.as_str()).unwrap_or(known.as_str())
}

/// Whether it was reported.
pub fn reported(reported: Reported) -> &'static str {
    codes::reported(reported.as_str()).unwrap_or(reported.as_str())
}

/// How old.
pub fn age(band: AgeBand) -> &'static str {
    codes::age(band.as_str()).unwrap_or(band.as_str())
}

/// What a service must be able to do.
pub fn access(need: AccessNeed) -> &'static str {
    codes::access(need.as_str()).unwrap_or(need.as_str())
}

/// How to be supported.
pub fn modality(modality: Modality) -> &'static str {
    codes::modality(modality.as_str()).unwrap_or(modality.as_str())
}

/// Who to speak to.
pub fn worker(gender: WorkerGender) -> &'static str {
    codes::worker(gender.as_str()).unwrap_or(gender.as_str())
}

/// How often to hear.
pub fn frequency(frequency: Frequency) -> &'static str {
    codes::frequency(frequency.as_str()).unwrap_or(frequency.as_str())
}

/// What a person thinks of restorative justice.
pub fn restorative(wish: RestorativeJusticeWish) -> &'static str {
    codes::restorative(wish.as_str()).unwrap_or(wish.as_str())
}

/// The short safety screen: the contract's names, in order, with their labels.
pub fn safety() -> impl Iterator<Item = (&'static str, &'static str)> {
    { codes::SAFETY.iter() }.map(|name| (*name, codes::safety(name).unwrap_or(name)))
}

/// What bears on a person's rights: the contract's names, in order, with their labels.
pub fn about_me() -> impl Iterator<Item = (&'static str, &'static str)> {
    { codes::ABOUT_ME.iter() }.map(|name| (*name, codes::about_me(name).unwrap_or(name)))
}

/// The languages that the form offers, the most usual ones first.
const OFFERED: [&str; 16] = [
    "en", "ar", "bn", "zh", "gu", "it", "ne", "fa", "pl", "pt", "pa", "ro", "es", "uk", "ur", "cy",
];

/// The languages that the form offers: each tag with the language's own name.
pub fn offered_languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    { OFFERED.iter() }.map(|tag| (*tag, codes::language(tag).unwrap_or(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_match_the_closed_sets() {
        let sets: Vec<(Vec<&str>, &[&str])> = vec![
            (
                Role::ALL.iter().map(|one| one.as_str()).collect(),
                codes::ROLE,
            ),
            (
                IncidentFlag::ALL.iter().map(|one| one.as_str()).collect(),
                codes::FLAG,
            ),
            (
                NeedCode::ALL.iter().map(|one| one.as_str()).collect(),
                codes::NEED,
            ),
            (
                Weight::ALL.iter().map(|one| one.as_str()).collect(),
                codes::WEIGHT,
            ),
            (
                SuspectKnown::ALL.iter().map(|one| one.as_str()).collect(),
                codes::SUSPECT,
            ),
            (
                Reported::ALL.iter().map(|one| one.as_str()).collect(),
                codes::REPORTED,
            ),
            (
                AgeBand::ALL.iter().map(|one| one.as_str()).collect(),
                codes::AGE,
            ),
            (
                AccessNeed::ALL.iter().map(|one| one.as_str()).collect(),
                codes::ACCESS,
            ),
            (
                Modality::ALL.iter().map(|one| one.as_str()).collect(),
                codes::MODALITY,
            ),
            (
                WorkerGender::ALL.iter().map(|one| one.as_str()).collect(),
                codes::WORKER,
            ),
            (
                Frequency::ALL.iter().map(|one| one.as_str()).collect(),
                codes::FREQUENCY,
            ),
            (
                RestorativeJusticeWish::ALL
                    .iter()
                    .map(|one| one.as_str())
                    .collect(),
                codes::RESTORATIVE,
            ),
            (
                NEED_GROUPS.iter().map(|(name, _)| *name).collect(),
                codes::NEED_GROUP,
            ),
        ];
        for (mut values, labels) in sets {
            let mut labels = labels.to_vec();
            values.sort_unstable();
            labels.sort_unstable();
            assert_eq!(labels, values);
        }
    }

    #[test]
    fn each_offered_language_has_a_name() {
        for (tag, name) in offered_languages() {
            assert_ne!(tag, name);
        }
    }
}
