//! Actions beyond consent that keep somebody safe: multi-agency meetings, and sharing to prevent
//! serious harm.

use super::HandOnBasis;
use crate::closed_set::closed_set;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// A meeting through which several agencies act together (AS15).
    pub enum Pathway {
        /// Multi-agency risk assessment conference, for domestic abuse at high risk.
        Marac = "marac",
        /// Multi-agency safeguarding hub, for a child or an adult at risk.
        Mash = "mash",
    }
}

closed_set! {
    /// Why a case goes to a multi-agency meeting.
    pub enum Criterion {
        /// The assessed risk is high.
        VisibleHighRisk = "visible-high-risk",
        /// A practitioner's judgement.
        ProfessionalJudgement = "professional-judgement",
        /// The abuse is getting worse or more frequent.
        PotentialEscalation = "potential-escalation",
        /// An earlier case went to such a meeting within twelve months.
        Repeat = "repeat",
        /// A child may be at risk.
        ChildAtRisk = "child-at-risk",
        /// An adult with care needs may be at risk.
        AdultAtRisk = "adult-at-risk",
    }
}

/// A case was referred to a multi-agency meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathwayTaken {
    /// The meeting that receives the case.
    pub pathway: Pathway,
    /// The criterion that the case meets.
    pub criterion: Criterion,
    /// The ground for sharing the case with the meeting.
    pub basis: HandOnBasis,
    /// When the meeting must acknowledge the case.
    pub acknowledge_by: Timestamp,
    /// The coordinator's account.
    pub by: String,
}

/// A referral to a multi-agency meeting, as the case keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathwayRecord {
    /// The referral itself.
    pub taken: PathwayTaken,
    /// The number of the event that recorded it.
    pub seq: u32,
    /// When the meeting acknowledged it. `None` until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Timestamp>,
}

closed_set! {
    /// A recipient of information that is shared without consent.
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
    /// The harm that sharing without consent is meant to prevent.
    pub enum DisclosureReason {
        /// Danger to somebody's life.
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
    /// The items that may be shared. The coordinator chooses the fewest that prevent the harm.
    pub enum DisclosedScope {
        /// The concern itself.
        Concern = "concern",
        /// A safe way to contact the person.
        SafeContact = "safe-contact",
        /// The person's identity.
        Identity = "identity",
        /// The person's whereabouts.
        Whereabouts = "whereabouts",
    }
}

/// A coordinator asks to share information without consent, to prevent serious harm. Nothing is
/// shown until the approver has approved it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosed {
    /// The recipient.
    pub to: DisclosedTo,
    /// The harm to prevent.
    pub reason: DisclosureReason,
    /// The account that may read it, if it is for the police. Nobody may read an older one for the
    /// police, which has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<String>,
    /// The items to share.
    pub scope: Vec<DisclosedScope>,
    /// The account that must approve it. It is never the account that asks.
    pub approver: String,
    /// When the approver must have looked. Older events have none: approval was not a
    /// separate step then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approve_by: Option<Timestamp>,
    /// The coordinator's account.
    pub by: String,
}

/// The named approver agreed to sharing without consent. The recipient can see the items for a
/// limited time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureApproved {
    /// The number of the event that asked for it.
    pub disclosure: u32,
    /// When sharing ends. The limit matters because the person's address may be a refuge a month
    /// later.
    pub until: Timestamp,
    /// The approver's account, as the sign-in service knows it.
    pub by: String,
}

/// A disclosure without consent, approved or not, as the case keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// The number of the event that asked for it, and of the approver's task.
    #[serde(default)]
    pub disclosure: u32,
    /// The recipient.
    pub to: DisclosedTo,
    /// The harm to prevent.
    pub reason: DisclosureReason,
    /// The account that may read it, if it is for the police. Nobody may read an older one for the
    /// police, which has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<String>,
    /// The items to share.
    pub scope: Vec<DisclosedScope>,
    /// The account that must approve it.
    pub approver: String,
    /// The account of the coordinator who asked for it.
    pub by: String,
    /// When it was approved. Nothing is shown before that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_at: Option<Timestamp>,
    /// When sharing ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Disclosure {
    /// Whether an account with these names is the one that may read it. The sign-in service ignores
    /// case.
    pub fn is_for(&self, names: &[&str]) -> bool {
        self.reader
            .as_deref()
            .is_some_and(|reader| names.iter().any(|name| name.eq_ignore_ascii_case(reader)))
    }

    /// Whether it was approved and has not ended.
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.approved_at.is_some() && self.until.is_some_and(|until| now < until)
    }
}
