//! What follows when a deadline passes.

use crate::case::apply::append_all;
use crate::case::deadlines::case_due;
use crate::notifications::was_promised_to_person;
use crate::promise::{newly_broken, newly_near};
use events::case::{
    Actor, Case, CaseChange, CoordinatorReason, NotSentReason, OnwardState, TaskGiven, TaskKind,
};
use events::justice::{PromiseId, PromiseOwner};
use events::update::UpdateKind;
use jiff::Timestamp;

/// Handles every deadline that has passed. A pause ends. Each offer expires separately. The
/// coordinators follow up a first contact that was not made. The hub warns about promises that are
/// due soon, and marks overdue ones as broken, regardless of who owes them (DC7). The coordinators follow up
/// what nobody else does. Returns no events if no deadline has passed.
pub fn overdue(case: &Case, now: Timestamp) -> Vec<CaseChange> {
    if case.contact.paused_until.is_some_and(|until| until <= now) {
        // The end of a pause gives the provider new time, so other deadlines are judged after it.
        let resumed = vec![CaseChange::Resumed { by: Actor::Machine }];
        let after = append_all(case, resumed.clone(), now);
        return [
            resumed,
            after.map_or_else(|_| Vec::new(), |(after, _)| overdue(&after, now)),
        ]
        .concat();
    }
    let late = |state| {
        case.support
            .onwards
            .iter()
            .filter(move |onward| onward.state == state && onward.overdue(now))
    };
    let lapsed = late(OnwardState::Offered).map(|onward| CaseChange::Expired {
        onward: onward.offered.onward.clone(),
    });
    let mut events: Vec<CaseChange> = lapsed.collect();
    if late(OnwardState::Accepted).next().is_some() {
        events.push(CaseChange::GivenToCoordinators {
            why: CoordinatorReason::Overdue,
            due: case_due(case, now),
        });
    }
    events.extend(newly_near(case, now));
    let broken = newly_broken(case, now);
    let follow_up_task = follow_up_task(case, &broken, now);
    events.extend(broken);
    events.extend(follow_up_task);
    events
}

/// The task to follow up broken promises of justice agencies, and of the hub to the person (DC7).
/// It is one task: promises that break while it is open are covered by it. Late providers have a
/// hold instead. There is no such task for a person whose data is deleted or will be.
fn follow_up_task(case: &Case, broken: &[CaseChange], now: Timestamp) -> Option<CaseChange> {
    let nobody_pursues = |code: &PromiseId| {
        let owner = case
            .justice
            .promises
            .iter()
            .find(|one| one.code == *code)
            .map(|one| one.owner);
        owner.is_some_and(|owner| {
            owner.is_justice() || (owner == PromiseOwner::Hub && was_promised_to_person(case, code))
        })
    };
    let new = broken.iter().any(
        |what| matches!(what, CaseChange::PromiseBroken { promise } if nobody_pursues(promise)),
    );
    let open = case.coordination.has_open_task(TaskKind::ChasePromise);
    let task = TaskGiven {
        kind: TaskKind::ChasePromise,
        from: None,
        due: case_due(case, now),
    };
    (new && !open && !case.lifecycle.is_forgotten()).then_some(CaseChange::TaskGiven(task))
}

/// Gives the task to check an update that was claimed and may not have been sent. The hub never
/// sends it again. Returns no event if the task exists already, or if the person has died or was
/// deleted.
pub fn unconfirmed_update(case: &Case, kind: UpdateKind, now: Timestamp) -> Option<CaseChange> {
    let why = NotSentReason::NotConfirmed;
    let is_known = case
        .coordination
        .open_tasks()
        .any(|task| task.update == Some(kind) && task.why == Some(why));
    let is_told = !case.lifecycle.has_died() && !case.lifecycle.erasure.is_done();
    (is_told && !is_known).then(|| CaseChange::UpdateNeedsPerson {
        kind,
        why,
        due: case_due(case, now),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::apply::{append_all, open};
    use crate::case::commands::lifecycle::close;
    use events::case::{CaseEvent, CloseReason};

    fn received() -> Case {
        let sample = include_str!("../../../../../events/samples/case-event.received.json");
        let event: CaseEvent = serde_json::from_str(sample).unwrap();
        let CaseChange::Received(received) = event.what else {
            panic!("the sample is a received case")
        };
        open(event.reference, *received, event.at).0
    }

    fn after(case: &Case, changes: Vec<CaseChange>) -> Case {
        append_all(case, changes, case.opened_at).unwrap().0
    }

    #[test]
    fn somebody_finds_out_about_an_unconfirmed_update_once() {
        let case = received();
        let kind = UpdateKind::Acknowledgement;
        let found = unconfirmed_update(&case, kind, case.opened_at).unwrap();
        let told = after(&case, vec![found]);
        assert_eq!(unconfirmed_update(&told, kind, case.opened_at), None);
        assert!(unconfirmed_update(&told, UpdateKind::HelpFound, case.opened_at).is_some());
    }

    #[test]
    fn nobody_tells_a_person_who_has_died_or_was_deleted() {
        let kind = UpdateKind::Acknowledgement;
        let now = received().opened_at;
        let closed = |why| after(&received(), close(&received(), why, None, Actor::Machine));
        assert_eq!(
            unconfirmed_update(&closed(CloseReason::Died), kind, now),
            None
        );
        let over = closed(CloseReason::Withdrew);
        assert!(unconfirmed_update(&over, kind, now).is_some());
        let mut erased = over;
        erased.lifecycle.erasure = events::case::Erasure::Done(now);
        assert_eq!(unconfirmed_update(&erased, kind, now), None);
    }
}
