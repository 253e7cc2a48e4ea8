//! The commands on a case. Each command reads the case, refuses what it does not allow, and returns
//! the events that follow. A command that was already carried out returns no events, so that a
//! second tap does no harm.

pub mod access;
pub mod clock;
pub mod consent;
pub mod coordinator;
pub mod lifecycle;
pub mod merge;
pub mod person;
pub mod provider;
pub mod readers;
pub mod reassess;
pub mod record_for_person;
pub mod refer_on;
pub mod routing;
pub mod safeguarding;
pub mod tasks;
pub mod two_people;
pub mod wind_down;

/// Why a command is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The request names something unknown or makes no sense. Another request may work.
    Wrong(&'static str),
    /// The case does not allow it in its current state.
    NotNow(&'static str),
}

/// Whether a list contains something more than once.
pub(crate) fn names_twice<T: PartialEq>(list: &[T]) -> bool {
    list.iter()
        .enumerate()
        .any(|(at, one)| list[..at].contains(one))
}
