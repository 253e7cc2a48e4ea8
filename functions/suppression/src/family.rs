//! What may be asked: the questions, how each is broken down, and the places. What is not declared is not published.

use crate::Fault;
use crate::period::Span;
use std::collections::BTreeSet;

/// A closed set of values. Every case has exactly one. Where some cases have none, "not known" is a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    pub name: String,
    pub values: Vec<String>,
    /// Whether it says something about a person to know that everybody has the same value.
    pub secret: bool,
}

impl Dimension {
    pub fn new<S: Into<String>>(name: &str, values: impl IntoIterator<Item = S>) -> Self {
        Self {
            name: name.to_owned(),
            values: values.into_iter().map(Into::into).collect(),
            secret: true,
        }
    }

    /// Nothing is learnt about a person when everybody has the same value: of a consent model, for example, which
    /// everybody knows. See [`crate::Zeros::HiddenWhereTheyDisclose`].
    #[must_use]
    pub fn not_secret(self) -> Self {
        Self {
            secret: false,
            ..self
        }
    }

    pub(crate) fn find(&self, value: &str) -> Option<usize> {
        self.values.iter().position(|known| known == value)
    }
}

/// One dimension, or two that may be crossed with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    pub rows: Dimension,
    pub columns: Option<Dimension>,
}

impl Breakdown {
    pub fn one(rows: Dimension) -> Self {
        Self {
            rows,
            columns: None,
        }
    }

    pub fn two(rows: Dimension, columns: Dimension) -> Self {
        Self {
            rows,
            columns: Some(columns),
        }
    }

    pub(crate) fn dimensions(&self) -> impl Iterator<Item = &Dimension> {
        std::iter::once(&self.rows).chain(&self.columns)
    }
}

/// One thing that is counted.
///
/// Every count of the same cases belongs to the same question. "Referred" and "accepted" are not two questions, because
/// their difference is a count too: declare one question with the stage as a dimension, and add up the stages
/// with [`crate::Published::sum`]. What one person can have several of, such as needs, is a separate question, which
/// counts needs and not people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub name: String,
    /// The period that is published as one. A unit of a quarter has its months and, by district, the quarter; a unit
    /// of a year has its quarters and, by district, the year; a unit of a month has only itself. Longer periods are
    /// sums of units.
    pub unit: Span,
    /// A dimension may be in several breakdowns, such as the stage of a case by source and by tier, as long as they make
    /// no circle: not also source by tier.
    pub breakdowns: Vec<Breakdown>,
    /// Whether the pages of single districts are offered.
    pub by_district: bool,
}

impl Question {
    /// Whether a page may ask this: for a period of this length, for one district or the whole area, with no, one or
    /// two dimensions. Offer nothing else; anything else is not available.
    pub fn offers(&self, span: Span, one_district: bool, dimensions: &[&str]) -> bool {
        let long_enough = match self.unit.shorter() {
            Some(shorter) if !one_district && dimensions.len() < 2 => span >= shorter,
            _ => span >= self.unit,
        };
        let declared = match dimensions {
            [] => true,
            [one] => {
                let mut all = self.breakdowns.iter().flat_map(Breakdown::dimensions);
                all.any(|dimension| dimension.name == *one)
            }
            [one, two] => self.breakdowns.iter().any(|breakdown| {
                let names: Vec<&str> = breakdown.dimensions().map(|d| d.name.as_str()).collect();
                names == [*one, *two] || names == [*two, *one]
            }),
            _ => false,
        };
        let place = !one_district || (self.by_district && dimensions.len() < 2);
        long_enough && declared && place
    }
}

/// Everything that anybody may ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    pub(crate) districts: Vec<String>,
    pub(crate) questions: Vec<Question>,
}

impl Family {
    /// # Errors
    /// [`Fault::Declaration`] if a name is given twice, a dimension has no values, or breakdowns make a circle.
    pub fn new<S: Into<String>>(
        districts: impl IntoIterator<Item = S>,
        questions: Vec<Question>,
    ) -> Result<Self, Fault> {
        let districts: Vec<String> = districts.into_iter().map(Into::into).collect();
        distinct("the districts", districts.iter().map(String::as_str))?;
        if districts.is_empty() {
            return Err(Fault::Declaration("there is no district".to_owned()));
        }
        distinct("the questions", questions.iter().map(|q| q.name.as_str()))?;
        for question in &questions {
            no_circle(question)?;
            for dimension in question.breakdowns.iter().flat_map(Breakdown::dimensions) {
                distinct(&dimension.name, dimension.values.iter().map(String::as_str))?;
                if dimension.values.is_empty() {
                    let what = format!("`{}` has no values", dimension.name);
                    return Err(Fault::Declaration(what));
                }
            }
        }
        Ok(Self {
            districts,
            questions,
        })
    }

    pub fn districts(&self) -> &[String] {
        &self.districts
    }

    pub fn questions(&self) -> &[Question] {
        &self.questions
    }
}

/// Breakdowns that share dimensions form trees, and a shared dimension is declared alike in each.
fn no_circle(question: &Question) -> Result<(), Fault> {
    let fault = |what: String| Err(Fault::Declaration(what));
    let mut trees: Vec<BTreeSet<&str>> = Vec::new();
    let mut known: Vec<&Dimension> = Vec::new();
    for breakdown in &question.breakdowns {
        for dimension in breakdown.dimensions() {
            match known.iter().find(|other| other.name == dimension.name) {
                Some(other) if *other != dimension => {
                    return fault(format!("`{}` is declared in two ways", dimension.name));
                }
                Some(_) => {}
                None => known.push(dimension),
            }
        }
        let (rows, columns) = (&breakdown.rows, &breakdown.columns);
        let mut tree = BTreeSet::from([rows.name.as_str()]);
        tree.extend(columns.iter().map(|columns| columns.name.as_str()));
        if columns.is_some() && tree.len() < 2 {
            return fault(format!("`{}` crosses itself", rows.name));
        }
        let mut rest = Vec::new();
        for other in trees {
            if other.is_disjoint(&tree) {
                rest.push(other);
            } else if tree.is_subset(&other) {
                return fault(format!("the breakdown of `{}` makes a circle", rows.name));
            } else {
                tree.extend(other);
            }
        }
        rest.push(tree);
        trees = rest;
    }
    Ok(())
}

fn distinct<'a>(of: &str, names: impl Iterator<Item = &'a str>) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(Fault::Declaration(format!("`{name}` is twice in {of}")));
        }
    }
    Ok(())
}
