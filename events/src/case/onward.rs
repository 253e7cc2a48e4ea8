//! An onward referral: what a provider is asked to do for a person, and what became of it.

use super::{HandOn, ReferredOn};
use crate::assessment::Specialism;
use crate::care::{Care, Outcome};
use crate::closed_set::closed_set;
use crate::matching::WhyLeft;
use crate::referral::NeedCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One onward referral as it was offered. A case may have several: together they are its care package (TV13, DC2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// Its code, such as `ABCDEFGH-1`.
    pub onward: String,
    /// The provider's code.
    pub provider: String,
    /// The service's code.
    pub service: String,
    /// Which of the person's needs it is for; none where the person named none.
    #[serde(default)]
    pub needs: Vec<NeedCode>,
    /// When the offer lapses.
    pub accept_by: Timestamp,
    /// Why this service.
    pub reasons: Vec<String>,
    /// How many open cases the service could hold when it was offered. Where that is limited, the onward referral counts
    /// towards its load until it ends (KE10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// The ground on which a coordinator hands it on, beyond what the case may be shared for (contract).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_on: Option<HandOn>,
    /// Which provider refers the person on to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referred_on: Option<ReferredOn>,
    /// The onward referral that it takes over from, which goes on until this one is accepted (AS24).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
}

/// What the hub concluded when it looked for services. The offers that came of it follow it (DC5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matched {
    /// Every service that was not taken, and why, those that nearly fitted first.
    pub left: Vec<LeftOut>,
    /// The needs that nobody meets, the heaviest first.
    pub unmet: Vec<NeedCode>,
    /// Those of them that were not known to be unmet before: what the register of unmet needs counts (TV15, DC6).
    pub newly_unmet: Vec<NeedCode>,
    /// What the person lives through and no specialist serves: a coordinator should look where it is about safety.
    #[serde(default)]
    pub unserved: Vec<Specialism>,
    /// The council of the home, where known, so that the register can count by it without reading the case.
    pub local_authority: Option<String>,
}

/// A service that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Its code.
    pub service: String,
    /// The first reason why.
    pub why: WhyLeft,
}

closed_set! {
    /// Where an onward referral stands.
    pub enum OnwardState {
        /// On the provider's queue.
        Offered = "offered",
        /// The provider took it.
        Accepted = "accepted",
        /// The provider said no.
        Declined = "declined",
        /// Not answered in time.
        Expired = "expired",
        /// The provider took it, and the support is over.
        Closed = "closed",
        /// Taken back: the person does not want it.
        Withdrawn = "withdrawn",
        /// Another provider has taken over.
        HandedOver = "handed-over",
    }
}

closed_set! {
    /// Why a provider says no. No free text: a reason in one's own words would say who the person is.
    pub enum DeclineReason {
        /// It has no room.
        NoCapacity = "no-capacity",
        /// It does not serve where the person lives.
        OutOfArea = "out-of-area",
        /// It may not take this person.
        NotEligible = "not-eligible",
        /// It works with, or for, someone on the other side.
        ConflictOfInterest = "conflict-of-interest",
        /// It helps this person already.
        Duplicate = "duplicate",
        /// It cannot help without putting someone in danger.
        Unsafe = "unsafe",
        /// What it was told is wrong.
        WrongDetails = "wrong-details",
        /// The person needs more than it can give.
        NeedsMoreSpecialistHelp = "needs-more-specialist-help",
    }
}

/// One onward referral of a case, folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Onward {
    /// As it was offered.
    pub offered: Offered,
    /// The place in the case of the event that offered it.
    #[serde(default)]
    pub seq: u32,
    /// Where it stands.
    pub state: OnwardState,
    /// Since when.
    pub since: Timestamp,
    /// What the provider did since it accepted.
    #[serde(default)]
    pub care: Care,
    /// By when the provider that accepted makes first contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_by: Option<Timestamp>,
    /// Until when the person asked for quiet, so that nobody has to reach them before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_until: Option<Timestamp>,
    /// Whether that time passed, so that the coordinators pursue it.
    #[serde(default)]
    pub pursued: bool,
    /// Why the provider said no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<DeclineReason>,
}

impl Onward {
    /// As it is when it has just been offered.
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
        }
    }

    /// Whether a provider has it, or is being asked.
    pub fn live(&self) -> bool {
        matches!(self.state, OnwardState::Offered | OnwardState::Accepted)
    }

    /// By when the provider must have acted: answered, or made first contact. Nothing where it owes nothing, or where
    /// the coordinators pursue it already.
    pub fn due(&self) -> Option<Timestamp> {
        match self.state {
            OnwardState::Offered => Some(self.offered.accept_by),
            OnwardState::Accepted if self.pursued => None,
            // What it did last sets the time of the next; before that, the first contact is what it owes.
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

    /// Whether its provider said no, or nothing.
    pub fn refused(&self) -> bool {
        matches!(self.state, OnwardState::Declined | OnwardState::Expired)
    }

    /// Whether its provider has brought the support to an end that leaves nothing to look at: the person has what they came
    /// for, is helped elsewhere, or does not want it.
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

    /// Whether the provider let its time pass.
    pub fn overdue(&self, now: Timestamp) -> bool {
        self.due().is_some_and(|due| due <= now)
    }
}
