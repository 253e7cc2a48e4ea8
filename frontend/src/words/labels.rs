//! The closed sets as a person would say them.

use events::referral::{
    AccessNeed, AgeBand, Frequency, IncidentFlag, Modality, NeedCode, Reported,
    RestorativeJusticeWish, Role, SuspectKnown, Weight, WorkerGender,
};

/// What a person is to the crime.
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Victim => "It happened to me",
        Role::Witness => "I saw it or heard it",
        Role::FamilyMember => "It happened to someone in my family",
        Role::OtherAffected => "It touched me in another way",
    }
}

/// What happened.
pub const fn flag(flag: IncidentFlag) -> &'static str {
    match flag {
        IncidentFlag::DomesticAbuse => {
            "Someone I live with, love or am family with hurts me, scares me or controls me"
        }
        IncidentFlag::SexualOffence => "Someone did something sexual to me that I did not want",
        IncidentFlag::HateRace => "Because of my race or where I come from",
        IncidentFlag::HateReligion => "Because of my religion or belief",
        IncidentFlag::HateSexualOrientation => {
            "Because of who I love (I am gay, lesbian, bi or someone thinks so)"
        }
        IncidentFlag::HateDisability => "Because I am disabled",
        IncidentFlag::HateTransgender => "Because I am trans, or someone thinks so",
        IncidentFlag::StalkingOrHarassment => {
            "Someone follows me, watches me or will not leave me alone"
        }
        IncidentFlag::ModernSlavery => "Someone made me work, or moved me, against my will",
        IncidentFlag::BereavedByCrime => "Someone close to me was killed",
        IncidentFlag::AttemptedMurder => "Someone tried to kill me",
        IncidentFlag::Kidnap => "Someone took me away against my will",
        IncidentFlag::FalseImprisonment => "Someone locked me in or would not let me leave",
        IncidentFlag::ArsonEndangeringLife => "Someone set a fire that could have killed someone",
        IncidentFlag::WoundingWithIntent => "Someone meant to hurt me badly, and did",
        IncidentFlag::Terrorism => "A terror attack",
        IncidentFlag::Fraud => "Someone tricked me out of money",
        IncidentFlag::Exploitation => "Someone used me for their own gain",
    }
}

/// What a person needs.
pub const fn need(code: NeedCode) -> &'static str {
    match code {
        NeedCode::AngerOrFrustration => "I feel angry or fed up",
        NeedCode::TroubleSleeping => "I cannot sleep well",
        NeedCode::LossOfAppetite => "I do not feel like eating",
        NeedCode::WorsenedMentalHealth => "My mental health got worse",
        NeedCode::PhysicalInjuries => "My body was hurt",
        NeedCode::IsolationOrLoneliness => "I feel alone",
        NeedCode::ImpactOnFamily => "My family is finding it hard",
        NeedCode::OffendingBehaviours => "I worry about trouble I may get into with the law",
        NeedCode::MediaAttention => "Newspapers or people online are talking about it",
        NeedCode::LegalRepresentation => "I need a lawyer",
        NeedCode::InformationOnCase => "I want to know what is happening with my case",
        NeedCode::PoliceLiaison => "I want help to talk with the police",
        NeedCode::OngoingTargetingOrThreats => "It is still going on, or I am being threatened",
        NeedCode::IntimidationOrBullying => "Someone tries to scare me or bullies me",
        NeedCode::SafeguardingConcerns => "I worry that someone is not being kept safe",
        NeedCode::MaracOrMash => "I want services to make a safety plan together",
        NeedCode::UnderstandingEntitlements => "I want to know my rights",
        NeedCode::LackOfTrust => "I find it hard to trust the police or the courts",
        NeedCode::CourtAttendance => "I may have to go to court",
        NeedCode::RestorativeJustice => "I may want to tell the person who did it how it hurt me",
        NeedCode::EmploymentOrEducation => "Work, school or college",
        NeedCode::CompensationClaim => "Asking for compensation",
        NeedCode::DamageToProperty => "Things that were broken or taken",
        NeedCode::ImmigrationStatus => "My right to stay in the country",
    }
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
pub const fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::ALittle => "A little",
        Weight::ALot => "A lot",
        Weight::Overwhelming => "More than I can carry",
    }
}

/// How the suspect is known.
pub const fn suspect(known: SuspectKnown) -> &'static str {
    match known {
        SuspectKnown::PartnerOrEx => "My partner or ex",
        SuspectKnown::Family => "Someone in my family",
        SuspectKnown::Neighbour => "A neighbour",
        SuspectKnown::Colleague => "Someone from work",
        SuspectKnown::Acquaintance => "Someone else I know",
        SuspectKnown::Stranger => "A stranger",
        SuspectKnown::Unknown => "I do not know",
    }
}

/// Whether it was reported.
pub const fn reported(reported: Reported) -> &'static str {
    match reported {
        Reported::Yes => "Yes",
        Reported::No => "No",
        Reported::Later => "Maybe later",
        Reported::Unsure => "I do not know",
    }
}

/// How old.
pub const fn age(band: AgeBand) -> &'static str {
    match band {
        AgeBand::Under12 => "Under 12",
        AgeBand::From12To15 => "12 to 15",
        AgeBand::From16To17 => "16 or 17",
        AgeBand::From18To24 => "18 to 24",
        AgeBand::From25To59 => "25 to 59",
        AgeBand::SixtyPlus => "60 or over",
    }
}

/// What a service must be able to do.
pub const fn access(need: AccessNeed) -> &'static str {
    match need {
        AccessNeed::BritishSignLanguage => "British Sign Language",
        AccessNeed::LargePrint => "Large print",
        AccessNeed::EasyRead => "Easy read",
        AccessNeed::StepFree => "A place without steps",
        AccessNeed::TextRelay => "Calls through text relay",
        AccessNeed::ScreenReader => "Things that work with a screen reader",
        AccessNeed::Other => "Something else",
    }
}

/// How to be supported.
pub const fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Phone => "On the phone",
        Modality::FaceToFace => "Face to face",
        Modality::Group => "In a group",
        Modality::Online => "Online",
        Modality::Text => "By text",
    }
}

/// Whom to speak to.
pub const fn worker(gender: WorkerGender) -> &'static str {
    match gender {
        WorkerGender::Woman => "A woman",
        WorkerGender::Man => "A man",
        WorkerGender::NoPreference => "I do not mind",
    }
}

/// How often to hear.
pub const fn frequency(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::EveryChange => "Each time something changes",
        Frequency::Weekly => "Once a week",
        Frequency::Monthly => "Once a month",
        Frequency::OnlyWhenAsked => "Never, unless I ask",
    }
}

/// What a person thinks of restorative justice.
pub const fn restorative(wish: RestorativeJusticeWish) -> &'static str {
    match wish {
        RestorativeJusticeWish::Interested => "I would like to hear more",
        RestorativeJusticeWish::NotNow => "Not now",
        RestorativeJusticeWish::No => "No",
    }
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
