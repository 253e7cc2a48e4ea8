//! The contract of dropped files and their checkpoints.

use jiff::Timestamp;
use platform::ports::{
    Checkpoint, CheckpointOutcome, Counts, KeepCheckpoint, KeepReport, Part, ReadFeed,
};

/// Runs every check on `store`. `seed` separates the files of different runs.
pub async fn holds(store: &(impl ReadFeed + KeepReport + KeepCheckpoint), seed: u64) {
    let now: Timestamp = "2026-11-23T10:00:00.123Z".parse().expect("a moment");
    a_file_is_read_in_chunks_until_it_changes(store, seed).await;
    a_checkpoint_follows_from_the_one_before(store, seed, now).await;
}

/// A file is read in chunks until it changes.
async fn a_file_is_read_in_chunks_until_it_changes(store: &(impl ReadFeed + KeepReport), n: u64) {
    let key = format!("reports/contract/{n} a+b.jsonl");
    assert_eq!(store.feed_file(&key).await.unwrap(), None);
    assert_eq!(store.report(&key).await.unwrap(), None);
    assert_eq!(
        store.feed_bytes(&key, "\"none\"", 0, 5).await.unwrap(),
        None
    );
    store
        .keep_report(&key, b"zero one two".to_vec())
        .await
        .unwrap();
    let file = store.feed_file(&key).await.unwrap().unwrap();
    assert_eq!(file.size, 12);
    assert_eq!(
        store.feed_bytes(&key, &file.tag, 0, 4).await.unwrap(),
        Some(b"zero".to_vec())
    );
    assert_eq!(
        store.feed_bytes(&key, &file.tag, 9, 100).await.unwrap(),
        Some(b"two".to_vec())
    );
    assert_eq!(
        store.report(&key).await.unwrap(),
        Some(b"zero one two".to_vec())
    );

    store
        .keep_report(&key, b"another file".to_vec())
        .await
        .unwrap();
    assert_ne!(store.feed_file(&key).await.unwrap().unwrap().tag, file.tag);
    assert_eq!(store.feed_bytes(&key, &file.tag, 0, 4).await.unwrap(), None);
    assert_eq!(
        store.report(&key).await.unwrap(),
        Some(b"another file".to_vec())
    );
}

/// A checkpoint follows the one before it. Of two readers only one continues.
async fn a_checkpoint_follows_from_the_one_before(
    store: &impl KeepCheckpoint,
    n: u64,
    now: Timestamp,
) {
    let file = format!("file-{n}");
    let at = |version: u32, at: u64| Checkpoint {
        version,
        begun_at: now,
        at,
        line: at / 10 + 1,
        counts: Counts {
            new: 2,
            known: 1,
            bad: 0,
        },
        parts: vec![Part { from: 0, to: at }],
        done: version == 3,
    };
    assert_eq!(store.checkpoint(&file).await.unwrap(), None);
    assert_eq!(
        store.keep_checkpoint(&file, &at(2, 10), now).await.unwrap(),
        CheckpointOutcome::Stale
    );
    assert_eq!(
        store.keep_checkpoint(&file, &at(1, 10), now).await.unwrap(),
        CheckpointOutcome::Stored
    );
    assert_eq!(
        store.keep_checkpoint(&file, &at(1, 20), now).await.unwrap(),
        CheckpointOutcome::Stale
    );
    assert_eq!(
        store.keep_checkpoint(&file, &at(2, 20), now).await.unwrap(),
        CheckpointOutcome::Stored
    );
    assert_eq!(
        store.keep_checkpoint(&file, &at(2, 20), now).await.unwrap(),
        CheckpointOutcome::Stored,
        "its answer was lost"
    );
    assert_eq!(
        store.keep_checkpoint(&file, &at(2, 30), now).await.unwrap(),
        CheckpointOutcome::Stale
    );
    assert_eq!(store.checkpoint(&file).await.unwrap(), Some(at(2, 20)));
    assert_eq!(
        store.keep_checkpoint(&file, &at(3, 30), now).await.unwrap(),
        CheckpointOutcome::Stored
    );
    assert_eq!(store.checkpoint(&file).await.unwrap(), Some(at(3, 30)));
}
