//! What coordinators do to a case. Their reasons are closed sets: words of one's own would say who the person is.

use crate::closed_set::closed_set;
use crate::referral::NeedCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Why a conflict stands no longer in the way.
    pub enum ConflictClearedReason {
        /// The person was spoken to alone, and it is safe.
        SpokenAlone = "spoken-alone",
        /// Whoever signed, or lives with the person, is not the one suspected.
        NotTheSuspect = "not-the-suspect",
        /// Somebody else who may has given consent.
        AnotherConsented = "another-consented",
        /// The provider has nobody on the other side.
        ProviderChecked = "provider-checked",
    }
}

closed_set! {
    /// Why a person chose (KE5).
    pub enum ChoiceReason {
        /// They asked for it.
        Asked = "asked",
        /// They know the service and trust it.
        KnowsIt = "knows-it",
        /// They had it before, and it did not help.
        TriedBefore = "tried-before",
        /// Somebody they know is there.
        KnownThere = "known-there",
        /// They are not ready for it.
        NotReady = "not-ready",
        /// They have found help themselves.
        FoundOwnHelp = "found-own-help",
    }
}

closed_set! {
    /// On what ground a case is handed on beyond the services of the area (contract, "What follows a 201").
    pub enum HandOnBasis {
        /// The person agreed to this.
        Consent = "consent",
        /// Without consent, to prevent serious harm.
        SeriousHarmOverride = "serious-harm-override",
    }
}

closed_set! {
    /// Why a case is handed on.
    pub enum HandOnReason {
        /// The person lives there (AS23).
        LivesThere = "lives-there",
        /// The person is moving there.
        MovesThere = "moves-there",
        /// It serves this need for the whole country (AS6).
        NationalNeed = "national-need",
        /// Serious harm has to be prevented.
        SeriousHarm = "serious-harm",
    }
}

/// What the person chose: as a coordinator was told, or on their own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// Services that they want, by code.
    pub wanted: Vec<String>,
    /// Services that they do not want, by code.
    pub unwanted: Vec<String>,
    /// Why.
    pub reason: ChoiceReason,
    /// The coordinator's account, or [`Chosen::BY_PERSON`].
    pub by: String,
}

impl Chosen {
    /// Who chose, where the person did so on their own page. No account is called so.
    pub const BY_PERSON: &str = "person";
}

/// The ground on which an onward referral leaves the area. Its acceptance is the receipt (CA21, CA22).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOn {
    /// The ground.
    pub basis: HandOnBasis,
    /// Why.
    pub reason: HandOnReason,
    /// The coordinator's account.
    pub by: String,
}

closed_set! {
    /// Why a provider refers a person on.
    pub enum ReferOnReason {
        /// They need something that it does not do.
        OtherNeed = "other-need",
        /// They need more than it can give.
        NeedsMore = "needs-more",
        /// They move, or live elsewhere.
        Moves = "moves",
        /// It has no room.
        NoCapacity = "no-capacity",
        /// It comes too near somebody on the other side.
        Conflict = "conflict",
    }
}

/// What a provider asks for that refers a person on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferOn {
    /// To which service, by code.
    pub service: String,
    /// For which needs.
    pub needs: Vec<NeedCode>,
    /// Why.
    pub reason: ReferOnReason,
    /// Whether the person has said yes to this.
    pub agreed: bool,
}

/// A provider refers the person on to another member of the network. It carries the assessment and rests on what the person
/// agreed to with that provider (DC24).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferredOn {
    /// The onward referral under which it supports them.
    pub from: String,
    /// Why.
    pub reason: ReferOnReason,
    /// The provider's code.
    pub by: String,
    /// When the provider said that the person agrees to it. Events from before this was kept do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_at: Option<Timestamp>,
}

closed_set! {
    /// Why a service's people move to others (AS24, TV12).
    pub enum WindDownReason {
        /// Its contract comes to its end.
        ContractEnds = "contract-ends",
        /// Its contract ends before its time.
        EndsEarly = "ends-early",
        /// Its provider gives up.
        ProviderStops = "provider-stops",
    }
}
