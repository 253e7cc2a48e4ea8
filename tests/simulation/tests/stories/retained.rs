//! Who a person was is kept as long as it may be and no longer; what is over and goes on again is kept.

use crate::house::{House, somebody};
use clock::Tick;
use domain::retention::keeping;
use events::case::{Actor, CaseChange, CloseReason, ReopenReason};
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::path::Path;

#[tokio::test]
async fn a_case_whose_time_has_come_is_forgotten_by_the_clock_and_no_other_is() {
    let mut house = House::of("thames-valley");
    let (over, open) = (
        house.refer(&somebody("self", 1)).await,
        house.refer(&somebody("self", 2)).await,
    );
    house.deliver().await;
    house.close(&over, CloseReason::Withdrew).await;
    house.deliver().await;
    let until = keeping(&house.case(&over)).unwrap().until;
    let net = house.twin.state().expires.clone();
    assert_eq!(
        net.keys().collect::<Vec<_>>(),
        [&over],
        "an open case does not expire"
    );
    assert!(
        net[&over] >= until + SignedDuration::from_hours(30 * 24),
        "the store is the net below the clock"
    );
    house.now = until - SignedDuration::from_secs(1);
    house.day().await;
    assert!(house.twin.state().people.contains_key(&over));
    house.now = until;
    house.day().await;
    house.day().await;
    let state = house.twin.state();
    assert_eq!(state.people.keys().collect::<Vec<_>>(), [&open]);
    assert!(state.expires.is_empty());
    let said: Vec<_> = state.events[&over]
        .iter()
        .rev()
        .take(2)
        .map(|event| event.what.name())
        .collect();
    assert_eq!(said, ["erased", "to-be-erased"]);
    assert!(matches!(
        state.events[&over].last().unwrap().what,
        CaseChange::Erased { by: Actor::Machine }
    ));
}

#[tokio::test]
async fn more_cases_than_a_page_are_forgotten_in_one_day() {
    let mut house = House::of("thames-valley");
    let mut all = Vec::new();
    for number in 0..230 {
        let mut one = somebody("self", number);
        // Nobody can be told apart by a name alone.
        one["person"] = json!({"role": "victim", "name": "Robin"});
        all.push(house.refer(&one).await);
    }
    house.deliver().await;
    for reference in &all {
        house.close(reference, CloseReason::Withdrew).await;
    }
    house.deliver().await;
    house.days(60);
    house.day().await;
    assert!(house.twin.state().people.is_empty());
}

#[tokio::test]
async fn a_case_that_goes_on_expires_no_more_also_where_a_late_message_says_that_it_is_over() {
    let mut house = House::of("thames-valley");
    let reference = house.refer(&somebody("self", 1)).await;
    house.deliver().await;
    house.close(&reference, CloseReason::Withdrew).await;
    house.deliver().await;
    assert!(house.twin.state().expires.contains_key(&reference));
    let over = house.twin.state().events[&reference]
        .last()
        .cloned()
        .unwrap();
    house
        .happens(&reference, |_| {
            vec![CaseChange::Reopened {
                why: ReopenReason::Asked,
                by: Actor::Person,
            }]
        })
        .await;
    house.deliver().await;
    assert!(house.twin.state().expires.is_empty());
    react::handle(&house.twin, "https://hub.example.net", over, house.now)
        .await
        .unwrap();
    assert!(house.twin.state().expires.is_empty());
    house.days(3_000);
    house.day().await;
    assert!(house.twin.state().people.contains_key(&reference));
}

#[tokio::test]
async fn what_was_ordered_and_lost_is_ordered_again_the_next_day() {
    let mut house = House::of("thames-valley");
    let reference = house.refer(&somebody("self", 1)).await;
    house.deliver().await;
    house.close(&reference, CloseReason::Withdrew).await;
    assert_eq!(house.erase(&reference).await, 202);
    // The order is lost: nobody takes it from the stream.
    let stands = house.twin.state().stream.len() - 1;
    house.twin.state().stream.truncate(stands);
    house.deliver().await;
    assert!(house.twin.state().people.contains_key(&reference));
    house.days(1);
    house.day().await;
    let state = house.twin.state();
    assert!(!state.people.contains_key(&reference));
    let by = Actor::Coordinator {
        account: "someone".to_owned(),
    };
    assert_eq!(
        state.events[&reference].last().unwrap().what,
        CaseChange::Erased { by },
        "who said so first"
    );
}

#[test]
fn the_clocks_two_schedules_are_told_apart() {
    for (sample, tick) in [
        ("schedule.minute.json", Tick::Minute),
        ("schedule.day.json", Tick::Day),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../events/samples")
            .join(sample);
        let message: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(Tick::of(&message), tick, "{sample}");
    }
    let template = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../infra/template.yaml"
    ))
    .unwrap();
    let input = template
        .split_once("Input: '")
        .unwrap()
        .1
        .split_once('\'')
        .unwrap()
        .0;
    assert_eq!(Tick::of(&serde_json::from_str(input).unwrap()), Tick::Day);
    // It is three in the morning once a day in London, also on the days on which the clocks change, between one and two.
    assert!(
        template.contains("cron(0 3 * * ? *)")
            && template.contains("ScheduleExpressionTimezone: Europe/London")
    );
}
