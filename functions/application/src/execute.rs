//! The only write path: read a case, decide, store the events, and start again if the case has changed in between.
//!
//! ```text
//!        ┌─────────────── Retry ────────────────┐
//!        ▼                                      │
//!      read ──▶ decide ──▶ apply ──▶ append ──▶ conflict
//!        │         │          │         │
//!     no case   refusal   illegal     stored
//! ```
//!
//! `read` and `decide` come from the caller. A decision is a list of [`CaseChange`]s, with what is written in the same
//! transaction: see [`Decision`]. The domain applies the changes to the case that was read, and the port appends the
//! events only if the stored case still has that version. [`OnConflict`] says what happens otherwise.

use domain::case::apply::{IllegalChange, append_all};
use domain::case::deadlines::later_acknowledgement;
use events::case::{Case, CaseChange, CaseEvent, CaseFile, Sighting};
use events::parse::kept;
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{AppendEvents, AppendOutcome, People, Remembered, SideWrites, Timer, Words};
use serde_json::Value;
use std::sync::Arc;

/// The number of attempts while the case keeps changing.
const TRIES: usize = 4;

/// What to do if a decision cannot be stored because of a [`Conflict`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// Read, decide and store again, up to four times in all. For decisions that depend only on the current case.
    Retry,
    /// As [`Self::Retry`] if the case has changed, but refuse if a service is full. For a service that somebody chose:
    /// they have to choose another.
    RetryUnlessFull,
    /// Refuse. For a decision about the version of the case that the user read.
    Refuse,
    /// Fail without another attempt. For the clock: its next run sees what is still due.
    LeaveForNextRun,
    /// Return the case that was read, without events. For changes that may be lost.
    Ignore,
}

/// Why a decision was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The case has changed, or another case of the same person or place was stored.
    Moved,
    /// A service that was to get an offer is full.
    Full,
}

impl Conflict {
    const fn of(appended: AppendOutcome) -> Option<Self> {
        match appended {
            AppendOutcome::Stored => None,
            AppendOutcome::ServiceFull => Some(Self::Full),
            AppendOutcome::Stale | AppendOutcome::SightingsStale => Some(Self::Moved),
        }
    }
}

/// In a background function a conflict is a transient error: the next delivery tries again.
impl From<Conflict> for PortError {
    fn from(conflict: Conflict) -> Self {
        Self::Transient(
            match conflict {
                Conflict::Moved => "a case changed while it was being processed",
                Conflict::Full => "a service filled up while a case was being offered to it",
            }
            .to_owned(),
        )
    }
}

/// The state that a decision is based on: a [`Case`], or a [`CaseFile`] with its events.
pub trait CaseState: Clone {
    /// The case.
    fn case(&self) -> &Case;
    /// Moves to the state `after` the stored `events`.
    fn advance(&mut self, after: Case, events: &[CaseEvent]);
}

impl CaseState for Case {
    fn case(&self) -> &Case {
        self
    }

    fn advance(&mut self, after: Case, _: &[CaseEvent]) {
        *self = after;
    }
}

impl CaseState for CaseFile {
    fn case(&self) -> &Case {
        &self.case
    }

    fn advance(&mut self, after: Case, events: &[CaseEvent]) {
        self.case = after;
        self.events.extend_from_slice(events);
    }
}

/// The change of the person's document.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Document {
    /// The document stays.
    #[default]
    Unchanged,
    /// This document replaces the stored one.
    Replaced(Value),
    /// The document is deleted.
    Erased,
}

/// The changes of a case, what is written with them in one transaction, and a result for the caller.
#[derive(Debug)]
pub struct Decision<T = ()> {
    changes: Vec<CaseChange>,
    result: T,
    document: Document,
    words: Option<String>,
    sightings: Vec<(Remembered, Vec<Sighting>)>,
    if_illegal: Option<fn(IllegalChange) -> T>,
}

impl Decision {
    /// Makes these changes, in this order. Without changes nothing is stored.
    pub fn of(changes: Vec<CaseChange>) -> Self {
        Self::with_result(changes, ())
    }
}

impl<T> Decision<T> {
    /// Makes these changes, and returns `result` to the caller.
    pub fn with_result(changes: Vec<CaseChange>, result: T) -> Self {
        Self {
            changes,
            result,
            document: Document::Unchanged,
            words: None,
            sightings: Vec::new(),
            if_illegal: None,
        }
    }

    /// Changes nothing, and returns `result` to the caller.
    pub fn nothing(result: T) -> Self {
        Self::with_result(Vec::new(), result)
    }

    /// The changes, before they are stored.
    pub fn changes(&self) -> &[CaseChange] {
        &self.changes
    }

    /// Changes the person's document too.
    #[must_use]
    pub fn document(mut self, document: Document) -> Self {
        self.document = document;
        self
    }

    /// Stores the person's words too, under the number of the first event.
    #[must_use]
    pub fn words(mut self, words: Option<String>) -> Self {
        self.words = words;
        self
    }

    /// Replaces entries of the hub's memory too. Another case that changed the same entries is a [`Conflict::Moved`].
    #[must_use]
    pub fn sightings(mut self, sightings: Vec<(Remembered, Vec<Sighting>)>) -> Self {
        self.sightings = sightings;
        self
    }

    /// Returns another result if the case does not allow the changes. Nothing is stored then, and it is not an error.
    #[must_use]
    pub fn or_if_illegal(mut self, result: fn(IllegalChange) -> T) -> Self {
        self.if_illegal = Some(result);
        self
    }

    /// Whether the decision has no changes.
    pub fn is_nothing(&self) -> bool {
        self.changes.is_empty()
    }
}

/// The outcome of a decision.
#[derive(Debug)]
pub struct Outcome<S, T> {
    /// The case after the change.
    pub state: S,
    /// The stored events. Empty if the decision had no changes.
    pub events: Vec<CaseEvent>,
    /// The result from the decision.
    pub result: T,
}

impl<S, T> Outcome<S, T> {
    fn unchanged(state: S, result: T) -> Self {
        Self {
            state,
            events: Vec::new(),
            result,
        }
    }

    /// Whether any event was stored.
    pub fn is_stored(&self) -> bool {
        !self.events.is_empty()
    }
}

/// How to change one case. [`Self::run`] reads it first, and [`Self::run_from`] starts with a case that was read already.
#[derive(Clone, Copy, Debug)]
pub struct Execution<'a, P> {
    /// The ports that store the events.
    pub ports: &'a P,
    /// The time of the events.
    pub now: Timestamp,
    /// Who does what, for the log: `a provider accepted`. It holds nothing personal.
    pub action: &'static str,
    /// What to do if the case has changed.
    pub on_conflict: OnConflict,
}

impl<P: AppendEvents> Execution<'_, P> {
    /// Reads a case, decides, and stores the decision. Returns `None` if `read` finds no case.
    ///
    /// Both closures run again after a conflict. So `decide` has to read anything else that it needs (such as loads)
    /// itself. They are plain closures that return futures, and the case is in an [`Arc`], because the compiler cannot
    /// show that an async closure borrowing the case is `Send`.
    ///
    /// # Errors
    /// Any error of `read` and `decide`. [`IllegalChange`] if the case does not allow the changes. [`Conflict`] as
    /// [`OnConflict`] says. [`PortError`] if the port fails or the case keeps changing.
    pub async fn run<S, T, E, R, D>(
        &self,
        read: impl FnMut() -> R,
        decide: impl FnMut(Arc<S>) -> D,
    ) -> Result<Option<Outcome<S, T>>, E>
    where
        S: CaseState,
        E: From<PortError> + From<IllegalChange> + From<Conflict>,
        R: Future<Output = Result<Option<S>, E>>,
        D: Future<Output = Result<Decision<T>, E>>,
    {
        // On the heap, because it holds several copies of a case. Otherwise the caller's future would hold them too.
        Box::pin(self.run_with(None, read, decide)).await
    }

    /// As [`Self::run`], but the first decision is about `known`, which the caller has read already.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub async fn run_from<S, T, E, R, D>(
        &self,
        known: S,
        read: impl FnMut() -> R,
        decide: impl FnMut(Arc<S>) -> D,
    ) -> Result<Option<Outcome<S, T>>, E>
    where
        S: CaseState,
        E: From<PortError> + From<IllegalChange> + From<Conflict>,
        R: Future<Output = Result<Option<S>, E>>,
        D: Future<Output = Result<Decision<T>, E>>,
    {
        Box::pin(self.run_with(Some(known), read, decide)).await
    }

    async fn run_with<S, T, E, R, D>(
        &self,
        mut known: Option<S>,
        mut read: impl FnMut() -> R,
        mut decide: impl FnMut(Arc<S>) -> D,
    ) -> Result<Option<Outcome<S, T>>, E>
    where
        S: CaseState,
        E: From<PortError> + From<IllegalChange> + From<Conflict>,
        R: Future<Output = Result<Option<S>, E>>,
        D: Future<Output = Result<Decision<T>, E>>,
    {
        for _ in 0..TRIES {
            let state = match known.take() {
                Some(state) => state,
                None => match read().await? {
                    Some(state) => state,
                    None => return Ok(None),
                },
            };
            let state = Arc::new(state);
            let decision = decide(Arc::clone(&state)).await?;
            let state = Arc::unwrap_or_clone(state);
            let (outcome, conflict) = self.store::<S, T, E>(state, decision).await?;
            let Some(conflict) = conflict else {
                return Ok(Some(outcome));
            };
            match (self.on_conflict, conflict) {
                (OnConflict::Retry, _) | (OnConflict::RetryUnlessFull, Conflict::Moved) => {}
                (OnConflict::RetryUnlessFull | OnConflict::Refuse, conflict) => {
                    return Err(conflict.into());
                }
                (OnConflict::LeaveForNextRun, _) => {
                    let action = self.action;
                    return Err(
                        PortError::Transient(format!("a case changed while {action}")).into(),
                    );
                }
                (OnConflict::Ignore, _) => return Ok(Some(outcome)),
            }
        }
        Err(kept_moving(self.action).into())
    }

    /// Applies a decision to `state` and appends the events. If it returns a conflict, nothing was stored and the outcome
    /// has no events.
    async fn store<S, T, E>(
        &self,
        mut state: S,
        decision: Decision<T>,
    ) -> Result<(Outcome<S, T>, Option<Conflict>), E>
    where
        S: CaseState,
        E: From<PortError> + From<IllegalChange>,
    {
        let Decision {
            changes,
            result,
            document,
            words,
            sightings,
            if_illegal,
        } = decision;
        if changes.is_empty() {
            return Ok((Outcome::unchanged(state, result), None));
        }
        let (after, events) = match (append_all(state.case(), changes, self.now), if_illegal) {
            (Ok(appended), _) => appended,
            (Err(illegal), Some(result)) => {
                return Ok((Outcome::unchanged(state, result(illegal)), None));
            }
            (Err(illegal), None) => return Err(illegal.into()),
        };
        let timer = acknowledgement(state.case(), &after, self.now);
        let words = words.map(|text| Words {
            seq: state.case().version + 1,
            at: self.now,
            text,
        });
        let document = match document {
            Document::Replaced(document) => Document::Replaced(kept(document)),
            unchanged_or_erased => unchanged_or_erased,
        };
        let side_writes = SideWrites {
            timer: timer.as_ref(),
            sightings: &sightings,
            people: match &document {
                Document::Unchanged => People::Same,
                Document::Replaced(document) => People::Rewritten(document),
                Document::Erased => People::Erased(&[]),
            },
            words: words.as_ref(),
        };
        let appended = self.ports.append(&after, &events, side_writes).await?;
        if let Some(conflict) = Conflict::of(appended) {
            return Ok((Outcome::unchanged(state, result), Some(conflict)));
        }
        self.log(&after, &events);
        state.advance(after, &events);
        let outcome = Outcome {
            state,
            events,
            result,
        };
        Ok((outcome, None))
    }

    fn log(&self, after: &Case, events: &[CaseEvent]) {
        let names: Vec<&str> = events.iter().map(|event| event.what.name()).collect();
        tracing::info!(
            case.reference = %after.reference,
            owner = %after.owner.kind,
            events = names.join(","),
            action = self.action,
            "a case was changed"
        );
    }
}

/// Repeats an operation that fails if the case has changed since it was read. It is for operations that store no event;
/// [`Execution`] is for those that do. An attempt returns `None` if the case has changed.
///
/// # Errors
/// Any error of `attempt`, and [`PortError`] if the case keeps changing.
pub async fn retry<T, E, F>(action: &str, mut attempt: impl FnMut() -> F) -> Result<T, E>
where
    E: From<PortError>,
    F: Future<Output = Result<Option<T>, E>>,
{
    for _ in 0..TRIES {
        if let Some(done) = attempt().await? {
            return Ok(done);
        }
    }
    Err(kept_moving(action).into())
}

/// The timer of an acknowledgement that waits for a safe hour. It is set in the transaction that first routes the case.
fn acknowledgement(before: &Case, after: &Case, now: Timestamp) -> Option<Timer> {
    let at = later_acknowledgement(before, after, now)?;
    let request = UpdateRequest {
        reference: after.reference.clone(),
        kind: UpdateKind::Acknowledgement,
        about: UpdateRequest::FIRST,
    };
    Some(Timer::of(&request, at))
}

fn kept_moving(action: &str) -> PortError {
    PortError::Transient(format!("a case kept changing while {action}"))
}
