//! The coordinators' queue: every case with something for a coordinator to do, the most urgent
//! first. A case is in it regardless of its owner, and even after it is closed.

use events::assessment::{Flag, Risk, Tier};
use events::case::{Case, Complaint};
use events::justice::{PromiseId, RuleCode};
use jiff::Timestamp;

/// The urgency of a case, in the order of the contract's deadlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Somebody is in immediate danger or has thoughts of suicide.
    Danger,
    High,
    Medium,
    Standard,
}

impl Band {
    /// All bands, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Danger, Self::High, Self::Medium, Self::Standard];

    /// The position in the order. 0 comes first.
    pub const fn place(self) -> u8 {
        match self {
            Self::Danger => 0,
            Self::High => 1,
            Self::Medium => 2,
            Self::Standard => 3,
        }
    }
}

/// A case's position in the queue. Cases that were set aside are a lane after all others, so that many
/// of them never stand before a person in danger. Within a band, cases that have waited longest past
/// their due time come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Whether it was set aside.
    pub set_aside: bool,
    pub band: Band,
    /// When a coordinator must act.
    pub due: Timestamp,
}

/// The position of a case in the coordinators' queue. `None` if they have nothing to do.
pub fn place(case: &Case) -> Option<Place> {
    Some(Place {
        set_aside: case.set_aside().is_some(),
        due: to_do(case).min()?,
        band: band(case),
    })
}

impl Place {
    /// The number of its lane and band. 0 comes first.
    pub const fn rank(self) -> u8 {
        rank(self.set_aside, self.band)
    }
}

/// The number of a lane and band. 0 comes first.
pub const fn rank(set_aside: bool, band: Band) -> u8 {
    if set_aside {
        FIRST_SET_ASIDE + band.place()
    } else {
        band.place()
    }
}

/// The lane and band of a number.
pub fn of_rank(number: u8) -> Option<(bool, Band)> {
    let both = [false, true].into_iter();
    let mut all = both.flat_map(|aside| Band::ALL.map(|band| (aside, band)));
    all.find(|(aside, band)| rank(*aside, *band) == number)
}

/// The number of the first band of the cases that were set aside.
pub const FIRST_SET_ASIDE: u8 = 4;

/// The urgency of a case, whether or not there is something to do.
pub fn band(case: &Case) -> Band {
    let assessment = &case.received.assessment;
    let danger = assessment.has(Flag::ImmediateDanger) || assessment.has(Flag::SuicideRisk);
    match case.risk() {
        _ if danger => Band::Danger,
        Risk::High => Band::High,
        Risk::Medium => Band::Medium,
        Risk::Standard => Band::Standard,
    }
}

/// The due times of everything that coordinators have to do: holds, tasks, meetings that have not
/// acknowledged, complaints, and naming a coordinator for a person with enhanced rights.
fn to_do(case: &Case) -> impl Iterator<Item = Timestamp> {
    let holds = case.coordination.holds.iter().map(|hold| hold.due);
    let tasks = case.coordination.open_tasks().map(|task| task.due);
    let waiting = case
        .coordination
        .pathways
        .iter()
        .filter(|one| one.acknowledged_at.is_none());
    let meetings = waiting.map(|one| one.taken.acknowledge_by);
    let complaints = case
        .coordination
        .complaints
        .iter()
        .filter_map(|complaint| answer_by(case, complaint));
    let unnamed = is_unnamed(case).then_some(case.opened_at);
    holds
        .chain(tasks)
        .chain(meetings)
        .chain(complaints)
        .chain(unnamed)
}

/// Whether a person with enhanced rights has no named coordinator and no task for naming one (AS8,
/// CA12). This counts from the opening of the case, except while the hub first routes it.
fn is_unnamed(case: &Case) -> bool {
    let to_name = case
        .coordination
        .open_tasks()
        .any(|task| task.kind == events::case::TaskKind::NameCoordinator);
    case.tier() == Tier::Enhanced
        && case.coordination.coordinator.is_none()
        && case.support.routed
        && case.lifecycle.ended.is_none()
        && !to_name
}

/// When the next answer to a complaint is due. `None` after the reply.
fn answer_by(case: &Case, complaint: &Complaint) -> Option<Timestamp> {
    let next = match (complaint.acknowledged_at, complaint.replied_at) {
        (_, Some(_)) => return None,
        (None, None) => RuleCode::COMPLAINT_ACKNOWLEDGED,
        (Some(_), None) => RuleCode::COMPLAINT_REPLIED,
    };
    let code = PromiseId::new(next, complaint.complaint);
    let promised = case
        .justice
        .promises
        .iter()
        .find(|promise| promise.code == code);
    Some(promised.map_or(complaint.at, |promise| promise.due))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::apply::{append_all, open};
    use events::case::{
        Actor, CaseChange, CaseEvent, ComplaintAbout, CoordinatorReason, TaskGiven, TaskKind,
    };

    fn at(minute: i64) -> Timestamp {
        let start: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        start + jiff::SignedDuration::from_mins(minute)
    }

    fn place_of(risk: Risk, what: CaseChange) -> Place {
        let sample = include_str!("../../../events/samples/case-event.received.json");
        let event: CaseEvent = serde_json::from_str(sample).unwrap();
        let CaseChange::Received(mut received) = event.what else {
            panic!("the sample is a received case")
        };
        received.assessment.risk = risk;
        received.assessment.tier = Tier::Standard;
        let (case, _) = open(event.reference, *received, at(0));
        place(&append_all(&case, vec![what], at(0)).unwrap().0).unwrap()
    }

    #[test]
    fn overdue_work_comes_first_in_its_band() {
        let look = |due| CaseChange::GivenToCoordinators {
            why: CoordinatorReason::NoService,
            due: at(due),
        };
        let task = |due| {
            CaseChange::TaskGiven(TaskGiven {
                kind: TaskKind::Call,
                from: None,
                due: at(due),
            })
        };
        let complained = CaseChange::Complained {
            about: ComplaintAbout::Service,
            by: Actor::Person,
        };
        let late = place_of(Risk::Medium, task(10));
        assert!(
            late < place_of(Risk::Medium, look(20))
                && late < place_of(Risk::Medium, complained.clone())
        );
        assert!(place_of(Risk::Medium, look(5)) < late);
        assert!(
            place_of(Risk::High, look(2_000)) < late,
            "the person in greater danger still comes first"
        );
        assert!(late < place_of(Risk::Standard, task(5)));
    }
}
