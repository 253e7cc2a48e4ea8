//! Months, quarters and financial years. They nest: three months are a quarter, four quarters a financial year.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A calendar month. The caller decides in which month something happened, by the clock in London.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month {
    year: i16,
    month: u8,
}

impl Month {
    /// `month` is 1 to 12; anything else is no month.
    pub fn new(year: i16, month: u8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self { year, month })
    }

    pub fn year(self) -> i16 {
        self.year
    }

    /// 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    pub fn next(self) -> Self {
        if self.month == 12 {
            Self {
                year: self.year + 1,
                month: 1,
            }
        } else {
            Self {
                month: self.month + 1,
                ..self
            }
        }
    }

    /// The first month of the quarter.
    fn quarter(self) -> Self {
        Self {
            month: (self.month - 1) / 3 * 3 + 1,
            ..self
        }
    }

    /// The April of the financial year.
    fn april(self) -> Self {
        Self {
            year: if self.month < 4 {
                self.year - 1
            } else {
                self.year
            },
            month: 4,
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Span {
    Month,
    Quarter,
    /// A financial year: April to March.
    Year,
}

impl Span {
    /// The next shorter span.
    pub(crate) fn shorter(self) -> Option<Self> {
        match self {
            Self::Month => None,
            Self::Quarter => Some(Self::Month),
            Self::Year => Some(Self::Quarter),
        }
    }

    fn months(self) -> usize {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// A month, a quarter or a financial year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    first: Month,
    span: Span,
}

impl Period {
    /// The period of this length that the month lies in.
    pub fn of(month: Month, span: Span) -> Self {
        let first = match span {
            Span::Month => month,
            Span::Quarter => month.quarter(),
            Span::Year => month.april(),
        };
        Self { first, span }
    }

    pub fn span(self) -> Span {
        self.span
    }

    pub fn first(self) -> Month {
        self.first
    }

    pub fn last(self) -> Month {
        self.months().last().unwrap_or(self.first)
    }

    pub fn months(self) -> impl Iterator<Item = Month> {
        std::iter::successors(Some(self.first), |month| Some(month.next())).take(self.span.months())
    }

    /// The period after this one, of the same length.
    pub fn next(self) -> Self {
        Self {
            first: self.last().next(),
            span: self.span,
        }
    }

    /// The periods of a shorter or the same length that make up this one.
    pub fn parts(self, span: Span) -> impl Iterator<Item = Self> {
        let last = self.last();
        std::iter::successors(Some(Self::of(self.first, span)), |part| Some(part.next()))
            .take_while(move |part| part.last() <= last)
    }

    pub fn contains(self, month: Month) -> bool {
        self.first <= month && month <= self.last()
    }
}

/// `2027-04`, `2027-Q2` (the calendar quarter) or `2027/28`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.first.year;
        match self.span {
            Span::Month => self.first.fmt(f),
            Span::Quarter => write!(f, "{year:04}-Q{}", self.first.month.div_ceil(3)),
            Span::Year => write!(f, "{year:04}/{:02}", (year + 1).rem_euclid(100)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(year: i16, month: u8) -> Month {
        Month::new(year, month).unwrap()
    }

    #[test]
    fn months_nest_in_quarters_and_financial_years() {
        let march = month(2028, 3);
        assert_eq!(Period::of(march, Span::Quarter).to_string(), "2028-Q1");
        let year = Period::of(march, Span::Year);
        assert_eq!(year.to_string(), "2027/28");
        assert_eq!(year.last(), march);
        assert_eq!(year.months().count(), 12);
        let quarters: Vec<String> = year.parts(Span::Quarter).map(|q| q.to_string()).collect();
        assert_eq!(quarters, ["2027-Q2", "2027-Q3", "2027-Q4", "2028-Q1"]);
        let months: Vec<Month> = year.parts(Span::Quarter).flat_map(Period::months).collect();
        assert_eq!(months, year.months().collect::<Vec<_>>());
        assert_eq!(year.next().first(), month(2028, 4));
    }

    #[test]
    fn there_is_no_thirteenth_month() {
        assert_eq!(Month::new(2027, 13), None);
        assert_eq!(Month::new(2027, 0), None);
    }
}
