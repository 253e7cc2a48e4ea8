//! Who is given what opens a person's page, and for how long it opens it.

use events::case::{Case, CloseReason};
use events::referral::{ChannelKind, SourceKind};
use jiff::{SignedDuration, Timestamp};

/// How long a code opens the page (contract).
const CODE_OPENS_FOR: SignedDuration = SignedDuration::from_hours(72);

/// What the sender of a referral is given to open the person's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenToSender {
    /// The three words.
    Words,
    /// A code that opens the page once, so that the sender never knows the words.
    Code,
    /// Nothing: a coordinator says the words to the person in a call.
    Nothing,
}

/// What the sender is given (contract 1.1): a person the words; the police, British Transport Police and Action Fraud
/// nothing; another partner a code, if the person called their own page safe.
pub fn given_to_sender(source: SourceKind, safe: &[ChannelKind]) -> GivenToSender {
    match source {
        SourceKind::SelfReferral => GivenToSender::Words,
        SourceKind::Police | SourceKind::BritishTransportPolice | SourceKind::ActionFraud => {
            GivenToSender::Nothing
        }
        SourceKind::Phone | SourceKind::Touchpoint | SourceKind::Provider | SourceKind::Hub => {
            if safe.contains(&ChannelKind::Online) {
                GivenToSender::Code
            } else {
                GivenToSender::Nothing
            }
        }
    }
}

/// Whether the code of the case opens its page now. Any change of the access ends it.
pub fn takes_code(case: &Case, now: Timestamp) -> bool {
    let given = given_to_sender(case.received.source, &case.received.safe_channels);
    given == GivenToSender::Code
        && case.has_open_page()
        && case.access.generation == 0
        && now < case.opened_at + CODE_OPENS_FOR
}

/// Whether nobody can ever open the page again, unless the case is reopened: it goes on as another case, or should not
/// have been opened.
pub(crate) fn ends_for_good(case: &Case) -> bool {
    let over = case.lifecycle.ended.as_ref();
    over.is_some_and(|ended| ended.said && ends_page(ended.why))
}

/// Whether closing the case for this reason closes the page.
pub(crate) const fn ends_page(why: CloseReason) -> bool {
    matches!(why, CloseReason::Duplicate | CloseReason::EnteredInError)
}
