//! What the functions need from the world: one trait for each operation.

mod access_log;
mod append;
mod coordinator_queue;
mod feed;
mod figures;
mod forget;
mod justice;
mod people;
mod staff;
mod updates;
mod worklist;

pub use access_log::{AccessRecord, ReadAccessLog, ReaderGroup};
pub use append::{
    AppendEvents, AppendOutcome, Freshness, ReadKeys, ReadLoads, ReadSightings, Remembered,
    SideWrites,
};
pub use coordinator_queue::{
    CoordinatorQueueCursor, CoordinatorQueuePage, NotACoordinatorQueueCursor, ReadCoordinatorQueue,
};
pub use feed::{
    Checkpoint, CheckpointOutcome, ContinueFeed, Counts, FeedFile, KeepCheckpoint, KeepReport,
    Part, ReadFeed,
};
pub use figures::{Count, Gap, ReadGaps, Tally};
pub use forget::{ExpiredCase, Forget, ReadExpired};
pub use justice::{JusticeCursor, JusticePage, ListJustice};
pub use people::{People, ReadPerson, ReadWords, Words};
pub use staff::FindStaff;
pub use updates::{
    Agenda, AgendaCursor, AgendaPage, Claim, ClaimUpdate, Due, Lane, Letter, RequestUpdate,
    SendMail, SetTimer, SettleClaim, Timer,
};
pub use worklist::{Page, ReadWorklist, WorklistCursor};

use domain::answer::{Help, Next};
use domain::case::apply::IllegalMove;
use events::Reference;
use events::assessment::Tier;
use events::case::{Case, CaseEvent, CaseFile};
use events::offer::{CloudEvent, Offer};
use events::profile::Profile;
use events::referral::SourceKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// Why a port did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// It may pass: throttled, timed out, out of reach. Ask again. It may have happened all the same.
    #[error("{0}; it may pass")]
    Transient(String),
    /// It will never succeed as asked: a damaged item, a refused permission, a missing setting.
    #[error("{0}; it will not pass by itself")]
    Permanent(String),
}

/// Where nobody waits for the answer, a decision that a case does not allow is a defect: it is the same next time.
impl From<IllegalMove> for PortError {
    fn from(illegal: IllegalMove) -> Self {
        Self::Permanent(illegal.to_string())
    }
}

/// What makes two submissions one: the sender and the id they chose.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Submission {
    /// `self`, or the partner's client.
    pub sender: String,
    /// The sender's id, a lower-case UUID.
    pub id: String,
}

/// What an accepted referral was answered with, but for the memorable word, which is never stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The case.
    pub reference: Reference,
    /// When it was first answered.
    pub answered_at: Timestamp,
    /// Whether the word goes to this sender at all.
    pub with_word: bool,
    /// What happens next.
    pub next: Vec<Next>,
    /// Whom to ring now.
    pub help_now: Vec<Help>,
    /// The tier, for an authenticated partner.
    pub tier: Option<Tier>,
}

/// Everything that one accepted referral writes, all of it or nothing.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// The idempotency key.
    pub submission: Submission,
    /// SHA-256 of the canonical document, hexadecimal.
    pub content: String,
    /// What the sender is told.
    pub answer: Answer,
    /// The case.
    pub case: Case,
    /// Its first event.
    pub event: CaseEvent,
    /// The document as sent, which alone says who the person is.
    pub person: serde_json::Value,
}

/// What became of a [`NewCase`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// It is stored.
    New,
    /// The same sender sent the same content with this id before: nothing is stored, this was the answer.
    Repeat(Box<Answer>),
    /// The same sender sent other content with this id before: nothing is stored.
    OtherContent,
    /// The reference is another case's: nothing is stored; take another.
    ReferenceTaken,
}

/// Stores an accepted referral, in one transaction.
pub trait AcceptReferral {
    /// Stores all of `new`, or nothing.
    fn accept(&self, new: &NewCase) -> impl Future<Output = Result<Acceptance, PortError>> + Send;
}

/// Reads the folded case.
pub trait ReadCase {
    /// The case, or `None` where there is none.
    fn case(
        &self,
        reference: &Reference,
    ) -> impl Future<Output = Result<Option<Case>, PortError>> + Send;
}

/// Reads the whole file of a case.
pub trait ReadCaseFile {
    /// The folded case, its events and what the person was told, or `None`; the same work either way.
    fn case_file(
        &self,
        reference: &Reference,
    ) -> impl Future<Output = Result<Option<CaseFile>, PortError>> + Send;
}

/// Writes down who read what.
pub trait AuditRead {
    /// Records that `reader` read the case. A read that cannot be recorded must not happen.
    fn audit(
        &self,
        reference: &Reference,
        reader: &str,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// A partner's client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// What kind of sender its token stands for.
    pub kind: SourceKind,
    /// Its code.
    pub code: String,
}

/// Reads the public directory: the profile, the partners' clients, the providers' queues.
pub trait ReadDirectory {
    /// The area's profile; at most a few minutes old.
    fn profile(&self) -> impl Future<Output = Result<Arc<Profile>, PortError>> + Send;
    /// The client, or `None` where no partner has it.
    fn client(&self, id: &str) -> impl Future<Output = Result<Option<Client>, PortError>> + Send;
}

/// Puts an event on a provider's own queue.
pub trait OfferToProvider {
    /// Sends it; a repeat within five minutes is one message, and ever after has the same id.
    fn offer(
        &self,
        event: &CloudEvent<Offer>,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Keeps a record that can never succeed, so that the rest can go on.
pub trait SendToDeadLetters {
    /// Puts the record on the dead-letter queue, with the case and cause in words.
    fn send_to_dead_letters(
        &self,
        record: &str,
        cause: &str,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Remembers wrong answers, by a keyed hash of who asked and of what, never by either.
pub trait Attempts {
    /// How many wrong answers each of `keys` has had, none an hour or more after the one before; the greatest of them.
    /// After an hour without one there were none.
    fn wrong_answers(
        &self,
        keys: &[String],
        now: Timestamp,
    ) -> impl Future<Output = Result<u32, PortError>> + Send;
    /// One more for each of `keys`; the first where the last was an hour ago.
    fn note_wrong_answer(
        &self,
        keys: &[String],
        now: Timestamp,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
    /// Lets whoever asks wait so long.
    fn wait(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

/// Checks partners' tokens.
pub trait CheckToken {
    /// The client that the token was issued to, or `None` where the token is not one of ours, has lapsed, or does not
    /// allow to submit referrals.
    fn client_of(
        &self,
        token: &str,
    ) -> impl Future<Output = Result<Option<String>, PortError>> + Send;
}
