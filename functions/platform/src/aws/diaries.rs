//! Diaries, in a separate table. Only the function of the person's page reads what is in it.

use super::Hub;
use super::error::{failed_conditions, port_error};
use super::items::{Item, keyed, read};
use crate::PortError;
use crate::ports::{AppendOutcome, Diaries, Diary};
use crate::schema;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, TransactWriteItem, Update};
use events::Reference;
use events::case::Case;
use jiff::Timestamp;

impl Diaries for Hub {
    async fn diary(&self, reference: &Reference) -> Result<Option<Diary>, PortError> {
        let answer = self
            .dynamo
            .get_item()
            .table_name(self.setting("DIARIES_TABLE")?)
            .set_key(Some(key(reference)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| port_error("reading a diary", &error))?;
        let Some(mut item) = answer.item else {
            return Ok(None);
        };
        let Some(AttributeValue::B(sealed)) = item.remove(schema::SEALED) else {
            return Err(PortError::Permanent("a stored diary is damaged".to_owned()));
        };
        Ok(Some(Diary {
            version: read(item, schema::VERSION)?,
            sealed: sealed.into_inner(),
        }))
    }

    async fn keep_diary(
        &self,
        case: &Case,
        diary: &Diary,
        until: Option<Timestamp>,
    ) -> Result<AppendOutcome, PortError> {
        let number = |number: u32| AttributeValue::N(number.to_string());
        let stands = ConditionCheck::builder()
            .table_name(self.setting("CASES_TABLE")?)
            .set_key(Some(keyed(
                schema::case_pk(&case.reference),
                schema::STATE.to_owned(),
            )))
            .condition_expression("version = :version")
            .expression_attribute_values(":version", number(case.version))
            .build()
            .map_err(not_built)?;
        let change = Update::builder()
            .table_name(self.setting("DIARIES_TABLE")?)
            .set_key(Some(key(&case.reference)))
            .expression_attribute_names("#ttl", schema::TTL)
            .expression_attribute_values(":version", number(diary.version))
            .expression_attribute_values(
                ":sealed",
                AttributeValue::B(Blob::new(diary.sealed.clone())),
            );
        let change = match until {
            Some(until) => change
                .update_expression("SET version = :version, sealed = :sealed, #ttl = :until")
                .expression_attribute_values(
                    ":until",
                    AttributeValue::N(until.as_second().to_string()),
                ),
            None => {
                change.update_expression("SET version = :version, sealed = :sealed REMOVE #ttl")
            }
        };
        let change = match diary.version {
            1 => change.condition_expression("attribute_not_exists(pk)"),
            later => change
                .condition_expression("version = :before")
                .expression_attribute_values(":before", number(later.saturating_sub(1))),
        };
        let written = self
            .dynamo
            .transact_write_items()
            .transact_items(TransactWriteItem::builder().condition_check(stands).build())
            .transact_items(
                TransactWriteItem::builder()
                    .update(change.build().map_err(not_built)?)
                    .build(),
            )
            .send()
            .await;
        let Err(error) = written else {
            return Ok(AppendOutcome::Stored);
        };
        failed_conditions("keeping a diary", &error)?;
        Ok(AppendOutcome::Stale)
    }

    async fn delete_diary(&self, reference: &Reference) -> Result<(), PortError> {
        self.dynamo
            .delete_item()
            .table_name(self.setting("DIARIES_TABLE")?)
            .set_key(Some(key(reference)))
            .send()
            .await
            .map_err(|error| port_error("deleting a diary", &error))?;
        Ok(())
    }
}

fn key(reference: &Reference) -> Item {
    keyed(schema::case_pk(reference), schema::DIARY_SK.to_owned())
}

fn not_built(_: aws_sdk_dynamodb::error::BuildError) -> PortError {
    PortError::Permanent("the write of a diary could not be built".to_owned())
}
