//! The contract of the coordinators' queue.

use crate::sample::new_case;
use events::Reference;
use events::case::{
    Case, CaseChange, CoordinatorReason, TaskDone, TaskGiven, TaskKind, TaskOutcome,
};
use jiff::{SignedDuration, Timestamp};
use platform::ports::{AcceptReferral, AppendEvents, ReadCoordinatorQueue, SideWrites};

/// The queue's cases among `of`, in order, read page by page.
async fn lying(store: &impl ReadCoordinatorQueue, of: &[Reference]) -> Vec<Case> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = store.coordinator_queue(after.as_ref()).await.unwrap();
        found.extend(
            page.cases
                .into_iter()
                .filter(|case| of.contains(&case.reference)),
        );
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

pub(super) async fn the_coordinators_queue_holds_open_work(
    store: &(impl AcceptReferral + AppendEvents + ReadCoordinatorQueue),
    n: u64,
    now: Timestamp,
) {
    let append = async |case: &Case, what: CaseChange| {
        let (after, events) =
            domain::case::apply::append_all(case, vec![what], now).expect("it follows");
        store
            .append(&after, &events, SideWrites::default())
            .await
            .unwrap();
        after
    };
    let mut cases = Vec::new();
    for place in 0..5 {
        let new = new_case(n + place * 10_000, now);
        store.accept(&new).await.unwrap();
        cases.push(new.case);
    }
    let of: Vec<Reference> = cases.iter().map(|case| case.reference.clone()).collect();
    assert_eq!(
        lying(store, &of).await,
        Vec::new(),
        "the hub still owns them"
    );
    // Coordinators own some of the cases; the earliest is due last. In others they have a task; anyone may own them.
    for (place, case) in cases.iter_mut().enumerate() {
        let due = now + SignedDuration::from_hours(10 - i64::try_from(place).unwrap());
        let what = match place % 2 {
            0 => CaseChange::GivenToCoordinators {
                why: CoordinatorReason::NoService,
                due,
            },
            _ => CaseChange::TaskGiven(TaskGiven {
                kind: TaskKind::Call,
                from: None,
                due,
            }),
        };
        *case = append(case, what).await;
    }
    let backwards: Vec<Case> = cases.iter().rev().cloned().collect();
    assert_eq!(lying(store, &of).await, backwards);
    let done = TaskDone {
        way: None,
        task: 2,
        outcome: TaskOutcome::Done,
        by: "somebody".to_owned(),
    };
    append(&cases[1], CaseChange::TaskDone(done)).await;
    let left: Vec<Reference> = lying(store, &of)
        .await
        .into_iter()
        .map(|case| case.reference)
        .collect();
    assert_eq!(
        left,
        [of[4].clone(), of[3].clone(), of[2].clone(), of[0].clone()]
    );
}
