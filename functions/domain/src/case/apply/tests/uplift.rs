//! A risk that is raised later starts the same actions as one that was high at first.

use super::lifecycle::{after, raised};
use super::*;
use crate::case::commands::lifecycle::uplift;
use events::assessment::{Category, Flag, Risk, Specialism};
use events::case::{Pathway, TaskGiven, TaskKind, UpliftReason, Uplifted};

/// A person with that assessment.
fn somebody(specialisms: &[Specialism], categories: &[Category], flags: &[Flag]) -> Case {
    let mut received = case().received;
    received.assessment.risk = Risk::Standard;
    received.assessment.specialisms = specialisms.to_vec();
    received.assessment.categories = categories.to_vec();
    received.assessment.flags = flags.to_vec();
    open(Reference::from_number(1), received, at(0)).0
}

/// The tasks that follow when the risk is raised a minute later.
fn considered(case: &Case, risk: Risk) -> Vec<(TaskKind, Timestamp)> {
    let by = "someone".to_owned();
    let uplifted = Uplifted {
        tier: None,
        risk: Some(risk),
        reason: UpliftReason::Judgement,
        by,
    };
    let tasks = uplift(case, uplifted, at(1)).into_iter();
    tasks
        .filter_map(|what| {
            if let CaseChange::TaskGiven(given) = what {
                Some((given.kind, given.due))
            } else {
                None
            }
        })
        .collect()
}

#[test]
fn the_meetings_are_considered_within_the_hour_of_high_risk() {
    let (abuse, vulnerable) = ([Specialism::DomesticAbuse], [Category::Vulnerable]);
    let (marac, mash) = (
        (TaskKind::ConsiderMarac, at(61)),
        (TaskKind::ConsiderMash, at(61)),
    );
    assert_eq!(considered(&somebody(&abuse, &[], &[]), Risk::High), [marac]);
    assert_eq!(
        considered(&somebody(&[], &vulnerable, &[]), Risk::High),
        [mash]
    );
    assert_eq!(
        considered(&somebody(&abuse, &vulnerable, &[]), Risk::High),
        [marac, mash]
    );
    assert_eq!(considered(&somebody(&[], &[], &[]), Risk::High), []);
    assert_eq!(
        considered(&somebody(&abuse, &vulnerable, &[]), Risk::Medium),
        []
    );
}

#[test]
fn nobody_considers_twice_what_was_given_already() {
    let abuse = [Specialism::DomesticAbuse];
    assert_eq!(
        considered(&somebody(&abuse, &[], &[Flag::Marac]), Risk::High),
        [],
        "the hub gives or gave it at first"
    );
    let with = |what| {
        append_all(&somebody(&abuse, &[], &[]), vec![what], at(0))
            .unwrap()
            .0
    };
    let given = TaskGiven {
        kind: TaskKind::ConsiderMarac,
        from: None,
        due: at(600),
    };
    assert_eq!(
        considered(&with(CaseChange::TaskGiven(given)), Risk::High),
        []
    );
    let high = with(raised(None, Some(Risk::High)));
    assert_eq!(considered(&high, Risk::High), []);
    let by = "someone".to_owned();
    let criterion = events::case::Criterion::ALL[0];
    let (pathway, basis) = (Pathway::Marac, events::case::HandOnBasis::Consent);
    let taken = events::case::PathwayTaken {
        pathway,
        criterion,
        basis,
        acknowledge_by: at(900),
        by,
    };
    assert_eq!(
        considered(&with(CaseChange::PathwayTaken(taken)), Risk::High),
        []
    );
}

#[test]
fn a_higher_risk_brings_holds_forward() {
    let held = |due| {
        after(vec![
            (0, given(CoordinatorReason::NoService, due)),
            (2, raised(None, Some(Risk::High))),
        ])
    };
    let case = held(2_000);
    assert_eq!(
        (case.coordination.holds[0].due, case.owner.due),
        (at(62), at(62))
    );
    let look = case
        .justice
        .promises
        .iter()
        .find(|promise| promise.code == "look.2")
        .unwrap();
    assert_eq!((look.due, look.timed_by), (at(62), case.version));
    assert_eq!(
        held(30).coordination.holds[0].due,
        at(30),
        "never later than was said"
    );
}
