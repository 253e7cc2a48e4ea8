//! A case: how events change it, which commands exist, their deadlines, and who may see what.
//!
//! [`apply`] depends only on the rules below it. [`commands`] may use everything here. Only
//! commands use other commands.

pub mod access;
pub mod apply;
pub mod commands;
pub mod deadlines;
pub mod readers;
pub mod sharing;
