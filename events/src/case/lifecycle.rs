//! What happens to a case as a whole: quiet, its end, its going on, who is named for it.

use crate::Reference;
use crate::assessment::{Risk, Specialism, Tier};
use crate::closed_set::closed_set;
use crate::justice::PromiseId;
use crate::referral::Need;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Actor {
    /// The person, on their own page.
    Person,
    /// A coordinator.
    Coordinator {
        /// Their account.
        account: String,
    },
    /// A provider's staff.
    Provider {
        /// The provider's code.
        provider: String,
    },
    /// The hub itself, when a time had come or a rule said so.
    Machine,
}

impl Actor {
    /// The coordinator of that account.
    pub fn coordinator(account: &str) -> Self {
        Self::Coordinator {
            account: account.to_owned(),
        }
    }
}

/// The person asked for quiet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paused {
    /// Until when.
    pub until: Timestamp,
    /// Who asked.
    pub by: Actor,
}

closed_set! {
    /// Why a case is over.
    pub enum CloseReason {
        /// The support is over.
        SupportOver = "support-over",
        /// The person wants no support, or no more. What the Code promises them goes on.
        Withdrew = "withdrew",
        /// It goes on in another case of the same person.
        Duplicate = "duplicate",
        /// The person has died. Whoever mourns them has a case of their own.
        Died = "died",
        /// Another hub or service has it, and said so (CA21, CA22).
        MovedOn = "moved-on",
        /// Nobody could reach the person.
        NotReached = "not-reached",
        /// The person needs nothing more.
        NoMoreNeeds = "no-more-needs",
        /// It should never have been.
        EnteredInError = "entered-in-error",
    }
}

closed_set! {
    /// Why a case goes on.
    pub enum ReopenReason {
        /// The person asked for it.
        Asked = "asked",
        /// They were harmed again.
        HarmedAgain = "harmed-again",
        /// They need something else.
        NewNeeds = "new-needs",
        /// It was closed by mistake.
        ClosedInError = "closed-in-error",
    }
}

/// How a case was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// Why.
    pub why: CloseReason,
    /// The case in which it goes on, where it is a duplicate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Reference>,
    /// Who said so.
    pub by: Actor,
}

/// The end of a case, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// Why.
    pub why: CloseReason,
    /// When.
    pub at: Timestamp,
    /// The case in which it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Reference>,
    /// Whether somebody said so, so that only reopening brings it back; else nobody has anything to do any more.
    pub said: bool,
    /// The promises that nobody owed any more from then on: where it was a mistake, they are owed again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub released: Vec<PromiseId>,
    /// The tasks that nobody had to do any more from then on, by number: where it was a mistake, they are to be done again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<u32>,
}

/// All that says who the person is has to be deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasing {
    /// Since when.
    pub since: Timestamp,
    /// Who said so first.
    pub by: Actor,
}

/// Another case of the same person goes on in this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joined {
    /// The other case.
    pub from: Reference,
    /// What the person said there that they need.
    pub needs: Vec<Need>,
    /// What a service must specialise in for what happened there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specialisms: Vec<Specialism>,
    /// Services that the person did not want there, by code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unwanted: Vec<String>,
    /// Whether the person took back there that they want to be told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub updates_taken_back: bool,
    /// The coordinator's account.
    pub by: String,
}

closed_set! {
    /// Why a coordinator raises what the hub concluded (Victims' Code 2020, enhanced rights: discretion).
    pub enum UpliftReason {
        /// Their own judgement, from what the person told them.
        Judgement = "judgement",
        /// The person is more afraid, or in more danger, than was known.
        GreaterDanger = "greater-danger",
        /// It happened again.
        HappenedAgain = "happened-again",
        /// Giving evidence is harder for them than was known.
        EvidenceAffected = "evidence-affected",
        /// A multi-agency meeting said so.
        MultiAgency = "multi-agency",
        /// Another case of the person, which goes on in this one, was higher.
        OtherCase = "other-case",
    }
}

/// The tier or the risk was raised. Nothing is ever lowered by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uplifted {
    /// The tier from now on.
    pub tier: Option<Tier>,
    /// The risk from now on.
    pub risk: Option<Risk>,
    /// Why.
    pub reason: UpliftReason,
    /// The coordinator's account.
    pub by: String,
}
