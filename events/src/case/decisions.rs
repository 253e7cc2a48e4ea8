//! Decisions that coordinators record. Their reasons are closed sets, because free text could
//! identify the person.

use crate::closed_set::closed_set;
use crate::referral::NeedCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Why a conflict is resolved.
    pub enum ConflictClearedReason {
        /// A coordinator spoke to the person alone, and it is safe.
        SpokenAlone = "spoken-alone",
        /// The suspect is not the sender and not a member of the household.
        NotTheSuspect = "not-the-suspect",
        /// Another person who may consent has consented.
        AnotherConsented = "another-consented",
        /// The provider works with nobody on the other side.
        ProviderChecked = "provider-checked",
    }
}

closed_set! {
    /// Why the person made this choice (KE5).
    pub enum ChoiceReason {
        /// They asked for it.
        Asked = "asked",
        /// They know the service and trust it.
        KnowsIt = "knows-it",
        /// They used the service before, and it did not help.
        TriedBefore = "tried-before",
        /// They know somebody who works there.
        KnownThere = "known-there",
        /// They are not ready for it.
        NotReady = "not-ready",
        /// They have found help themselves.
        FoundOwnHelp = "found-own-help",
    }
}

closed_set! {
    /// The ground on which a case is transferred outside the area's services (contract, "What
    /// follows a 201").
    pub enum HandOnBasis {
        /// The person agreed to this.
        Consent = "consent",
        /// Without consent, to prevent serious harm.
        SeriousHarmOverride = "serious-harm-override",
    }
}

closed_set! {
    /// Why a case is transferred.
    pub enum HandOnReason {
        /// The person lives there (AS23).
        LivesThere = "lives-there",
        /// The person is moving there.
        MovesThere = "moves-there",
        /// The service meets this need for the whole country (AS6).
        NationalNeed = "national-need",
        /// Serious harm has to be prevented.
        SeriousHarm = "serious-harm",
    }
}

/// The person's choice, recorded by a coordinator or on the person's own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// Services that they want, by code.
    pub wanted: Vec<String>,
    /// Services that they do not want, by code.
    pub unwanted: Vec<String>,
    /// The reason.
    pub reason: ChoiceReason,
    /// The coordinator's account, or [`Chosen::BY_PERSON`].
    pub by: String,
}

impl Chosen {
    /// The value of `by` when the person chose on their own page. No account has this name.
    pub const BY_PERSON: &str = "person";
}

/// The ground on which an onward referral leaves the area. The recipient's acceptance is the
/// receipt (CA21, CA22).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOn {
    /// The ground.
    pub basis: HandOnBasis,
    /// The reason.
    pub reason: HandOnReason,
    /// The coordinator's account.
    pub by: String,
}

closed_set! {
    /// Why a provider refers a person on.
    pub enum ReferOnReason {
        /// They need something that the provider does not do.
        OtherNeed = "other-need",
        /// They need more than the provider can give.
        NeedsMore = "needs-more",
        /// They move, or live elsewhere.
        Moves = "moves",
        /// The provider has no capacity.
        NoCapacity = "no-capacity",
        /// The provider is too close to somebody on the other side.
        Conflict = "conflict",
    }
}

/// A provider's request to refer a person on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferOn {
    /// The code of the service to ask.
    pub service: String,
    /// The needs that it is for.
    pub needs: Vec<NeedCode>,
    /// The reason.
    pub reason: ReferOnReason,
    /// Whether the person agrees to this referral.
    pub agreed: bool,
}

/// A referral from one provider to another member of the network. It carries the assessment and
/// relies on the person's consent to that provider (DC24).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferredOn {
    /// The code of the onward referral under which the provider supports the person.
    pub from: String,
    /// The reason.
    pub reason: ReferOnReason,
    /// The provider's code.
    pub by: String,
    /// When the provider confirmed that the person agrees. Older events do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_at: Option<Timestamp>,
}

closed_set! {
    /// Why people move from one service to others (AS24, TV12).
    pub enum WindDownReason {
        /// The contract ends.
        ContractEnds = "contract-ends",
        /// The contract ends early.
        EndsEarly = "ends-early",
        /// The provider withdraws.
        ProviderStops = "provider-stops",
    }
}

closed_set! {
    /// What a coordinator does with all cases that were set aside under one mark.
    pub enum SetAsideStep {
        /// They go on like any other case.
        LetThrough = "let-through",
        /// They are closed as a mistake.
        Close = "close",
    }
}
