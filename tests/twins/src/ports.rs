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
use events::case::{Case, CaseFile, Update};
use events::offer::{CloudEvent, Offer};
use events::profile::Profile;
use events::update::UpdateRequest;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{
    AcceptReferral, Acceptance, AccessRecord, AuditRead, CheckToken, Claim, ClaimUpdate, Client,
    Count, Gap, Letter, NewCase, OfferToProvider, ReadAccessLog, ReadCase, ReadCaseFile,
    ReadDirectory, ReadGaps, ReadPerson, ReaderGroup, RequestUpdate, SendMail, SendToDeadLetters,
    SetTimer, SettleClaim, Tally, Timer,
};
use std::sync::Arc;

impl AcceptReferral for Twin {
    async fn accept(&self, new: &NewCase) -> Result<Acceptance, PortError> {
        self.call("accept", |state| {
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
            state.people.insert(reference.clone(), new.person.clone());
            Ok(Acceptance::New)
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
    async fn audit(
        &self,
        reference: &Reference,
        reader: &str,
        now: Timestamp,
    ) -> Result<(), PortError> {
        self.call("audit", |state| {
            state
                .reads
                .push((reference.clone(), now, reader.to_owned()));
            Ok(())
        })
        .await
    }
}

impl ReadAccessLog for Twin {
    async fn access_log(&self, reference: &Reference) -> Result<Vec<AccessRecord>, PortError> {
        self.call("looks", |state| {
            let of = state.reads.iter().filter(|(of, ..)| of == reference);
            let mut access_log: Vec<AccessRecord> = of
                .map(|(_, at, by)| AccessRecord {
                    at: *at,
                    by: ReaderGroup::read(by),
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
    async fn client_of(&self, token: &str) -> Result<Option<String>, PortError> {
        self.call("token", |state| Ok(state.tokens.get(token).cloned()))
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
    async fn send_to_dead_letters(&self, record: &str, cause: &str) -> Result<(), PortError> {
        self.call("dead letter", |state| {
            state.dead_letters.push(format!("{record}: {cause}"));
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
            state.updates.insert(key, (update.clone(), true));
            Ok(Claim::Ours)
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
    ) -> Result<(), PortError> {
        let raw = platform::mime::message(permitted, letter)?;
        self.call("send", |state| {
            let (update, to, at) = (request.clone(), permitted.address().to_owned(), state.now);
            state.mails.push(Mail {
                update,
                to,
                raw,
                at,
            });
            Ok(())
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

impl Count for Twin {
    async fn count(
        &self,
        event_id: &str,
        day: jiff::civil::Date,
        tally: &Tally,
    ) -> Result<(), PortError> {
        self.call("count", |state| {
            if state.counted.insert(event_id.to_owned()) {
                for counter in &tally.counters {
                    *state.counters.entry((day, counter.clone())).or_default() += 1;
                }
                for gap in &tally.gaps {
                    *state.gaps.entry((day.year(), gap.clone())).or_default() += 1;
                }
            }
            Ok(())
        })
        .await
    }
}

impl ReadGaps for Twin {
    async fn gaps(&self, year: i16) -> Result<Vec<(Gap, u64)>, PortError> {
        self.call("gaps", |state| {
            let of_year = state.gaps.iter().filter(|((of, _), _)| *of == year);
            Ok(of_year
                .map(|((_, gap), count)| (gap.clone(), *count))
                .collect())
        })
        .await
    }
}
