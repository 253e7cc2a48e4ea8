//! What matching concludes of a service that is not offered; stored with a case, so that every match is explained (DC5).

use crate::closed_set::closed_set;

closed_set! {
    /// Why a service was left. A service is left for its first reason in this order, which runs from what lasts to what
    /// passes: so whoever reads `full` knows that the service would have fitted today but for that.
    pub enum WhyLeft {
        /// No contract runs today, or it ends soon and takes nobody new (AS33, TV12).
        ContractNotOpen = "contract-not-open",
        /// It serves other councils than the home's, or the home is not known and it serves some only (AS23, TV23).
        AnotherArea = "another-area",
        /// It is the hub of another area: a coordinator hands people on to it (CA21, CA22).
        AnotherHub = "another-hub",
        /// It is a national service for something else (AS6).
        AnotherNational = "another-national",
        /// Its money may not be spent on this person (AS4).
        AnotherFunding = "another-funding",
        /// It takes people who are something else to the crime (AS5).
        AnotherRole = "another-role",
        /// It takes people of another age, or the age is not known (AS28).
        AnotherAge = "another-age",
        /// It takes people at another risk (TV24).
        AnotherRisk = "another-risk",
        /// It is for more, or for less, than there is to do (TV7, TV8).
        AnotherComplexity = "another-complexity",
        /// It is for those who live through something else (AS25, AS28).
        AnotherSpecialism = "another-specialism",
        /// It belongs to a stage of support that does not fit (AS26).
        AnotherStage = "another-stage",
        /// It meets none of the needs (AS2, DC5).
        AnotherNeed = "another-need",
        /// The case is on offer there already, or was accepted (KE3).
        AlreadyOnOffer = "already-on-offer",
        /// The person does not want it (KE5).
        PersonSaidNo = "person-said-no",
        /// It declined the case, or let an offer lapse.
        RefusedBefore = "refused-before",
        /// Its provider supports the person already (AS7, KE3).
        AlreadySupports = "already-supports",
        /// Its provider also works with people who offend, and the person lives with the suspect (flag `conflict-check`).
        MayServeSuspect = "may-serve-suspect",
        /// Police staff work there, and the person came by another way and has not said that the police may know (CA24).
        PoliceStaffed = "police-staffed",
        /// It cannot adapt to what the person needs in order to use it (AS28).
        AccessNotOffered = "access-not-offered",
        /// Nobody there speaks the language, and it works with no interpreter (AS28).
        LanguageNotSpoken = "language-not-spoken",
        /// It cannot promise the worker that the person asked for.
        WorkerNotPromised = "worker-not-promised",
        /// It supports in none of the ways that the person asked for (TV8).
        ModalityNotOffered = "modality-not-offered",
        /// It holds as many open cases as it can (KE10).
        Full = "full",
        /// Restorative justice comes beside support, and there is none yet (AS16).
        OnlyBesideSupport = "only-beside-support",
        /// There is little to do, and self-help or the service for everyone is enough (CA7).
        SelfHelpSuffices = "self-help-suffices",
        /// Services that were taken, or have the case already, do what it would do (AS7, KE3).
        Covered = "covered",
        /// The person would be passed to more services than is good for them (AS8, KE2).
        Enough = "enough",
    }
}

impl WhyLeft {
    /// The reason in words that a coordinator can read to the person. They say nothing of the person that the service
    /// or whoever listens could learn from.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ContractNotOpen => "It takes nobody new at the moment.",
            Self::AnotherHub => "It is the team of another area. One of us passes people on to it.",
            Self::AnotherArea => {
                "It is for people who live somewhere else, or we do not know where you live."
            }
            Self::AnotherNational => "It is a national service for something else.",
            Self::AnotherFunding => "Its money is for something else.",
            Self::AnotherRole => "It is for people who are affected in another way.",
            Self::AnotherAge => "It is for people of another age, or we do not know yours.",
            Self::AnotherRisk => "It is for people who are in more danger, or in less.",
            Self::AnotherComplexity => "It is for people who need more help, or less.",
            Self::AnotherSpecialism => "It is for people who live through something else.",
            Self::AnotherStage => "It gives another kind of support than what fits now.",
            Self::AnotherNeed => "It does not help with what you told us you need.",
            Self::AlreadyOnOffer => "We have asked it already.",
            Self::PersonSaidNo => "You told us that you do not want it.",
            Self::RefusedBefore => "We asked it before, and it could not help.",
            Self::AlreadySupports => "The organisation helps you already.",
            Self::MayServeSuspect => {
                "The organisation also works with people who have done harm. One of us looks at that first."
            }
            Self::PoliceStaffed => {
                "Police staff work there, and you have not told us that the police may know."
            }
            Self::AccessNotOffered => "It cannot offer what you need in order to use it.",
            Self::LanguageNotSpoken => {
                "It has nobody who speaks your language, and no interpreter."
            }
            Self::WorkerNotPromised => "It cannot promise the worker you asked for.",
            Self::ModalityNotOffered => "It does not help in the way you asked for.",
            Self::Full => "It has no room at the moment.",
            Self::OnlyBesideSupport => {
                "It comes beside other support, and we have to find that first."
            }
            Self::SelfHelpSuffices => "You need less than what it is for.",
            Self::Covered => "Others who help you do this already.",
            Self::Enough => "We do not want to pass you to too many people at once.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_a_plain_sentence_of_its_own() {
        for (at, why) in WhyLeft::ALL.iter().enumerate() {
            assert!(why.words().ends_with('.'), "{why}");
            assert!(
                WhyLeft::ALL
                    .iter()
                    .skip(at + 1)
                    .all(|other| other.words() != why.words()),
                "{why}"
            );
        }
    }
}
