//! Pure decisions: assess, match, gate, fold. No I/O, no clock, no AWS type: time and chance come in as arguments.

pub mod answer;
pub mod area;
pub mod assess;
pub mod attribution;
pub mod calendar;
pub mod care;
pub mod case;
pub mod desk;
pub mod directory;
pub mod gate;
pub mod justice;
pub mod matching;
pub mod place;
pub mod plain;
pub mod promise;
pub mod retention;
pub mod triage;
pub mod updates;
