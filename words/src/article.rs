//! Guides, and the steps of what to expect: texts with headings, lists and exercises.
//!
//! They are in `words/LANGUAGE/guides` and `words/LANGUAGE/steps`. The build reads and checks them; `docs/content.md` says how
//! to write one. The lists ([`guides`], [`steps`]) hold only what an offer needs. A program that never calls
//! [`guide_page`] or [`step_page`] does not hold what the pages show.

pub use crate::messages::article::*;

use crate::Language;

/// What is known of an article without its text.
#[derive(Debug)]
pub struct Article {
    /// Its name in addresses. It says little about what it is.
    pub slug: &'static str,
    /// Its place among others, if that matters.
    pub order: i64,
    pub title: &'static str,
    /// A title that gives nothing away: for the tab, the history, and where somebody else may see the page.
    pub discreet: &'static str,
    /// One sentence about what it helps with.
    pub summary: &'static str,
    /// The needs that it is for, by code.
    pub needs: &'static [&'static str],
    /// The stages of recovery that it is for, by code.
    pub stages: &'static [&'static str],
    /// The kinds of incident that it is for, by code; empty if it is for all.
    pub crimes: &'static [&'static str],
    /// The people that it is for; empty if it is for everyone.
    pub audience: &'static [&'static str],
    /// The languages that it is in.
    pub languages: &'static [Language],
}

/// What an article's page shows below its title.
#[derive(Debug)]
pub struct Page {
    pub body: &'static [Block],
    /// The day on which it was written, such as `2026-11-28`.
    pub written: &'static str,
    /// The day of its next check.
    pub review_by: &'static str,
    /// The professional who checked it, if anybody has.
    pub reviewed_by: Option<&'static str>,
    pub sources: &'static [Source],
}

/// A page that the facts were taken from.
#[derive(Debug)]
pub struct Source {
    pub title: &'static str,
    pub publisher: &'static str,
    pub url: &'static str,
    /// The day on which it was written down as a source.
    pub noted: &'static str,
}

/// A part of the text.
#[derive(Clone, Copy, Debug)]
pub enum Block {
    Paragraph(&'static [Span]),
    Heading(&'static str),
    List {
        ordered: bool,
        items: &'static [&'static [Span]],
    },
    Exercise {
        kind: Exercise,
        title: &'static str,
        items: &'static [&'static str],
    },
}

/// What is done in an exercise, on the page or on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exercise {
    /// One thing after the other.
    Steps,
    /// Each item is a prompt to write about.
    Write,
    /// Each item is a column of a table for seven days.
    Record,
}

/// A piece of a line.
#[derive(Clone, Copy, Debug)]
pub enum Span {
    Text(&'static str),
    Bold(&'static str),
    Link {
        text: &'static str,
        to: &'static str,
    },
    /// The time limit of the duty of the Victims' Code with this code.
    Limit(&'static str),
}
