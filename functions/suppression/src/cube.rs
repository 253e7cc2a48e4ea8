//! The true counts. They never leave the function that publishes.

use crate::Fault;
use crate::family::{Breakdown, Family, Question};
use crate::period::Month;
use std::collections::BTreeMap;

/// Counts of one breakdown, by month, district, row and column. A breakdown of one dimension has one column.
pub(crate) type Counts = BTreeMap<(Month, usize, usize, usize), u64>;

/// The true counts of a family. What was never added is 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cube {
    family: Family,
    from: Month,
    /// For each question: its counts by month and district, then the counts of each breakdown.
    totals: Vec<BTreeMap<(Month, usize), u64>>,
    counts: Vec<Vec<Counts>>,
}

impl Cube {
    /// `from` is the first month of the records: an earlier period is not available, rather than 0.
    pub fn new(family: Family, from: Month) -> Self {
        let totals = vec![BTreeMap::new(); family.questions.len()];
        let counts = family
            .questions
            .iter()
            .map(|question| vec![Counts::new(); question.breakdowns.len()])
            .collect();
        Self {
            family,
            from,
            totals,
            counts,
        }
    }

    pub fn family(&self) -> &Family {
        &self.family
    }

    /// Adds to the number of cases of a question in a month and district, whatever their values.
    ///
    /// # Errors
    /// [`Fault::Unknown`] names what the family does not declare.
    pub fn add_total(
        &mut self,
        question: &str,
        month: Month,
        district: &str,
        count: u64,
    ) -> Result<(), Fault> {
        let (index, _) = self.question(question)?;
        let district = self.district(district)?;
        add(&mut self.totals, index, (month, district), count);
        Ok(())
    }

    /// Adds to the count of one cell of one breakdown: `row` is a value of its rows, `column` of its columns, if it has
    /// any. The counts of each breakdown of a question must add up to its totals in each month and district.
    ///
    /// # Errors
    /// [`Fault::Unknown`] names what the family does not declare.
    pub fn add(
        &mut self,
        question: &str,
        month: Month,
        district: &str,
        row: (&str, &str),
        column: Option<(&str, &str)>,
        count: u64,
    ) -> Result<(), Fault> {
        let (index, declared) = self.question(question)?;
        let district = self.district(district)?;
        let unknown = |what: &str| Fault::Unknown(what.to_owned());
        let of = |breakdown: &Breakdown| {
            let columns = breakdown
                .columns
                .as_ref()
                .map(|columns| columns.name.as_str());
            breakdown.rows.name == row.0 && columns == column.map(|(name, _)| name)
        };
        let breakdown = declared.breakdowns.iter().position(of);
        let breakdown = breakdown.ok_or_else(|| unknown(row.0))?;
        let shape = &declared.breakdowns[breakdown];
        let r = shape.rows.find(row.1).ok_or_else(|| unknown(row.1))?;
        let c = match (&shape.columns, column) {
            (Some(columns), Some((_, value))) => {
                columns.find(value).ok_or_else(|| unknown(value))?
            }
            _ => 0,
        };
        let key = (month, district, r, c);
        if let Some(counts) = self.counts.get_mut(index) {
            add(counts, breakdown, key, count);
        }
        Ok(())
    }

    /// Adds cases that have these values: one value for each dimension of the question. Adds to the total and to each
    /// breakdown, so they agree.
    ///
    /// # Errors
    /// [`Fault::Unknown`] names what the family does not declare, or a dimension that has no value here.
    pub fn add_cases(
        &mut self,
        question: &str,
        month: Month,
        district: &str,
        values: &[(&str, &str)],
        count: u64,
    ) -> Result<(), Fault> {
        let (_, declared) = self.question(question)?;
        let declared = declared.clone();
        let value_of = |name: &str| {
            let found = values.iter().find(|(dimension, _)| *dimension == name);
            found
                .copied()
                .ok_or_else(|| Fault::Unknown(name.to_owned()))
        };
        for breakdown in &declared.breakdowns {
            let row = value_of(&breakdown.rows.name)?;
            let column = match &breakdown.columns {
                Some(columns) => Some(value_of(&columns.name)?),
                None => None,
            };
            self.add(question, month, district, row, column, count)?;
        }
        self.add_total(question, month, district, count)
    }

    pub(crate) fn totals(&self, question: usize) -> &BTreeMap<(Month, usize), u64> {
        &self.totals[question]
    }

    pub(crate) fn counts(&self, question: usize, breakdown: usize) -> &Counts {
        &self.counts[question][breakdown]
    }

    pub(crate) fn from(&self) -> Month {
        self.from
    }

    /// Whether each breakdown adds up to the totals in each month and district, and breakdowns that have a dimension in
    /// common agree about it.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        for (q, question) in self.family.questions.iter().enumerate() {
            let mut totals = self.totals(q).clone();
            totals.retain(|_, total| *total > 0);
            let mut margins: BTreeMap<&str, BTreeMap<(Month, usize, usize), u64>> = BTreeMap::new();
            for (b, breakdown) in question.breakdowns.iter().enumerate() {
                let unequal = || Fault::Unequal {
                    question: question.name.clone(),
                    breakdown: breakdown.rows.name.clone(),
                };
                let mut sums = BTreeMap::new();
                for ((month, district, ..), count) in self.counts(q, b) {
                    *sums.entry((*month, *district)).or_insert(0) += count;
                }
                if sums != totals {
                    return Err(unequal());
                }
                for (side, dimension) in breakdown.dimensions().enumerate() {
                    let mut margin = BTreeMap::new();
                    for ((month, district, row, column), count) in self.counts(q, b) {
                        let value = if side == 0 { *row } else { *column };
                        *margin.entry((*month, *district, value)).or_insert(0) += count;
                    }
                    let name = dimension.name.as_str();
                    if margins.entry(name).or_insert_with(|| margin.clone()) != &margin {
                        return Err(unequal());
                    }
                }
            }
        }
        Ok(())
    }

    fn question(&self, name: &str) -> Result<(usize, &Question), Fault> {
        let mut questions = self.family.questions.iter().enumerate();
        questions
            .find(|(_, question)| question.name == name)
            .ok_or_else(|| Fault::Unknown(name.to_owned()))
    }

    fn district(&self, name: &str) -> Result<usize, Fault> {
        let mut districts = self.family.districts.iter();
        districts
            .position(|district| district == name)
            .ok_or_else(|| Fault::Unknown(name.to_owned()))
    }
}

fn add<K: Ord>(maps: &mut [BTreeMap<K, u64>], index: usize, key: K, count: u64) {
    if let Some(map) = maps.get_mut(index)
        && count > 0
    {
        *map.entry(key).or_insert(0) += count;
    }
}
