//! A provider's onward referrals by state, from the index.

use super::Hub;
use super::error::port_error;
use super::items::{Item, keyed, read, read_document, text};
use crate::PortError;
use crate::ports::{Page, ReadWorklist, WorklistCursor};
use crate::schema;
use domain::answer::case_of_onward;
use events::Reference;
use events::case::{Onward, OnwardState};

/// Rows on one page.
const PAGE: i32 = 100;

impl ReadWorklist for Hub {
    async fn worklist(
        &self,
        provider: &str,
        state: OnwardState,
        after: Option<&WorklistCursor>,
    ) -> Result<Page, PortError> {
        let key = schema::provider_key(provider, state);
        let answer = self
            .dynamo
            .query()
            .table_name(self.setting("CASES_TABLE")?)
            .index_name(schema::BY_PROVIDER)
            .key_condition_expression("provider_key = :provider")
            .expression_attribute_values(":provider", text(key.clone()))
            .set_exclusive_start_key(after.and_then(|mark| place(mark, key)))
            .limit(PAGE)
            .send()
            .await
            .map_err(|error| port_error("reading a worklist", &error))?;
        let more = answer.last_evaluated_key.is_some_and(|key| !key.is_empty());
        let rows = answer
            .items
            .unwrap_or_default()
            .into_iter()
            .map(row)
            .collect::<Result<Vec<_>, _>>()?;
        let next = rows.last().filter(|_| more).map(|(_, onward)| mark(onward));
        Ok(Page { rows, next })
    }
}

fn row(item: Item) -> Result<(Reference, Onward), PortError> {
    let pk: String = read(item.clone(), schema::PK)?;
    let reference = pk.trim_start_matches("CASE#").parse();
    let reference =
        reference.map_err(|_| PortError::Permanent("a worklist names no case".to_owned()))?;
    Ok((reference, read_document(item, schema::ONWARD)?))
}

fn mark(onward: &Onward) -> WorklistCursor {
    WorklistCursor {
        accept_by: onward.offered.accept_by,
        onward: onward.offered.onward.clone(),
    }
}

/// The keys after which a page begins, in the table and in the index.
fn place(mark: &WorklistCursor, provider_key: String) -> Option<Item> {
    let reference = case_of_onward(&mark.onward)?;
    let mut key = keyed(schema::case_pk(&reference), schema::onward_sk(&mark.onward));
    key.insert(schema::PROVIDER_KEY.to_owned(), text(provider_key));
    key.insert(
        schema::ACCEPT_BY.to_owned(),
        text(schema::moment(mark.accept_by)),
    );
    Some(key)
}
