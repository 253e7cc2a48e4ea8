//! The ports over the shared world, with the semantics of the AWS services.

mod agenda;
mod append;
mod attempts;
mod coordinator_queue;
mod feed;
mod forget;
mod justice;
mod staff;
mod worklist;

use crate::Twin;
use crate::world::{Mail, give_way};
use domain::gate::Permitted;
use events::Reference;
use events::case::{Case, CaseEvent, CaseFile, LookMark, Update};
use events::offer::{CloudEvent, Offer};
use events::profile::Profile;
use events::update::UpdateRequest;
use jiff::Timestamp;
use measures::{Changes, CounterKey, Counters};
use platform::PortError;
use platform::ports::{
    AcceptReferral, Acceptance, AccessRecord, AuditRead, CheckToken, Claim, ClaimUpdate, Client,
    DeadLetter, EventKey, FactsOutcome, KeepFacts, KeepReleases, KeptFacts, Letter, Look,
    LookBudget, NewCase, OfferToProvider, Opened, Pace, ReadAccessLog, ReadCase, ReadCaseFile,
    ReadCounters, ReadDirectory, ReadEvent, ReadLooks, ReadPerson, ReadReleases, ReaderGroup,
    RequestUpdate, SendMail, SendToDeadLetters, Sent, SetTimer, SettleClaim, Standing, Submission,
    Timer, TokenHolder,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use suppression::Release;

impl AcceptReferral for Twin {
    async fn accept(&self, new: &NewCase) -> Result<Acceptance, PortError> {
        self.call("accept", |state| {
            if let Some(error) = state.not_stored.and_then(|why| why(new)) {
                return Err(error);
            }
            match state.submissions.get(&new.submission) {
                None => {}
                Some(Some((content, answer))) if *content == new.content => {
                    return Ok(Acceptance::Repeat(Box::new(answer.clone())));
                }
                Some(_) => return Ok(Acceptance::OtherContent),
            }
            let reference = &new.case.reference;
            if state.cases.contains_key(reference) {
                return Ok(Acceptance::ReferenceTaken);
            }
            state.submissions.insert(
                new.submission.clone(),
                Some((new.content.clone(), new.answer.clone())),
            );
            state.cases.insert(reference.clone(), new.case.clone());
            state
                .events
                .insert(reference.clone(), vec![new.event.clone()]);
            state.stream.push(new.event.clone());
            if new.pace == Pace::Slow {
                state.slow.insert(reference.clone());
            }
            state.people.insert(reference.clone(), new.person.clone());
            Ok(Acceptance::New)
        })
        .await
    }

    async fn earlier(
        &self,
        submission: &Submission,
        content: &str,
    ) -> Result<Option<Acceptance>, PortError> {
        self.call("earlier", |state| {
            let stored = state.submissions.get(submission);
            Ok(stored.map(|stored| match stored {
                Some((known, answer)) if known.as_str() == content => {
                    Acceptance::Repeat(Box::new(answer.clone()))
                }
                _ => Acceptance::OtherContent,
            }))
        })
        .await
    }
}

impl ReadCase for Twin {
    async fn case(&self, reference: &Reference) -> Result<Option<Case>, PortError> {
        let read = self
            .call("case", |state| Ok(state.cases.get(reference).cloned()))
            .await;
        // Lets others run before the caller acts on what it read.
        give_way().await;
        read
    }
}

impl ReadEvent for Twin {
    async fn event(&self, key: &EventKey) -> Result<Option<CaseEvent>, PortError> {
        self.call("event", |state| {
            let mut events = state.events.get(&key.reference).into_iter().flatten();
            Ok(events.find(|event| event.seq == key.seq).cloned())
        })
        .await
    }
}

impl ReadCaseFile for Twin {
    async fn case_file(&self, reference: &Reference) -> Result<Option<CaseFile>, PortError> {
        self.call("case file", |state| {
            Ok(state.cases.get(reference).map(|case| CaseFile {
                case: case.clone(),
                events: state.events.get(reference).cloned().unwrap_or_default(),
                updates: state
                    .updates
                    .iter()
                    .filter(|(of, _)| of.reference == *reference)
                    .map(|(_, (update, _))| update.clone())
                    .collect(),
            }))
        })
        .await
    }
}

impl ReadPerson for Twin {
    async fn person(&self, reference: &Reference) -> Result<Option<serde_json::Value>, PortError> {
        self.call("person", |state| Ok(state.people.get(reference).cloned()))
            .await
    }
}

impl AuditRead for Twin {
    fn look_budget(&self) -> Result<LookBudget, PortError> {
        Ok(self.state().look_budget)
    }

    async fn count_opened(
        &self,
        account: &str,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<Opened, PortError> {
        self.call("count opened", |state| {
            let hour = now.to_string()[..13].to_owned();
            let cases = state.opened.entry((account.to_owned(), hour)).or_default();
            let new = cases.insert(reference.clone());
            Ok(Opened {
                cases: u32::try_from(cases.len()).unwrap(),
                new,
            })
        })
        .await
    }

    async fn audit(&self, look: &Look) -> Result<(), PortError> {
        self.call("audit", |state| {
            state
                .reads
                .push((look.reference.clone(), look.at, look.reader()));
            state.looks.push(look.clone());
            Ok(())
        })
        .await
    }

    async fn audit_denied(&self, look: &Look) -> Result<(), PortError> {
        self.call("audit denied", |state| {
            state.looks.push(look.clone());
            Ok(())
        })
        .await
    }
}

impl ReadLooks for Twin {
    async fn looks_of(&self, account: &str, from: Timestamp) -> Result<Vec<Look>, PortError> {
        self.call("looks of", |state| {
            Ok(latest(
                state
                    .looks
                    .iter()
                    .filter(|look| look.account == account && look.at >= from),
            ))
        })
        .await
    }

    async fn marked_looks(&self, from: Timestamp, now: Timestamp) -> Result<Vec<Look>, PortError> {
        self.call("marked looks", |state| {
            Ok(latest(state.looks.iter().filter(|look| {
                !look.marks.is_empty() && look.at >= from && look.at <= now
            })))
        })
        .await
    }
}

/// The latest first.
fn latest<'a>(looks: impl Iterator<Item = &'a Look>) -> Vec<Look> {
    let mut looks: Vec<Look> = looks.cloned().collect();
    looks.sort_by_key(|look| std::cmp::Reverse(look.at));
    looks
}

impl ReadAccessLog for Twin {
    async fn access_log(&self, reference: &Reference) -> Result<Vec<AccessRecord>, PortError> {
        self.call("access log", |state| {
            let denied = |look: &&Look| !look.marks.contains(&LookMark::Denied);
            // An erasure leaves the index by reader only.
            let kept = |look: &&Look| {
                let entry = (look.reference.clone(), look.at, look.reader());
                state.reads.contains(&entry)
            };
            let of = state
                .looks
                .iter()
                .filter(|look| look.reference == *reference);
            let mut access_log: Vec<AccessRecord> = of
                .filter(denied)
                .filter(kept)
                .map(|look| AccessRecord {
                    at: look.at,
                    by: ReaderGroup::read(&look.reader()),
                    reason: look.reason,
                })
                .collect();
            access_log.sort_by_key(|look| std::cmp::Reverse(look.at));
            Ok(access_log)
        })
        .await
    }
}

impl ReadDirectory for Twin {
    async fn profile(&self) -> Result<Arc<Profile>, PortError> {
        self.call("profile", |_| Ok(Arc::clone(&self.profile)))
            .await
    }

    async fn client(&self, id: &str) -> Result<Option<Client>, PortError> {
        self.call("client", |state| {
            Ok(state.clients.get(id).map(|kind| Client {
                kind: *kind,
                code: id.to_owned(),
            }))
        })
        .await
    }
}

impl CheckToken for Twin {
    async fn holder_of(&self, token: &str) -> Result<TokenHolder, PortError> {
        self.call("token", |state| {
            let client = state.tokens.get(token).cloned();
            Ok(client.map_or(TokenHolder::Nobody, TokenHolder::Partner))
        })
        .await
    }
}

impl OfferToProvider for Twin {
    async fn offer(&self, event: &CloudEvent<Offer>) -> Result<(), PortError> {
        self.call("offer", |state| {
            state
                .queues
                .entry(event.data.provider.clone())
                .or_default()
                .push(event.clone());
            Ok(())
        })
        .await
    }
}

impl RequestUpdate for Twin {
    async fn request_update(&self, request: &UpdateRequest) -> Result<(), PortError> {
        self.call("request update", |state| {
            state.requests.push(request.clone());
            Ok(())
        })
        .await
    }
}

impl SendToDeadLetters for Twin {
    async fn send_to_dead_letters(&self, letter: &DeadLetter) -> Result<(), PortError> {
        self.call("dead letter", |state| {
            state.dead_letters.push(format!("{letter:?}"));
            Ok(())
        })
        .await
    }
}

impl ClaimUpdate for Twin {
    async fn claim(&self, reference: &Reference, update: &Update) -> Result<Claim, PortError> {
        self.call("claim", |state| {
            let key = update.request(reference);
            if state.updates.contains_key(&key) {
                return Ok(Claim::Taken);
            }
            let refused = state.refused.remove(&key);
            state.updates.insert(key, (update.clone(), true));
            Ok(refused.map_or(Claim::Ours, Claim::Again))
        })
        .await
    }

    async fn release_claim(
        &self,
        request: &UpdateRequest,
        refused_at: Timestamp,
    ) -> Result<(), PortError> {
        self.call("release", |state| {
            let sent = |(update, _): &(Update, bool)| update.sent_at.is_some();
            if !state.updates.get(request).is_some_and(sent) {
                state.updates.remove(request);
                state.refused.insert(request.clone(), refused_at);
            }
            Ok(())
        })
        .await
    }

    async fn record_sent(&self, request: &UpdateRequest, now: Timestamp) -> Result<(), PortError> {
        self.call("record", |state| {
            if let Some((update, watched)) = state.updates.get_mut(request) {
                update.sent_at = Some(now);
                *watched = false;
            }
            Ok(())
        })
        .await
    }
}

impl SetTimer for Twin {
    async fn set_timer(&self, timer: &Timer) -> Result<(), PortError> {
        self.call("set timer", |state| {
            state.timers.insert(timer.request(), timer.at);
            Ok(())
        })
        .await
    }
}

impl SendMail for Twin {
    async fn send(
        &self,
        request: &UpdateRequest,
        permitted: &Permitted,
        letter: &Letter,
    ) -> Result<Sent, PortError> {
        let raw = platform::mime::message(permitted, letter)?;
        self.call("send", |state| {
            if state.rejects {
                return Ok(Sent::Rejected("MessageRejected".to_owned()));
            }
            if state.refusals > 0 {
                state.refusals -= 1;
                return Ok(Sent::Refused("TooManyRequestsException".to_owned()));
            }
            let (update, to, at) = (request.clone(), permitted.address().to_owned(), state.now);
            state.mails.push(Mail {
                update,
                to,
                raw,
                at,
            });
            Ok(Sent::Accepted)
        })
        .await
    }
}

impl SettleClaim for Twin {
    async fn settle_claim(&self, request: &UpdateRequest) -> Result<(), PortError> {
        self.call("settle claim", |state| {
            if let Some((_, watched)) = state.updates.get_mut(request) {
                *watched = false;
            }
            Ok(())
        })
        .await
    }
}

impl KeepFacts for Twin {
    async fn facts(&self, key: &str) -> Result<Option<KeptFacts>, PortError> {
        self.call("facts", |state| Ok(state.facts.get(key).cloned()))
            .await
    }

    async fn keep_facts(
        &self,
        key: &str,
        before: Option<u32>,
        facts: &KeptFacts,
        changes: &Changes,
    ) -> Result<FactsOutcome, PortError> {
        self.call("keep facts", |state| {
            if state.facts.get(key).map(|kept| kept.version) != before {
                return Ok(FactsOutcome::Stale);
            }
            state.facts.insert(key.to_owned(), facts.clone());
            for (counters, cells) in changes {
                let counters = state.counters.entry(counters.clone()).or_default();
                for (cell, by) in cells {
                    *counters.entry(cell.clone()).or_default() += by;
                }
            }
            Ok(FactsOutcome::Kept)
        })
        .await
    }
}

impl KeepReleases for Twin {
    async fn keep_release(
        &self,
        key: &str,
        release: &Release,
        standing: Standing,
    ) -> Result<(), PortError> {
        self.call("keep release", |state| {
            if standing == Standing::Provisional || !state.releases.contains_key(key) {
                state.releases.insert(key.to_owned(), release.clone());
            }
            Ok(())
        })
        .await
    }
}

impl ReadReleases for Twin {
    async fn releases(&self, keys: &[String]) -> Result<BTreeMap<String, Release>, PortError> {
        self.call("releases", |state| {
            let found = keys
                .iter()
                .filter_map(|key| Some((key.clone(), state.releases.get(key)?.clone())));
            Ok(found.collect())
        })
        .await
    }
}

impl ReadCounters for Twin {
    async fn counters(
        &self,
        keys: &[CounterKey],
    ) -> Result<BTreeMap<CounterKey, Counters>, PortError> {
        self.call("counters", |state| {
            let wanted = keys.iter().filter_map(|key| {
                let mut cells = state.counters.get(key)?.clone();
                cells.retain(|_, count| *count != 0);
                Some((key.clone(), cells))
            });
            Ok(wanted.collect())
        })
        .await
    }
}
