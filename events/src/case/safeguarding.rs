//! What is done beyond consent to keep somebody safe: multi-agency meetings, and sharing to prevent serious harm.

use super::HandOnBasis;
use crate::closed_set::closed_set;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// A way in to several agencies at once (AS15).
    pub enum Pathway {
        /// Multi-agency risk assessment conference: domestic abuse at high risk.
        Marac = "marac",
        /// Multi-agency safeguarding hub: a child, or an adult at risk.
        Mash = "mash",
    }
}

closed_set! {
    /// Why a case goes to a multi-agency meeting.
    pub enum Criterion {
        /// The risk is visibly high.
        VisibleHighRisk = "visible-high-risk",
        /// A practitioner's judgement.
        ProfessionalJudgement = "professional-judgement",
        /// It gets worse, or happens more often.
        PotentialEscalation = "potential-escalation",
        /// It was there before, within twelve months.
        Repeat = "repeat",
        /// A child may be at risk.
        ChildAtRisk = "child-at-risk",
        /// An adult with care needs may be at risk.
        AdultAtRisk = "adult-at-risk",
    }
}

/// A case was put to a multi-agency meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathwayTaken {
    /// Which.
    pub pathway: Pathway,
    /// Why.
    pub criterion: Criterion,
    /// On what ground.
    pub basis: HandOnBasis,
    /// By when it acknowledges that it has it.
    pub acknowledge_by: Timestamp,
    /// The coordinator's account.
    pub by: String,
}

/// A multi-agency meeting that has the case, folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathwayRecord {
    /// As it was taken.
    pub taken: PathwayTaken,
    /// The place in the case of the event that says so.
    pub seq: u32,
    /// When it was acknowledged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Timestamp>,
}

closed_set! {
    /// With whom something is shared without consent.
    pub enum DisclosedTo {
        /// The police.
        Police = "police",
        /// A MARAC.
        Marac = "marac",
        /// A MASH.
        Mash = "mash",
        /// A health service.
        Health = "health",
    }
}

closed_set! {
    /// What harm sharing without consent is to prevent.
    pub enum DisclosureReason {
        /// Somebody's life is in danger.
        DangerToLife = "danger-to-life",
        /// Serious harm to a child.
        HarmToChild = "harm-to-child",
        /// Serious harm to an adult at risk.
        HarmToAdult = "harm-to-adult",
        /// Serious harm to somebody else.
        HarmToOthers = "harm-to-others",
    }
}

closed_set! {
    /// What is shared: no more than it takes.
    pub enum DisclosedScope {
        /// That there is a concern, and which.
        Concern = "concern",
        /// How to reach the person safely.
        SafeContact = "safe-contact",
        /// Who the person is.
        Identity = "identity",
        /// Where the person is.
        Whereabouts = "whereabouts",
    }
}

/// A coordinator wants something shared without consent, to prevent serious harm. Nobody is shown anything by that alone:
/// it takes effect once the approver has approved it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosed {
    /// With whom.
    pub to: DisclosedTo,
    /// Why.
    pub reason: DisclosureReason,
    /// What.
    pub scope: Vec<DisclosedScope>,
    /// The account of whoever is to approve it: never who asks.
    pub approver: String,
    /// By when the approver must have looked. In events from before there were two steps nobody was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approve_by: Option<Timestamp>,
    /// The coordinator's account.
    pub by: String,
}

/// Whoever was named has approved that something is shared without consent: from now on it is, for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureApproved {
    /// Which, by the place of the event that asked for it.
    pub disclosure: u32,
    /// Until when it is shown: where somebody lives then may be a refuge a month later.
    pub until: Timestamp,
    /// The approver's account, as the login knows it.
    pub by: String,
}

/// What is shared without consent, or is to be, folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// The place in the case of the event that asked for it: its number, and that of the approver's task.
    #[serde(default)]
    pub disclosure: u32,
    /// With whom.
    pub to: DisclosedTo,
    /// Why.
    pub reason: DisclosureReason,
    /// What.
    pub scope: Vec<DisclosedScope>,
    /// The account of whoever is to approve it.
    pub approver: String,
    /// The account of the coordinator who asked for it.
    pub by: String,
    /// When it was approved. Nobody is shown anything before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_at: Option<Timestamp>,
    /// Until when it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Disclosure {
    /// Whether it was approved and its time has not passed.
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.approved_at.is_some() && self.until.is_some_and(|until| now < until)
    }
}
