//! What was published, and the way to read it. Everything here is safe to show: pages, files and percentages are functions
//! of it, and of nothing else.

use crate::period::{Period, Span};
use crate::policy::Rounding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What a page or a file shows in one place. [`fmt::Display`] gives the shorthand of the Government Statistical
/// Service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cell {
    Value(u64),
    /// `[c]`: hidden, because it is small or would give away something small.
    Confidential,
    /// `[x]`: not published yet, or a request that this design does not offer.
    NotAvailable,
    /// `[z]`: there is no such value, or nothing to take a percentage of.
    NotApplicable,
    /// `[low]`: more than zero, and rounds to zero.
    Low,
}

impl Cell {
    pub fn value(self) -> Option<u64> {
        match self {
            Self::Value(value) => Some(value),
            Self::Confidential | Self::NotAvailable | Self::NotApplicable | Self::Low => None,
        }
    }

    /// The sum of published cells of different pages, such as the districts of a partnership. Not available or
    /// confidential if one of them is.
    pub fn sum(cells: impl IntoIterator<Item = Self>) -> Self {
        let mut sum = Self::NotApplicable;
        for cell in cells {
            sum = match (sum, cell) {
                (Self::NotAvailable, _) | (_, Self::NotAvailable) => Self::NotAvailable,
                (Self::Confidential, _) | (_, Self::Confidential) => Self::Confidential,
                (Self::NotApplicable, other) | (other, Self::NotApplicable) => other,
                (Self::Value(one), Self::Value(other)) => Self::Value(one.saturating_add(other)),
                (Self::Low, Self::Value(0) | Self::Low) | (Self::Value(0), Self::Low) => Self::Low,
                (Self::Low, value) | (value, Self::Low) => value,
            };
        }
        sum
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::Confidential => f.write_str("[c]"),
            Self::NotAvailable => f.write_str("[x]"),
            Self::NotApplicable => f.write_str("[z]"),
            Self::Low => f.write_str("[low]"),
        }
    }
}

/// A whole area or one district of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place<'a> {
    Area,
    District(&'a str),
}

/// The counts of one dimension, or a hidden one as `None`.
pub(crate) type Margin = BTreeMap<String, Option<u64>>;

/// The rows and columns of a table, by the names of the two dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cross {
    pub rows: String,
    pub columns: String,
    pub cells: BTreeMap<String, Margin>,
}

/// One page: a period and a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Page {
    pub period: Period,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    pub total: Option<u64>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub margins: BTreeMap<String, Margin>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crosses: Vec<Cross>,
}

/// What was published of one question for one unit. It is stored and never computed again. It holds nothing
/// that is hidden, so anyone who may read a page may read all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub(crate) question: String,
    pub(crate) unit: Period,
    pub(crate) rounding: Rounding,
    pub(crate) pages: Vec<Page>,
}

impl Release {
    pub fn question(&self) -> &str {
        &self.question
    }

    pub fn unit(&self) -> Period {
        self.unit
    }

    pub(crate) fn page(&self, period: Period, place: Place<'_>) -> Option<&Page> {
        self.pages.iter().find(|page| {
            page.period == period
                && match place {
                    Place::Area => page.district.is_none(),
                    Place::District(name) => page.district.as_deref() == Some(name),
                }
        })
    }
}

/// What one cell of a page holds before rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    Exactly(u64),
    Hidden,
    NotOffered,
    NoSuchValue,
}

impl Page {
    pub(crate) fn held(&self, at: &[(&str, &str)]) -> Held {
        let found = |cell: Option<&Option<u64>>| match cell {
            Some(Some(count)) => Held::Exactly(*count),
            Some(None) => Held::Hidden,
            None => Held::NoSuchValue,
        };
        match at {
            [] => found(Some(&self.total)),
            [(dimension, value)] => match self.margins.get(*dimension) {
                Some(margin) => found(margin.get(*value)),
                None => Held::NotOffered,
            },
            [one, two] => {
                let crossed = |rows: &str, columns: &str| {
                    let mut crosses = self.crosses.iter();
                    crosses.find(|cross| cross.rows == rows && cross.columns == columns)
                };
                let (cross, row, column) = match crossed(one.0, two.0) {
                    Some(cross) => (cross, one.1, two.1),
                    None => match crossed(two.0, one.0) {
                        Some(cross) => (cross, two.1, one.1),
                        None => return Held::NotOffered,
                    },
                };
                found(cross.cells.get(row).and_then(|cells| cells.get(column)))
            }
            _ => Held::NotOffered,
        }
    }
}

/// Everything that was ever published. A page needs only the releases of the units that it shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Published {
    releases: BTreeMap<(String, Period), Release>,
}

impl Published {
    /// Puts stored releases together. A later release of the same question and unit is ignored: the first one holds.
    pub fn of(releases: impl IntoIterator<Item = Release>) -> Self {
        let mut published = Self::default();
        for release in releases {
            published.keep(release);
        }
        published
    }

    pub(crate) fn keep(&mut self, release: Release) {
        let key = (release.question.clone(), release.unit);
        self.releases.entry(key).or_insert(release);
    }

    pub fn releases(&self) -> impl Iterator<Item = &Release> {
        self.releases.values()
    }

    pub fn release(&self, question: &str, unit: Period) -> Option<&Release> {
        self.releases.get(&(question.to_owned(), unit))
    }

    /// One number. `at` names no, one or two dimensions with their values, in any order: none for the total of the
    /// page, one for a cell of a breakdown, two for a cell where the two dimensions of a breakdown cross.
    pub fn cell(
        &self,
        question: &str,
        period: Period,
        place: Place<'_>,
        at: &[(&str, &str)],
    ) -> Cell {
        self.sum(question, period, place, &[at])
    }

    /// The sum of several cells of one page, for example of the stages that come after one. It is confidential if one
    /// of its cells is.
    pub fn sum(
        &self,
        question: &str,
        period: Period,
        place: Place<'_>,
        cells: &[&[(&str, &str)]],
    ) -> Cell {
        let mut sum = 0u64;
        let mut hidden = false;
        let mut rounding = Rounding::Exact;
        let pages = self.pages(question, period, place);
        if pages.is_empty() || cells.is_empty() {
            return Cell::NotAvailable;
        }
        for (release, page) in pages {
            rounding = release.rounding;
            for at in cells {
                match page.held(at) {
                    Held::Exactly(count) => sum = sum.saturating_add(count),
                    Held::Hidden => hidden = true,
                    Held::NotOffered => return Cell::NotAvailable,
                    Held::NoSuchValue => return Cell::NotApplicable,
                }
            }
        }
        if hidden {
            return Cell::Confidential;
        }
        match rounding.of(sum) {
            0 if sum > 0 => Cell::Low,
            shown => Cell::Value(shown),
        }
    }

    /// A percentage, to the nearest whole number, of two published cells. It says nothing that the cells do not say:
    /// confidential if one of them is, not applicable if the base is 0.
    pub fn percent(part: Cell, base: Cell) -> Cell {
        match (part, base) {
            (Cell::NotApplicable, _) | (_, Cell::NotApplicable | Cell::Value(0)) => {
                Cell::NotApplicable
            }
            (Cell::NotAvailable, _) | (_, Cell::NotAvailable) => Cell::NotAvailable,
            (Cell::Confidential, _) | (_, Cell::Confidential | Cell::Low) => Cell::Confidential,
            (Cell::Low, Cell::Value(_)) => Cell::Low,
            (Cell::Value(part), Cell::Value(base)) => {
                let (part, base) = (u128::from(part), u128::from(base));
                match u64::try_from((part * 200 + base) / (base * 2)) {
                    Ok(0) if part > 0 => Cell::Low,
                    Ok(percent) => Cell::Value(percent),
                    Err(_) => Cell::NotApplicable,
                }
            }
        }
    }

    /// A rate for so many people, to the nearest whole number: `people` is a number that everybody knows, such as the
    /// residents of a district.
    pub fn rate(part: Cell, people: u64, per: u64) -> Cell {
        match part {
            Cell::Value(_) if people == 0 => Cell::NotApplicable,
            Cell::Value(part) => {
                let (part, people) = (u128::from(part) * u128::from(per), u128::from(people));
                match u64::try_from((part * 2 + people) / (people * 2)) {
                    Ok(0) if part > 0 => Cell::Low,
                    Ok(rate) => Cell::Value(rate),
                    Err(_) => Cell::NotApplicable,
                }
            }
            Cell::Confidential | Cell::NotAvailable | Cell::NotApplicable | Cell::Low => part,
        }
    }

    /// The pages that make up a period: one page of a unit or within a unit, or one page of each of several units.
    /// Empty if one of them is missing.
    fn pages(&self, question: &str, period: Period, place: Place<'_>) -> Vec<(&Release, &Page)> {
        for span in [Span::Month, Span::Quarter, Span::Year] {
            if span >= period.span() {
                let unit = Period::of(period.first(), span);
                if let Some(release) = self.release(question, unit) {
                    let page = release.page(period, place);
                    return page.map(|page| (release, page)).into_iter().collect();
                }
            } else {
                let units = period.parts(span).map(|unit| {
                    let release = self.release(question, unit)?;
                    Some((release, release.page(unit, place)?))
                });
                if let Some(pages) = units.collect() {
                    return pages;
                }
            }
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_only_of_what_is_shown() {
        let percent = Published::percent;
        assert_eq!(percent(Cell::Value(1), Cell::Value(8)), Cell::Value(13));
        assert_eq!(percent(Cell::Value(1), Cell::Value(1000)), Cell::Low);
        assert_eq!(percent(Cell::Value(0), Cell::Value(7)), Cell::Value(0));
        assert_eq!(percent(Cell::Value(0), Cell::Value(0)), Cell::NotApplicable);
        assert_eq!(
            percent(Cell::Confidential, Cell::Value(9)),
            Cell::Confidential
        );
        assert_eq!(
            percent(Cell::Value(9), Cell::Confidential),
            Cell::Confidential
        );
        assert_eq!(
            percent(Cell::Value(9), Cell::NotAvailable),
            Cell::NotAvailable
        );
        assert_eq!(
            percent(Cell::Value(u64::MAX), Cell::Value(u64::MAX)),
            Cell::Value(100)
        );
    }

    #[test]
    fn a_rate_is_only_of_what_is_shown() {
        let rate = Published::rate;
        assert_eq!(rate(Cell::Value(30), 60_000, 10_000), Cell::Value(5));
        assert_eq!(rate(Cell::Value(1), 60_000, 1_000), Cell::Low);
        assert_eq!(rate(Cell::Confidential, 60_000, 1_000), Cell::Confidential);
        assert_eq!(rate(Cell::Value(1), 0, 1_000), Cell::NotApplicable);
    }

    #[test]
    fn a_sum_of_cells_is_shown_only_if_each_of_them_is() {
        let (five, hidden) = (Cell::Value(5), Cell::Confidential);
        assert_eq!(
            Cell::sum([five, Cell::Value(7), Cell::Low]),
            Cell::Value(12)
        );
        assert_eq!(Cell::sum([five, hidden]), hidden);
        assert_eq!(Cell::sum([hidden, Cell::NotAvailable]), Cell::NotAvailable);
        assert_eq!(Cell::sum([Cell::Value(0), Cell::Low]), Cell::Low);
        assert_eq!(Cell::sum([]), Cell::NotApplicable);
    }

    #[test]
    fn each_mark_is_the_shorthand_of_official_statistics() {
        let marks = [
            Cell::Value(12),
            Cell::Confidential,
            Cell::NotAvailable,
            Cell::NotApplicable,
            Cell::Low,
        ];
        assert_eq!(
            marks.map(|cell| cell.to_string()),
            ["12", "[c]", "[x]", "[z]", "[low]"]
        );
    }
}
