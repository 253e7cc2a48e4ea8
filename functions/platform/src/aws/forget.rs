//! Erasure: the document gets an expiry date, and words, notes and diary are deleted. Every write fails if the case has
//! changed since it was read.

use super::Hub;
use super::cases::{event_item, expire_remains, state_item};
use super::error::{condition_failed, failed_conditions, port_error};
use super::items::{Item, keyed, plain, put, read, text};
use crate::PortError;
use crate::ports::{AppendOutcome, ExpiredCase, Forget, ReadExpired, RegisterErasures, Submission};
use crate::schema;
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, KeysAndAttributes, Put, TransactWriteItem, Update,
};
use domain::retention::Remains;
use events::Reference;
use events::case::Case;
use jiff::Timestamp;

/// Items in one transaction, next to its condition on the case.
const AT_ONCE: usize = 90;
/// Keys in one lookup.
const LOOKED_FOR: usize = 100;
/// Cases on one page.
const PAGE: i32 = 100;
/// Erased cases on one page.
const REGISTERED: i32 = 25;

/// An item of a table.
struct Held {
    table: String,
    key: Item,
}

impl Forget for Hub {
    async fn expire(
        &self,
        case: &Case,
        from: Option<Timestamp>,
    ) -> Result<AppendOutcome, PortError> {
        let mut held = self.people_of(case, true).await?;
        held.extend(self.notes_of(&case.reference).await?);
        held.extend(self.diary_of(&case.reference).await?);
        let change = |item: &Held| {
            let update = Update::builder()
                .table_name(&item.table)
                .set_key(Some(item.key.clone()))
                .expression_attribute_names("#ttl", schema::TTL)
                // The condition prevents an update that would create an empty item in place of a deleted one.
                .condition_expression("attribute_exists(pk)");
            let update = match from {
                Some(from) => update
                    .update_expression("SET #ttl = :from")
                    .expression_attribute_values(
                        ":from",
                        AttributeValue::N(from.as_second().to_string()),
                    ),
                None => update.update_expression("REMOVE #ttl"),
            };
            update
                .build()
                .map(|update| TransactWriteItem::builder().update(update).build())
        };
        self.change_all(case, &held, change).await
    }

    async fn forget_words_and_notes(&self, case: &Case) -> Result<AppendOutcome, PortError> {
        let mut held = self.people_of(case, false).await?;
        held.extend(self.notes_of(&case.reference).await?);
        held.extend(self.diary_of(&case.reference).await?);
        self.change_all(case, &held, deleted).await
    }

    async fn leave_remains(
        &self,
        case: &Case,
        remains: &Remains,
    ) -> Result<AppendOutcome, PortError> {
        let cases = self.setting("CASES_TABLE")?;
        let mut items = vec![state_item(&remains.case)?];
        for event in &remains.events {
            let mut item = event_item(event)?;
            expire_remains(&mut item, &remains.case)?;
            items.push(item);
        }
        let stays = |key: &Item| {
            items
                .iter()
                .any(|item| item.get(schema::SK) == key.get(schema::SK))
        };
        let mut held = self.keys_of("CASES_TABLE", &case.reference).await?;
        held.retain(|held| !stays(&held.key));
        held.extend(self.people_of(case, true).await?);
        held.extend(self.notes_of(&case.reference).await?);
        held.extend(self.diary_of(&case.reference).await?);
        if self.change_all(case, &held, deleted).await? == AppendOutcome::Stale {
            return Ok(AppendOutcome::Stale);
        }
        self.empty_submission(&Submission::of(case)).await?;
        let mut write = self.dynamo.transact_write_items();
        for (place, item) in items.into_iter().enumerate() {
            let item = if place == 0 {
                replaced(cases, item, case.version)?
            } else {
                plain(cases, item)?
            };
            write = write.transact_items(put(item));
        }
        let Err(error) = write.send().await else {
            return Ok(AppendOutcome::Stored);
        };
        failed_conditions("leaving the remains of a case", &error)?;
        Ok(AppendOutcome::Stale)
    }
}

/// The state in place of the one at `version`.
fn replaced(table: &str, item: Item, version: u32) -> Result<Put, PortError> {
    Put::builder()
        .table_name(table)
        .set_item(Some(item))
        .condition_expression("version = :version")
        .expression_attribute_values(":version", AttributeValue::N(version.to_string()))
        .build()
        .map_err(not_asked)
}

fn deleted(item: &Held) -> Result<TransactWriteItem, BuildError> {
    let delete = Delete::builder()
        .table_name(&item.table)
        .set_key(Some(item.key.clone()))
        .build();
    delete.map(|delete| TransactWriteItem::builder().delete(delete).build())
}

impl Hub {
    /// Empties what is stored of a submission. Its id stays until it expires, so that a repeat does not make a new case
    /// of somebody who was erased.
    async fn empty_submission(&self, submission: &Submission) -> Result<(), PortError> {
        if submission.id.is_empty() {
            return Ok(());
        }
        let empty = self
            .dynamo
            .update_item()
            .table_name(self.setting("SUBMISSIONS_TABLE")?)
            .key(
                schema::PK,
                text(schema::submission_pk(&submission.sender, &submission.id)),
            )
            .update_expression("REMOVE content, answer")
            .condition_expression("attribute_exists(pk)")
            .send()
            .await;
        match empty {
            Err(error)
                if !error
                    .as_service_error()
                    .is_some_and(|e| e.is_conditional_check_failed_exception()) =>
            {
                Err(port_error("emptying a submission", &error))
            }
            _ => Ok(()),
        }
    }

    /// The keys of the person's words and, if wanted, of their document. Words are stored under the number of their
    /// event.
    async fn people_of(&self, case: &Case, with_document: bool) -> Result<Vec<Held>, PortError> {
        let table = self.setting("PEOPLE_TABLE")?;
        let document = with_document.then(|| schema::person_pk(&case.reference));
        let words = (1..=case.version).map(|seq| schema::words_pk(&case.reference, seq));
        let all: Vec<String> = document.into_iter().chain(words).collect();
        let mut held = Vec::new();
        for some in all.chunks(LOOKED_FOR) {
            let keys = some
                .iter()
                .map(|pk| Item::from([(schema::PK.to_owned(), text(pk.clone()))]))
                .collect();
            let wanted = KeysAndAttributes::builder()
                .set_keys(Some(keys))
                .projection_expression("pk")
                .consistent_read(true)
                .build()
                .map_err(not_asked)?;
            let answer = self
                .dynamo
                .batch_get_item()
                .request_items(table, wanted)
                .send()
                .await;
            let answer = answer
                .map_err(|error| port_error("finding the stored data of a person", &error))?;
            if answer
                .unprocessed_keys()
                .is_some_and(|left| !left.is_empty())
            {
                return Err(PortError::Transient(
                    "some stored data of a person was not looked up".to_owned(),
                ));
            }
            let found = answer
                .responses
                .and_then(|mut tables| tables.remove(table))
                .unwrap_or_default();
            held.extend(found.into_iter().map(|key| Held {
                table: table.to_owned(),
                key,
            }));
        }
        Ok(held)
    }

    /// The keys of every provider's notes of the case, without their text.
    async fn notes_of(&self, reference: &Reference) -> Result<Vec<Held>, PortError> {
        self.keys_of("NOTES_TABLE", reference).await
    }

    /// The key of the diary of the case, without what is in it.
    async fn diary_of(&self, reference: &Reference) -> Result<Vec<Held>, PortError> {
        self.keys_of("DIARIES_TABLE", reference).await
    }

    /// The keys of everything that a table has under the case, and nothing else of it.
    async fn keys_of(&self, table: &str, reference: &Reference) -> Result<Vec<Held>, PortError> {
        let table = self.setting(table)?;
        let mut items = self
            .dynamo
            .query()
            .table_name(table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(schema::case_pk(reference)))
            .projection_expression("pk, sk")
            .consistent_read(true)
            .into_paginator()
            .items()
            .send();
        let mut held = Vec::new();
        while let Some(key) = items.next().await {
            let key =
                key.map_err(|error| port_error("finding what is stored of a case", &error))?;
            held.push(Held {
                table: table.to_owned(),
                key,
            });
        }
        Ok(held)
    }

    /// Changes each of `held` in transactions of limited size. Each transaction fails if the case has changed.
    async fn change_all(
        &self,
        case: &Case,
        held: &[Held],
        change: impl Fn(&Held) -> Result<TransactWriteItem, BuildError>,
    ) -> Result<AppendOutcome, PortError> {
        for some in held.chunks(AT_ONCE) {
            let stands = ConditionCheck::builder()
                .table_name(self.setting("CASES_TABLE")?)
                .set_key(Some(keyed(
                    schema::case_pk(&case.reference),
                    schema::STATE.to_owned(),
                )))
                .condition_expression("version = :version")
                .expression_attribute_values(
                    ":version",
                    AttributeValue::N(case.version.to_string()),
                )
                .build()
                .map_err(not_asked)?;
            let mut write = self
                .dynamo
                .transact_write_items()
                .transact_items(TransactWriteItem::builder().condition_check(stands).build());
            for item in some {
                write = write.transact_items(change(item).map_err(not_asked)?);
            }
            let Err(error) = write.send().await else {
                continue;
            };
            return match failed_conditions("forgetting", &error)? {
                [stands, ..] if condition_failed(stands) => Ok(AppendOutcome::Stale),
                _ => Err(PortError::Transient(
                    "an item disappeared before it was erased".to_owned(),
                )),
            };
        }
        Ok(AppendOutcome::Stored)
    }
}

impl ReadExpired for Hub {
    async fn expired(
        &self,
        now: Timestamp,
        after: Option<&ExpiredCase>,
    ) -> Result<Vec<ExpiredCase>, PortError> {
        let from = after.map(|(until, reference)| {
            let mut from = keyed(schema::case_pk(reference), schema::STATE.to_owned());
            from.insert(schema::KEEP_KEY.to_owned(), text(schema::KEEP.to_owned()));
            from.insert(schema::KEEP_UNTIL.to_owned(), text(schema::moment(*until)));
            from
        });
        let answer = self
            .dynamo
            .query()
            .table_name(self.setting("CASES_TABLE")?)
            .index_name(schema::BY_KEEP)
            .key_condition_expression("keep_key = :keep AND keep_until <= :now")
            .expression_attribute_values(":keep", text(schema::KEEP.to_owned()))
            .expression_attribute_values(":now", text(schema::moment(now)))
            .set_exclusive_start_key(from)
            .limit(PAGE)
            .send()
            .await
            .map_err(|error| port_error("reading expired cases", &error))?;
        let place = |item: Item| {
            let until: String = read(item.clone(), schema::KEEP_UNTIL)?;
            let pk: String = read(item, schema::PK)?;
            let named = pk
                .strip_prefix("CASE#")
                .and_then(|reference| reference.parse().ok());
            let place = until.parse().ok().zip(named);
            place.ok_or_else(|| PortError::Permanent("an expired item names no case".to_owned()))
        };
        answer
            .items
            .unwrap_or_default()
            .into_iter()
            .map(place)
            .collect()
    }
}

impl RegisterErasures for Hub {
    async fn register_erasure(
        &self,
        reference: &Reference,
        week: Timestamp,
        until: Timestamp,
    ) -> Result<(), PortError> {
        self.dynamo
            .put_item()
            .table_name(self.setting("ERASURES_TABLE")?)
            .item(schema::PK, text(schema::ERASED.to_owned()))
            .item(schema::SK, text(reference.to_string()))
            .item(schema::ERASED_IN, text(week.to_string()))
            .item(
                schema::TTL,
                AttributeValue::N(until.as_second().to_string()),
            )
            .send()
            .await
            .map_err(|error| port_error("registering an erasure", &error))?;
        Ok(())
    }

    async fn erasures(&self, after: Option<&Reference>) -> Result<Vec<Reference>, PortError> {
        let from = after.map(|reference| keyed(schema::ERASED.to_owned(), reference.to_string()));
        let answer = self
            .dynamo
            .query()
            .table_name(self.setting("ERASURES_TABLE")?)
            .key_condition_expression("pk = :erased")
            .expression_attribute_values(":erased", text(schema::ERASED.to_owned()))
            .set_exclusive_start_key(from)
            .limit(REGISTERED)
            .send()
            .await
            .map_err(|error| port_error("reading the register of erased cases", &error))?;
        let reference = |item: Item| {
            let named: String = read(item, schema::SK)?;
            named
                .parse()
                .map_err(|_| PortError::Permanent("the register names no case".to_owned()))
        };
        answer
            .items
            .unwrap_or_default()
            .into_iter()
            .map(reference)
            .collect()
    }
}

fn not_asked(_: BuildError) -> PortError {
    PortError::Permanent("the write of an erasure could not be built".to_owned())
}
