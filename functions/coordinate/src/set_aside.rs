//! The cases that were set aside because many referrals came from one connection: how many there are under each mark, and
//! one decision for all of them.

use crate::{Ports, StaffRequest};
use application::{Decision, OnConflict, Refusal, json_object, read_command};
use domain::case::commands::coordinator;
use domain::coordinator_queue::{Band, place};
use events::case::{Case, CloseReason, SetAsideStep};
use events::commands::{Commands as _, HubCommand};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::json;
use platform::ports::CoordinatorQueueCursor;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many cases one request decides. That takes much less time than a request has.
const BATCH: usize = 20;
/// How many pages one request reads.
const PAGES: usize = 10;
/// The longest body that is read.
const MOST_BYTES: usize = 2_048;

/// The cases under one mark.
struct Group {
    count: usize,
    in_danger: usize,
    due: Timestamp,
}

/// The marks of the cases that were set aside, the most urgent first. If there are very many cases, the counts are the
/// least that there are.
pub(crate) async fn groups<P: Ports>(desk: &StaffRequest<'_, P>) -> Result<Vec<Value>, PortError> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut after = Some(CoordinatorQueueCursor::before_set_aside());
    for _ in 0..PAGES {
        let page = desk.ports.coordinator_queue(after.as_ref()).await?;
        for case in page.cases.iter().filter(|case| desk.may_see(case)) {
            let (Some(mark), Some(place)) = (case.set_aside(), place(case)) else {
                continue;
            };
            let group = groups.entry(mark.to_owned()).or_insert(Group {
                count: 0,
                in_danger: 0,
                due: place.due,
            });
            group.count += 1;
            group.in_danger += usize::from(place.band == Band::Danger);
            group.due = group.due.min(place.due);
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut groups: Vec<(String, Group)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, group)| (group.in_danger == 0, group.due));
    Ok(groups
        .into_iter()
        .map(|(mark, group)| {
            json!({
                "mark": mark,
                "count": group.count,
                "in_danger": group.in_danger,
                "due": group.due,
            })
        })
        .collect())
}

/// `POST /hub/set-aside` with `{"mark", "step", "next"}`: lets all cases under the mark go on, or closes them as a mistake.
/// One request does one batch, and its `next` says where the next begins. After the last batch, `next` is null.
pub(crate) async fn act<P: Ports>(
    desk: &StaffRequest<'_, P>,
    body: &Body,
) -> Result<Response<Body>, Refusal> {
    let spec = HubCommand::spec_of("set-aside").ok_or_else(Refusal::no_such_address)?;
    let HubCommand::SetAside { mark, step, next } =
        read_command(spec, json_object(body, MOST_BYTES))?
    else {
        return Err(Refusal::no_such_address());
    };
    let mut after = match next {
        None => CoordinatorQueueCursor::before_set_aside(),
        Some(next) => next
            .parse()
            .map_err(|_| Refusal::invalid(words::coordinator::next_unknown()))?,
    };
    let (mut done, mut failed, mut more) = (0, Vec::new(), None);
    'pages: for _ in 0..PAGES {
        let page = desk.ports.coordinator_queue(Some(&after)).await?;
        let wanted = |case: &&Case| case.set_aside() == Some(&mark) && desk.may_see(case);
        for case in page.cases.iter().filter(wanted) {
            match decide(desk, case, step).await {
                Ok(()) => done += 1,
                Err(refusal) => {
                    tracing::warn!(case.reference = %case.reference, "a case that was set aside could not be decided");
                    drop(refusal);
                    failed.push(case.reference.clone());
                }
            }
            let Some(place) = place(case) else {
                continue;
            };
            after = CoordinatorQueueCursor::of(place, &case.reference);
            if done + failed.len() >= BATCH {
                more = Some(after);
                break 'pages;
            }
        }
        more.clone_from(&page.next);
        match page.next {
            Some(next) => after = next,
            None => break,
        }
    }
    tracing::info!(by = desk.who.subject, %step, done, failed = failed.len(), "cases that were set aside were decided");
    let next = more.map(|mark| mark.to_string());
    Ok(json(
        StatusCode::OK,
        &json!({"done": done, "failed": failed, "next": next}),
    ))
}

async fn decide<P: Ports>(
    desk: &StaffRequest<'_, P>,
    case: &Case,
    step: SetAsideStep,
) -> Result<(), Refusal> {
    let by = desk.who.subject.as_str();
    desk.execute(
        case.reference.as_str(),
        "a coordinator decided about cases that were set aside",
        OnConflict::Retry,
        |case| async move {
            // Somebody may have decided about this case alone.
            if case.set_aside().is_none() {
                return Ok(Decision::of(Vec::new()));
            }
            Ok(Decision::of(match step {
                SetAsideStep::LetThrough => coordinator::let_through(&case, by)?,
                SetAsideStep::Close => coordinator::close(&case, CloseReason::EnteredInError, by)?,
            }))
        },
    )
    .await
    .map(drop)
}
