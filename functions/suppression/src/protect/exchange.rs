//! Hides cells of a table whose row and column totals are known, so that cases may have exchanged their columns.
//!
//! # Why it is safe
//!
//! A *block* is a set of rows and a set of columns of which every cell is hidden. Cases are in *strata*: within one
//! stratum two cases of the block may exchange their columns, and nothing that is published changes. So in each
//! stratum every table of non-negative whole numbers with the same row and column totals is possible, and the counts of
//! one cell range, in stratum `s`, from `max(0, row + column - all)` to `min(row, column)`, where `row`, `column` and
//! `all` are what the block holds in `s`. Strata are independent, so the ranges add up. This is exact, needs no search,
//! and gives for each hidden cell two other sets of cases that anybody who sees everything published must reckon with.

/// A count at a row and a column, in a stratum.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub row: usize,
    pub column: usize,
    pub stratum: usize,
    pub count: u64,
}

/// What has to be protected.
pub(super) struct Problem<'a> {
    pub rows: usize,
    pub columns: usize,
    pub entries: &'a [Entry],
    /// The cells that must be hidden.
    pub small: &'a [Vec<bool>],
    /// The rows and columns that may be hidden. The others hold nothing, and everybody may know that.
    pub open_rows: &'a [bool],
    pub open_columns: &'a [bool],
    /// A row or column that stands for several whose cases may change places with each other. It needs only to be able
    /// to be large, because each of the several can then be anything up to that.
    pub merged_row: Option<usize>,
    pub merged_column: Option<usize>,
    pub threshold: u64,
    /// For the columns of a block: which strata are one.
    pub merge: &'a dyn Fn(&[bool]) -> Vec<usize>,
}

/// The hidden cells by row and column, or a cell that cannot be protected even if everything is hidden.
pub(super) fn hide(problem: &Problem<'_>) -> Result<Vec<Vec<bool>>, (usize, usize)> {
    let table = Table::of(problem);
    let smalls: Vec<usize> = problem
        .small
        .iter()
        .map(|row| row.iter().filter(|small| **small).count())
        .collect();
    if smalls.iter().all(|count| *count == 0) {
        return Ok(vec![vec![false; problem.columns]; problem.rows]);
    }
    // Rows in which nearly everything is small would hide nearly everything in the others. So they form a block of
    // their own, and the split that hides least is chosen.
    let mut splits: Vec<usize> = smalls.clone();
    splits.push(0);
    splits.sort_unstable();
    splits.dedup();
    splits.pop();
    let mut best: Option<(usize, u64, Vec<Vec<bool>>)> = None;
    let mut stuck = None;
    for split in splits {
        match table.two_blocks(problem, &smalls, split) {
            Ok(hidden) => {
                let (cells, mass) = table.cost(&hidden);
                if best
                    .as_ref()
                    .is_none_or(|(least, less, _)| (cells, mass) < (*least, *less))
                {
                    best = Some((cells, mass, hidden));
                }
            }
            Err(cell) => stuck = stuck.or(Some(cell)),
        }
    }
    match (best, stuck) {
        (Some((_, _, hidden)), _) => Ok(hidden),
        (None, Some(cell)) => Err(cell),
        (None, None) => Ok(problem.small.to_vec()),
    }
}

struct Table {
    cells: Vec<Vec<u64>>,
    row_totals: Vec<u64>,
    column_totals: Vec<u64>,
}

impl Table {
    fn of(problem: &Problem<'_>) -> Self {
        let mut table = Self {
            cells: vec![vec![0; problem.columns]; problem.rows],
            row_totals: vec![0; problem.rows],
            column_totals: vec![0; problem.columns],
        };
        for entry in problem.entries {
            table.cells[entry.row][entry.column] += entry.count;
            table.row_totals[entry.row] += entry.count;
            table.column_totals[entry.column] += entry.count;
        }
        table
    }

    fn cost(&self, hidden: &[Vec<bool>]) -> (usize, u64) {
        let mut cost = (0, 0);
        for (row, counts) in hidden.iter().zip(&self.cells) {
            for (_, count) in row.iter().zip(counts).filter(|(hidden, _)| **hidden) {
                cost = (cost.0 + 1, cost.1 + count);
            }
        }
        cost
    }

    /// First a block of the rows with more small cells than `split`, then one of the rest.
    fn two_blocks(
        &self,
        problem: &Problem<'_>,
        smalls: &[usize],
        split: usize,
    ) -> Result<Vec<Vec<bool>>, (usize, usize)> {
        let mut hidden = vec![vec![false; problem.columns]; problem.rows];
        let mut taken = vec![false; problem.rows];
        for first in [true, false] {
            let wanted: Vec<bool> = (0..problem.rows)
                .map(|row| !taken[row] && smalls[row] > 0 && (smalls[row] > split) == first)
                .collect();
            let Some((rows, columns)) = self.block(problem, wanted, &taken)? else {
                continue;
            };
            for row in (0..problem.rows).filter(|row| rows[*row]) {
                taken[row] = true;
                hidden[row].clone_from(&columns);
            }
        }
        Ok(hidden)
    }

    /// Grows a block around the small cells of the wanted rows until each of its cells is protected.
    #[expect(
        clippy::type_complexity,
        reason = "the rows and the columns of one block"
    )]
    fn block(
        &self,
        problem: &Problem<'_>,
        wanted: Vec<bool>,
        taken: &[bool],
    ) -> Result<Option<(Vec<bool>, Vec<bool>)>, (usize, usize)> {
        let mut rows = wanted;
        if !rows.contains(&true) {
            return Ok(None);
        }
        let mut columns = vec![false; problem.columns];
        loop {
            // A row that joins brings the columns of its small cells.
            for row in (0..problem.rows).filter(|row| rows[*row]) {
                for (column, small) in columns.iter_mut().zip(&problem.small[row]) {
                    *column |= *small;
                }
            }
            if let Some(merged) = problem.merged_column {
                columns[merged] = true;
            }
            let Some((row, column)) = weakest(problem, &rows, &columns) else {
                return Ok(Some((rows, columns)));
            };
            let sum = |row: usize| -> u64 {
                let cells = self.cells[row].iter().zip(&columns);
                cells
                    .filter(|(_, hidden)| **hidden)
                    .map(|(count, _)| count)
                    .sum()
            };
            let in_rows = (0..problem.rows).filter(|row| rows[*row]);
            let all: u64 = in_rows.clone().map(sum).sum();
            let of_column: u64 = in_rows.map(|row| self.cells[row][column]).sum();
            let of_row = sum(row);
            // More columns enlarge what the row holds, and what is not of this column. More rows do the reverse.
            let by_columns = of_row.min(all - of_column);
            let by_rows = of_column.min(all - of_row);
            let next_column = (0..problem.columns)
                .filter(|c| !columns[*c] && problem.open_columns[*c])
                .min_by_key(|c| (self.cells[row][*c] == 0, self.column_totals[*c], *c));
            let next_row = (0..problem.rows)
                .filter(|r| !rows[*r] && !taken[*r] && problem.open_rows[*r])
                .min_by_key(|r| (self.cells[*r][column] == 0, self.row_totals[*r], *r));
            match (next_column, next_row) {
                (Some(next), _) if by_columns <= by_rows => columns[next] = true,
                (_, Some(next)) => rows[next] = true,
                (Some(next), None) => columns[next] = true,
                (None, None) => return Err((row, column)),
            }
        }
    }
}

/// The cell of a block that is protected least, if it is not enough.
fn weakest(problem: &Problem<'_>, rows: &[bool], columns: &[bool]) -> Option<(usize, usize)> {
    let merged = (problem.merge)(columns);
    let strata = merged.iter().max().map_or(0, |most| most + 1);
    let mut of_rows = vec![0u64; strata * problem.rows];
    let mut of_columns = vec![0u64; strata * problem.columns];
    let mut all = vec![0u64; strata];
    for entry in problem.entries {
        if rows[entry.row] && columns[entry.column] {
            let stratum = merged[entry.stratum];
            of_rows[stratum * problem.rows + entry.row] += entry.count;
            of_columns[stratum * problem.columns + entry.column] += entry.count;
            all[stratum] += entry.count;
        }
    }
    let mut weakest: Option<(u64, usize, usize)> = None;
    for row in (0..problem.rows).filter(|row| rows[*row]) {
        for column in (0..problem.columns).filter(|column| columns[*column]) {
            let (mut least, mut most) = (0, 0);
            for stratum in 0..strata {
                let r = of_rows[stratum * problem.rows + row];
                let c = of_columns[stratum * problem.columns + column];
                most += r.min(c);
                least += (r + c).saturating_sub(all[stratum]);
            }
            let several = problem.merged_row == Some(row) || problem.merged_column == Some(column);
            let width = if several { most } else { most - least };
            if width < problem.threshold && weakest.is_none_or(|(narrowest, ..)| width < narrowest)
            {
                weakest = Some((width, row, column));
            }
        }
    }
    weakest.map(|(_, row, column)| (row, column))
}
