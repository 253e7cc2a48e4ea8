//! Components of the pages.

mod article;
pub(crate) mod fields;
mod help;
mod hours;
mod marked;
mod services;
mod shell;

pub(crate) use article::{
    article_text, guide_list, has_limit, how_to_leave, offered_guides, provenance,
};
pub(crate) use help::{
    danger, help_list, lines_for_some, next_list, open_day_and_night, problem_summary, tel,
};
pub(crate) use hours::{day_of, hours, open_today};
pub(crate) use marked::{linked, marked, untranslated};
pub(crate) use services::{is_national, service_list};
pub use shell::path_in;
pub(crate) use shell::{Closing, From, Loads, Page, Versions, document, in_english};
