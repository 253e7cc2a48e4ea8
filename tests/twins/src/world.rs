//! The world that the twins share: what the tables, queues and mailboxes hold.

use crate::{Fault, Faults};
use domain::matching::Loads;
use events::case::{Case, CaseEvent, Sighting, Update};
use events::offer::{CloudEvent, Offer};
use events::profile::Profile;
use events::update::UpdateRequest;
use events::{Reference, referral::SourceKind};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Answer, Checkpoint, Gap, Submission};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Poll;

/// A mail that went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// What the person was told.
    pub update: UpdateRequest,
    /// To whom.
    pub to: String,
    /// The whole message, as it leaves the hub.
    pub raw: String,
    /// When it went out, by [`State::now`].
    pub at: Timestamp,
}

/// A file in a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What is in it.
    pub body: Vec<u8>,
    /// The tag of that.
    pub tag: String,
    /// When it was put there.
    pub at: Timestamp,
}

impl File {
    /// A file with that in it.
    pub fn of(body: Vec<u8>, at: Timestamp) -> Self {
        let tag = platform::keys::sha256(&String::from_utf8_lossy(&body));
        Self { body, tag, at }
    }
}

/// Everything that is stored or was sent.
#[derive(Debug, Default)]
pub struct State {
    /// What time it is in this world; whoever drives it sets it.
    pub now: Timestamp,
    /// Cases, folded.
    pub cases: BTreeMap<Reference, Case>,
    /// Their events.
    pub events: BTreeMap<Reference, Vec<CaseEvent>>,
    /// The stream: every event, in the order in which it was stored.
    pub stream: Vec<CaseEvent>,
    /// Who the cases are about.
    pub people: BTreeMap<Reference, serde_json::Value>,
    /// What they said in words of their own, by the place of the event that it belongs to.
    pub words: BTreeMap<(Reference, u32), platform::ports::Words>,
    /// From when on the store deletes by itself what says who a case is about.
    pub expires: BTreeMap<Reference, Timestamp>,
    /// What was submitted, and how it was answered.
    pub submissions: HashMap<Submission, (String, Answer)>,
    /// Claims of updates, with whether the clock still watches them.
    pub updates: BTreeMap<UpdateRequest, (Update, bool)>,
    /// Timers.
    pub timers: BTreeMap<UpdateRequest, Timestamp>,
    /// The providers' queues: every message once by its id, as FIFO deduplication leaves it.
    pub queues: BTreeMap<String, Vec<CloudEvent<Offer>>>,
    /// The updates queue.
    pub requests: Vec<UpdateRequest>,
    /// Records put aside.
    pub graves: Vec<String>,
    /// Mail that went out.
    pub mails: Vec<Mail>,
    /// Counters by day and name.
    pub counters: BTreeMap<(jiff::civil::Date, String), u64>,
    /// The register of unmet needs, by year.
    pub gaps: BTreeMap<(i16, Gap), u64>,
    /// How many onward referrals each limited service holds.
    pub loads: BTreeMap<String, u32>,
    /// What is remembered of persons and places, by key.
    pub sightings: BTreeMap<String, Vec<Sighting>>,
    /// The loads as they were last read.
    pub recent_loads: Loads,
    /// Events counted already.
    pub counted: BTreeSet<String>,
    /// Wrong answers, and when they are forgotten.
    pub wrong: HashMap<String, (u32, Timestamp)>,
    /// How long each was made to wait who asked for a page with wrong words, or after many of them.
    pub waits: Vec<std::time::Duration>,
    /// The files in the feeds bucket, dropped ones and reports, by key.
    pub files: BTreeMap<String, File>,
    /// How far dropped files were read.
    pub checkpoints: BTreeMap<String, Checkpoint>,
    /// Files that are to be read on.
    pub to_read: Vec<String>,
    /// Support notes, by case, provider and id.
    pub notes: BTreeMap<(Reference, String, String), platform::notes::Note>,
    /// Who read what, and when.
    pub reads: Vec<(Reference, Timestamp, String)>,
    /// The accounts of those who work with the hub.
    pub staff: Vec<platform::http::Staff>,
    /// Tokens, and the client each was issued to.
    pub tokens: HashMap<String, String>,
    /// Clients, and what kind of sender each is.
    pub clients: HashMap<String, SourceKind>,
}

/// All ports over one shared world.
#[derive(Clone, Debug)]
pub struct Twin {
    state: Arc<Mutex<State>>,
    faults: Arc<Mutex<Faults>>,
    /// Whether the process that asked last has died of it.
    died: Arc<AtomicBool>,
    pub(crate) profile: Arc<Profile>,
}

impl Twin {
    /// A fresh world for an area.
    pub fn new(profile: Profile, faults: Faults) -> Self {
        Self {
            state: Arc::default(),
            faults: Arc::new(Mutex::new(faults)),
            died: Arc::default(),
            profile: Arc::new(profile),
        }
    }

    /// Looks into the world, past every fault.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// The area's profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Nothing goes wrong any more.
    pub fn heal(&self) {
        self.faults.lock().unwrap().heal();
    }

    /// How often each kind of fault has happened.
    pub fn faults_that_happened(&self) -> BTreeMap<Fault, u64> {
        self.faults.lock().unwrap().happened().clone()
    }

    /// Does a process's work to its end; nothing where it dies on the way, at a call of a port.
    pub async fn outlive<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut work = std::pin::pin!(work);
        std::future::poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if self.died.swap(false, Ordering::Relaxed) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        })
        .await
    }

    /// Does `work` as the faults of the day allow.
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
                // What it would have been told, it never hears.
                drop(work(&mut self.state()));
                self.die().await
            }
        }
    }

    /// Never goes on.
    async fn die<T>(&self) -> T {
        self.died.store(true, Ordering::Relaxed);
        std::future::pending().await
    }
}

/// Lets whatever else is ready go first, once.
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
