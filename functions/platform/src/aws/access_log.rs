//! The access log, stored with its case.

use super::Hub;
use super::error::port_error;
use super::items::{read, text};
use crate::PortError;
use crate::ports::{AccessRecord, ReadAccessLog, ReaderGroup};
use crate::schema;
use aws_sdk_dynamodb::types::AttributeValue;
use events::Reference;
use events::case::LookReason;
use jiff::Timestamp;

impl ReadAccessLog for Hub {
    async fn access_log(&self, reference: &Reference) -> Result<Vec<AccessRecord>, PortError> {
        let mut items = self
            .dynamo
            .query()
            .table_name(self.setting("CASES_TABLE")?)
            .key_condition_expression("pk = :pk AND begins_with(sk, :read)")
            .expression_attribute_values(":pk", text(schema::case_pk(reference)))
            .expression_attribute_values(":read", text(schema::READ_PREFIX.to_owned()))
            .scan_index_forward(false)
            .into_paginator()
            .items()
            .send();
        let look = |item: super::items::Item| {
            let sk: String = read(item.clone(), schema::SK)?;
            let at = read_at(&sk).ok_or_else(|| {
                PortError::Permanent("a read in the access log has no time".to_owned())
            })?;
            let reason = match item.get(schema::REASON) {
                Some(AttributeValue::S(code)) => LookReason::parse(code),
                _ => None,
            };
            Ok::<_, PortError>(AccessRecord {
                at,
                reason,
                by: ReaderGroup::read(&read::<String>(item, schema::READER)?),
            })
        };
        let mut looks = Vec::new();
        while let Some(item) = items.next().await {
            looks.push(look(
                item.map_err(|error| port_error("reading the access log", &error))?,
            )?);
        }
        Ok(looks)
    }
}

/// The moment of a read, from its sort key.
fn read_at(sk: &str) -> Option<Timestamp> {
    sk.strip_prefix(schema::READ_PREFIX)?
        .split_once('#')?
        .0
        .parse()
        .ok()
}
