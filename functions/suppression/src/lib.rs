//! Decides which counts of people may be published, so that nobody can work out a small one.
//!
//! Pure: no I/O, no clock, no chance. The caller keeps each [`Release`] and gives all of them back the next time.
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
//! So a page filters by month or by district, never by both, and two dimensions cross for the whole area only. A
//! dimension may cross several others, as long as breakdowns make no circle: stage by source and stage by tier, but not
//! source by tier too. Every count of the same cases is in the same question: two questions are protected apart, and anyone who knows that one counts a part of the other could subtract. Counts in tables that are not
//! declared here, such as a list made by hand, are not protected either.
//!
//! A longer period is the sum of its units: it is shown if each of them is, and is a `[c]` if one is. What matters by
//! year and is rare is therefore declared with a unit of a year, not of a quarter.
//!
//! # Who attacks
//!
//! The attacker has everything that was ever published to their circle of readers: each page, period, district,
//! percentage and file, and all earlier versions. They know this code, the threshold and the closed sets of values, and
//! that counts are whole numbers and not negative. They solve all of it together. They may also belong to a smaller circle
//! that sees more ([`Edition::within`]).
//!
//! # What is promised
//!
//! - A shown count is exact, or rounded as declared, and is 0 or at least the threshold.
//! - For each hidden count there are other sets of cases that give exactly the same publication, and in which the count
//!   differs: by at least the threshold between the lowest and the highest. A count under the threshold could as well be
//!   at or above it, in whole cases.
//! - The same cell has the same answer on every path and forever.
//!
//! Not promised: that it stays unknown *that* a count is small, which the mark says anyway; protection from somebody who
//! knows many of the cases themselves, such as the provider who supports most of them; protection of counts that are
//! never offered, such as a district in one month. A large count that is hidden to protect another may have a lowest
//! value above the threshold.
//!
//! # How
//!
//! For each unit, from the whole to its parts:
//!
//! 1. *Totals.* Small totals of parts or districts are hidden together with the smallest others, until their sum reaches
//!    the threshold and one of them is not small. Everybody knows the sum, and nobody how it splits: their whole pages
//!    are hidden, so their cases could change places.
//! 2. *Each dimension of the whole.* Its small values are hidden in the same way, on all pages. Cases of these values
//!    could have any other of them.
//! 3. *Each dimension by district, then by part.* Cells are hidden until each can be enough more or less by chains of
//!    cases that exchange their values (`protect/exchange.rs`). What cannot be protected there is hidden on the
//!    whole.
//! 4. *Where two dimensions cross.* The same, among cases of one part and one district.
//!
//! An exchange keeps everything that is shown of the dimension it crosses. If the question has another breakdown, it
//! keeps the number of cases in each part and district too, and of each value of a dimension that is in both; or it is
//! made in both. So the cases of the two can still be matched. (Breakdowns that made a circle might disagree about three
//! dimensions although they agree about each two.)
//!
//! Time is no way in, because a unit is published once, when its last month is over, and is never computed again. Late
//! records and corrections appear in no release of that unit.
//!
//! The attack is a test: `tests/attack` solves a linear program over everything published for random areas. It fails to
//! find a hidden count, and finds plenty when one of these steps is left out.
//!
//! # Cost
//!
//! 40 districts, 24 months, 10 × 6 values: 0.1 to 0.5 seconds of one processor for all units together, measured with
//! `examples/speed.rs` in release. A night adds the units that have closed.
//!
//! # What to declare
//!
//! Each table that may be asked for makes the others show less. A dimension in one breakdown costs least, and two that
//! cross cost more. One that crosses many others, such as a stage, is nearly free without districts; with districts it is
//! hidden often, even on the whole, and takes seconds. In a small area, prefer a longer unit.

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

/// Why nothing is published. The caller has to fix it; trying again does not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the family is wrong: {0}")]
    Declaration(String),
    #[error("the family does not declare `{0}`")]
    Unknown(String),
    #[error(
        "`{breakdown}` does not add up to the totals of `{question}`, or another breakdown disagrees"
    )]
    Unequal { question: String, breakdown: String },
    #[error("a threshold of {0} hides nothing")]
    Threshold(u64),
}

/// What to publish, apart from the counts.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    pub policy: Policy,
    /// The last month that is complete. A unit is published when its last month is, once and for all.
    pub closed: Month,
    /// What was published before for the same readers. It stays unchanged, whatever happened to the counts since.
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
