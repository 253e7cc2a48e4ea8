//! Looks at cases: with their case, under their reader, and those with a mark by month.

use super::Hub;
use super::error::port_error;
use super::items::{Item, keyed, plain, put, read_document, text, written};
use crate::PortError;
use crate::ports::{AuditRead, Look, LookBudget, Opened, ReadLooks};
use crate::schema;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use events::Reference;
use jiff::{SignedDuration, Timestamp};

/// How long the hub knows which cases an account opened: three years, as long as a complaint about it may take.
const KEPT: SignedDuration = SignedDuration::from_hours(3 * 366 * 24);
/// How long it is known who read a case, if the case is not erased before: longer than any case is kept after its end.
const OF_CASE_KEPT: SignedDuration = SignedDuration::from_hours(7 * 366 * 24);
/// How long the cases of one hour are counted.
const COUNTED: SignedDuration = SignedDuration::from_hours(48);
/// The most looks in one answer.
const MOST: usize = 1_000;

impl AuditRead for Hub {
    fn look_budget(&self) -> Result<LookBudget, PortError> {
        let number = |name: &str| {
            self.setting(name)?
                .parse()
                .map_err(|_| PortError::Permanent(format!("the setting {name} is not a number")))
        };
        Ok(LookBudget {
            alert: number("LOOKS_ALERT")?,
            most: number("LOOKS_MOST")?,
        })
    }

    async fn count_opened(
        &self,
        account: &str,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<Opened, PortError> {
        let one = AttributeValue::Ss(vec![reference.as_str().to_owned()]);
        let before = self
            .dynamo
            .update_item()
            .table_name(self.setting("LOOKS_TABLE")?)
            .key(schema::PK, text(schema::hour_pk(account, now)))
            .key(schema::SK, text(schema::OPENED_SK.to_owned()))
            .update_expression("ADD opened :one SET #ttl = :expires")
            .expression_attribute_names("#ttl", schema::TTL)
            .expression_attribute_values(":one", one)
            .expression_attribute_values(":expires", seconds(now + COUNTED))
            .return_values(ReturnValue::AllOld)
            .send()
            .await
            .map_err(|error| port_error("counting opened cases", &error))?
            .attributes
            .unwrap_or_default();
        let known = match before.get(schema::OPENED) {
            Some(AttributeValue::Ss(known)) => known.as_slice(),
            _ => &[],
        };
        let new = !known.iter().any(|one| one == reference.as_str());
        let cases = u32::try_from(known.len()).unwrap_or(u32::MAX);
        Ok(Opened {
            cases: cases.saturating_add(u32::from(new)),
            new,
        })
    }

    async fn audit(&self, look: &Look) -> Result<(), PortError> {
        let mut of_case = keyed(
            schema::case_pk(&look.reference),
            schema::read_sk(look.at, &look.reader()),
        );
        of_case.insert(schema::READER.to_owned(), text(look.reader()));
        of_case.insert(schema::TTL.to_owned(), seconds(look.at + OF_CASE_KEPT));
        if let Some(reason) = look.reason {
            of_case.insert(schema::REASON.to_owned(), text(reason.as_str().to_owned()));
        }
        let cases = self.setting("CASES_TABLE")?;
        self.write_look(look, Some(plain(cases, of_case)?)).await
    }

    async fn audit_denied(&self, look: &Look) -> Result<(), PortError> {
        self.write_look(look, None).await
    }
}

impl Hub {
    async fn write_look(
        &self,
        look: &Look,
        of_case: Option<aws_sdk_dynamodb::types::Put>,
    ) -> Result<(), PortError> {
        let looks = self.setting("LOOKS_TABLE")?;
        let by_reader = keyed(
            schema::reader_pk(&look.account),
            schema::look_sk(look.at, &look.reference),
        );
        let marked = (!look.marks.is_empty()).then(|| {
            keyed(
                schema::marked_pk(look.at),
                schema::marked_sk(look.at, &look.account, &look.reference),
            )
        });
        let mut write = self.dynamo.transact_write_items();
        if let Some(one) = of_case {
            write = write.transact_items(put(one));
        }
        for mut item in [Some(by_reader), marked].into_iter().flatten() {
            item.insert(schema::LOOK.to_owned(), written(look)?);
            item.insert(schema::TTL.to_owned(), seconds(look.at + KEPT));
            write = write.transact_items(put(plain(looks, item)?));
        }
        write
            .send()
            .await
            .map_err(|error| port_error("recording a look", &error))?;
        Ok(())
    }

    /// The looks in one partition from that sort key on, the latest first.
    async fn looks_in(&self, pk: String, from: String) -> Result<Vec<Look>, PortError> {
        let mut pages = self
            .dynamo
            .query()
            .table_name(self.setting("LOOKS_TABLE")?)
            .key_condition_expression("pk = :pk AND sk >= :from")
            .expression_attribute_values(":pk", text(pk))
            .expression_attribute_values(":from", text(from))
            .scan_index_forward(false)
            .into_paginator()
            .items()
            .send();
        let mut looks = Vec::new();
        while looks.len() < MOST {
            let Some(item) = pages.next().await else {
                break;
            };
            let item: Item = item.map_err(|error| port_error("reading looks", &error))?;
            looks.push(read_document(item, schema::LOOK)?);
        }
        Ok(looks)
    }
}

impl ReadLooks for Hub {
    async fn looks_of(&self, account: &str, from: Timestamp) -> Result<Vec<Look>, PortError> {
        self.looks_in(schema::reader_pk(account), schema::moment(from))
            .await
    }

    async fn marked_looks(&self, from: Timestamp, now: Timestamp) -> Result<Vec<Look>, PortError> {
        let mut looks = Vec::new();
        for month in schema::marked_months(from, now) {
            looks.extend(self.looks_in(month, schema::moment(from)).await?);
            if looks.len() >= MOST {
                break;
            }
        }
        looks.truncate(MOST);
        Ok(looks)
    }
}

fn seconds(at: Timestamp) -> AttributeValue {
    AttributeValue::N(at.as_second().to_string())
}
