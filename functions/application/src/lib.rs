//! The use cases of the hub, between the handlers and the domain.
//!
//! [`Execution`] is the only way to change a case, and [`intake`] is the only way to open one. The domain decides and
//! the ports store. A handler parses a request, calls one of the two, and presents the outcome.

#![warn(missing_docs)]

pub mod intake;
pub mod looks;

mod command_body;
mod execute;
mod loads;
mod refusal;

pub use command_body::{json_object, read_command, what_is_expected, wrong_field};
pub use execute::{CaseState, Conflict, Decision, Document, Execution, OnConflict, Outcome, retry};
pub use loads::current_loads;
pub use refusal::{REASON_NEEDED, Refusal, check_version, require_version};
