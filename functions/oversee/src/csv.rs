//! Tables as CSV: one number a line, as statistics are read by programs.

use crate::table::Table;
use crate::view::View;
use suppression::Cell;
use words::oversight;

/// The code of a total.
const ALL: &str = "all";
/// The name of the table of what providers did and cost.
pub(crate) const PROVIDERS: &str = "providers";
/// The name of the table of districts that switched to consent.
pub(crate) const SWITCHES: &str = "switches";

/// One table with its heading. `None` if the view has no such table.
pub(crate) fn csv(view: &View, name: &str) -> Option<String> {
    let lines = match name {
        PROVIDERS => providers(view),
        SWITCHES => switches(view),
        name => {
            let table = view.tables.iter().find(|table| table.name == name);
            lines(view, table?)
        }
    };
    (!lines.is_empty()).then(|| heading() + &lines)
}

/// Every table of the view, with one heading.
pub(crate) fn everything(view: &View) -> String {
    let tables = view.tables.iter().map(|table| lines(view, table));
    let all: String = tables.collect();
    heading() + &all + &providers(view) + &switches(view)
}

fn heading() -> String {
    line(&[
        oversight::csv_table(),
        oversight::csv_period(),
        oversight::csv_district(),
        oversight::csv_row(),
        oversight::csv_column(),
        oversight::csv_number(),
    ])
}

/// The lines of a table.
fn lines(view: &View, table: &Table) -> String {
    let mut text = String::new();
    let mut add = |row: &str, column: &str, cell: Cell| {
        text.push_str(&of(view, &table.name, row, column, cell));
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

fn providers(view: &View) -> String {
    let lines = view.providers.iter().flat_map(|provider| {
        let columns = provider.columns().into_iter();
        columns.map(|(column, cell)| of(view, PROVIDERS, &provider.code, column, cell))
    });
    lines.collect()
}

/// Each line is about the quarter that it compares, and not about the period of the view.
fn switches(view: &View) -> String {
    let lines = view.switches.iter().flat_map(|switch| {
        switch.sides.iter().flat_map(|side| {
            let period = side.period.to_string();
            let columns = [
                ("people", side.people),
                ("lost", side.lost),
                ("percent-lost", side.percent()),
            ];
            columns.map(|(column, cell)| {
                let number = cell.to_string();
                let district = &switch.district;
                line(&[SWITCHES, &period, district, ALL, column, &number])
            })
        })
    });
    lines.collect()
}

fn of(view: &View, table: &str, row: &str, column: &str, cell: Cell) -> String {
    let district = view.district.as_deref().unwrap_or(ALL);
    let number = cell.to_string();
    line(&[table, &view.period, district, row, column, &number])
}

/// One line (RFC 4180). Every field is a code, a number or a mark, and needs no quotes.
fn line(fields: &[&str]) -> String {
    format!("{}\r\n", fields.join(","))
}
