//! One table of figures. Page, CSV and JSON show exactly this.

use events::profile::Profile;
use measures::{Breakdown, Dimension, Question};
use serde_json::{Value, json};
use suppression::Cell;

/// One row of a table.
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) label: String,
    /// One for each column.
    pub(crate) cells: Vec<Cell>,
    pub(crate) total: Cell,
}

/// A table. A table of one dimension has no columns.
pub(crate) struct Table {
    /// The name of its breakdown, and of its dimension where a district has the two of a breakdown apart.
    pub(crate) name: String,
    pub(crate) question: &'static Question,
    pub(crate) breakdown: &'static Breakdown,
    pub(crate) rows: Dimension,
    pub(crate) columns: Option<Dimension>,
    /// The code and the label of each column.
    pub(crate) heads: Vec<(String, String)>,
    pub(crate) lines: Vec<Line>,
    /// The totals of the columns.
    pub(crate) totals: Vec<Cell>,
    pub(crate) total: Cell,
    /// What the table says, in a sentence.
    pub(crate) finding: String,
}

impl Table {
    /// The number of a code of any of its two dimensions, or `None` if it has no such code.
    pub(crate) fn number_of(&self, dimension: Dimension, code: &str) -> Option<Cell> {
        if dimension == self.rows {
            let mut lines = self.lines.iter();
            return lines.find(|line| line.code == code).map(|line| line.total);
        }
        let position = self.heads.iter().position(|(head, _)| head == code);
        position
            .filter(|_| self.columns == Some(dimension))
            .and_then(|position| self.totals.get(position).copied())
    }

    /// The rows about that provider or its services, without a finding. `None` if the table has no such rows. Its totals are those of the
    /// one row, or not applicable: a total of all would be about others.
    pub(crate) fn of_provider(mut self, provider: &str, profile: &Profile) -> Option<Self> {
        let is_own = |code: &str| match self.rows {
            Dimension::Provider => code == provider,
            Dimension::Service => profile
                .service(code)
                .is_some_and(|service| service.provider == provider),
            _ => false,
        };
        self.lines.retain(|line| is_own(&line.code));
        let of_lines = |cell: &dyn Fn(&Line) -> Cell| Cell::sum(self.lines.iter().map(cell));
        let total = of_lines(&|line| line.total);
        let totals = (0..self.heads.len())
            .map(|index| of_lines(&|line| line.cells[index]))
            .collect();
        (self.total, self.totals) = (total, totals);
        (!self.lines.is_empty()).then_some(self)
    }
}

/// A number as JSON: itself, or its mark.
pub(crate) fn number(cell: Cell) -> Value {
    match cell.value() {
        Some(value) => json!(value),
        None => json!(cell.to_string()),
    }
}

impl Table {
    pub(crate) fn to_json(&self) -> Value {
        let numbers = |cells: &[Cell]| {
            let named = self.heads.iter().zip(cells);
            named
                .map(|((code, _), cell)| (code.clone(), number(*cell)))
                .collect::<serde_json::Map<_, _>>()
        };
        let rows: Vec<Value> = self
            .lines
            .iter()
            .map(|line| {
                let (code, total) = (&line.code, number(line.total));
                json!({"code": code, "label": line.label, "total": total, "columns": numbers(&line.cells)})
            })
            .collect();
        json!({
            "name": self.name,
            "measure": self.question.name,
            "finding": self.finding,
            "rows": rows,
            "columns": numbers(&self.totals),
            "total": number(self.total),
        })
    }
}
