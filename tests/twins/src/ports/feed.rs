//! The twins of dropped files, reports, checkpoints and the queue that continues a file.

use crate::{File, Twin};
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::ports::{
    Checkpoint, CheckpointOutcome, ContinueFeed, EventKey, FeedFile, ForgetFeed, KeepCheckpoint,
    KeepReport, Pause, ReactLater, ReadFeed,
};
use std::time::Duration;

impl ReadFeed for Twin {
    async fn feed_file(&self, key: &str) -> Result<Option<FeedFile>, PortError> {
        self.call("looking at a file", |state| {
            Ok(state.files.get(key).map(|file| FeedFile {
                size: file.body.len() as u64,
                tag: file.tag.clone(),
                dropped_at: file.at,
            }))
        })
        .await
    }

    async fn feed_bytes(
        &self,
        key: &str,
        of: &str,
        from: u64,
        most: u64,
    ) -> Result<Option<Vec<u8>>, PortError> {
        self.call("reading a file", |state| {
            let Some(file) = state.files.get(key).filter(|file| file.tag == of) else {
                return Ok(None);
            };
            let end = (from + most).min(file.body.len() as u64);
            Ok(Some(
                file.body[usize::try_from(from).unwrap()..usize::try_from(end).unwrap()].to_vec(),
            ))
        })
        .await
    }
}

impl ForgetFeed for Twin {
    async fn forget_feed(&self, key: &str, of: &str) -> Result<(), PortError> {
        self.call("deleting a file", |state| {
            if state.files.get(key).is_some_and(|file| file.tag == of) {
                state.files.remove(key);
            }
            Ok(())
        })
        .await
    }
}

impl KeepReport for Twin {
    async fn keep_report(&self, key: &str, body: Vec<u8>) -> Result<(), PortError> {
        self.call("storing a report", |state| {
            let file = File::of(body, state.now);
            state.files.insert(key.to_owned(), file);
            Ok(())
        })
        .await
    }

    async fn report(&self, key: &str) -> Result<Option<Vec<u8>>, PortError> {
        self.call("reading a report", |state| {
            Ok(state.files.get(key).map(|file| file.body.clone()))
        })
        .await
    }
}

impl KeepCheckpoint for Twin {
    async fn checkpoint(&self, file: &str) -> Result<Option<Checkpoint>, PortError> {
        self.call("reading a checkpoint", |state| {
            Ok(state.checkpoints.get(file).cloned())
        })
        .await
    }

    async fn keep_checkpoint(
        &self,
        file: &str,
        checkpoint: &Checkpoint,
        _now: Timestamp,
    ) -> Result<CheckpointOutcome, PortError> {
        self.call("keeping a checkpoint", |state| {
            let before = state.checkpoints.get(file);
            if before == Some(checkpoint) {
                return Ok(CheckpointOutcome::Stored);
            }
            if before.map_or(0, |before| before.version) + 1 != checkpoint.version {
                return Ok(CheckpointOutcome::Stale);
            }
            state
                .checkpoints
                .insert(file.to_owned(), checkpoint.clone());
            Ok(CheckpointOutcome::Stored)
        })
        .await
    }
}

impl Pause for Twin {
    async fn pause(&self, time: Duration) {
        let time = SignedDuration::try_from(time).expect("a short time");
        self.state().paused += time;
        crate::world::give_way().await;
    }
}

impl ReactLater for Twin {
    async fn react_later(&self, events: &[EventKey]) -> Result<(), PortError> {
        self.call("react later", |state| {
            state.slow_lane.extend_from_slice(events);
            Ok(())
        })
        .await
    }
}

impl ContinueFeed for Twin {
    async fn continue_feed(&self, key: &str) -> Result<(), PortError> {
        self.call("continuing a file", |state| {
            state.to_read.push(key.to_owned());
            Ok(())
        })
        .await
    }
}
