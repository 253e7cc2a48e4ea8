//! An onward referral: a request to a provider to support a person, and its outcome.

use super::{HandOn, ReferredOn, StoredOfferReason};
use crate::assessment::Specialism;
use crate::care::{Care, Outcome};
use crate::closed_set::closed_set;
use crate::matching::WhyLeft;
use crate::referral::NeedCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What was offered in an onward referral. A case may have several onward referrals, and together
/// they are the person's care package (TV13, DC2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// Its code, such as `ABCDEFGH-1`.
    pub onward: String,
    /// The provider's code.
    pub provider: String,
    /// The service's code.
    pub service: String,
    /// The needs that it is for. Empty if the person named none.
    #[serde(default)]
    pub needs: Vec<NeedCode>,
    /// When the offer expires.
    pub accept_by: Timestamp,
    /// Why the service was chosen.
    pub reasons: Vec<StoredOfferReason>,
    /// The service's capacity in open cases when it was offered. If there is a limit, the onward
    /// referral counts towards the service's load until it ends (KE10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// The ground on which a coordinator transfers the case, beyond the person's existing consent
    /// (contract).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_on: Option<HandOn>,
    /// The provider that refers the person on, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referred_on: Option<ReferredOn>,
    /// The onward referral that this one replaces. The old one continues until this one is accepted
    /// (AS24).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
}

/// The result of a search for services. The offers follow in later events (DC5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matched {
    /// Every service that was not chosen, and why. Those that nearly fitted come first.
    pub left: Vec<LeftOut>,
    /// The needs that no service meets, the heaviest first.
    pub unmet: Vec<NeedCode>,
    /// The needs that became unmet in this search. The register of unmet needs counts these (TV15,
    /// DC6).
    pub newly_unmet: Vec<NeedCode>,
    /// The specialisms that no service covers. A coordinator should look if one concerns safety.
    #[serde(default)]
    pub unserved: Vec<Specialism>,
    /// The council of the home, if known. The register can count by it without reading the case.
    pub local_authority: Option<String>,
}

/// A service that was not chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Its code.
    pub service: String,
    /// The first reason that applied.
    pub why: WhyLeft,
}

closed_set! {
    /// The status of an onward referral.
    pub enum OnwardState {
        /// Offered and not answered.
        Offered = "offered",
        /// Accepted by the provider.
        Accepted = "accepted",
        /// Declined by the provider.
        Declined = "declined",
        /// Expired without an answer.
        Expired = "expired",
        /// Accepted, and the support is over.
        Closed = "closed",
        /// Withdrawn because the person does not want it.
        Withdrawn = "withdrawn",
        /// Replaced by another provider.
        HandedOver = "handed-over",
    }
}

closed_set! {
    /// Why a provider declines. There is no free text, because free text could identify the person.
    pub enum DeclineReason {
        /// The provider has no capacity.
        NoCapacity = "no-capacity",
        /// The provider does not serve the person's home.
        OutOfArea = "out-of-area",
        /// The provider may not support this person.
        NotEligible = "not-eligible",
        /// The provider works with somebody on the other side of the crime.
        ConflictOfInterest = "conflict-of-interest",
        /// The provider supports this person already.
        Duplicate = "duplicate",
        /// The provider cannot help without putting someone in danger.
        Unsafe = "unsafe",
        /// The information that it received is wrong.
        WrongDetails = "wrong-details",
        /// The person needs more support than it can give.
        NeedsMoreSpecialistHelp = "needs-more-specialist-help",
    }
}

/// One onward referral, as the case keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Onward {
    /// What was offered.
    pub offered: Offered,
    /// The number of the event that offered it.
    #[serde(default)]
    pub seq: u32,
    /// Its status.
    pub state: OnwardState,
    /// When it reached this status.
    pub since: Timestamp,
    /// What the provider did after accepting.
    #[serde(default)]
    pub care: Care,
    /// When the provider must make first contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_by: Option<Timestamp>,
    /// When the person's pause ends. Nobody has to reach the person before that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_until: Option<Timestamp>,
    /// Whether that time passed, so that the coordinators follow it up.
    #[serde(default)]
    pub pursued: bool,
    /// Why the provider declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<DeclineReason>,
    /// The accounts that may never see it, as the case has them. A list knows it without the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden_from: Vec<String>,
}

impl Onward {
    /// Creates an onward referral that has just been offered.
    pub fn new(offered: Offered, seq: u32, at: Timestamp) -> Self {
        Self {
            offered,
            seq,
            state: OnwardState::Offered,
            since: at,
            care: Care::default(),
            first_contact_by: None,
            quiet_until: None,
            pursued: false,
            declined: None,
            hidden_from: Vec::new(),
        }
    }

    /// Whether the provider ever accepted it. It then has its own notes.
    pub const fn was_accepted(&self) -> bool {
        self.first_contact_by.is_some()
    }

    /// Whether it is offered or accepted.
    pub fn live(&self) -> bool {
        matches!(self.state, OnwardState::Offered | OnwardState::Accepted)
    }

    /// When the provider must have acted: answered, or made first contact. `None` if
    /// it owes nothing, or if the coordinators follow it up already.
    pub fn due(&self) -> Option<Timestamp> {
        match self.state {
            OnwardState::Offered => Some(self.offered.accept_by),
            OnwardState::Accepted if self.pursued => None,
            // The provider's last action sets the next due time. Before any action, it owes the
            // first contact.
            OnwardState::Accepted => self
                .care
                .next_by
                .or(self.first_contact_by)
                .max(self.quiet_until),
            OnwardState::Declined
            | OnwardState::Expired
            | OnwardState::Closed
            | OnwardState::Withdrawn
            | OnwardState::HandedOver => None,
        }
    }

    /// Whether it was declined or expired.
    pub fn refused(&self) -> bool {
        matches!(self.state, OnwardState::Declined | OnwardState::Expired)
    }

    /// Whether the provider closed it with nothing left to check: the person has what they came
    /// for, another service helps, or they do not want support.
    pub fn settled(&self) -> bool {
        let settled = [
            Outcome::Completed,
            Outcome::Declined,
            Outcome::MovedOn,
            Outcome::Duplicate,
        ];
        self.state == OnwardState::Closed
            && self
                .care
                .outcome
                .is_some_and(|outcome| settled.contains(&outcome))
    }

    /// Whether the provider missed its due time.
    pub fn overdue(&self, now: Timestamp) -> bool {
        self.due().is_some_and(|due| due <= now)
    }
}
