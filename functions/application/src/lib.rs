//! The use cases of the hub, between the handlers and the domain.
//!
//! [`Execution`] is the only way to change a case that exists; [`intake`] is the only way to open one. The domain decides
//! what happens, the ports store it, and a handler reads a request, calls one of the two, and presents what came of it.

#![warn(missing_docs)]

pub mod intake;

mod command_body;
mod execute;
mod loads;
mod refusal;

pub use command_body::{json_object, read_command, what_is_expected, wrong_field};
pub use execute::{CaseState, Conflict, Decision, Document, Execution, OnConflict, Outcome, retry};
pub use loads::current_loads;
pub use refusal::{Refusal, check_version, require_version};
