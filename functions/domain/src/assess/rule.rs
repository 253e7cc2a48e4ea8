//! Every rule that the assessment knows, with the code under which a rule set has its words.

use serde::{Deserialize, Serialize};

macro_rules! rules {
    ($($variant:ident = $code:literal,)+) => {
        /// A rule. Its words and its source are in the rule set.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub(super) enum Rule { $(#[serde(rename = $code)] $variant,)+ }

        impl Rule {
            /// Every rule, in the order of its position.
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its code, such as `R-DA`.
            pub(super) const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }
        }
    };
}

rules! {
    DaPartner = "R-DA-PARTNER",
    DaHonour = "R-DA-HONOUR",
    DaDash = "R-DA-DASH",
    Da = "R-DA",
    Hate = "R-HATE",
    Terrorism = "R-TERRORISM",
    SexualOffence = "R-SEXUAL-OFFENCE",
    ModernSlavery = "R-MODERN-SLAVERY",
    AttemptedMurder = "R-ATTEMPTED-MURDER",
    Kidnap = "R-KIDNAP",
    FalseImprisonment = "R-FALSE-IMPRISONMENT",
    Arson = "R-ARSON",
    Wounding = "R-WOUNDING",
    Bereaved = "R-BEREAVED",
    Repeated = "R-REPEATED",
    Stalked = "R-STALKED",
    Under18 = "R-UNDER-18",
    MentalDisorder = "R-MENTAL-DISORDER",
    LearningDisability = "R-LEARNING-DISABILITY",
    PhysicalDisability = "R-PHYSICAL-DISABILITY",
    Intimidated = "R-INTIMIDATED",
    Standard = "R-STANDARD",
    RiskDangerNow = "R-RISK-DANGER-NOW",
    RiskStrangled = "R-RISK-STRANGLED",
    RiskThreatsToKill = "R-RISK-THREATS-TO-KILL",
    RiskHonour = "R-RISK-HONOUR",
    RiskDashHigh = "R-RISK-DASH-HIGH",
    RiskJudgedHigh = "R-RISK-JUDGED-HIGH",
    RiskSeveralSigns = "R-RISK-SEVERAL-SIGNS",
    RiskOneSign = "R-RISK-ONE-SIGN",
    RiskDashMedium = "R-RISK-DASH-MEDIUM",
    RiskJudgedMedium = "R-RISK-JUDGED-MEDIUM",
    RiskStandard = "R-RISK-STANDARD",
    ImmediateDanger = "R-IMMEDIATE-DANGER",
    MaracRisk = "R-MARAC-RISK",
    MaracEvents = "R-MARAC-EVENTS",
    MaracNeed = "R-MARAC-NEED",
    MashChildAtRisk = "R-MASH-CHILD-AT-RISK",
    MashChildAtHome = "R-MASH-CHILD-AT-HOME",
    MashChildRisk = "R-MASH-CHILD-RISK",
    MashChildNeed = "R-MASH-CHILD-NEED",
    MashAdultRisk = "R-MASH-ADULT-RISK",
    MashAdultNeed = "R-MASH-ADULT-NEED",
    SuicideRisk = "R-SUICIDE-RISK",
    DeviceUnsafe = "R-DEVICE-UNSAFE",
    ConflictCheck = "R-CONFLICT-CHECK",
    GuardianConflict = "R-GUARDIAN-CONFLICT",
    ComplexRisk = "R-COMPLEX-RISK",
    ComplexOverwhelmed = "R-COMPLEX-OVERWHELMED",
    ComplexManyNeeds = "R-COMPLEX-MANY-NEEDS",
    ComplexSpecialist = "R-COMPLEX-SPECIALIST",
    SelfHelp = "R-SELF-HELP",
    Low = "R-LOW",
    NationalHomicide = "R-NATIONAL-HOMICIDE",
    NationalTrafficking = "R-NATIONAL-TRAFFICKING",
    NationalRapeSupport = "R-NATIONAL-RAPE-SUPPORT",
    NationalCourt = "R-NATIONAL-COURT",
    FundingPcc = "R-FUNDING-PCC",
    FundingMoj = "R-FUNDING-MOJ",
    Stage1 = "R-STAGE-1",
    Stage2 = "R-STAGE-2",
    Stage3 = "R-STAGE-3",
    SpecialismIsva = "R-SPECIALISM-ISVA",
    SpecialismIdva = "R-SPECIALISM-IDVA",
    SpecialismDomesticAbuse = "R-SPECIALISM-DOMESTIC-ABUSE",
    SpecialismHateCrime = "R-SPECIALISM-HATE-CRIME",
    SpecialismStalking = "R-SPECIALISM-STALKING",
    SpecialismYoungPeople = "R-SPECIALISM-YOUNG-PEOPLE",
    SpecialismBereavement = "R-SPECIALISM-BEREAVEMENT",
    SpecialismExploitation = "R-SPECIALISM-EXPLOITATION",
    SpecialismModernSlavery = "R-SPECIALISM-MODERN-SLAVERY",
    SpecialismFraud = "R-SPECIALISM-FRAUD",
    SpecialismLearningDisability = "R-SPECIALISM-LEARNING-DISABILITY",
    SpecialismRestorativeJustice = "R-SPECIALISM-RESTORATIVE-JUSTICE",
    ContactPreferred = "R-CONTACT-PREFERRED",
    ContactSafe = "R-CONTACT-SAFE",
    ContactNone = "R-CONTACT-NONE",
    ContactTask = "R-CONTACT-TASK",
}

// The reasons that were given are bits of one number.
const _: () = assert!(Rule::ALL.len() <= u128::BITS as usize);

impl Rule {
    /// Its position in [`Self::ALL`].
    pub(super) const fn place(self) -> usize {
        self as usize
    }

    /// Whether every set must have it, because it explains a part that every assessment has, such
    /// as the tier or a stage.
    pub(super) const fn is_in_every_set(self) -> bool {
        matches!(
            self,
            Self::Standard
                | Self::RiskStandard
                | Self::SelfHelp
                | Self::Low
                | Self::FundingPcc
                | Self::FundingMoj
                | Self::Stage1
                | Self::Stage2
                | Self::Stage3
                | Self::ContactPreferred
                | Self::ContactSafe
                | Self::ContactNone
                | Self::ContactTask
        )
    }
}
