//! The pages: components, and the pages rendered from them.
//!
//! With the feature `ssr` the functions of [`pages`] return an HTML document as text. The builder of the site and the
//! functions that answer people without JavaScript call the same ones, so that the pages of both are the same.
//! With the feature `hydrate` the crate holds what runs in a browser: the islands.
//! There is no I/O here.
#![recursion_limit = "512"]

mod assets;
pub mod guide;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod parts;
#[cfg(feature = "ssr")]
mod query;
pub mod view;
pub mod words;

pub use assets::Assets;
#[cfg(feature = "ssr")]
pub use pages::{
    RuleLine, RulesView, about, access, accessibility, ask, consent, contact, contact_us, cookies,
    diary, directory, directory_results, export, guide as guide_page, guide_index, home, leaving,
    page_closed, poster, privacy, problem, progress, progress_form, rules, sent, staff,
    step as step_page, step_index, step_path, stop, support_form, touchpoint, touchpoint_form,
};
#[cfg(feature = "ssr")]
pub use parts::path_in;
#[cfg(feature = "ssr")]
pub use query::{DirectoryQuery, Open, PostcodeProblem};
pub use view::*;
