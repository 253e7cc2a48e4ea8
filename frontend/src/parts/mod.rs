//! What pages are put together from.

pub(crate) mod fields;
mod help;
mod services;
mod shell;

pub(crate) use help::{help_list, lines_for_some, next_list, open_day_and_night};
pub(crate) use services::service_list;
pub(crate) use shell::{Loads, Page, document};
