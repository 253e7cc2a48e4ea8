//! The stored form of a case: one flat record, unchanged since its first version.

use super::state::{
    Case, ContactLimits, Coordination, Erasure, Justice, Lifecycle, Owner, Support,
};
use super::{
    Access, Complaint, CoordinatorReason, Disclosure, Ended, Erasing, Hold, Onward, PathwayRecord,
    Proposal, Readers, Reassessment, Received, Task, Triaged, Uplifted,
};
use crate::Reference;
use crate::assessment::Specialism;
use crate::justice::{NotesRequest, Promise, Recorded};
use crate::referral::{ChannelKind, NeedCode};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The stored form of a case. A field that this version does not know is refused, so that an older
/// version never writes back a newer case without it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredCase {
    reference: Reference,
    version: u32,
    opened_at: Timestamp,
    received: Received,
    owner: Owner,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    match_by: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    routed: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    refused: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    holds: Vec<Hold>,
    why_coordinators: Option<CoordinatorReason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    triage: Option<Triaged>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    conflict_cleared: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    wanted: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unwanted: Vec<String>,
    onwards: Vec<Onward>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unmet: Vec<NeedCode>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unserved: Vec<Specialism>,
    tasks: Vec<Task>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    progress: Vec<Recorded>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    promises: Vec<Promise>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes_requests: Vec<NotesRequest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paused_until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended: Option<Ended>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    joined: Vec<Reference>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    contact_changed: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    updates_taken_back: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unsafe_since: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Access::is_first")]
    access: Access,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unconfirmed: Vec<ChannelKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page_changed_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    safe_before: Vec<ChannelKind>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    elsewhere: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    let_through: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    coordinator: Option<String>,
    #[serde(default)]
    handovers: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    uplifts: Vec<Uplifted>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    reassessments: Vec<Reassessment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pathways: Vec<PathwayRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    disclosures: Vec<Disclosure>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    complaints: Vec<Complaint>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    proposals: Vec<Proposal>,
    #[serde(default, skip_serializing_if = "Readers::is_everybody")]
    readers: Readers,
    #[serde(default)]
    legal_hold: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    ended_before: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    erasing: Option<Erasing>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    erased_at: Option<Timestamp>,
}

impl Serialize for Case {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        StoredCase::from(self.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Case {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        StoredCase::deserialize(deserializer).map(Self::from)
    }
}

impl From<StoredCase> for Case {
    fn from(stored: StoredCase) -> Self {
        Self {
            reference: stored.reference,
            version: stored.version,
            opened_at: stored.opened_at,
            received: stored.received,
            owner: stored.owner,
            triage: stored.triage,
            support: Support {
                match_by: stored.match_by,
                routed: stored.routed,
                refused: stored.refused,
                conflict_cleared: stored.conflict_cleared,
                elsewhere: stored.elsewhere,
                wanted: stored.wanted,
                unwanted: stored.unwanted,
                onwards: stored.onwards,
                unmet: stored.unmet,
                unserved: stored.unserved,
            },
            coordination: Coordination {
                holds: stored.holds,
                why_coordinators: stored.why_coordinators,
                let_through: stored.let_through,
                coordinator: stored.coordinator,
                handovers: stored.handovers,
                tasks: stored.tasks,
                uplifts: stored.uplifts,
                reassessments: stored.reassessments,
                pathways: stored.pathways,
                disclosures: stored.disclosures,
                complaints: stored.complaints,
                proposals: stored.proposals,
                readers: stored.readers,
            },
            contact: ContactLimits {
                changed: stored.contact_changed,
                updates_taken_back: stored.updates_taken_back,
                unsafe_since: stored.unsafe_since,
                unconfirmed: stored.unconfirmed,
                page_changed_at: stored.page_changed_at,
                safe_before: stored.safe_before,
                paused_until: stored.paused_until,
            },
            access: stored.access,
            justice: Justice {
                progress: stored.progress,
                promises: stored.promises,
                notes_requests: stored.notes_requests,
            },
            lifecycle: Lifecycle {
                ended: stored.ended,
                joined: stored.joined,
                legal_hold: stored.legal_hold,
                ended_before: stored.ended_before,
                erasure: match (stored.erased_at, stored.erasing) {
                    (Some(at), _) => Erasure::Done(at),
                    (None, Some(erasing)) => Erasure::Requested(erasing),
                    (None, None) => Erasure::NotRequested,
                },
            },
        }
    }
}

impl From<Case> for StoredCase {
    fn from(case: Case) -> Self {
        Self {
            reference: case.reference,
            version: case.version,
            opened_at: case.opened_at,
            received: case.received,
            owner: case.owner,
            match_by: case.support.match_by,
            routed: case.support.routed,
            refused: case.support.refused,
            holds: case.coordination.holds,
            why_coordinators: case.coordination.why_coordinators,
            triage: case.triage,
            conflict_cleared: case.support.conflict_cleared,
            wanted: case.support.wanted,
            unwanted: case.support.unwanted,
            onwards: case.support.onwards,
            unmet: case.support.unmet,
            unserved: case.support.unserved,
            tasks: case.coordination.tasks,
            progress: case.justice.progress,
            promises: case.justice.promises,
            notes_requests: case.justice.notes_requests,
            paused_until: case.contact.paused_until,
            ended: case.lifecycle.ended,
            joined: case.lifecycle.joined,
            contact_changed: case.contact.changed,
            updates_taken_back: case.contact.updates_taken_back,
            unsafe_since: case.contact.unsafe_since,
            access: case.access,
            unconfirmed: case.contact.unconfirmed,
            page_changed_at: case.contact.page_changed_at,
            safe_before: case.contact.safe_before,
            elsewhere: case.support.elsewhere,
            let_through: case.coordination.let_through,
            coordinator: case.coordination.coordinator,
            handovers: case.coordination.handovers,
            uplifts: case.coordination.uplifts,
            reassessments: case.coordination.reassessments,
            pathways: case.coordination.pathways,
            disclosures: case.coordination.disclosures,
            complaints: case.coordination.complaints,
            proposals: case.coordination.proposals,
            readers: case.coordination.readers,
            legal_hold: case.lifecycle.legal_hold,
            ended_before: case.lifecycle.ended_before,
            erased_at: case.lifecycle.erasure.done_at(),
            erasing: match case.lifecycle.erasure {
                Erasure::Requested(erasing) => Some(erasing),
                Erasure::NotRequested | Erasure::Done(_) => None,
            },
        }
    }
}
