//! What stays of an erased case: that there was one, how it ended, and the weeks in which it was received, ended and
//! erased. Nobody can be found by it, and it ends after a year.

use super::Period;
use crate::calendar::start_of_week;
use crate::case::apply::{IllegalChange, replay};
use events::assessment::{Assessment, AutomaticContact, Complexity, Funding, Risk, Tier};
use events::case::{
    Actor, Case, CaseChange, CaseEvent, CloseReason, Closed, CoordinatorReason, Received, Routing,
};
use jiff::Timestamp;

/// What stays of an erased case. It replaces everything else that is stored about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remains {
    /// The state: the fold of the events, at the version of the whole case.
    pub case: Case,
    /// That it was received, ended and erased.
    pub events: Vec<CaseEvent>,
    /// When the store deletes them too.
    pub until: Timestamp,
}

/// How long the remains are kept, and the register of what was erased. It is the hub's own policy: the ombudsman takes
/// complaints within twelve months, and backups last 35 days.
const KEEP: Period = Period::Years(1);

/// A language that is not known, as a BCP 47 tag.
const UNKNOWN_LANGUAGE: &str = "und";

/// The remains of an erased case. `None` if it is not erased.
///
/// The events keep the first number and the last two, so that the version stays and no new event gets an old number.
///
/// # Errors
/// [`IllegalChange`] if the remains are no case, which the tests rule out.
pub fn remains(case: &Case) -> Result<Option<Remains>, IllegalChange> {
    let Some(erased_at) = case.lifecycle.erasure.done_at() else {
        return Ok(None);
    };
    let (why, ended_at) = match &case.lifecycle.ended {
        Some(ended) => (ended.why, ended.at),
        None => (CloseReason::SupportOver, erased_at),
    };
    let event = |seq, at, what| CaseEvent {
        v: CaseEvent::VERSION,
        reference: case.reference.clone(),
        seq,
        at: start_of_week(at),
        what,
    };
    let by = Actor::Machine;
    let closed = Closed {
        why,
        into: None,
        by: by.clone(),
    };
    let last = case.version.max(3);
    let events = vec![
        event(
            1,
            case.opened_at,
            CaseChange::Received(Box::new(received(&case.received))),
        ),
        event(last - 1, ended_at, CaseChange::Closed(closed)),
        event(last, erased_at, CaseChange::Erased { by }),
    ];
    let week = start_of_week(erased_at);
    Ok(Some(Remains {
        case: replay(&events)?,
        events,
        until: KEEP.after(week),
    }))
}

/// What was received, without anything about the person. Where something must be given, it is the lowest of its set.
fn received(before: &Received) -> Received {
    Received {
        source: before.source,
        sender: before.source.as_str().to_owned(),
        submission: String::new(),
        basis: None,
        given_by: None,
        scope: Vec::new(),
        role: before.role,
        age_band: None,
        language: UNKNOWN_LANGUAGE.to_owned(),
        interpreter: false,
        access_needs: Vec::new(),
        modality: Vec::new(),
        worker_gender: None,
        local_authority: None,
        ask_council: false,
        elsewhere: false,
        needs: Vec::new(),
        frequency: None,
        safe_channels: Vec::new(),
        contact_left_out: false,
        counted: false,
        set_aside: None,
        touchpoint: None,
        consent_model: None,
        already_with: Vec::new(),
        identified: false,
        placed: false,
        assessment: Assessment {
            rules: before.assessment.rules.clone(),
            tier: Tier::Standard,
            categories: Vec::new(),
            risk: Risk::Standard,
            complexity: Complexity::SelfHelp,
            flags: Vec::new(),
            national: Vec::new(),
            funding: Funding::MojGrant,
            stages: Vec::new(),
            specialisms: Vec::new(),
            contact: AutomaticContact {
                automatic: None,
                task: false,
            },
            reasons: Vec::new(),
        },
        routing: Routing::ToCoordinators(CoordinatorReason::NotToBeShared),
        acknowledge_at: None,
    }
}
