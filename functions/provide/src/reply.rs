//! A provider's yes or no. Both are idempotent.

use crate::{Ports, ProviderRequest, gone, onward_in};
use application::{Decision, OnConflict, Refusal};
use domain::case::deadlines::{case_due, first_contact_by};
use events::case::{
    Case, CaseChange, CoordinatorReason, DeclineReason, Onward, OnwardState, TaskGiven, TaskKind,
};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use platform::http::{body_within, json};
use serde_json::Value;

/// A reason is one word; more bytes than this are not read.
const MOST_BYTES: usize = 1_024;

/// `POST /provider/onwards/{onward}/accept`: yes.
pub(crate) async fn accept<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
) -> Result<Response<Body>, Refusal> {
    asked.no_volunteers(NO_ANSWER)?;
    let outcome = asked
        .execute(
            code,
            "a provider accepted",
            OnConflict::Retry,
            |case| async move {
                let onward = onward_in(&case, code)?;
                if onward.state == OnwardState::Accepted {
                    return Ok(Decision::nothing(()));
                }
                is_open(onward, asked.now)?;
                let clocks = &asked.ports.profile().await?.clocks;
                let yes = CaseChange::Accepted {
                    onward: code.to_owned(),
                    provider: asked.provider.to_owned(),
                    first_contact_by: first_contact_by(clocks, asked.now),
                };
                let handed_over = taken_over(&case, onward);
                Ok(Decision::of(
                    std::iter::once(yes).chain(handed_over).collect(),
                ))
            },
        )
        .await?;
    asked.show(&outcome.state, code).await
}

/// `POST /provider/onwards/{onward}/decline` with `{"why": …}`, one of [`DeclineReason`]: no. The needs that it was for are
/// matched again.
pub(crate) async fn decline<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    asked.no_volunteers(NO_ANSWER)?;
    let why = reason(request.body())?;
    asked
        .execute(
            code,
            "a provider declined",
            OnConflict::Retry,
            |case| async move {
                let onward = onward_in(&case, code)?;
                if onward.state == OnwardState::Declined {
                    return Ok(Decision::nothing(()));
                }
                if onward.state == OnwardState::Accepted {
                    return Err(Refusal::conflict(
                        "You have accepted this onward referral. Refer the person on, or ring the coordinators to hand it back",
                    ));
                }
                is_open(onward, asked.now)?;
                let no = CaseChange::Declined {
                    onward: code.to_owned(),
                    provider: asked.provider.to_owned(),
                    why,
                };
                let found_out = found_out(&case, why, asked.now);
                Ok(Decision::of(std::iter::once(no).chain(found_out).collect()))
            },
        )
        .await?;
    Ok(json(
        StatusCode::OK,
        &serde_json::json!({"onward": code, "state": OnwardState::Declined}),
    ))
}

const NO_ANSWER: &str = "A volunteer cannot answer an offer: your team does";

/// What a no tells beyond itself: that it is not safe, or that nobody is where the person was said to be. A coordinator
/// looks, and no machine tells the person anything before that; the search for another service goes on beside it.
fn found_out(case: &Case, why: DeclineReason, now: Timestamp) -> Option<CaseChange> {
    let due = case_due(case, now);
    match why {
        DeclineReason::Unsafe
            if case.unsafe_since.is_none() || !case.held(CoordinatorReason::Unsafe) =>
        {
            Some(CaseChange::GivenToCoordinators {
                why: CoordinatorReason::Unsafe,
                due,
            })
        }
        DeclineReason::WrongDetails if !case.has_open_task(TaskKind::CheckContact) => {
            Some(CaseChange::TaskGiven(TaskGiven {
                kind: TaskKind::CheckContact,
                from: None,
                due,
            }))
        }
        _ => None,
    }
}

fn reason(body: &Body) -> Result<DeclineReason, Refusal> {
    let said: Option<Value> =
        body_within(body, MOST_BYTES).and_then(|bytes| serde_json::from_slice(bytes).ok());
    said.as_ref()
        .and_then(|said| said["why"].as_str())
        .and_then(DeclineReason::parse)
        .ok_or_else(|| {
            let known: Vec<&str> = DeclineReason::ALL.iter().map(|why| why.as_str()).collect();
            Refusal::invalid(format!("why is one of {}", known.join(", ")))
        })
}

/// Whether the onward referral can still be answered.
fn is_open(onward: &Onward, now: Timestamp) -> Result<(), Refusal> {
    if onward.state == OnwardState::Offered && onward.offered.accept_by > now {
        Ok(())
    } else {
        Err(gone())
    }
}

/// The end of the onward referral that this one takes over from, where its provider still has it (AS24).
fn taken_over(case: &Case, onward: &Onward) -> Option<CaseChange> {
    let from = case.onward(onward.offered.moved_from.as_deref()?)?;
    let to = onward.offered.onward.clone();
    (from.state == OnwardState::Accepted).then(|| CaseChange::HandedOver {
        onward: from.offered.onward.clone(),
        to,
    })
}
