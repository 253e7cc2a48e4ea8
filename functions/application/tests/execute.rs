//! The write path, against a store that answers as each test says.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use application::{CaseState, Decision, Execution, OnConflict, Outcome, Refusal, retry};
use events::case::{Actor, Case, CaseChange, CaseEvent, CoordinatorReason, TaskGiven, TaskKind};
use events::update::UpdateKind;
use jiff::SignedDuration;
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use platform::PortError;
use platform::ports::{AppendEvents, AppendOutcome, SideWrites, Timer};
use std::collections::VecDeque;
use std::future::ready;
use std::sync::{Arc, Mutex};

/// A store that gives the prepared answers and records each append.
#[derive(Default)]
struct Store {
    answers: Mutex<VecDeque<Result<AppendOutcome, PortError>>>,
    appends: Mutex<Vec<Append>>,
}

struct Append {
    version: u32,
    words: Option<(u32, String)>,
    timer: Option<Timer>,
}

impl Store {
    fn answering(answers: impl IntoIterator<Item = Result<AppendOutcome, PortError>>) -> Self {
        Self {
            answers: Mutex::new(answers.into_iter().collect()),
            ..Self::default()
        }
    }

    fn appends(&self) -> usize {
        self.appends.lock().unwrap().len()
    }
}

impl AppendEvents for Store {
    async fn append(
        &self,
        after: &Case,
        _: &[CaseEvent],
        side_writes: SideWrites<'_>,
    ) -> Result<AppendOutcome, PortError> {
        self.appends.lock().unwrap().push(Append {
            version: after.version,
            words: side_writes
                .words
                .map(|words| (words.seq, words.text.clone())),
            timer: side_writes.timer.cloned(),
        });
        let answer = self.answers.lock().unwrap().pop_front();
        answer.expect("unexpected append")
    }
}

fn now() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn case() -> Case {
    twins::sample::new_case(7, now()).case
}

/// A case with this number of tasks.
fn later(tasks: usize) -> Case {
    let (case, _) = domain::case::apply::append_all(&case(), vec![task(); tasks], now()).unwrap();
    case
}

fn task() -> CaseChange {
    CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::Call,
        from: None,
        due: now(),
    })
}

/// A change that the case does not allow: no case is paused, so no pause can end.
fn illegal() -> CaseChange {
    CaseChange::Resumed { by: Actor::Machine }
}

/// Gives a task with `on_conflict`. Each read finds the case one version further.
async fn give_task(
    store: &Store,
    on_conflict: OnConflict,
) -> Result<Option<Outcome<Case, u32>>, Refusal> {
    let mut reads = 0;
    execution(store, on_conflict)
        .run(
            || {
                reads += 1;
                ready(Ok(Some(later(reads - 1))))
            },
            |case: Arc<Case>| ready(Ok(Decision::with_result(vec![task()], case.version))),
        )
        .await
}

fn execution(store: &Store, on_conflict: OnConflict) -> Execution<'_, Store> {
    Execution {
        ports: store,
        now: now(),
        action: "a test gave a task",
        on_conflict,
    }
}

fn status(refusal: &Refusal) -> StatusCode {
    refusal.response(None).status()
}

#[tokio::test]
async fn a_stored_decision_returns_its_events() {
    let store = Store::answering([Ok(AppendOutcome::Stored)]);
    let outcome = give_task(&store, OnConflict::Retry).await.unwrap().unwrap();
    assert!(outcome.is_stored());
    assert_eq!(outcome.state.version, case().version + 1);
    assert_eq!(outcome.events.len(), 1);
    assert_eq!(outcome.result, case().version);
}

#[tokio::test]
async fn a_changed_case_is_read_and_decided_again() {
    let moved = [
        Ok(AppendOutcome::Stale),
        Ok(AppendOutcome::SightingsStale),
        Ok(AppendOutcome::ServiceFull),
        Ok(AppendOutcome::Stored),
    ];
    let store = Store::answering(moved);
    let outcome = give_task(&store, OnConflict::Retry).await.unwrap().unwrap();
    assert_eq!(outcome.result, case().version + 3, "of the fourth read");
    let appends = store.appends.lock().unwrap();
    let versions: Vec<u32> = appends.iter().map(|append| append.version).collect();
    let first = case().version + 1;
    assert_eq!(versions, [first, first + 1, first + 2, first + 3]);
}

#[tokio::test]
async fn a_case_that_keeps_changing_is_given_up() {
    let store = Store::answering((0..4).map(|_| Ok(AppendOutcome::Stale)));
    let refusal = give_task(&store, OnConflict::Retry).await.unwrap_err();
    assert_eq!(status(&refusal), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(store.appends(), 4);
}

#[tokio::test]
async fn a_chosen_service_that_is_full_is_refused() {
    let store = Store::answering([Ok(AppendOutcome::Stale), Ok(AppendOutcome::ServiceFull)]);
    let refusal = give_task(&store, OnConflict::RetryUnlessFull)
        .await
        .unwrap_err();
    assert_eq!(status(&refusal), StatusCode::CONFLICT);
    assert_eq!(store.appends(), 2);
}

#[tokio::test]
async fn a_changed_case_is_refused_if_its_version_matters() {
    for (appended, expected) in [
        (AppendOutcome::Stale, StatusCode::PRECONDITION_FAILED),
        (
            AppendOutcome::SightingsStale,
            StatusCode::PRECONDITION_FAILED,
        ),
        (AppendOutcome::ServiceFull, StatusCode::CONFLICT),
    ] {
        let store = Store::answering([Ok(appended)]);
        let refusal = give_task(&store, OnConflict::Refuse).await.unwrap_err();
        assert_eq!(status(&refusal), expected, "{appended:?}");
        assert_eq!(store.appends(), 1);
    }
}

#[tokio::test]
async fn a_changed_case_is_left_for_the_next_run() {
    let store = Store::answering([Ok(AppendOutcome::Stale)]);
    let refusal = give_task(&store, OnConflict::LeaveForNextRun)
        .await
        .unwrap_err();
    assert!(matches!(refusal, Refusal::Port(PortError::Transient(_))));
    assert_eq!(store.appends(), 1);
}

#[tokio::test]
async fn an_ignored_conflict_returns_the_case_unchanged() {
    let store = Store::answering([Ok(AppendOutcome::Stale)]);
    let outcome = give_task(&store, OnConflict::Ignore)
        .await
        .unwrap()
        .unwrap();
    assert!(!outcome.is_stored());
    assert_eq!(outcome.state, case());
}

#[tokio::test]
async fn a_decision_without_changes_stores_nothing() {
    let store = Store::default();
    let outcome = execution(&store, OnConflict::Retry)
        .run(
            || ready(Ok(Some(case()))),
            |_: Arc<Case>| ready(Ok::<_, PortError>(Decision::nothing("so already"))),
        )
        .await
        .unwrap()
        .unwrap();
    assert_eq!(outcome.result, "so already");
    assert_eq!((store.appends(), outcome.is_stored()), (0, false));
}

#[tokio::test]
async fn a_missing_case_is_not_decided_on() {
    let store = Store::default();
    let outcome = execution(&store, OnConflict::Retry)
        .run(
            || ready(Ok(None)),
            |_: Arc<Case>| {
                ready(Err::<Decision, _>(PortError::Permanent(
                    "it was decided on".to_owned(),
                )))
            },
        )
        .await;
    assert!(outcome.unwrap().is_none());
}

#[tokio::test]
async fn an_illegal_change_is_refused() {
    let store = Store::default();
    let refused = execution(&store, OnConflict::Retry)
        .run(
            || ready(Ok(Some(case()))),
            |_: Arc<Case>| ready(Ok::<_, Refusal>(Decision::of(vec![task(), illegal()]))),
        )
        .await
        .unwrap_err();
    assert!(matches!(refused, Refusal::Illegal(_)));
    assert_eq!(status(&refused), StatusCode::CONFLICT);
    let explained = refused.introduced_by("This cannot be done");
    assert!(
        matches!(explained, Refusal::Problem(StatusCode::CONFLICT, title)
        if title.starts_with("This cannot be done: "))
    );
    assert_eq!(store.appends(), 0);
}

#[tokio::test]
async fn a_decision_may_have_a_result_if_illegal() {
    let store = Store::default();
    let outcome = execution(&store, OnConflict::Retry)
        .run(
            || ready(Ok(Some(case()))),
            |_: Arc<Case>| async {
                let decision = Decision::with_result(vec![illegal()], "resumed");
                Ok::<_, PortError>(decision.or_if_illegal(|_| "not paused"))
            },
        )
        .await
        .unwrap()
        .unwrap();
    assert_eq!(outcome.result, "not paused");
    assert_eq!(outcome.state.case(), &case());
}

#[tokio::test]
async fn words_belong_to_the_first_event() {
    let store = Store::answering([Ok(AppendOutcome::Stored)]);
    execution(&store, OnConflict::Retry)
        .run_from(
            later(2),
            || ready(Ok(None)),
            |_: Arc<Case>| async {
                let words = Some("please call".to_owned());
                Ok::<_, PortError>(Decision::of(vec![task(), task()]).words(words))
            },
        )
        .await
        .unwrap();
    let appends = store.appends.lock().unwrap();
    let expected = (later(2).version + 1, "please call".to_owned());
    assert_eq!(appends[0].words, Some(expected));
}

#[tokio::test]
async fn a_failed_append_is_not_repeated() {
    let store = Store::answering([Err(PortError::Transient("throttled".to_owned()))]);
    let refusal = give_task(&store, OnConflict::Retry).await.unwrap_err();
    assert_eq!(status(&refusal), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(store.appends(), 1);
}

#[tokio::test]
async fn an_attempt_is_repeated_four_times_at_most() {
    let mut attempts = 0;
    let done = retry("a test tried", || {
        attempts += 1;
        ready(Ok::<_, PortError>((attempts == 4).then_some(attempts)))
    });
    assert_eq!(done.await.unwrap(), 4);
    let never = retry("a test tried", || ready(Ok::<Option<u32>, PortError>(None)));
    assert!(matches!(never.await, Err(PortError::Transient(_))));
}

/// The timer that is stored when `change` is made in a case whose acknowledgement waits for a safe hour.
async fn timer_of(mut case: Case, change: CaseChange, wait: SignedDuration) -> Option<Timer> {
    case.received.acknowledge_at = Some(now() + wait);
    let store = Store::answering([Ok(AppendOutcome::Stored)]);
    execution(&store, OnConflict::Retry)
        .run_from::<_, _, Refusal, _, _>(
            case,
            || ready(Ok(None)),
            |_| ready(Ok(Decision::of(vec![change.clone()]))),
        )
        .await
        .unwrap();
    store.appends.into_inner().unwrap().pop().unwrap().timer
}

/// What routes a case, from any caller.
fn routed() -> CaseChange {
    CaseChange::GivenToCoordinators {
        why: CoordinatorReason::NoService,
        due: now(),
    }
}

#[tokio::test]
async fn the_first_routing_sets_the_timer_of_a_waiting_acknowledgement() {
    let wait = SignedDuration::from_hours(8);
    let timer = timer_of(case(), routed(), wait).await.unwrap();
    assert_eq!(timer.at, now() + wait);
    assert_eq!(timer.kind, UpdateKind::Acknowledgement);
    assert_eq!(timer.reference, case().reference);
}

#[tokio::test]
async fn no_other_change_sets_that_timer() {
    let wait = SignedDuration::from_hours(8);
    assert_eq!(timer_of(case(), task(), wait).await, None);
    let once = domain::case::apply::append_all(&case(), vec![routed()], now()).unwrap();
    assert_eq!(timer_of(once.0, routed(), wait).await, None, "was routed");
    let set_aside = CaseChange::GivenToCoordinators {
        why: CoordinatorReason::SetAside,
        due: now(),
    };
    assert_eq!(timer_of(case(), set_aside, wait).await, None);
    let past = -SignedDuration::from_hours(1);
    assert_eq!(
        timer_of(case(), routed(), past).await,
        None,
        "is sent immediately"
    );
}
