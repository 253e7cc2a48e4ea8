//! Decides which counts of people may be published.
//!
//! # What may be asked
//!
//! A question has a *unit*: the period that is published as one, a month, a quarter or a financial year. Within a unit
//! these are offered ([`Question::offers`]), and longer periods are sums of units:
//!
//! | place | period | dimensions |
//! |---|---|---|
//! | whole area | the unit, and its parts (the months of a quarter, the quarters of a year) | none or one |
//! | whole area | the unit | two, of one breakdown |
//! | one district | the unit | none or one |
//!
//! So one page filters by month or by district, never by both, and two dimensions cross for the whole area only. A
//! dimension is in one breakdown of a question, and every count of the same cases is in the same question.
//!
//! Pure: no I/O, no clock, no chance.

mod cube;
mod family;
mod period;
mod policy;
mod protect;
mod published;

pub use cube::Cube;
pub use family::{Breakdown, Dimension, Family, Question};
pub use period::{Month, Period, Span};
pub use policy::{Policy, Rounding, Zeros};
pub use published::{Cell, Place, Published, Release};

/// Why nothing is published. The caller has to mend it; trying again does not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the family is wrong: {0}")]
    Declaration(String),
    #[error("the family does not declare `{0}`")]
    Unknown(String),
    #[error("`{breakdown}` does not add up to the totals of `{question}`")]
    Unequal { question: String, breakdown: String },
    #[error("a threshold of {0} hides nothing")]
    Threshold(u64),
}

/// What to publish, beside the counts.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    pub policy: Policy,
    /// The last month that is complete. A unit is published when its last month is, once and for all.
    pub closed: Month,
    /// What was published before for the same readers. It stays as it is, whatever has changed in the counts since.
    pub earlier: &'a Published,
    /// What a smaller circle of readers may see. Nothing is shown that they do not see: give the office's figures here
    /// when publishing for everybody, or else the two together would give away what each hides.
    pub within: Option<&'a Published>,
}

/// Publishes every unit that is complete and was not published before.
///
/// # Errors
/// [`Fault`] if a breakdown does not add up to its totals or the threshold hides nothing.
pub fn publish(cube: &Cube, edition: Edition<'_>) -> Result<Published, Fault> {
    protect::publish(cube, edition)
}
