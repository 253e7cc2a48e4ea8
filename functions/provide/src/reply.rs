//! A provider's yes or no. Saying either twice is saying it once.

use crate::{Desk, Ports, gone, not_here, own_case, show};
use domain::case::apply::append_all;
use domain::case::deadlines::{case_due, first_contact_by};
use events::case::{
    Case, DeclineReason, Onward, OnwardState, TaskGiven, TaskKind, What, WhyCoordinators,
};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::{json, problem};
use platform::ports::{Appended, Beside};
use serde_json::Value;

/// How often a reply is tried again when the case moves under it.
const TRIES: usize = 4;
/// A reason is one word; more bytes than this are not read.
const MOST_BYTES: usize = 1_024;

/// `POST /provider/onwards/{onward}/accept`: yes.
pub(crate) async fn accept<P: Ports>(
    desk: &Desk<'_, P>,
    code: &str,
) -> Result<Response<Body>, PortError> {
    for _ in 0..TRIES {
        let Some(case) = own_case(desk, code).await? else {
            return Ok(not_here());
        };
        let Some(onward) = case.onward(code) else {
            return Ok(not_here());
        };
        if onward.state == OnwardState::Accepted {
            return show(desk, &case, onward).await;
        }
        if !open(desk, onward) {
            return Ok(gone());
        }
        let yes = What::Accepted {
            onward: code.to_owned(),
            provider: desk.provider.to_owned(),
            first_contact_by: first_contact_by(&desk.ports.profile().await?.clocks, desk.now),
        };
        let whats = std::iter::once(yes)
            .chain(taken_over(&case, onward))
            .collect();
        if let Some(after) = append(desk, &case, whats).await? {
            tracing::info!(case.reference = %after.reference, onward = code, "a provider accepted");
            let Some(onward) = after.onward(code) else {
                return Ok(not_here());
            };
            return show(desk, &after, onward).await;
        }
    }
    Err(PortError::Passing(
        "a case kept moving while a provider accepted".to_owned(),
    ))
}

/// `POST /provider/onwards/{onward}/decline` with `{"why": …}`, one of [`DeclineReason`]: no. What it was asked for is
/// matched again.
pub(crate) async fn decline<P: Ports>(
    desk: &Desk<'_, P>,
    code: &str,
    body: &Body,
) -> Result<Response<Body>, PortError> {
    let Some(why) = reason(body) else {
        let known: Vec<&str> = DeclineReason::ALL.iter().map(|why| why.as_str()).collect();
        let title = format!("why is one of {}", known.join(", "));
        return Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, &title));
    };
    for _ in 0..TRIES {
        let Some(case) = own_case(desk, code).await? else {
            return Ok(not_here());
        };
        let Some(onward) = case.onward(code) else {
            return Ok(not_here());
        };
        if onward.state == OnwardState::Declined {
            return Ok(declined(code));
        }
        if onward.state == OnwardState::Accepted {
            let title = "You have accepted this onward referral. Refer the person on, or ring the coordinators to hand it back";
            return Ok(problem(StatusCode::CONFLICT, title));
        }
        if !open(desk, onward) {
            return Ok(gone());
        }
        let no = What::Declined {
            onward: code.to_owned(),
            provider: desk.provider.to_owned(),
            why,
        };
        let whats = std::iter::once(no)
            .chain(found_out(&case, why, desk.now))
            .collect();
        if append(desk, &case, whats).await?.is_some() {
            tracing::info!(case.reference = %case.reference, onward = code, %why, "a provider declined");
            return Ok(declined(code));
        }
    }
    Err(PortError::Passing(
        "a case kept moving while a provider declined".to_owned(),
    ))
}

/// What a no tells beyond itself: that it is not safe, or that nobody is where the person was said to be. A coordinator
/// looks, and no machine tells the person anything before that; the search for another service goes on beside it.
fn found_out(case: &Case, why: DeclineReason, now: Timestamp) -> Option<What> {
    let due = case_due(case, now);
    match why {
        DeclineReason::Unsafe
            if case.unsafe_since.is_none() || !case.held(WhyCoordinators::Unsafe) =>
        {
            Some(What::GivenToCoordinators {
                why: WhyCoordinators::Unsafe,
                due,
            })
        }
        DeclineReason::WrongDetails
            if !case
                .open_tasks()
                .any(|task| task.kind == TaskKind::CheckContact) =>
        {
            Some(What::TaskGiven(TaskGiven {
                kind: TaskKind::CheckContact,
                from: None,
                due,
            }))
        }
        _ => None,
    }
}

fn reason(body: &Body) -> Option<DeclineReason> {
    let bytes: &[u8] = match body {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        _ => return None,
    };
    let said: Value = serde_json::from_slice(bytes.get(..bytes.len().min(MOST_BYTES))?).ok()?;
    DeclineReason::parse(said["why"].as_str()?)
}

fn declined(code: &str) -> Response<Body> {
    json(
        StatusCode::OK,
        &serde_json::json!({"onward": code, "state": OnwardState::Declined}),
    )
}

/// Whether the onward referral can still be answered.
fn open<P>(desk: &Desk<'_, P>, onward: &Onward) -> bool {
    onward.state == OnwardState::Offered && onward.offered.accept_by > desk.now
}

/// The end of the onward referral that this one takes over from, where its provider still has it (AS24).
fn taken_over(case: &Case, onward: &Onward) -> Option<What> {
    let from = case.onward(onward.offered.moved_from.as_deref()?)?;
    let to = onward.offered.onward.clone();
    (from.state == OnwardState::Accepted).then(|| What::HandedOver {
        onward: from.offered.onward.clone(),
        to,
    })
}

/// The case after `whats`, or nothing where it moved meanwhile.
async fn append<P: Ports>(
    desk: &Desk<'_, P>,
    case: &Case,
    whats: Vec<What>,
) -> Result<Option<Case>, PortError> {
    let (after, events) = append_all(case, whats, desk.now)
        .map_err(|illegal| PortError::Lasting(illegal.to_string()))?;
    Ok((desk
        .ports
        .append(&after, &events, Beside::default())
        .await?
        == Appended::Done)
        .then_some(after))
}
