//! What a person's own pages are given to show.

use super::{FormView, HelpNow, NextStep, Said};
use events::Reference;
use events::referral::{ChannelKind, Referral, Scope};

/// What each of a person's own pages has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// The reference.
    pub reference: Reference,
    /// What opens the next page in place of the words, for a while. It is in the page alone, and goes with it.
    pub pass: String,
    /// The version of the case that the page shows: what is done on it is done once.
    pub version: u32,
    /// What came of what the person did last.
    pub said: Option<Said>,
    /// The field that it is about, by id.
    pub at: Option<&'static str>,
}

/// Which of the two journeys (KE4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journey {
    /// Help for the person.
    Support,
    /// The police and the courts.
    Justice,
}

/// One thing that happened to a case, or that is happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressStep {
    /// What, shortly: `A service said yes`.
    pub title: String,
    /// More, such as the service's name; may be empty.
    pub detail: String,
    /// When, in words; may be empty.
    pub when: String,
    /// Whether it has happened; otherwise it is under way.
    pub done: bool,
    /// On which journey.
    pub journey: Journey,
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// There is time.
    ToCome,
    /// Done in time.
    Kept,
    /// Done, too late.
    KeptLate,
    /// Not done in time.
    Broken,
}

/// Something that was promised to the person (DC7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseLine {
    /// What, as a sentence without its full stop.
    pub what: String,
    /// By when, or when it was done, in words.
    pub when: String,
    /// What became of it.
    pub became: Became,
}

/// Where a case stands as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It goes on.
    Open,
    /// The person asked for quiet, until then, in words.
    Quiet(String),
    /// It is over; the person may bring it back.
    Over,
    /// It is over for good here: it goes on with what they told at another time, or should not have been.
    Elsewhere,
    /// All that says who they are was deleted, then, in words.
    Erased(String),
}

/// A person's own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressView {
    /// What each has.
    pub own: Own,
    /// Where the case stands.
    pub stands: Stands,
    /// What happened so far, oldest first, on both journeys.
    pub steps: Vec<ProgressStep>,
    /// What was promised, in the order in which it is due.
    pub promises: Vec<PromiseLine>,
    /// What happens next, and by when.
    pub next: Vec<NextStep>,
    /// Lines to ring now.
    pub help_now: Vec<HelpNow>,
    /// Whether the page asks for the council: the postcode is in no list.
    pub ask_council: bool,
}

/// How the person may be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactView {
    /// What each has.
    pub own: Own,
    /// The kind of each way, by its place in the form.
    pub ways: Vec<ChannelKind>,
    /// What is known, or was typed, by the referral's form names.
    pub form: FormView,
    /// When they said so last, in words.
    pub told: String,
}

/// What a service sees of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// It is being asked: what kind of help, and nothing that says who.
    WhatIsNeeded,
    /// It helps: name, safe ways, home, own words.
    WhoYouAre,
    /// Nothing any more.
    Nothing,
}

/// A service, and what it sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeesView {
    /// The provider's code.
    pub provider: String,
    /// Provider and service, as people call them.
    pub name: String,
    /// What it sees.
    pub sees: Sees,
}

/// Who looked, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookLine {
    /// An organisation, never a person.
    pub who: String,
    /// When, in words.
    pub when: String,
}

/// What the person agreed to, and who sees what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentView {
    /// What each has.
    pub own: Own,
    /// What they agree to.
    pub scope: Vec<Scope>,
    /// Each service that was asked.
    pub services: Vec<SeesView>,
    /// Who looked, the latest first.
    pub looks: Vec<LookLine>,
}

/// What the person can say and ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskView {
    /// What each has.
    pub own: Own,
    /// What was typed, where it was not taken, by form name.
    pub form: FormView,
    /// The hours of each safe number, in words; none where no number is safe.
    pub calls: Vec<String>,
    /// Services that the person knows, by code and name.
    pub services: Vec<(String, String)>,
    /// Whether somebody will tell them about restorative justice.
    pub restorative_asked: bool,
    /// Whether somebody will tell them about the panel.
    pub panel_asked: bool,
}

/// How the person can pause, stop, and have things deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopView {
    /// What each has.
    pub own: Own,
    /// Where the case stands.
    pub stands: Stands,
    /// Whether somebody deletes already.
    pub deletion_asked: bool,
}

/// What the person wrote, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsLine {
    /// When, in words.
    pub when: String,
    /// What.
    pub text: String,
}

/// Everything that the hub holds about the person that they may have.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportView {
    /// What each has.
    pub own: Own,
    /// When it was put together, in words.
    pub at: String,
    /// Their answers, without what others wrote.
    pub answers: Referral,
    /// What they agree to.
    pub scope: Vec<Scope>,
    /// What happened.
    pub steps: Vec<ProgressStep>,
    /// What was promised.
    pub promises: Vec<PromiseLine>,
    /// What they wrote here.
    pub words: Vec<WordsLine>,
    /// Who sees what.
    pub services: Vec<SeesView>,
    /// Who looked.
    pub looks: Vec<LookLine>,
}
