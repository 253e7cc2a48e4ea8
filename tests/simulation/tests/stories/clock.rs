//! A minute in which very much is due: nobody waits behind others for longer than it takes, and least of all who is in danger.

use crate::house::House;
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

/// A case that the coordinators were given, who are to look within so many minutes.
async fn given(house: &House, number: u64, risk: Risk, minutes: i64) -> Reference {
    let mut new = sample::new_case(number, house.now);
    new.case.received.assessment.risk = risk;
    (new.case, new.event) = open(new.case.reference, new.case.received, house.now);
    house.twin.accept(&new).await.unwrap();
    let due = house.now + SignedDuration::from_mins(minutes);
    let reference = new.case.reference;
    house
        .happens(&reference, |_| {
            vec![CaseChange::GivenToCoordinators {
                why: CoordinatorReason::NoService,
                due,
            }]
        })
        .await;
    reference
}

/// Whether it is seen that nobody looked.
fn seen(house: &House, reference: &Reference) -> bool {
    house
        .case(reference)
        .promises
        .iter()
        .any(|promise| promise.broken_at.is_some())
}

/// A minute that is over after so many looks at the clock.
async fn minute(house: &House, looks: usize) -> Result<usize, PortError> {
    let left = Cell::new(looks);
    let has_time = || left.replace(left.get().saturating_sub(1)) > 0;
    clock::handle(&house.twin, HUB, house.now, has_time).await
}

#[tokio::test]
async fn all_that_is_due_in_a_minute_is_done_in_it_however_much_it_is() {
    let mut house = House::of("thames-valley");
    let mut cases = Vec::new();
    for number in 0..350 {
        cases.push(given(&house, number, Risk::Standard, 30).await);
    }
    house.wait(SignedDuration::from_mins(31));
    assert_eq!(minute(&house, usize::MAX).await.unwrap(), 350);
    assert!(cases.iter().all(|reference| seen(&house, reference)));
    assert_eq!(minute(&house, usize::MAX).await.unwrap(), 0, "each once");
}

#[tokio::test]
async fn what_fails_for_ever_keeps_nobody_behind_it_waiting() {
    let mut house = House::of("thames-valley");
    let mut broken = Vec::new();
    for number in 0..120 {
        let reference = given(&house, number, Risk::Standard, 30).await;
        // A damaged case: one promise twice cannot be broken twice.
        let twice = house.case(&reference).promises;
        house
            .twin
            .state()
            .cases
            .get_mut(&reference)
            .unwrap()
            .promises
            .extend(twice);
        broken.push(reference);
    }
    let behind = given(&house, 500, Risk::Standard, 31).await;
    house.wait(SignedDuration::from_mins(32));
    assert!(
        minute(&house, usize::MAX).await.is_err(),
        "an operator hears of it"
    );
    assert!(seen(&house, &behind));
    assert!(broken.iter().all(|reference| !seen(&house, reference)));
}

#[tokio::test]
async fn who_is_at_high_risk_waits_for_nobody_and_the_next_minute_goes_on() {
    let mut house = House::of("thames-valley");
    let mut cases = Vec::new();
    for number in 0..350 {
        cases.push(given(&house, number, Risk::Standard, 30).await);
    }
    let urgent = given(&house, 500, Risk::High, 31).await;
    house.wait(SignedDuration::from_mins(32));
    assert!(
        minute(&house, 2).await.is_err(),
        "an operator hears that there is more than it can do"
    );
    assert!(seen(&house, &urgent));
    let late = |house: &House| {
        cases
            .iter()
            .filter(|reference| seen(house, reference))
            .count()
    };
    assert!((1..100).contains(&late(&house)), "{}", late(&house));
    let mut minutes = 0;
    while minute(&house, 10).await.is_err() {
        minutes += 1;
        assert!(minutes < 10, "it never comes to an end");
    }
    assert_eq!(late(&house), 350);
}
