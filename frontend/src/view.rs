//! The values that a page shows. A handler fills them, and the pages put them into words.

mod message;
mod mine;

pub use message::*;
pub use mine::*;

use crate::Assets;
use events::profile::{Helpline, Profile, Touchpoint};
use events::{FieldError, Reference};
use std::collections::BTreeMap;

/// What every page needs.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    pub profile: &'a Profile,
    pub assets: &'a Assets,
}

/// A form: empty, or with what was typed and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormView {
    /// What was typed, by form name.
    pub values: BTreeMap<String, String>,
    /// What is wrong; `field` is a form name.
    pub errors: Vec<FieldError>,
    /// The id of the submission. It stays the same when the form is sent again.
    pub id: Option<String>,
    /// Whether the person sent another form a few minutes ago, so that this one may be a mistake.
    pub sent_before: bool,
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

/// A helpline to call, or a page to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpNow {
    pub name: String,
    /// The number, as people write it.
    pub phone: String,
    /// A page, if there is one.
    pub url: Option<String>,
    /// Why someone would call it, and when it is open.
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

/// Something that will happen, and by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// A sentence without its full stop: `We will read what you sent`.
    pub what: String,
    /// By when, in words: `by 5pm on Monday 23 November`.
    pub by: String,
}

/// A guide that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideLink {
    pub href: String,
    /// Its title; where somebody else may see the page, the one that gives nothing away.
    pub title: &'static str,
}

impl GuideLink {
    /// The address of a guide.
    pub fn path(slug: &str) -> String {
        format!("/guides/{slug}/")
    }

    /// The guide with the title for this screen.
    #[cfg(feature = "ssr")]
    pub fn of(guide: &words::article::Article, screen: domain::guides::Screen) -> Self {
        Self {
            href: Self::path(guide.slug),
            title: domain::guides::title(guide, screen),
        }
    }
}

/// The page after a referral was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentView {
    pub reference: Reference,
    /// The three words, if the person may have them.
    pub word: Option<String>,
    /// What happens next, and by when.
    pub next: Vec<NextStep>,
    /// Helplines to call now, above everything else.
    pub help_now: Vec<HelpNow>,
    /// Guides that fit.
    pub guides: Vec<GuideLink>,
    /// Whether nothing was shared with any service, so that the person may want to find one themselves.
    pub on_their_own: bool,
}

/// Why a person's own page was not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgressProblem {
    /// One of the two answers is missing.
    Incomplete,
    /// No case has this reference together with these words. Never says which of the two is wrong.
    NotFound,
    /// 429: too many tries by one asker.
    TooManyTries,
    /// 403: too many tries for one reference. A coordinator gives the person new words in a call.
    AfterCall,
    /// The page was open for too long and closed by itself.
    Closed,
}

/// Why a page was not shown, or a form not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// 400: the form arrived broken.
    Broken,
    /// 404: there is no such page.
    NotFound,
    /// 409: the same form was sent before, with other answers.
    AlreadySent,
    /// 410: the page with the reference closed after ten minutes.
    Closed,
    /// 413: too much text.
    TooLong,
    /// 415: not a form.
    NotAForm,
    /// 429: too many tries.
    SlowDown,
    /// 500 or 503: the hub cannot receive it now.
    TryAgain,
}

/// A page that says what went wrong and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemView {
    pub problem: Problem,
    /// How many seconds to wait before trying again, if that is known (`Retry-After`).
    pub wait: Option<u32>,
}

/// A poster for a touchpoint's wall.
#[derive(Clone, Copy, Debug)]
pub struct PosterView<'a> {
    pub touchpoint: &'a Touchpoint,
    /// The complete address that the code opens.
    pub address: &'a str,
    /// The dark squares of the QR code: an SVG path in units of one square, with the quiet zone.
    pub path: &'a str,
    /// The width of the code in squares, with the quiet zone.
    pub side: usize,
}
