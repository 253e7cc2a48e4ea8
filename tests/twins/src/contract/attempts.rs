//! The contract of counting wrong answers.

use super::Store;
use jiff::{SignedDuration, Timestamp};

/// Uses the real time, because a store may delete by it.
pub(super) async fn wrong_answers_are_remembered_by_key_for_an_hour(store: &impl Store, n: u64) {
    let now = Timestamp::now();
    let keys = [format!("asker-{n}"), format!("reference-{n}")];
    assert_eq!(store.wrong_answers(&keys, now).await.unwrap(), 0);
    store.note_wrong_answer(&keys, now).await.unwrap();
    let soon = now + SignedDuration::from_mins(40);
    store.note_wrong_answer(&keys[..1], soon).await.unwrap();
    assert_eq!(store.wrong_answers(&keys, soon).await.unwrap(), 2);
    assert_eq!(store.wrong_answers(&keys[1..], soon).await.unwrap(), 1);
    let later = now + SignedDuration::from_mins(61);
    assert_eq!(
        store.wrong_answers(&keys, later).await.unwrap(),
        2,
        "an hour from the last"
    );
    assert_eq!(
        store.wrong_answers(&keys[1..], later).await.unwrap(),
        0,
        "forgotten"
    );
    store.note_wrong_answer(&keys, later).await.unwrap();
    assert_eq!(store.wrong_answers(&keys[..1], later).await.unwrap(), 3);
    assert_eq!(
        store.wrong_answers(&keys[1..], later).await.unwrap(),
        1,
        "an expired count does not come back"
    );
}
