//! Accepts a referral: one transaction that writes to three tables and reads none.

use super::Hub;
use super::cases::{event_item, state_item};
use super::error::{damaged, port_error};
use super::items::{Item, new_only, put, text};
use crate::PortError;
use crate::ports::{AcceptReferral, Acceptance, Answer, NewCase};
use crate::schema;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, CancellationReason, Put, ReturnValuesOnConditionCheckFailure,
};
use std::collections::HashMap;

/// How long a repeat is recognised (contract: "Idempotency is kept for 30 days").
const KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(30 * 24);

impl AcceptReferral for Hub {
    async fn accept(&self, new: &NewCase) -> Result<Acceptance, PortError> {
        let write = self
            .dynamo
            .transact_write_items()
            .transact_items(put(submission_put(
                self.setting("SUBMISSIONS_TABLE")?,
                new,
            )?))
            .transact_items(put(new_only(
                self.setting("CASES_TABLE")?,
                state_item(&new.case)?,
            )?))
            .transact_items(put(new_only(
                self.setting("CASES_TABLE")?,
                event_item(&new.event)?,
            )?))
            .transact_items(put(new_only(
                self.setting("PEOPLE_TABLE")?,
                person_item(new),
            )?))
            .send()
            .await;
        let Err(error) = write else {
            return Ok(Acceptance::New);
        };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                refused(new, cancelled.cancellation_reasons())
            }
            _ => Err(port_error("storing a referral", &error)),
        }
    }
}

/// Explains a cancelled transaction. The first reason belongs to the submission, the others to the case.
fn refused(new: &NewCase, reasons: &[CancellationReason]) -> Result<Acceptance, PortError> {
    let failed = |reason: &CancellationReason| reason.code() == Some("ConditionalCheckFailed");
    match reasons.split_first() {
        Some((submission, _)) if failed(submission) => {
            let item = submission.item().ok_or_else(|| {
                PortError::Transient(
                    "the store refused a repeat without returning its submission".to_owned(),
                )
            })?;
            if item.get(schema::CONTENT) != Some(&AttributeValue::S(new.content.clone())) {
                return Ok(Acceptance::OtherContent);
            }
            let answer = item
                .get(schema::ANSWER)
                .cloned()
                .unwrap_or(AttributeValue::Null(true));
            let answer: Answer =
                serde_dynamo::from_attribute_value(answer).map_err(damaged("a stored answer"))?;
            Ok(Acceptance::Repeat(Box::new(answer)))
        }
        Some((_, others)) if others.iter().any(failed) => Ok(Acceptance::ReferenceTaken),
        _ => Err(PortError::Transient(
            "storing a referral conflicted with another transaction".to_owned(),
        )),
    }
}

fn submission_put(table: &str, new: &NewCase) -> Result<Put, PortError> {
    let expires = (new.answer.answered_at + KEPT).as_second();
    let item = HashMap::from([
        (
            schema::PK.to_owned(),
            text(schema::submission_pk(
                &new.submission.sender,
                &new.submission.id,
            )),
        ),
        (schema::CONTENT.to_owned(), text(new.content.clone())),
        (
            schema::ANSWER.to_owned(),
            serde_dynamo::to_attribute_value(&new.answer).map_err(damaged("an answer"))?,
        ),
        (
            schema::TTL.to_owned(),
            AttributeValue::N(expires.to_string()),
        ),
    ]);
    Put::builder()
        .table_name(table)
        .set_item(Some(item))
        .condition_expression("attribute_not_exists(pk)")
        // DynamoDB returns the first answer with the refusal, so a repeat needs no right to read.
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .build()
        .map_err(|_| {
            PortError::Permanent("the write of a submission could not be built".to_owned())
        })
}

fn person_item(new: &NewCase) -> Item {
    HashMap::from([
        (
            schema::PK.to_owned(),
            text(schema::person_pk(&new.case.reference)),
        ),
        (schema::REFERRAL.to_owned(), text(new.person.to_string())),
    ])
}
