//! The contract of support notes.

use events::Reference;
use jiff::{SignedDuration, Timestamp};
use platform::notes::{Note, NoteKept, Notes};

/// A note is stored once, is never replaced, and only its provider reads it.
pub(super) async fn only_its_provider_reads_a_note(store: &impl Notes, n: u64, now: Timestamp) {
    let reference = Reference::from_number(n);
    let note = |number: u32, after: i64| Note {
        id: format!("00000000-0000-4000-8000-{number:012}"),
        at: now + SignedDuration::from_mins(after),
        by: "worker".to_owned(),
        text: format!("what was said, {number}"),
    };
    let (first, second) = (note(2, 0), note(1, 5));
    let keep = async |provider, note: &Note| {
        let kept = store.keep_note(&reference, provider, note).await;
        kept.unwrap()
    };
    assert_eq!(keep("door", &second).await, NoteKept::New);
    assert_eq!(keep("door", &first).await, NoteKept::New);
    let later = Note {
        at: now + SignedDuration::from_mins(9),
        ..first.clone()
    };
    assert_eq!(keep("door", &later).await, NoteKept::Same(first.clone()));
    let other = Note {
        text: "another text".to_owned(),
        ..first.clone()
    };
    assert_eq!(keep("door", &other).await, NoteKept::OtherText);
    assert_eq!(keep("door-2", &other).await, NoteKept::New);
    assert_eq!(
        store.notes(&reference, "door").await.unwrap(),
        [first, second],
        "once each, oldest first"
    );
    assert_eq!(store.notes(&reference, "elsewhere").await.unwrap(), []);
}
