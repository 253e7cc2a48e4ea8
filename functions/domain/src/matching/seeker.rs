//! What matching may know of a person, and of how busy the services are.

use crate::case::sharing::hidden_from_police;
use events::assessment::{Complexity, Flag, Funding, National, Risk, Specialism};
use events::case::Received;
use events::referral::{AccessNeed, AgeBand, Modality, Need, Role, WorkerGender};
use std::collections::BTreeMap;

/// What matching may know of a person. It has no field for a crime type, so none can be a routing key (AS2).
///
/// No list's order matters, and what is named twice counts once: a need by its heavier weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeker {
    /// What they need, and how heavily it weighs; without a weight, a lot.
    pub needs: Vec<Need>,
    /// What a service should specialise in.
    pub specialisms: Vec<Specialism>,
    /// The stages of support that fit (AS26).
    pub stages: Vec<u8>,
    /// The national services to hand on to (AS6).
    pub national: Vec<National>,
    /// How much there is to do (TV7).
    pub complexity: Complexity,
    /// How great the risk is (TV24).
    pub risk: Risk,
    /// What they are to the crime (AS5).
    pub role: Role,
    /// The council of the home, where known (AS23).
    pub local_authority: Option<String>,
    /// How old, where known.
    pub age_band: Option<AgeBand>,
    /// Whose money pays (AS4).
    pub funding: Funding,
    /// What a service must be able to do so that they can use it.
    pub access_needs: Vec<AccessNeed>,
    /// Their language, as a BCP 47 tag.
    pub language: String,
    /// Whether they need an interpreter.
    pub interpreter: bool,
    /// Whom they would rather speak to.
    pub worker_gender: Option<WorkerGender>,
    /// How they would like to be supported; in any way where empty.
    pub modality: Vec<Modality>,
    /// Whether they live with the suspect and no coordinator has looked yet: then nobody who also works with people who
    /// offend is offered the case.
    pub conflict_check: bool,
    /// Whether the police may not know of them: they came by another way and have not said that the police may (CA24).
    pub not_to_police: bool,
    /// Providers that support them already, by code (AS7).
    pub already_with: Vec<String>,
    /// Services that they chose themselves, by code (KE5).
    pub wanted: Vec<String>,
    /// Services that they do not want, by code. A "no" outweighs a choice.
    pub unwanted: Vec<String>,
    /// Services that declined the case or let an offer lapse, by code.
    pub refused: Vec<String>,
    /// Services that the case is on offer to, or that accepted it, by code. What they do is not looked for again.
    pub with: Vec<String>,
}

impl From<&Received> for Seeker {
    /// What is known when a referral is accepted. What came later (choices, refusals, offers, a conflict that was cleared)
    /// is the case's, and is empty here.
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

/// How many onward referrals each service holds open, offered or accepted, by the service's code; absent is none (KE10).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loads(pub BTreeMap<String, u32>);

impl Loads {
    /// How many `service` holds open.
    pub fn of(&self, service: &str) -> u32 {
        self.0.get(service).copied().unwrap_or_default()
    }
}
