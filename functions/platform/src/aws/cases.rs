//! Cases: read with or without their events, and changed in one transaction.

use super::Hub;
use super::error::{condition_failed, damaged, failed_conditions, port_error};
use super::items::{Item, keyed, new_only, plain, put, put_on_agenda, read, text, written};
use super::{justice, loads, people, sightings};
use crate::PortError;
use crate::ports::{
    AppendEvents, AppendOutcome, EventKey, Lane, ReadCase, ReadCaseFile, ReadEvent, SideWrites,
    Timer,
};
use crate::schema;
use crate::stream::not_newer;
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason, Put};
use domain::case::apply::load_changes;
use domain::retention::{keeping, remains};
use events::Reference;
use events::case::{Case, CaseChange, CaseEvent, CaseFile, EventVersion, Onward, Update};

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
        answer.item.map(|item| read(item, schema::CASE)).transpose()
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
        for item in state.into_iter().chain(history) {
            if item.contains_key(schema::CASE) {
                case = Some(read::<Case>(item, schema::CASE)?);
            } else if item.contains_key(schema::EVENT) {
                events.push(read_event(item)?);
            } else if item.contains_key(schema::UPDATE) && !item.contains_key(schema::REFUSED_AT) {
                updates.push(read_update(item)?);
            }
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

impl Hub {
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
        let mut write = self
            .dynamo
            .transact_write_items()
            .transact_items(put(state));
        for event in events {
            let mut item = event_item(event)?;
            expire_remains(&mut item, after)?;
            write = write.transact_items(put(new_only(cases, item)?));
        }
        for onward in changed(after, events) {
            write = write.transact_items(put(plain(cases, onward_item(after, onward)?)?));
        }
        if let Some(timer) = side_writes.timer {
            write = write.transact_items(put(plain(cases, timer_item(timer)?)?));
        }
        for item in people::changes(
            self.setting("PEOPLE_TABLE").ok(),
            &after.reference,
            &side_writes,
        )? {
            write = write.transact_items(item);
        }
        let loads = load_changes(after, events);
        for change in &loads {
            write = write.transact_items(loads::update(cases, change)?);
        }
        for (read, now) in side_writes.sightings {
            write = write.transact_items(sightings::remember(cases, read, now)?);
        }
        let Err(error) = write.send().await else {
            crate::calendar::warn_of_its_end(after, before);
            return Ok(AppendOutcome::Stored);
        };
        let reasons = failed_conditions("appending to a case", &error)?;
        Ok(refused(reasons, loads.len(), side_writes.sightings.len()))
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
        ..read::<Update>(item, schema::UPDATE)?
    })
}

/// Reads an event. The error says so if the event is newer than this code.
fn read_event(mut item: Item) -> Result<CaseEvent, PortError> {
    let event = item
        .remove(schema::EVENT)
        .unwrap_or(AttributeValue::Null(true));
    if let Ok(version) = serde_dynamo::from_attribute_value::<_, EventVersion>(event.clone()) {
        not_newer(version)?;
    }
    serde_dynamo::from_attribute_value(event).map_err(damaged(schema::EVENT))
}
