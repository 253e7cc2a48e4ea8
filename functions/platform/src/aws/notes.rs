//! Support notes, in a separate table.

use super::Hub;
use super::error::port_error;
use super::items::{read_document, text, written};
use crate::PortError;
use crate::notes::{Note, NoteKept, Notes};
use crate::schema;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use events::Reference;

impl Notes for Hub {
    async fn keep_note(
        &self,
        reference: &Reference,
        provider: &str,
        note: &Note,
    ) -> Result<NoteKept, PortError> {
        let put = self
            .dynamo
            .put_item()
            .table_name(self.setting("NOTES_TABLE")?)
            .item(schema::PK, text(schema::case_pk(reference)))
            .item(schema::SK, text(schema::note_sk(provider, &note.id)))
            .item(schema::NOTE, written(note)?)
            .condition_expression("attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        let Err(error) = put else {
            return Ok(NoteKept::New);
        };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(failed)) => {
                let item = failed.item.clone().unwrap_or_default();
                Ok(NoteKept::of(note, read_document(item, schema::NOTE)?))
            }
            _ => Err(port_error("storing a note", &error)),
        }
    }

    async fn notes(&self, reference: &Reference, provider: &str) -> Result<Vec<Note>, PortError> {
        let mut items = self
            .dynamo
            .query()
            .table_name(self.setting("NOTES_TABLE")?)
            .key_condition_expression("pk = :pk AND begins_with(sk, :own)")
            .expression_attribute_values(":pk", text(schema::case_pk(reference)))
            .expression_attribute_values(":own", text(schema::note_sk(provider, "")))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send();
        let mut notes: Vec<Note> = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| port_error("reading notes", &error))?;
            notes.push(read_document(item, schema::NOTE)?);
        }
        notes.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        Ok(notes)
    }
}
