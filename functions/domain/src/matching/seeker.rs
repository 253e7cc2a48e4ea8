//! What matching may know of a person, and the load of the services.

use crate::case::sharing::hidden_from_police;
use events::assessment::{Complexity, Flag, Funding, National, Risk, Specialism};
use events::case::Received;
use events::referral::{AccessNeed, AgeBand, Modality, Need, Role, WorkerGender};
use std::collections::BTreeMap;

/// What matching may know of a person. It has no field for a crime type, so no crime type can be a
/// routing key (AS2).
///
/// The order of lists does not matter, and repeats count once. A repeated need has its heavier
/// weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeker {
    /// The needs with their weights. No weight means a lot.
    pub needs: Vec<Need>,
    /// The specialisms that a service should have.
    pub specialisms: Vec<Specialism>,
    /// The stages of support that fit (AS26).
    pub stages: Vec<u8>,
    /// The national services that the assessment names (AS6).
    pub national: Vec<National>,
    /// The complexity (TV7).
    pub complexity: Complexity,
    /// The risk (TV24).
    pub risk: Risk,
    /// The relation to the crime (AS5).
    pub role: Role,
    /// The council of the home, if known (AS23).
    pub local_authority: Option<String>,
    /// The age band, if known.
    pub age_band: Option<AgeBand>,
    /// The source of funding (AS4).
    pub funding: Funding,
    /// The adaptations that the person needs.
    pub access_needs: Vec<AccessNeed>,
    /// Their language, as a BCP 47 tag.
    pub language: String,
    /// Whether they need an interpreter.
    pub interpreter: bool,
    /// The preferred kind of worker.
    pub worker_gender: Option<WorkerGender>,
    /// The preferred kinds of support. Empty means any.
    pub modality: Vec<Modality>,
    /// Whether the person lives with the suspect and no coordinator has looked yet. Providers that
    /// work with offenders are then not offered the case.
    pub conflict_check: bool,
    /// Whether the police may not know about the person, because they came another way and have not
    /// agreed to it (CA24).
    pub not_to_police: bool,
    /// Providers that support the person already, by code (AS7).
    pub already_with: Vec<String>,
    /// Services that the person chose, by code (KE5).
    pub wanted: Vec<String>,
    /// Services that the person does not want, by code. A refusal takes precedence over a choice.
    pub unwanted: Vec<String>,
    /// Services that declined the case or let an offer expire, by code.
    pub refused: Vec<String>,
    /// Services with an offer for the case, and those that accepted it, by code. Their needs count
    /// as covered.
    pub with: Vec<String>,
}

impl From<&Received> for Seeker {
    /// Creates a seeker from what is known when a referral is accepted. The fields that the case
    /// adds later (choices, refusals, offers, a cleared conflict) are empty.
    fn from(received: &Received) -> Self {
        let assessment = &received.assessment;
        Self {
            needs: received.needs.clone(),
            specialisms: assessment.specialisms.clone(),
            stages: assessment.stages.clone(),
            national: assessment.national.clone(),
            complexity: assessment.complexity,
            risk: assessment.risk,
            role: received.role,
            local_authority: received.local_authority.clone(),
            age_band: received.age_band,
            funding: assessment.funding,
            access_needs: received.access_needs.clone(),
            language: received.language.clone(),
            interpreter: received.interpreter,
            worker_gender: received.worker_gender,
            modality: received.modality.clone(),
            conflict_check: assessment.has(Flag::ConflictCheck),
            not_to_police: hidden_from_police(received.source, &received.scope),
            already_with: Vec::new(),
            wanted: Vec::new(),
            unwanted: Vec::new(),
            refused: Vec::new(),
            with: Vec::new(),
        }
    }
}

/// The number of open onward referrals of each service, offered or accepted, by code. A missing
/// code means 0 (KE10).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loads(pub BTreeMap<String, u32>);

impl Loads {
    /// The number for `service`.
    pub fn of(&self, service: &str) -> u32 {
        self.0.get(service).copied().unwrap_or_default()
    }
}
