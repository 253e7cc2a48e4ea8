//! The contract of counting tries, and of remembering moments.

use super::Store;
use jiff::{SignedDuration, Timestamp};
use platform::ports::TryLimit;
use std::future::Future;
use std::task::Poll;

/// Uses the real time, because a store may delete by it.
pub(super) async fn tries_are_counted_up_to_a_limit_for_a_time(store: &impl Store, n: u64) {
    let now = Timestamp::now();
    let (key, other) = (format!("asker-{n}"), format!("reference-{n}"));
    let limit = TryLimit {
        most: 3,
        lasts: SignedDuration::from_hours(1),
    };
    let count = async |key: &str, at| store.count_try(key, limit, at).await.unwrap();
    assert_eq!(count(&key, now).await, Some(1));
    let soon = now + SignedDuration::from_mins(40);
    assert_eq!(count(&key, soon).await, Some(2));
    assert_eq!(count(&other, soon).await, Some(1));
    store.take_back_try(&key, soon).await.unwrap();
    assert_eq!(count(&key, soon).await, Some(2), "one was taken back");
    assert_eq!(count(&key, soon).await, Some(3));
    assert_eq!(count(&key, soon).await, None, "there is no room");
    let later = now + SignedDuration::from_mins(61);
    assert_eq!(
        count(&key, later).await,
        Some(1),
        "an hour from the first, and an expired count does not come back"
    );
    assert_eq!(count(&other, later).await, Some(2));
    store.take_back_try("nobody", later).await.unwrap();
    assert_eq!(count(&format!("nobody-{n}"), later).await, Some(1));
}

/// Tries at the same moment are each counted.
pub(super) async fn tries_at_the_same_moment_are_each_counted(store: &impl Store, n: u64) {
    let now = Timestamp::now();
    let limit = TryLimit {
        most: 100,
        lasts: SignedDuration::from_hours(1),
    };
    let key = format!("at-once-{n}");
    let mut tries: Vec<_> = (0..3)
        .map(|_| Box::pin(store.count_try(&key, limit, now)))
        .collect();
    let mut counted = Vec::new();
    std::future::poll_fn(|context| {
        tries.retain_mut(|one| match one.as_mut().poll(context) {
            Poll::Ready(count) => {
                counted.push(count.unwrap().expect("room"));
                false
            }
            Poll::Pending => true,
        });
        if tries.is_empty() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    counted.sort_unstable();
    assert_eq!(counted, [1, 2, 3]);
}

/// The latest moments come first, and are forgotten together some time after the last.
pub(super) async fn the_latest_moments_are_remembered_for_a_time(store: &impl Store, n: u64) {
    let now = Timestamp::from_millisecond(Timestamp::now().as_millisecond()).unwrap();
    let keys = [format!("opened-{n}"), format!("tried-{n}")];
    let lasts = SignedDuration::from_hours(1);
    let none: [Vec<Timestamp>; 2] = Default::default();
    assert_eq!(store.moments(&keys, now).await.unwrap(), none);
    let at = |minute: i64| now + SignedDuration::from_mins(minute);
    for minute in 0..25 {
        store
            .remember_moment(&keys[0], at(minute), lasts)
            .await
            .unwrap();
    }
    store.remember_moment(&keys[1], at(3), lasts).await.unwrap();
    let [opened, tried] = store.moments(&keys, at(30)).await.unwrap();
    let latest: Vec<Timestamp> = (5..25).rev().map(at).collect();
    assert_eq!(opened, latest);
    assert_eq!(tried, [at(3)]);
    let [opened, tried] = store.moments(&keys, at(70)).await.unwrap();
    assert_eq!((opened.len(), tried), (20, Vec::new()));
}
