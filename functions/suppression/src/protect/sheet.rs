//! One dimension of a unit: which of its values are hidden on which page.

use super::exchange::{self, Entry, Problem};
use super::group::{Group, is_small, pool};
use crate::policy::{Policy, Zeros};

/// Cases of one value, in a merged part of the unit and a merged district. `other` is their value in the dimension that
/// this one crosses, if it crosses one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cases {
    pub time: usize,
    pub place: usize,
    pub value: usize,
    pub other: usize,
    pub count: u64,
}

impl Cases {
    /// The same cases, seen from the other dimension.
    pub fn turned(&self) -> Self {
        Self {
            value: self.other,
            other: self.value,
            ..*self
        }
    }
}

/// What has to be known of a dimension, apart from its counts.
pub(super) struct Dimension<'a> {
    pub values: usize,
    /// Whether the question has another breakdown. Then the number of cases of each part and district stays, because
    /// the other breakdown splits the same ones.
    pub coupled: bool,
    /// Whether it says something about people that all of them have the same value.
    pub secret: bool,
    pub policy: Policy,
    pub times: &'a Group,
    pub places: &'a Group,
    /// The cells that must be hidden: of the whole, by merged part, and by merged district.
    pub must: Must,
}

#[derive(Debug, Clone)]
pub(super) struct Must {
    pub whole: Vec<bool>,
    pub times: Vec<Vec<bool>>,
    pub places: Vec<Vec<bool>>,
}

/// Which values are hidden.
#[derive(Debug)]
pub(super) struct Sheet {
    pub counts: Vec<u64>,
    /// On the page of the whole unit, and therefore on all others.
    pub whole: Vec<bool>,
    pub times: Pages,
    pub places: Pages,
}

/// The pages of a group.
#[derive(Debug)]
pub(super) struct Pages {
    pub counts: Vec<Vec<u64>>,
    /// The values hidden by exchange. Those that are hidden everywhere count as one, which comes last.
    pub hidden: Vec<Vec<bool>>,
}

impl Sheet {
    /// The place of a value among the columns of an exchange.
    pub fn column(&self, value: usize) -> usize {
        if self.whole[value] {
            self.whole.len()
        } else {
            value
        }
    }
}

impl Pages {
    /// What a merged page shows of a value: nothing if it is hidden.
    pub fn shown(&self, sheet: &Sheet, page: usize, value: usize, policy: Policy) -> Option<u64> {
        let count = self.counts[page][value];
        let hidden = &self.hidden[page];
        if sheet.whole[value] {
            // Where there is nobody of all the values that are hidden everywhere, everybody knows it.
            let together: u64 = (self.counts[page].iter().zip(&sheet.whole))
                .filter(|(_, whole)| **whole)
                .map(|(count, _)| count)
                .sum();
            let nobody =
                together == 0 && !hidden[sheet.whole.len()] && policy.zeros != Zeros::Hidden;
            return nobody.then_some(0);
        }
        (!hidden[value]).then_some(count)
    }
}

/// Decides what is hidden, so that each hidden count stays possible in a range as wide as the threshold.
///
/// `layers` are the same cases in each breakdown that has this dimension.
pub(super) fn protect(dimension: &Dimension<'_>, layers: &[Vec<Cases>]) -> Sheet {
    let mut must = dimension.must.whole.clone();
    loop {
        match attempt(dimension, layers, &must) {
            Ok(sheet) => return sheet,
            Err((_, counts)) if !must.contains(&false) => return nothing(dimension, counts),
            // What cannot be protected on a smaller page is hidden everywhere, with the smallest value next to it.
            Err((stuck, counts)) => {
                let visible = |value: &usize| !must[*value] && counts[*value] > 0;
                let next = Some(stuck)
                    .filter(|value| *value < dimension.values && visible(value))
                    .or_else(|| {
                        (0..dimension.values)
                            .filter(visible)
                            .min_by_key(|value| counts[*value])
                    });
                match next {
                    Some(next) => must[next] = true,
                    None => must.fill(true),
                }
            }
        }
    }
}

/// Everything hidden.
fn nothing(dimension: &Dimension<'_>, counts: Vec<u64>) -> Sheet {
    let pages = |group: &Group| Pages {
        counts: vec![vec![0; dimension.values]; group.len()],
        hidden: vec![vec![true; dimension.values + 1]; group.len()],
    };
    Sheet {
        counts,
        whole: vec![true; dimension.values],
        times: pages(dimension.times),
        places: pages(dimension.places),
    }
}

fn attempt(
    dimension: &Dimension<'_>,
    layers: &[Vec<Cases>],
    must: &[bool],
) -> Result<Sheet, (usize, Vec<u64>)> {
    let policy = dimension.policy;
    let cases = layers.first().map_or(&[][..], Vec::as_slice);
    let mut counts = vec![0; dimension.values];
    let by_page = |group: &Group, page: &dyn Fn(&Cases) -> usize| {
        let mut table = vec![vec![0; dimension.values]; group.len()];
        for case in cases {
            table[page(case)][case.value] += case.count;
        }
        table
    };
    for case in cases {
        counts[case.value] += case.count;
    }
    let mut must = must.to_vec();
    for (must, tells) in must.iter_mut().zip(telling(dimension, &counts)) {
        *must |= tells;
    }
    let mut sheet = Sheet {
        whole: pool(&counts, &must, policy),
        counts,
        times: Pages {
            counts: by_page(dimension.times, &|case| case.time),
            hidden: vec![vec![false; dimension.values + 1]; dimension.times.len()],
        },
        places: Pages {
            counts: by_page(dimension.places, &|case| case.place),
            hidden: vec![vec![false; dimension.values + 1]; dimension.places.len()],
        },
    };

    let entries = |row: fn(&Cases) -> usize, common: fn(&Cases) -> usize| -> Vec<Vec<Entry>> {
        let entry = |case: &Cases| Entry {
            row: row(case),
            column: sheet.column(case.value),
            common: if dimension.coupled { common(case) } else { 0 },
            own: case.other,
            count: case.count,
        };
        let layers = layers.iter();
        layers
            .map(|cases| cases.iter().map(entry).collect())
            .collect()
    };
    let by_place = entries(|case| case.place, |case| case.time);
    let by_time = entries(|case| case.time, |case| case.place);

    // Districts exchange cases of one part of the unit that agree in the other dimension.
    let apart = |count: usize| move |_: &[bool]| (0..count).collect::<Vec<usize>>();
    let each_time = apart(dimension.times.len());
    let places = Split {
        group: dimension.places,
        pages: &sheet.places,
        must: &dimension.must.places,
    };
    let hidden = pages(dimension, &sheet, &places, &by_place, &each_time)
        .map_err(|stuck| (stuck, sheet.counts.clone()))?;

    // Parts of the unit exchange cases of one district that agree in the other dimension. Districts in which these
    // values are hidden anyway count as one, unless other breakdowns have the dimension: they would have to take the
    // cases from the same districts.
    let each_place = apart(dimension.places.len());
    let together = |columns: &[bool]| {
        if layers.len() > 1 {
            each_place(columns)
        } else {
            merge(&hidden, columns)
        }
    };
    let times = Split {
        group: dimension.times,
        pages: &sheet.times,
        must: &dimension.must.times,
    };
    let hidden_times = pages(dimension, &sheet, &times, &by_time, &together)
        .map_err(|stuck| (stuck, sheet.counts.clone()))?;
    sheet.places.hidden = hidden;
    sheet.times.hidden = hidden_times;
    Ok(sheet)
}

/// A group with what is known of its pages.
struct Split<'a> {
    group: &'a Group,
    pages: &'a Pages,
    must: &'a [Vec<bool>],
}

/// The hidden values of each page of a group.
fn pages(
    dimension: &Dimension<'_>,
    sheet: &Sheet,
    Split { group, pages, must }: &Split<'_>,
    layers: &[Vec<Entry>],
    merge: &dyn Fn(&[bool]) -> Vec<usize>,
) -> Result<Vec<Vec<bool>>, usize> {
    let (policy, values) = (dimension.policy, dimension.values);
    if !group.splits() {
        return Ok(vec![vec![false; values + 1]; group.len()]);
    }
    let zeros_hidden = policy.zeros == Zeros::Hidden;
    let anywhere = sheet.whole.contains(&true);
    let mut small = vec![vec![false; values + 1]; group.len()];
    for (page, counts) in pages.counts.iter().enumerate() {
        if group.totals[page] == 0 && !zeros_hidden {
            continue;
        }
        let telling = telling(dimension, counts);
        let mut together = 0;
        let mut forced = false;
        for value in 0..values {
            if sheet.whole[value] {
                together += counts[value];
                forced |= must[page][value];
            } else if sheet.counts[value] > 0 {
                small[page][value] =
                    is_small(counts[value], policy) || must[page][value] || telling[value];
            }
        }
        // Everybody can work out how many have one of the values that are hidden everywhere.
        small[page][values] = anywhere && (is_small(together, policy) || (together == 0 && forced));
    }
    let open_rows: Vec<bool> = (group.totals.iter())
        .map(|total| *total > 0 || zeros_hidden)
        .collect();
    let mut open_columns: Vec<bool> = (0..values)
        .map(|value| !sheet.whole[value] && sheet.counts[value] > 0)
        .collect();
    open_columns.push(anywhere);
    exchange::hide(&Problem {
        rows: group.len(),
        columns: values + 1,
        layers,
        small: &small,
        open_rows: &open_rows,
        open_columns: &open_columns,
        merged_row: None,
        merged_column: anywhere.then_some(values),
        threshold: policy.threshold,
        merge,
    })
    .map_err(|(_, column)| column)
}

/// The zeros that say something about everybody: one value holds all.
fn telling(dimension: &Dimension<'_>, counts: &[u64]) -> Vec<bool> {
    let held = counts.iter().filter(|count| **count > 0).count();
    let tells =
        dimension.secret && dimension.policy.zeros == Zeros::HiddenWhereTheyDisclose && held == 1;
    counts.iter().map(|count| tells && *count == 0).collect()
}

/// Gives each page a new number, the same for all pages that hide all these columns.
pub(super) fn merge(hidden: &[Vec<bool>], columns: &[bool]) -> Vec<usize> {
    let covers = |row: &Vec<bool>| {
        let mut cells = row.iter().zip(columns);
        cells.all(|(hidden, wanted)| *hidden || !*wanted)
    };
    let mut next = 0;
    let mut one = None;
    hidden
        .iter()
        .map(|row| match one {
            Some(index) if covers(row) => index,
            _ => {
                let index = next;
                next += 1;
                if covers(row) {
                    one = Some(index);
                }
                index
            }
        })
        .collect()
}
