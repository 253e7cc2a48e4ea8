//! Hides cells of a table whose row and column totals are known, so that cases may have exchanged their columns.
//!
//! # Why it is safe
//!
//! Cases are in *strata*: within one stratum, cases of hidden cells may exchange their columns, and nothing that is
//! published changes. A cell can be one more if, in some stratum, one case of its column leaves another row, which gets
//! a case of another column from a third row, and so on, until the cell's own row gives one away. All of these cells
//! must be hidden, and those that lose a case must have one. Such chains are the augmenting paths of a flow. Each makes
//! another set of cases that anybody who sees everything published must reckon with, and whole chains are found until
//! the cell can be enough more, or less. That is the proof: no hidden cell is left without its other sets of cases, and
//! they consist of whole cases.
//!
//! If chains of hidden cells are not enough, the chain that costs least becomes hidden too. Hiding more never takes away
//! from what was protected before.

use std::collections::VecDeque;

/// How many choices of strata are tried where many breakdowns share a dimension. More would hide a little less and take
/// much longer.
const MOST_CHOICES: usize = 200;

/// A count at a row and a column, in a stratum: a common one and, within it, one of the layer's own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub row: usize,
    pub column: usize,
    pub common: usize,
    pub own: usize,
    pub count: u64,
}

/// What has to be protected.
pub(super) struct Problem<'a> {
    pub rows: usize,
    pub columns: usize,
    /// The same cases, split by each dimension that this one crosses. An exchange has to be possible in each layer, in
    /// the same common stratum.
    pub layers: &'a [Vec<Entry>],
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
    /// Gives each common stratum a new number, the same for those that may be one as long as only these columns are
    /// exchanged.
    pub merge: &'a dyn Fn(&[bool]) -> Vec<usize>,
}

/// The hidden cells by row and column, or a cell that cannot be protected even if everything is hidden.
pub(super) fn hide(problem: &Problem<'_>) -> Result<Vec<Vec<bool>>, (usize, usize)> {
    let mut hiding = Hiding {
        problem,
        hidden: problem.small.to_vec(),
        totals: vec![vec![0; problem.columns]; problem.rows],
    };
    for entry in problem.layers.first().into_iter().flatten() {
        hiding.totals[entry.row][entry.column] += entry.count;
    }
    let mut waiting = VecDeque::new();
    for row in 0..problem.rows {
        for column in 0..problem.columns {
            if problem.small[row][column] {
                waiting.push_back((row, column));
            }
        }
    }
    while let Some((row, column)) = waiting.pop_front() {
        for cell in hiding.protect(row, column)? {
            waiting.push_back(cell);
        }
    }
    Ok(hiding.hidden)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Towards {
    More,
    Fewer,
}

/// Cells of one stratum that exchange cases.
struct Chain {
    /// The place of its stratum in each layer.
    strata: Vec<usize>,
    from: Vec<(usize, usize)>,
    to: Vec<(usize, usize)>,
    cost: u64,
}

struct Hiding<'a> {
    problem: &'a Problem<'a>,
    hidden: Vec<Vec<bool>>,
    totals: Vec<Vec<u64>>,
}

impl Hiding<'_> {
    /// Hides what a cell needs. Returns the cells that are newly hidden.
    fn protect(
        &mut self,
        row: usize,
        column: usize,
    ) -> Result<Vec<(usize, usize)>, (usize, usize)> {
        // Few columns make few, large strata.
        let mut narrow = vec![false; self.problem.columns];
        narrow[column] = true;
        for cells in &self.hidden {
            for (narrow, hidden) in narrow.iter_mut().zip(cells) {
                *narrow |= *hidden;
            }
        }
        let wide = vec![true; self.problem.columns];
        for spend in [false, true] {
            for columns in [&narrow, &wide] {
                if let Some(new) = self.attempt((row, column), columns, spend) {
                    for (row, column) in &new {
                        self.hidden[*row][*column] = true;
                    }
                    return Ok(new);
                }
            }
        }
        Err((row, column))
    }

    /// Tries to protect a cell by exchanging these columns only. Returns what has to be hidden for it, which is nothing
    /// unless it may `spend`.
    fn attempt(
        &self,
        cell: (usize, usize),
        columns: &[bool],
        spend: bool,
    ) -> Option<Vec<(usize, usize)>> {
        let threshold = self.problem.threshold;
        let several =
            self.problem.merged_row == Some(cell.0) || self.problem.merged_column == Some(cell.1);
        // A small cell has to be able to be large.
        let enough = threshold.saturating_sub(self.totals[cell.0][cell.1]);
        let mut hidden = self.hidden.clone();
        let mut new = Vec::new();
        let mut more = Strata::of(self.problem, columns);
        let mut fewer = more.clone();
        let (mut up, mut down) = (0, 0);
        loop {
            let want = if up < enough {
                enough - up
            } else if several {
                0
            } else {
                threshold.saturating_sub(up + down)
            };
            if want == 0 {
                return Some(new);
            }
            let find = |spend: bool| {
                let search = Search::new(self, &hidden, columns, cell, spend);
                let upwards = search.chain(&more, Towards::More);
                let upwards = upwards.map(|chain| (Towards::More, chain));
                if up < enough || upwards.as_ref().is_some_and(|(_, chain)| chain.cost == 0) {
                    return upwards;
                }
                let downwards = search.chain(&fewer, Towards::Fewer);
                let downwards = downwards.map(|chain| (Towards::Fewer, chain));
                let both = upwards.into_iter().chain(downwards);
                both.min_by_key(|(_, chain)| chain.cost)
            };
            let (towards, chain) = match find(false) {
                Some(found) => found,
                None if spend => find(true)?,
                None => return None,
            };
            for at in chain.from.iter().chain(&chain.to) {
                if !hidden[at.0][at.1] {
                    hidden[at.0][at.1] = true;
                    new.push(*at);
                }
            }
            match towards {
                Towards::More => up += more.push(&chain, want),
                Towards::Fewer => down += fewer.push(&chain, want),
            }
        }
    }
}

/// The counts of each stratum by row and column.
#[derive(Clone)]
struct Strata {
    columns: usize,
    size: usize,
    commons: usize,
    layers: Vec<LayerCounts>,
}

#[derive(Clone)]
struct LayerCounts {
    owns: usize,
    counts: Vec<u64>,
}

impl Strata {
    fn of(problem: &Problem<'_>, columns: &[bool]) -> Self {
        let merged = (problem.merge)(columns);
        let commons = merged.iter().max().map_or(0, |most| most + 1);
        let size = problem.rows * problem.columns;
        let layer = |entries: &Vec<Entry>| {
            let owns = entries.iter().map(|entry| entry.own + 1).max().unwrap_or(1);
            let mut counts = vec![0; commons * owns * size];
            for entry in entries.iter().filter(|entry| columns[entry.column]) {
                let stratum = merged[entry.common] * owns + entry.own;
                counts[stratum * size + entry.row * problem.columns + entry.column] += entry.count;
            }
            LayerCounts { owns, counts }
        };
        Self {
            columns: problem.columns,
            size,
            commons,
            layers: problem.layers.iter().map(layer).collect(),
        }
    }

    fn count(&self, layer: usize, stratum: usize, (row, column): (usize, usize)) -> u64 {
        self.layers[layer].counts[stratum * self.size + row * self.columns + column]
    }

    /// What can leave a cell: as much as in each layer.
    fn least(&self, strata: &[usize], cell: (usize, usize)) -> u64 {
        let layers = strata.iter().enumerate();
        let counts = layers.map(|(layer, stratum)| self.count(layer, *stratum, cell));
        counts.min().unwrap_or(0)
    }

    /// Moves cases along a chain, at most as many as are wanted. Returns how many.
    fn push(&mut self, chain: &Chain, want: u64) -> u64 {
        let moved = (chain.from.iter())
            .map(|cell| self.least(&chain.strata, *cell))
            .fold(want, u64::min);
        for (layer, stratum) in chain.strata.iter().enumerate() {
            let counts = &mut self.layers[layer].counts;
            let at = |cell: &(usize, usize)| stratum * self.size + cell.0 * self.columns + cell.1;
            for cell in &chain.from {
                counts[at(cell)] -= moved;
            }
            for cell in &chain.to {
                counts[at(cell)] += moved;
            }
        }
        moved
    }
}

struct Search<'a> {
    problem: &'a Problem<'a>,
    totals: &'a [Vec<u64>],
    hidden: &'a [Vec<bool>],
    columns: &'a [bool],
    cell: (usize, usize),
    /// Whether cells that are still shown may take part.
    spend: bool,
    /// The hidden cells of each row and of each column.
    by_row: Vec<Vec<usize>>,
    by_column: Vec<Vec<usize>>,
}

impl<'a> Search<'a> {
    fn new(
        hiding: &'a Hiding<'_>,
        hidden: &'a [Vec<bool>],
        columns: &'a [bool],
        cell: (usize, usize),
        spend: bool,
    ) -> Self {
        let problem = hiding.problem;
        let mut by_row = vec![Vec::new(); problem.rows];
        let mut by_column = vec![Vec::new(); problem.columns];
        for (row, cells) in hidden.iter().enumerate() {
            for (column, hidden) in cells.iter().enumerate() {
                if *hidden && columns[column] && (row, column) != cell {
                    by_row[row].push(column);
                    by_column[column].push(row);
                }
            }
        }
        Self {
            problem,
            totals: &hiding.totals,
            hidden,
            columns,
            cell,
            spend,
            by_row,
            by_column,
        }
    }

    /// The cheapest chain of all strata.
    fn chain(&self, strata: &Strata, towards: Towards) -> Option<Chain> {
        let mut best: Option<Chain> = None;
        for common in 0..strata.commons {
            // In each layer the strata in which the cell's row and column hold anything.
            let useful: Vec<Vec<usize>> = (0..strata.layers.len())
                .map(|layer| {
                    let owns = strata.layers[layer].owns;
                    (common * owns..(common + 1) * owns)
                        .filter(|stratum| self.is_useful(strata, layer, *stratum, towards))
                        .collect()
                })
                .collect();
            let mut chosen = vec![0; useful.len()];
            if useful.iter().any(Vec::is_empty) {
                continue;
            }
            for _ in 0..MOST_CHOICES {
                let tuple = (chosen.iter().zip(&useful)).map(|(index, strata)| strata[*index]);
                if let Some(chain) = self.within(strata, &tuple.collect::<Vec<_>>(), towards) {
                    let free = chain.cost == 0;
                    if best.as_ref().is_none_or(|best| chain.cost < best.cost) {
                        best = Some(chain);
                    }
                    if free {
                        return best;
                    }
                }
                // The next choice of one stratum in each layer.
                let turn =
                    (0..useful.len()).find(|layer| chosen[*layer] + 1 < useful[*layer].len());
                match turn {
                    Some(layer) => {
                        chosen[layer] += 1;
                        chosen[..layer].fill(0);
                    }
                    None => break,
                }
            }
        }
        best
    }

    fn is_useful(&self, strata: &Strata, layer: usize, stratum: usize, towards: Towards) -> bool {
        let full = |cell| strata.count(layer, stratum, cell) > 0;
        match towards {
            Towards::Fewer => full(self.cell),
            Towards::More => {
                (0..self.problem.columns).any(|column| full((self.cell.0, column)))
                    && (0..self.problem.rows).any(|row| full((row, self.cell.1)))
            }
        }
    }

    /// What it costs that a cell takes part: nothing if it is hidden. The fewer cells the better, then the smaller, and
    /// rather not one that holds nobody, because it is hard to protect.
    fn cost(&self, (row, column): (usize, usize)) -> Option<u64> {
        let total = self.totals[row][column];
        if self.hidden[row][column] {
            Some(0)
        } else if self.spend && self.problem.open_rows[row] && self.problem.open_columns[column] {
            Some(1_000 + if total == 0 { 1_000 } else { total.min(900) })
        } else {
            None
        }
    }

    /// The cheapest chain within one stratum of each layer. It runs from the cell's column to the cell's row. On the way to more,
    /// columns are left through cells that lose a case, and rows through cells that gain one. On the way to fewer it is
    /// the reverse.
    fn within(&self, strata: &Strata, tuple: &[usize], towards: Towards) -> Option<Chain> {
        let (rows, columns) = (self.problem.rows, self.problem.columns);
        let full = |cell| strata.least(tuple, cell) > 0;
        if !self.spend {
            return self.through_hidden(strata, tuple, towards);
        }
        let step = |cell: (usize, usize), losing: bool| {
            if cell == self.cell || !self.columns[cell.1] || (losing && !full(cell)) {
                return None;
            }
            self.cost(cell)
        };
        // Rows first, then columns.
        let mut least: Vec<Option<u64>> = vec![None; rows + columns];
        let mut before: Vec<usize> = vec![usize::MAX; rows + columns];
        let mut settled = vec![false; rows + columns];
        least[rows + self.cell.1] = Some(0);
        loop {
            let next = (0..rows + columns)
                .filter(|node| !settled[*node])
                .filter_map(|node| least[node].map(|cost| (cost, node)))
                .min();
            let (cost, node) = next?;
            settled[node] = true;
            if node == self.cell.0 {
                return Some(self.trace(&before, tuple, towards, cost));
            }
            let neighbours = if node < rows {
                rows..rows + columns
            } else {
                0..rows
            };
            for other in neighbours.filter(|other| !settled[*other]) {
                let of_column = node >= rows;
                let cell = if of_column {
                    (other, node - rows)
                } else {
                    (node, other - rows)
                };
                let losing = of_column == (towards == Towards::More);
                if let Some(price) = step(cell, losing)
                    && least[other].is_none_or(|least| cost + price < least)
                {
                    least[other] = Some(cost + price);
                    before[other] = node;
                }
            }
        }
    }

    /// A chain of hidden cells alone, as short as possible.
    fn through_hidden(&self, strata: &Strata, tuple: &[usize], towards: Towards) -> Option<Chain> {
        let rows = self.problem.rows;
        let full = |cell| strata.least(tuple, cell) > 0;
        let start = rows + self.cell.1;
        let mut before = vec![usize::MAX; rows + self.problem.columns];
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            let of_column = node >= rows;
            let losing = of_column == (towards == Towards::More);
            let neighbours = if of_column {
                &self.by_column[node - rows]
            } else {
                &self.by_row[node]
            };
            for index in neighbours {
                let (other, cell) = if of_column {
                    (*index, (*index, node - rows))
                } else {
                    (rows + index, (node, *index))
                };
                if other == start || before[other] != usize::MAX || (losing && !full(cell)) {
                    continue;
                }
                before[other] = node;
                if other == self.cell.0 {
                    return Some(self.trace(&before, tuple, towards, 0));
                }
                queue.push_back(other);
            }
        }
        None
    }

    fn trace(&self, before: &[usize], tuple: &[usize], towards: Towards, cost: u64) -> Chain {
        let rows = self.problem.rows;
        let mut chain = Chain {
            strata: tuple.to_vec(),
            from: Vec::new(),
            to: Vec::new(),
            cost,
        };
        match towards {
            Towards::More => chain.to.push(self.cell),
            Towards::Fewer => chain.from.push(self.cell),
        }
        let mut node = self.cell.0;
        while before[node] != usize::MAX {
            let previous = before[node];
            let of_column = previous >= rows;
            let cell = if of_column {
                (node, previous - rows)
            } else {
                (previous, node - rows)
            };
            if of_column == (towards == Towards::More) {
                chain.from.push(cell);
            } else {
                chain.to.push(cell);
            }
            node = previous;
        }
        chain
    }
}
