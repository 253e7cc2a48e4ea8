//! The twins of counting tries and of remembering moments.

use crate::Twin;
use crate::world::give_way;
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::ports::{Attempts, Moments, TryLimit};
use std::time::Duration;

impl Attempts for Twin {
    async fn count_try(
        &self,
        key: &str,
        limit: TryLimit,
        now: Timestamp,
    ) -> Result<Option<u32>, PortError> {
        self.call("count try", |state| {
            let live = state.tries.get(key).filter(|(_, until)| *until > now);
            let (before, until) = live.copied().unwrap_or((0, now + limit.lasts));
            if before >= limit.most {
                return Ok(None);
            }
            state.tries.insert(key.to_owned(), (before + 1, until));
            Ok(Some(before + 1))
        })
        .await
    }

    async fn take_back_try(&self, key: &str, now: Timestamp) -> Result<(), PortError> {
        let taken = self
            .call("take back try", |state| {
                let live = state.tries.get_mut(key).filter(|(_, until)| *until > now);
                if let Some((count, _)) = live {
                    *count = count.saturating_sub(1);
                }
                Ok(())
            })
            .await;
        if taken.is_err() {
            self.state().try_kept_at = Some(now);
        }
        taken
    }

    async fn wait(&self, time: Duration) {
        self.state().waits.push(time);
        give_way().await;
    }
}

impl Moments for Twin {
    async fn remember_moment(
        &self,
        key: &str,
        at: Timestamp,
        lasts: SignedDuration,
    ) -> Result<(), PortError> {
        self.call("remember moment", |state| {
            let (all, until) = state.moments.entry(key.to_owned()).or_default();
            all.insert(at.as_millisecond());
            while all.len() > 20 {
                all.pop_first();
            }
            *until = at + lasts;
            Ok(())
        })
        .await
    }

    async fn moments<const N: usize>(
        &self,
        keys: &[String; N],
        now: Timestamp,
    ) -> Result<[Vec<Timestamp>; N], PortError> {
        self.call("moments", |state| {
            Ok(keys.each_ref().map(|key| {
                let live = state.moments.get(key).filter(|(_, until)| *until > now);
                live.map(|(all, _)| {
                    let at = |at: &i64| Timestamp::from_millisecond(*at).expect("a moment");
                    all.iter().rev().map(at).collect()
                })
                .unwrap_or_default()
            }))
        })
        .await
    }
}
