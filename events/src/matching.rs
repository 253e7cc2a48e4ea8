//! Why a service is not offered. A case stores these reasons, so that every match can be explained
//! (DC5).

use crate::closed_set::closed_set;

closed_set! {
    /// Why a service was not chosen. The first reason that applies is the one given. The order runs
    /// from permanent reasons to temporary ones, so `full` means that the service would fit if it
    /// had capacity.
    pub enum WhyLeft {
        /// The service has no contract today, or its contract ends soon and it accepts nobody new
        /// (AS33, TV12).
        ContractNotOpen = "contract-not-open",
        /// It does not serve the council of the home, or the home is unknown and it serves only
        /// some councils (AS23, TV23).
        AnotherArea = "another-area",
        /// It is another area's hub. A coordinator transfers people to it (CA21, CA22).
        AnotherHub = "another-hub",
        /// It is a national service for another need (AS6).
        AnotherNational = "another-national",
        /// Its funding does not cover this person (AS4).
        AnotherFunding = "another-funding",
        /// It serves people with another relation to the crime (AS5).
        AnotherRole = "another-role",
        /// It serves another age group, or the person's age is unknown (AS28).
        AnotherAge = "another-age",
        /// It serves people at another level of risk (TV24).
        AnotherRisk = "another-risk",
        /// It serves cases of another complexity (TV7, TV8).
        AnotherComplexity = "another-complexity",
        /// It serves people with another experience (AS25, AS28).
        AnotherSpecialism = "another-specialism",
        /// Its stage of support does not fit (AS26).
        AnotherStage = "another-stage",
        /// It meets none of the person's needs (AS2, DC5).
        AnotherNeed = "another-need",
        /// It already has an offer for the case, or has accepted it (KE3).
        AlreadyOnOffer = "already-on-offer",
        /// The person does not want it (KE5).
        PersonSaidNo = "person-said-no",
        /// It declined the case, or let an offer expire.
        RefusedBefore = "refused-before",
        /// Its provider supports the person already (AS7, KE3).
        AlreadySupports = "already-supports",
        /// Its provider also works with offenders, and the person lives with the suspect (flag
        /// `conflict-check`).
        MayServeSuspect = "may-serve-suspect",
        /// Its staff work for the police, and the person did not come through the police and has
        /// not agreed that they may know (CA24).
        PoliceStaffed = "police-staffed",
        /// It cannot make an adaptation that the person needs (AS28).
        AccessNotOffered = "access-not-offered",
        /// Nobody there speaks the person's language, and it does not work with interpreters
        /// (AS28).
        LanguageNotSpoken = "language-not-spoken",
        /// It cannot promise the kind of worker that the person asked for.
        WorkerNotPromised = "worker-not-promised",
        /// It offers none of the kinds of support that the person asked for (TV8).
        ModalityNotOffered = "modality-not-offered",
        /// It has no capacity for more open cases (KE10).
        Full = "full",
        /// Restorative justice accompanies other support, and the person has none yet (AS16).
        OnlyBesideSupport = "only-beside-support",
        /// The case is simple, so self-help or the universal service is enough (CA7).
        SelfHelpSuffices = "self-help-suffices",
        /// Services that were chosen, or have the case already, cover what it would do (AS7, KE3).
        Covered = "covered",
        /// The person would be referred to too many services (AS8, KE2).
        Enough = "enough",
    }
}
