//! What every implementation that remembers wrong answers must do.

use super::Store;
use jiff::{SignedDuration, Timestamp};

/// By the clock on the wall: a store deletes by that, if it does.
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
        "what was forgotten does not come back"
    );
}
