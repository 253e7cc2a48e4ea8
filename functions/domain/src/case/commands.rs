//! What may be done to a case: each command reads the case, refuses what it does not allow, and returns the events that
//! follow. A command that was carried out already returns none, so that a second tap is one.

pub mod clock;
pub mod consent;
pub mod coordinator;
pub mod lifecycle;
pub mod merge;
pub mod person;
pub mod provider;
pub mod record_for_person;
pub mod refer_on;
pub mod routing;
pub mod safeguarding;
pub mod tasks;
pub mod wind_down;

/// Why a command is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// What was asked for does not exist or makes no sense: other words may.
    Wrong(&'static str),
    /// The case does not allow it in its current state.
    NotNow(&'static str),
}

/// Whether a list names something more than once.
pub(crate) fn names_twice<T: PartialEq>(list: &[T]) -> bool {
    list.iter()
        .enumerate()
        .any(|(at, one)| list[..at].contains(one))
}
