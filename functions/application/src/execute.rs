//! The one write path: read a case, decide, store the events, and do it again where the case has moved meanwhile.

use domain::case::apply::{IllegalChange, append_all};
use events::case::{Case, CaseChange, CaseEvent, CaseFile, Sighting};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{AppendEvents, AppendOutcome, People, Remembered, SideWrites, Timer, Words};
use serde_json::Value;
use std::sync::Arc;

/// How often something is tried in all while the case moves under it.
const TRIES: usize = 4;

/// What to do where a decision cannot be stored, because what it was made of is no longer so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// Read the case again, decide again and store again, a few times.
    Retry,
    /// The same where the case moved; but where a service has no room left, refuse. Whoever chose it chooses again.
    RetryUnlessFull,
    /// Refuse: the decision is of the case that its writer saw, and of no other.
    Refuse,
    /// Fail, without a second try: the clock's next run sees what is still due.
    LeaveForNextRun,
    /// Go on as if nothing had been decided.
    Ignore,
}

/// Why a decision was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The case has moved on, or what was read beside it has.
    Moved,
    /// A service that was to be offered the case has no room left.
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

/// Where nobody waits for the answer, a conflict passes when it is tried again.
impl From<Conflict> for PortError {
    fn from(conflict: Conflict) -> Self {
        Self::Transient(
            match conflict {
                Conflict::Moved => "a case moved while it was being changed",
                Conflict::Full => "a service filled up while a case was being offered to it",
            }
            .to_owned(),
        )
    }
}

/// What a decision is made of: a case, and whatever is read with it.
pub trait CaseState: Clone {
    /// The case.
    fn case(&self) -> &Case;
    /// Takes in what was stored.
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

/// What becomes of the person's document.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Document {
    /// Nothing.
    #[default]
    Unchanged,
    /// This takes its place.
    Replaced(Value),
    /// It is deleted.
    Erased,
}

/// What is to happen to a case, and what is stored with it in the same transaction.
#[derive(Debug)]
pub struct Decision<T = ()> {
    changes: Vec<CaseChange>,
    result: T,
    document: Document,
    words: Option<String>,
    timer: Option<Timer>,
    sightings: Vec<(Remembered, Vec<Sighting>)>,
    if_illegal: Option<fn(IllegalChange) -> T>,
}

impl Decision {
    /// These events, in this order. Nothing is stored where there are none: it is so already.
    pub fn of(changes: Vec<CaseChange>) -> Self {
        Self::with_result(changes, ())
    }
}

impl<T> Decision<T> {
    /// These events, and what the caller is told with them.
    pub fn with_result(changes: Vec<CaseChange>, result: T) -> Self {
        Self {
            changes,
            result,
            document: Document::Unchanged,
            words: None,
            timer: None,
            sightings: Vec::new(),
            if_illegal: None,
        }
    }

    /// Nothing happens.
    pub fn nothing(result: T) -> Self {
        Self::with_result(Vec::new(), result)
    }

    /// With what becomes of the person's document.
    #[must_use]
    pub fn document(mut self, document: Document) -> Self {
        self.document = document;
        self
    }

    /// With the person's own words, which belong to the first event.
    #[must_use]
    pub fn words(mut self, words: Option<String>) -> Self {
        self.words = words;
        self
    }

    /// With a timer.
    #[must_use]
    pub fn timer(mut self, timer: Option<Timer>) -> Self {
        self.timer = timer;
        self
    }

    /// With what is remembered of persons and places from now on, in place of what was read.
    #[must_use]
    pub fn sightings(mut self, sightings: Vec<(Remembered, Vec<Sighting>)>) -> Self {
        self.sightings = sightings;
        self
    }

    /// With another result where the case does not allow the events. Nothing is stored then, and it is no error.
    #[must_use]
    pub fn or_if_illegal(mut self, result: fn(IllegalChange) -> T) -> Self {
        self.if_illegal = Some(result);
        self
    }

    /// Whether nothing happens.
    pub fn is_nothing(&self) -> bool {
        self.changes.is_empty()
    }
}

/// What came of a decision.
#[derive(Debug)]
pub struct Outcome<S, T> {
    /// The case, as it is now.
    pub state: S,
    /// The events that were stored; none where it was so already.
    pub events: Vec<CaseEvent>,
    /// What the decision has for its caller.
    pub result: T,
}

impl<S, T> Outcome<S, T> {
    /// Whether anything was stored.
    pub fn is_stored(&self) -> bool {
        !self.events.is_empty()
    }
}

/// A change of one case: read, decide, store.
#[derive(Clone, Copy, Debug)]
pub struct Execution<'a, P> {
    /// Where it is stored.
    pub ports: &'a P,
    /// When it happens.
    pub now: Timestamp,
    /// Who does what, for the log: `a provider accepted`.
    pub action: &'static str,
    /// What to do where the case has moved.
    pub on_conflict: OnConflict,
}

impl<P: AppendEvents> Execution<'_, P> {
    /// Reads a case with `read`, and stores what `decide` says of it. Nothing where `read` finds no case.
    ///
    /// Both may be called several times. A decision reads whatever else it needs itself, so that it is read again too.
    /// (They are plain closures, and the case is shared: of an async closure that borrows it the compiler cannot say that a
    /// Lambda's runtime may send it.)
    ///
    /// # Errors
    /// Those of `read` and `decide`; [`IllegalChange`] where the case does not allow what was decided; [`Conflict`] where
    /// [`OnConflict`] says so; and [`PortError`] where it cannot be stored, or the case keeps moving.
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
        // On the heap: it holds several copies of a case, and its caller's future would hold them too.
        Box::pin(self.run_with(None, read, decide)).await
    }

    /// The same, beginning with the case as the caller has read it already.
    ///
    /// # Errors
    /// As [`Execution::run`].
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
                    return Err(PortError::Transient(format!("a case moved while {action}")).into());
                }
                (OnConflict::Ignore, _) => return Ok(Some(outcome)),
            }
        }
        Err(kept_moving(self.action).into())
    }

    /// Applies a decision to the case as it was read, and stores it. With a conflict nothing was stored.
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
            mut result,
            document,
            words,
            timer,
            sightings,
            if_illegal,
        } = decision;
        let mut events = Vec::new();
        let mut conflict = None;
        if !changes.is_empty() {
            match (append_all(state.case(), changes, self.now), if_illegal) {
                (Ok((after, appended)), _) => {
                    let words = words.map(|text| Words {
                        seq: state.case().version + 1,
                        at: self.now,
                        text,
                    });
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
                    match Conflict::of(self.ports.append(&after, &appended, side_writes).await?) {
                        None => {
                            self.log(&after, &appended);
                            state.advance(after, &appended);
                            events = appended;
                        }
                        why => conflict = why,
                    }
                }
                (Err(illegal), Some(if_illegal)) => result = if_illegal(illegal),
                (Err(illegal), None) => return Err(illegal.into()),
            }
        }
        let outcome = Outcome {
            state,
            events,
            result,
        };
        Ok((outcome, conflict))
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

/// Tries something that is stored only where a case is still as it was read, until it is. For what is no event of a case:
/// [`Execution`] is for those. An attempt says `None` where the case moved under it.
///
/// # Errors
/// Those of `attempt`, and [`PortError`] where the case keeps moving.
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

fn kept_moving(action: &str) -> PortError {
    PortError::Transient(format!("a case kept moving while {action}"))
}
