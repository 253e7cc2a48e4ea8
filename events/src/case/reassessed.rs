//! A reassessment: what was learned after the case was accepted. The answers themselves are in `people`.

use super::Routing;
use crate::assessment::{Assessment, Complexity, Flag, Risk, Specialism, Tier};
use crate::closed_set::closed_set;
use crate::referral::{
    ChannelKind, Modality, Need, NeedCode, RestorativeJusticeWish, WorkerGender,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Why the hub assesses a person again.
    pub enum ReassessReason {
        /// The person told more.
        PersonTold = "person-told",
        /// A service that supports the person learned more.
        ServiceTold = "service-told",
        /// The police, a practitioner or another agency told more.
        AgencyTold = "agency-told",
        /// The entry before was wrong.
        WrongEntry = "wrong-entry",
    }
}

closed_set! {
    /// The answer to a question that may stay unknown.
    pub enum Answered {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
    }
}

closed_set! {
    /// A part of what is known of a person.
    pub enum AnswerPart {
        /// What they need.
        Needs = "needs",
        /// The kinds of incident.
        WhatHappened = "what-happened",
        /// Their circumstances.
        Circumstances = "circumstances",
        /// The safety answers.
        Safety = "safety",
        /// The result of a DASH.
        Dash = "dash",
        /// What they would like.
        Wishes = "wishes",
    }
}

/// A new assessment of a person from more answers. Neither tier nor risk is lower than before, unless
/// it corrects the entry before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reassessed {
    /// The reason.
    pub why: ReassessReason,
    /// Whether the coordinator has spoken to the person about it, in a way that was safe.
    pub spoken: bool,
    /// The parts with other answers than before.
    pub parts: Vec<AnswerPart>,
    /// What the person needs now, by their answers.
    pub needs: Vec<Need>,
    /// Needs from another case of theirs, or that a service named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_needs: Vec<Need>,
    /// Specialisms that are needed for what happened in another case of theirs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_specialisms: Vec<Specialism>,
    /// The kinds of support that the person prefers.
    pub modality: Vec<Modality>,
    /// The kind of worker that the person prefers.
    pub worker_gender: Option<WorkerGender>,
    /// What the person thinks of restorative justice, if they were asked now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restorative_justice: Option<RestorativeJusticeWish>,
    /// The kinds of channel that are still safe.
    pub safe_channels: Vec<ChannelKind>,
    /// The assessment from now on.
    pub assessment: Assessment,
    /// Whether the case may go to providers, and if not, why.
    pub routing: Routing,
    /// The number of the reassessment that it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<u32>,
    /// The coordinator's account.
    pub by: String,
}

/// What was known of a person at one time, without what says who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The tier.
    pub tier: Tier,
    /// The risk.
    pub risk: Risk,
    /// The complexity.
    pub complexity: Complexity,
    /// The concerns.
    pub flags: Vec<Flag>,
    /// The specialisms.
    pub specialisms: Vec<Specialism>,
    /// The needs.
    pub needs: Vec<NeedCode>,
}

/// One reassessment, as the case keeps it: both versions, by whom it was changed and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reassessment {
    /// The number of its event.
    pub number: u32,
    /// When it was recorded.
    pub at: Timestamp,
    /// The reason.
    pub why: ReassessReason,
    /// Whether the coordinator had spoken to the person.
    pub spoken: bool,
    /// The parts with other answers.
    pub parts: Vec<AnswerPart>,
    /// What was known before.
    pub before: Known,
    /// What is known since.
    pub after: Known,
    /// What the person thought of restorative justice, if they were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restorative_justice: Option<RestorativeJusticeWish>,
    /// The number of the reassessment that it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<u32>,
    /// The coordinator's account.
    pub by: String,
}
