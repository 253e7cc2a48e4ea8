//! The twin of counting wrong answers, each for an hour after the last.

use crate::Twin;
use crate::world::give_way;
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::ports::Attempts;
use std::time::Duration;

impl Attempts for Twin {
    async fn wrong_answers(&self, keys: &[String], now: Timestamp) -> Result<u32, PortError> {
        self.call("wrong answers", |state| {
            let live = keys
                .iter()
                .filter_map(|key| state.wrong.get(key))
                .filter(|(_, until)| *until > now);
            Ok(live.map(|(count, _)| *count).max().unwrap_or(0))
        })
        .await
    }

    async fn note_wrong_answer(&self, keys: &[String], now: Timestamp) -> Result<(), PortError> {
        self.call("note wrong answer", |state| {
            for key in keys {
                let before = state
                    .wrong
                    .get(key)
                    .filter(|(_, until)| *until > now)
                    .map_or(0, |(count, _)| *count);
                state.wrong.insert(
                    key.clone(),
                    (before + 1, now + SignedDuration::from_hours(1)),
                );
            }
            Ok(())
        })
        .await
    }

    async fn wait(&self, time: Duration) {
        self.state().waits.push(time);
        give_way().await;
    }
}
