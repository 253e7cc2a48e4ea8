//! The values that a person's own pages show.

use super::{FormView, GuideLink, HelpNow, Message, NextStep};
use events::Reference;
use events::referral::{ChannelKind, Referral, Scope};

/// What each of a person's own pages carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageState {
    pub reference: Reference,
    /// Opens the next page in place of the words, for a while. Only the page holds it, and it goes when the page closes.
    pub pass: String,
    /// Ends the visit when the person leaves, and opens nothing.
    pub end: String,
    /// The version of the case that the page shows, so that a command from this page is carried out once.
    pub version: String,
    /// The message about the person's last command.
    pub message: Option<Message>,
    /// The id of the field that the message is about.
    pub field: Option<&'static str>,
}

/// One of the two journeys (KE4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journey {
    /// Help for the person.
    Support,
    /// The police and the courts.
    Justice,
}

/// Something that happened to a case, or that is in progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressStep {
    /// A short description: `A service agreed to help you`.
    pub title: String,
    /// More, such as the service's name; may be empty.
    pub detail: String,
    /// When, in words; may be empty.
    pub when: String,
    /// Whether it has happened; otherwise it is in progress.
    pub done: bool,
    pub journey: Journey,
    /// The page about what to expect, on a screen that nobody else sees.
    pub expect: Option<String>,
}

/// Whether a promise was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseOutcome {
    /// There is time.
    ToCome,
    /// Done in time.
    Kept,
    /// Done, but late.
    KeptLate,
    /// Not done in time.
    Broken,
}

impl PromiseOutcome {
    pub const ALL: &[Self] = &[Self::ToCome, Self::Kept, Self::KeptLate, Self::Broken];

    /// Its code in JSON and in the message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ToCome => "to-come",
            Self::Kept => "kept",
            Self::KeptLate => "kept-late",
            Self::Broken => "broken",
        }
    }
}

/// Something that was promised to the person (DC7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseLine {
    /// A sentence without its full stop.
    pub what: String,
    /// By when, or when it was done, in words.
    pub when: String,
    pub outcome: PromiseOutcome,
}

/// The state of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseStatus {
    Open,
    /// The person asked for a pause until this time, in words.
    Paused(String),
    /// It is closed; the person may reopen it.
    Closed,
    /// It is closed for good: it continues in another case, or should not have been opened.
    CannotReopen,
    /// Everything that says who they are was deleted at this time, in words.
    Erased(String),
}

/// The first of a person's own pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressView {
    pub page: PageState,
    pub status: CaseStatus,
    /// What has happened so far, oldest first, on both journeys.
    pub steps: Vec<ProgressStep>,
    /// What was promised, in the order in which it is due.
    pub promises: Vec<PromiseLine>,
    /// What happens next, and by when.
    pub next: Vec<NextStep>,
    /// Helplines to call now.
    pub help_now: Vec<HelpNow>,
    /// Guides that fit; empty if nothing is kept of the person.
    pub guides: Vec<GuideLink>,
    /// Whether the page asks for the council, because the postcode is in no list.
    pub ask_council: bool,
    /// Whether the person should know that someone entered wrong words.
    pub some_wrong_words: bool,
}

/// The ways to contact the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactView {
    pub page: PageState,
    /// The kind of each way, by its place in the form.
    pub ways: Vec<ChannelKind>,
    /// What is known, or was typed, by the referral's form names.
    pub form: FormView,
    /// When they last told us, in words.
    pub told: String,
    /// The kinds of the ways that are ticked and not confirmed.
    pub unconfirmed: Vec<ChannelKind>,
    /// Whether a code was sent to a new address, so that the page asks for it.
    pub asks_code: bool,
}

/// What a service sees about the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceAccess {
    /// It is being asked: what kind of help, and nothing that says who.
    WhatIsNeeded,
    /// It helps: name, safe ways, home, own words.
    WhoYouAre,
    /// It helped, and keeps its own notes of that.
    ItsOwnNotes,
    Nothing,
}

impl ServiceAccess {
    pub const ALL: &[Self] = &[
        Self::WhatIsNeeded,
        Self::WhoYouAre,
        Self::ItsOwnNotes,
        Self::Nothing,
    ];

    /// Its code in JSON and in the message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WhatIsNeeded => "what-is-needed",
            Self::WhoYouAre => "who-you-are",
            Self::ItsOwnNotes => "its-own-notes",
            Self::Nothing => "nothing",
        }
    }
}

impl ServiceAccess {
    /// Whether it is being asked or helps, so that the person can refuse it.
    pub const fn is_current(self) -> bool {
        matches!(self, Self::WhatIsNeeded | Self::WhoYouAre)
    }
}

/// A service, and what it sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceLine {
    /// The provider's code.
    pub provider: String,
    /// Provider and service, as people call them.
    pub name: String,
    pub access: ServiceAccess,
}

/// An organisation that looked at the case, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessLine {
    /// An organisation, never a person.
    pub who: String,
    /// When, in words.
    pub when: String,
}

/// What the person agreed to, and who sees what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentView {
    pub page: PageState,
    pub scope: Vec<Scope>,
    /// Each service that was asked.
    pub services: Vec<ServiceLine>,
    /// The latest first.
    pub looks: Vec<AccessLine>,
}

/// What the person can say and ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskView {
    pub page: PageState,
    /// What was typed, by form name, if it was not accepted.
    pub form: FormView,
    /// The hours of each safe number, in words; empty if no number is safe.
    pub calls: Vec<String>,
    /// Services that the person knows, by code and name.
    pub services: Vec<(String, String)>,
    /// Whether someone will tell them about restorative justice.
    pub restorative_asked: bool,
    /// Whether someone will tell them about the panel.
    pub panel_asked: bool,
}

/// Pause, stop and deletion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopView {
    pub page: PageState,
    pub status: CaseStatus,
    /// Whether they have asked for deletion already.
    pub deletion_asked: bool,
}

/// When the page was opened, and when someone entered wrong words: in words, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenedView {
    pub opened: Vec<String>,
    pub wrong_words: Vec<String>,
}

/// Who can open the person's page, and who did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessView {
    pub page: PageState,
    /// The new words, on the one page that shows them.
    pub words: Option<String>,
    /// The id of a request for new words from this page.
    pub id: String,
    pub openings: OpenedView,
}

/// A message from the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageLine {
    /// When, in words.
    pub when: String,
    pub text: String,
}

/// Everything that the hub holds about the person that they may have.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportView {
    pub page: PageState,
    /// When it was put together, in words.
    pub at: String,
    /// Their answers, without what others wrote.
    pub answers: Referral,
    pub scope: Vec<Scope>,
    pub steps: Vec<ProgressStep>,
    pub promises: Vec<PromiseLine>,
    /// What they wrote here.
    pub messages: Vec<MessageLine>,
    pub services: Vec<ServiceLine>,
    pub looks: Vec<AccessLine>,
    pub openings: OpenedView,
    /// What was concluded. `None` where somebody else may see the page.
    pub conclusions: Option<Vec<String>>,
    /// Who was told what.
    pub shared: Vec<MessageLine>,
    /// What was sent.
    pub letters: Vec<MessageLine>,
    /// Their diary, if they opened it for this.
    pub diary: Option<Vec<DiaryLine>>,
    /// What keeps it open for the file.
    pub diary_pass: Option<String>,
}

/// The page of the private diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiaryView {
    pub page: PageState,
    /// What was typed for an entry and is not in the diary yet.
    pub form: FormView,
    pub state: DiaryState,
}

/// Whether the diary is open. A locked page says nothing about whether there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiaryState {
    /// With the number of the form that opens it, which is sent once.
    Locked(String),
    Open(Box<OpenDiary>),
}

/// An open diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDiary {
    /// Keeps it open on the next page.
    pub carried: String,
    /// The id of the entry that is written on this page.
    pub id: String,
    /// Whether somebody may see the screen, so that what was written is folded.
    pub quiet: bool,
    /// Today, as a field takes it.
    pub today: String,
    /// Guides that the person may have read: slug and title.
    pub guides: Vec<(&'static str, &'static str)>,
    /// The newest first.
    pub lines: Vec<DiaryLine>,
    /// The days of the picture, the oldest first.
    pub days: Vec<DiaryDay>,
}

/// An entry of a diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiaryLine {
    pub id: String,
    /// In words.
    pub day: String,
    /// When it was written, in words.
    pub written: String,
    /// From 1 to 5.
    pub feeling: Option<u8>,
    pub text: String,
    /// The title of a guide that they read.
    pub guide: Option<&'static str>,
    /// Whether they did its exercise.
    pub exercise: bool,
}

/// How a day was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiaryDay {
    /// In words.
    pub day: String,
    pub feeling: Option<u8>,
}
