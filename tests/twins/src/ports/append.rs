//! The twin of appending to a case, under its conditions on loads and sightings.

use crate::world::give_way;
use crate::{State, Twin};
use domain::case::apply::load_changes;
use domain::matching::Loads;
use events::Reference;
use events::case::{Case, CaseEvent};
use platform::PortError;
use platform::keys::Keys;
use platform::ports::{
    AppendEvents, AppendOutcome, Freshness, People, ReadKeys, ReadLoads, ReadSightings, ReadWords,
    Remembered, SideWrites, Words,
};

impl AppendEvents for Twin {
    async fn append(
        &self,
        after: &Case,
        events: &[CaseEvent],
        side_writes: SideWrites<'_>,
    ) -> Result<AppendOutcome, PortError> {
        self.call("append", |state| {
            let before = after.version - u32::try_from(events.len()).unwrap();
            if state
                .cases
                .get(&after.reference)
                .is_none_or(|case| case.version != before)
            {
                return Ok(AppendOutcome::Stale);
            }
            let changes = load_changes(after, events);
            let held =
                |state: &State, service: &str| state.loads.get(service).copied().unwrap_or(0);
            if changes.iter().any(|change| {
                change
                    .takes
                    .is_some_and(|most| held(state, change.service) >= most)
            }) {
                return Ok(AppendOutcome::ServiceFull);
            }
            let seen =
                |state: &State, key: &str| state.sightings.get(key).cloned().unwrap_or_default();
            if side_writes
                .sightings
                .iter()
                .any(|(read, _)| seen(state, &read.key) != read.seen)
            {
                return Ok(AppendOutcome::SightingsStale);
            }
            for (read, now) in side_writes.sightings {
                if now.is_empty() {
                    state.sightings.remove(&read.key);
                } else {
                    state.sightings.insert(read.key.clone(), now.clone());
                }
            }
            for change in changes {
                let held = held(state, change.service);
                let now = if change.takes.is_some() {
                    held + 1
                } else {
                    held - 1
                };
                state.loads.insert(change.service.to_owned(), now);
            }
            state.cases.insert(after.reference.clone(), after.clone());
            state
                .events
                .entry(after.reference.clone())
                .or_default()
                .extend_from_slice(events);
            state.stream.extend_from_slice(events);
            let reference = &after.reference;
            match side_writes.people {
                People::Same => {}
                People::Rewritten(document) => {
                    state.people.insert(reference.clone(), document.clone());
                }
                People::Erased(words) => {
                    state.people.remove(reference);
                    state.expires.remove(reference);
                    words.iter().for_each(|seq| {
                        state.words.remove(&(reference.clone(), *seq));
                    });
                }
            }
            if let Some(words) = side_writes.words {
                state
                    .words
                    .insert((reference.clone(), words.seq), words.clone());
            }
            if let Some(timer) = side_writes.timer {
                state.timers.insert(timer.request(), timer.at);
            }
            Ok(AppendOutcome::Stored)
        })
        .await
    }
}

impl ReadWords for Twin {
    async fn words(&self, reference: &Reference, numbers: &[u32]) -> Result<Vec<Words>, PortError> {
        let found = |state: &mut State| {
            let of = |seq: &u32| state.words.get(&(reference.clone(), *seq)).cloned();
            Ok(numbers.iter().filter_map(of).collect())
        };
        self.call("words", found).await
    }
}

impl ReadSightings for Twin {
    async fn sightings(&self, keys: &[String]) -> Result<Vec<Remembered>, PortError> {
        let read = self
            .call("sightings", |state| {
                let seen = |key: &String| state.sightings.get(key).cloned().unwrap_or_default();
                Ok(keys
                    .iter()
                    .map(|key| Remembered {
                        key: key.clone(),
                        seen: seen(key),
                    })
                    .collect())
            })
            .await;
        // Lets others run before the caller acts on what it read.
        give_way().await;
        read
    }
}

impl ReadKeys for Twin {
    async fn keys(&self) -> Result<Keys, PortError> {
        self.call("keys", |_| Ok(Keys::new(crate::SECRET))).await
    }
}

impl ReadLoads for Twin {
    async fn loads(&self, services: &[&str], age: Freshness) -> Result<Loads, PortError> {
        let read = self
            .call("loads", |state| {
                let held =
                    |service: &&str| Some(((*service).to_owned(), *state.loads.get(*service)?));
                let now = Loads(services.iter().filter_map(held).collect());
                // A recent answer is what an earlier call read.
                let answer = if age == Freshness::Recent {
                    state.recent_loads.clone()
                } else {
                    now.clone()
                };
                state.recent_loads = now;
                Ok(answer)
            })
            .await;
        give_way().await;
        read
    }
}
