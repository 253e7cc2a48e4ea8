//! The world that the twins share: the content of tables, queues and mailboxes.

use crate::{Fault, Faults};
use domain::matching::Loads;
use events::case::{Case, CaseEvent, Sighting, Update};
use events::offer::{CloudEvent, Offer};
use events::profile::Profile;
use events::update::UpdateRequest;
use events::{Reference, referral::SourceKind};
use jiff::{SignedDuration, Timestamp};
use measures::Changes;
use platform::PortError;
use platform::ports::{Answer, Checkpoint, EventKey, KeptFacts, NewCase, Submission};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Poll;

/// A sent mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The update that it holds.
    pub update: UpdateRequest,
    /// The recipient's address.
    pub to: String,
    /// The whole message.
    pub raw: String,
    /// When it was sent, by [`State::now`].
    pub at: Timestamp,
}

/// A file in a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub body: Vec<u8>,
    /// A tag that changes with the content.
    pub tag: String,
    /// When it was written.
    pub at: Timestamp,
}

impl File {
    pub fn of(body: Vec<u8>, at: Timestamp) -> Self {
        let tag = platform::keys::sha256(&String::from_utf8_lossy(&body));
        Self { body, tag, at }
    }
}

/// Everything that is stored or was sent.
#[derive(Debug, Default)]
pub struct State {
    /// The current time of this world. The test sets it.
    pub now: Timestamp,
    pub cases: BTreeMap<Reference, Case>,
    pub events: BTreeMap<Reference, Vec<CaseEvent>>,
    /// The stream: every event, in the order in which it was stored.
    pub stream: Vec<CaseEvent>,
    /// The first events of rows, to which the reader of the stream does not react.
    pub slow: BTreeSet<Reference>,
    /// The slow lane.
    pub slow_lane: Vec<EventKey>,
    /// How long readers of files have waited.
    pub paused: SignedDuration,
    /// The documents about the people.
    pub people: BTreeMap<Reference, serde_json::Value>,
    /// What people said, by the number of the event.
    pub words: BTreeMap<(Reference, u32), platform::ports::Words>,
    /// From when the store deletes a case's personal data.
    pub expires: BTreeMap<Reference, Timestamp>,
    /// The register of erased cases, and when the store deletes each entry.
    pub erasures: BTreeMap<Reference, Timestamp>,
    /// When the store deletes the remains of erased cases.
    pub remains_until: BTreeMap<Reference, Timestamp>,
    /// Submissions, with their content hash and response. Both are empty after an erasure.
    pub submissions: HashMap<Submission, Option<(String, Answer)>>,
    /// Why the store does not take a referral.
    pub not_stored: Option<fn(&NewCase) -> Option<PortError>>,
    /// Claims of updates, and whether the clock still watches them.
    pub updates: BTreeMap<UpdateRequest, (Update, bool)>,
    /// Released claims, and when the mail service refused each for the first time.
    pub refused: BTreeMap<UpdateRequest, Timestamp>,
    pub timers: BTreeMap<UpdateRequest, Timestamp>,
    /// The providers' queues. Each message id appears once, as FIFO deduplication ensures.
    pub queues: BTreeMap<String, Vec<CloudEvent<Offer>>>,
    /// The updates queue.
    pub requests: Vec<UpdateRequest>,
    /// The dead-letter queue.
    pub dead_letters: Vec<String>,
    pub mails: Vec<Mail>,
    /// How many letters the mail service will refuse next.
    pub refusals: u32,
    /// Whether it refuses letters because of what they are.
    pub rejects: bool,
    /// The facts of cases, by key.
    pub facts: BTreeMap<String, KeptFacts>,
    /// The counters over them.
    pub counters: Changes,
    /// What was published, by key.
    pub releases: BTreeMap<String, suppression::Release>,
    /// Open onward referrals of each limited service.
    pub loads: BTreeMap<String, u32>,
    /// The memory of persons and places, by key.
    pub sightings: BTreeMap<String, Vec<Sighting>>,
    /// The loads that were last read.
    pub recent_loads: Loads,
    /// Counts of tries, and when they expire.
    pub tries: HashMap<String, (u32, Timestamp)>,
    /// When a try last stayed counted that should have been taken back.
    pub try_kept_at: Option<Timestamp>,
    /// Moments in milliseconds, and when they expire.
    pub moments: HashMap<String, (BTreeSet<i64>, Timestamp)>,
    /// The delays of responses to wrong words.
    pub waits: Vec<std::time::Duration>,
    /// The files in the feeds bucket, dropped ones and reports, by key.
    pub files: BTreeMap<String, File>,
    /// Checkpoints of dropped files.
    pub checkpoints: BTreeMap<String, Checkpoint>,
    /// Files to continue.
    pub to_read: Vec<String>,
    /// Support notes, by case, provider and id.
    pub notes: BTreeMap<(Reference, String, String), platform::notes::Note>,
    /// Locked diaries.
    pub diaries: BTreeMap<Reference, platform::ports::Diary>,
    /// The access log.
    pub reads: Vec<(Reference, Timestamp, String)>,
    /// The looks, by their readers, and the attempts that were refused.
    pub looks: Vec<platform::ports::Look>,
    /// The cases that each account opened within each hour.
    pub opened: BTreeMap<(String, String), BTreeSet<Reference>>,
    /// How many cases an account may open within an hour.
    pub look_budget: platform::ports::LookBudget,
    /// Staff accounts.
    pub staff: Vec<platform::http::Staff>,
    /// Tokens, with the client of each.
    pub tokens: HashMap<String, String>,
    /// Clients, with the kind of sender of each.
    pub clients: HashMap<String, SourceKind>,
}

/// All ports over one shared world.
#[derive(Clone, Debug)]
pub struct Twin {
    state: Arc<Mutex<State>>,
    faults: Arc<Mutex<Faults>>,
    /// Whether a fault has killed the calling process.
    died: Arc<AtomicBool>,
    pub(crate) profile: Arc<Profile>,
}

impl Twin {
    pub fn new(profile: Profile, faults: Faults) -> Self {
        Self {
            state: Arc::default(),
            faults: Arc::new(Mutex::new(faults)),
            died: Arc::default(),
            profile: Arc::new(profile),
        }
    }

    /// Gives access to the world, without faults.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Ends all faults.
    pub fn heal(&self) {
        self.faults.lock().unwrap().heal();
    }

    /// How often each kind of fault has happened.
    pub fn faults_that_happened(&self) -> BTreeMap<Fault, u64> {
        self.faults.lock().unwrap().happened().clone()
    }

    /// Runs a process to its end. Returns `None` if a fault kills it in a call of a port.
    pub async fn outlive<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut work = std::pin::pin!(work);
        std::future::poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if self.died.swap(false, Ordering::Relaxed) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        })
        .await
    }

    /// Runs `work` with the next fault.
    pub(crate) async fn call<T>(
        &self,
        what: &str,
        work: impl FnOnce(&mut State) -> Result<T, PortError>,
    ) -> Result<T, PortError> {
        let fault = self.faults.lock().unwrap().next_fault();
        match fault {
            Fault::None => work(&mut self.state()),
            Fault::Before => Err(PortError::Transient(format!("{what}: throttled"))),
            Fault::After => {
                work(&mut self.state())?;
                Err(PortError::Transient(format!("{what}: the answer was lost")))
            }
            Fault::DiesBefore => self.die().await,
            Fault::DiesAfter => {
                // The response is lost.
                drop(work(&mut self.state()));
                self.die().await
            }
        }
    }

    /// Never returns.
    async fn die<T>(&self) -> T {
        self.died.store(true, Ordering::Relaxed);
        std::future::pending().await
    }
}

/// Lets other ready tasks run first, once.
pub(crate) async fn give_way() {
    let mut waited = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut waited, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
