//! What the functions need from their environment: one trait for each operation.

mod access_log;
mod append;
mod coordinator_queue;
mod diaries;
mod feed;
mod figures;
mod forget;
mod justice;
mod later;
mod looks;
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
pub use diaries::{Diaries, Diary};
pub use feed::{
    Checkpoint, CheckpointOutcome, ContinueFeed, Counts, FeedFile, ForgetFeed, KeepCheckpoint,
    KeepReport, Part, Pause, ReadFeed,
};
pub use figures::{
    FactsOutcome, Gap, KeepFacts, KeepReleases, KeptFacts, ReadCounters, ReadGaps, ReadReleases,
    Standing,
};
pub use forget::{ExpiredCase, Forget, ReadExpired, RegisterErasures};
pub use justice::{JusticeCursor, JusticePage, ListJustice};
pub use later::{DeadLetter, EventKey, ReactLater, ReadEvent, SendToDeadLetters};
pub use looks::{AuditRead, Look, LookBudget, Opened, ReadLooks};
pub use people::{People, ReadPerson, ReadWords, Words};
pub use staff::FindStaff;
pub use updates::{
    Agenda, AgendaCursor, AgendaPage, Claim, ClaimUpdate, Due, Lane, Letter, RequestUpdate,
    SendMail, Sent, SetTimer, SettleClaim, Timer,
};
pub use worklist::{Page, ReadWorklist, WorklistCursor};

use domain::answer::{Help, Next};
use domain::case::apply::IllegalChange;
use events::Reference;
use events::assessment::Tier;
use events::case::{Case, CaseEvent, CaseFile};
use events::offer::{CloudEvent, Offer};
use events::profile::Profile;
use events::referral::SourceKind;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// Why a port failed.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// Throttled, timed out, unreachable, not allowed or not there yet. A retry may succeed. The operation may have
    /// happened anyway.
    #[error("{0}; a retry may succeed")]
    Transient(String),
    /// A damaged item, a request that breaks a rule or a missing setting. A retry fails too.
    #[error("{0}; a retry will not help")]
    Permanent(String),
}

/// In a background function a decision that the case does not allow is a defect, and a retry would fail in the same
/// way.
impl From<IllegalChange> for PortError {
    fn from(illegal: IllegalChange) -> Self {
        Self::Permanent(illegal.to_string())
    }
}

/// Recognises repeats: a sender, and the id that it chose.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Submission {
    /// `self`, or the partner's client.
    pub sender: String,
    /// A lower-case UUID.
    pub id: String,
}

impl Submission {
    /// The submission of a case.
    pub fn of(case: &Case) -> Self {
        Self {
            sender: case.received.sender.clone(),
            id: case.received.submission.clone(),
        }
    }
}

/// The response to an accepted referral, without the memorable word or the code, which are never stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The reference of the case.
    pub reference: Reference,
    /// When the first response was made.
    pub answered_at: Timestamp,
    /// Whether the sender may have the memorable word.
    pub with_word: bool,
    /// Whether the sender may have a code to hand over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_code: bool,
    /// What happens next.
    pub next: Vec<Next>,
    /// Helplines to call now. They are not stored: they are in the profile, which has their present numbers also when the
    /// same referral is sent again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub help_now: Vec<Help>,
    /// The tier, for an authenticated partner.
    pub tier: Option<Tier>,
}

/// Everything that an accepted referral writes in one transaction.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// The idempotency key.
    pub submission: Submission,
    /// SHA-256 of the canonical document, in hexadecimal.
    pub content: String,
    /// The response, for repeats.
    pub answer: Answer,
    /// The new case.
    pub case: Case,
    /// Its first event.
    pub event: CaseEvent,
    /// The document as sent. Nothing else here says who the person is.
    pub person: serde_json::Value,
    /// How soon the hub reacts to the first event.
    pub pace: Pace,
}

/// How soon the hub reacts to a new case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// As soon as the stream delivers its event: somebody waits for the answer.
    #[default]
    Prompt,
    /// When it is its turn on the slow lane: it is one of many rows of a file. The caller puts it there.
    Slow,
}

/// The outcome of [`AcceptReferral::accept`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// The referral was stored.
    New,
    /// The sender sent the same id and content before. Nothing was stored. This was the first response.
    Repeat(Box<Answer>),
    /// The sender sent the same id with other content before. Nothing was stored.
    OtherContent,
    /// Another case has the reference. Nothing was stored. Try another reference.
    ReferenceTaken,
}

/// Stores an accepted referral.
pub trait AcceptReferral {
    /// Stores all of `new` in one transaction, or nothing.
    fn accept(&self, new: &NewCase) -> impl Future<Output = Result<Acceptance, PortError>> + Send;

    /// What [`Self::accept`] would answer to a submission that was sent before, or `None` if it is new. It stores
    /// nothing.
    fn earlier(
        &self,
        submission: &Submission,
        content: &str,
    ) -> impl Future<Output = Result<Option<Acceptance>, PortError>> + Send;
}

/// Reads the state of a case.
pub trait ReadCase {
    /// The case, or `None` if it does not exist.
    fn case(
        &self,
        reference: &Reference,
    ) -> impl Future<Output = Result<Option<Case>, PortError>> + Send;
}

/// Reads a case with its history.
pub trait ReadCaseFile {
    /// The case, its events and its updates, or `None`. It takes the same time in both cases.
    fn case_file(
        &self,
        reference: &Reference,
    ) -> impl Future<Output = Result<Option<CaseFile>, PortError>> + Send;
}

/// A partner's client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// The kind of sender that its token stands for.
    pub kind: SourceKind,
    /// The partner's code.
    pub code: String,
}

/// Reads the public directory: the profile, the partners' clients, the providers' queues.
pub trait ReadDirectory {
    /// The area's profile, at most a few minutes old.
    fn profile(&self) -> impl Future<Output = Result<Arc<Profile>, PortError>> + Send;
    /// The client, or `None` if no partner has it.
    fn client(&self, id: &str) -> impl Future<Output = Result<Option<Client>, PortError>> + Send;
}

/// Sends events to providers.
pub trait OfferToProvider {
    /// Puts an event on the provider's queue. A repeat has the same id, and within five minutes it is dropped.
    fn offer(
        &self,
        event: &CloudEvent<Offer>,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// How many tries are counted under a key, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TryLimit {
    /// After so many, the next one is not counted.
    pub most: u32,
    /// How long the count lasts, from its first try.
    pub lasts: SignedDuration,
}

/// Counts tries to open a page, by keyed hashes of the client and of what it asked for. A try is counted before it is
/// answered, so that many at the same moment are not fewer.
pub trait Attempts {
    /// Adds one to the count under `key`, or starts a new one, and returns the count with it. `None` if there are
    /// `limit.most` already.
    fn count_try(
        &self,
        key: &str,
        limit: TryLimit,
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<u32>, PortError>> + Send;
    /// Takes one counted try back, because it was right.
    fn take_back_try(
        &self,
        key: &str,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
    /// Delays the response by `time`.
    fn wait(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

/// Remembers when something happened, by a keyed hash of what, and nothing else about it.
pub trait Moments {
    /// Remembers `at` under `key`, and everything there for `lasts` from now. Of many moments the latest are kept, at
    /// least 20.
    fn remember_moment(
        &self,
        key: &str,
        at: Timestamp,
        lasts: SignedDuration,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
    /// The moments under each of `keys`, the latest first, in milliseconds.
    fn moments<const N: usize>(
        &self,
        keys: &[String; N],
        now: Timestamp,
    ) -> impl Future<Output = Result<[Vec<Timestamp>; N], PortError>> + Send;
}

/// Who may submit referrals with a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenHolder {
    /// Nobody: the hub did not issue the token, or it has expired.
    Nobody,
    /// The hub issued the token, but not for submitting referrals.
    NoPartner,
    /// The partner with this client.
    Partner(String),
}

/// Checks partners' tokens.
pub trait CheckToken {
    /// Who may submit referrals with the token.
    fn holder_of(&self, token: &str)
    -> impl Future<Output = Result<TokenHolder, PortError>> + Send;
}
