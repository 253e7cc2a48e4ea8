//! The closed sets of incidents, needs and preferences.

use crate::closed_set::closed_set;

closed_set! {
    /// The kinds of incident that the rules use. The person's perception is enough for a hate flag.
    pub enum IncidentFlag {
        /// Domestic abuse.
        DomesticAbuse = "domestic-abuse",
        /// Sexual offence.
        SexualOffence = "sexual-offence",
        /// Hate: race.
        HateRace = "hate-race",
        /// Hate: religion.
        HateReligion = "hate-religion",
        /// Hate: sexual orientation.
        HateSexualOrientation = "hate-sexual-orientation",
        /// Hate: disability.
        HateDisability = "hate-disability",
        /// Hate: transgender identity.
        HateTransgender = "hate-transgender",
        /// Stalking or harassment.
        StalkingOrHarassment = "stalking-or-harassment",
        /// Modern slavery or trafficking.
        ModernSlavery = "modern-slavery",
        /// Bereaved by crime.
        BereavedByCrime = "bereaved-by-crime",
        /// Attempted murder.
        AttemptedMurder = "attempted-murder",
        /// Kidnap.
        Kidnap = "kidnap",
        /// False imprisonment.
        FalseImprisonment = "false-imprisonment",
        /// Arson with intent to endanger life.
        ArsonEndangeringLife = "arson-endangering-life",
        /// Wounding or grievous bodily harm with intent.
        WoundingWithIntent = "wounding-with-intent",
        /// Terrorism.
        Terrorism = "terrorism",
        /// Fraud.
        Fraud = "fraud",
        /// Exploitation.
        Exploitation = "exploitation",
    }
}

closed_set! {
    /// The needs of the Devon and Cornwall paper (DC16–21), in its order and six groups.
    pub enum NeedCode {
        /// Anger or frustration.
        AngerOrFrustration = "anger-or-frustration",
        /// Trouble sleeping.
        TroubleSleeping = "trouble-sleeping",
        /// Loss of appetite.
        LossOfAppetite = "loss-of-appetite",
        /// A mental health condition made worse.
        WorsenedMentalHealth = "worsened-mental-health",
        /// Physical injuries.
        PhysicalInjuries = "physical-injuries",
        /// Isolation or loneliness.
        IsolationOrLoneliness = "isolation-or-loneliness",
        /// Impact on family.
        ImpactOnFamily = "impact-on-family",
        /// Offending behaviours.
        OffendingBehaviours = "offending-behaviours",
        /// Media attention.
        MediaAttention = "media-attention",
        /// Legal representation.
        LegalRepresentation = "legal-representation",
        /// Information on the case.
        InformationOnCase = "information-on-case",
        /// Help with the police.
        PoliceLiaison = "police-liaison",
        /// Ongoing targeting or threats.
        OngoingTargetingOrThreats = "ongoing-targeting-or-threats",
        /// Intimidation or bullying.
        IntimidationOrBullying = "intimidation-or-bullying",
        /// Safeguarding concerns.
        SafeguardingConcerns = "safeguarding-concerns",
        /// A MARAC or MASH referral.
        MaracOrMash = "marac-or-mash",
        /// Understanding entitlements.
        UnderstandingEntitlements = "understanding-entitlements",
        /// Lack of trust in the system.
        LackOfTrust = "lack-of-trust",
        /// Court attendance.
        CourtAttendance = "court-attendance",
        /// Restorative justice.
        RestorativeJustice = "restorative-justice",
        /// Employment or education.
        EmploymentOrEducation = "employment-or-education",
        /// A criminal injuries compensation claim.
        CompensationClaim = "compensation-claim",
        /// Damage to property.
        DamageToProperty = "damage-to-property",
        /// Immigration status.
        ImmigrationStatus = "immigration-status",
    }
}

/// The six groups of needs (DC16–21).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeedGroup {
    /// Health and wellbeing.
    Health,
    /// Reintegration.
    Reintegration,
    /// The criminal justice system.
    Justice,
    /// Safety.
    Safety,
    /// Being informed.
    Informed,
    /// Everyday life.
    Everyday,
}

impl NeedCode {
    /// The group of the need.
    pub const fn group(self) -> NeedGroup {
        match self {
            Self::AngerOrFrustration
            | Self::TroubleSleeping
            | Self::LossOfAppetite
            | Self::WorsenedMentalHealth
            | Self::PhysicalInjuries => NeedGroup::Health,
            Self::IsolationOrLoneliness
            | Self::ImpactOnFamily
            | Self::OffendingBehaviours
            | Self::MediaAttention => NeedGroup::Reintegration,
            Self::LegalRepresentation | Self::InformationOnCase | Self::PoliceLiaison => {
                NeedGroup::Justice
            }
            Self::OngoingTargetingOrThreats
            | Self::IntimidationOrBullying
            | Self::SafeguardingConcerns
            | Self::MaracOrMash => NeedGroup::Safety,
            Self::UnderstandingEntitlements
            | Self::LackOfTrust
            | Self::CourtAttendance
            | Self::RestorativeJustice => NeedGroup::Informed,
            Self::EmploymentOrEducation
            | Self::CompensationClaim
            | Self::DamageToProperty
            | Self::ImmigrationStatus => NeedGroup::Everyday,
        }
    }
}

closed_set! {
    /// The weight of a need. A missing weight counts as `a-lot`.
    pub enum Weight {
        /// A little.
        ALittle = "a-little",
        /// A lot.
        ALot = "a-lot",
        /// More than the person can carry.
        Overwhelming = "overwhelming",
    }
}

closed_set! {
    /// The person's relation to the suspect.
    pub enum SuspectKnown {
        /// A partner, or a former one.
        PartnerOrEx = "partner-or-ex",
        /// Family.
        Family = "family",
        /// A neighbour.
        Neighbour = "neighbour",
        /// A colleague.
        Colleague = "colleague",
        /// An acquaintance.
        Acquaintance = "acquaintance",
        /// A stranger.
        Stranger = "stranger",
        /// Not known.
        Unknown = "unknown",
    }
}

closed_set! {
    /// A level of risk, judged by a practitioner or the hub.
    pub enum Risk {
        /// Standard.
        Standard = "standard",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
    }
}

closed_set! {
    /// A kind of support.
    pub enum Modality {
        /// By telephone.
        Phone = "phone",
        /// Face to face.
        FaceToFace = "face-to-face",
        /// In a group.
        Group = "group",
        /// Online.
        Online = "online",
        /// By text.
        Text = "text",
    }
}

closed_set! {
    /// The preferred kind of worker.
    pub enum WorkerGender {
        /// A woman.
        Woman = "woman",
        /// A man.
        Man = "man",
        /// Either.
        NoPreference = "no-preference",
    }
}

closed_set! {
    /// The person's view of restorative justice today. It can be offered again later (AS16).
    pub enum RestorativeJusticeWish {
        /// Interested.
        Interested = "interested",
        /// Not now.
        NotNow = "not-now",
        /// No.
        No = "no",
    }
}
