//! Winds down a service that ends. Its people move to other services in batches (AS24, TV12, CA20).

use crate::{Ports, StaffRequest};
use application::{
    Decision, Execution, OnConflict, Refusal, current_loads, json_object, read_command,
};
use domain::calendar::london_today;
use domain::case::commands::wind_down::{WindDown, WindDownOutcome, wind_down};
use events::Reference;
use events::case::{Case, Offered, Onward, OnwardState, WindDownReason};
use events::commands::{Commands, HubCommand};
use events::profile::{Profile, Service};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::json;
use platform::ports::{Freshness, Look, WorklistCursor};
use serde_json::{Value, json};
use std::sync::Arc;

/// How many cases one request moves. That takes much less time than a request has.
const BATCH: usize = 20;
/// How many pages of the worklist one request reads: a provider may support many people
/// in its other services.
const PAGES: usize = 5;
/// The longest body that is read. A valid body has only a few codes.
const MOST_BYTES: usize = 2_048;

/// The body of a wind-down.
struct Order {
    service: String,
    to: Option<String>,
    reason: WindDownReason,
    /// Where the batch before ended. It is the `next` of that batch's answer.
    next: Option<String>,
}

/// Counts the outcomes of the cases of one batch.
#[derive(Debug, Default)]
struct Tally {
    asked: usize,
    waiting: usize,
    matched_again: usize,
    told: usize,
    failed: Vec<Value>,
}

/// `POST /hub/wind-downs` with `{"service", "to", "reason", "next"}`: asks the service `to`, or any that fits, to take over
/// from `service`, case by case. Each case stays with its service until another service accepts.
///
/// One request does one batch, and its `next` says where the next batch begins. After the last batch, `next` is null.
/// Repeating the wind-down moves only the cases that are left.
pub(crate) async fn act<P: Ports>(
    request: &StaffRequest<'_, P>,
    body: &Body,
) -> Result<Response<Body>, Refusal> {
    if request.who.is_employed_by_police() {
        return Err(not_theirs());
    }
    let profile = request.ports.profile().await?;
    let (asked, service, from) = read(body, &profile)?;
    let down = WindDown {
        service: &asked.service,
        to: asked.to.as_deref(),
        reason: asked.reason,
    };
    let winding = Winding {
        request,
        profile: &profile,
        down,
    };
    let mut tally = Tally::default();
    let next = winding.batch(service, from, &mut tally).await?;
    let Tally {
        asked: moved, told, ..
    } = tally;
    tracing::info!(service = down.service, to = down.to, reason = %down.reason, moved, told, "a service is wound down");
    Ok(json(
        StatusCode::OK,
        &json!({
            "service": down.service,
            "to": down.to,
            "asked": tally.asked,
            "waiting": tally.waiting,
            "matched_again": tally.matched_again,
            "told": tally.told,
            "failed": tally.failed,
            "next": next.map(written),
            "takes_new": service.takes_new_on(london_today(request.now)),
        }),
    ))
}

/// `GET /hub/wind-downs`: the services of the area, each with its names and, if it is known, its last
/// day.
pub(crate) async fn services<P: Ports>(
    request: &StaffRequest<'_, P>,
) -> Result<Response<Body>, Refusal> {
    if request.who.is_employed_by_police() {
        return Err(not_theirs());
    }
    let profile = request.ports.profile().await?;
    let today = london_today(request.now);
    let provider = |code: &str| profile.provider(code).map(|one| one.name.as_str());
    let service = |service: &Service| {
        json!({
            "service": service.code,
            "service_name": service.name,
            "provider_name": provider(&service.provider),
            "until": service.until,
            "takes_new": service.takes_new_on(today),
        })
    };
    let services: Vec<Value> = profile.services.iter().map(service).collect();
    Ok(json(StatusCode::OK, &json!({"services": services})))
}

fn not_theirs() -> Refusal {
    Refusal::forbidden(words::coordinator::services_not_for_police())
}

/// The order, the service that ends, and where to begin.
fn read<'a>(body: &Body, profile: &'a Profile) -> Result<(Order, &'a Service, Place), Refusal> {
    let spec = HubCommand::spec_of("wind-downs").ok_or_else(Refusal::no_such_address)?;
    let HubCommand::WindDown {
        service,
        to,
        reason,
        next,
    } = read_command(spec, json_object(body, MOST_BYTES))?
    else {
        return Err(Refusal::no_such_address());
    };
    let asked = Order {
        service,
        to,
        reason,
        next,
    };
    let find = |code: &str| {
        profile
            .service(code)
            .ok_or_else(|| Refusal::invalid(words::coordinator::no_such_service(code)))
    };
    let service = find(&asked.service)?;
    if let Some(to) = &asked.to {
        find(to)?;
        if *to == asked.service {
            return Err(Refusal::invalid(words::coordinator::takes_over_itself()));
        }
    }
    let from = match &asked.next {
        None => (OnwardState::Offered, None),
        Some(text) => {
            place(text).ok_or_else(|| Refusal::invalid(words::coordinator::next_unknown()))?
        }
    };
    Ok((asked, service, from))
}

/// Where a batch begins: the state, and the onward referral before it.
type Place = (OnwardState, Option<WorklistCursor>);

fn place(text: &str) -> Option<Place> {
    let (state, mark) = text
        .split_once(' ')
        .map_or((text, None), |(state, mark)| (state, Some(mark)));
    let state = OnwardState::parse(state)
        .filter(|s| [OnwardState::Offered, OnwardState::Accepted].contains(s))?;
    Some((state, mark.map(str::parse).transpose().ok()?))
}

fn written((state, mark): Place) -> String {
    mark.map_or_else(|| state.to_string(), |mark| format!("{state} {mark}"))
}

/// One batch of a wind-down.
struct Winding<'a, P> {
    request: &'a StaffRequest<'a, P>,
    profile: &'a Profile,
    down: WindDown<'a>,
}

impl<P: Ports> Winding<'_, P> {
    /// Moves at most [`BATCH`] cases. Returns where the next batch begins.
    async fn batch(
        &self,
        service: &Service,
        from: Place,
        tally: &mut Tally,
    ) -> Result<Option<Place>, PortError> {
        let (mut state, mut after) = from;
        let mut looked_at = 0;
        for _ in 0..PAGES {
            let page = self
                .request
                .ports
                .worklist(&service.provider, state, after.as_ref())
                .await?;
            for (reference, onward) in page
                .rows
                .iter()
                .filter(|(_, onward)| onward.offered.service == service.code)
            {
                self.one(reference, tally).await;
                looked_at += 1;
                if looked_at == BATCH {
                    let Onward {
                        offered:
                            Offered {
                                accept_by, onward, ..
                            },
                        ..
                    } = onward.clone();
                    return Ok(Some((state, Some(WorklistCursor { accept_by, onward }))));
                }
            }
            after = page.next;
            if after.is_none() {
                if state == OnwardState::Accepted {
                    return Ok(None);
                }
                state = OnwardState::Accepted;
            }
        }
        Ok(Some((state, after)))
    }

    /// Moves one case. A failure is counted and does not stop the others. Repeating the call tries the case again.
    async fn one(&self, reference: &Reference, tally: &mut Tally) {
        match self.moved(reference).await {
            Ok(WindDownOutcome::Asked) => tally.asked += 1,
            Ok(WindDownOutcome::Waiting) => tally.waiting += 1,
            Ok(WindDownOutcome::MatchedAgain) => tally.matched_again += 1,
            Ok(WindDownOutcome::Told) => tally.told += 1,
            Ok(WindDownOutcome::Gone) => {}
            Err(error) => {
                tracing::error!(case.reference = %reference, cause = %error, "a case could not be moved to another service");
                tally.failed.push(json!(reference));
            }
        }
    }

    async fn moved(&self, reference: &Reference) -> Result<WindDownOutcome, PortError> {
        let StaffRequest {
            ports, who, now, ..
        } = *self.request;
        let execution = Execution {
            ports,
            now,
            action: "a coordinator wound its service down",
            on_conflict: OnConflict::Retry,
        };
        let decide = |case: Arc<Case>| async move {
            let loads = current_loads(ports, self.profile, Freshness::Now, now).await?;
            let (changes, became) = wind_down(&case, self.profile, &loads, self.down, now)?;
            if !changes.is_empty() {
                // The read is recorded first, so that nothing happens without a record.
                let look = Look {
                    reference: reference.clone(),
                    at: now,
                    role: "coordinator".to_owned(),
                    account: who.subject.clone(),
                    reason: None,
                    marks: Vec::new(),
                };
                ports.audit(&look).await?;
            }
            Ok::<_, PortError>(Decision::with_result(changes, became))
        };
        let outcome = execution.run(|| ports.case(reference), decide).await?;
        Ok(outcome.map_or(WindDownOutcome::Gone, |outcome| outcome.result))
    }
}
