//! The contract of diaries.

use crate::sample::new_case;
use domain::case::apply::append_all;
use domain::case::commands::lifecycle::close;
use events::case::{Actor, CaseChange, CloseReason};
use jiff::Timestamp;
use platform::ports::{
    AcceptReferral, AppendEvents, AppendOutcome, Diaries, Diary, Forget, SideWrites,
};

/// A diary is replaced only from the version that was read, and only while its case has the version that was read. It goes when the
/// person says so, and with the person.
pub(super) async fn a_diary_is_changed_only_as_it_was_read(
    store: &(impl AcceptReferral + AppendEvents + Diaries + Forget),
    n: u64,
    now: Timestamp,
) {
    let new = new_case(n, now);
    let case = &new.case;
    store.accept(&new).await.unwrap();
    let diary = |version: u32| Diary {
        version,
        sealed: vec![0, 255, u8::try_from(version).unwrap_or(9)],
    };
    let read = async || store.diary(&case.reference).await.unwrap();
    assert_eq!(read().await, None);
    for (version, outcome) in [
        (2, AppendOutcome::Stale),
        (1, AppendOutcome::Stored),
        (1, AppendOutcome::Stale),
        (2, AppendOutcome::Stored),
        (4, AppendOutcome::Stale),
    ] {
        let kept = store.keep_diary(case, &diary(version), None).await.unwrap();
        assert_eq!(kept, outcome, "{version}");
    }
    assert_eq!(read().await, Some(diary(2)));
    store.delete_diary(&case.reference).await.unwrap();
    assert_eq!(read().await, None);
    for until in [Some(now), None] {
        let version = read().await.map_or(1, |kept| kept.version + 1);
        let kept = store
            .keep_diary(case, &diary(version), until)
            .await
            .unwrap();
        assert_eq!(kept, AppendOutcome::Stored);
    }
    // The case goes on, and an erasure begins.
    let ended = close(case, CloseReason::Withdrew, None, Actor::Person);
    let erasing = vec![CaseChange::ToBeErased { by: Actor::Machine }];
    let mut after = case.clone();
    for changes in [ended, erasing] {
        let (next, events) = append_all(&after, changes, now).expect("it follows");
        store
            .append(&next, &events, SideWrites::default())
            .await
            .unwrap();
        after = next;
    }
    let late = store.keep_diary(case, &diary(3), None).await.unwrap();
    assert_eq!(late, AppendOutcome::Stale, "nothing is written in between");
    assert_eq!(
        store.expire(&after, Some(now)).await.unwrap(),
        AppendOutcome::Stored
    );
    assert_eq!(
        store.forget_words_and_notes(&after).await.unwrap(),
        AppendOutcome::Stored
    );
    assert_eq!(read().await, None);
    let other = new_case(n + 1, now);
    store.accept(&other).await.unwrap();
    let kept = store.keep_diary(&other.case, &diary(1), Some(now)).await;
    assert_eq!(kept.unwrap(), AppendOutcome::Stored);
}
