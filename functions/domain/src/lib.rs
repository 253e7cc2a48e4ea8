//! Pure decisions: assess, match, gate, fold. No I/O, no clock, no AWS type: time and chance come in as arguments.

pub mod answer;
pub mod assess;
pub mod calendar;
pub mod directory;
pub mod fold;
pub mod gate;
pub mod matching;
pub mod place;
pub mod plain;
pub mod routing;
