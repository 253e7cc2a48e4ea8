//! A case: how events change it, what may be done to it, by when, and who may have what of it.
//!
//! [`apply`] depends on the rules below it alone. [`commands`] may use all of it; nothing here uses a command but another
//! command.

pub mod apply;
pub mod commands;
pub mod deadlines;
pub mod sharing;
