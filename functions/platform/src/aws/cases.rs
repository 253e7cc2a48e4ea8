//! Cases: read with or without their events, and changed in one transaction.

use super::Hub;
use super::error::{condition_failed, damaged, failed_conditions, is_conflict, port_error};
use super::items::{
    Item, keyed, new_only, plain, put, put_on_agenda, read_document, text, written,
};
use super::{justice, loads, people, sightings};
use crate::PortError;
use crate::document;
use crate::ports::{
    AppendEvents, AppendOutcome, EventKey, Lane, ReadCase, ReadCaseFile, ReadEvent, SideWrites,
    Timer,
};
use crate::schema;
use crate::stream::stored_event;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason, Put, TransactWriteItem};
use domain::case::apply::{load_changes, open};
use domain::retention::{keeping, remains};
use events::Reference;
use events::case::{Case, CaseChange, CaseEvent, CaseFile, Onward, Update};
use std::time::Duration;

/// How often a transaction is sent again after a conflict with another one, and how long it waits at first.
const CONFLICTS: u32 = 4;
/// See [`CONFLICTS`].
const CONFLICT_WAIT: Duration = Duration::from_millis(20);

impl ReadCase for Hub {
    async fn case(&self, reference: &Reference) -> Result<Option<Case>, PortError> {
        let answer = self
            .dynamo
            .get_item()
            .table_name(self.setting("CASES_TABLE")?)
            .key(schema::PK, text(schema::case_pk(reference)))
            .key(schema::SK, text(schema::STATE.to_owned()))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| port_error("reading a case", &error))?;
        match answer.item {
            Some(item) if item.contains_key(schema::CASE) => {
                read_document(item, schema::CASE).map(Some)
            }
            Some(_) => self.unchanged_case(reference).await.map(Some),
            None => Ok(None),
        }
    }
}

impl ReadCaseFile for Hub {
    async fn case_file(&self, reference: &Reference) -> Result<Option<CaseFile>, PortError> {
        // Looks lie between the events and the state. Nobody waits longer for a case because many looked at it. The state
        // is read first: events that were stored since belong to a newer state.
        let state = self
            .items_between(reference, schema::AFTER_READS, schema::LAST)
            .await?;
        let history = self
            .items_between(reference, schema::FIRST, schema::READ_PREFIX)
            .await?;
        let (mut case, mut events, mut updates) = (None, Vec::new(), Vec::new());
        let is_state = |item: &Item| {
            let key = item.get(schema::SK).and_then(|key| key.as_s().ok());
            key.is_some_and(|key| key == schema::STATE)
        };
        let has_state = state.iter().any(is_state);
        for item in state.into_iter().chain(history) {
            if item.contains_key(schema::CASE) {
                case = Some(read_document::<Case>(item, schema::CASE)?);
            } else if item.contains_key(schema::EVENT) {
                events.push(read_event(item)?);
            } else if item.contains_key(schema::UPDATE) && !item.contains_key(schema::REFUSED_AT) {
                updates.push(read_update(item)?);
            }
        }
        // The state of a case that nobody has changed is its first event.
        if case.is_none() && has_state {
            case = events.first().and_then(opened);
        }
        let version = case.as_ref().map_or(0, |case| case.version);
        events.retain(|event| event.seq <= version);
        Ok(case.map(|case| CaseFile {
            case,
            events,
            updates,
        }))
    }
}

impl ReadEvent for Hub {
    async fn event(&self, key: &EventKey) -> Result<Option<CaseEvent>, PortError> {
        let answer = self
            .dynamo
            .get_item()
            .table_name(self.setting("CASES_TABLE")?)
            .key(schema::PK, text(schema::case_pk(&key.reference)))
            .key(schema::SK, text(schema::event_sk(key.seq)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| port_error("reading an event", &error))?;
        answer.item.map(read_event).transpose()
    }
}

/// The case that an acceptance opens.
fn opened(event: &CaseEvent) -> Option<Case> {
    let CaseChange::Received(received) = &event.what else {
        return None;
    };
    let (case, _) = open(event.reference.clone(), (**received).clone(), event.at);
    Some(case)
}

impl Hub {
    /// A case whose state says only that nobody has changed it: its first event.
    async fn unchanged_case(&self, reference: &Reference) -> Result<Case, PortError> {
        let first = EventKey {
            reference: reference.clone(),
            seq: 1,
        };
        // It may have been changed or erased since its state was read.
        self.event(&first)
            .await?
            .as_ref()
            .and_then(opened)
            .ok_or_else(|| PortError::Transient("a case changed while it was read".to_owned()))
    }

    /// The items of a case with a sort key from `first` to `last`.
    async fn items_between(
        &self,
        reference: &Reference,
        first: &str,
        last: &str,
    ) -> Result<Vec<Item>, PortError> {
        self.dynamo
            .query()
            .table_name(self.setting("CASES_TABLE")?)
            .key_condition_expression("pk = :pk AND sk BETWEEN :first AND :last")
            .expression_attribute_values(":pk", text(schema::case_pk(reference)))
            .expression_attribute_values(":first", text(first.to_owned()))
            .expression_attribute_values(":last", text(last.to_owned()))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send()
            .collect::<Result<Vec<Item>, _>>()
            .await
            .map_err(|error| port_error("reading a case", &error))
    }
}

impl AppendEvents for Hub {
    async fn append(
        &self,
        after: &Case,
        events: &[CaseEvent],
        side_writes: SideWrites<'_>,
    ) -> Result<AppendOutcome, PortError> {
        let cases = self.setting("CASES_TABLE")?;
        let before = after.version - u32::try_from(events.len()).unwrap_or(after.version);
        let state = Put::builder()
            .table_name(cases)
            .set_item(Some(state_item(after)?))
            .condition_expression("version = :before")
            .expression_attribute_values(":before", AttributeValue::N(before.to_string()))
            .build()
            .map_err(|_| {
                PortError::Permanent("the write of a case could not be built".to_owned())
            })?;
        let mut writes = vec![put(state)];
        for event in events {
            let mut item = event_item(event)?;
            expire_remains(&mut item, after)?;
            writes.push(put(new_only(cases, item)?));
        }
        for onward in changed(after, events) {
            writes.push(put(plain(cases, onward_item(after, onward)?)?));
        }
        if let Some(timer) = side_writes.timer {
            writes.push(put(plain(cases, timer_item(timer)?)?));
        }
        writes.extend(people::changes(
            self.setting("PEOPLE_TABLE").ok(),
            &after.reference,
            &side_writes,
        )?);
        let loads = load_changes(after, events);
        for change in &loads {
            writes.push(loads::update(cases, change)?);
        }
        for (read, now) in side_writes.sightings {
            writes.push(sightings::remember(cases, read, now)?);
        }
        let Err(error) = self.send_again_after_conflicts(writes).await else {
            crate::calendar::warn_of_its_end(after, before);
            return Ok(AppendOutcome::Stored);
        };
        let reasons = failed_conditions("appending to a case", &error)?;
        Ok(refused(reasons, loads.len(), side_writes.sightings.len()))
    }
}

impl Hub {
    /// Sends a transaction, and again if another one was writing to the same item: many cases may be offered to the same
    /// service at the same moment.
    async fn send_again_after_conflicts(
        &self,
        writes: Vec<TransactWriteItem>,
    ) -> Result<(), SdkError<TransactWriteItemsError>> {
        let mut wait = CONFLICT_WAIT;
        for _ in 0..CONFLICTS {
            let sent = self
                .dynamo
                .transact_write_items()
                .set_transact_items(Some(writes.clone()))
                .send()
                .await;
            match sent {
                Err(error) if is_conflict(&error) => {
                    tokio::time::sleep(wait.mul_f64(rand::random_range(0.5..1.5))).await;
                    wait *= 2;
                }
                other => return other.map(drop),
            }
        }
        let last = self.dynamo.transact_write_items();
        last.set_transact_items(Some(writes)).send().await.map(drop)
    }
}

/// Explains the failed conditions of an append. The reasons are in the order of the writes: the case, the loads, the
/// sightings.
fn refused(reasons: &[CancellationReason], loads: usize, sightings: usize) -> AppendOutcome {
    let failed = |reasons: &[CancellationReason]| reasons.iter().any(condition_failed);
    let (rest, sightings) = reasons.split_at(reasons.len().saturating_sub(sightings));
    let (case, loads) = rest.split_at(rest.len().saturating_sub(loads));
    if failed(case) {
        AppendOutcome::Stale
    } else if failed(loads) {
        AppendOutcome::ServiceFull
    } else {
        debug_assert!(failed(sightings));
        AppendOutcome::SightingsStale
    }
}

/// The onward referrals that `events` made or changed.
fn changed<'a>(after: &'a Case, events: &'a [CaseEvent]) -> impl Iterator<Item = &'a Onward> {
    let by = |onward: &&Onward| {
        events.iter().any(|event| {
            let code = Some(onward.offered.onward.as_str());
            event.what.onward() == code || matches!(event.what, CaseChange::ReadersChanged(_))
        })
    };
    after.support.onwards.iter().filter(by)
}

/// The item of the state of a new case. The case itself is in its first event, which the same transaction writes, so it
/// is written only once. The coordinators' queue is an index that has whole cases. No new case is in it today; one that is
/// keeps its case here too.
pub(super) fn new_state_item(case: &Case) -> Result<Item, PortError> {
    let mut item = state_item(case)?;
    if !item.contains_key(schema::DESK_KEY) {
        item.remove(schema::CASE);
    }
    Ok(item)
}

/// The item of a case's state, with its index keys.
pub(super) fn state_item(case: &Case) -> Result<Item, PortError> {
    let mut item = keyed(schema::case_pk(&case.reference), schema::STATE.to_owned());
    item.insert(
        schema::VERSION.to_owned(),
        AttributeValue::N(case.version.to_string()),
    );
    item.insert(schema::CASE.to_owned(), written(case)?);
    if let Some(at) = schema::coordinator_queue_position(case) {
        let shard = schema::shard(case.reference.as_str());
        item.insert(schema::DESK_KEY.to_owned(), text(schema::desk_key(shard)));
        item.insert(schema::DESK_AT.to_owned(), text(at));
    }
    if let Some(due) = case.watch_at() {
        put_on_agenda(&mut item, Lane::of(case), &case.reference, due)?;
    }
    if let Some(keeping) = keeping(case) {
        item.insert(schema::KEEP_KEY.to_owned(), text(schema::KEEP.to_owned()));
        item.insert(
            schema::KEEP_UNTIL.to_owned(),
            text(schema::moment(keeping.until)),
        );
    }
    justice::list(&mut item, case)?;
    expire_remains(&mut item, case)?;
    Ok(item)
}

/// Lets the item end with the remains of its case, if only they are left.
pub(super) fn expire_remains(item: &mut Item, case: &Case) -> Result<(), PortError> {
    if !case.has_only_remains() {
        return Ok(());
    }
    if let Some(remains) = remains(case)? {
        let until = remains.until.as_second().to_string();
        item.insert(schema::TTL.to_owned(), AttributeValue::N(until));
    }
    Ok(())
}

/// The item of an event.
pub(super) fn event_item(event: &CaseEvent) -> Result<Item, PortError> {
    let mut item = keyed(
        schema::case_pk(&event.reference),
        schema::event_sk(event.seq),
    );
    item.insert(schema::EVENT.to_owned(), written(event)?);
    Ok(item)
}

fn onward_item(case: &Case, onward: &Onward) -> Result<Item, PortError> {
    let mut item = keyed(
        schema::case_pk(&case.reference),
        schema::onward_sk(&onward.offered.onward),
    );
    let key = schema::provider_key(&onward.offered.provider, onward.state);
    item.insert(schema::PROVIDER_KEY.to_owned(), text(key));
    item.insert(
        schema::ACCEPT_BY.to_owned(),
        text(schema::moment(onward.offered.accept_by)),
    );
    item.insert(schema::ONWARD.to_owned(), written(onward)?);
    Ok(item)
}

/// The item of a timer on the clock's agenda.
pub(super) fn timer_item(timer: &Timer) -> Result<Item, PortError> {
    let mut item = keyed(
        schema::case_pk(&timer.reference),
        schema::timer_sk(timer.kind, timer.about),
    );
    item.insert(schema::TIMER.to_owned(), written(timer)?);
    put_on_agenda(&mut item, Lane::Usual, &timer.reference, timer.at)?;
    Ok(item)
}

/// Reads an update with the attributes stored next to it.
pub(super) fn read_update(item: Item) -> Result<Update, PortError> {
    let sent_at = match item.get(schema::SENT_AT) {
        Some(AttributeValue::S(at)) => at.parse().ok(),
        _ => None,
    };
    Ok(Update {
        sent_at,
        ..read_document::<Update>(item, schema::UPDATE)?
    })
}

/// Reads an event. The error says so if the event is newer than this code.
fn read_event(mut item: Item) -> Result<CaseEvent, PortError> {
    let event = item
        .remove(schema::EVENT)
        .unwrap_or(AttributeValue::Null(true));
    stored_event(event)
        .and_then(|event| event.ok_or_else(|| damaged(schema::EVENT)(document::Damaged)))
}
