//! The coordinators' desk: every case of which one of them has something to do.

use super::PortError;
use events::case::Case;
use std::future::Future;

/// A page of the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskPage {
    /// The cases, the most urgent first.
    pub cases: Vec<Case>,
    /// After which place the next page begins; nothing where there is none.
    pub next: Option<String>,
}

/// Reads the desk.
pub trait ReadDesk {
    /// The cases after that place, which says nothing of a person; from the beginning where none is named. An index may be
    /// behind its table for a moment.
    fn desk(&self, after: Option<&str>)
    -> impl Future<Output = Result<DeskPage, PortError>> + Send;
}
