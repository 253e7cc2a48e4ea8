//! Reads an index that is divided into partitions as one list.

use super::Hub;
use super::error::port_error;
use super::items::{Item, read, text};
use crate::PortError;
use crate::schema;
use aws_sdk_dynamodb::operation::query::QueryOutput;
use futures_util::future::try_join_all;

/// An index whose partitions are read together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Divided<'a> {
    pub(super) index: &'a str,
    /// The attributes of the partition key and the sort key. No two items have the same sort key.
    pub(super) keys: (&'a str, &'a str),
    /// Items that are read of each partition, and that a page has.
    pub(super) limits: (i32, usize),
    /// What the caller does, for errors.
    pub(super) action: &'a str,
}

/// A page of a divided index, in order.
#[derive(Debug, Default)]
pub(super) struct MergedPage {
    pub(super) items: Vec<Item>,
    /// The sort key after which the next page begins.
    pub(super) next: Option<String>,
}

impl Hub {
    /// The items with a sort key after `after` and up to `until`, in order. `partition` names each partition.
    pub(super) async fn merged_page(
        &self,
        divided: Divided<'_>,
        partition: impl Fn(u8) -> String,
        after: &str,
        until: &str,
    ) -> Result<MergedPage, PortError> {
        let Divided {
            index,
            keys: (key, sort),
            limits: (of_each, page),
            action,
        } = divided;
        let table = self.setting("CASES_TABLE")?;
        let queries = (0..schema::SHARDS).map(|shard| {
            self.dynamo
                .query()
                .table_name(table)
                .index_name(index)
                .key_condition_expression("#key = :key AND #sort BETWEEN :after AND :until")
                .expression_attribute_names("#key", key)
                .expression_attribute_names("#sort", sort)
                .expression_attribute_values(":key", text(partition(shard)))
                // The first text that sorts after it.
                .expression_attribute_values(":after", text(format!("{after}!")))
                .expression_attribute_values(":until", text(until.to_owned()))
                .limit(of_each)
                .send()
        });
        let answers = try_join_all(queries)
            .await
            .map_err(|error| port_error(action, &error))?;
        merge(answers, sort, page)
    }
}

/// Puts the pages of the partitions together. Of a partition that has more, nothing is known behind its last item, so the
/// page ends before that.
fn merge(answers: Vec<QueryOutput>, sort: &str, page: usize) -> Result<MergedPage, PortError> {
    let mut known_until: Option<String> = None;
    let mut items: Vec<(String, Item)> = Vec::new();
    for answer in answers {
        let more = answer.last_evaluated_key.is_some_and(|key| !key.is_empty());
        let mut last = None;
        for item in answer.items.unwrap_or_default() {
            let at: String = read(item.clone(), sort)?;
            last = Some(at.clone());
            items.push((at, item));
        }
        if let Some(last) = last.filter(|_| more)
            && known_until.as_ref().is_none_or(|until| last < *until)
        {
            known_until = Some(last);
        }
    }
    items.sort_by(|(one, _), (other, _)| one.cmp(other));
    if let Some(until) = &known_until {
        items.retain(|(at, _)| at <= until);
    }
    let more = known_until.is_some() || items.len() > page;
    items.truncate(page);
    let next = items.last().map(|(at, _)| at.clone()).filter(|_| more);
    Ok(MergedPage {
        items: items.into_iter().map(|(_, item)| item).collect(),
        next,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(keys: &[&str], more: bool) -> QueryOutput {
        let item = |key: &str| Item::from([("sort".to_owned(), text(key.to_owned()))]);
        let last = keys.last().filter(|_| more).map(|key| item(key));
        QueryOutput::builder()
            .set_items(Some(keys.iter().map(|key| item(key)).collect()))
            .set_last_evaluated_key(last)
            .build()
    }

    fn page(answers: Vec<QueryOutput>, most: usize) -> (Vec<String>, Option<String>) {
        let page = merge(answers, "sort", most).unwrap();
        let keys = page
            .items
            .into_iter()
            .map(|item| read(item, "sort").unwrap());
        (keys.collect(), page.next)
    }

    #[test]
    fn partitions_are_one_list_in_order() {
        let whole = page(
            vec![answer(&["b", "d"], false), answer(&["a", "c"], false)],
            9,
        );
        assert_eq!(
            whole,
            (["a", "b", "c", "d"].map(str::to_owned).to_vec(), None)
        );
        let first = page(
            vec![answer(&["b", "d"], false), answer(&["a", "c"], false)],
            3,
        );
        assert_eq!(
            first,
            (
                ["a", "b", "c"].map(str::to_owned).to_vec(),
                Some("c".to_owned())
            )
        );
        assert_eq!(page(vec![answer(&[], false)], 3), (Vec::new(), None));
    }

    #[test]
    fn nothing_is_left_out_behind_a_partition_that_has_more() {
        // The first partition may have `c` as well.
        let cut = page(vec![answer(&["a", "b"], true), answer(&["d"], false)], 9);
        assert_eq!(
            cut,
            (["a", "b"].map(str::to_owned).to_vec(), Some("b".to_owned()))
        );
    }
}
