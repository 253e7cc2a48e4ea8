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

/// The six groups of needs, in the contract's order.
pub const NEED_GROUPS: [(&str, &[NeedCode]); 6] = [
    (
        "How I feel",
        &[
            NeedCode::AngerOrFrustration,
            NeedCode::TroubleSleeping,
            NeedCode::LossOfAppetite,
            NeedCode::WorsenedMentalHealth,
            NeedCode::PhysicalInjuries,
        ],
    ),
    (
        "People around me",
        &[
            NeedCode::IsolationOrLoneliness,
            NeedCode::ImpactOnFamily,
            NeedCode::OffendingBehaviours,
            NeedCode::MediaAttention,
        ],
    ),
    (
        "Police and law",
        &[
            NeedCode::LegalRepresentation,
            NeedCode::InformationOnCase,
            NeedCode::PoliceLiaison,
        ],
    ),
    (
        "Being safe",
        &[
            NeedCode::OngoingTargetingOrThreats,
            NeedCode::IntimidationOrBullying,
            NeedCode::SafeguardingConcerns,
            NeedCode::MaracOrMash,
        ],
    ),
    (
        "My rights and the courts",
        &[
            NeedCode::UnderstandingEntitlements,
            NeedCode::LackOfTrust,
            NeedCode::CourtAttendance,
            NeedCode::RestorativeJustice,
        ],
    ),
    (
        "Everyday life",
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

/// Whom to speak to.
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

/// The short safety screen: the contract's name and the words.
pub const SAFETY: [(&str, &str); 9] = [
    ("afraid", "I am afraid"),
    ("getting_worse", "It is getting worse or happens more often"),
    (
        "threats_to_kill",
        "Someone said they would kill me or someone else",
    ),
    (
        "strangled_or_choked",
        "Someone put their hands on my neck, or I could not breathe",
    ),
    ("weapon", "Someone used or showed a weapon"),
    (
        "recently_separated",
        "I left, or tried to leave, in the last months",
    ),
    (
        "forced_marriage_or_honour",
        "I am made to marry, or told I brought shame on the family",
    ),
    ("child_at_risk", "A child is not safe"),
    ("thoughts_of_suicide", "I think about ending my life"),
];

/// What bears on a person's rights: the contract's name and the words.
pub const ABOUT_ME: [(&str, &str); 7] = [
    ("mental_disorder", "I have a mental health condition"),
    ("learning_disability", "I have a learning disability"),
    ("physical_disability", "I have a physical disability"),
    ("afraid_to_give_evidence", "I am scared to speak in court"),
    ("lives_alone", "I live alone"),
    ("children_at_home", "Children live with me"),
    ("caring_responsibilities", "I look after someone"),
];

/// Languages offered in the list: the tag and the language's own name.
pub const LANGUAGES: [(&str, &str); 16] = [
    ("en", "English"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("zh", "中文"),
    ("gu", "ગુજરાતી"),
    ("it", "Italiano"),
    ("ne", "नेपाली"),
    ("fa", "فارسی"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("ro", "Română"),
    ("es", "Español"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("cy", "Cymraeg"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_label_and_no_label_is_left_over() {
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
        ];
        for (mut values, labels) in sets {
            let mut labels = labels.to_vec();
            values.sort_unstable();
            labels.sort_unstable();
            assert_eq!(labels, values);
        }
    }
}
