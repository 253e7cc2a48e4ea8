//! The twin of the lists of justice agencies.

use crate::Twin;
use domain::justice::Row;
use events::justice::Agency;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{JusticeCursor, JusticePage, ListJustice};

/// Cases on one page.
const PAGE: usize = 50;

impl ListJustice for Twin {
    async fn justice(
        &self,
        agency: Agency,
        by: Option<Timestamp>,
        after: Option<&JusticeCursor>,
    ) -> Result<JusticePage, PortError> {
        self.call("list", |state| {
            // Nothing owed sorts last.
            let place = |due: Option<Timestamp>, reference: &events::Reference| {
                (due.is_none(), due.unwrap_or_default(), reference.clone())
            };
            let of = |row: &Row| place(row.due(agency), &row.reference);
            let mut rows: Vec<Row> = state.cases.values().filter_map(Row::of).collect();
            rows.retain(|row| by.is_none_or(|by| row.due(agency).is_some_and(|due| due <= by)));
            rows.retain(|row| after.is_none_or(|spot| of(row) > place(spot.due, &spot.reference)));
            rows.sort_by_key(of);
            let more = rows.len() > PAGE;
            rows.truncate(PAGE);
            let next = rows.last().filter(|_| more);
            let next = next.map(|row| JusticeCursor {
                due: row.due(agency),
                reference: row.reference.clone(),
            });
            Ok(JusticePage { rows, next })
        })
        .await
    }
}
