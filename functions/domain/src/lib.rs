//! Pure decisions: assess, match, apply events, run commands. There is no I/O, no clock and no AWS
//! type. Time and randomness are arguments.

pub mod answer;
pub mod area;
pub mod assess;
pub mod attribution;
pub mod calendar;
pub mod care;
pub mod case;
pub mod contact_change;
pub mod coordinator_queue;
pub mod copy;
pub mod directory;
pub mod flood;
pub mod gate;
pub mod guides;
pub mod justice;
pub mod matching;
pub mod notifications;
pub mod place;
pub mod promise;
pub mod retention;
pub mod times;
pub mod triage;
