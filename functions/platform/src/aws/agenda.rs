//! The clock's agenda, timers, and claims of updates.

use super::Hub;
use super::cases::{read_update, timer_item};
use super::error::port_error;
use super::items::{Item, keyed, put_on_agenda, read, read_document, text, written};
use super::merged::Divided;
use crate::PortError;
use crate::ports::{
    Agenda, AgendaCursor, AgendaPage, Claim, ClaimUpdate, Due, Lane, SetTimer, SettleClaim, Timer,
};
use crate::schema;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValue;
use events::Reference;
use events::case::Update;
use events::update::UpdateRequest;
use jiff::{SignedDuration, Timestamp};

/// How long a claim may go without a record of sending before a coordinator gets the task (at most once: see the
/// contract).
const UNRECORDED: SignedDuration = SignedDuration::from_mins(2);
/// Items on one page.
const PAGE: usize = 100;
/// Items that are read of each part of the agenda for one page.
const OF_EACH: i32 = 25;

impl ClaimUpdate for Hub {
    async fn claim(&self, reference: &Reference, update: &Update) -> Result<Claim, PortError> {
        let mut item = keyed(
            schema::case_pk(reference),
            schema::update_sk(update.kind, update.about),
        );
        item.insert(schema::UPDATE.to_owned(), written(update)?);
        put_on_agenda(
            &mut item,
            Lane::Usual,
            reference,
            update.claimed_at + UNRECORDED,
        )?;
        let write = self
            .dynamo
            .put_item()
            .table_name(self.setting("CASES_TABLE")?)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk) OR attribute_exists(refused_at)")
            .return_values(ReturnValue::AllOld)
            .send()
            .await;
        match write {
            Ok(before) => match before.attributes.filter(|before| !before.is_empty()) {
                Some(before) => Ok(Claim::Again(read(before, schema::REFUSED_AT)?)),
                None => Ok(Claim::Ours),
            },
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|e| e.is_conditional_check_failed_exception()) =>
            {
                Ok(Claim::Taken)
            }
            Err(error) => Err(port_error("claiming an update", &error)),
        }
    }

    async fn release_claim(
        &self,
        request: &UpdateRequest,
        refused_at: Timestamp,
    ) -> Result<(), PortError> {
        // The role that sends may not delete parts of a case. What was refused is no update until it is claimed again.
        self.dynamo
            .update_item()
            .table_name(self.setting("CASES_TABLE")?)
            .key(schema::PK, text(schema::case_pk(&request.reference)))
            .key(
                schema::SK,
                text(schema::update_sk(request.kind, request.about)),
            )
            .update_expression("SET refused_at = :at REMOVE due_key, due_at")
            .condition_expression("attribute_exists(pk) AND attribute_not_exists(sent_at)")
            .expression_attribute_values(":at", text(refused_at.to_string()))
            .send()
            .await
            .map(drop)
            .or_else(|error| {
                if is_gone(&error) {
                    Ok(())
                } else {
                    Err(port_error("releasing a claim", &error))
                }
            })
    }

    async fn record_sent(&self, request: &UpdateRequest, now: Timestamp) -> Result<(), PortError> {
        self.dynamo
            .update_item()
            .table_name(self.setting("CASES_TABLE")?)
            .key(schema::PK, text(schema::case_pk(&request.reference)))
            .key(
                schema::SK,
                text(schema::update_sk(request.kind, request.about)),
            )
            .update_expression("SET sent_at = :now REMOVE due_key, due_at")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":now", text(now.to_string()))
            .send()
            .await
            .map(drop)
            .or_else(|error| {
                if is_gone(&error) {
                    Ok(())
                } else {
                    Err(port_error("recording an update", &error))
                }
            })
    }
}

impl SetTimer for Hub {
    async fn set_timer(&self, timer: &Timer) -> Result<(), PortError> {
        self.dynamo
            .put_item()
            .table_name(self.setting("CASES_TABLE")?)
            .set_item(Some(timer_item(timer)?))
            .send()
            .await
            .map_err(|error| port_error("setting a timer", &error))?;
        Ok(())
    }
}

impl Agenda for Hub {
    async fn due(
        &self,
        lane: Lane,
        now: Timestamp,
        after: Option<&AgendaCursor>,
    ) -> Result<AgendaPage, PortError> {
        let divided = Divided {
            index: schema::BY_DUE,
            keys: (schema::DUE_KEY, schema::DUE_AT),
            limits: (OF_EACH, PAGE),
            action: "reading what is due",
        };
        let after = after.map_or("", |AgendaCursor(after)| after.as_str());
        let until = schema::due_until(now);
        let of_lane = |shard| schema::due_key(lane, shard);
        let page = self.merged_page(divided, of_lane, after, &until).await?;
        // A damaged item must not stop the clock. It stays due and is logged every minute.
        let readable = |item: Item| {
            due_of(item)
                .inspect_err(
                    |error| tracing::error!(cause = %error, "an item of the agenda cannot be read"),
                )
                .ok()
        };
        Ok(AgendaPage {
            due: page.items.into_iter().filter_map(readable).collect(),
            next: page.next.map(AgendaCursor),
        })
    }

    async fn forget_timer(&self, timer: &Timer) -> Result<(), PortError> {
        let delete = self
            .dynamo
            .delete_item()
            .table_name(self.setting("CASES_TABLE")?)
            .key(schema::PK, text(schema::case_pk(&timer.reference)))
            .key(schema::SK, text(schema::timer_sk(timer.kind, timer.about)))
            .condition_expression("due_at = :at")
            .expression_attribute_values(
                ":at",
                text(schema::due_at(
                    timer.at,
                    &timer.reference,
                    &schema::timer_sk(timer.kind, timer.about),
                )),
            )
            .send()
            .await;
        match delete {
            Err(error)
                if !error
                    .as_service_error()
                    .is_some_and(|e| e.is_conditional_check_failed_exception()) =>
            {
                Err(port_error("deleting a timer", &error))
            }
            _ => Ok(()),
        }
    }
}

impl SettleClaim for Hub {
    async fn settle_claim(&self, request: &UpdateRequest) -> Result<(), PortError> {
        self.dynamo
            .update_item()
            .table_name(self.setting("CASES_TABLE")?)
            .key(schema::PK, text(schema::case_pk(&request.reference)))
            .key(
                schema::SK,
                text(schema::update_sk(request.kind, request.about)),
            )
            .update_expression("REMOVE due_key, due_at")
            .condition_expression("attribute_exists(pk)")
            .send()
            .await
            .map(drop)
            .or_else(|error| {
                if is_gone(&error) {
                    Ok(())
                } else {
                    Err(port_error("settling a claim", &error))
                }
            })
    }
}

/// Whether the claim is gone: it was erased with its case, and is not made again.
fn is_gone(error: &SdkError<UpdateItemError>) -> bool {
    error
        .as_service_error()
        .is_some_and(|e| e.is_conditional_check_failed_exception())
}

/// The index has timers and claims, and of a case only its keys: each change of a case writes the index too.
fn due_of(item: Item) -> Result<Due, PortError> {
    if item.contains_key(schema::TIMER) {
        return Ok(Due::Timer(read_document(item, schema::TIMER)?));
    }
    let pk: String = read(item.clone(), schema::PK)?;
    let reference = pk.trim_start_matches("CASE#").parse();
    let reference = reference
        .map_err(|_| PortError::Permanent("an item of the agenda names no case".to_owned()))?;
    if item.contains_key(schema::UPDATE) {
        return Ok(Due::Claim(reference, read_update(item)?));
    }
    Ok(Due::Case(reference))
}
