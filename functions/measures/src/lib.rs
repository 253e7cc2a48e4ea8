//! What the figures count.
//!
//! [`facts`] makes the anonymous facts of one case from its events. A [`Question`] says once what is counted, by what
//! and in what period. From that declaration come the counters, the tables, the data dictionary and the recount. [`sums`] adds
//! facts up to counters. Nothing here does I/O.
//!
//! People, needs, onward referrals, sessions and promises are different measures. No question mixes them.

mod dimension;
pub mod export;
mod facts;
mod onward;
mod person;
mod question;
mod sums;

pub use dimension::{
    Codes, Dimension, ELSEWHERE, NONE, OTHER, PARTNER, POLICE_OPT_IN, POLICE_TRANSFER, UNKNOWN,
};
pub use facts::{Fact, Measure, facts, facts_after_erasure};
pub use onward::minutes;
pub use question::{
    AREA, Breakdown, Cell, Period, QUESTIONS, Question, TOTAL, UNMET_REGISTER, every_question,
};
pub use sums::{Changes, CounterKey, Counters, changes, sums};
