//! A message on the updates queue: a request to tell the person something, never a permission to.
//!
//! The message names a case, a kind and an event number, so that the queue holds nothing personal.
//! `notify` checks the contact rules again with the current answers before it sends.

mod returned;

pub use returned::{Bounce, MailReturned, Returned, ReturnedMail, ReturnedTags};

use crate::Reference;
use crate::closed_set::closed_set;
use serde::{Deserialize, Serialize};

closed_set! {
    /// What the person should be told. `domain::notifications` decides which event leads to which
    /// kind.
    pub enum UpdateKind {
        /// The hub has the referral, and says what happens next.
        Acknowledgement = "acknowledgement",
        /// A service accepted, and will try to reach the person by a time.
        HelpFound = "help-found",
        /// A service declined or did not answer, and the hub looks for another.
        LookingAgain = "looking-again",
        /// The hub's own team is looking at the case.
        OurTeam = "our-team",
        /// The support has ended.
        SupportOver = "support-over",
        /// A receipt for a change that the person asked for.
        AsAsked = "as-asked",
        /// The hub or a service did not keep a promise in time.
        PromiseBroken = "promise-broken",
        /// The person's page has news that the responsible agency has already told them.
        OnYourPage = "on-your-page",
        /// The complaint has arrived, and will be answered by a time.
        ComplaintReceived = "complaint-received",
        /// The person's contact details changed.
        ContactChanged = "contact-changed",
        /// A code for a new address, which confirms it. It goes to that address and names nothing.
        ConfirmContact = "confirm-contact",
        /// Everything since the last message, for people who want weekly or monthly updates, or
        /// after a pause.
        Digest = "digest",
    }
}

/// A request to tell the person something once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateRequest {
    /// The case's reference.
    pub reference: Reference,
    /// The kind of update.
    pub kind: UpdateKind,
    /// The number of the event that the update is about. For a digest, the day on which it is due,
    /// counted from 1 January 1970. Requests from before there were several of a kind have no
    /// number and are about the first event.
    #[serde(default = "first")]
    pub about: u32,
}

impl UpdateRequest {
    /// The number of the first event of a case, which is acknowledged.
    pub const FIRST: u32 = 1;

    /// The idempotency key of the update: the same however often it is requested.
    pub fn key(&self) -> String {
        format!("{}.{}.{}", self.reference, self.kind, self.about)
    }
}

/// A message on one of the queues that lead to updates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum UpdateMessage {
    /// A request to tell somebody something.
    Asked(UpdateRequest),
    /// A report that a mail came back.
    Returned(MailReturned),
}

/// The default of [`UpdateRequest::about`], and of stored updates and timers.
pub const fn first() -> u32 {
    UpdateRequest::FIRST
}
