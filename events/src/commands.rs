//! What people may do to a case: each command with its name, its body and what each field takes.
//!
//! One item describes a command. Its body is read, its help text is written, its form is shown and its part of the API's
//! description is generated from that item alone.

mod coordinator;
mod person;
mod police;
mod provider;

pub use crate::command_spec::{
    ClosedSet, CodeKind, CommandSpec, Commands, Fault, FieldKind, FieldSpec, FieldType,
};
pub use coordinator::{CoordinatorCommand, HubCommand};
pub use person::PersonCommand;
pub use police::JusticeCommand;
pub use provider::ProviderCommand;

#[cfg(test)]
mod tests;
