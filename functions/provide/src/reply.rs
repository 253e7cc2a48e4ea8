//! A provider accepts or declines. Both are idempotent.

use crate::{Ports, ProviderRequest, gone, not_here};
use application::{Decision, OnConflict, Refusal};
use domain::case::commands::provider::{self, NotAnswered};
use events::case::{DeclineReason, OnwardState};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::http::json;

/// `POST /provider/onwards/{onward}/accept`.
pub(crate) async fn accept<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
) -> Result<Response<Body>, Refusal> {
    let outcome = asked
        .execute(
            code,
            "a provider accepted",
            OnConflict::Retry,
            |case| async move {
                let clocks = &asked.ports.profile().await?.clocks;
                let changes = provider::accept(&case, code, asked.provider, clocks, asked.now);
                Ok(Decision::of(changes.map_err(refusal)?))
            },
        )
        .await?;
    asked.show(&outcome.state, code).await
}

/// `POST /provider/onwards/{onward}/decline`: the hub searches again for services that meet its needs.
pub(crate) async fn decline<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
    why: DeclineReason,
) -> Result<Response<Body>, Refusal> {
    asked
        .execute(
            code,
            "a provider declined",
            OnConflict::Retry,
            |case| async move {
                let changes = provider::decline(&case, code, asked.provider, why, asked.now);
                Ok(Decision::of(changes.map_err(refusal)?))
            },
        )
        .await?;
    Ok(json(
        StatusCode::OK,
        &serde_json::json!({"onward": code, "state": OnwardState::Declined}),
    ))
}

fn refusal(refused: NotAnswered) -> Refusal {
    match refused {
        NotAnswered::NoSuchOnward => not_here(),
        NotAnswered::NotOnOffer => gone(),
        NotAnswered::Accepted => Refusal::conflict(words::provider::accepted_already()),
    }
}
