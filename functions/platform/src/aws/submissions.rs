//! Accepts a referral: one transaction that writes to three tables and reads none.

use super::Hub;
use super::cases::{event_item, new_state_item};
use super::error::{condition_failed, damaged, failed_conditions};
use super::items::{Item, new_only, put, text, written};
use crate::PortError;
use crate::document;
use crate::ports::{AcceptReferral, Acceptance, Answer, NewCase, Pace, Submission};
use crate::schema;
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
                new_state_item(&new.case)?,
            )?))
            .transact_items(put(new_only(
                self.setting("CASES_TABLE")?,
                first_event(new)?,
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
        refused(new, failed_conditions("storing a referral", &error)?)
    }

    async fn earlier(
        &self,
        submission: &Submission,
        content: &str,
    ) -> Result<Option<Acceptance>, PortError> {
        // The condition never holds, so nothing is written. The refusal returns the stored item, so that this needs no
        // right to read.
        let pk = text(schema::submission_pk(&submission.sender, &submission.id));
        let never = Put::builder()
            .table_name(self.setting("SUBMISSIONS_TABLE")?)
            .set_item(Some(HashMap::from([(schema::PK.to_owned(), pk)])))
            .condition_expression("attribute_exists(pk) AND attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(|_| {
                PortError::Permanent("the search for a submission could not be built".to_owned())
            })?;
        let search = self
            .dynamo
            .transact_write_items()
            .transact_items(put(never))
            .send()
            .await;
        let Err(error) = search else {
            return Err(PortError::Permanent(
                "the search for a submission wrote something".to_owned(),
            ));
        };
        let reasons = failed_conditions("looking for a submission", &error)?;
        let stored = reasons
            .first()
            .and_then(CancellationReason::item)
            .filter(|item| item.contains_key(schema::PK));
        stored.map(|item| repeated(item, content)).transpose()
    }
}

/// Explains the failed conditions of a transaction. The first reason belongs to the submission, the others to the case.
fn refused(new: &NewCase, reasons: &[CancellationReason]) -> Result<Acceptance, PortError> {
    match reasons.split_first() {
        Some((submission, _)) if condition_failed(submission) => {
            let item = submission.item().ok_or_else(|| {
                PortError::Transient(
                    "the store refused a repeat without returning its submission".to_owned(),
                )
            })?;
            repeated(item, &new.content)
        }
        _ => Ok(Acceptance::ReferenceTaken),
    }
}

/// Whether a stored submission had the same content, and what was answered then.
fn repeated(item: &Item, content: &str) -> Result<Acceptance, PortError> {
    if item.get(schema::CONTENT) != Some(&AttributeValue::S(content.to_owned())) {
        return Ok(Acceptance::OtherContent);
    }
    let answer = item
        .get(schema::ANSWER)
        .cloned()
        .unwrap_or(AttributeValue::Null(true));
    let answer: Answer = document::read(answer).map_err(damaged("a stored answer"))?;
    Ok(Acceptance::Repeat(Box::new(answer)))
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
        (schema::ANSWER.to_owned(), written(&new.answer)?),
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

fn first_event(new: &NewCase) -> Result<Item, PortError> {
    let mut item = event_item(&new.event)?;
    if new.pace == Pace::Slow {
        item.insert(schema::LANE.to_owned(), text(schema::SLOW.to_owned()));
    }
    Ok(item)
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
