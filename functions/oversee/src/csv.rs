//! A table as CSV: one number a line, as statistics are read by programs.

use crate::table::Table;
use crate::view::View;
use suppression::Cell;
use words::oversight;

/// The code of a total.
const ALL: &str = "all";

/// The lines of the table, with its heading.
pub(crate) fn csv(view: &View, table: &Table) -> String {
    let heading = [
        oversight::csv_table(),
        oversight::csv_period(),
        oversight::csv_district(),
        oversight::csv_row(),
        oversight::csv_column(),
        oversight::csv_number(),
    ];
    let mut text = line(&heading);
    let district = view.district.as_deref().unwrap_or(ALL);
    let mut add = |row: &str, column: &str, cell: Cell| {
        let number = cell.to_string();
        text.push_str(&line(&[
            &table.name,
            &view.period,
            district,
            row,
            column,
            &number,
        ]));
    };
    for row in &table.lines {
        for ((column, _), cell) in table.heads.iter().zip(&row.cells) {
            add(&row.code, column, *cell);
        }
        add(&row.code, ALL, row.total);
    }
    for ((column, _), cell) in table.heads.iter().zip(&table.totals) {
        add(ALL, column, *cell);
    }
    add(ALL, ALL, table.total);
    text
}

/// One line (RFC 4180). Every field is a code, a number or a mark, and needs no quotes.
fn line(fields: &[&str]) -> String {
    format!("{}\r\n", fields.join(","))
}
