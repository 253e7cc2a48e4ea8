//! What a page is given to show. Plain values: whoever renders fills them, the pages only word them.

mod mine;
mod said;

pub use mine::*;
pub use said::*;

use crate::Assets;
use events::profile::{Helpline, Profile, Touchpoint};
use events::{FieldError, Reference};
use std::collections::BTreeMap;

/// What every page needs: whose area it is, and what the files are called.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The area.
    pub profile: &'a Profile,
    /// The files.
    pub assets: &'a Assets,
}

/// The form as it is shown: empty, or with what was typed and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormView {
    /// What was typed, by form name.
    pub values: BTreeMap<String, String>,
    /// What is wrong; `field` is a form name.
    pub errors: Vec<FieldError>,
    /// The submission's id, kept so that sending again is the same submission.
    pub id: Option<String>,
}

impl FormView {
    /// What was typed under `name`, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Whether one of the list `prefix/0`, `prefix/1`, … is `value`, whatever its index.
    pub fn ticked(&self, prefix: &str, value: &str) -> bool {
        self.values.iter().any(|(name, given)| {
            given == value
                && name
                    .strip_prefix(prefix)
                    .and_then(|rest| rest.strip_prefix('/'))
                    .is_some_and(|index| {
                        !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit())
                    })
        })
    }
}

/// One line to ring or one page to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpNow {
    /// Whose.
    pub name: String,
    /// The number, as people write it.
    pub phone: String,
    /// A page, where there is one.
    pub url: Option<String>,
    /// Why one would ring it, and when it answers.
    pub why: String,
}

impl From<&Helpline> for HelpNow {
    fn from(line: &Helpline) -> Self {
        Self {
            name: line.name.clone(),
            phone: line.phone.clone(),
            url: line.url.clone(),
            why: line.why.clone(),
        }
    }
}

/// One thing that will happen, and by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// What, as a sentence without its full stop: `We read what you sent`.
    pub what: String,
    /// By when, in words: `by 5pm on Monday 23 November`.
    pub by: String,
}

/// The page after a referral was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentView {
    /// The reference.
    pub reference: Reference,
    /// The three words, where the person may have them.
    pub word: Option<String>,
    /// What happens next, and by when.
    pub next: Vec<NextStep>,
    /// Lines to ring now; shown above everything else.
    pub help_now: Vec<HelpNow>,
}

/// Why a person's own page was not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgressProblem {
    /// One of the two answers is missing.
    Incomplete,
    /// No case has this reference together with these words. Never says which of the two is wrong.
    NotFound,
    /// Too many tries.
    TooManyTries,
    /// The page was open for too long, and has closed by itself.
    Closed,
}

/// Why a page was not shown, or a form not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// 400: the form arrived broken.
    Broken,
    /// 404: there is no such page.
    NotFound,
    /// 409: the same form was sent before, with other answers.
    AlreadySent,
    /// 410: the page with the reference was there for ten minutes and is gone.
    Closed,
    /// 413: too much text.
    TooLong,
    /// 415: not a form.
    NotAForm,
    /// 429: too many tries.
    SlowDown,
    /// 500 or 503: the hub cannot take it at this moment.
    TryAgain,
}

/// A page that says what went wrong and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemView {
    /// What went wrong.
    pub problem: Problem,
    /// How many seconds to wait before trying again, where that is known (`Retry-After`).
    pub wait: Option<u32>,
}

/// A poster for a touchpoint's wall.
#[derive(Clone, Copy, Debug)]
pub struct PosterView<'a> {
    /// The touchpoint.
    pub touchpoint: &'a Touchpoint,
    /// Where its code leads, as a whole address.
    pub address: &'a str,
    /// The QR code's dark squares: an SVG path in units of one square, with the quiet border.
    pub path: &'a str,
    /// How many squares the code is wide, border and all.
    pub side: usize,
}
