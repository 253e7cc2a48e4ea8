//! Personal data is kept as long as it may be and no longer. A reopened case is kept.

use crate::test_hub::{TestHub, recognisable_referral};
use clock::Tick;
use domain::retention::keeping;
use events::Reference;
use events::case::CaseEvent;
use events::case::{Actor, CaseChange, CloseReason, ReopenReason};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::path::Path;

#[tokio::test]
async fn the_clock_forgets_only_expired_cases() {
    let mut hub = TestHub::of("thames-valley");
    let (over, open) = (
        hub.refer(&recognisable_referral("self", 1)).await,
        hub.refer(&recognisable_referral("self", 2)).await,
    );
    hub.deliver().await;
    hub.close(&over, CloseReason::Withdrew).await;
    hub.deliver().await;
    let until = keeping(&hub.case(&over)).unwrap().until;
    let net = hub.twin.state().expires.clone();
    assert_eq!(
        net.keys().collect::<Vec<_>>(),
        [&over],
        "an open case does not expire"
    );
    assert!(
        net[&over] >= until + SignedDuration::from_hours(30 * 24),
        "the store is the net below the clock"
    );
    hub.now = until - SignedDuration::from_secs(1);
    hub.day().await;
    assert!(hub.twin.state().people.contains_key(&over));
    hub.now = until;
    hub.day().await;
    hub.day().await;
    let state = hub.twin.state();
    assert_eq!(state.people.keys().collect::<Vec<_>>(), [&open]);
    assert!(state.expires.is_empty());
    let said: Vec<_> = happened(&state.stream, &over)
        .into_iter()
        .rev()
        .take(2)
        .map(CaseChange::name)
        .collect();
    assert_eq!(said, ["erased", "to-be-erased"]);
    assert!(matches!(
        happened(&state.stream, &over).last().unwrap(),
        CaseChange::Erased { by: Actor::Machine }
    ));
}

#[tokio::test]
async fn more_cases_than_a_page_are_forgotten_in_one_day() {
    let mut hub = TestHub::of("thames-valley");
    let mut all = Vec::new();
    for number in 0..230 {
        let mut one = recognisable_referral("self", number);
        // A name alone does not tell people apart.
        one["person"] = json!({"role": "victim", "name": "Robin"});
        all.push(hub.refer(&one).await);
    }
    hub.deliver().await;
    for reference in &all {
        hub.close(reference, CloseReason::Withdrew).await;
    }
    hub.deliver().await;
    hub.days(60);
    hub.day().await;
    assert!(hub.twin.state().people.is_empty());
}

#[tokio::test]
async fn a_reopened_case_no_longer_expires() {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&recognisable_referral("self", 1)).await;
    hub.deliver().await;
    hub.close(&reference, CloseReason::Withdrew).await;
    hub.deliver().await;
    assert!(hub.twin.state().expires.contains_key(&reference));
    let over = hub.twin.state().events[&reference].last().cloned().unwrap();
    hub.append(&reference, |_| {
        vec![CaseChange::Reopened {
            why: ReopenReason::Asked,
            by: Actor::Person,
        }]
    })
    .await;
    hub.deliver().await;
    assert!(hub.twin.state().expires.is_empty());
    react::handle(&hub.twin, "https://hub.example.net", over, hub.now)
        .await
        .unwrap();
    assert!(hub.twin.state().expires.is_empty());
    hub.days(3_000);
    hub.day().await;
    assert!(hub.twin.state().people.contains_key(&reference));
}

#[tokio::test]
async fn a_lost_erasure_order_is_repeated_the_next_day() {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&recognisable_referral("self", 1)).await;
    hub.deliver().await;
    hub.close(&reference, CloseReason::Withdrew).await;
    assert_eq!(hub.erase(&reference).await, 202);
    // The order is lost: nobody reads it from the stream.
    let stands = hub.twin.state().stream.len() - 1;
    hub.twin.state().stream.truncate(stands);
    hub.deliver().await;
    assert!(hub.twin.state().people.contains_key(&reference));
    hub.days(1);
    hub.day().await;
    let state = hub.twin.state();
    assert!(!state.people.contains_key(&reference));
    let by = Actor::Coordinator {
        account: "another".to_owned(),
    };
    assert_eq!(
        happened(&state.stream, &reference).last(),
        Some(&&CaseChange::Erased { by }),
        "who said so first"
    );
}

#[test]
fn the_clocks_two_schedules_are_told_apart() {
    let now: Timestamp = "2026-11-23T10:16:59Z".parse().unwrap();
    for (sample, tick) in [
        ("schedule.minute.json", Tick::Minute),
        ("schedule.day.json", Tick::Day),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../events/samples")
            .join(sample);
        let message: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(Tick::of(&message, now), Some(tick), "{sample}");
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
    let input = serde_json::from_str(input).unwrap();
    assert_eq!(Tick::of(&input, now), Some(Tick::Day));
    // Three in the morning occurs once a day in London, even when the clocks change between one and two.
    assert!(
        template.contains("cron(0 3 * * ? *)")
            && template.contains("ScheduleExpressionTimezone: Europe/London")
    );
}

/// The changes of a case, also those that were erased with it.
fn happened<'a>(stream: &'a [CaseEvent], reference: &Reference) -> Vec<&'a CaseChange> {
    let of = stream.iter().filter(|event| event.reference == *reference);
    of.map(|event| &event.what).collect()
}
