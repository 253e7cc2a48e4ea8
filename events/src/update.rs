//! A message on the updates queue: a request to tell the person something, never a permission to.
//!
//! It names a case, a kind and a number, so that the queue holds nothing personal; `notify` asks the gate again, on today's
//! answers, at the moment of sending.

mod returned;

pub use returned::{Bounce, MailReturned, Returned, ReturnedMail, ReturnedTags};

use crate::Reference;
use crate::closed_set::closed_set;
use serde::{Deserialize, Serialize};

closed_set! {
    /// What the person is to be told. Which event leads to which is decided in one place, `domain::updates`.
    pub enum UpdateKind {
        /// The hub has the referral and this is what happens next.
        Acknowledgement = "acknowledgement",
        /// A service said yes, and tries to reach them by a time.
        HelpFound = "help-found",
        /// A service said no, or nothing: another way is looked for.
        LookingAgain = "looking-again",
        /// The hub's own team is looking.
        OurTeam = "our-team",
        /// What was arranged has come to its end.
        SupportOver = "support-over",
        /// What the person asked for was done: a receipt.
        AsAsked = "as-asked",
        /// What the hub or a service promised was not done in time.
        PromiseBroken = "promise-broken",
        /// The person's own page has something new, and they were told of it by whoever owed it to them.
        OnYourPage = "on-your-page",
        /// Their complaint is there, and is answered by a time.
        ComplaintReceived = "complaint-received",
        /// The ways to reach them are others now.
        ContactChanged = "contact-changed",
        /// All that is new since they were last told, for those who want to hear once a week or a month, or after a pause.
        Digest = "digest",
    }
}

/// A request to tell the person something, at most once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateRequest {
    /// The case.
    pub reference: Reference,
    /// What to say.
    pub kind: UpdateKind,
    /// Of which event, by its place in the case; of a digest, the day on which it is due, counted from 1 January 1970. A
    /// request from before there were several of a kind has none: it was about the first event.
    #[serde(default = "first")]
    pub about: u32,
}

impl UpdateRequest {
    /// The place of a case's first event, which is acknowledged.
    pub const FIRST: u32 = 1;

    /// What makes this update one and the same however often it is asked for.
    pub fn key(&self) -> String {
        format!("{}.{}.{}", self.reference, self.kind, self.about)
    }
}

/// A message of one of the queues from which people are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum UpdateMessage {
    /// Somebody is to be told something.
    Asked(UpdateRequest),
    /// A mail came back.
    Returned(MailReturned),
}

/// The default of [`UpdateRequest::about`], and of what is stored of an update or a timer.
pub const fn first() -> u32 {
    UpdateRequest::FIRST
}
