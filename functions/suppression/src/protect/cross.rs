//! Where the two dimensions of a breakdown cross, for the whole area and the whole unit.

use super::exchange::{self, Entry, Problem};
use super::group::is_small;
use super::sheet::{Cases, Dimension, Sheet, merge};

/// One side of the table.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub dimension: &'a Dimension<'a>,
    pub sheet: &'a Sheet,
    /// Whether another breakdown has the dimension too. Then its values stay in their part and district.
    pub shared: bool,
}
use crate::policy::Zeros;

/// What the table shows, by row and column, with hidden cells empty. Or a row that cannot be protected; the values
/// that are hidden everywhere count as the row after the last.
pub(super) fn protect(
    row_side: Side<'_>,
    column_side: Side<'_>,
    cases: &[Cases],
    must: &[Vec<bool>],
) -> Result<Vec<Vec<Option<u64>>>, usize> {
    let (rows, row_sheet) = (row_side.dimension, row_side.sheet);
    let (columns, column_sheet) = (column_side.dimension, column_side.sheet);
    let policy = rows.policy;
    // The values that are hidden everywhere count as one, which comes last.
    let (height, width) = (rows.values + 1, columns.values + 1);
    let mut table = vec![vec![0; width]; height];
    for case in cases {
        table[row_sheet.column(case.value)][column_sheet.column(case.other)] += case.count;
    }
    let open = |sheet: &Sheet| {
        let values = sheet.counts.iter().zip(&sheet.whole);
        let mut open: Vec<bool> = values.map(|(count, whole)| !*whole && *count > 0).collect();
        open.push(sheet.whole.contains(&true));
        open
    };
    let (open_rows, open_columns) = (open(row_sheet), open(column_sheet));

    let mut forced = vec![vec![false; width]; height];
    for (row, cells) in must.iter().enumerate() {
        for (column, must) in cells.iter().enumerate() {
            forced[row_sheet.column(row)][column_sheet.column(column)] |= *must;
        }
    }
    let one_value = |counts: &mut dyn Iterator<Item = u64>| counts.filter(|n| *n > 0).count() == 1;
    let telling = policy.zeros == Zeros::HiddenWhereTheyDisclose;
    let full_row =
        |row: usize| telling && columns.secret && one_value(&mut table[row].iter().copied());
    let full_column = |column: usize| {
        telling && rows.secret && one_value(&mut table.iter().map(|cells| cells[column]))
    };
    let mut small = vec![vec![false; width]; height];
    for row in (0..height).filter(|row| open_rows[*row]) {
        for column in (0..width).filter(|column| open_columns[*column]) {
            let count = table[row][column];
            let merged = row == rows.values || column == columns.values;
            small[row][column] = is_small(count, policy)
                || (forced[row][column] && (count == 0 || !merged))
                || (count == 0 && (full_row(row) || full_column(column)));
        }
    }

    let hidden = exchanged(
        row_side,
        column_side,
        cases,
        &small,
        (&open_rows, &open_columns),
    )?;
    let cell = |row: usize, column: usize| {
        let (r, c) = (row_sheet.column(row), column_sheet.column(column));
        let count = table[r][c];
        let merged = r == rows.values || c == columns.values;
        (!hidden[r][c] && (!merged || count == 0)).then_some(count)
    };
    let row = |row| {
        (0..columns.values)
            .map(|column| cell(row, column))
            .collect()
    };
    Ok((0..rows.values).map(row).collect())
}

/// Cases exchange their columns with cases of the same part of the unit and the same district, or of parts and districts
/// on whose pages these columns are hidden anyway. If that is not enough, the same with rows.
fn exchanged(
    row_side: Side<'_>,
    column_side: Side<'_>,
    cases: &[Cases],
    small: &[Vec<bool>],
    (open_rows, open_columns): (&[bool], &[bool]),
) -> Result<Vec<Vec<bool>>, usize> {
    let (rows, row_sheet) = (row_side.dimension, row_side.sheet);
    let (columns, column_sheet) = (column_side.dimension, column_side.sheet);
    let places = rows.places.len();
    let strata = |side: Side<'_>, wanted: &[bool]| -> Vec<usize> {
        if side.shared {
            return (0..rows.times.len() * places).collect();
        }
        let sheet = side.sheet;
        let times = merge(&sheet.times.hidden, wanted);
        let by_place = merge(&sheet.places.hidden, wanted);
        let strata = times
            .iter()
            .flat_map(|time| by_place.iter().map(move |place| time * places + place));
        strata.collect()
    };
    let entries: Vec<Entry> = cases
        .iter()
        .map(|case| Entry {
            row: row_sheet.column(case.value),
            column: column_sheet.column(case.other),
            common: case.time * places + case.place,
            own: 0,
            count: case.count,
        })
        .collect();
    let last = |sheet: &Sheet| sheet.whole.contains(&true).then_some(sheet.whole.len());
    let upright = exchange::hide(&Problem {
        rows: rows.values + 1,
        columns: columns.values + 1,
        layers: std::slice::from_ref(&entries),
        small,
        open_rows,
        open_columns,
        merged_row: last(row_sheet),
        merged_column: last(column_sheet),
        threshold: rows.policy.threshold,
        merge: &|wanted| strata(column_side, wanted),
    });
    if let Ok(hidden) = upright {
        return Ok(hidden);
    }
    let turn = |table: &[Vec<bool>], width: usize| -> Vec<Vec<bool>> {
        (0..width)
            .map(|column| table.iter().map(|row| row[column]).collect())
            .collect()
    };
    let turned: Vec<Entry> = entries
        .iter()
        .map(|entry| Entry {
            row: entry.column,
            column: entry.row,
            ..*entry
        })
        .collect();
    let hidden = exchange::hide(&Problem {
        rows: columns.values + 1,
        columns: rows.values + 1,
        layers: &[turned],
        small: &turn(small, columns.values + 1),
        open_rows: open_columns,
        open_columns: open_rows,
        merged_row: last(column_sheet),
        merged_column: last(row_sheet),
        threshold: rows.policy.threshold,
        merge: &|wanted| strata(row_side, wanted),
    });
    hidden
        .map(|hidden| turn(&hidden, rows.values + 1))
        .map_err(|(_, row)| row)
}
