//! Every minute: whose time has passed. The clock is the hub's promise-keeping, and it also catches a lost message. Every
//! day: whose time to be forgotten has come.

mod day;

pub use day::each_day;

mod ended;

use application::{Decision, Execution, OnConflict, Outcome};
use domain::case::commands::clock::{overdue, unconfirmed_update};
use events::Reference;
use events::case::{Case, CaseChange, Update};
use events::justice::PromiseOwner;
use futures_util::future::join_all;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Agenda, Due, Lane, ReadExpired, ReadWorklist, SettleClaim};
use std::future::ready;
use std::sync::Arc;

/// Which of the clock's two hands moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// Each minute.
    Minute,
    /// Each day, early in the morning in London.
    Day,
}

impl Tick {
    /// What a schedule's message stands for: the day's says so, any other is a minute's.
    pub fn of(message: &serde_json::Value) -> Self {
        if message["tick"] == "day" {
            Self::Day
        } else {
            Self::Minute
        }
    }
}

/// What the clock needs of the world: all that routing needs, the agenda, what is to be forgotten, and the worklists of
/// services that have ended.
pub trait Ports: react::Routing + Agenda + SettleClaim + ReadExpired + ReadWorklist {}
impl<P: react::Routing + Agenda + SettleClaim + ReadExpired + ReadWorklist> Ports for P {}

/// How many cases are acted on side by side.
const AT_ONCE: usize = 16;

/// Acts on everything that is due, page by page, people in danger and at high risk first, and says how much there was. One
/// thing that fails does not stop the others, and nothing is begun once `has_time` says no.
///
/// # Errors
/// [`PortError`] where the agenda cannot be read, where the time was over before all was done, or the last one that failed:
/// the next minute tries again.
pub async fn handle<P: Ports>(
    ports: &P,
    hub: &str,
    now: Timestamp,
    has_time: impl Fn() -> bool,
) -> Result<usize, PortError> {
    let (mut count, mut failed) = (0, None);
    for lane in Lane::ALL {
        let mut after = None;
        loop {
            let page = ports.due(lane, now, after.as_ref()).await?;
            for together in by_case(page.due).chunks(AT_ONCE) {
                if !has_time() {
                    tracing::error!(
                        count,
                        "more is due than one minute can do; the next goes on"
                    );
                    return Err(PortError::Transient(
                        "more is due than one minute can do".to_owned(),
                    ));
                }
                count += together.iter().map(Vec::len).sum::<usize>();
                let acted =
                    join_all(together.iter().map(|items| all_of(ports, hub, items, now))).await;
                failed = acted
                    .into_iter()
                    .filter_map(Result::err)
                    .next_back()
                    .or(failed);
            }
            match page.next {
                None => break,
                next => after = next,
            }
        }
    }
    if ended::is_time(now)
        && let Err(error) = ended::look(ports, now).await
    {
        tracing::error!(cause = %error, "services that have ended could not all be looked at");
        failed = Some(error);
    }
    failed.map_or(Ok(count), Err)
}

/// What is due, each case's together and in its order: two things that happen to one case at once would only stand in each
/// other's way.
fn by_case(due: Vec<Due>) -> Vec<Vec<Due>> {
    let mut cases: Vec<Vec<Due>> = Vec::new();
    for item in due {
        match cases
            .iter_mut()
            .find(|known| known[0].reference() == item.reference())
        {
            Some(known) => known.push(item),
            None => cases.push(vec![item]),
        }
    }
    cases
}

/// Does what is due for one case, one thing after the other.
async fn all_of<P: Ports>(
    ports: &P,
    hub: &str,
    items: &[Due],
    now: Timestamp,
) -> Result<(), PortError> {
    let mut outcome = Ok(());
    for item in items {
        let acted = match item {
            Due::Case(reference) => case_is_due(ports, hub, reference, now).await,
            Due::Timer(timer) => timer_is_due(ports, timer).await,
            Due::Claim(reference, update) => claim_is_due(ports, reference, update, now).await,
        };
        if let Err(error) = acted {
            let due = kind_of(item);
            tracing::error!(case.reference = %item.reference(), cause = %error, due, "something due could not be done");
            outcome = Err(error);
        }
    }
    outcome
}

/// Somebody let the time pass: offers lapse each on its own, the coordinators pursue a late first contact, and the hub
/// looks for services where it should have done so by now.
async fn case_is_due<P: Ports>(
    ports: &P,
    hub: &str,
    reference: &Reference,
    now: Timestamp,
) -> Result<(), PortError> {
    let outcome = change(ports, reference, now, |case| {
        let must_match = case.match_by.is_some_and(|by| by <= now);
        Decision::with_result(overdue(case, now), must_match)
    })
    .await?;
    if let Some(outcome) = outcome.filter(|outcome| outcome.result) {
        let case = outcome.state;
        tracing::warn!(case.reference = %reference, "a case was not routed in time; the clock routes it");
        let version = case.version;
        react::settle(ports, hub, case, version, now).await?;
    }
    Ok(())
}

/// A window opens: the update may be asked for.
async fn timer_is_due<P: Ports>(
    ports: &P,
    timer: &platform::ports::Timer,
) -> Result<(), PortError> {
    // Asked first, forgotten after: a crash between asks twice, and the claim lets one through.
    ports.request_update(&timer.request()).await?;
    ports.forget_timer(timer).await
}

/// An update was claimed and never recorded: it is never sent again by a machine; someone finds out.
async fn claim_is_due<P: Ports>(
    ports: &P,
    reference: &Reference,
    update: &Update,
    now: Timestamp,
) -> Result<(), PortError> {
    change(ports, reference, now, |case| {
        let task = unconfirmed_update(case, update.kind, now);
        Decision::of(task.into_iter().collect())
    })
    .await?;
    ports.settle_claim(&update.request(reference)).await
}

/// Changes a case as the clock sees that it must. Where it moves at the same moment, the next minute sees what is still due.
async fn change<P: Ports, T>(
    ports: &P,
    reference: &Reference,
    now: Timestamp,
    decide: impl Fn(&Case) -> Decision<T>,
) -> Result<Option<Outcome<Case, T>>, PortError> {
    let execution = Execution {
        ports,
        now,
        action: "the clock looked at it",
        on_conflict: OnConflict::LeaveForNextRun,
    };
    let outcome = execution
        .run(
            || ports.case(reference),
            |case: Arc<Case>| ready(Ok(decide(&case))),
        )
        .await?;
    if let Some(outcome) = &outcome {
        for event in &outcome.events {
            seen_broken(&outcome.state, &event.what);
        }
    }
    Ok(outcome)
}

/// A broken promise is seen (DC7): by the person, by whoever owed it, and in the hub's figures; and by an operator, who can
/// tell whether it is one or many.
fn seen_broken(case: &Case, what: &CaseChange) {
    let CaseChange::PromiseBroken { promise: code } = what else {
        return;
    };
    let promise = case.promises.iter().find(|promise| promise.code == *code);
    let owner = promise.map(|promise| promise.owner);
    let by = owner.map(PromiseOwner::as_str);
    if owner == Some(PromiseOwner::Hub) {
        // Nobody else pursues the hub: an operator is woken by the template's `HubBrokenFilter`.
        tracing::error!(case.reference = %case.reference, %code, owner = by, "a promise was broken by the hub itself");
    } else {
        tracing::warn!(case.reference = %case.reference, %code, owner = by, "a promise was broken");
    }
}

fn kind_of(due: &Due) -> &'static str {
    match due {
        Due::Case(_) => "case",
        Due::Timer(_) => "timer",
        Due::Claim(..) => "claim",
    }
}
