//! Why a service was offered a case.

use crate::assessment::{National, Specialism};
use crate::referral::{AccessNeed, Modality, NeedCode, WorkerGender};
use serde::{Deserialize, Serialize};

use super::WindDownReason;

/// A reason for offering a case to a service, with the facts that it names. `domain::matching`
/// puts it into words (DC5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "reason",
    rename_all = "kebab-case",
    rename_all_fields = "snake_case",
    deny_unknown_fields
)]
pub enum OfferReason {
    /// The person chose the service.
    Chosen,
    /// It takes everyone in the area (AS27).
    Universal,
    /// It is the national service for this (AS6).
    National {
        /// What it is for.
        service: National,
    },
    /// It specialises in what the person needs.
    Specialises {
        /// The specialisms that both have.
        specialisms: Vec<Specialism>,
    },
    /// It meets needs that the person named.
    MeetsNeeds {
        /// The needs that it meets, the heaviest first.
        needs: Vec<NeedCode>,
        /// How many needs the person named.
        named: u32,
    },
    /// It covers the whole area.
    WholeArea,
    /// It covers the person's council.
    ServesCouncil {
        /// The council's name, or its code if the profile does not name it.
        council: String,
    },
    /// It offers adaptations that the person needs.
    OffersAdaptations {
        /// The adaptations.
        needs: Vec<AccessNeed>,
    },
    /// It arranges adaptations that it does not have.
    ArrangesAdaptations {
        /// The adaptations.
        needs: Vec<AccessNeed>,
    },
    /// It asks about an adaptation that the person described in their own words.
    AsksAdaptation,
    /// Somebody there speaks the person's language.
    SpeaksLanguage {
        /// The language's code.
        language: String,
    },
    /// It works with interpreters.
    Interpreters,
    /// It arranges interpreters.
    ArrangesInterpreters,
    /// It can promise the worker that the person asked for.
    PromisesWorker {
        /// The worker's gender.
        worker: WorkerGender,
    },
    /// It tries to arrange the worker that the person asked for.
    TriesWorker {
        /// The worker's gender.
        worker: WorkerGender,
    },
    /// It supports people in a way that the person prefers.
    HelpsBy {
        /// The preferred ways that it offers.
        ways: Vec<Modality>,
    },
    /// It tries to arrange a way that the person prefers.
    TriesWays {
        /// The preferred ways.
        ways: Vec<Modality>,
    },
    /// It has a place left.
    HasRoom {
        /// Its open cases.
        open: u32,
        /// How many it can have.
        capacity: u32,
    },
    /// A coordinator transfers the case to it.
    HandedOn,
    /// A service that supports the person refers them on to it.
    ReferredOn,
    /// It takes over from a service that is ending.
    TakesOver {
        /// Why that service is ending.
        why: WindDownReason,
    },
}

/// A reason as an event stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StoredOfferReason {
    /// The reason and its facts.
    Reason(OfferReason),
    /// The sentence that older events hold.
    Sentence(String),
}

impl From<OfferReason> for StoredOfferReason {
    fn from(reason: OfferReason) -> Self {
        Self::Reason(reason)
    }
}
