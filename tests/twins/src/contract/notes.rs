//! What every implementation of the notes must do.

use events::Reference;
use jiff::{SignedDuration, Timestamp};
use platform::notes::{Note, Notes};

/// A note is kept once, in the order of writing, and only its provider reads it.
pub(super) async fn a_note_is_kept_once_and_is_its_providers_alone(
    store: &impl Notes,
    n: u64,
    now: Timestamp,
) {
    let reference = Reference::from_number(n);
    let note = |number: u32, after: i64| Note {
        id: format!("00000000-0000-4000-8000-{number:012}"),
        at: now + SignedDuration::from_mins(after),
        by: "worker".to_owned(),
        text: format!("what was said, {number}"),
    };
    let (first, second) = (note(2, 0), note(1, 5));
    store.keep_note(&reference, "door", &second).await.unwrap();
    store.keep_note(&reference, "door", &first).await.unwrap();
    store
        .keep_note(
            &reference,
            "door",
            &Note {
                text: "another text".to_owned(),
                ..first.clone()
            },
        )
        .await
        .unwrap();
    store
        .keep_note(&reference, "door-2", &note(3, 1))
        .await
        .unwrap();
    assert_eq!(
        store.notes(&reference, "door").await.unwrap(),
        [first, second],
        "once each, oldest first"
    );
    assert_eq!(store.notes(&reference, "elsewhere").await.unwrap(), []);
}
