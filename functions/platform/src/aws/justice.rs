//! The lists of the justice agencies: two sparse indexes of the cases that the police referred. They hold nothing
//! about support.

use super::Hub;
use super::error::port_error;
use super::items::{Item, keyed, read_document, text, written};
use crate::PortError;
use crate::ports::{JusticeCursor, JusticePage, ListJustice};
use crate::schema;
use domain::justice::Row;
use events::case::Case;
use events::justice::Agency;
use jiff::Timestamp;

/// Cases on one page.
const PAGE: i32 = 50;

/// An index, its partition key and its sort key.
type Index = (&'static str, &'static str, &'static str);

const fn index(agency: Agency) -> Index {
    match agency {
        Agency::Police => (schema::BY_POLICE, schema::POLICE_KEY, schema::POLICE_DUE),
        Agency::WitnessCare => (
            schema::BY_WITNESS_CARE,
            schema::WITNESS_KEY,
            schema::WITNESS_DUE,
        ),
    }
}

/// Adds the index keys, if the police referred the case.
pub(super) fn list(item: &mut Item, case: &Case) -> Result<(), PortError> {
    let Some(row) = Row::of(case) else {
        return Ok(());
    };
    for agency in [Agency::Police, Agency::WitnessCare] {
        let (_, key, due) = index(agency);
        item.insert(key.to_owned(), text(schema::REFERRED_BY_POLICE.to_owned()));
        item.insert(due.to_owned(), text(schema::owed_by(row.due(agency))));
    }
    item.insert(schema::JUSTICE.to_owned(), written(&row)?);
    Ok(())
}

impl ListJustice for Hub {
    async fn justice(
        &self,
        agency: Agency,
        by: Option<Timestamp>,
        after: Option<&JusticeCursor>,
    ) -> Result<JusticePage, PortError> {
        let (index, key, due) = index(agency);
        let until = by.map_or_else(|| schema::NOTHING_OWED.to_owned(), schema::moment);
        let from = after.map(|spot| {
            let mut from = keyed(schema::case_pk(&spot.reference), schema::STATE.to_owned());
            from.insert(key.to_owned(), text(schema::REFERRED_BY_POLICE.to_owned()));
            from.insert(due.to_owned(), text(schema::owed_by(spot.due)));
            from
        });
        let answer = self
            .dynamo
            .query()
            .table_name(self.setting("CASES_TABLE")?)
            .index_name(index)
            .key_condition_expression("#key = :key AND #due <= :until")
            .expression_attribute_names("#key", key)
            .expression_attribute_names("#due", due)
            .expression_attribute_values(":key", text(schema::REFERRED_BY_POLICE.to_owned()))
            .expression_attribute_values(":until", text(until))
            .set_exclusive_start_key(from)
            .limit(PAGE)
            .send()
            .await
            .map_err(|error| port_error("reading a list", &error))?;
        let more = answer.last_evaluated_key.is_some();
        let rows = answer
            .items
            .unwrap_or_default()
            .into_iter()
            .map(|item| read_document(item, schema::JUSTICE));
        let rows = rows.collect::<Result<Vec<Row>, _>>()?;
        let next = rows.last().filter(|_| more).map(|row| spot(row, agency));
        Ok(JusticePage { rows, next })
    }
}

fn spot(row: &Row, agency: Agency) -> JusticeCursor {
    JusticeCursor {
        due: row.due(agency),
        reference: row.reference.clone(),
    }
}
