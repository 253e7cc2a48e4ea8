//! The lifecycle of a case: pause, closing, reopening, merging, deletion and its named coordinator.

use crate::Reference;
use crate::assessment::{Risk, Specialism, Tier};
use crate::closed_set::closed_set;
use crate::justice::PromiseId;
use crate::referral::Need;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Who made a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Actor {
    /// The person, on their own page.
    Person,
    /// A coordinator.
    Coordinator {
        /// The coordinator's account.
        account: String,
    },
    /// A provider's staff.
    Provider {
        /// The provider's code.
        provider: String,
    },
    /// The hub itself, at a deadline or by a rule.
    Machine,
}

impl Actor {
    /// The coordinator with that account.
    pub fn coordinator(account: &str) -> Self {
        Self::Coordinator {
            account: account.to_owned(),
        }
    }
}

/// A pause in contact, at the person's request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paused {
    /// When the pause ends.
    pub until: Timestamp,
    /// Who recorded the request.
    pub by: Actor,
}

closed_set! {
    /// Why a case is closed.
    pub enum CloseReason {
        /// The support is finished.
        SupportOver = "support-over",
        /// The person does not want support, or does not want any more. What the Victims' Code
        /// promises them continues.
        Withdrew = "withdrew",
        /// The work continues in another case of the same person.
        Duplicate = "duplicate",
        /// The person has died. A bereaved relative has a separate case.
        Died = "died",
        /// Another hub or service confirmed that it has the case (CA21, CA22).
        MovedOn = "moved-on",
        /// Nobody could reach the person.
        NotReached = "not-reached",
        /// The person needs nothing more.
        NoMoreNeeds = "no-more-needs",
        /// The case should never have been opened.
        EnteredInError = "entered-in-error",
    }
}

closed_set! {
    /// Why a case is reopened.
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

/// The closing of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// The reason.
    pub why: CloseReason,
    /// The case that continues instead, if this one is a duplicate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Reference>,
    /// Who closed it.
    pub by: Actor,
}

/// How and when a case ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// The reason.
    pub why: CloseReason,
    /// When it ended.
    pub at: Timestamp,
    /// The case that continues instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Reference>,
    /// Whether somebody closed the case, so that only reopening continues it. If `false`, it ended
    /// because nothing was left to do.
    pub said: bool,
    /// The promises that were dropped when it ended. They are restored if the closing was a
    /// mistake.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub released: Vec<PromiseId>,
    /// The numbers of the tasks that were dropped when it ended. They are restored if the closing
    /// was a mistake.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<u32>,
}

/// A request to delete everything that identifies the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasing {
    /// When it was made.
    pub since: Timestamp,
    /// Who made it first.
    pub by: Actor,
}

/// The merging of another case of the same person into this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joined {
    /// The other case's reference.
    pub from: Reference,
    /// The needs that the person named there.
    pub needs: Vec<Need>,
    /// The specialisms that are needed for what happened there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specialisms: Vec<Specialism>,
    /// Services that the person did not want there, by code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unwanted: Vec<String>,
    /// Whether the person withdrew consent to updates there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub updates_taken_back: bool,
    /// Why the newer case continues, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<MergeReason>,
    /// The coordinator's account.
    pub by: String,
}

closed_set! {
    /// Why the newer of two cases of one person continues. Usually the older one does: somebody who
    /// wants to take a case over sends a newer one.
    pub enum MergeReason {
        /// The person was asked in a way that the older case calls safe, and wants it.
        PersonAsked = "person-asked",
        /// Services support the person in the newer case.
        SupportedThere = "supported-there",
        /// The ways of contact of the older case are no longer safe, and the person is known.
        OlderNotSafe = "older-not-safe",
    }
}

closed_set! {
    /// Why a coordinator raises the assessed tier or risk (Victims' Code 2020, enhanced rights:
    /// discretion).
    pub enum UpliftReason {
        /// The coordinator's own judgement, from what the person told them.
        Judgement = "judgement",
        /// The person is more afraid, or in more danger, than was known.
        GreaterDanger = "greater-danger",
        /// It happened again.
        HappenedAgain = "happened-again",
        /// Giving evidence is harder for them than was known.
        EvidenceAffected = "evidence-affected",
        /// A multi-agency meeting concluded it.
        MultiAgency = "multi-agency",
        /// Another case of the person, which was merged into this one, was higher.
        OtherCase = "other-case",
    }
}

/// A raised tier or risk. Neither is ever lowered by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uplifted {
    /// The tier from now on.
    pub tier: Option<Tier>,
    /// The risk from now on.
    pub risk: Option<Risk>,
    /// The reason.
    pub reason: UpliftReason,
    /// The coordinator's account.
    pub by: String,
}
