//! A minute with very many due items: nobody waits for others longer than necessary, least of all people in danger.

use crate::test_hub::TestHub;
use domain::case::apply::open;
use events::Reference;
use events::assessment::Risk;
use events::case::{CaseChange, CoordinatorReason};
use jiff::SignedDuration;
use platform::PortError;
use platform::ports::AcceptReferral;
use std::cell::Cell;
use twins::sample;

const HUB: &str = "https://hub.example.net";

/// A case that the coordinators were given and must look at within that many minutes.
async fn case_for_coordinators(hub: &TestHub, number: u64, risk: Risk, minutes: i64) -> Reference {
    let mut new = sample::new_case(number, hub.now);
    new.case.received.assessment.risk = risk;
    (new.case, new.event) = open(new.case.reference, new.case.received, hub.now);
    hub.twin.accept(&new).await.unwrap();
    let due = hub.now + SignedDuration::from_mins(minutes);
    let reference = new.case.reference;
    hub.append(&reference, |_| {
        vec![CaseChange::GivenToCoordinators {
            why: CoordinatorReason::NoService,
            due,
        }]
    })
    .await;
    reference
}

/// Whether the missed look was recorded.
fn is_missed_look_recorded(hub: &TestHub, reference: &Reference) -> bool {
    hub.case(reference)
        .justice
        .promises
        .iter()
        .any(|promise| promise.broken_at.is_some())
}

/// A run of the clock that ends after that many checks of its time.
async fn run_clock(hub: &TestHub, looks: usize) -> Result<usize, PortError> {
    let left = Cell::new(looks);
    let has_time = || left.replace(left.get().saturating_sub(1)) > 0;
    clock::handle(&hub.twin, HUB, hub.now, has_time).await
}

#[tokio::test]
async fn everything_due_in_a_minute_is_done_in_it() {
    let mut hub = TestHub::of("thames-valley");
    let mut cases = Vec::new();
    for number in 0..350 {
        cases.push(case_for_coordinators(&hub, number, Risk::Standard, 30).await);
    }
    hub.wait(SignedDuration::from_mins(31));
    assert_eq!(run_clock(&hub, usize::MAX).await.unwrap(), 350);
    assert!(
        cases
            .iter()
            .all(|reference| is_missed_look_recorded(&hub, reference))
    );
    assert_eq!(run_clock(&hub, usize::MAX).await.unwrap(), 0, "each once");
}

#[tokio::test]
async fn a_permanent_failure_delays_nobody_else() {
    let mut hub = TestHub::of("thames-valley");
    let mut broken = Vec::new();
    for number in 0..120 {
        let reference = case_for_coordinators(&hub, number, Risk::Standard, 30).await;
        // A damaged case: two promises with one code cannot both be broken.
        let twice = hub.case(&reference).justice.promises;
        hub.twin
            .state()
            .cases
            .get_mut(&reference)
            .unwrap()
            .justice
            .promises
            .extend(twice);
        broken.push(reference);
    }
    let behind = case_for_coordinators(&hub, 500, Risk::Standard, 31).await;
    hub.wait(SignedDuration::from_mins(32));
    assert!(
        run_clock(&hub, usize::MAX).await.is_err(),
        "an operator is alerted"
    );
    assert!(is_missed_look_recorded(&hub, &behind));
    assert!(
        broken
            .iter()
            .all(|reference| !is_missed_look_recorded(&hub, reference))
    );
}

#[tokio::test]
async fn high_risk_comes_first_and_the_next_minute_continues() {
    let mut hub = TestHub::of("thames-valley");
    let mut cases = Vec::new();
    for number in 0..350 {
        cases.push(case_for_coordinators(&hub, number, Risk::Standard, 30).await);
    }
    let urgent = case_for_coordinators(&hub, 500, Risk::High, 31).await;
    hub.wait(SignedDuration::from_mins(32));
    assert!(
        run_clock(&hub, 2).await.is_err(),
        "an operator is alerted that the clock is overloaded"
    );
    assert!(is_missed_look_recorded(&hub, &urgent));
    let late = |hub: &TestHub| {
        cases
            .iter()
            .filter(|reference| is_missed_look_recorded(hub, reference))
            .count()
    };
    assert!((1..100).contains(&late(&hub)), "{}", late(&hub));
    let mut minutes = 0;
    while run_clock(&hub, 10).await.is_err() {
        minutes += 1;
        assert!(minutes < 10, "it never comes to an end");
    }
    assert_eq!(late(&hub), 350);
}
