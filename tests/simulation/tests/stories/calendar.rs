//! After the last known bank holiday, duties are still made, counted by weekdays, and an operator is told.

use crate::test_hub::{TestHub, recognisable_referral};
use domain::calendar::calendar_ends;
use domain::promise::past_the_calendar;
use lambda_http::http::Method;
use serde_json::json;

#[tokio::test]
async fn a_duty_past_the_known_holidays_is_owed_and_marked() {
    let mut hub = TestHub::of("thames-valley");
    let mut referral = recognisable_referral("police", 1);
    referral["incident"] = json!({"reported": "yes"});
    hub.now = "2028-12-20T10:00:00Z".parse().unwrap();
    let reference = hub.refer(&referral).await;
    hub.deliver().await;
    let mut marked = Vec::new();
    for (number, now) in [(1, "2028-12-20T10:00:00Z"), (2, "2028-12-27T10:00:00Z")] {
        hub.now = now.parse().unwrap();
        let before = hub.case(&reference).version;
        let body = json!({"id": format!("00000000-0000-4000-8000-{number:012}"), "step": "arrested", "at": now});
        let path = format!("/police/cases/{reference}/progress");
        let (status, view) = hub.ask("police", Method::POST, &path, Some(&body)).await;
        assert_eq!(status, 201, "{view}");
        let case = hub.case(&reference);
        marked.push(past_the_calendar(&case, before).count());
        let promise = case.justice.promises.last().unwrap();
        assert_eq!(promise.verified, number == 1, "{}", promise.due);
    }
    assert_eq!(marked, [0, 1]);
    let last = hub
        .case(&reference)
        .justice
        .promises
        .last()
        .unwrap()
        .clone();
    // New Year's Day is a Monday that nobody has checked, so it counts as a weekday.
    assert_eq!(last.due, "2029-01-03T17:00:00Z".parse().unwrap());
    assert_eq!(calendar_ends(), jiff::civil::date(2028, 12, 31));
    hub.now = "2029-01-03T17:01:00Z".parse().unwrap();
    hub.minute().await;
    let promises = hub.case(&reference).justice.promises;
    let broken = promises
        .iter()
        .any(|promise| promise.code == last.code && promise.broken_at.is_some());
    assert!(broken, "it is watched like any other");
}
