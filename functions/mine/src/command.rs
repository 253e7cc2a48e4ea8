//! The commands of a person on their page.

use crate::page::Page;

/// A command of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PersonCommand {
    ChangeContact,
    /// Enter the code that was sent to a new address.
    ConfirmContact,
    /// Save everything that they agree to.
    Agree,
    /// Refuse a provider.
    Refuse,
    /// Send a message.
    Say,
    /// Ask for a call at a time.
    Call,
    /// Ask about restorative justice (AS16).
    RestorativeJustice,
    /// Complain about a service, or about the Code (CA18).
    Complain,
    /// Say how it was for them (AS30).
    Feedback,
    /// Ask about the panel (DC8).
    Panel,
    /// Pause contact for some weeks.
    Pause,
    Resume,
    /// Stop everything.
    Withdraw,
    Reopen,
    /// Ask for deletion.
    Delete,
    /// Change the words.
    NewWords,
    /// Close the page until they call.
    ClosePage,
}

const NAMES: [(&str, PersonCommand); 17] = [
    ("change-contact", PersonCommand::ChangeContact),
    ("confirm-contact", PersonCommand::ConfirmContact),
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
    ("new-words", PersonCommand::NewWords),
    ("close-page", PersonCommand::ClosePage),
];

impl PersonCommand {
    /// The command with this last part of its address.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, command)| *command)
    }

    /// The page that has its form and shows the result.
    pub(crate) const fn page(self) -> Page {
        match self {
            Self::ChangeContact | Self::ConfirmContact => Page::Contact,
            Self::Agree | Self::Refuse => Page::Consent,
            Self::Say
            | Self::Call
            | Self::RestorativeJustice
            | Self::Complain
            | Self::Feedback
            | Self::Panel => Page::Ask,
            Self::NewWords | Self::ClosePage => Page::Access,
            Self::Pause | Self::Resume | Self::Withdraw | Self::Reopen | Self::Delete => Page::Stop,
        }
    }

    /// Whether a second press would add something, so that it needs the version that the person saw.
    pub(crate) const fn adds(self) -> bool {
        matches!(
            self,
            Self::Say | Self::Call | Self::Complain | Self::Feedback
        )
    }
}
