//! The commands of a person on their own page.

use crate::page::Page;

/// Something that a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PersonCommand {
    /// How they may be reached.
    ChangeContact,
    /// What they agree to, all of it.
    Agree,
    /// A provider that they do not want.
    Refuse,
    /// Their own words.
    Say,
    /// A call at a time.
    Call,
    /// To hear of restorative justice (AS16).
    RestorativeJustice,
    /// A complaint about a service, or about the Code (CA18).
    Complain,
    /// How it was for them (AS30).
    Feedback,
    /// To hear of the panel (DC8).
    Panel,
    /// Quiet for some weeks.
    Pause,
    /// The end of the quiet.
    Resume,
    /// The end of all of it.
    Withdraw,
    /// The way back.
    Reopen,
    /// Deletion.
    Delete,
}

const NAMES: [(&str, PersonCommand); 14] = [
    ("change-contact", PersonCommand::ChangeContact),
    ("agree", PersonCommand::Agree),
    ("refuse", PersonCommand::Refuse),
    ("say", PersonCommand::Say),
    ("call", PersonCommand::Call),
    ("restorative-justice", PersonCommand::RestorativeJustice),
    ("complain", PersonCommand::Complain),
    ("feedback", PersonCommand::Feedback),
    ("panel", PersonCommand::Panel),
    ("pause", PersonCommand::Pause),
    ("resume", PersonCommand::Resume),
    ("withdraw", PersonCommand::Withdraw),
    ("reopen", PersonCommand::Reopen),
    ("delete", PersonCommand::Delete),
];

impl PersonCommand {
    /// By the last part of its address.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, command)| *command)
    }

    /// The page on which it is done, and which shows what came of it.
    pub(crate) const fn page(self) -> Page {
        match self {
            Self::ChangeContact => Page::Contact,
            Self::Agree | Self::Refuse => Page::Consent,
            Self::Say
            | Self::Call
            | Self::RestorativeJustice
            | Self::Complain
            | Self::Feedback
            | Self::Panel => Page::Ask,
            Self::Pause | Self::Resume | Self::Withdraw | Self::Reopen | Self::Delete => Page::Stop,
        }
    }

    /// Whether doing it a second time would add to it, so that it needs the version which it was done from.
    pub(crate) const fn adds(self) -> bool {
        matches!(
            self,
            Self::Say | Self::Call | Self::Complain | Self::Feedback
        )
    }

    /// Whether it only takes back or quietens.
    pub(crate) const fn makes_safer(self) -> bool {
        matches!(
            self,
            Self::ChangeContact | Self::Agree | Self::Refuse | Self::Pause | Self::Withdraw
        )
    }
}
