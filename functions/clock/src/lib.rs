//! Every minute: acts on whatever is overdue, which also covers lost messages. Every day: orders the erasure of the
//! cases whose retention period has ended.

mod erasure;

pub use erasure::each_day;

mod contract_end;
mod leavers;

pub use leavers::{Left, coordinator_left};

use application::{Decision, Execution, OnConflict, Outcome};
use domain::case::commands::clock::{overdue, unconfirmed_update};
use events::Reference;
use events::case::{Case, CaseChange, Update};
use events::justice::PromiseOwner;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::ports::{Agenda, Due, Lane, ReadExpired, ReadWorklist, SettleClaim};
use std::future::ready;
use std::sync::Arc;

/// Which schedule started the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    Minute,
    /// Early in the morning in London.
    Day,
}

/// A minute's tick that is as late as this has nothing to do that the next one does not. A schedule starts within its
/// minute.
const LATE: SignedDuration = SignedDuration::from_mins(2);

impl Tick {
    /// Reads the message of a schedule. Any message other than the daily one is the minute's. `None` for one of a minute
    /// that has passed: it waited for a place to run.
    pub fn of(message: &serde_json::Value, now: Timestamp) -> Option<Self> {
        if message["tick"] == "day" {
            return Some(Self::Day);
        }
        let at: Option<Timestamp> = message["time"].as_str().and_then(|text| text.parse().ok());
        let late = at.is_some_and(|at| now.duration_since(at) > LATE);
        (!late).then_some(Self::Minute)
    }
}

/// All ports of routing, the agenda, the list of expired cases, and the worklists of services that have ended.
pub trait Ports: react::Routing + Agenda + SettleClaim + ReadExpired + ReadWorklist {}
impl<P: react::Routing + Agenda + SettleClaim + ReadExpired + ReadWorklist> Ports for P {}

/// Cases that are processed concurrently.
const CONCURRENCY: usize = 16;

/// Acts on everything that is due, page by page, and returns how much there was. People in danger and at high risk
/// come first. If one thing fails, the others continue. Nothing new starts once `has_time` returns false.
///
/// # Errors
/// [`PortError`] if the agenda cannot be read, if the time ran out, or that of the last thing that failed. The next
/// minute tries again.
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
            for cases in by_case(page.due).chunks(CONCURRENCY) {
                if !has_time() {
                    tracing::error!(
                        count,
                        "more is due than one minute can process; the next continues"
                    );
                    return Err(PortError::Transient(
                        "more is due than one minute can process".to_owned(),
                    ));
                }
                count += cases.iter().map(Vec::len).sum::<usize>();
                let outcomes = join_all(
                    cases
                        .iter()
                        .map(|items| process_case(ports, hub, items, now)),
                )
                .await;
                failed = outcomes
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
    if contract_end::is_time(now)
        && let Err(error) = contract_end::wind_down_ended_services(ports, now).await
    {
        tracing::error!(cause = %error, "some services that have ended could not be wound down");
        failed = Some(error);
    }
    failed.map_or(Ok(count), Err)
}

/// Groups what is due by case, in order. Changes of one case would conflict if they ran concurrently.
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

/// Does everything that is due for one case, in order.
async fn process_case<P: Ports>(
    ports: &P,
    hub: &str,
    items: &[Due],
    now: Timestamp,
) -> Result<(), PortError> {
    let mut outcome = Ok(());
    for item in items {
        let result = match item {
            Due::Case(reference) => case_is_due(ports, hub, reference, now).await,
            Due::Timer(timer) => timer_is_due(ports, timer).await,
            Due::Claim(reference, update) => claim_is_due(ports, reference, update, now).await,
        };
        if let Err(error) = result {
            let due = kind_of(item);
            tracing::error!(case.reference = %item.reference(), cause = %error, due, "an item of the agenda failed");
            outcome = Err(error);
        }
    }
    outcome
}

/// Handles an overdue case: each unanswered offer expires, the coordinators get a late first contact, and the hub
/// looks for services if it has not done so in time.
async fn case_is_due<P: Ports>(
    ports: &P,
    hub: &str,
    reference: &Reference,
    now: Timestamp,
) -> Result<(), PortError> {
    let outcome = change(ports, reference, now, |case| {
        let must_match = case.support.match_by.is_some_and(|by| by <= now);
        Decision::with_result(overdue(case, now), must_match)
    })
    .await?;
    if let Some(outcome) = outcome.filter(|outcome| outcome.result) {
        let case = outcome.state;
        tracing::warn!(case.reference = %reference, "a case was not routed in time; the clock routes it now");
        let version = case.version;
        react::route_case(ports, hub, case, version, now).await?;
    }
    Ok(())
}

/// Requests an update whose time has come.
async fn timer_is_due<P: Ports>(
    ports: &P,
    timer: &platform::ports::Timer,
) -> Result<(), PortError> {
    // Request first, then delete. After a crash in between the update is requested twice, and the claim lets one
    // through.
    ports.request_update(&timer.request()).await?;
    ports.forget_timer(timer).await
}

/// Handles a claim without a record of sending. A machine never sends the update again, so a coordinator gets a task.
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

/// Changes a case. If the case has changed at the same moment, the next minute acts on what is still due.
async fn change<P: Ports, T>(
    ports: &P,
    reference: &Reference,
    now: Timestamp,
    decide: impl Fn(&Case) -> Decision<T>,
) -> Result<Option<Outcome<Case, T>>, PortError> {
    let execution = Execution {
        ports,
        now,
        action: "the clock processed it",
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
            log_broken_promise(&outcome.state, &event.what);
        }
    }
    Ok(outcome)
}

/// Logs a broken promise (DC7). The person, the party that owed it and the figures show it too. The log tells an
/// operator whether there are many.
fn log_broken_promise(case: &Case, what: &CaseChange) {
    let CaseChange::PromiseBroken { promise: code } = what else {
        return;
    };
    let promise = case
        .justice
        .promises
        .iter()
        .find(|promise| promise.code == *code);
    let owner = promise.map(|promise| promise.owner);
    let by = owner.map(PromiseOwner::as_str);
    if owner == Some(PromiseOwner::Hub) {
        // Nobody else chases the hub, so the template's `HubBrokenFilter` alerts an operator.
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_minute_that_has_passed_is_left_out_and_a_day_is_not() {
        let now = "2026-11-23T10:00:00Z".parse().unwrap();
        let of = |message| Tick::of(&message, now);
        let minute = |time: &str| of(json!({"source": "aws.scheduler", "time": time}));
        assert_eq!(minute("2026-11-23T09:59:01Z"), Some(Tick::Minute));
        assert_eq!(minute("2026-11-23T09:57:59Z"), None);
        // An operator gives no time.
        assert_eq!(of(json!({})), Some(Tick::Minute));
        assert_eq!(of(json!({"tick": "day"})), Some(Tick::Day));
    }
}
